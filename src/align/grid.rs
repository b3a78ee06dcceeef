//! The dynamic programme over all alignments: all ways to cover both sides with beads, in order, each
//! segment exactly once.
//!
//! At node `(i, j)`, `i` source segments and `j` target segments are covered. A bead is an edge
//! between nodes, with a score in nats. Forward and backward sums over all paths (as in a
//! conditional random field; Lafferty, McCallum and Pereira 2001) give the probability of each bead;
//! [`Grid::best`] finds the path of the highest value. Time and memory are linear in the number of
//! nodes of the [`Band`]; each node has at most as many incoming edges as there are [`SHAPES`].

mod log_sum;
mod near;
mod runs;

use std::ops::Range;

use self::log_sum::LogSum;
pub(super) use self::log_sum::log_sum;
use super::band::Band;

/// The bead shapes, `(source segments, target segments)`, simplest first. The order breaks ties:
/// among paths of equal value, the one whose last bead has the earlier shape wins. Runs of omissions
/// are beads of their own, because whole passages are omitted together (see [`Grid::part_runs`]).
#[rustfmt::skip]
pub(crate) const SHAPES: &[(u8, u8)] = &[
    (1, 1), (0, 1), (1, 0), (1, 2), (2, 1), (0, 3), (3, 0),
    (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1),
    (1, 5), (5, 1), (2, 4), (4, 2), (3, 3), (1, 6), (6, 1), (2, 5), (5, 2), (3, 4), (4, 3), (1, 7),
    (7, 1), (2, 6), (6, 2), (1, 8), (8, 1), (2, 7), (7, 2), (1, 9), (9, 1), (2, 8), (8, 2),
    (0, 2), (2, 0), (0, 4), (4, 0), (0, 5), (5, 0), (0, 6), (6, 0),
];

/// A bead in the grid: `a` source segments from `i`, `b` target segments from `j`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reach {
    /// The first source segment.
    pub i: usize,
    /// Number of source segments.
    pub a: usize,
    /// The first target segment.
    pub j: usize,
    /// Number of target segments.
    pub b: usize,
}

impl Reach {
    /// The source segments.
    pub(crate) fn source(&self) -> Range<usize> {
        self.i..self.i + self.a
    }

    /// The target segments.
    pub(crate) fn target(&self) -> Range<usize> {
        self.j..self.j + self.b
    }

    /// Returns true if one side of the bead is empty, so its segments have no partner.
    pub(crate) fn is_omission(&self) -> bool {
        self.a == 0 || self.b == 0
    }
}

impl Reach {
    /// Splits a run of omissions into omissions of one segment each.
    pub(super) fn singles(&self) -> impl Iterator<Item = Self> {
        let Self { i, a, j, b } = *self;
        (0..a.max(b)).map(move |k| match a {
            0 => Self { i, a, j: j + k, b: b.min(1) },
            _ => Self { i: i + k, a: 1, j, b },
        })
    }
}

/// The scores of the beads of a band.
///
/// A cell is a node at which a bead ends, and the bead's shape. Only cells of beads that begin in the band
/// and are not ruled out are kept: of all shapes a narrow band holds few.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    band: Band,
    shapes: &'static [(u8, u8)],
    /// For each node its first cell, and the end. Cells are ordered by node, then by shape.
    first: Vec<usize>,
    /// The shape of each cell, as an index of `shapes`.
    kinds: Vec<u8>,
    /// One score per cell. A dropped bead has the score -∞.
    scores: Vec<f32>,
}

/// The probabilities of all beads of a grid, and the log of the sum over all paths.
#[derive(Clone)]
pub(crate) struct Posterior {
    /// One probability per cell of the grid.
    pub(super) probabilities: Vec<f32>,
    /// Natural logarithm of the sum, over all paths, of the exponential of the path's score.
    #[cfg_attr(not(feature = "training"), allow(dead_code, reason = "training reads it"))]
    pub(crate) log_sum: f64,
}

impl Grid {
    /// Scores all beads in the band.
    pub(crate) fn new(band: Band, score: impl FnMut(Reach) -> f64) -> Self {
        Self::with_shapes(band, SHAPES, score)
    }

    /// Scores the beads in the band that have one of `shapes`, which must be a prefix of [`SHAPES`].
    /// Beads of the score -∞ are ruled out.
    pub(crate) fn with_shapes(
        band: Band,
        shapes: &'static [(u8, u8)],
        mut score: impl FnMut(Reach) -> f64,
    ) -> Self {
        let mut first = Vec::with_capacity(band.nodes() + 1);
        let (mut kinds, mut scores) = (Vec::new(), Vec::new());
        for (i, j) in band.iter() {
            first.push(kinds.len());
            for (kind, &shape) in (0_u8..).zip(shapes) {
                let Some((reach, _)) = into(&band, i, j, shape) else { continue };
                let score = score(reach) as f32;
                if score > f32::NEG_INFINITY {
                    kinds.push(kind);
                    scores.push(score);
                }
            }
        }
        first.push(kinds.len());
        Self { band, shapes, first, kinds, scores }
    }

    /// The band that the grid covers.
    pub(crate) fn band(&self) -> &Band {
        &self.band
    }

    /// Scores all remaining beads again.
    pub(crate) fn rescore(&mut self, mut score: impl FnMut(Reach) -> f64) {
        for (node, (i, j)) in self.band.iter().enumerate() {
            for cell in self.first[node]..self.first[node + 1] {
                let shape = self.shapes[usize::from(self.kinds[cell])];
                if self.scores[cell] > f32::NEG_INFINITY
                    && let Some((reach, _)) = into(&self.band, i, j, shape)
                {
                    self.scores[cell] = score(reach) as f32;
                }
            }
        }
    }

    /// Removes all beads whose probability is below `least`, except those for which `keep` returns true,
    /// from the grid and from its posterior.
    pub(crate) fn prune(
        &mut self,
        posterior: &mut Posterior,
        least: f32,
        keep: impl Fn(Reach) -> bool,
    ) {
        let probabilities = &mut posterior.probabilities;
        let (mut kept, mut from) = (0, 0);
        for (node, (i, j)) in self.band.iter().enumerate() {
            let to = self.first[node + 1];
            self.first[node] = kept;
            for cell in from..to {
                let (kind, p) = (self.kinds[cell], probabilities[cell]);
                let wanted = || {
                    into(&self.band, i, j, self.shapes[usize::from(kind)])
                        .is_some_and(|(reach, _)| keep(reach))
                };
                if p >= least || wanted() {
                    self.kinds[kept] = kind;
                    self.scores[kept] = self.scores[cell];
                    probabilities[kept] = p;
                    kept += 1;
                }
            }
            from = to;
        }
        if let Some(end) = self.first.last_mut() {
            *end = kept;
        }
        self.kinds.truncate(kept);
        self.kinds.shrink_to_fit();
        for list in [&mut self.scores, probabilities] {
            list.truncate(kept);
            list.shrink_to_fit();
        }
    }

    /// Returns a narrower band and its cramped rows. The band holds the nodes that beads of
    /// probability `least` or more touch, and `margin` more nodes to either side in each row. A row is
    /// cramped if those nodes come near an edge of the current band that is not an edge of the texts.
    pub(crate) fn narrowed(&self, least: f64, margin: usize) -> (Band, Vec<usize>) {
        let forward = self.forward(|_| true);
        let log_sum = forward.last().copied().unwrap_or(0.0);
        let untouched = Range { start: usize::MAX, end: 0 };
        let mut rows = vec![untouched; self.band.rows().len()];
        rows[0] = 0..1;
        self.backward(
            |_| true,
            |edge, score| {
                if (forward[edge.from] + score - log_sum).exp() >= least {
                    let Reach { i, a, j, b } = edge.reach;
                    for row in &mut rows[i..=i + a] {
                        *row = row.start.min(j)..row.end.max(j + b + 1);
                    }
                }
            },
        );
        let target = self.band.target();
        let mut cramped = Vec::new();
        for (i, (row, wide)) in rows.iter_mut().zip(self.band.rows()).enumerate() {
            let (low, high) = (row.start.saturating_sub(margin), row.end + margin);
            if low < wide.start || (high > wide.end && wide.end <= target) {
                cramped.push(i);
            }
            *row = low.max(wide.start)..high.min(wide.end);
        }
        (Band::from_rows(rows, target), cramped)
    }

    /// Iterates over the remaining beads and their cells, in the order of [`Grid::rescore`].
    pub(crate) fn beads(&self) -> impl Iterator<Item = (usize, Reach)> {
        let nodes = self.band.iter().enumerate();
        nodes.flat_map(|(node, (i, j))| self.edges(node, i, j).map(|edge| (edge.cell, edge.reach)))
    }

    /// Computes the probability of each bead over all paths.
    pub(crate) fn posterior(&self) -> Posterior {
        self.posterior_among(|_| true)
    }

    /// Computes the probability of each bead over the paths that use only `allowed` cells.
    pub(crate) fn posterior_among(&self, allowed: impl Fn(usize) -> bool) -> Posterior {
        let forward = self.forward(&allowed);
        let log_sum = forward.last().copied().unwrap_or(0.0);
        let mut probabilities = vec![0.0; self.scores.len()];
        self.backward(allowed, |edge, rest| {
            probabilities[edge.cell] = (forward[edge.from] + rest - log_sum).exp() as f32;
        });
        Posterior { probabilities, log_sum }
    }

    /// Computes for each node the logarithm of the sum over all paths that lead to it.
    fn forward(&self, allowed: impl Fn(usize) -> bool) -> Vec<f64> {
        let mut forward = vec![f64::NEG_INFINITY; self.band.nodes()];
        let mut terms = Vec::with_capacity(self.shapes.len());
        for (node, (i, j)) in self.band.iter().enumerate() {
            if (i, j) == (0, 0) {
                forward[node] = 0.0;
                continue;
            }
            terms.clear();
            for edge in self.edges(node, i, j) {
                let score = f64::from(self.scores[edge.cell]);
                if forward[edge.from] > f64::NEG_INFINITY && allowed(edge.cell) {
                    terms.push(forward[edge.from] + score);
                }
            }
            forward[node] = log_sum(&terms);
        }
        forward
    }

    /// Calls `visit` for each bead, from the last to the first, with the logarithm of the sum over all
    /// paths from the node at which it begins that begin with the bead.
    fn backward(&self, allowed: impl Fn(usize) -> bool, mut visit: impl FnMut(&Edge, f64)) {
        let nodes = self.band.nodes();
        let mut backward = vec![LogSum::default(); nodes];
        if let Some(last) = backward.last_mut() {
            last.add(0.0);
        }
        for (above, (i, j)) in self.band.iter().rev().enumerate() {
            let node = nodes - 1 - above;
            let from_here = backward[node].log();
            if from_here == f64::NEG_INFINITY {
                continue;
            }
            for edge in self.edges(node, i, j) {
                if allowed(edge.cell) {
                    let rest = f64::from(self.scores[edge.cell]) + from_here;
                    backward[edge.from].add(rest);
                    visit(&edge, rest);
                }
            }
        }
    }

    /// Iterates over the beads whose probability is above `least`, with their probabilities.
    pub(crate) fn likely<'g>(
        &'g self,
        posterior: &'g Posterior,
        least: f32,
    ) -> impl Iterator<Item = (Reach, f64)> + 'g {
        self.band.iter().enumerate().flat_map(move |(node, (i, j))| {
            (self.first[node]..self.first[node + 1]).filter_map(move |cell| {
                let p = posterior.probabilities[cell];
                let shape = self.shapes[usize::from(self.kinds[cell])];
                let reach = (p > least).then(|| into(&self.band, i, j, shape)).flatten();
                reach.map(|(reach, _)| (reach, f64::from(p)))
            })
        })
    }

    /// Finds the path with the highest sum of bead values, and the probability of each bead on it.
    /// `value` maps a bead and its probability to the bead's value.
    pub(crate) fn best(
        &self,
        posterior: &Posterior,
        value: impl Fn(Reach, f64) -> f64,
    ) -> Vec<(Reach, f64)> {
        let nodes = self.band.nodes();
        let mut total = vec![f64::NEG_INFINITY; nodes];
        let mut choice: Vec<usize> = vec![usize::MAX; nodes];
        for (node, (i, j)) in self.band.iter().enumerate() {
            if (i, j) == (0, 0) {
                total[node] = 0.0;
                continue;
            }
            for edge in self.edges(node, i, j) {
                let p = f64::from(posterior.probabilities[edge.cell]);
                let sum = total[edge.from] + value(edge.reach, p);
                if sum > total[node] {
                    total[node] = sum;
                    choice[node] = edge.cell;
                }
            }
        }
        let mut path = Vec::new();
        let (mut i, mut j) = self.band.size();
        while let Some(node) = self.band.node(i, j)
            && let Some(kind) = self.kinds.get(choice[node])
            && let Some((reach, _)) = into(&self.band, i, j, self.shapes[usize::from(*kind)])
        {
            path.push((reach, f64::from(posterior.probabilities[choice[node]])));
            (i, j) = (reach.i, reach.j);
        }
        path.reverse();
        path
    }

    /// Iterates over the remaining beads that end at a node, `(i, j)`.
    fn edges(&self, node: usize, i: usize, j: usize) -> impl Iterator<Item = Edge> {
        (self.first[node]..self.first[node + 1]).filter_map(move |cell| {
            if self.scores[cell] == f32::NEG_INFINITY {
                return None;
            }
            let (reach, from) = into(&self.band, i, j, self.shapes[usize::from(self.kinds[cell])])?;
            Some(Edge { cell, from, reach })
        })
    }
}

/// A bead as an edge of the grid.
struct Edge {
    cell: usize,
    /// The node at which it begins.
    from: usize,
    reach: Reach,
}

/// Returns the bead of the given shape that ends at `(i, j)`, and the node at which it begins, if that is
/// inside the band.
fn into(band: &Band, i: usize, j: usize, (a, b): (u8, u8)) -> Option<(Reach, usize)> {
    let (a, b) = (usize::from(a), usize::from(b));
    let (i, j) = (i.checked_sub(a)?, j.checked_sub(b)?);
    let from = band.node(i, j)?;
    Some((Reach { i, a, j, b }, from))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_to_one(reach: Reach) -> f64 {
        if (reach.a, reach.b) == (1, 1) { 0.0 } else { -3.0 * (reach.a + reach.b) as f64 }
    }

    #[test]
    fn the_best_path_covers_each_segment_once() {
        for (n, m) in [(0, 0), (0, 3), (4, 0), (1, 9), (5, 7), (12, 3)] {
            let grid = Grid::new(Band::whole(n, m), one_to_one);
            let posterior = grid.posterior();
            let path = grid.best(&posterior, |_, p| p);
            let (mut i, mut j) = (0, 0);
            for (reach, p) in &path {
                assert_eq!((reach.i, reach.j), (i, j));
                assert!((0.0..=1.0001).contains(p));
                (i, j) = (reach.source().end, reach.target().end);
            }
            assert_eq!((i, j), (n, m));
        }
    }

    #[test]
    fn bead_probabilities_of_a_segment_sum_to_one() {
        let grid = Grid::new(Band::whole(6, 8), one_to_one);
        let posterior = grid.posterior();
        for segment in 0..6 {
            let sum: f64 = grid
                .likely(&posterior, 0.0)
                .filter(|(reach, _)| reach.source().contains(&segment))
                .map(|(_, p)| p)
                .sum();
            assert!((sum - 1.0).abs() < 1e-4, "{sum}");
        }
    }

    #[test]
    fn a_wide_band_gives_the_same_path_as_the_whole_grid() {
        let score = |r: Reach| one_to_one(r) - r.i.abs_diff(r.j) as f64 * 0.1;
        let path = |band| {
            let grid = Grid::new(band, score);
            let posterior = grid.posterior();
            grid.best(&posterior, |_, p| p).iter().map(|(r, _)| *r).collect::<Vec<_>>()
        };
        assert_eq!(path(Band::whole(30, 30)), path(Band::around(&[(15, 15)], 30, 30, 12)));
    }

    #[test]
    fn a_run_of_omissions_is_reported_by_segment() {
        // Three extra target segments, which are cheap to omit only as one run.
        let score = |r: Reach| match (r.a, r.b) {
            (1, 1) if r.j == r.i || r.j == r.i + 3 => 0.0,
            (0, 3) if r.i == 2 => -1.0,
            _ => -9.0 * (r.a + r.b) as f64,
        };
        let mut grid = Grid::new(Band::whole(4, 7), score);
        let mut posterior = grid.posterior();
        grid.part_runs(&mut posterior);
        let path = grid.best(&posterior, |_, p| p);
        let omitted: Vec<_> = path.iter().filter(|(bead, _)| bead.is_omission()).collect();
        let places: Vec<_> = omitted.iter().map(|(bead, _)| (bead.i, bead.target())).collect();
        assert_eq!(places, [(2, 2..3), (2, 3..4), (2, 4..5)]);
        assert!(omitted.iter().all(|(_, p)| *p > 0.9), "{omitted:?}");
    }

    #[test]
    fn a_run_is_reported_by_segment_where_its_single_omissions_were_pruned() {
        let score = |r: Reach| match (r.a, r.b) {
            (1, 1) if r.j == r.i || r.j == r.i + 3 => 0.0,
            (0, 3) if r.i == 2 => -1.0,
            (0, _) | (_, 0) => -90.0,
            _ => f64::NEG_INFINITY,
        };
        let mut grid = Grid::new(Band::whole(4, 7), score);
        let mut posterior = grid.posterior();
        grid.prune(&mut posterior, 1e-4, |_| false);
        assert_eq!(grid.beads().count(), 5);
        assert_eq!(posterior.probabilities.len(), 5);
        grid.part_runs(&mut posterior);
        let path = grid.best(&posterior, |_, p| p);
        let omitted: Vec<_> = path.iter().filter(|(bead, _)| bead.is_omission()).collect();
        assert_eq!(omitted.iter().map(|(bead, _)| bead.j).collect::<Vec<_>>(), [2, 3, 4]);
        assert!(omitted.iter().all(|(_, p)| *p > 0.9) && path.len() == 7, "{path:?}");
    }

    #[test]
    fn a_cramped_band_is_detected_and_widened() {
        // Ten target segments have no partner, so the right beads lie ten off the diagonal.
        let score = |r: Reach| match (r.a, r.b) {
            (1, 1) if r.j == r.i + if r.i < 20 { 0 } else { 10 } => 0.0,
            _ => -2.0 * (r.a + r.b) as f64,
        };
        let narrow = Band::around(&[(39, 39)], 40, 50, 4);
        let grid = Grid::new(narrow, score);
        let (likely, cramped) = grid.narrowed(1e-5, 2);
        assert!(!cramped.is_empty());
        let wider = Grid::new(likely.relieved(grid.band(), &cramped, 12), score);
        let (likely, cramped) = wider.narrowed(1e-5, 2);
        assert!(cramped.is_empty(), "{cramped:?}");
        let best = |band| {
            let grid = Grid::new(band, score);
            let posterior = grid.posterior();
            grid.best(&posterior, |_, p| p).iter().map(|(r, _)| *r).collect::<Vec<_>>()
        };
        assert_eq!(best(likely), best(Band::whole(40, 50)));
    }
}
