//! The signals of a pair, weighed and summed.

use super::{grid::Reach, signal::Signal, weights::Parts};

/// Signals of a pair of texts, with room for what they say of a bead.
#[derive(Default)]
pub struct Model {
    /// Each with the number of its parts.
    signals: Vec<(Box<dyn Signal>, usize)>,
    parts: Vec<&'static str>,
    weights: Vec<f64>,
    evidence: Vec<f64>,
}

impl Model {
    /// Adds signals; their parts come after those that are there.
    pub fn add(&mut self, signals: impl IntoIterator<Item = Box<dyn Signal>>) {
        for signal in signals {
            self.parts.extend(signal.parts());
            let parts = signal.parts().len();
            self.signals.push((signal, parts));
        }
        self.evidence.resize(self.parts.len(), 0.0);
        self.weights.resize(self.parts.len(), 0.0);
    }

    /// The names of all parts, in the order of the evidence.
    pub fn parts(&self) -> &[&'static str] {
        &self.parts
    }

    /// Takes weights by the names of the parts; 0 for those that are not named.
    pub fn weigh(&mut self, weights: &Parts) {
        self.weights = self.parts.iter().map(|p| weights.get(*p).copied().unwrap_or(0.0)).collect();
    }

    /// What every part says of a bead, unweighted, in the order of [`Model::parts`].
    pub fn evidence(&mut self, bead: Reach) -> &[f64] {
        self.evidence.fill(0.0);
        let mut rest = self.evidence.as_mut_slice();
        for (signal, parts) in &self.signals {
            let (own, others) = rest.split_at_mut(*parts);
            signal.evidence(bead, own);
            rest = others;
        }
        &self.evidence
    }

    /// A bead's score in nats.
    pub fn score(&mut self, bead: Reach) -> f64 {
        self.evidence(bead);
        self.evidence.iter().zip(&self.weights).map(|(e, w)| e * w).sum()
    }

    /// What each signal says of a bead, weighed; silent ones are left out.
    pub fn by_signal(&mut self, bead: Reach) -> Vec<(&'static str, f64)> {
        self.evidence(bead);
        let mut out: Vec<(&'static str, f64)> = Vec::new();
        for ((part, said), weight) in self.parts.iter().zip(&self.evidence).zip(&self.weights) {
            let signal = part.split('.').next().unwrap_or(part);
            let nats = said * weight;
            match out.iter_mut().find(|known| known.0 == signal) {
                Some(known) => known.1 += nats,
                None => out.push((signal, nats)),
            }
        }
        out.retain(|(_, nats)| *nats != 0.0);
        out
    }
}
