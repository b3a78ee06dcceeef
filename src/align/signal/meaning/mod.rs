//! Meaning, by word vectors: the extent to which words of one side have words of similar meaning on
//! the other.
//!
//! The coverage of a segment by a stretch of the other side is the sum of the weights of its words,
//! each times the similarity of the most similar word of the stretch, less what a stretch of that
//! length covers by chance (the mean over the text). The first pass uses a cheaper measure: the cosine
//! of the summed vectors of two stretches ([`Sums`]).

mod coverage;
mod links;
mod pairs;
mod similarity;
mod sums;
mod words;

use self::coverage::{Coverage, Found};
pub(crate) use self::{
    links::{WordLinks, WordPlace},
    pairs::WordPairs,
    sums::{Summed, Sums},
    words::WordVectors,
};
use super::Signal;
use crate::align::grid::Reach;

/// The signal of word vectors in the second pass.
pub(crate) struct Meaning(Coverage);

impl Meaning {
    /// Prepares the signal for the given beads. Its evidence for other beads is meaningless.
    pub(crate) fn new(words: &[WordVectors; 2], beads: impl Iterator<Item = Reach>) -> Self {
        Self(Coverage::new(words, beads))
    }
}

impl Signal for Meaning {
    fn parts(&self) -> &'static [&'static str] {
        &[
            "meaning.found",
            "meaning.missing",
            "meaning.least",
            "meaning.weakest",
            "meaning.omitted",
            "meaning.omitted-mass",
        ]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        let (s, t) = (bead.source(), bead.target());
        if bead.is_omission() {
            let omitted = s.map(|i| self.0.elsewhere(0, i, bead.j));
            for (found, mass) in omitted.chain(t.map(|j| self.0.elsewhere(1, j, bead.i))) {
                out[4] += f64::from(found);
                out[5] += f64::from(mass);
            }
            return;
        }
        let (mut least, mut weakest) = (f32::INFINITY, f32::INFINITY);
        for (side, here, there) in [(0, &s, &t), (1, &t, &s)] {
            let mut whole = Found::default();
            for segment in here.clone() {
                let found = self.0.of(side, segment, there);
                weakest = weakest.min(found.share());
                whole.mass += found.mass;
                whole.found += found.found;
                whole.net += found.net;
            }
            out[0] += f64::from(whole.net);
            out[1] += f64::from(whole.mass - whole.found);
            least = least.min(whole.share());
        }
        out[2] = f64::from(least);
        // A segment that is not covered within the bead does not belong to it.
        if s.len() + t.len() > 2 {
            out[3] = f64::from(weakest);
        }
    }
}
