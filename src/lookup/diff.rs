//! What differs between a query and the text that was found for it, word by word.

use serde::{Deserialize, Serialize};

use crate::{
    document::Span,
    normalize::{Word, words},
};

/// A stretch that differs, by byte offsets into the two texts as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// How it differs.
    pub op: Op,
    /// The words of the query; empty for words that it lacks.
    pub query: Span,
    /// The words of the text that was found; empty for words that it lacks.
    pub source: Span,
}

/// How a stretch differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Op {
    /// Another word.
    Replace,
    /// A word that only the query has.
    Insert,
    /// A word that only the text found has.
    Delete,
    /// The same word, spelt otherwise.
    Spelling,
}

/// The differences of two texts, in order. Among equally short ways to edit one into the other, the
/// one that keeps the earlier words.
///
/// ```
/// use muwazi::lookup::diff::{Op, differences};
/// let (query, found) = ("وصل الوزير اليوم", "وصل الوزيرُ أمس");
/// let ops: Vec<_> = differences(query, found).iter().map(|d| (d.op, d.source.of(found))).collect();
/// assert_eq!(ops, [(Op::Spelling, "الوزيرُ"), (Op::Replace, "أمس")]);
/// ```
pub fn differences(query: &str, found: &str) -> Vec<Difference> {
    let (a, b) = (words(query), words(found));
    let steps = steps(&a, &b);
    let mut out = Vec::new();
    for (i, j) in steps {
        // Where a word is missing, the place is after the one before.
        let empty = |words: &[Word], at: usize| {
            let end = at.checked_sub(1).map_or(0, |before| words[before].span.end);
            Span::new(end, end)
        };
        let difference = match (i, j) {
            (Step::Word(i), Step::Word(j)) => {
                let (query_word, found_word) = (a[i].span, b[j].span);
                let op = if a[i].folded != b[j].folded {
                    Op::Replace
                } else if query_word.of(query) != found_word.of(found) {
                    Op::Spelling
                } else {
                    continue;
                };
                Difference { op, query: query_word, source: found_word }
            }
            (Step::Word(i), Step::None(j)) => {
                Difference { op: Op::Insert, query: a[i].span, source: empty(&b, j) }
            }
            (Step::None(i), Step::Word(j)) => {
                Difference { op: Op::Delete, query: empty(&a, i), source: b[j].span }
            }
            (Step::None(_), Step::None(_)) => continue,
        };
        out.push(difference);
    }
    out
}

/// A word by its number, or no word, before the word of that number.
#[derive(Clone, Copy)]
enum Step {
    Word(usize),
    None(usize),
}

/// The cheapest edit, as pairs of words that stand against each other.
fn steps(a: &[Word], b: &[Word]) -> Vec<(Step, Step)> {
    let (n, m) = (a.len(), b.len());
    // cost[i][j]: the distance of what is left from word i and word j on.
    let mut cost = vec![0_u32; (n + 1) * (m + 1)];
    let at = |i: usize, j: usize| i * (m + 1) + j;
    for i in (0..=n).rev() {
        for j in (0..=m).rev() {
            cost[at(i, j)] = match (i < n, j < m) {
                (false, _) => (m - j) as u32,
                (_, false) => (n - i) as u32,
                _ => {
                    let both = cost[at(i + 1, j + 1)] + u32::from(a[i].folded != b[j].folded);
                    both.min(cost[at(i + 1, j)] + 1).min(cost[at(i, j + 1)] + 1)
                }
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < n || j < m {
        let now = cost[at(i, j)];
        let both =
            i < n && j < m && cost[at(i + 1, j + 1)] + u32::from(a[i].folded != b[j].folded) == now;
        if both {
            out.push((Step::Word(i), Step::Word(j)));
            (i, j) = (i + 1, j + 1);
        } else if i < n && cost[at(i + 1, j)] + 1 == now {
            out.push((Step::Word(i), Step::None(j)));
            i += 1;
        } else {
            out.push((Step::None(i), Step::Word(j)));
            j += 1;
        }
    }
    out
}
