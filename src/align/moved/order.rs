//! Orders of segments for the comparison of what was left out, and its place in the text.

use std::{collections::BTreeSet, ops::Range};

use super::{APART, ORDERS};
use crate::{
    align::{Bead, Segmented},
    segment::Segment,
};

/// Segments in another order: first those with a partner, in the order of the beads, then the others.
#[derive(Clone)]
pub(super) struct Order {
    segments: Vec<usize>,
    /// The number of segments without a partner.
    pub(super) left: usize,
}

impl Order {
    pub(super) fn of(beads: &[Bead], side: impl Fn(&Bead) -> &Range<usize>) -> Self {
        let of = |omitted: bool| {
            let beads = beads.iter().filter(move |bead| bead.is_omission() == omitted);
            beads.flat_map(|bead| side(bead).clone()).collect::<Vec<usize>>()
        };
        let (mut segments, mut left) = (of(false), of(true));
        left.sort_unstable();
        let count = left.len();
        segments.append(&mut left);
        Self { segments, left: count }
    }

    /// All segments in the order of the text, with those that are left where they stand.
    pub(super) fn natural(beads: &[Bead], side: impl Fn(&Bead) -> &Range<usize>) -> Self {
        let mut segments: Vec<usize> = beads.iter().flat_map(|bead| side(bead).clone()).collect();
        segments.sort_unstable();
        Self { segments, left: 0 }
    }

    /// The segments of the target in the order of the source; what is left stands after its neighbour.
    pub(super) fn of_partners(beads: &[Bead]) -> Self {
        let omitted = beads.iter().filter(|bead| bead.is_omission());
        let mut left: BTreeSet<usize> = omitted.flat_map(|bead| bead.target.clone()).collect();
        let mut segments = Vec::new();
        let mut follow = |mut at: usize, segments: &mut Vec<usize>| {
            while left.remove(&at) {
                segments.push(at);
                at += 1;
            }
        };
        follow(0, &mut segments);
        for pair in beads.iter().filter(|bead| !bead.is_omission()) {
            segments.extend(pair.target.clone());
            follow(pair.target.end, &mut segments);
        }
        segments.extend(left);
        Self { segments, left: 0 }
    }

    /// For each segment of a text of so many its place in the order.
    pub(super) fn places(&self, count: usize) -> Vec<usize> {
        let mut places = vec![0; count];
        for (place, segment) in self.segments.iter().enumerate() {
            places[*segment] = place;
        }
        places
    }

    /// The segments with a partner, and those without.
    pub(super) fn parts(&self) -> (&[usize], &[usize]) {
        self.segments.split_at(self.segments.len() - self.left)
    }

    /// The longest passage without partners, the first of several.
    pub(super) fn longest(&self) -> Range<usize> {
        let runs = self.parts().1.chunk_by(|a, b| *b == a + 1);
        let runs = runs.map(|run| run[0]..run[0] + run.len());
        runs.rev().max_by_key(ExactSizeIterator::len).unwrap_or(0..0)
    }

    /// The order, and the orders with other passages of what is left first.
    pub(super) fn turned(&self) -> Vec<Self> {
        let (kept, left) = self.parts();
        let kept = kept.len();
        let begins = (1..left.len()).filter(|at| left[*at] > left[at - 1] + APART);
        let turned = begins.map(|at| {
            let mut segments = self.segments.clone();
            segments[kept..].rotate_left(at);
            Self { segments, left: self.left }
        });
        std::iter::once(self.clone()).chain(turned.take(ORDERS - 1)).collect()
    }

    pub(super) fn permuted(&self, side: &Segmented) -> Vec<Segment> {
        self.segments.iter().map(|at| side.segments[*at]).collect()
    }

    /// The segments as they stand in the text; none where they are not neighbours there.
    pub(super) fn original(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let segments = &self.segments[range.clone()];
        let first = *segments.first()?;
        let together = segments.iter().enumerate().all(|(at, segment)| *segment == first + at);
        together.then(|| first..first + segments.len())
    }
}

/// The stretches of the target that the pairs of an alignment leave for each place of the source.
pub(super) struct Gaps {
    /// The source segments of each pair, rising.
    sources: Vec<Range<usize>>,
    /// For each pair the end of the target segments of all pairs up to it.
    ends: Vec<usize>,
    /// For each pair the first target segment of all pairs from it on.
    starts: Vec<usize>,
}

impl Gaps {
    pub(super) fn new(beads: &[Bead]) -> Self {
        let pairs: Vec<&Bead> = beads.iter().filter(|bead| !bead.is_omission()).collect();
        let (mut end, mut start) = (0, usize::MAX);
        let ends = pairs.iter().map(|pair| {
            end = pair.target.end.max(end);
            end
        });
        let ends = ends.collect();
        let mut starts: Vec<usize> = pairs
            .iter()
            .rev()
            .map(|pair| {
                start = pair.target.start.min(start);
                start
            })
            .collect();
        starts.reverse();
        Self { sources: pairs.iter().map(|pair| pair.source.clone()).collect(), ends, starts }
    }

    /// Returns `true` where a bead would stand in the order of the others: it was passed over where it is.
    pub(super) fn hold(&self, bead: &Bead) -> bool {
        let above = self.sources.partition_point(|source| source.end <= bead.source.start);
        let below = self.sources.partition_point(|source| source.start < bead.source.end);
        let end = above.checked_sub(1).map_or(0, |at| self.ends[at]);
        end <= bead.target.start
            && self.starts.get(below).is_none_or(|start| *start >= bead.target.end)
    }
}
