//! The value of a bead on the path that is chosen, and the confidence of what was chosen.
//!
//! A text whose omissions are doubtful as a whole, where their probability is spread thin over segments
//! that nearly all have a partner, pays a price for each. Where whole passages are missing, none does.

use super::{
    grid::{Grid, Posterior, Reach},
    weights::Weights,
};

/// The cost of a bead with two sides: it keeps unlikely ones together.
const BEAD: f64 = 0.1;
/// A segment that is less likely left out than this makes an omission cost more.
const LEAST: f64 = 0.1;
/// The highest price of an omission.
const PRICE: f64 = 0.14;
/// The doubt at which omissions begin to cost something.
const DOUBT: f64 = 1.05;
/// The range of doubt over which the price rises.
const RISE: f64 = 0.2;
/// The weight of a doubt of 1, that of a text of which nothing is known, beside the text's own segments.
const PRIOR: f64 = 4.0;

/// What the omissions of a pair of texts are worth.
#[derive(Debug, Clone)]
pub(crate) struct Decoder {
    /// The probability that a segment is left out, wherever: of the source and of the target.
    left_out: [Vec<f64>; 2],
    /// About 0.5 where passages are missing, 1 where nothing is known, more where omissions are
    /// hardly ever likely.
    doubt: f64,
}

impl Decoder {
    /// Reads the omissions of a grid whose runs are parted.
    pub(crate) fn new(grid: &Grid, posterior: &Posterior) -> Self {
        let (source, target) = grid.band().size();
        let mut left_out = [vec![0.0; source], vec![0.0; target]];
        for (reach, p) in grid.likely(posterior, 0.0).filter(|(reach, _)| reach.is_omission()) {
            for at in reach.source() {
                left_out[0][at] += p;
            }
            for at in reach.target() {
                left_out[1][at] += p;
            }
        }
        left_out.iter_mut().flatten().for_each(|q| *q = q.min(1.0));
        let all = || left_out.iter().flatten();
        let (sum, squares): (f64, f64) = (all().sum(), all().map(|q| q * q).sum());
        let doubt = 2.0 * (1.0 - (squares + PRIOR / 2.0) / (sum + PRIOR));
        Self { left_out, doubt }
    }

    /// Expected number of right beads that a bead of this probability contributes. An omission counts as
    /// half a bead, since it is one segment.
    pub(crate) fn value(&self, bead: Reach, probability: f64) -> f64 {
        if !bead.is_omission() {
            return probability - BEAD;
        }
        let alone = |side: usize, range: std::ops::Range<usize>| {
            self.left_out[side][range].iter().map(|q| (LEAST - q).max(0.0)).sum::<f64>()
        };
        let unlikely = alone(0, bead.source()) + alone(1, bead.target());
        0.5 * probability - unlikely - self.price()
    }

    /// The value of a bead where omissions have no price.
    #[cfg(feature = "training")]
    pub(crate) fn unpriced(bead: Reach, probability: f64) -> f64 {
        if bead.is_omission() { 0.5 * probability } else { probability - BEAD }
    }

    /// The confidence of a bead of this probability.
    pub(crate) fn confidence(
        &self,
        bead: Reach,
        probability: f64,
        content: f64,
        weights: &Weights,
    ) -> f64 {
        match bead.is_omission() {
            true => weights.omissions.confidence(probability, self.doubt()),
            false => weights.calibration.confidence(probability, content),
        }
    }

    /// How doubtful the omissions of the texts are as a whole, within the range that curves know.
    pub(crate) fn doubt(&self) -> f64 {
        self.doubt.clamp(0.2, 1.6)
    }

    fn price(&self) -> f64 {
        PRICE * ((self.doubt - DOUBT) / RISE).clamp(0.0, 1.0)
    }
}
