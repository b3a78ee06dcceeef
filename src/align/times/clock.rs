//! How the clock of one film is told by that of another. Films begin at other times, run at other
//! rates, and are cut, so that the difference is sought anew in each stretch; where the cues of a
//! stretch do not agree better than by chance, nothing is told.

use std::ops::{Range, RangeInclusive};

/// The rates between films of 23.976, 24 and 25 frames a second.
const RATES: [f64; 7] =
    [1.0, 24.0 / 23.976, 23.976 / 24.0, 25.0 / 24.0, 24.0 / 25.0, 25.0 / 23.976, 23.976 / 25.0];
/// The smallest and the largest number of cues that are compared.
const CUES: RangeInclusive<usize> = 5..=20_000;
/// Seconds by which one film may begin later than the other.
const LATEST: f64 = 600.0;
/// Seconds by which clocks may differ more or less than expected.
const NEAR: f64 = 3.0;
/// Seconds around a difference for which others are counted, to see how many agree by chance.
const AROUND: f64 = 20.0;
/// Bins of differences, a second.
const BINS: f64 = 4.0;
/// Number of other cues that each cue is compared with.
const COMPARED: usize = 1000;
/// Number of cues of a stretch; each begins in the middle of the one before.
const STRETCH: usize = 32;
/// Natural logarithm of how unlikely the agreement must be by chance.
const SURE: f64 = 6.0;
/// Seconds between the beginnings of cues that agree.
const AGREES: f64 = 0.75;
/// Number of cues on either side that must mostly agree for one to be trusted.
const NEIGHBOURS: usize = 4;

/// The clock of one film, told by that of another.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Clock {
    rate: f64,
    /// The beginnings of cues, times the rate.
    cues: Vec<f64>,
    /// What is to be added at each cue; `None` where the clocks do not agree.
    offsets: Vec<Option<f64>>,
}

/// A stretch of cues that agrees with the other film.
#[derive(Debug)]
struct Stretch {
    cues: Range<usize>,
    offset: f64,
}

impl Clock {
    /// Compares the beginnings of cues, in order; `None` where they agree nowhere.
    pub(in super::super) fn between(ours: &[f64], others: &[f64]) -> Option<Self> {
        if !CUES.contains(&ours.len()) || !CUES.contains(&others.len()) {
            return None;
        }
        let (rate, offset) = whole(ours, others);
        let cues: Vec<f64> = ours.iter().map(|time| time * rate).collect();
        let stretches = stretches(&cues, others, offset);
        let mut offsets: Vec<_> = (0..cues.len()).map(|cue| offset_at(&stretches, cue)).collect();
        distrust(&cues, others, &mut offsets);
        offsets.iter().any(Option::is_some).then_some(Self { rate, cues, offsets })
    }

    /// Tells a time by the other clock.
    pub(in super::super) fn tell(&self, time: f64) -> Option<f64> {
        let time = time * self.rate;
        let cue = self.cues.partition_point(|cue| *cue <= time).saturating_sub(1);
        self.offsets.get(cue).copied().flatten().map(|offset| time + offset)
    }
}

/// Returns the rate between two films, and the difference at which most of their cues agree.
fn whole(ours: &[f64], others: &[f64]) -> (f64, f64) {
    let mut best = (0.0, (1.0, 0.0));
    for rate in RATES {
        let cues: Vec<f64> = ours.iter().map(|time| time * rate).collect();
        let found = agreement(&cues, others, 0.0, LATEST);
        let Some((sure, offset)) = found.filter(|(sure, _)| *sure > best.0) else { continue };
        best = (sure, (rate, offset));
    }
    best.1
}

/// Returns the stretches that agree with the other film, in order.
fn stretches(cues: &[f64], others: &[f64], offset: f64) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    let mut from = 0;
    loop {
        let to = (from + STRETCH).min(cues.len());
        let last = found.last().map_or(offset, |last| last.offset);
        let places = [(last, NEAR), (offset, NEAR), (0.0, NEAR), (0.0, LATEST)];
        let mut offsets = places.into_iter().filter_map(|(around, within)| {
            let (sure, offset) = agreement(&cues[from..to], others, around, within)?;
            (sure >= SURE).then_some(offset)
        });
        found.extend(offsets.next().map(|offset| Stretch { cues: from..to, offset }));
        if to == cues.len() {
            return found;
        }
        from += STRETCH / 2;
    }
}

/// Returns the difference within a distance of another one at which most cues agree within a second,
/// and the negative logarithm of the chance that as many do at any (Chernoff's bound).
fn agreement(cues: &[f64], others: &[f64], around: f64, within: f64) -> Option<(f64, f64)> {
    let mut bins = vec![0_u32; (2.0 * (within + AROUND) * BINS) as usize + 1];
    let from = around - within - AROUND;
    for_near(cues, others, around, within + AROUND, |difference| {
        let bin = ((difference - from) * BINS) as usize;
        if let Some(bin) = bins.get_mut(bin) {
            *bin += 1;
        }
    });
    let (beside, window) = ((AROUND * BINS) as usize, BINS as usize);
    let inner = bins.get(beside..bins.len().checked_sub(beside)?)?;
    let counts = inner.windows(window).map(|window| window.iter().sum::<u32>());
    let (at, most) = counts.enumerate().max_by_key(|(at, count)| (*count, usize::MAX - at))?;
    let near: u32 = bins.get(at..at + 2 * beside)?.iter().sum();
    let number = cues.len() as f64;
    let by_chance = (f64::from(near) / (2.0 * AROUND) / number).clamp(0.02, 0.95);
    let share = (f64::from(most) / number).min(0.999);
    if share <= by_chance {
        return None;
    }
    let (both, neither) = (share / by_chance, (1.0 - share) / (1.0 - by_chance));
    let information = share * both.ln() + (1.0 - share) * neither.ln();
    let sure = number * information - (2.0 * within * BINS).ln();
    let middle = around - within + (at as f64 + 0.5 * BINS) / BINS;
    Some((sure, median(cues, others, middle)))
}

/// Returns the median of the differences near one.
fn median(cues: &[f64], others: &[f64], around: f64) -> f64 {
    let mut near = Vec::new();
    for_near(cues, others, around, AGREES, |difference| near.push(difference));
    near.sort_unstable_by(f64::total_cmp);
    near.get(near.len() / 2).copied().unwrap_or(around)
}

/// Calls `each` with the differences between cues that are near to one.
fn for_near(cues: &[f64], others: &[f64], around: f64, within: f64, mut each: impl FnMut(f64)) {
    let Some(start) = cues.first().map(|cue| cue + around - within) else { return };
    let mut first = others.partition_point(|other| *other < start);
    for cue in cues {
        let time = cue + around;
        let rest = others.get(first..).unwrap_or_default();
        let passed = rest.iter().take_while(|other| **other < time - within).count();
        first += passed;
        let near = rest.iter().skip(passed).take(COMPARED);
        near.take_while(|other| **other <= time + within).for_each(|other| each(other - cue));
    }
}

/// Returns what is to be added at a cue: what the stretches around it say, if they say about the same.
fn offset_at(stretches: &[Stretch], cue: usize) -> Option<f64> {
    let mut around = stretches.iter().filter(|stretch| stretch.cues.contains(&cue));
    let first = around.next()?;
    let Some(second) = around.next() else { return Some(first.offset) };
    let shared = first.cues.end - second.cues.start;
    let share = (cue - second.cues.start) as f64 / shared.max(1) as f64;
    let step = second.offset - first.offset;
    (step.abs() <= NEAR).then_some(first.offset + share * step)
}

/// Drops what is to be added where the cues around one do not agree.
fn distrust(cues: &[f64], others: &[f64], offsets: &mut [Option<f64>]) {
    let agrees = |(cue, offset): (&f64, &Option<f64>)| {
        let Some(time) = offset.map(|offset| cue + offset) else { return false };
        let at = others.partition_point(|other| *other < time - AGREES);
        others.get(at).is_some_and(|other| *other <= time + AGREES)
    };
    let agree: Vec<bool> = cues.iter().zip(offsets.iter()).map(agrees).collect();
    for (at, offset) in offsets.iter_mut().enumerate() {
        let around = at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(agree.len());
        let around = agree.get(around).unwrap_or_default();
        let agreeing = around.iter().filter(|agrees| **agrees).count();
        if 2 * agreeing <= around.len() {
            *offset = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Beginnings of cues without a rhythm.
    fn irregular(count: u32, seed: u32) -> Vec<f64> {
        let mut time = 10.0;
        let mut state = seed;
        let mut step = |_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            time += 1.5 + f64::from(state >> 16) / 10_000.0;
            time
        };
        (0..count).map(&mut step).collect()
    }

    #[test]
    fn clocks_that_were_moved_are_told() {
        let ours = irregular(120, 1);
        for (rate, offset) in [(1.0, 0.3), (1.0, 77.0), (25.0 / 23.976, 5.0), (0.96, -4.0)] {
            let others: Vec<f64> = ours.iter().map(|time| time * rate + offset).collect();
            let clock = Clock::between(&ours, &others).unwrap();
            for time in [ours[0], 100.0, ours[119]] {
                let told = clock.tell(time).unwrap();
                let right = time * rate + offset;
                assert!((told - right).abs() < 0.3, "{rate} {offset} at {time}: {told}");
            }
        }
        let short = irregular(6, 2);
        let told = Clock::between(&short, &short).unwrap().tell(short[3]);
        assert_eq!(told, Some(short[3]));
    }

    #[test]
    fn a_break_in_one_film_moves_what_follows() {
        let ours = irregular(160, 3);
        let moved = |time: &f64| time + if *time > ours[80] { 25.0 } else { 0.0 };
        let others: Vec<f64> = ours.iter().map(moved).collect();
        let clock = Clock::between(&ours, &others).unwrap();
        let told =
            ours.iter().zip(&others).filter_map(|(our, other)| Some((clock.tell(*our)?, other)));
        let wrong = told.clone().filter(|(told, other)| (*told - **other).abs() > 0.5).count();
        assert!(told.count() > 120 && wrong < 8, "{wrong}");
    }

    #[test]
    fn clocks_of_other_films_do_not_agree() {
        let ours = irregular(300, 4);
        let told = (5..25).map(|seed| match Clock::between(&ours, &irregular(300, seed)) {
            Some(clock) => ours.iter().filter(|time| clock.tell(**time).is_some()).count(),
            None => 0,
        });
        let told: usize = told.sum();
        assert!(told < 100, "{told} of 6000");
        assert_eq!(Clock::between(&ours[..4], &ours[..4]), None);
        assert_eq!(Clock::between(&[], &ours), None);
        // Cues at one pace agree wherever they begin.
        let paced: Vec<f64> = (0..100).map(|at| f64::from(at) * 0.5).collect();
        assert_eq!(Clock::between(&paced, &paced), None);
    }
}
