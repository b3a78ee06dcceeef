//! Logistic curves that turn the probability of a bead into its confidence.

use super::TextKind;

/// Steps of Newton's method; it needs fewer than ten.
const STEPS: usize = 25;
/// The penalty on the square of the numbers of a curve, which keeps them finite.
const PENALTY: f64 = 1e-3;

/// A bead of a held-out text.
pub(super) struct Outcome {
    pub(super) set: usize,
    pub(super) kind: TextKind,
    /// Its probability.
    pub(super) p: f64,
    /// What its curve knows besides: the evidence of content, or how doubtful the omissions are.
    pub(super) own: f64,
    pub(super) right: bool,
}

impl Outcome {
    pub(super) fn new(set: usize, kind: TextKind, p: f64, own: f64, right: bool) -> Self {
        Self { set, kind, p: p.clamp(1e-6, 1.0 - 1e-6), own, right }
    }
}

/// Finds the curve under which the outcomes are most probable (Platt 1999), by Newton's method: the
/// factors of the logit of the probability and of what else is known, and the constant. Every kind
/// of texts of every set weighs the same.
pub(super) fn fitted(outcomes: &[Outcome]) -> [f64; 3] {
    let sets = outcomes.iter().map(|o| o.set + 1).max().unwrap_or(0);
    let mut counts = vec![[0.0_f64; 4]; sets];
    outcomes.iter().for_each(|o| counts[o.set][o.kind as usize] += 1.0);
    let mut curve = [1.0, 0.0, 0.0];
    for _ in 0..STEPS {
        let mut slope: [f64; 3] = curve.map(|x: f64| -PENALTY * x);
        let mut bend = [[0.0; 3]; 3];
        (0..3).for_each(|k| bend[k][k] = PENALTY);
        for outcome in outcomes {
            let x = [(outcome.p / (1.0 - outcome.p)).ln(), outcome.own, 1.0];
            let sum: f64 = x.iter().zip(curve).map(|(x, c)| x * c).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            let weight = 1.0 / counts[outcome.set][outcome.kind as usize];
            for k in 0..3 {
                slope[k] += weight * (f64::from(outcome.right) - p) * x[k];
                (0..3).for_each(|l| bend[k][l] += weight * p * (1.0 - p) * x[k] * x[l]);
            }
        }
        let step = solved(bend, slope);
        (0..3).for_each(|k| curve[k] += step[k].clamp(-2.0, 2.0));
    }
    curve.map(|x| (x * 1e4).round() / 1e4)
}

/// Solves three linear equations by elimination. The matrix is positive definite, so no pivot is 0.
fn solved(mut matrix: [[f64; 3]; 3], mut right: [f64; 3]) -> [f64; 3] {
    for k in 0..3 {
        for row in k + 1..3 {
            let factor = matrix[row][k] / matrix[k][k];
            (k..3).for_each(|l| matrix[row][l] -= factor * matrix[k][l]);
            right[row] -= factor * right[k];
        }
    }
    for k in (0..3).rev() {
        let known: f64 = (k + 1..3).map(|l| matrix[k][l] * right[l]).sum();
        right[k] = (right[k] - known) / matrix[k][k];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_curve_is_found_again() {
        let mut outcomes = Vec::new();
        for logit in -6..=6 {
            for own in -3..=3 {
                let (logit, own) = (f64::from(logit), f64::from(own));
                let p = 1.0 / (1.0 + (-logit).exp());
                let right = 1.0 / (1.0 + (-(0.7 * logit + 1.2 * own - 0.5)).exp());
                let of_thousand = (right * 1000.0).round() as usize;
                outcomes.extend(
                    (0..1000).map(|i| Outcome::new(0, TextKind::Clean, p, own, i < of_thousand)),
                );
            }
        }
        let curve = fitted(&outcomes);
        for (found, meant) in curve.iter().zip([0.7, 1.2, -0.5]) {
            assert!((found - meant).abs() < 0.01, "{curve:?}");
        }
        assert_eq!(fitted(&[]), [0.0; 3]);
    }
}
