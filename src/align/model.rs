//! The score of a bead: the weighted sum of the evidence of all signals.

use super::{grid::Reach, signal::Signal, weights::Parts};

/// The signals of a pair of texts with their weights, and a buffer for the evidence of one bead.
#[derive(Default)]
pub(crate) struct Model {
    /// Each signal with the number of its parts.
    signals: Vec<(Box<dyn Signal>, usize)>,
    parts: Vec<&'static str>,
    weights: Vec<f64>,
    evidence: Vec<f64>,
}

impl Model {
    /// Adds signals. Their parts follow the existing ones.
    pub(crate) fn add(&mut self, signals: impl IntoIterator<Item = Box<dyn Signal>>) {
        for signal in signals {
            self.parts.extend(signal.parts());
            let parts = signal.parts().len();
            self.signals.push((signal, parts));
        }
        self.evidence.resize(self.parts.len(), 0.0);
        self.weights.resize(self.parts.len(), 0.0);
    }

    /// The names of all parts, in the order of the evidence.
    #[cfg(feature = "training")]
    pub(crate) fn parts(&self) -> &[&'static str] {
        &self.parts
    }

    /// Sets the weights by part name. Parts without a weight get 0.
    pub(crate) fn weigh(&mut self, weights: &Parts) {
        self.weights = self.parts.iter().map(|p| weights.get(*p).copied().unwrap_or(0.0)).collect();
    }

    /// Computes the unweighted evidence of each part for a bead, in the order in which they were added.
    pub(crate) fn evidence(&mut self, bead: Reach) -> &[f64] {
        self.evidence.fill(0.0);
        let mut rest = self.evidence.as_mut_slice();
        for (signal, parts) in &self.signals {
            let (current, following) = rest.split_at_mut(*parts);
            signal.evidence(bead, current);
            rest = following;
        }
        &self.evidence
    }

    /// Computes the score of a bead in nats.
    pub(crate) fn score(&mut self, bead: Reach) -> f64 {
        self.evidence(bead);
        self.evidence.iter().zip(&self.weights).map(|(e, w)| e * w).sum()
    }

    /// Computes the weighted evidence of each signal for a bead, in nats. Signals with 0 are left out.
    pub(crate) fn by_signal(&mut self, bead: Reach) -> Vec<(&'static str, f64)> {
        self.evidence(bead);
        let mut out: Vec<(&'static str, f64)> = Vec::new();
        for ((part, value), weight) in self.parts.iter().zip(&self.evidence).zip(&self.weights) {
            let signal = part.split('.').next().unwrap_or(part);
            let nats = value * weight;
            match out.iter_mut().find(|sum| sum.0 == signal) {
                Some(sum) => sum.1 += nats,
                None => out.push((signal, nats)),
            }
        }
        out.retain(|(_, nats)| *nats != 0.0);
        out
    }
}
