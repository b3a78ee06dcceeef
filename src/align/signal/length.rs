//! Length: translations are about as long as their originals (Gale and Church 1993), counted in
//! letters without diacritics, and again in words.

use std::ops::Range;

use super::Signal;
use crate::align::{
    grid::Reach,
    side::{Features, Side},
};

/// Pseudo-characters that pull the ratio of a short pair of texts towards 1.
const PRIOR: f64 = 200.0;

pub(crate) struct Length {
    chars: [Vec<f64>; 2],
    words: [Vec<f64>; 2],
    /// Natural logarithm of the target's length over the source's, over the whole texts.
    ratio: [f64; 2],
}

impl Length {
    pub(crate) fn new(source: &Side, target: &Side) -> Self {
        let sums = |of: fn(&Features) -> f64| {
            [source, target].map(|side| {
                let mut sum = 0.0;
                std::iter::once(0.0)
                    .chain(side.segments.iter().map(|s| {
                        sum += of(s);
                        sum
                    }))
                    .collect::<Vec<f64>>()
            })
        };
        let (chars, words) = (sums(|s| s.chars), sums(|s| s.words));
        let ratio = [&chars, &words].map(|[a, b]| {
            let total = |v: &Vec<f64>| v.last().copied().unwrap_or(0.0);
            ((total(b) + PRIOR) / (total(a) + PRIOR)).ln()
        });
        Self { chars, words, ratio }
    }

    /// By how many standard deviations the letters of a target differ from what those of its source
    /// lead to expect: above 0 it is longer.
    pub(crate) fn deviations(&self, source: &Range<usize>, target: &Range<usize>) -> f64 {
        let letters = |side: usize, range: &Range<usize>| {
            self.chars[side][range.end] - self.chars[side][range.start]
        };
        surprise(letters(0, source), letters(1, target), self.ratio[0], 0.03, 3.0)
    }
}

/// By how many standard deviations the lengths differ from the expected ratio. `base` is the
/// variance of the logarithm for long texts, `each` what a short one adds, over its length.
fn surprise(x: f64, y: f64, ratio: f64, base: f64, each: f64) -> f64 {
    let mean = (x * y + 1.0).sqrt();
    ((y + 1.0) / (x + 1.0)).ln().mul_add(1.0, -ratio) / (base + each / mean).sqrt()
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
        let (s, t) = (bead.source(), bead.target());
        let x = self.words[0][s.end] - self.words[0][s.start];
        let y = self.words[1][t.end] - self.words[1][t.start];
        let z = surprise(x, y, self.ratio[1], 0.03, 0.6);
        out[2] = (z * z).min(25.0);
    }
}
