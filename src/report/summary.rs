//! Summary of an alignment: counts, mean confidence, and whether a person should review it.

use serde::{Deserialize, Serialize};

use crate::align::{Alignment, Bead};

/// Texts below this mean confidence are probably not translations of each other.
const DOUBTFUL: f64 = 0.5;
/// Beads below this are counted as weak.
const WEAK: f64 = 0.5;

/// An alignment in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// Beads with both sides.
    pub pairs: usize,
    /// Source segments without a partner.
    pub source_omitted: usize,
    /// Target segments without a partner.
    pub target_omitted: usize,
    /// Pairs out of the order of the others.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub moved: usize,
    /// Pairs whose confidence is below one half.
    pub weak: usize,
    /// Mean confidence of the pairs; 0 without any.
    pub mean_confidence: f64,
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Summary {
    /// Summarizes an alignment.
    pub fn of(alignment: &Alignment) -> Self {
        let pairs: Vec<&Bead> = alignment.beads.iter().filter(|b| !b.is_omission()).collect();
        let omitted = |side: fn(&Bead) -> usize| {
            alignment.beads.iter().filter(|b| b.is_omission()).map(side).sum()
        };
        let confidences = pairs.iter().map(|b| b.confidence.unwrap_or(1.0));
        Self {
            pairs: pairs.len(),
            moved: pairs.iter().filter(|bead| bead.moved).count(),
            source_omitted: omitted(|b| b.source.len()),
            target_omitted: omitted(|b| b.target.len()),
            weak: confidences.clone().filter(|c| *c < WEAK).count(),
            // Not `sum`: of nothing that is -0.0.
            mean_confidence: confidences.fold(0.0, |a, b| a + b) / pairs.len().max(1) as f64,
        }
    }

    /// Rounds the mean confidence to three decimals, for files; more are not significant.
    #[must_use]
    pub fn rounded(self) -> Self {
        Self { mean_confidence: (self.mean_confidence * 1000.0).round() / 1000.0, ..self }
    }

    /// Returns `true` where the texts are probably not translations of each other.
    pub fn is_doubtful(&self) -> bool {
        self.mean_confidence < DOUBTFUL
            || self.source_omitted + self.target_omitted > 2 * self.pairs.max(1)
    }
}

/// Number of pairs of less confidence. Those made by hand have none and do not count.
pub fn pairs_below(alignment: &Alignment, least: f64) -> usize {
    let pairs = alignment.beads.iter().filter(|bead| !bead.is_omission());
    pairs.filter(|bead| bead.confidence.is_some_and(|c| c < least)).count()
}
