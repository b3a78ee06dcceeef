//! The signals of a pair, weighed and summed.

use super::{
    grid::{Grid, Posterior, Reach},
    side::Side,
    signal::{self, Signal},
    terms::Terms,
    weights::Weights,
};

/// All signals of a pair of texts, with room for what they say of a bead.
pub struct Model {
    signals: Vec<Box<dyn Signal>>,
    /// The names of all parts, in the order of the evidence.
    pub parts: Vec<&'static str>,
    evidence: Vec<f64>,
}

impl Model {
    /// Prepares every signal for a pair.
    pub fn new(source: &Side, target: &Side, terms: &[&Terms]) -> Self {
        let signals = signal::all(source, target, terms);
        let parts: Vec<&'static str> =
            signals.iter().flat_map(|s| s.parts().iter().copied()).collect();
        Self { signals, evidence: vec![0.0; parts.len()], parts }
    }

    /// What every part says of a bead, unweighted, in the order of `parts`.
    pub fn evidence(&mut self, bead: Reach) -> &[f64] {
        self.evidence.fill(0.0);
        let mut rest = self.evidence.as_mut_slice();
        for signal in &self.signals {
            let (own, others) = rest.split_at_mut(signal.parts().len());
            signal.evidence(bead, own);
            rest = others;
        }
        &self.evidence
    }

    /// The weights in the order of `parts`.
    pub fn weights(&self, weights: &Weights) -> Vec<f64> {
        self.parts.iter().map(|part| weights.of(part)).collect()
    }

    /// A bead's score in nats.
    pub fn score(&mut self, bead: Reach, weights: &[f64]) -> f64 {
        self.evidence(bead).iter().zip(weights).map(|(e, w)| e * w).sum()
    }
}

/// The kinds of bead whose shares differ from one pair of texts to another.
const KINDS: usize = 7;
/// How many beads' worth the usual shares weigh against the document's own.
const PRIOR_BEADS: f64 = 8.0;
/// The usual shares, by [`kind`]: omission, 1-1, 1-2, 1-3, 1-more, 2-2, larger.
const USUAL: [f64; KINDS] = [0.05, 0.70, 0.15, 0.04, 0.03, 0.02, 0.01];

fn kind(bead: Reach) -> usize {
    match (bead.a.min(bead.b), bead.a.max(bead.b)) {
        (0, _) => 0,
        (1, most @ 1..=3) => most,
        (1, _) => 4,
        (2, 2) => 5,
        _ => 6,
    }
}

/// Moves the scores towards the bead shapes that the first pass found in these texts: one
/// translator splits sentences where another never does.
pub fn adapt(grid: &mut Grid, posterior: &Posterior, strength: f64) {
    let mut counts = USUAL.map(|share| share * PRIOR_BEADS);
    for (bead, p) in grid.likely(posterior, 1e-4) {
        counts[kind(bead)] += p;
    }
    let total: f64 = counts.iter().sum();
    let mut change = [0.0; KINDS];
    for (i, count) in counts.iter().enumerate() {
        change[i] = strength * (count / total / USUAL[i]).ln();
    }
    grid.rescore(|bead, score| score + change[kind(bead)]);
}
