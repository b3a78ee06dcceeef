//! The evidence that a passage needs to be taken as moved.

use std::ops::Range;

use super::{APART, LEAST, order::Order};
use crate::align::{Bead, Segmented, weights::content};

/// The least evidence of content, in nats, of a passage of neighbouring beads. Chance pairs have less;
/// one sentence that is translated has about 2.5.
const PASSAGE: f64 = 3.0;
/// The least evidence and the least confidence of a single bead: chance has many to choose from.
const SINGLE: (f64, f64) = (2.3, 0.9);
/// The least sum of content and length of a bead, in nats: lengths that disagree speak against it.
const UNLIKE: f64 = -1.0;
/// The same between the longest passages that are left, where both are as long as translations are: an
/// omission and an addition are rarely alike by chance.
const COUNTERPART: f64 = 1.0;
/// The most that the lengths of such passages differ, as a factor.
const ALIKE: f64 = 1.6;

/// What passages need to be taken.
pub(super) struct Enough {
    /// Segments in either text.
    pub(super) segments: usize,
    /// Passages of the source and of the target that look like each other's translation.
    pub(super) counterparts: Option<[Range<usize>; 2]>,
}

impl Enough {
    /// The content of a run of beads; and the content and the confidence of a single one.
    fn content(&self, run: &[Bead]) -> (f64, (f64, f64)) {
        let within = |range: &Range<usize>, all: &Range<usize>| {
            all.start <= range.start && range.end <= all.end
        };
        let inside = self.counterparts.as_ref().is_some_and(|[source, target]| {
            run.iter().all(|bead| within(&bead.source, source) && within(&bead.target, target))
        });
        if inside { (COUNTERPART, (COUNTERPART, LEAST)) } else { (PASSAGE, SINGLE) }
    }
}

/// The longest passages that are left, if both have several segments and the ratio of their lengths is that
/// of the texts.
pub(super) fn counterparts(
    texts: [&Segmented; 2],
    orders: [&Order; 2],
) -> Option<[Range<usize>; 2]> {
    let longest = orders.map(Order::longest);
    let ratio = |side: usize| {
        let segments = &texts[side].segments;
        let length = |at: &[usize]| at.iter().map(|at| segments[*at].span.len()).sum::<usize>();
        let left: Vec<usize> = longest[side].clone().collect();
        (length(&left) + 1) as f64 / (length(orders[side].parts().0) + 1) as f64
    };
    let alike = (ratio(0) / ratio(1)).ln().abs() <= ALIKE.ln();
    (alike && longest.iter().all(|passage| passage.len() > 1)).then_some(longest)
}

/// The beads of those passages, runs of neighbours in both texts, that are long enough and
/// whose content is evidence enough, or that continue what was `placed` before.
pub(super) fn passages(
    found: impl Iterator<Item = Bead>,
    placed: &[Bead],
    enough: &Enough,
) -> Vec<Bead> {
    let near = |a: &Range<usize>, b: &Range<usize>| a.end <= b.start && b.start < a.end + APART;
    let mut runs: Vec<Vec<Bead>> = Vec::new();
    for bead in found.filter(|bead| own_content(bead) + nats(bead, "length") >= UNLIKE) {
        match runs.last_mut().and_then(|run| Some((run.last()?.clone(), run))) {
            Some((last, run))
                if near(&last.source, &bead.source) && near(&last.target, &bead.target) =>
            {
                run.push(bead);
            }
            _ => runs.push(vec![bead]),
        }
    }
    let count = |run: &[Bead], side: fn(&Bead) -> usize| run.iter().map(side).sum::<usize>();
    let is_long = |run: &[Bead]| {
        count(run, |bead| bead.source.len()) >= enough.segments
            && count(run, |bead| bead.target.len()) >= enough.segments
    };
    let has_content = |run: &[Bead]| {
        let (passage, single) = enough.content(run);
        match run {
            [one] => own_content(one) >= single.0 && one.confidence >= Some(single.1),
            all => all.iter().map(own_content).sum::<f64>() >= passage,
        }
    };
    runs.retain(|run| continues(run, placed) || is_long(run) && has_content(run));
    runs.into_iter().flatten().collect()
}

/// `true` for beads that stand in both texts right before or after a bead that was moved, or between two:
/// there they need no confidence, for nothing else is left.
pub(super) fn continues(run: &[Bead], placed: &[Bead]) -> bool {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return false };
    let touches =
        |a: &Bead, b: &Bead| a.source.end == b.source.start && a.target.end == b.target.start;
    let moved = || placed.iter().filter(|bead| bead.moved);
    let after = moved().any(|bead| touches(bead, first));
    let before = moved().any(|bead| touches(last, bead));
    let is_likely = || run.iter().all(|bead| bead.confidence >= Some(LEAST));
    after && before || (after || before) && is_likely()
}

pub(super) fn own_content(bead: &Bead) -> f64 {
    content(bead.evidence.iter().map(|e| (e.signal.as_ref(), e.nats)))
}

fn nats(bead: &Bead, signal: &str) -> f64 {
    bead.evidence.iter().filter(|e| e.signal == signal).map(|e| e.nats).sum()
}
