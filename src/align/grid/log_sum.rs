//! Sums of exponentials in log space.

/// A running sum in log space: terms are added, and the sum is read, as logarithms.
#[derive(Clone, Copy)]
pub(super) struct LogSum {
    /// The largest term.
    high: f64,
    /// The sum divided by the largest term.
    sum: f64,
}

impl Default for LogSum {
    fn default() -> Self {
        Self { high: f64::NEG_INFINITY, sum: 0.0 }
    }
}

impl LogSum {
    pub(super) fn add(&mut self, term: f64) {
        if term <= self.high {
            if term > self.high - NEGLIGIBLE {
                self.sum += (term - self.high).exp();
            }
        } else {
            let kept = if self.high > term - NEGLIGIBLE { (self.high - term).exp() } else { 0.0 };
            *self = Self { high: term, sum: self.sum * kept + 1.0 };
        }
    }

    pub(super) fn log(self) -> f64 {
        self.high + self.sum.ln()
    }
}

pub(crate) fn log_sum(terms: &[f64]) -> f64 {
    let high = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if high == f64::NEG_INFINITY {
        return high;
    }
    let relevant = terms.iter().filter(|t| **t > high - NEGLIGIBLE);
    high + relevant.map(|t| (t - high).exp()).sum::<f64>().ln()
}

/// A term this many nats below the largest does not change any digit of the sum.
const NEGLIGIBLE: f64 = 38.0;
