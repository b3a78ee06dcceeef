//! Alignment anew around what a person decided, and the beadings that come next in probability.

use std::{ops::Range, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    Aligner, Bead, Evidence, Segmented, Side, Weights,
    aligner::{Likely, named},
    beadings::Block,
    decode::Decoder,
    fixed::{Fixed, Joined},
    grid::{Posterior, Reach},
    weights::content,
};
use crate::{document::Document, segment::Segment};

/// The number of beads on either side of a bead whose beadings are looked at with it.
const NEIGHBOURS: usize = 3;
/// A place is sure where paths of this probability pass it; beadings are sought between sure places.
const SURE: f64 = 0.95;
/// Beadings of less probability are not worth a look.
const RARE: f64 = 0.003;

/// One way to cut neighbouring segments into beads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Beading {
    /// The beads in order, without a confidence of their own.
    pub beads: Vec<Bead>,
    /// The indices of the present beads that they would replace.
    pub replaces: Range<usize>,
    /// Probability among all beadings of the same segments.
    pub probability: f64,
}

/// Two texts aligned around fixed beads, with the probabilities of everything that was not chosen.
pub struct Anew {
    joined: Joined,
    weights: Arc<Weights>,
    likely: Likely,
    posterior: Posterior,
}

impl Aligner {
    /// Aligns two texts around fixed beads. The fixed ones are evidence for the others: they show how
    /// the lengths and words of the texts correspond.
    ///
    /// ```
    /// use muwazi::{Document, Lang, align::{Aligner, Fixed, Segmented}};
    /// let text = |lang, text| Segmented::new(Document::new(text, lang));
    /// let source = text(Lang::arabic(), "وصل الوزير. وغادر الأحد.");
    /// let target = text(Lang::english(), "The minister arrived. He left on Sunday.");
    /// let fixed = Fixed { beads: vec![(0..2, 0..1)], borders: vec![] };
    /// let beads = Aligner::default().align_around(&source, &target, &fixed).beads();
    /// assert_eq!((beads[0].source.clone(), beads[0].target.clone()), (0..2, 0..1));
    /// assert_eq!((beads[1].source.clone(), beads[1].target.clone()), (2..2, 1..2));
    /// ```
    pub fn align_around(&self, source: &Segmented, target: &Segmented, fixed: &Fixed) -> Anew {
        let documents = [&source.document, &target.document];
        self.align_segments_around(documents, [&source.segments, &target.segments], fixed)
    }

    /// Aligns segments of two documents, in any order, around fixed beads.
    pub(super) fn align_segments_around(
        &self,
        documents: [&Document; 2],
        segments: [&[Segment]; 2],
        fixed: &Fixed,
    ) -> Anew {
        let (segments, joined) = fixed.join(segments);
        let vectors = self.vectors.as_deref();
        let sides = [0, 1].map(|side: usize| Side::new(documents[side], &segments[side], vectors));
        drop(segments);
        let (weights, likely) = self.prepared(&sides, None, |texts, weights| {
            let texts = texts.within(&joined.frame);
            (Arc::clone(weights), Likely::new(&texts, weights, self.search))
        });
        let posterior = likely.grid.posterior();
        Anew { joined, weights, likely, posterior }
    }
}

impl Anew {
    /// The best beads of the whole texts, the fixed ones among them without a confidence.
    pub fn beads(&mut self) -> Vec<Bead> {
        let (mut grid, mut posterior) = (self.likely.grid.clone(), self.posterior.clone());
        grid.part_runs(&mut posterior);
        let decoder = Decoder::new(&grid, &posterior);
        let best = grid.best(&posterior, |bead, p| decoder.value(bead, p));
        best.into_iter().map(|(reach, p)| self.bead(reach, Some((p, &decoder)))).collect()
    }

    /// The best beadings around the given neighbouring beads, which cover both texts without a gap,
    /// for the one at `at`: at most `most`, without the present one, most probable first. Beads at
    /// either end that are as they were are left out.
    pub fn beadings(
        &mut self,
        beads: &[(Range<usize>, Range<usize>)],
        at: usize,
        most: usize,
    ) -> Vec<Beading> {
        let Some(block) = self.block(beads, at) else { return Vec::new() };
        let (first, last) = (block.first, block.last);
        let mut out = Vec::new();
        for (reaches, probability) in block.best(&self.likely.grid, most + 1) {
            let found: Vec<Bead> = reaches.iter().flat_map(|reach| self.singles(*reach)).collect();
            let found = changed(&beads[first..=last], found, at - first);
            if let Some((found, kept)) = found
                && probability >= RARE
                && out.len() < most
            {
                let replaces = first + kept.start..first + kept.end;
                out.push(Beading { beads: found, replaces, probability });
            }
        }
        out
    }

    /// The evidence for a bead of given segments.
    pub fn evidence(&mut self, source: &Range<usize>, target: &Range<usize>) -> Vec<Evidence> {
        let from = self.joined.node((source.start, target.start));
        let (Some(from), Some(to)) = (from, self.joined.node((source.end, target.end))) else {
            return Vec::new();
        };
        let reach = Reach { i: from.0, a: to.0 - from.0, j: from.1, b: to.1 - from.1 };
        named(self.likely.model.by_signal(reach))
    }

    /// The neighbouring beads between the nearest sure places on either side of a bead.
    fn block(&self, beads: &[(Range<usize>, Range<usize>)], at: usize) -> Option<Block> {
        let node = |(s, t): &(Range<usize>, Range<usize>), end: bool| {
            self.joined.node(if end { (s.end, t.end) } else { (s.start, t.start) })
        };
        let (mut first, mut last) = (at, at);
        let mut from = node(beads.get(at)?, false)?;
        let mut to = node(&beads[at], true)?;
        for _ in 0..NEIGHBOURS {
            if first > 0 && !self.is_sure(from) {
                first -= 1;
                from = node(&beads[first], false)?;
            }
            if last + 1 < beads.len() && !self.is_sure(to) {
                last += 1;
                to = node(&beads[last], true)?;
            }
        }
        Some(Block { first, last, from, to })
    }

    fn is_sure(&self, node: (usize, usize)) -> bool {
        self.joined.frame.passes(node) || self.likely.grid.passing(&self.posterior, node) >= SURE
    }

    /// A bead of the grid; a run of omissions becomes one bead a segment.
    fn singles(&mut self, reach: Reach) -> Vec<Bead> {
        if reach.is_omission() {
            return reach.singles().map(|single| self.bead(single, None)).collect();
        }
        vec![self.bead(reach, None)]
    }

    fn bead(&mut self, reach: Reach, chosen: Option<(f64, &Decoder)>) -> Bead {
        let (source, target) = self.joined.in_texts(reach);
        if self.joined.frame.holds(reach) {
            return Bead { source, target, confidence: None, evidence: Vec::new(), moved: false };
        }
        let weights = &self.weights;
        let evidence = self.likely.model.by_signal(reach);
        let content = content(evidence.iter().copied());
        let confidence = chosen.map(|(p, decoder)| decoder.confidence(reach, p, content, weights));
        Bead { source, target, confidence, evidence: named(evidence), moved: false }
    }
}

/// A beading without the beads at either end that are as they were, but with what stands for the bead
/// that was asked about, and the old beads in its place; none where nothing is another.
fn changed(
    old: &[(Range<usize>, Range<usize>)],
    mut new: Vec<Bead>,
    asked: usize,
) -> Option<(Vec<Bead>, Range<usize>)> {
    let same = |bead: &Bead, old: &(Range<usize>, Range<usize>)| {
        bead.source == old.0 && bead.target == old.1
    };
    let before = new.iter().zip(&old[..asked]).take_while(|(b, o)| same(b, o)).count();
    let after = new
        .iter()
        .rev()
        .zip(old[asked + 1..].iter().rev())
        .take_while(|(b, o)| same(b, o))
        .count()
        .min(new.len() - before);
    new.truncate(new.len() - after);
    new.drain(..before);
    let range = before..old.len() - after;
    let kept = &old[range.clone()];
    let unchanged = new.len() == kept.len() && new.iter().zip(kept).all(|(b, o)| same(b, o));
    (!unchanged && !new.is_empty()).then_some((new, range))
}

#[cfg(test)]
mod tests;
