//! How much each part of each signal counts: data, not code.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// Nats a unit of each part's evidence, by the part's name.
pub type Parts = BTreeMap<String, f64>;

/// The weights of the signals' parts in both passes, and what makes a confidence of a probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Where they come from.
    pub provenance: String,
    /// Of the first pass, over every bead: what is cheap to reckon.
    pub first: Parts,
    /// Of the second pass, over what the first has left: everything.
    pub second: Parts,
    /// Confidence = logistic(slope * logit(probability) + offset).
    pub calibration: Calibration,
}

/// A logistic curve over the logit of a probability (Platt 1999).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Factor of the logit.
    pub slope: f64,
    /// Added to it.
    pub offset: f64,
}

static WITH_VECTORS: LazyLock<Arc<Weights>> =
    LazyLock::new(|| ours(include_str!("../../tm/weights/vectors.json")));
static PLAIN: LazyLock<Arc<Weights>> =
    LazyLock::new(|| ours(include_str!("../../tm/weights/plain.json")));
static WITH_BOTH: LazyLock<Arc<Weights>> =
    LazyLock::new(|| ours(include_str!("../../tm/weights/embeddings.json")));
static WITH_SENTENCES: LazyLock<Arc<Weights>> =
    LazyLock::new(|| ours(include_str!("../../tm/weights/embeddings-plain.json")));

fn ours(json: &str) -> Arc<Weights> {
    Arc::new(Weights::from_json(json).unwrap_or_else(|_| Weights::none()))
}

impl Weights {
    /// The weights that come with Muwazi: for texts whose words have vectors, or for others.
    pub fn built_in(vectors: bool) -> Arc<Self> {
        Arc::clone(if vectors { &WITH_VECTORS } else { &PLAIN })
    }

    /// The weights for texts whose sentences have vectors: with word vectors too, or without.
    pub fn with_sentences(vectors: bool) -> Arc<Self> {
        Arc::clone(if vectors { &WITH_BOTH } else { &WITH_SENTENCES })
    }

    /// Weights that make every bead equal.
    pub fn none() -> Self {
        Self {
            provenance: "none".into(),
            first: Parts::new(),
            second: Parts::new(),
            calibration: Calibration { slope: 1.0, offset: 0.0 },
        }
    }

    /// Reads weights from JSON.
    ///
    /// # Errors
    /// What is wrong with the JSON.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|e| {
            Error::new(ErrorKind::Format, format!("these are no weights: {e}"))
                .hint("learn them with examples/train_weights.rs")
                .because(e)
        })
    }
}

impl Calibration {
    /// The confidence that a probability deserves.
    pub fn confidence(&self, probability: f64) -> f64 {
        let p = probability.clamp(1e-6, 1.0 - 1e-6);
        let logit = (p / (1.0 - p)).ln();
        1.0 / (1.0 + (-(self.slope * logit + self.offset)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_are_sound() {
        for vectors in [false, true] {
            for weights in [Weights::built_in(vectors), Weights::with_sentences(vectors)] {
                assert!(weights.first.len() > 20 && weights.second.len() > weights.first.len());
                assert!(weights.calibration.slope > 0.0);
            }
            assert!(Weights::with_sentences(vectors).second["embeddings.margin"] > 0.0);
        }
    }

    #[test]
    fn what_are_no_weights_is_said() {
        let error = Weights::from_json("{\"first\": 3}").unwrap_err();
        assert!(error.to_string().contains("these are no weights"), "{error}");
    }
}
