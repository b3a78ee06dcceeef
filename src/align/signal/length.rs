//! Length: translations are about as long as their originals (Gale and Church 1993). Length is
//! measured in letters without diacritics, and separately in words.

use std::ops::Range;

use super::Signal;
use crate::align::{
    grid::Reach,
    side::{Features, Side},
};

/// Number of pseudo-characters that pull the ratio of short texts towards 1.
const PRIOR: f64 = 200.0;
/// Variance of the logarithm of the length ratio of long stretches.
const VARIANCE: f64 = 0.03;

/// Sizes of stretches of up to this many segments are computed in advance.
const LONGEST: usize = 9;

pub(crate) struct Length {
    /// Sizes in letters, by side.
    chars: [Sizes; 2],
    /// Sizes in words, by side.
    words: [Sizes; 2],
    /// Natural logarithm of target length over source length of the whole texts, in letters and words.
    ratio: [f64; 2],
}

/// Sizes of stretches by start and length less one.
struct Sizes {
    stretches: Vec<[Size; LONGEST]>,
    /// Prefix sums: the size of the text before each segment.
    sums: Vec<f64>,
}

/// A size in the form that [`surprise`] needs, computed once per stretch instead of once per bead.
#[derive(Clone, Copy)]
struct Size {
    /// The logarithm of the size plus 1.
    log: f64,
    /// One over the square root of the size: the product of two is one over their geometric mean.
    small: f64,
}

impl Size {
    fn new(size: f64) -> Self {
        Self { log: (size + 1.0).ln(), small: (size * size + 1.0).powf(-0.25) }
    }
}

impl Sizes {
    fn new(side: &Side, of: fn(&Features) -> f64) -> Self {
        let mut sums = vec![0.0];
        for segment in &side.segments {
            sums.push(sums[sums.len() - 1] + of(segment));
        }
        let stretches = (0..side.len())
            .map(|start| {
                let end = |k: usize| (start + k + 1).min(side.len());
                std::array::from_fn(|k| Size::new(sums[end(k)] - sums[start]))
            })
            .collect();
        Self { stretches, sums }
    }

    fn total(&self) -> f64 {
        self.sums.last().copied().unwrap_or(0.0)
    }

    /// The size of a non-empty stretch.
    fn of(&self, range: &Range<usize>) -> Size {
        if range.len() <= LONGEST {
            return self.stretches[range.start][range.len() - 1];
        }
        Size::new(self.sums[range.end] - self.sums[range.start])
    }
}

impl Length {
    pub(crate) fn new(source: &Side, target: &Side) -> Self {
        let chars = [source, target].map(|side| Sizes::new(side, |s| s.chars));
        let words = [source, target].map(|side| Sizes::new(side, |s| s.words));
        let ratio = [&chars, &words].map(|[a, b]| ((b.total() + PRIOR) / (a.total() + PRIOR)).ln());
        Self { chars, words, ratio }
    }

    /// The deviation of the target's number of letters from the number expected for the source, in
    /// standard deviations; positive if the target is longer. Neither range may be empty.
    pub(crate) fn deviations(&self, source: &Range<usize>, target: &Range<usize>) -> f64 {
        surprise(self.chars[0].of(source), self.chars[1].of(target), self.ratio[0], 3.0)
    }
}

/// The deviation of two sizes from the expected ratio, in standard deviations. `each`, divided by the
/// size, is added to the variance, so that short stretches may deviate more.
fn surprise(x: Size, y: Size, ratio: f64, each: f64) -> f64 {
    (y.log - x.log - ratio) / (VARIANCE + each * x.small * y.small).sqrt()
}

impl Signal for Length {
    fn parts(&self) -> &'static [&'static str] {
        &["length.off", "length.square", "length.words"]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        if bead.source().is_empty() || bead.target().is_empty() {
            return;
        }
        let z = self.deviations(&bead.source(), &bead.target());
        out[0] = z.abs().min(5.0);
        out[1] = (z * z).min(25.0);
        let (x, y) = (self.words[0].of(&bead.source()), self.words[1].of(&bead.target()));
        let z = surprise(x, y, self.ratio[1], 0.6);
        out[2] = (z * z).min(25.0);
    }
}
