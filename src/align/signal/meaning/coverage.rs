//! How much of a segment is covered by a stretch of the other side.

use std::ops::Range;

use super::words::{Likeness, Words};

/// Stretches of up to so many segments.
const LONGEST: usize = 9;
/// A partner is looked for so many segments around an omission.
const AROUND: usize = 8;

/// What of each segment of one side each stretch of the other covers.
pub(super) struct Coverage {
    /// Weight of each segment's words, over the mean of the side.
    mass: Vec<f32>,
    /// By segment, start of the stretch, length less one.
    table: Vec<f32>,
    /// By segment and length less one: what a stretch covers on the mean.
    chance: Vec<f32>,
    others: usize,
}

/// A coverage, in segments' mean weight.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) mass: f64,
    pub(super) found: f64,
    /// Less what is found by chance.
    pub(super) net: f64,
}

impl Coverage {
    pub(super) fn new(here: &Words, there: &Words, like: &Likeness) -> Self {
        let others = there.segments.len();
        let best = best_by_segment(there, like);
        let mass: Vec<f32> = here
            .segments
            .iter()
            .map(|s| s.iter().map(|w| here.weights[*w as usize]).sum())
            .collect();
        let mean = (mass.iter().sum::<f32>() / mass.len().max(1) as f32).max(1e-6);
        let mut table = Vec::with_capacity(here.segments.len() * others * LONGEST);
        let mut most = Vec::new();
        for words in &here.segments {
            for start in 0..others {
                most.clear();
                most.resize(words.len(), 0.0_f32);
                for length in 1..=LONGEST {
                    if let Some(row) = best.get(start + length - 1) {
                        for (most, w) in most.iter_mut().zip(words) {
                            *most = most.max(row[*w as usize]);
                        }
                    }
                    let covered =
                        words.iter().zip(&most).map(|(w, m)| here.weights[*w as usize] * m);
                    table.push(covered.sum::<f32>() / mean);
                }
            }
        }
        let chance = (0..here.segments.len() * LONGEST)
            .map(|k| {
                let (segment, length) = (k / LONGEST, k % LONGEST);
                // Only whole stretches, or the end of the text would pull the mean down.
                let starts = others.saturating_sub(length).max(1).min(others);
                let at = |start| table[(segment * others + start) * LONGEST + length];
                (0..starts).map(at).sum::<f32>() / starts.max(1) as f32
            })
            .collect();
        Self { mass: mass.iter().map(|m| m / mean).collect(), table, chance, others }
    }

    pub(super) fn of(&self, here: Range<usize>, there: Range<usize>) -> Found {
        let mut sum = Found::default();
        for segment in here {
            let found = f64::from(self.at(segment, there.start, there.len()));
            let chance = self.chance[segment * LONGEST + there.len().min(LONGEST) - 1];
            sum.mass += f64::from(self.mass[segment]);
            sum.found += found;
            sum.net += found - f64::from(chance);
        }
        sum
    }

    /// What omitted segments would find around a place of the other side, and their weight.
    pub(super) fn elsewhere(&self, here: Range<usize>, there: usize) -> (f64, f64) {
        let around = there.saturating_sub(AROUND)..(there + AROUND).min(self.others);
        let best = |segment: usize| {
            let net = |start| self.at(segment, start, 1) - self.chance[segment * LONGEST];
            f64::from(around.clone().map(net).fold(0.0, f32::max))
        };
        let mass = here.clone().map(|segment| f64::from(self.mass[segment])).sum();
        (here.map(best).sum(), mass)
    }

    fn at(&self, segment: usize, start: usize, length: usize) -> f32 {
        self.table[(segment * self.others + start) * LONGEST + length.min(LONGEST) - 1]
    }
}

/// For each segment of the other side, how like each word of this side is to its likest word there.
fn best_by_segment(there: &Words, like: &Likeness) -> Vec<Vec<f32>> {
    there
        .segments
        .iter()
        .map(|words| {
            let mut best = vec![0.0_f32; like.here];
            for v in words {
                let row = &like.rows[*v as usize * like.here..][..like.here];
                best.iter_mut().zip(row).for_each(|(best, like)| *best = best.max(*like));
            }
            best
        })
        .collect()
}
