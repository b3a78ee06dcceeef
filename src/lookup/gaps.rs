//! Differences between words: punctuation, spaces and tags. They do not count as distance.

use super::{
    diff::{Compared, Difference, Op},
    numbers,
    spelling::Detail,
};
use crate::{
    document::Span,
    text::{is_dropped, markup},
    unit::Mark,
};

/// Compares the gaps between paired words, from pair to pair.
pub(super) struct Gaps<'t> {
    query: Compared<'t>,
    found: Compared<'t>,
    /// The texts without white space at either end, which is no part of them.
    query_whole: Span,
    found_whole: Span,
    /// The words after the last pair.
    next: (usize, usize),
    /// The pairs, where tags have to find their places.
    pairs: Vec<(usize, usize)>,
    tagged: bool,
}

/// A visible sign, or a piece of markup as `None`, and its offset.
type Sign = (Option<char>, Span);

impl<'t> Gaps<'t> {
    pub(super) fn new(query: Compared<'t>, found: Compared<'t>) -> Self {
        let whole = |side: Compared<'_>| Span::new(0, side.text.len()).trimmed(side.text);
        let tagged = match (query.marks, found.marks) {
            (Some(a), Some(b)) => !a.is_empty() || !b.is_empty(),
            _ => false,
        };
        let (query_whole, found_whole) = (whole(query), whole(found));
        Self { query, found, query_whole, found_whole, next: (0, 0), pairs: Vec::new(), tagged }
    }

    /// Compares the gaps before two paired words.
    pub(super) fn close(&mut self, i: usize, j: usize, out: &mut Vec<Difference>) {
        self.compare(i, j, out);
        self.pass(i, j);
    }

    /// Returns whether the words follow the last pair, with only one gap on each side.
    pub(super) fn come_to(&self, i: usize, j: usize) -> bool {
        self.next == (i, j)
    }

    /// Skips two paired words whose gaps are the same.
    pub(super) fn pass(&mut self, i: usize, j: usize) {
        self.next = (i + 1, j + 1);
        if self.tagged {
            self.pairs.push((i, j));
        }
    }

    /// Compares the ends of the texts, and the tags.
    pub(super) fn finish(mut self, out: &mut Vec<Difference>) {
        self.compare(self.query.words.len(), self.found.words.len(), out);
        if self.tagged {
            self.tags(out);
        }
    }

    /// Between the last pair and the next, which are words `i` and `j` or the ends.
    fn compare(&mut self, i: usize, j: usize, out: &mut Vec<Difference>) {
        let (from_i, from_j) = self.next;
        let gap = |side: Compared<'_>, whole: Span, word: usize| {
            let start = word.checked_sub(1).map_or(whole.start, |w| side.words.span(w).end);
            let end = if word < side.words.len() { side.words.span(word).start } else { whole.end };
            Span::new(start.min(end), end)
        };
        let query_gap = |word| gap(self.query, self.query_whole, word);
        let found_gap = |word| gap(self.found, self.found_whole, word);
        let alone = i == from_i && j == from_j;
        if alone && query_gap(i).of(self.query.text) == found_gap(j).of(self.found.text) {
            return;
        }
        let signs = |side: Compared<'_>, gap: &dyn Fn(usize) -> Span, from: usize, to: usize| {
            let mut signs: Vec<Sign> = Vec::new();
            for word in from..=to {
                signs_in(side.text, gap(word), &mut signs);
            }
            signs
        };
        let a = signs(self.query, &query_gap, from_i, i);
        let b = signs(self.found, &found_gap, from_j, j);
        let before = out.len();
        let places = (query_gap(from_i).start, found_gap(from_j).start);
        self.other_signs(&a, &b, places, out);
        if alone && out.len() == before {
            let (query, source) = (query_gap(i), found_gap(j));
            out.push(Difference {
                op: Op::Punctuation,
                detail: Some(Detail::Space),
                query,
                source,
            });
        }
    }

    /// The signs that differ. `places` are the offsets for a sign that the other side lacks where no
    /// sign precedes it.
    fn other_signs(
        &self,
        a: &[Sign],
        b: &[Sign],
        mut places: (usize, usize),
        out: &mut Vec<Difference>,
    ) {
        let own = |side: Compared<'_>, sign: &Sign| {
            (sign.0.is_none()).then(|| sign.1.of(side.text).to_owned())
        };
        let same = |x: &Sign, y: &Sign| x.0 == y.0 && own(self.query, x) == own(self.found, y);
        for (i, j) in against(a, b, same) {
            let empty = |at| Span::new(at, at);
            let (x, y) = (i.map(|i| a[i]), j.map(|j| b[j]));
            let query = x.map_or(empty(places.0), |x| x.1);
            let source = y.map_or(empty(places.1), |y| y.1);
            places = (query.end, source.end);
            if let (Some(x), Some(y)) = (&x, &y)
                && same(x, y)
            {
                continue;
            }
            if let Some(detail) = tag_detail(x, y) {
                out.push(Difference { op: Op::Tag, detail, query, source });
                continue;
            }
            let (x, y) = (x.and_then(|x| x.0), y.and_then(|y| y.0));
            let within = numbers::is_within(self.query.text, query)
                || numbers::is_within(self.found.text, source);
            let (op, detail) = match within {
                // ٫ and . are one sign in the digits of two scripts.
                true if x.map(western) == y.map(western) => (Op::Spelling, Some(Detail::Digits)),
                true => (Op::Punctuation, Some(Detail::Number)),
                false => (Op::Punctuation, None),
            };
            out.push(Difference { op, detail, query, source });
        }
    }

    fn tags(&self, out: &mut Vec<Difference>) {
        let (a, b) = (self.query.marks.unwrap_or(&[]), self.found.marks.unwrap_or(&[]));
        let same_text =
            self.query_whole.of(self.query.text) == self.found_whole.of(self.found.text);
        let at = |text: &str, mark: &Mark| {
            let at = (0..=mark.at.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
            Span::new(at.unwrap_or(0), at.unwrap_or(0))
        };
        // The number of word pairs before a tag: the same number on either side is one place.
        let pairs = |side: Compared<'_>, mark: &Mark, word: fn(&(usize, usize)) -> usize| {
            self.pairs.partition_point(|pair| side.words.span(word(pair)).start < mark.at)
        };
        let same_place = |x: &Mark, y: &Mark| {
            if same_text {
                let shift = |at: usize, whole: Span| at.saturating_sub(whole.start);
                shift(x.at, self.query_whole) == shift(y.at, self.found_whole)
            } else {
                pairs(self.query, x, |p| p.0) == pairs(self.found, y, |p| p.1)
            }
        };
        // The offset for a tag that one side lacks.
        let place = |side: Compared<'_>, word: Option<usize>| {
            let end = word.map_or(0, |word| side.words.span(word).end);
            Span::new(end, end)
        };
        let mut tag = |detail, query, source| {
            out.push(Difference { op: Op::Tag, detail, query, source });
        };
        for (i, j) in against(a, b, |x, y| x.code == y.code) {
            match (i.map(|i| &a[i]), j.map(|j| &b[j])) {
                (Some(x), Some(y)) if x.code == y.code && same_place(x, y) => {}
                (Some(x), Some(y)) => {
                    let detail = (x.code == y.code).then_some(Detail::Moved);
                    tag(detail, at(self.query.text, x), at(self.found.text, y));
                }
                (Some(x), None) => {
                    let before = pairs(self.query, x, |p| p.0).checked_sub(1);
                    let there = place(self.found, before.map(|pair| self.pairs[pair].1));
                    tag(Some(Detail::QueryOnly), at(self.query.text, x), there);
                }
                (None, Some(y)) => {
                    let before = pairs(self.found, y, |p| p.1).checked_sub(1);
                    let there = place(self.query, before.map(|pair| self.pairs[pair].0));
                    tag(Some(Detail::SourceOnly), there, at(self.found.text, y));
                }
                (None, None) => {}
            }
        }
    }
}

/// Adds the visible signs of a gap; a tag of markup is one.
fn signs_in(text: &str, gap: Span, out: &mut Vec<Sign>) {
    let own = gap.of(text);
    let mut from = 0;
    let plain = |from: usize, to: usize, out: &mut Vec<Sign>| {
        let stretch = own.get(from..to).unwrap_or_default();
        out.extend(stretch.char_indices().filter_map(|(at, c)| {
            let start = gap.start + from + at;
            let seen = !c.is_whitespace() && !is_dropped(c);
            seen.then(|| (Some(c), Span::new(start, start + c.len_utf8())))
        }));
    };
    if own.contains(['<', '&', '(']) {
        for piece in markup::pieces(own) {
            plain(from, piece.span.start, out);
            let Span { start, end } = piece.span;
            out.push((None, Span::new(gap.start + start, gap.start + end)));
            from = end;
        }
    }
    plain(from, own.len(), out);
}

/// The detail of a difference in markup; `None` if neither sign is of markup.
fn tag_detail(x: Option<Sign>, y: Option<Sign>) -> Option<Option<Detail>> {
    let is_tag = |sign: Option<Sign>| sign.is_some_and(|(c, _)| c.is_none());
    (is_tag(x) || is_tag(y)).then_some(match (x, y) {
        (Some(_), None) => Some(Detail::QueryOnly),
        (None, Some(_)) => Some(Detail::SourceOnly),
        _ => None,
    })
}

/// The sign of a number in Western digits.
fn western(sign: char) -> char {
    match sign {
        '\u{66B}' => '.',
        '\u{66C}' => ',',
        other => other,
    }
}

/// Pairs items: common prefix and suffix, and the items between them in order. Gaps are short, so a
/// better alignment would report more than a reader sees.
fn against<T>(
    a: &[T],
    b: &[T],
    same: impl Fn(&T, &T) -> bool,
) -> impl Iterator<Item = (Option<usize>, Option<usize>)> {
    let least = a.len().min(b.len());
    let front = (0..least).take_while(|&i| same(&a[i], &b[i])).count();
    let back =
        (0..least - front).take_while(|k| same(&a[a.len() - 1 - k], &b[b.len() - 1 - k])).count();
    let (n, m) = (a.len() - front - back, b.len() - front - back);
    let fronts = (0..front).map(|i| (Some(i), Some(i)));
    let middle =
        (0..n.max(m)).map(move |k| ((k < n).then_some(front + k), (k < m).then_some(front + k)));
    let backs = (0..back).map(move |k| (Some(front + n + k), Some(front + m + k)));
    fronts.chain(middle).chain(backs)
}
