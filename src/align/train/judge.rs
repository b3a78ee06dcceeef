//! Evaluation of the alignment of held-out texts, and calibration of the confidence on them.

use std::collections::BTreeMap;

use super::{
    TextKind,
    curve::{Outcome, fitted},
    sample::{Aligned, Text},
};
use crate::align::{
    grid::Reach,
    weights::{Calibration, OmissionCurve, content},
};

/// Number of draws of the bootstrap.
const DRAWS: usize = 1000;

/// Evaluation of the held-out texts of a set.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
#[non_exhaustive]
pub struct HeldOut {
    /// Strict precision of pairs (beads without an empty side).
    pub precision: f64,
    /// Strict recall of pairs.
    pub recall: f64,
    /// F1 of pairs.
    pub f1: f64,
    /// F1 of omissions, one per segment.
    pub omissions: f64,
    /// F1 of pairs and of omissions on the paths that ask no price of omissions.
    pub unpriced: [f64; 2],
    /// The bounds of the middle 95 % of what the price adds to the F1 of pairs, over draws of documents.
    pub gain: [f64; 2],
    /// Expected calibration error of the confidences of pairs, in ten bins.
    pub calibration_error: f64,
    /// The same of omissions.
    pub omission_error: f64,
    /// The share of pairs with a confidence of 0.9 or more.
    pub sure: f64,
    /// The share of those pairs that are right.
    pub sure_right: f64,
}

/// Beads of about the same confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Reliability {
    /// Their number.
    pub beads: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that are right.
    pub right: f64,
}

impl Reliability {
    fn of([confidence, right, beads]: &[f64; 3]) -> Self {
        Self { beads: *beads as usize, confidence: confidence / beads, right: right / beads }
    }
}

/// Numbers of right beads, found beads and gold beads.
type Counts = [f64; 3];

/// The counts of a text, of pairs and of omissions.
#[derive(Default, Clone, Copy)]
struct OfText {
    priced: [Counts; 2],
    unpriced: [Counts; 2],
}

/// Counts, collected one text at a time.
pub(super) struct Judge {
    sets: usize,
    /// By set and document.
    texts: BTreeMap<(usize, usize), OfText>,
    pairs: Vec<Outcome>,
    omissions: Vec<Outcome>,
}

/// The curves of pairs and omissions.
#[derive(Clone, Copy)]
pub(super) struct Curves {
    pub(super) pairs: Calibration,
    pub(super) omissions: OmissionCurve,
}

impl Judge {
    pub(super) fn new(sets: usize) -> Self {
        Self { sets, texts: BTreeMap::new(), pairs: Vec::new(), omissions: Vec::new() }
    }

    pub(super) fn add(&mut self, text: &Text<'_>, found: &Aligned) {
        let set = text.example.set;
        for (bead, p, evidence) in &found.priced {
            let (own, outcomes) = match bead.is_omission() {
                true => (found.doubt - 1.0, &mut self.omissions),
                false => (content(evidence.iter().copied()), &mut self.pairs),
            };
            // Texts that are not learnt from have no omissions in their gold.
            if text.is_learnt() || !bead.is_omission() {
                outcomes.push(Outcome::new(set, text.example.kind, *p, own, text.is_gold(*bead)));
            }
        }
        if text.is_learnt() {
            let counts = self.texts.entry((set, text.example.document)).or_default();
            let priced = found.priced.iter().map(|(bead, ..)| *bead);
            count(&mut counts.priced, text, priced);
            count(&mut counts.unpriced, text, found.unpriced.iter().copied());
        }
    }

    /// The curves under which the outcomes are most probable.
    pub(super) fn curves(&self) -> Curves {
        let [slope, own, offset] = fitted(&self.pairs);
        let pairs = Calibration { slope, offset, own };
        let [slope, doubt, offset] = fitted(&self.omissions);
        Curves { pairs, omissions: OmissionCurve { slope, doubt, offset } }
    }

    /// How reliable the confidences of pairs and of omissions are, over the clean texts of all sets.
    pub(super) fn reliability(&self, curves: &Curves) -> [Vec<Reliability>; 2] {
        let clean = |outcomes: &[Outcome], of: &dyn Fn(&Outcome) -> f64| {
            let clean = outcomes.iter().filter(|o| o.kind == TextKind::Clean);
            let bins = bins(&clean.map(|o| (of(o), o.right)).collect::<Vec<_>>());
            bins.iter().filter(|b| b[2] > 0.0).map(Reliability::of).collect()
        };
        [
            clean(&self.pairs, &|o| curves.pairs.confidence(o.p, o.own)),
            clean(&self.omissions, &|o| curves.omissions.confidence(o.p, o.own + 1.0)),
        ]
    }

    pub(super) fn report(&self, curves: &Curves) -> Vec<HeldOut> {
        (0..self.sets).map(|set| self.report_set(set, curves)).collect()
    }

    fn report_set(&self, set: usize, curves: &Curves) -> HeldOut {
        let texts: Vec<OfText> =
            self.texts.range((set, 0)..=(set, usize::MAX)).map(|(_, text)| *text).collect();
        let [precision, recall, f1] = rates(sum(texts.iter().map(|t| t.priced[0])));
        let rate = |counts: fn(&OfText) -> Counts| rates(sum(texts.iter().map(counts)))[2];
        let confidences = |outcomes: &[Outcome], of: &dyn Fn(f64, f64) -> f64| {
            let own = outcomes.iter().filter(|o| o.set == set && o.kind == TextKind::Clean);
            own.map(|o| (of(o.p, o.own), o.right)).collect::<Vec<_>>()
        };
        let pairs = confidences(&self.pairs, &|p, own| curves.pairs.confidence(p, own));
        let omitted = confidences(&self.omissions, &|p, d| curves.omissions.confidence(p, d + 1.0));
        let bins = bins(&pairs);
        let [_, right, sure] = bins[9];
        HeldOut {
            precision,
            recall,
            f1,
            omissions: rate(|t| t.priced[1]),
            unpriced: [rate(|t| t.unpriced[0]), rate(|t| t.unpriced[1])],
            gain: gain(&texts),
            calibration_error: error(&bins),
            omission_error: error(&self::bins(&omitted)),
            sure: sure / pairs.len().max(1) as f64,
            sure_right: right / sure.max(1.0),
        }
    }
}

/// Counts the beads of a path: pairs, and omissions.
fn count(counts: &mut [Counts; 2], text: &Text<'_>, found: impl Iterator<Item = Reach>) {
    for bead in found {
        let counts = &mut counts[usize::from(bead.is_omission())];
        counts[0] += f64::from(text.is_gold(bead));
        counts[1] += 1.0;
    }
    for (s, t) in &text.example.gold {
        counts[usize::from(s.is_empty() || t.is_empty())][2] += 1.0;
    }
}

fn sum(counts: impl Iterator<Item = Counts>) -> Counts {
    counts.fold([0.0; 3], |[a, b, c], [x, y, z]| [a + x, b + y, c + z])
}

/// Sums of confidences and of right beads, and numbers of beads, by tenths of confidence.
fn bins(outcomes: &[(f64, bool)]) -> [[f64; 3]; 10] {
    let mut bins = [[0.0; 3]; 10];
    for (confidence, right) in outcomes {
        let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
        bin[0] += confidence;
        bin[1] += f64::from(*right);
        bin[2] += 1.0;
    }
    bins
}

fn error(bins: &[[f64; 3]; 10]) -> f64 {
    let all: f64 = bins.iter().map(|b| b[2]).sum();
    bins.iter().map(|b| (b[0] - b[1]).abs()).sum::<f64>() / all.max(1.0)
}

fn rates([right, found, gold]: Counts) -> [f64; 3] {
    let (p, r) = (right / found.max(1.0), right / gold.max(1.0));
    [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
}

/// The middle 95 % of the gain by the price, over draws of texts with repetition.
fn gain(texts: &[OfText]) -> [f64; 2] {
    let mut state = 18_u64;
    let mut below = |end: usize| {
        // A linear congruential generator: the same draws in every run.
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % end.max(1)
    };
    let mut gains: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let drawn: Vec<&OfText> =
                texts.iter().filter_map(|_| texts.get(below(texts.len()))).collect();
            let rate = |of: fn(&OfText) -> Counts| rates(sum(drawn.iter().map(|t| of(t))))[2];
            rate(|t| t.priced[0]) - rate(|t| t.unpriced[0])
        })
        .collect();
    gains.sort_by(f64::total_cmp);
    [gains[DRAWS / 40], gains[DRAWS - 1 - DRAWS / 40]]
}
