//! Training of the weights on hand-aligned texts.
//!
//! The weights are those of a conditional random field over beads (Lafferty, McCallum and Pereira
//! 2001): they maximise the probability of the gold beads among all alignments of the two texts, with
//! a penalty on large weights. The optimiser is Rprop (Riedmiller and Braun 1993), which needs no
//! learning rate. The second pass is trained on the beads that the first pass keeps of each text.
//! Confidence is calibrated (Platt 1999) on held-out texts, by cross-validation.

mod climb;
mod curve;
mod judge;
mod sample;

use std::ops::Range;

pub use self::judge::{HeldOut, Reliability};
use self::{
    climb::{climb, on_all_cores},
    judge::{Curves, Judge},
    sample::Text,
};
use super::{
    SentenceVectors, Vectors,
    side::Side,
    weights::{Calibration, OmissionCurve, Parts, Weights},
};
use crate::glossary::Terms;

/// A pair of texts with its gold beads.
pub struct Example {
    /// The source.
    pub source: Side,
    /// The target.
    pub target: Side,
    /// A vector for each segment, if sentence vectors are to be used.
    pub sentences: Option<SentenceVectors>,
    /// The gold beads. Segments in none of them may be aligned in any way.
    pub gold: Vec<(Range<usize>, Range<usize>)>,
    /// The number of its set. All sets have the same weight, whatever their size.
    pub set: usize,
    /// The number of its document. Versions of one document are held out together.
    pub document: usize,
    /// What kind of texts they are.
    pub kind: TextKind,
}

/// The kinds of texts. Those that are no clean translations are not learnt from; while their document is
/// held out they tell what confidence is right. All kinds of a set weigh the same there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextKind {
    /// A text and its translation.
    Clean,
    /// A translation of which some segments were replaced by others.
    Replaced,
    /// A few segments of a text and their translation.
    Short,
    /// A few segments that have nothing to do with each other.
    Unrelated,
}

/// Training options.
#[derive(Debug, Clone)]
pub struct TrainOptions {
    /// Number of steps of each optimisation.
    pub rounds: usize,
    /// Half the penalty on the square of each weight, with each set scaled to 500 beads.
    pub penalty: f64,
    /// The cross-validation scheme.
    pub hold_out: HoldOut,
    /// Signals to switch off, such as `numbers`, to measure their contribution.
    pub without: Vec<String>,
    /// The only signals to use; all if empty.
    pub only: Vec<String>,
}

/// A cross-validation scheme: each part is held out once while the rest is trained on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldOut {
    /// The documents are divided into this many parts.
    Folds(usize),
    /// Each of this many sets is held out, together with all texts that share a document with it.
    Sets(usize),
}

impl Default for TrainOptions {
    fn default() -> Self {
        let (without, only) = (Vec::new(), Vec::new());
        Self { rounds: 120, penalty: 1.0, hold_out: HoldOut::Folds(4), without, only }
    }
}

/// The result of training.
#[non_exhaustive]
pub struct Trained {
    /// The weights, trained on all texts.
    pub weights: Weights,
    /// The evaluation of each set's held-out texts.
    pub held_out: Vec<HeldOut>,
    /// How reliable the confidences of pairs and of omissions are, by tenths, on the held-out texts.
    pub reliability: [Vec<Reliability>; 2],
}

/// Trains weights on examples. Holds the evidence of all likely beads of all texts in memory: 4 bytes
/// per part and bead, about 0.2 MB for a pair of 30 and 30 segments.
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
        let rest: Vec<_> = rest.into_iter().filter(|text| text.is_learnt()).collect();
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
    let all: Vec<&Text<'_>> = texts.iter().filter(|text| text.is_learnt()).collect();
    let mut weights = learn(&all, sets, options);
    let curves @ Curves { pairs, omissions } = judge.curves();
    (weights.calibration, weights.omissions) = (pairs, omissions);
    let (held_out, reliability) = (judge.report(&curves), judge.reliability(&curves));
    Trained { weights, held_out, reliability }
}

/// Returns true if a text is held out in a round. With a set, all texts that share a document with it
/// are held out too.
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
        calibration: Calibration { slope: 1.0, offset: 0.0, own: 0.0 },
        omissions: OmissionCurve::default(),
    }
}

fn rounded(parts: Parts) -> Parts {
    parts.into_iter().map(|(part, x)| (part, (x * 1000.0).round() / 1000.0)).collect()
}
