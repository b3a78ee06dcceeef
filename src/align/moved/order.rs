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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bead(source: Range<usize>, target: Range<usize>) -> Bead {
        Bead { source, target, confidence: None, evidence: Vec::new(), moved: false }
    }

    /// The last two pairs were moved to the front; two segments of the target are left.
    fn beads() -> Vec<Bead> {
        vec![
            bead(0..1, 4..5),
            bead(1..3, 5..6),
            bead(3..3, 0..1),
            bead(3..4, 1..2),
            bead(4..5, 2..2),
            bead(5..5, 2..3),
            bead(5..6, 3..4),
        ]
    }

    #[test]
    fn what_is_left_stands_beside_its_neighbour() {
        let order = Order::of_partners(&beads());
        assert_eq!(order.segments, [0, 4, 5, 1, 2, 3]);
        assert_eq!(order.places(6), [0, 3, 4, 5, 1, 2]);
        assert_eq!(Order::natural(&beads(), |bead| &bead.source).segments, [0, 1, 2, 3, 4, 5]);
        let apart = Order::of(&beads(), |bead| &bead.target);
        assert_eq!(apart.parts(), (&[4, 5, 1, 3][..], &[0, 2][..]));
        assert_eq!((apart.longest(), apart.original(&(0..2))), (0..1, Some(4..6)));
        assert_eq!(apart.original(&(1..3)), None);
    }

    proptest! {
        /// The gaps are those of a look at all pairs.
        #[test]
        fn gaps_are_found_as_by_looking_at_all(
            lengths in prop::collection::vec((0..3_usize, 0..3_usize), 0..12),
            turned in 0..12_usize,
            (s, t) in (0..20_usize, 0..20_usize),
        ) {
            let total: usize = lengths.iter().map(|(_, target)| target).sum();
            let cut = lengths.iter().take(turned).map(|(_, target)| target).sum::<usize>();
            let mut at = (0, 0);
            let beads: Vec<Bead> = lengths
                .iter()
                .map(|(source, target)| {
                    let from = at;
                    at = (at.0 + source, at.1 + target);
                    let turn = |t: usize| if t >= cut { t - cut } else { t + total - cut };
                    bead(from.0..at.0, turn(from.1)..turn(from.1) + target)
                })
                .collect();
            let new = bead(s..s + 1, t..t + 1);
            let pairs = || beads.iter().filter(|bead| !bead.is_omission());
            let above = pairs().filter(|pair| pair.source.end <= s).map(|pair| pair.target.end);
            let below = pairs().filter(|pair| pair.source.start > s).map(|pair| pair.target.start);
            let fits = above.max().is_none_or(|end| end <= t) && below.min().is_none_or(|start| start > t);
            prop_assert_eq!(Gaps::new(&beads).hold(&new), fits);
        }
    }
}
