//! Beads and places that an alignment has to keep, because a person decided them.

use std::ops::Range;

use super::{band::Band, grid::Reach};
use crate::{document::Span, segment::Segment};

/// A number of source segments and a number of target segments that lie before a place.
type Node = (usize, usize);

/// Beads that must be in an alignment, and places where no bead may cross.
///
/// Both are in the order of the texts; what contradicts an earlier entry is ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The beads: source and target segments.
    pub beads: Vec<(Range<usize>, Range<usize>)>,
    /// Places between segments that no bead may cross: numbers of source and of target segments
    /// before it.
    pub borders: Vec<Node>,
}

/// [`Fixed`] beads made one segment a side, so that every one has a shape that the search knows.
pub(super) struct Joined {
    /// For each joined segment its first segment of the text, and the end.
    firsts: [Vec<usize>; 2],
    pub(super) frame: Frame,
}

/// The nodes that every path passes, and the gaps between them that hold one bead.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Rising, from `(0, 0)` to the end.
    nodes: Vec<Node>,
    /// True for each gap between two nodes that is a fixed bead.
    fixed: Vec<bool>,
    /// The nodes that a path can reach.
    band: Band,
}

impl Fixed {
    /// Joins the segments of each fixed bead. Returns the joined segments of either side too.
    pub(super) fn join(&self, sides: [&[Segment]; 2]) -> ([Vec<Segment>; 2], Joined) {
        let ends = (sides[0].len(), sides[1].len());
        let (nodes, fixed) = self.gaps(ends);
        let mut out: [(Vec<Segment>, Vec<usize>); 2] = Default::default();
        let mut joined = vec![(0, 0)];
        for (pair, is_fixed) in nodes.windows(2).zip(&fixed) {
            let gap = [pair[0].0..pair[1].0, pair[0].1..pair[1].1];
            for ((side, range), (segments, firsts)) in sides.iter().zip(gap).zip(&mut out) {
                if *is_fixed && range.len() > 1 {
                    firsts.push(range.start);
                    segments.push(one_segment(&side[range]));
                } else {
                    firsts.extend(range.clone());
                    segments.extend_from_slice(&side[range]);
                }
            }
            joined.push((out[0].0.len(), out[1].0.len()));
        }
        let [(source_segments, mut source_firsts), (target_segments, mut target_firsts)] = out;
        source_firsts.push(ends.0);
        target_firsts.push(ends.1);
        let frame = Frame::new(joined, fixed);
        let joined = Joined { firsts: [source_firsts, target_firsts], frame };
        ([source_segments, target_segments], joined)
    }

    /// The nodes of the beads and borders that agree with those before them, and which gaps are beads.
    fn gaps(&self, end: Node) -> (Vec<Node>, Vec<bool>) {
        let mut entries: Vec<(Node, Node)> = self
            .beads
            .iter()
            .map(|(s, t)| ((s.start, t.start), (s.end, t.end)))
            .chain(self.borders.iter().map(|node| (*node, *node)))
            .collect();
        entries.sort_unstable();
        let (mut nodes, mut fixed) = (vec![(0, 0)], Vec::new());
        for (from, to) in entries {
            let last = nodes[nodes.len() - 1];
            let rises = from.0 >= last.0 && from.1 >= last.1 && to.0 >= from.0 && to.1 >= from.1;
            if !rises || to.0 > end.0 || to.1 > end.1 {
                continue;
            }
            if from != last {
                nodes.push(from);
                fixed.push(false);
            }
            if to != from {
                nodes.push(to);
                fixed.push(true);
            }
        }
        if nodes[nodes.len() - 1] != end {
            nodes.push(end);
            fixed.push(false);
        }
        (nodes, fixed)
    }
}

/// One segment from the first to the last of several; those between may be elsewhere in the text.
fn one_segment(segments: &[Segment]) -> Segment {
    let start = segments.iter().map(|s| s.span.start).min().unwrap_or(0);
    let end = segments.iter().map(|s| s.span.end).max().unwrap_or(start);
    Segment { span: Span::new(start, end), block: segments[0].block }
}

impl Joined {
    /// The segments of the texts that a bead of the joined ones holds.
    pub(super) fn in_texts(&self, bead: Reach) -> (Range<usize>, Range<usize>) {
        let of = |side: usize, range: Range<usize>| {
            self.firsts[side][range.start]..self.firsts[side][range.end]
        };
        (of(0, bead.source()), of(1, bead.target()))
    }

    /// The place among the joined segments of a place in the texts, if one ends there.
    pub(super) fn node(&self, (i, j): Node) -> Option<Node> {
        let at = |side: usize, index: usize| self.firsts[side].binary_search(&index).ok();
        Some((at(0, i)?, at(1, j)?))
    }
}

impl Frame {
    fn new(nodes: Vec<Node>, fixed: Vec<bool>) -> Self {
        let band = reachable(&nodes);
        Self { nodes, fixed, band }
    }

    /// Returns `true` where a bead crosses a node, or lies where another bead is fixed.
    pub(super) fn forbids(&self, bead: Reach) -> bool {
        let (from, to) = ((bead.i, bead.j), (bead.i + bead.a, bead.j + bead.b));
        // Of a long text with most beads fixed a path can reach little, and this is quickly seen.
        if !self.band.holds(to) || !self.band.holds(from) {
            return true;
        }
        // The last node that the bead begins at or behind.
        let at = self.nodes.partition_point(|node| *node <= from) - 1;
        let Some(&next) = self.nodes.get(at + 1) else { return true };
        let node = self.nodes[at];
        let inside = node.1 <= from.1 && to.0 <= next.0 && to.1 <= next.1;
        !inside || (self.fixed[at] && (from != node || to != next))
    }

    /// Returns `true` for a fixed bead.
    pub(super) fn holds(&self, bead: Reach) -> bool {
        let (from, to) = ((bead.i, bead.j), (bead.i + bead.a, bead.j + bead.b));
        let at = self.nodes.binary_search(&from);
        at.is_ok_and(|at| self.fixed.get(at) == Some(&true) && self.nodes[at + 1] == to)
    }

    /// Returns `true` where every path passes a node.
    pub(super) fn passes(&self, node: Node) -> bool {
        self.nodes.binary_search(&node).is_ok()
    }

    /// The band of all nodes that a path can reach.
    pub(super) fn band(&self) -> &Band {
        &self.band
    }

    /// The nodes, and of the given points those that agree with them.
    pub(super) fn with(&self, points: &[Node]) -> Vec<Node> {
        let agrees = |point: &&Node| {
            let at = self.nodes.partition_point(|node| node < *point).max(1);
            self.nodes.get(at).is_some_and(|next| {
                let before = self.nodes[at - 1];
                before.1 <= point.1 && point.0 <= next.0 && point.1 <= next.1
            })
        };
        let mut all = self.nodes.clone();
        all.extend(points.iter().filter(agrees));
        all.sort_unstable();
        all.dedup_by_key(|node| node.0);
        all
    }
}

/// The band of all nodes that a path through the given ones can reach.
fn reachable(nodes: &[Node]) -> Band {
    let (source, target) = nodes[nodes.len() - 1];
    // No column yet: each pair of nodes widens its rows.
    let none = std::ops::Range { start: usize::MAX, end: 0 };
    let mut rows = vec![none; source + 1];
    for pair in nodes.windows(2) {
        for row in &mut rows[pair[0].0..=pair[1].0] {
            *row = row.start.min(pair[0].1)..row.end.max(pair[1].1 + 1);
        }
    }
    if source == 0 {
        rows[0] = 0..target + 1;
    }
    Band::from_rows(rows, target)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(beads: &[(Range<usize>, Range<usize>)], borders: &[Node], end: Node) -> Frame {
        let fixed = Fixed { beads: beads.to_vec(), borders: borders.to_vec() };
        let (nodes, fixed) = fixed.gaps(end);
        Frame::new(nodes, fixed)
    }

    fn reach(source: Range<usize>, target: Range<usize>) -> Reach {
        Reach { i: source.start, a: source.len(), j: target.start, b: target.len() }
    }

    #[test]
    fn a_fixed_bead_leaves_no_other_way() {
        let frame = frame(&[(1..2, 1..2), (3..3, 3..4)], &[], (5, 6));
        for (allowed, bead) in [
            (true, reach(1..2, 1..2)),
            (true, reach(0..1, 0..1)),
            (true, reach(3..3, 3..4)),
            (true, reach(2..3, 2..3)),
            (true, reach(3..5, 4..6)),
            (false, reach(0..2, 0..2)),
            (false, reach(1..2, 1..1)),
            (false, reach(1..1, 1..2)),
            (false, reach(1..2, 0..1)),
            (false, reach(2..4, 2..4)),
            (false, reach(2..4, 2..3)),
            (false, reach(3..4, 3..4)),
            (false, reach(0..1, 1..2)),
        ] {
            assert_eq!(frame.forbids(bead), !allowed, "{bead:?}");
        }
        assert!(frame.holds(reach(3..3, 3..4)) && !frame.holds(reach(0..1, 0..1)));
    }

    #[test]
    fn no_bead_crosses_a_border() {
        let frame = frame(&[], &[(2, 1)], (4, 4));
        assert!(frame.forbids(reach(1..3, 0..1)) && frame.forbids(reach(0..1, 0..2)));
        assert!(!frame.forbids(reach(0..2, 0..1)) && !frame.forbids(reach(2..3, 1..4)));
        assert!(frame.forbids(reach(2..3, 0..1)) && frame.forbids(reach(1..2, 1..2)));
    }

    #[test]
    fn what_contradicts_is_ignored() {
        let frame = frame(&[(0..2, 0..2), (1..3, 2..3), (3..9, 3..4)], &[(2, 9)], (4, 4));
        assert_eq!(frame.nodes, [(0, 0), (2, 2), (4, 4)]);
    }
}
