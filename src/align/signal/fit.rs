//! Fit: length again, by the ratio and the spread that the first pass found in these very texts. A
//! free translator's lengths stray further than a close one's.

use super::{Length, Signal};
use crate::align::{
    grid::{Grid, Posterior, Reach},
    side::Side,
};

/// How many beads' worth the usual ratio and the usual spread weigh against the texts' own.
const PRIOR_RATIO: f64 = 20.0;
const PRIOR_SPREAD: f64 = 5.0;

pub(crate) struct Fit {
    length: Length,
    /// In standard deviations of [`Length`].
    shift: f64,
    spread: f64,
    /// 1 where the source is the side in Arabic script, -1 where the target is, 0 where both are
    /// written alike.
    across: f64,
}

impl Fit {
    /// The fit that a first pass shows.
    pub(crate) fn new(source: &Side, target: &Side, grid: &Grid, posterior: &Posterior) -> Self {
        let length = Length::new(source, target);
        let pairs: Vec<(f64, f64)> = grid
            .likely(posterior, 1e-2)
            .filter(|(bead, _)| !bead.is_omission())
            .map(|(bead, p)| (length.deviations(&bead.source(), &bead.target()), p))
            .collect();
        let count: f64 = pairs.iter().map(|(_, p)| p).sum();
        let shift =
            pairs.iter().map(|(z, p)| z.clamp(-4.0, 4.0) * p).sum::<f64>() / (count + PRIOR_RATIO);
        let off = |z: f64| (z - shift).powi(2).min(16.0);
        let square: f64 = pairs.iter().map(|(z, p)| off(*z) * p).sum();
        let spread = ((square + PRIOR_SPREAD) / (count + PRIOR_SPREAD)).sqrt();
        let across = f64::from(source.lang.is_rtl()) - f64::from(target.lang.is_rtl());
        Self { length, shift, spread, across }
    }
}

impl Signal for Fit {
    fn parts(&self) -> &'static [&'static str] {
        &["length.fit", "length.fit-square", "length.fit-short"]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        if bead.is_omission() {
            return;
        }
        let z = (self.length.deviations(&bead.source(), &bead.target()) - self.shift) / self.spread;
        out[0] = z.abs().min(5.0);
        out[1] = (z * z).min(25.0);
        // It was learnt which of an Arabic and another text may be the shorter, not which of the first
        // and the second: swapped sides must find the same. Of two others either may be as well.
        out[2] = match self.across {
            0.0 => 0.5 * z.abs().min(5.0),
            across => (-z * across).clamp(0.0, 5.0),
        };
    }
}
