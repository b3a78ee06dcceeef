//! Times: subtitles that translate each other are shown at the same time. There is no evidence where a
//! side has no times, or where the clocks of both do not agree (see [`crate::align::times`]).

use super::Signal;
use crate::align::{grid::Reach, side::Side, times::Clock};

/// Seconds beyond which it does not matter how far two times are apart.
const FAR: f64 = 5.0;

pub(super) struct Times {
    /// For each segment when it is spoken, by the clock of the target; empty if the clocks do not agree.
    sides: [Vec<Option<(f64, f64)>>; 2],
}

impl Times {
    pub(super) fn new(source: &Side, target: &Side) -> Self {
        let Some(clock) = Clock::between(&source.cues, &target.cues) else {
            return Self { sides: [Vec::new(), Vec::new()] };
        };
        let of = |side: &Side, tell: &dyn Fn((f64, f64)) -> Option<(f64, f64)>| {
            side.segments.iter().map(|segment| segment.time.and_then(tell)).collect()
        };
        let told = |(from, to)| Some((clock.tell(from)?, clock.tell(to)?));
        Self { sides: [of(source, &told), of(target, &Some)] }
    }
}

/// When neighbouring segments are spoken.
fn reach(side: &[Option<(f64, f64)>], range: std::ops::Range<usize>) -> Option<(f64, f64)> {
    let segments = side.get(range)?;
    Some((segments.first().copied()??.0, segments.last().copied()??.1))
}

impl Signal for Times {
    fn parts(&self) -> &'static [&'static str] {
        &["times.apart", "times.alone"]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        let [source, target] = &self.sides;
        if bead.is_omission() {
            let (side, other, range) = match bead.a {
                0 => (target, source, bead.target()),
                _ => (source, target, bead.source()),
            };
            out[1] = range.filter_map(|at| shared(side.get(at).copied()??, other)).sum();
            return;
        }
        let times = (reach(source, bead.source()), reach(target, bead.target()));
        if let (Some((from, to)), Some((other_from, other_to))) = times {
            // Subtitles stay longer for readers than speech lasts, so their ends tell less.
            let apart = |a: f64, b: f64| (a - b).abs().min(FAR);
            out[0] = apart(from, other_from) + 0.5 * apart(to, other_to);
        }
    }
}

/// The share of a time in which the other side speaks.
fn shared((from, to): (f64, f64), others: &[Option<(f64, f64)>]) -> Option<f64> {
    // Where times are missing in between, the search may miss some: that is no evidence.
    let first = others.partition_point(|other| other.is_some_and(|(_, end)| end <= from));
    let near = others.get(first..)?.iter().flatten().take_while(|other| other.0 < to);
    let both: f64 = near.map(|other| (to.min(other.1) - from.max(other.0)).max(0.0)).sum();
    (to > from).then(|| (both / (to - from)).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_at_the_same_time_belong_together() {
        let times = |all: &[(f64, f64)]| all.iter().copied().map(Some).collect();
        let sides =
            [times(&[(1.0, 3.0), (4.0, 6.0)]), times(&[(1.0, 2.0), (2.0, 3.0), (9.0, 9.5)])];
        let signal = Times { sides };
        let evidence = |i, a, j, b| {
            let mut out = [0.0; 2];
            signal.evidence(Reach { i, a, j, b }, &mut out);
            out
        };
        assert_eq!(evidence(0, 1, 0, 2), [0.0, 0.0]);
        assert_eq!(evidence(0, 1, 0, 1), [0.5, 0.0]);
        assert_eq!(evidence(1, 1, 2, 1), [6.75, 0.0]);
        assert_eq!(evidence(0, 1, 0, 0), [0.0, 1.0]);
        assert_eq!(evidence(1, 0, 2, 1), [0.0, 0.0]);
        let silent = Times { sides: [Vec::new(), Vec::new()] };
        let mut out = [0.0; 2];
        silent.evidence(Reach { i: 0, a: 1, j: 0, b: 0 }, &mut out);
        assert_eq!(out, [0.0; 2]);
    }
}
