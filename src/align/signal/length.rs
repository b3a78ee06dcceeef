//! Length: translations are about as long as their originals (Gale and Church 1993). Length is
//! measured in letters without diacritics, and separately in words.

use std::{ops::Range, sync::LazyLock};

use super::Signal;
use crate::align::{
    grid::Reach,
    side::{Features, Side},
};

/// Number of pseudo-characters that pull the ratio of short texts towards 1.
const PRIOR: f64 = 200.0;
/// Variance of the logarithm of the length ratio of long stretches.
const VARIANCE: f64 = 0.03;

/// Smaller sizes are computed in advance, once for all texts.
const TABLED: usize = 4096;

static TABLE: LazyLock<Vec<Size>> =
    LazyLock::new(|| (0..TABLED).map(|size| Size::new(size as f64)).collect());

pub(crate) struct Length {
    /// Sizes in letters, by side.
    chars: [Sizes; 2],
    /// Sizes in words, by side.
    words: [Sizes; 2],
    /// Natural logarithm of target length over source length of the whole texts, in letters and words.
    ratio: [f64; 2],
}

/// Sizes of stretches.
struct Sizes {
    /// Prefix sums: the size of the text before each segment.
    sums: Vec<f64>,
    table: &'static [Size],
}

/// A size in the form that [`surprise`] needs, so that the logarithm is not computed for each bead.
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
        Self { sums, table: &TABLE }
    }

    fn total(&self) -> f64 {
        self.sums.last().copied().unwrap_or(0.0)
    }

    /// The size of a non-empty stretch.
    fn of(&self, range: &Range<usize>) -> Size {
        let size = self.sums[range.end] - self.sums[range.start];
        // Sizes are counts, so that the conversion is exact.
        self.table.get(size as usize).copied().unwrap_or_else(|| Size::new(size))
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
