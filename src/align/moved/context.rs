//! The beads that a comparison of what was left out needs.

use std::ops::Range;

use super::APART;
use crate::align::Bead;

/// The number of pairs, evenly spread over the text, that are the context of the comparison: enough for what
/// the aligner learns from a text, and far less than a book.
const CONTEXT: usize = 400;

/// The omissions of passages of `least` segments, and so many pairs as the comparison needs.
pub(super) fn context(beads: &[Bead], least: usize) -> Vec<Bead> {
    let left =
        [passages_left(beads, least, |b| &b.source), passages_left(beads, least, |b| &b.target)];
    let is_left = |side: usize, range: &Range<usize>| {
        let after = left[side].partition_point(|passage| passage.end <= range.start);
        left[side].get(after).is_some_and(|passage| passage.start < range.end)
    };
    let is_kept = |(bead, kept): (&Bead, bool)| {
        let is_kept = match bead.is_omission() {
            true => is_left(0, &bead.source) || is_left(1, &bead.target),
            false => kept,
        };
        is_kept.then(|| bead.clone())
    };
    beads.iter().zip(spread(beads)).filter_map(is_kept).collect()
}

/// For each bead `true` if it is one of so many evenly spread pairs.
fn spread(beads: &[Bead]) -> Vec<bool> {
    let pairs = beads.iter().filter(|bead| !bead.is_omission()).count();
    let step = pairs.max(CONTEXT);
    let mut at = 0;
    let is_kept = |bead: &Bead| {
        if bead.is_omission() {
            return false;
        }
        at += CONTEXT;
        at / step > (at - CONTEXT) / step
    };
    beads.iter().map(is_kept).collect()
}

/// The passages of a side in which `least` segments without a partner or more are near each other.
fn passages_left(
    beads: &[Bead],
    least: usize,
    side: impl Fn(&Bead) -> &Range<usize>,
) -> Vec<Range<usize>> {
    let omitted = beads.iter().filter(|bead| bead.is_omission());
    let mut left: Vec<usize> = omitted.flat_map(|bead| side(bead).clone()).collect();
    left.sort_unstable();
    let passages = left.chunk_by(|a, b| *b <= a + APART).filter(|passage| passage.len() >= least);
    passages.map(|passage| passage[0]..passage[passage.len() - 1] + 1).collect()
}

/// What is left near beads that were moved, with those and with so many pairs as the comparison needs.
pub(super) fn beside(beads: &[Bead]) -> Vec<Bead> {
    let moved = || beads.iter().filter(|bead| bead.moved);
    let ranges = |side: fn(&Bead) -> &Range<usize>| {
        let mut ranges: Vec<Range<usize>> = moved().map(|bead| side(bead).clone()).collect();
        ranges.sort_unstable_by_key(|range| range.start);
        ranges
    };
    let ranges = [ranges(|bead| &bead.source), ranges(|bead| &bead.target)];
    let is_near = |side: usize, range: &Range<usize>| {
        let after = ranges[side].partition_point(|r| r.end + APART < range.start);
        !range.is_empty() && ranges[side].get(after).is_some_and(|r| r.start < range.end + APART)
    };
    let kept = spread(beads);
    let is_kept = |(bead, kept): (&Bead, bool)| {
        let is_kept = if bead.is_omission() {
            is_near(0, &bead.source) || is_near(1, &bead.target)
        } else {
            kept || bead.moved
        };
        is_kept.then(|| bead.clone())
    };
    beads.iter().zip(kept).filter_map(is_kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bead(source: Range<usize>, target: Range<usize>, moved: bool) -> Bead {
        Bead { source, target, confidence: Some(0.9), evidence: Vec::new(), moved }
    }

    /// A thousand pairs, with omissions of one segment, of three and of two near each other.
    fn beads() -> Vec<Bead> {
        let omitted = [100, 500, 501, 502, 700, 703];
        let bead = |at: usize| match omitted.contains(&at) {
            true => bead(at..at + 1, at..at, false),
            false => bead(at..at + 1, at..at + 1, at == 504),
        };
        (0..1000).map(bead).collect()
    }

    fn left(context: &[Bead]) -> Vec<usize> {
        context.iter().filter(|bead| bead.is_omission()).map(|bead| bead.source.start).collect()
    }

    #[test]
    fn passages_and_some_pairs_are_the_context() {
        let beads = beads();
        assert_eq!(left(&context(&beads, 1)), [100, 500, 501, 502, 700, 703]);
        let long = context(&beads, 3);
        assert_eq!((left(&long), long.len()), (vec![500, 501, 502], CONTEXT + 3));
        assert_eq!(left(&beside(&beads)), [500, 501, 502]);
        assert!(beside(&beads).iter().any(|bead| bead.moved));
        assert_eq!(context(&beads[..50], 3).len(), 50, "all of a short text");
        assert!(context(&[], 1).is_empty() && beside(&[]).is_empty());
    }
}
