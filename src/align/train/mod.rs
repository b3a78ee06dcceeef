//! Learns the weights from texts that were aligned by hand.
//!
//! The weights are those of a conditional random field over beads (Lafferty, McCallum and Pereira
//! 2001): they make the gold beads as probable as they can be among all ways to cover the two
//! texts, less a penalty for large weights. The climb is by Rprop (Riedmiller and Braun 1993),
//! which needs no rate to be set. The second pass learns on what the first has left of each text.
//! Confidence is calibrated (Platt 1999) on texts held out in turn.

mod climb;
mod judge;
mod sample;

use std::ops::Range;

pub use self::judge::HeldOut;
use self::{
    climb::{climb, on_all_cores},
    judge::{Judge, calibrate},
    sample::Text,
};
use super::{
    SentenceVectors, Vectors,
    side::Side,
    weights::{Calibration, Parts, Weights},
};
use crate::glossary::Terms;

/// A pair of texts with its right beads.
pub struct Example {
    /// The source.
    pub source: Side,
    /// The target.
    pub target: Side,
    /// A vector for each segment, where sentences are to have a say.
    pub sentences: Option<SentenceVectors>,
    /// The right beads. Segments that stand in none may go anywhere.
    pub gold: Vec<(Range<usize>, Range<usize>)>,
    /// The number of the set that it belongs to: each set weighs the same, however large.
    pub set: usize,
    /// The number of its document: versions of one document are held out together.
    pub document: usize,
}

/// How to learn.
#[derive(Debug, Clone)]
pub struct TrainOptions {
    /// Steps of each climb.
    pub rounds: usize,
    /// Half the penalty on the square of each weight, where each set counts as 500 beads.
    pub penalty: f64,
    /// What is held out in turn.
    pub hold_out: HoldOut,
    /// Signals that say nothing, such as `numbers`: what are they worth?
    pub without: Vec<String>,
    /// Signals that alone have a say; all where none are named.
    pub only: Vec<String>,
}

/// What is held out in turn while the rest is learnt from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldOut {
    /// One of so many parts of the documents.
    Folds(usize),
    /// One of so many sets, and with it those of its kind: sets that share documents.
    Sets(usize),
}

impl Default for TrainOptions {
    fn default() -> Self {
        let (without, only) = (Vec::new(), Vec::new());
        Self { rounds: 120, penalty: 1.0, hold_out: HoldOut::Folds(4), without, only }
    }
}

/// What was learnt, and how well texts were aligned that it had not been learnt from.
pub struct Trained {
    /// The weights, learnt from all texts.
    pub weights: Weights,
    /// How each set's held-out texts were aligned.
    pub held_out: Vec<HeldOut>,
}

/// Learns from examples. Holds the evidence of every likely bead of every text in memory: 4 bytes a
/// part and bead, about 0.2 MB for a pair of 30 and 30 segments.
pub fn train(
    examples: &[Example],
    terms: &[&Terms],
    vectors: Option<&Vectors>,
    options: &TrainOptions,
) -> Trained {
    let texts: Vec<Text<'_>> = on_all_cores(examples, |e| Text::new(e, terms, vectors));
    let sets = examples.iter().map(|e| e.set + 1).max().unwrap_or(0);
    let mut judge = Judge::new(sets);
    let rounds = match options.hold_out {
        HoldOut::Folds(n) | HoldOut::Sets(n) => n,
    };
    for round in 0..rounds {
        let is_held = |text: &&Text<'_>| is_held(text.example, round, examples, options.hold_out);
        let (held, rest): (Vec<&Text<'_>>, Vec<&Text<'_>>) = texts.iter().partition(is_held);
        let weights = learn(&rest, sets, options);
        let counted = |text: &&&Text<'_>| match options.hold_out {
            HoldOut::Folds(_) => true,
            HoldOut::Sets(_) => text.example.set == round,
        };
        let held: Vec<&Text<'_>> = held.iter().filter(counted).copied().collect();
        for (text, found) in held.iter().zip(on_all_cores(&held, |text| text.align(&weights))) {
            judge.add(text, &found);
        }
    }
    let all: Vec<&Text<'_>> = texts.iter().collect();
    let mut weights = learn(&all, sets, options);
    weights.calibration = calibrate(&judge.judged);
    Trained { held_out: judge.report(&weights.calibration), weights }
}

/// Whether a text is held out in a round. Of a set, all that shares a document with it goes too.
fn is_held(text: &Example, round: usize, all: &[Example], hold_out: HoldOut) -> bool {
    match hold_out {
        HoldOut::Folds(folds) => text.document % folds == round,
        HoldOut::Sets(_) => {
            let kin = |e: &Example| e.set == round && e.document == text.document;
            text.set == round || all.iter().any(kin)
        }
    }
}

fn learn(texts: &[&Text<'_>], sets: usize, options: &TrainOptions) -> Weights {
    let firsts: Vec<_> = texts.iter().map(|text| &text.first).collect();
    let first = climb(&firsts, sets, options);
    let seconds = on_all_cores(texts, |text: &&Text<'_>| text.second(&first, true));
    let second = climb(&seconds.iter().collect::<Vec<_>>(), sets, options);
    Weights {
        provenance: String::new(),
        first: rounded(first),
        second: rounded(second),
        calibration: Calibration { slope: 1.0, offset: 0.0 },
    }
}

fn rounded(parts: Parts) -> Parts {
    parts.into_iter().map(|(part, x)| (part, (x * 1000.0).round() / 1000.0)).collect()
}
