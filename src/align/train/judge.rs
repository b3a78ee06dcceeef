//! Evaluation of the alignment of held-out texts, and calibration of the confidence on them.

use super::sample::Text;
use crate::align::{grid::Reach, weights::Calibration};

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
    /// Expected calibration error of the confidences of pairs, in ten bins.
    pub calibration_error: f64,
    /// The share of pairs with a confidence of 0.9 or more.
    pub sure: f64,
    /// The share of those pairs that are right.
    pub sure_right: f64,
}

/// Numbers of right beads, found beads and gold beads.
type Counts = [f64; 3];

/// Counts, collected one text at a time.
pub(super) struct Judge {
    pairs: Vec<Counts>,
    omissions: Vec<Counts>,
    /// For each found pair: set, probability, and true if it is right.
    pub(super) outcomes: Vec<(usize, f64, bool)>,
}

impl Judge {
    pub(super) fn new(sets: usize) -> Self {
        let none = vec![[0.0; 3]; sets];
        Self { pairs: none.clone(), omissions: none, outcomes: Vec::new() }
    }

    pub(super) fn add(&mut self, text: &Text<'_>, found: &[(Reach, f64)]) {
        let set = text.example.set;
        for (bead, p) in found {
            let right = text.is_gold(*bead);
            let counts =
                if bead.is_omission() { &mut self.omissions[set] } else { &mut self.pairs[set] };
            counts[0] += f64::from(right);
            counts[1] += 1.0;
            if !bead.is_omission() {
                self.outcomes.push((set, *p, right));
            }
        }
        for (s, t) in &text.example.gold {
            let omission = s.is_empty() || t.is_empty();
            let counts = if omission { &mut self.omissions[set] } else { &mut self.pairs[set] };
            counts[2] += 1.0;
        }
    }

    pub(super) fn report(&self, calibration: &Calibration) -> Vec<HeldOut> {
        (0..self.pairs.len()).map(|set| self.report_set(set, calibration)).collect()
    }

    fn report_set(&self, set: usize, calibration: &Calibration) -> HeldOut {
        let outcomes: Vec<(f64, bool)> = self
            .outcomes
            .iter()
            .filter(|(s, ..)| *s == set)
            .map(|(_, p, right)| (calibration.confidence(*p, 0.0), *right))
            .collect();
        let all = outcomes.len().max(1) as f64;
        let mut bins = [[0.0; 3]; 10];
        for (confidence, right) in &outcomes {
            let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
            bin[0] += confidence;
            bin[1] += f64::from(*right);
            bin[2] += 1.0;
        }
        let [_, right, sure] = bins[9];
        let [precision, recall, f1] = rates(self.pairs[set]);
        HeldOut {
            precision,
            recall,
            f1,
            omissions: rates(self.omissions[set])[2],
            calibration_error: bins.iter().map(|b| (b[0] - b[1]).abs()).sum::<f64>() / all,
            sure: sure / all,
            sure_right: right / sure.max(1.0),
        }
    }
}

fn rates([right, found, gold]: Counts) -> [f64; 3] {
    let (p, r) = (right / found.max(1.0), right / gold.max(1.0));
    [p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }]
}

/// Finds the logistic curve under which the outcomes are most probable, by gradient ascent.
pub(super) fn calibrate(outcomes: &[(usize, f64, bool)]) -> Calibration {
    let mut curve = Calibration { slope: 1.0, offset: 0.0, own: 0.0 };
    let logits: Vec<(f64, f64)> = outcomes
        .iter()
        .map(|(_, p, right)| {
            let p = p.clamp(1e-6, 1.0 - 1e-6);
            ((p / (1.0 - p)).ln(), f64::from(*right))
        })
        .collect();
    for _ in 0..3000 {
        let (mut slope, mut offset) = (0.0, 0.0);
        for (logit, right) in &logits {
            let miss = right - 1.0 / (1.0 + (-(curve.slope * logit + curve.offset)).exp());
            slope += miss * logit;
            offset += miss;
        }
        curve.slope += 0.05 * slope / logits.len().max(1) as f64;
        curve.offset += 0.2 * offset / logits.len().max(1) as f64;
    }
    curve.slope = (curve.slope * 1e4).round() / 1e4;
    curve.offset = (curve.offset * 1e4).round() / 1e4;
    curve
}
