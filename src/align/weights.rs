//! How much each part of each signal counts: data, not code.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// The weights of the signals' parts, and what makes a confidence of a probability.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// Where they come from.
    pub provenance: String,
    /// Nats a unit of each part's evidence, by the part's name.
    pub parts: BTreeMap<String, f64>,
    /// How far the shares of bead shapes in a document move those expected of it, from 0 to 1.
    pub adapt: f64,
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

static BUILT_IN: LazyLock<Weights> = LazyLock::new(|| {
    Weights::from_json(include_str!("../../tm/weights.json")).unwrap_or_else(|_| Weights::none())
});

impl Weights {
    /// The weights that come with Muwazi.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Weights that make every bead equal.
    pub fn none() -> Self {
        Self {
            provenance: "none".into(),
            parts: BTreeMap::new(),
            adapt: 0.0,
            calibration: Calibration { slope: 1.0, offset: 0.0 },
        }
    }

    /// Reads weights from JSON.
    ///
    /// # Errors
    /// What is wrong with the JSON.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json)
            .map_err(|e| Error::new(ErrorKind::Format, "these are no weights").because(e))
    }

    /// The weight of a part; 0 for one that is not named.
    pub fn of(&self, part: &str) -> f64 {
        self.parts.get(part).copied().unwrap_or(0.0)
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
