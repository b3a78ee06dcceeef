//! Differences between a query and the text that was found for it, with offsets: words, and between
//! them punctuation, spaces and tags.

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use super::{
    ends::SameEnds,
    gaps, numbers,
    spelling::{self, Detail},
};
use crate::text::clitics::{self, Letters, Spelt, Stems};
use crate::{
    document::Span,
    lang::profile::{Profile, of_texts},
    text::{
        Words,
        figures::{self, same_word},
        letters::is_typo,
    },
    unit::Mark,
};

/// A difference, with byte offsets into the two original texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// The sort of difference.
    pub op: Op,
    /// Details, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Detail>,
    /// The span in the query; empty for what it lacks.
    pub query: Span,
    /// The span in the text that was found; empty for what it lacks.
    pub source: Span,
}

/// The sorts of differences.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Op {
    /// Another word.
    Replace,
    /// A word that only the query has.
    Insert,
    /// A word that only the text found has.
    Delete,
    /// The same word with other Arabic clitics: كتاب and بالكتاب.
    Clitic,
    /// A number in place of a number of another value.
    Number,
    /// The same word in another spelling.
    Spelling,
    /// Other punctuation or spaces between words.
    Punctuation,
    /// An inline tag; the spans are empty and give its offsets.
    Tag,
}

impl Op {
    /// Returns whether a word differs, which counts as distance.
    pub fn is_word(self) -> bool {
        matches!(self, Self::Replace | Self::Insert | Self::Delete | Self::Clitic | Self::Number)
    }
}

/// Returns the differences of two texts, in the order of the text found. Among the shortest edits it
/// takes the one that pairs most clitics and numbers, then the one that keeps the earlier words.
///
/// ```
/// use muwazi::lookup::diff::{Op, differences};
/// let (query, found) = ("وصل الوزير اليوم", "وصل الوزيرُ أمس");
/// let ops: Vec<_> = differences(query, found).iter().map(|d| (d.op, d.source.of(found))).collect();
/// assert_eq!(ops, [(Op::Spelling, "الوزيرُ"), (Op::Replace, "أمس")]);
/// ```
pub fn differences(query: &str, found: &str) -> Vec<Difference> {
    let (a, b) = (Words::new(query), Words::new(found));
    let profile = of_texts(None, [query, found]);
    let side = |text, words| Compared { text, words, marks: None, profile };
    compare(side(query, &a), side(found, &b), 4)
}

/// One of two texts that are compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared<'t> {
    pub(super) text: &'t str,
    pub(super) words: &'t Words,
    /// Its inline tags, where they are known.
    pub(super) marks: Option<&'t [Mark]>,
    /// The profile of the language of both.
    pub(super) profile: &'static Profile,
}

impl<'t> Compared<'t> {
    fn spelt(&self, word: usize) -> Spelt<'t> {
        Spelt { folded: self.words.folded(word), original: self.words.span(word).of(self.text) }
    }

    /// An empty span after the word before that one.
    fn place_before(&self, word: usize) -> Span {
        let end = word.checked_sub(1).map_or(0, |before| self.words.span(before).end);
        Span::new(end, end)
    }
}

/// Returns the differences of two texts whose words are known. Fastest where `distance` is their
/// distance in words; the result does not depend on it.
pub(super) fn compare(
    query: Compared<'_>,
    found: Compared<'_>,
    distance: usize,
) -> Vec<Difference> {
    compare_between(query, found, distance, &SameEnds::of(query, found))
}

fn compare_between(
    query: Compared<'_>,
    found: Compared<'_>,
    distance: usize,
    ends: &SameEnds<'_>,
) -> Vec<Difference> {
    let mut out = Vec::new();
    let mut gaps = gaps::Gaps::new(query, found);
    for step in steps(query, found, distance) {
        match step {
            Step::Both(i, j) if gaps.come_to(i, j) && ends.hold(i, j) => gaps.pass(i, j),
            Step::Both(i, j) => {
                gaps.close(i, j, &mut out);
                out.extend(word(query, found, i, j));
            }
            Step::Query(i, j) => out.push(Difference {
                op: Op::Insert,
                detail: None,
                query: query.words.span(i),
                source: found.place_before(j),
            }),
            Step::Found(i, j) => out.push(Difference {
                op: Op::Delete,
                detail: None,
                query: query.place_before(i),
                source: found.words.span(j),
            }),
        }
    }
    gaps.finish(&mut out);
    out.sort_by_key(|d| (d.source.start, d.source.end, d.query.start));
    out
}

/// Tells two paired words apart.
fn word(query: Compared<'_>, found: Compared<'_>, i: usize, j: usize) -> Option<Difference> {
    let (a, b) = (query.spelt(i), found.spelt(j));
    let (op, detail) = if same_word(a.folded, b.folded) {
        (Op::Spelling, Some(spelling::detail(a.original, b.original)?))
    } else if query.profile.inflection.clitics && clitics::only_clitics_differ(a, b) {
        (Op::Clitic, None)
    } else if numbers::differ(a, b, query.profile) {
        (Op::Number, None)
    } else if is_typo(a.folded, b.folded) {
        (Op::Replace, Some(Detail::Typo))
    } else {
        (Op::Replace, None)
    };
    Some(Difference { op, detail, query: query.words.span(i), source: found.words.span(j) })
}

/// A step of the cheapest edit: the words that it takes, and those before which it stands.
#[derive(Debug, Clone, Copy)]
enum Step {
    Both(usize, usize),
    Query(usize, usize),
    Found(usize, usize),
}

/// The cost of a word without an equal: 1 in the upper half, which is the distance, and in the lower
/// half the tie-breaker among the shortest edits.
const WORD: u64 = 1 << 32;
const OTHER: u64 = WORD + 4;
const NUMBER: u64 = WORD + 3;
const CLITIC: u64 = WORD + 2;
const FAR: u64 = u64::MAX / 2;

/// The largest table, in cells. Beyond it the words between common prefix and suffix are paired in
/// order: no segment of a memory is that long.
const MOST_CELLS: usize = 1 << 27;

/// The cheapest edit in order.
fn steps(query: Compared<'_>, found: Compared<'_>, distance: usize) -> Vec<Step> {
    let (a, b) = (query.words, found.words);
    let same = |i: usize, j: usize| same_word(a.folded(i), b.folded(j));
    let least = a.len().min(b.len());
    let front = (0..least).take_while(|&i| same(i, i)).count();
    let back = (0..least - front).take_while(|&k| same(a.len() - 1 - k, b.len() - 1 - k)).count();
    let (n, m) = (a.len() - front - back, b.len() - front - back);
    let mut out = Vec::with_capacity(a.len().max(b.len()) + 4);
    out.extend((0..front).map(|i| Step::Both(i, i)));
    middle([query, found], front, (n, m), distance, &mut out);
    out.extend((0..back).map(|k| Step::Both(front + n + k, front + m + k)));
    out
}

/// The edit of `n` words of the query and `m` of the text found, both from `from` on. The table is as
/// wide as the distance, since no cheapest path leaves those diagonals; where the distance turns out
/// larger, the width doubles until it fits (Ukkonen 1985).
fn middle(
    [query, found]: [Compared<'_>; 2],
    from: usize,
    (n, m): (usize, usize),
    distance: usize,
    out: &mut Vec<Step>,
) {
    if n == 0 || m == 0 {
        out.extend((0..n).map(|i| Step::Query(from + i, from)));
        out.extend((0..m).map(|j| Step::Found(from, from + j)));
        return;
    }
    let facts = |side: Compared<'_>, count: usize| {
        (from..from + count).map(|word| Facts::of(side.words.folded(word))).collect()
    };
    let table = Table { query, found, from, a: facts(query, n), b: facts(found, m) };
    let mut width = n.abs_diff(m).max(distance).max(1);
    loop {
        width = width.min(n.max(m));
        if n.saturating_mul(2 * width + 1) > MOST_CELLS {
            let both = n.min(m);
            out.extend((0..both).map(|i| Step::Both(from + i, from + i)));
            out.extend((both..n).map(|i| Step::Query(from + i, from + both)));
            out.extend((both..m).map(|j| Step::Found(from + both, from + j)));
            return;
        }
        if table.walk(width, out) || width == n.max(m) {
            return;
        }
        width *= 2;
    }
}

/// Properties of a word that comparisons need repeatedly.
#[derive(Debug)]
struct Facts<'t> {
    /// A hash: words that differ here differ; most do.
    hash: u64,
    letters: Letters,
    /// Only of words that another may share its letters with.
    stems: OnceCell<Stems<'t>>,
    number: bool,
}

impl Facts<'_> {
    fn of(folded: &str) -> Self {
        let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        let hash = folded.bytes().fold(folded.len() as u64, step);
        let (letters, number) = (Letters::of(folded), figures::is_number(folded));
        Self { hash, letters, stems: OnceCell::new(), number }
    }
}

struct Table<'t> {
    query: Compared<'t>,
    found: Compared<'t>,
    from: usize,
    a: Vec<Facts<'t>>,
    b: Vec<Facts<'t>>,
}

impl<'t> Table<'t> {
    fn pair(&self, i: usize, j: usize) -> u64 {
        let (a, b) = (self.from + i, self.from + j);
        let same = || self.query.words.folded(a) == self.found.words.folded(b);
        if self.a[i].hash == self.b[j].hash && same() {
            return 0;
        }
        if self.a[i].number && self.b[j].number {
            let (a, b) = (self.query.words.folded(a), self.found.words.folded(b));
            return if same_word(a, b) { 0 } else { NUMBER };
        }
        let may_share =
            self.query.profile.inflection.clitics && self.a[i].letters.may_share(self.b[j].letters);
        let clitic = may_share && {
            let stems_of_a = self.a[i].stems.get_or_init(|| Stems::of(self.query.spelt(a)));
            let stems_of_b = self.b[j].stems.get_or_init(|| Stems::of(self.found.spelt(b)));
            stems_of_a.share(stems_of_b)
        };
        if clitic { CLITIC } else { OTHER }
    }

    /// Fills the table from its end, so that the path can be read from its beginning; returns the path
    /// if the distance lies within the width.
    fn walk(&self, width: usize, out: &mut Vec<Step>) -> bool {
        let (n, m) = (self.a.len(), self.b.len());
        let line = 2 * width + 1;
        // How each cell is left; cell (i, j) stands at j - i + width of its line.
        let mut ways = vec![Way::Both; n * line];
        let mut below = vec![FAR; m + 1];
        for (j, cost) in below.iter_mut().enumerate() {
            *cost = if n.abs_diff(j) <= width { (m - j) as u64 * OTHER } else { FAR };
        }
        let mut row = vec![FAR; m + 1];
        for i in (0..n).rev() {
            let (low, high) = (i.saturating_sub(width), (i + width).min(m));
            for j in (low..=high).rev() {
                let (mut cost, mut way) = (FAR, Way::Query);
                if j < m {
                    (cost, way) = (below[j + 1].saturating_add(self.pair(i, j)), Way::Both);
                }
                // What lies outside the width is too far.
                let query = if j + width > i { below[j].saturating_add(OTHER) } else { FAR };
                if query < cost {
                    (cost, way) = (query, Way::Query);
                }
                let found = if j < high { row[j + 1].saturating_add(OTHER) } else { FAR };
                if found < cost {
                    (cost, way) = (found, Way::Found);
                }
                row[j] = cost.min(FAR);
                ways[i * line + j + width - i] = way;
            }
            std::mem::swap(&mut row, &mut below);
        }
        if below[0] >> 32 > width as u64 {
            return false;
        }
        let (mut i, mut j) = (0, 0);
        while i < n || j < m {
            let way = if i < n { ways[i * line + j + width - i] } else { Way::Found };
            let (a, b) = (self.from + i, self.from + j);
            match way {
                Way::Both => {
                    out.push(Step::Both(a, b));
                    (i, j) = (i + 1, j + 1);
                }
                Way::Query => {
                    out.push(Step::Query(a, b));
                    i += 1;
                }
                Way::Found => {
                    out.push(Step::Found(a, b));
                    j += 1;
                }
            }
        }
        true
    }
}

#[derive(Debug, Clone, Copy)]
enum Way {
    Both,
    Query,
    Found,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each difference as `op [found] {query}`.
    fn told(query: &str, found: &str) -> String {
        let one = |d: &Difference| {
            let op = format!("{:?}", d.op).to_lowercase();
            format!("{op} [{}] {{{}}}", d.source.of(found), d.query.of(query))
        };
        differences(query, found).iter().map(one).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn differences_are_told_apart() {
        for (query, found, wanted) in [
            ("The council met.", "The council met.", ""),
            ("The council met", "The council met.", "punctuation [.] {}"),
            ("“Yes”, he said", "\"Yes\", he said", "punctuation [\"] {“}; punctuation [\"] {”}"),
            (
                "«نعم» قال",
                "\"نعم\"، قال",
                "punctuation [\"] {«}; punctuation [\"] {»}; punctuation [،] {}",
            ),
            ("٣٫٥ طن", "3.5 طن", "spelling [3.5] {٣٫٥}"),
            ("84,300 tons", "84300 tons", "spelling [84300] {84,300}"),
            ("7.25 tons", "7.5 tons", "number [7.5] {7.25}"),
            ("a meetng began", "a meeting began", "replace [meeting] {meetng}"),
            ("بدأ يوم الاثنين", "بدأ يوم الأحد", "replace [الأحد] {الاثنين}"),
            ("a  b", "a b", "punctuation [ ] {  }"),
            (
                "وصل الوزير الى المدينة",
                "وصل الوزيرُ إلى المدينه",
                "spelling [الوزيرُ] {الوزير}; spelling [إلى] {الى}; spelling [المدينه] {المدينة}",
            ),
            ("قرأ كتابه", "قرأ الكتاب", "clitic [الكتاب] {كتابه}"),
            ("للمدرسة", "مدرستها", "clitic [مدرستها] {للمدرسة}"),
            ("بلغ ٤ أطنان", "بلغ 3 أطنان", "number [3] {٤}"),
            ("four of them", "three of them", "number [three] {four}"),
            ("3 of them", "three of them", "replace [three] {3}"),
            ("the old council met", "the council met", "insert [] {old}"),
            ("the council met", "the old council met", "delete [old] {}"),
            ("he said, yes", "he said yes", "punctuation [] {,}"),
            ("", "word", "delete [word] {}"),
            ("…", "", "punctuation [] {…}"),
        ] {
            assert_eq!(told(query, found), wanted, "{query} | {found}");
        }
    }

    #[test]
    fn only_arabic_has_clitics() {
        assert_eq!(told("این کار", "این وکار گ"), "replace [وکار] {کار}; delete [گ] {}");
    }

    #[test]
    fn clitics_stand_against_each_other_where_the_distance_allows() {
        // Two words differ either way; only one way has a clitic in it.
        assert_eq!(told("في بيت الكتاب", "في كتاب"), "insert [] {بيت}; clitic [كتاب] {الكتاب}");
    }

    fn text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[abAB]{1,2}",
            Just("كتاب".to_owned()),
            Just("الكتاب".to_owned()),
            Just("كِتابَهُ".to_owned()),
            Just("3".to_owned()),
            Just("٤".to_owned()),
            Just("three".to_owned()),
            Just("\u{200F}é".to_owned()),
        ];
        let gap = prop_oneof![
            4 => Just(" ".to_owned()), 1 => Just(", ".to_owned()), 1 => Just(". «".to_owned()),
            1 => Just("-\u{200F}".to_owned()),
        ];
        prop::collection::vec((word, gap), 0..9)
            .prop_map(|pairs| pairs.into_iter().map(|(w, g)| w + &g).collect())
    }

    fn folded(text: &str) -> Vec<String> {
        Words::new(text).iter().map(|(folded, _)| folded.to_owned()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn differences_lead_from_the_text_found_to_the_query(a in text(), b in text()) {
            let all = differences(&a, &b);
            let mut applied = String::new();
            let mut end = 0;
            for d in &all {
                prop_assert!(d.source.start >= end, "{all:?}");
                applied += &b[end..d.source.start];
                applied += &format!(" {} ", d.query.of(&a));
                end = d.source.end;
            }
            applied += &b[end..];
            prop_assert_eq!(folded(&applied), folded(&a));
            let distance = strsim::generic_levenshtein(&folded(&a), &folded(&b));
            prop_assert_eq!(all.iter().filter(|d| d.op.is_word()).count(), distance);
            prop_assert_eq!(all.is_empty(), a.trim() == b.trim());
        }

        #[test]
        fn what_is_passed_by_differs_in_nothing(
            a in text(), b in text(), front in text(), back in text(), told in 0..40_usize,
        ) {
            let (a, b) = (format!("{front}{a}{back}"), format!("{front}{b}{back}"));
            let (x, y) = (Words::new(&a), Words::new(&b));
            let profile = of_texts(None, ["", ""]);
            let side = |text, words| Compared { text, words, marks: None, profile };
            let (query, found) = (side(&a, &x), side(&b, &y));
            let none = SameEnds { query, found, front: 0, back: 0 };
            prop_assert_eq!(compare(query, found, 1), compare_between(query, found, told, &none));
        }

        #[test]
        fn no_text_is_too_strange(a in "\\PC{0,20}", b in "\\PC{0,20}") {
            for d in differences(&a, &b) {
                let _ = (d.query.of(&a), d.source.of(&b));
            }
        }
    }
}
