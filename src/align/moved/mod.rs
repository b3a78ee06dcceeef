//! Passages that stand elsewhere in the translation than in the source.

mod chain;
mod context;
mod order;
mod passages;

use std::ops::Range;

use self::{
    chain::Heaviest,
    context::{beside, context},
    order::{Gaps, Order},
    passages::{Enough, continues, counterparts, own_content, passages},
};
use super::{Aligner, Bead, Fixed, Segmented};

/// Moved beads of less confidence are left as they were, without partners.
const LEAST: f64 = 0.35;
/// The number of times that what is left is compared again.
const ROUNDS: usize = 3;
/// The largest number of orders of the passages of the target that are tried.
const ORDERS: usize = 6;
/// In texts of more segments on both sides together only passages of so many segments are taken, and one order
/// is tried: of many left segments some are alike by chance.
const LONG: usize = 400;
const LONG_PASSAGE: usize = 3;
/// Segments without a partner that are farther from each other belong to two passages.
const APART: usize = 4;

/// For each bead `true` where its target stands out of the order of the others: the beads that are not
/// in the heaviest rising chain, by segments. Omissions never do.
///
/// ```
/// use muwazi::align::{Bead, moved};
/// let bead = |source, target| Bead { source, target, confidence: None, evidence: vec![], moved: false };
/// let beads = [bead(0..1, 2..3), bead(1..2, 0..1), bead(2..3, 1..2)];
/// assert_eq!(moved(&beads), [true, false, false]);
/// ```
pub fn moved(beads: &[Bead]) -> Vec<bool> {
    let pairs: Vec<usize> = (0..beads.len()).filter(|at| !beads[*at].is_omission()).collect();
    let mut out = vec![false; beads.len()];
    if pairs.windows(2).all(|pair| beads[pair[0]].target.end <= beads[pair[1]].target.start) {
        return out;
    }
    let end = beads.iter().map(|bead| bead.target.end).max().unwrap_or(0);
    // The heaviest chain that ends at or before a target segment, and the bead that it ends with.
    let mut best = Heaviest::new(end);
    let mut before: Vec<Option<usize>> = vec![None; beads.len()];
    for &at in &pairs {
        let bead = &beads[at];
        let (weight, last) = best.up_to(bead.target.start);
        before[at] = last;
        let weight = weight + bead.source.len() + bead.target.len();
        best.add(bead.target.end, weight, at);
    }
    for &at in &pairs {
        out[at] = true;
    }
    let mut chain = best.up_to(end).1;
    while let Some(at) = chain {
        out[at] = false;
        chain = before[at];
    }
    out
}

impl Aligner {
    /// Compares the segments that were left out on both sides once more, in the context of all that was
    /// paired, and puts what belongs together into beads out of order.
    pub(super) fn with_moved(
        &self,
        source: &Segmented,
        target: &Segmented,
        mut beads: Vec<Bead>,
    ) -> Vec<Bead> {
        for _ in 0..ROUNDS {
            let found = self.find_moved(source, target, &beads);
            if found.is_empty() {
                break;
            }
            beads = with(beads, &found);
        }
        if beads.iter().any(|bead| bead.moved) {
            let found = self.find_beside([source, target], &beads);
            beads = with(beads, &found);
        }
        beads
    }

    /// The beads of what is left right before and after moved passages, and inside them: compared where it
    /// stands, with the passages in the order of the source.
    fn find_beside(&self, texts: [&Segmented; 2], beads: &[Bead]) -> Vec<Bead> {
        let context = beside(beads);
        let orders =
            [&Order::natural(&context, |bead| &bead.source), &Order::of_partners(&context)];
        let gaps = Gaps::new(beads);
        let found = self.paired(texts, &context, orders).filter(|bead| !gaps.hold(bead));
        let found: Vec<Bead> = found.collect();
        let runs =
            found.chunk_by(|a, b| a.source.end == b.source.start && a.target.end == b.target.start);
        runs.filter(|run| continues(run, beads)).flatten().cloned().collect()
    }

    /// The best beads out of order, over the orders of the target's passages: what is left of the
    /// source may belong to several of them, which cross each other.
    fn find_moved(&self, source: &Segmented, target: &Segmented, beads: &[Bead]) -> Vec<Bead> {
        let is_long = source.segments.len() + target.segments.len() > LONG;
        let (least, orders) = if is_long { (LONG_PASSAGE, 1) } else { (1, ORDERS) };
        let context = context(beads, least);
        let of_source = Order::of(&context, |bead| &bead.source);
        let of_target = Order::of(&context, |bead| &bead.target);
        if of_source.left == 0 || of_target.left == 0 {
            return Vec::new();
        }
        if [&of_source, &of_target].iter().any(|order| order.longest().len() < least) {
            return Vec::new();
        }
        let enough = Enough {
            segments: least,
            counterparts: counterparts([source, target], [&of_source, &of_target]),
        };
        let mut best = (0.0, Vec::new());
        let gaps = Gaps::new(beads);
        for order in of_target.turned().into_iter().take(orders) {
            let found = self.paired([source, target], &context, [&of_source, &order]);
            let found = found.filter(|bead| !gaps.hold(bead) && bead.confidence >= Some(LEAST));
            let found = passages(found, beads, &enough);
            let value: f64 = found.iter().map(|bead| own_content(bead).max(LEAST)).sum();
            if value > best.0 {
                best = (value, found);
            }
        }
        best.1
    }

    /// The beads that are found among the segments without partners, with the segments in an order.
    fn paired(
        &self,
        [source, target]: [&Segmented; 2],
        context: &[Bead],
        [of_source, of_target]: [&Order; 2],
    ) -> impl Iterator<Item = Bead> {
        let places =
            [of_source.places(source.segments.len()), of_target.places(target.segments.len())];
        let fixed = context.iter().filter(|bead| !bead.is_omission()).map(|bead| {
            let [s, t] = [places[0][bead.source.start], places[1][bead.target.start]];
            (s..s + bead.source.len(), t..t + bead.target.len())
        });
        let fixed: Vec<_> = fixed.collect();
        let documents = [&source.document, &target.document];
        let segments = [of_source.permuted(source), of_target.permuted(target)];
        let segments = [segments[0].as_slice(), segments[1].as_slice()];
        let around = Fixed { beads: fixed.clone(), borders: Vec::new() };
        let found = self.align_segments_around(documents, segments, &around).beads();
        let original = |bead: Bead| {
            Some(Bead {
                source: of_source.original(&bead.source)?,
                target: of_target.original(&bead.target)?,
                ..bead
            })
        };
        let is_fixed = move |bead: &Bead| {
            let at = fixed.partition_point(|pair| pair.0.start < bead.source.start);
            fixed.get(at).is_some_and(|pair| pair.0 == bead.source && pair.1 == bead.target)
        };
        found
            .into_iter()
            .filter(move |bead| !is_fixed(bead))
            .filter(|bead| !bead.is_omission())
            .filter_map(original)
    }
}

/// An alignment with beads that were found, and the marks of what stands out of order.
fn with(beads: Vec<Bead>, found: &[Bead]) -> Vec<Bead> {
    let mut beads = placed(beads, found);
    let moved = moved(&beads);
    beads.iter_mut().zip(moved).for_each(|(bead, moved)| bead.moved = moved);
    beads
}

/// Puts beads in the place of their source's omissions, and removes the omissions of their target.
fn placed(beads: Vec<Bead>, found: &[Bead]) -> Vec<Bead> {
    let mut out = Vec::with_capacity(beads.len());
    for bead in beads {
        let inside = |new: &Bead, bead: &Bead| {
            let within = |new: &Range<usize>, old: &Range<usize>| {
                new.start <= old.start && old.end <= new.end && !old.is_empty()
            };
            within(&new.source, &bead.source) || within(&new.target, &bead.target)
        };
        if !bead.is_omission() {
            out.push(bead);
            continue;
        }
        let begins = |new: &&Bead| bead.source.start == new.source.start && !bead.source.is_empty();
        match found.iter().find(begins) {
            Some(new) => out.push(new.clone()),
            None if found.iter().any(|new| inside(new, &bead)) => {}
            None => out.push(bead),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bead(source: Range<usize>, target: Range<usize>) -> Bead {
        Bead { source, target, confidence: Some(0.9), evidence: Vec::new(), moved: false }
    }

    #[test]
    fn the_lighter_passage_is_the_moved_one() {
        let beads = [
            bead(0..1, 3..4),
            bead(1..2, 4..5),
            bead(2..3, 5..5),
            bead(3..5, 0..1),
            bead(5..6, 1..3),
            bead(6..7, 5..6),
        ];
        assert_eq!(moved(&beads), [true, true, false, false, false, false]);
        assert_eq!(moved(&beads[2..]), [false; 4]);
        assert!(moved(&[]).is_empty());
    }

    #[test]
    fn a_moved_bead_takes_the_place_of_its_omissions() {
        let beads = vec![bead(0..1, 0..0), bead(1..2, 0..0), bead(2..3, 0..1), bead(3..3, 1..2)];
        let out = placed(beads, &[bead(0..2, 1..2)]);
        assert_eq!(out, [bead(0..2, 1..2), bead(2..3, 0..1)]);
    }
}
