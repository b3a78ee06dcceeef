//! The ends of two texts that are the same letter for letter: a comparison passes over them.

use super::diff::Compared;

/// The common prefix and suffix of two texts, letter for letter: most text lies there, and nothing
/// differs.
pub(super) struct SameEnds<'t> {
    pub(super) query: Compared<'t>,
    pub(super) found: Compared<'t>,
    pub(super) front: usize,
    pub(super) back: usize,
}

impl<'t> SameEnds<'t> {
    pub(super) fn of(query: Compared<'t>, found: Compared<'t>) -> Self {
        let (a, b) = (query.text.as_bytes(), found.text.as_bytes());
        let front = a.iter().zip(b).take_while(|(x, y)| x == y).count();
        let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
        Self { query, found, front, back }
    }

    /// Returns whether two paired words and the gaps before them lie there.
    pub(super) fn hold(&self, i: usize, j: usize) -> bool {
        let (a, b) = (self.query.words.span(i), self.found.words.span(j));
        if a == b && a.end <= self.front {
            return true;
        }
        let (Some(before_a), Some(before_b)) = (i.checked_sub(1), j.checked_sub(1)) else {
            return false;
        };
        let from_end = |side: Compared<'_>, at: usize| side.text.len() - at;
        let gap_a = from_end(self.query, self.query.words.span(before_a).end);
        let gap_b = from_end(self.found, self.found.words.span(before_b).end);
        gap_a == gap_b
            && gap_a <= self.back
            && from_end(self.query, a.start) == from_end(self.found, b.start)
            && from_end(self.query, a.end) == from_end(self.found, b.end)
    }
}
