//! Habits of the translator: some split sentences often, others never. The shares of bead kinds that
//! the first pass finds in these two texts shift the expected share of each kind.

use super::Signal;
use crate::align::grid::{Grid, Posterior, Reach};

const KINDS: usize = 7;
/// Weight of the usual shares relative to those of the texts, in beads.
const PRIOR_BEADS: f64 = 8.0;
/// The usual shares, by [`kind`]: omission, 1-1, 1-2, 1-3, 1-more, 2-2, larger.
const USUAL: [f64; KINDS] = [0.05, 0.70, 0.15, 0.04, 0.03, 0.02, 0.01];

pub(crate) struct Habits {
    /// For each kind, the natural logarithm of its share in these texts over the usual share.
    shift: [f64; KINDS],
}

impl Habits {
    /// Estimates the shares from the posterior of the first pass.
    pub(crate) fn new(grid: &Grid, posterior: &Posterior) -> Self {
        let mut counts = USUAL.map(|share| share * PRIOR_BEADS);
        for (bead, p) in grid.likely(posterior, 1e-4) {
            counts[kind(bead)] += p;
        }
        let total: f64 = counts.iter().sum();
        let mut shift = [0.0; KINDS];
        for (i, count) in counts.iter().enumerate() {
            shift[i] = (count / total / USUAL[i]).ln();
        }
        Self { shift }
    }
}

fn kind(bead: Reach) -> usize {
    match (bead.a.min(bead.b), bead.a.max(bead.b)) {
        (0, _) => 0,
        (1, most @ 1..=3) => most,
        (1, _) => 4,
        (2, 2) => 5,
        _ => 6,
    }
}

impl Signal for Habits {
    fn parts(&self) -> &'static [&'static str] {
        &["habits.omission", "habits.1-1", "habits.1-n", "habits.n-m"]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        let kind = kind(bead);
        out[[0, 1, 2, 2, 2, 3, 3][kind]] = self.shift[kind];
    }
}
