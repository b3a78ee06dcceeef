//! Fit: the length signal with the ratio and the spread that the first pass finds in these two texts.
//! Lengths vary more in a free translation than in a close one.

use unicode_script::Script;

use super::{Length, Signal};
use crate::align::{
    grid::{Grid, Posterior, Reach},
    side::Side,
};

/// Weight of the usual ratio relative to that of the texts, in beads.
const PRIOR_RATIO: f64 = 20.0;
/// Weight of the usual spread relative to that of the texts, in beads.
const PRIOR_SPREAD: f64 = 5.0;

pub(crate) struct Fit {
    length: Length,
    /// The mean deviation in these texts, in standard deviations of [`Length`].
    shift: f64,
    spread: f64,
    /// 1 if only the source is in a script without short vowels, -1 if only the target is, 0
    /// otherwise.
    across: f64,
}

impl Fit {
    /// Estimates ratio and spread from the posterior of the first pass.
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
        let across = shorter(source) - shorter(target);
        Self { length, shift, spread, across }
    }
}

/// 1 for a side in a script that leaves vowels out.
fn shorter(side: &Side) -> f64 {
    f64::from(matches!(side.lang.profile().script, Script::Arabic | Script::Hebrew))
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
        // Swapped sides must give the same alignment, so the weight is learnt for the Arabic side being
        // the shorter, not for the source. If neither or both sides are Arabic, both cases count half.
        out[2] = match self.across {
            0.0 => 0.5 * z.abs().min(5.0),
            across => (-z * across).clamp(0.0, 5.0),
        };
    }
}
