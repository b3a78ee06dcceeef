//! Punctuation that translators carry over, and whether a side begins or ends in mid-sentence.

use super::Signal;
use crate::align::{
    grid::Reach,
    side::{Features, Side},
};

pub(super) struct Punctuation {
    sides: [Vec<Marks>; 2],
}

struct Marks {
    /// Questions, exclamations, quotation marks, colons, brackets.
    counts: [f64; 5],
    closed: bool,
    /// Begins in mid-sentence: with a small letter, or after a segment that did not end.
    open: bool,
}

impl Punctuation {
    pub(super) fn new(source: &Side, target: &Side) -> Self {
        Self { sides: [source, target].map(|side| marks(&side.segments)) }
    }
}

fn marks(segments: &[Features]) -> Vec<Marks> {
    segments
        .iter()
        .map(|s| Marks {
            counts: [s.questions, s.exclamations, s.quotes, s.colons, s.brackets],
            closed: s.closed,
            open: s.opens_small,
        })
        .collect()
}

impl Signal for Punctuation {
    fn parts(&self) -> &'static [&'static str] {
        &[
            "punctuation.questions",
            "punctuation.exclamations",
            "punctuation.quotes",
            "punctuation.colons",
            "punctuation.brackets",
            "punctuation.end",
            "punctuation.begin",
            "punctuation.joined",
        ]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        let (s, t) = (&self.sides[0][bead.source()], &self.sides[1][bead.target()]);
        let (Some(last_s), Some(last_t)) = (s.last(), t.last()) else { return };
        for (i, most) in [2.0, 2.0, 4.0, 2.0, 2.0].into_iter().enumerate() {
            let count = |side: &[Marks]| side.iter().map(|m| m.counts[i]).sum::<f64>();
            out[i] = (count(s) - count(t)).abs().min(most);
        }
        out[5] = f64::from(last_s.closed != last_t.closed);
        out[6] = f64::from(s[0].open || t[0].open);
        // A segment that did not end, joined to the next: a line broken in mid-sentence.
        let joined =
            |side: &[Marks]| side.windows(2).filter(|w| !w[0].closed || w[1].open).count() as f64;
        out[7] = joined(s) + joined(t);
    }
}
