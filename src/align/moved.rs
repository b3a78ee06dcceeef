//! Passages that stand elsewhere in the translation than in the source.

use std::ops::Range;

use super::{Aligner, Bead, Fixed, Segmented, weights::content};
use crate::segment::Segment;

/// Moved beads of less confidence are left as they were, without partners.
const LEAST: f64 = 0.35;
/// The least evidence of content, in nats, of a passage of neighbouring beads. Chance pairs have less;
/// one sentence that is translated has about 2.5.
const PASSAGE: f64 = 3.0;
/// The least evidence and the least confidence of a single bead: chance has many to choose from.
const SINGLE: (f64, f64) = (2.3, 0.9);
/// The least confidence of a bead that continues a passage already found, in both texts.
const CONTINUES: f64 = 0.5;
/// The same between the longest passages that are left, where both are as long as translations are: an
/// omission and an addition are rarely alike by chance.
const COUNTERPART: f64 = 1.0;
/// The most that the lengths of such passages differ, as a factor.
const ALIKE: f64 = 1.6;
/// The number of times that what is left is compared again.
const ROUNDS: usize = 3;
/// The largest number of orders of the passages of the target that are tried.
const ORDERS: usize = 6;
/// In texts of more segments on both sides together only passages of so many segments are taken, and one order
/// is tried: of many left segments some are alike by chance.
const LONG: usize = 400;
const LONG_PASSAGE: usize = 3;
/// The number of pairs, evenly spread over the text, that are the context of the comparison: enough for what
/// the aligner learns from a text, and far less than a book.
const CONTEXT: usize = 400;
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

/// The heaviest chains by the target segment at which they end: a Fenwick tree of running maxima.
struct Heaviest(Vec<(usize, Option<usize>)>);

impl Heaviest {
    fn new(end: usize) -> Self {
        Self(vec![(0, None); end + 2])
    }

    fn up_to(&self, end: usize) -> (usize, Option<usize>) {
        let (mut at, mut best) = (end + 1, (0, None));
        while at > 0 {
            if self.0[at].0 > best.0 {
                best = self.0[at];
            }
            at &= at - 1;
        }
        best
    }

    fn add(&mut self, end: usize, weight: usize, bead: usize) {
        let mut at = end + 1;
        while at < self.0.len() {
            if weight > self.0[at].0 {
                self.0[at] = (weight, Some(bead));
            }
            at += at & at.wrapping_neg();
        }
    }
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
            beads = placed(beads, &found);
            let moved = moved(&beads);
            beads.iter_mut().zip(moved).for_each(|(bead, moved)| bead.moved = moved);
        }
        beads
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
            let found = passages(found.filter(|bead| !gaps.hold(bead)), beads, &enough);
            let value: f64 = found.iter().map(|bead| own_content(bead).max(CONTINUES)).sum();
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
        let mut at = (0, 0);
        let fixed = context.iter().filter(|bead| !bead.is_omission()).map(|bead| {
            let from = at;
            at = (at.0 + bead.source.len(), at.1 + bead.target.len());
            (from.0..at.0, from.1..at.1)
        });
        let fixed = Fixed { beads: fixed.collect(), borders: Vec::new() };
        let documents = [&source.document, &target.document];
        let segments = [of_source.permuted(source), of_target.permuted(target)];
        let segments = [segments[0].as_slice(), segments[1].as_slice()];
        let found = self.align_segments_around(documents, segments, &fixed).beads();
        let original = |bead: Bead| {
            Some(Bead {
                source: of_source.original(&bead.source)?,
                target: of_target.original(&bead.target)?,
                ..bead
            })
        };
        found
            .into_iter()
            .filter(|bead| !bead.is_omission() && bead.confidence.is_some_and(|c| c >= LEAST))
            .filter_map(original)
    }
}

/// What passages need to be taken.
struct Enough {
    /// Segments in either text.
    segments: usize,
    /// Passages of the source and of the target that look like each other's translation.
    counterparts: Option<[Range<usize>; 2]>,
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
fn counterparts(texts: [&Segmented; 2], orders: [&Order; 2]) -> Option<[Range<usize>; 2]> {
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

/// The omissions of passages of `least` segments, and so many pairs as the comparison needs.
fn context(beads: &[Bead], least: usize) -> Vec<Bead> {
    let pairs = beads.iter().filter(|bead| !bead.is_omission()).count();
    let step = pairs.max(CONTEXT);
    let left =
        [passages_left(beads, least, |b| &b.source), passages_left(beads, least, |b| &b.target)];
    let is_left = |side: usize, range: &Range<usize>| {
        let after = left[side].partition_point(|passage| passage.end <= range.start);
        left[side].get(after).is_some_and(|passage| passage.start < range.end)
    };
    let mut at = 0;
    let mut is_kept = |bead: &Bead| {
        if bead.is_omission() {
            return is_left(0, &bead.source) || is_left(1, &bead.target);
        }
        at += CONTEXT;
        at / step > (at - CONTEXT) / step
    };
    beads.iter().filter(|bead| is_kept(bead)).cloned().collect()
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

/// The beads of those passages, runs of neighbours in both texts, that are long enough and
/// whose content is evidence enough, or that continue what was `placed` before.
fn passages(found: impl Iterator<Item = Bead>, placed: &[Bead], enough: &Enough) -> Vec<Bead> {
    let near = |a: &Range<usize>, b: &Range<usize>| a.end <= b.start && b.start < a.end + APART;
    let mut runs: Vec<Vec<Bead>> = Vec::new();
    for bead in found {
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
            [one] => own_content(one) >= single.0 && one.confidence.is_some_and(|c| c >= single.1),
            all => all.iter().map(own_content).sum::<f64>() >= passage,
        }
    };
    runs.retain(|run| continues(run, placed) || is_long(run) && has_content(run));
    runs.into_iter().flatten().collect()
}

/// `true` for sure beads that stand in both texts right before or after a bead that was moved.
fn continues(run: &[Bead], placed: &[Bead]) -> bool {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return false };
    let touches =
        |a: &Bead, b: &Bead| a.source.end == b.source.start && a.target.end == b.target.start;
    let mut moved = placed.iter().filter(|bead| bead.moved);
    run.iter().all(|bead| bead.confidence.is_some_and(|c| c >= CONTINUES))
        && moved.any(|bead| touches(bead, first) || touches(last, bead))
}

fn own_content(bead: &Bead) -> f64 {
    content(bead.evidence.iter().map(|e| (e.signal.as_ref(), e.nats)))
}

/// Segments in another order: first those with a partner, in the order of the beads, then the others.
#[derive(Clone)]
struct Order {
    segments: Vec<usize>,
    /// The number of segments without a partner.
    left: usize,
}

impl Order {
    fn of(beads: &[Bead], side: impl Fn(&Bead) -> &Range<usize>) -> Self {
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

    /// The segments with a partner, and those without.
    fn parts(&self) -> (&[usize], &[usize]) {
        self.segments.split_at(self.segments.len() - self.left)
    }

    /// The longest passage without partners, the first of several.
    fn longest(&self) -> Range<usize> {
        let runs = self.parts().1.chunk_by(|a, b| *b == a + 1);
        let runs = runs.map(|run| run[0]..run[0] + run.len());
        runs.rev().max_by_key(ExactSizeIterator::len).unwrap_or(0..0)
    }

    /// The order, and the orders with other passages of what is left first.
    fn turned(&self) -> Vec<Self> {
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

    fn permuted(&self, side: &Segmented) -> Vec<Segment> {
        self.segments.iter().map(|at| side.segments[*at]).collect()
    }

    /// The segments as they stand in the text; none where they are not neighbours there.
    fn original(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let segments = &self.segments[range.clone()];
        let first = *segments.first()?;
        let together = segments.iter().enumerate().all(|(at, segment)| *segment == first + at);
        together.then(|| first..first + segments.len())
    }
}

/// The stretches of the target that the pairs of an alignment leave for each place of the source.
struct Gaps {
    /// The source segments of each pair, rising.
    sources: Vec<Range<usize>>,
    /// For each pair the end of the target segments of all pairs up to it.
    ends: Vec<usize>,
    /// For each pair the first target segment of all pairs from it on.
    starts: Vec<usize>,
}

impl Gaps {
    fn new(beads: &[Bead]) -> Self {
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
    fn hold(&self, bead: &Bead) -> bool {
        let above = self.sources.partition_point(|source| source.end <= bead.source.start);
        let below = self.sources.partition_point(|source| source.start < bead.source.end);
        let end = above.checked_sub(1).map_or(0, |at| self.ends[at]);
        end <= bead.target.start
            && self.starts.get(below).is_none_or(|start| *start >= bead.target.end)
    }
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
