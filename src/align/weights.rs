//! The weights of the signals, as data.

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};

/// Weights by part name, in nats per unit of evidence.
pub(crate) type Parts = BTreeMap<String, f64>;

/// The weights of all parts of the signals in both passes, and the calibration of the confidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Weights {
    /// The origin of the weights.
    pub provenance: String,
    /// Weights of the first pass, which scores many beads with the cheap signals.
    pub first: Parts,
    /// Weights of the second pass, which scores the remaining beads with all signals.
    pub second: Parts,
    /// The map from probability to confidence, of pairs.
    pub calibration: Calibration,
    /// The same of segments without a partner.
    #[serde(default)]
    pub omissions: OmissionCurve,
}

/// A logistic curve over the logit of a probability (Platt 1999):
/// confidence = logistic(slope * logit(probability) + own * content + offset).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// The factor of the logit.
    pub slope: f64,
    /// The constant that is added to the scaled logit.
    pub offset: f64,
    /// The factor of a bead's own evidence of content; 0 for curves that do not know it.
    #[serde(default)]
    pub own: f64,
}

/// A logistic curve for segments without a partner:
/// confidence = logistic(slope * logit(probability) + doubt * (d - 1) + offset), where d tells how
/// doubtful the omissions of both texts are as a whole: about 0.5 where passages are missing, 1 where
/// nothing is known, more where hardly any omission is likely.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct OmissionCurve {
    /// The factor of the logit.
    pub slope: f64,
    /// The factor of the doubt.
    pub doubt: f64,
    /// The constant that is added.
    pub offset: f64,
}

impl Default for OmissionCurve {
    /// Fitted on the held-out omissions of the development sets, as they are and with lines joined.
    fn default() -> Self {
        Self { slope: 0.74, doubt: -6.9, offset: 1.2 }
    }
}

impl OmissionCurve {
    /// Converts the probability of an omission to a calibrated confidence.
    pub fn confidence(&self, probability: f64, doubt: f64) -> f64 {
        let offset = self.doubt * (doubt - 1.0) + self.offset;
        Calibration { slope: self.slope, offset, own: 0.0 }.confidence(probability, 0.0)
    }
}

static WITH_VECTORS: LazyLock<Arc<Weights>> =
    LazyLock::new(|| parse(include_str!("../../tm/weights/vectors.json")));
static PLAIN: LazyLock<Arc<Weights>> =
    LazyLock::new(|| parse(include_str!("../../tm/weights/plain.json")));
static WITH_BOTH: LazyLock<Arc<Weights>> =
    LazyLock::new(|| parse(include_str!("../../tm/weights/embeddings.json")));
static WITH_SENTENCES: LazyLock<Arc<Weights>> =
    LazyLock::new(|| parse(include_str!("../../tm/weights/embeddings-plain.json")));

/// Weights of the times of subtitles: nats a second, and for a segment without partner. They are set by
/// hand, because no text that weights are learnt from has times.
const OF_TIMES: [(&str, f64); 2] = [("times.apart", -1.0), ("times.alone", -2.0)];

fn parse(json: &str) -> Arc<Weights> {
    let mut weights = Weights::from_json(json).unwrap_or_else(|_| Weights::none());
    for parts in [&mut weights.first, &mut weights.second] {
        parts.extend(OF_TIMES.map(|(part, weight)| (part.to_owned(), weight)));
    }
    Arc::new(weights)
}

impl Weights {
    /// The built-in weights for texts without sentence vectors, with or without word vectors.
    pub fn built_in(vectors: bool) -> Arc<Self> {
        Arc::clone(if vectors { &WITH_VECTORS } else { &PLAIN })
    }

    /// The built-in weights for texts with sentence vectors, with or without word vectors.
    pub fn with_sentences(vectors: bool) -> Arc<Self> {
        Arc::clone(if vectors { &WITH_BOTH } else { &WITH_SENTENCES })
    }

    /// Empty weights, which give all beads the same score.
    pub fn none() -> Self {
        Self {
            provenance: "none".into(),
            first: Parts::new(),
            second: Parts::new(),
            calibration: Calibration { slope: 1.0, offset: 0.0, own: 0.0 },
            omissions: OmissionCurve::default(),
        }
    }

    /// Reads weights from JSON.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] if the JSON is malformed or does not hold weights.
    pub fn from_json(json: &str) -> Result<Self> {
        serde_json::from_str(json).map_err(|e| {
            Error::new(ErrorKind::Format, format!("invalid weights: {e}"))
                .hint("train weights with examples/train_weights.rs")
                .because(e)
        })
    }
}

impl Calibration {
    /// Converts a bead's probability to a calibrated confidence. `content` is the evidence of its own
    /// words, as [`content`] counts it.
    pub fn confidence(&self, probability: f64, content: f64) -> f64 {
        let p = probability.clamp(1e-6, 1.0 - 1e-6);
        let logit = (p / (1.0 - p)).ln();
        1.0 / (1.0 + (-(self.slope * logit + self.own * content + self.offset)).exp())
    }
}

/// The signals of what a bead says, and not of its shape, its length or its neighbours.
const CONTENT: [&str; 6] = ["latin", "lexicon", "meaning", "names", "numbers", "terms"];
/// Beyond this evidence of content little is added.
const ENOUGH: f64 = 3.0;

/// The evidence that the two sides of a bead say the same, in nats, between -3 and 3. The probability
/// alone tells only that no other way is better: where a sentence was replaced by another one, the
/// beads around it leave no other way than to pair the two.
pub(crate) fn content<'e>(evidence: impl IntoIterator<Item = (&'e str, f64)>) -> f64 {
    let of_content = evidence.into_iter().filter(|(signal, _)| CONTENT.contains(signal));
    ENOUGH * (of_content.map(|(_, nats)| nats).sum::<f64>() / ENOUGH).tanh()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_weights_are_sound() {
        for vectors in [false, true] {
            for weights in [Weights::built_in(vectors), Weights::with_sentences(vectors)] {
                assert!(weights.first.len() > 20 && weights.second.len() > weights.first.len());
                assert!(weights.calibration.slope > 0.0);
            }
            assert!(Weights::with_sentences(vectors).second["embeddings.margin"] > 0.0);
        }
    }

    #[test]
    fn invalid_weights_are_reported() {
        let error = Weights::from_json("{\"first\": 3}").unwrap_err();
        assert!(error.to_string().contains("invalid weights"), "{error}");
    }
}
