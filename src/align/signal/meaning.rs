//! Meaning, by word vectors: does each word of one side find a word of like meaning on the other?
//!
//! Coverage of a segment by a stretch of the other side is the weight of its words, each times the
//! likeness of the word there that is most like it. What any stretch of that length covers by
//! chance (the mean over the text) is taken off. Likeness is the cosine less a part of what the two
//! words have with everything (cross-domain similarity local scaling; Conneau et al. 2018). Beside
//! it stands the cosine of the summed vectors, with its margin over the mean (Thompson and Koehn
//! 2019; Artetxe and Schwenk 2019).

mod coverage;
mod sums;
mod words;

use std::ops::Range;

use self::{
    coverage::Coverage,
    sums::Sums,
    words::{Words, likeness},
};
use super::Signal;
use crate::align::{grid::Reach, side::Side, vectors::Vectors};

/// What word vectors say of a pair of texts.
pub(crate) struct Meaning {
    coverage: [Coverage; 2],
    sums: Sums,
}

impl Meaning {
    /// Prepares it, if the vectors know both languages.
    pub(crate) fn new(source: &Side, target: &Side, vectors: &Vectors) -> Option<Self> {
        let known = |side: &Side| vectors.knows(side.lang.primary());
        if !known(source) || !known(target) {
            return None;
        }
        let words = [source, target].map(|side| Words::new(side, vectors));
        let like = likeness(&words[0], &words[1]);
        Some(Self {
            coverage: [
                Coverage::new(&words[0], &words[1], &like),
                Coverage::new(&words[1], &words[0], &like.turned()),
            ],
            sums: Sums::new(&words[0], &words[1]),
        })
    }
}

impl Signal for Meaning {
    fn parts(&self) -> &'static [&'static str] {
        &[
            "meaning.found",
            "meaning.missing",
            "meaning.least",
            "meaning.weakest",
            "meaning.cosine",
            "meaning.margin",
            "meaning.omitted",
            "meaning.omitted-mass",
        ]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        let (s, t) = (bead.source(), bead.target());
        if bead.is_omission() {
            let (found, mass) = if t.is_empty() {
                self.coverage[0].elsewhere(s, bead.j)
            } else {
                self.coverage[1].elsewhere(t, bead.i)
            };
            (out[6], out[7]) = (found, mass);
            return;
        }
        let sides =
            [self.coverage[0].of(s.clone(), t.clone()), self.coverage[1].of(t.clone(), s.clone())];
        out[0] = sides[0].net + sides[1].net;
        out[1] = sides.iter().map(|c| c.mass - c.found).sum();
        let share = |c: &coverage::Found| c.net / c.mass.max(0.1);
        out[2] = share(&sides[0]).min(share(&sides[1]));
        // A segment that finds nothing within the bead does not belong to it.
        if s.len() + t.len() > 2 {
            let weakest = |side: usize, here: Range<usize>, there: &Range<usize>| {
                here.map(|at| share(&self.coverage[side].of(at..at + 1, there.clone())))
                    .fold(f64::INFINITY, f64::min)
            };
            out[3] = weakest(0, s.clone(), &t).min(weakest(1, t.clone(), &s));
        }
        (out[4], out[5]) = self.sums.cosine(s, t);
    }
}
