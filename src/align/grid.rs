//! The dynamic programme: every way to cover both sides with beads, in order, each segment once.
//!
//! A node `(i, j)` stands where `i` source and `j` target segments are covered; a bead is an edge
//! between nodes, with a score in nats. Over all paths, forward and backward sums (as in a
//! conditional random field; Lafferty, McCallum and Pereira 2001) give each bead's probability;
//! [`Grid::best`] finds the path of the highest worth. Time and memory are linear in the nodes of
//! the [`Band`], with [`SHAPES`] edges a node.

use std::ops::Range;

/// The bead shapes, `(source segments, target segments)`, simplest first: among paths of equal
/// worth the one whose last bead comes first here is taken.
#[rustfmt::skip]
pub const SHAPES: &[(u8, u8)] = &[
    (1, 1), (0, 1), (1, 0), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1), (2, 3), (3, 2), (1, 4), (4, 1),
    (1, 5), (5, 1), (2, 4), (4, 2), (3, 3), (1, 6), (6, 1), (2, 5), (5, 2), (3, 4), (4, 3), (1, 7),
    (7, 1), (2, 6), (6, 2), (1, 8), (8, 1), (2, 7), (7, 2), (1, 9), (9, 1), (2, 8), (8, 2),
];

/// A bead in the grid: `a` source segments from `i`, `b` target segments from `j`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// The first source segment.
    pub i: usize,
    /// How many source segments.
    pub a: usize,
    /// The first target segment.
    pub j: usize,
    /// How many target segments.
    pub b: usize,
}

impl Reach {
    /// The source segments.
    pub fn source(&self) -> Range<usize> {
        self.i..self.i + self.a
    }

    /// The target segments.
    pub fn target(&self) -> Range<usize> {
        self.j..self.j + self.b
    }

    /// Whether it leaves segments of one side without a partner.
    pub fn is_omission(&self) -> bool {
        self.a == 0 || self.b == 0
    }
}

/// For each number of source segments covered, the numbers of target segments that the search
/// looks at. Neighbouring rows overlap, so that a path always exists.
#[derive(Debug, Clone)]
pub struct Band {
    rows: Vec<Range<usize>>,
    /// Index of each row's first node.
    first: Vec<usize>,
    target: usize,
}

impl Band {
    /// Every node of a pair of so many segments.
    pub fn whole(source: usize, target: usize) -> Self {
        Self::from_rows(vec![0..target + 1; source + 1], target)
    }

    /// The nodes within `width` of a rising line through the given nodes; `(0, 0)` and the end are
    /// always on it.
    pub fn around(points: &[(usize, usize)], source: usize, target: usize, width: usize) -> Self {
        let mut line = vec![(0, 0)];
        line.extend(points.iter().copied().filter(|p| p.0 > 0 && p.0 < source));
        line.push((source, target));
        let mut rows = Vec::with_capacity(source + 1);
        for pair in line.windows(2) {
            let ((i0, j0), (i1, j1)) = (pair[0], pair[1]);
            for i in i0..i1 {
                let middle = j0 + (j1 - j0) * (i - i0) / (i1 - i0);
                // Where one source segment stands against many target ones, the row holds them all.
                let next = j0 + (j1 - j0) * (i + 1 - i0) / (i1 - i0);
                rows.push(middle.saturating_sub(width)..(next + width + 1).min(target + 1));
            }
        }
        rows.push(target.saturating_sub(width)..target + 1);
        rows[0].start = 0;
        Self::from_rows(rows, target)
    }

    fn from_rows(rows: Vec<Range<usize>>, target: usize) -> Self {
        let mut nodes = 0;
        let first = rows
            .iter()
            .map(|row| {
                nodes += row.len();
                nodes - row.len()
            })
            .collect();
        Self { rows, first, target }
    }

    fn node(&self, i: usize, j: usize) -> Option<usize> {
        let row = self.rows.get(i)?;
        row.contains(&j).then(|| self.first[i] + j - row.start)
    }

    fn nodes(&self) -> usize {
        self.first.last().map_or(0, |f| f + self.rows[self.rows.len() - 1].len())
    }

    fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        self.rows.iter().enumerate().flat_map(|(i, row)| row.clone().map(move |j| (i, j)))
    }
}

/// The scores of all beads of a band.
#[derive(Debug, Clone)]
pub struct Grid {
    band: Band,
    /// By node that the bead leads to, then by shape.
    scores: Vec<f32>,
}

/// The probability of every bead of a grid, and of the sum over all paths.
pub struct Posterior {
    /// By cell: node, then shape.
    pub(super) probabilities: Vec<f32>,
    /// Natural logarithm of the sum of all paths' scores.
    pub log_sum: f64,
}

impl Grid {
    /// Scores every bead in the band.
    pub fn new(band: Band, mut score: impl FnMut(Reach) -> f64) -> Self {
        let mut scores = vec![f32::NEG_INFINITY; band.nodes() * SHAPES.len()];
        for ((i, j), row) in band.iter().zip(scores.chunks_mut(SHAPES.len())) {
            for (place, &shape) in row.iter_mut().zip(SHAPES) {
                if let Some(reach) = into(&band, i, j, shape) {
                    *place = score(reach) as f32;
                }
            }
        }
        Self { band, scores }
    }

    /// Scores anew every bead that is still there.
    pub fn rescore(&mut self, mut score: impl FnMut(Reach) -> f64) {
        for ((i, j), row) in self.band.iter().zip(self.scores.chunks_mut(SHAPES.len())) {
            for (place, &shape) in row.iter_mut().zip(SHAPES) {
                if *place > f32::NEG_INFINITY
                    && let Some(reach) = into(&self.band, i, j, shape)
                {
                    *place = score(reach) as f32;
                }
            }
        }
    }

    /// Drops every bead that is less probable, but for those that are `wanted`.
    pub fn prune(&mut self, posterior: &Posterior, least: f32, wanted: impl Fn(Reach) -> bool) {
        let rows = posterior.probabilities.chunks(SHAPES.len());
        let scores = self.scores.chunks_mut(SHAPES.len());
        for (((i, j), scores), row) in self.band.iter().zip(scores).zip(rows) {
            for ((score, p), &shape) in scores.iter_mut().zip(row).zip(SHAPES) {
                if *p < least && !into(&self.band, i, j, shape).is_some_and(&wanted) {
                    *score = f32::NEG_INFINITY;
                }
            }
        }
    }

    /// The beads that are still there and their cells, in the order of [`Grid::rescore`].
    pub fn beads(&self) -> impl Iterator<Item = (usize, Reach)> {
        let rows = self.band.iter().zip(self.scores.chunks(SHAPES.len())).enumerate();
        rows.flat_map(move |(node, ((i, j), row))| {
            let live = SHAPES.iter().enumerate().filter(|(k, _)| row[*k] > f32::NEG_INFINITY);
            live.filter_map(move |(k, &shape)| {
                Some((node * SHAPES.len() + k, into(&self.band, i, j, shape)?))
            })
        })
    }

    /// The probability of every bead among all paths.
    pub fn posterior(&self) -> Posterior {
        self.posterior_among(|_| true)
    }

    /// The probability of every bead among the paths that use only `allowed` cells.
    pub fn posterior_among(&self, allowed: impl Fn(usize) -> bool) -> Posterior {
        let shapes = SHAPES.len();
        let nodes = self.band.nodes();
        let mut forward = vec![f64::NEG_INFINITY; nodes];
        let mut terms = Vec::with_capacity(shapes);
        for (node, (i, j)) in self.band.iter().enumerate() {
            if (i, j) == (0, 0) {
                forward[node] = 0.0;
                continue;
            }
            terms.clear();
            for (k, from, _) in self.edges(node, i, j) {
                let score = f64::from(self.scores[node * shapes + k]);
                if allowed(node * shapes + k) {
                    terms.push(forward[from] + score);
                }
            }
            forward[node] = log_sum(&terms);
        }
        let mut backward = vec![f64::NEG_INFINITY; nodes];
        let mut probabilities = vec![0.0; nodes * shapes];
        let log_sum = forward.last().copied().unwrap_or(0.0);
        if let Some(last) = backward.last_mut() {
            *last = 0.0;
        }
        for (above, (i, j)) in self.band.iter().rev().enumerate() {
            let node = nodes - 1 - above;
            for (k, from, _) in self.edges(node, i, j) {
                let score = f64::from(self.scores[node * shapes + k]);
                if allowed(node * shapes + k) {
                    let rest = score + backward[node];
                    backward[from] = log_add(backward[from], rest);
                    probabilities[node * shapes + k] =
                        (forward[from] + rest - log_sum).exp() as f32;
                }
            }
        }
        Posterior { probabilities, log_sum }
    }

    /// Every bead with its probability, where it is not negligible.
    pub fn likely<'g>(
        &'g self,
        posterior: &'g Posterior,
        least: f32,
    ) -> impl Iterator<Item = (Reach, f64)> + 'g {
        let rows = posterior.probabilities.chunks(SHAPES.len());
        self.band.iter().zip(rows).flat_map(move |((i, j), row)| {
            row.iter().zip(SHAPES).filter(move |(p, _)| **p > least).filter_map(
                move |(p, shape)| {
                    into(&self.band, i, j, *shape).map(|reach| (reach, f64::from(*p)))
                },
            )
        })
    }

    /// The path whose beads are worth most together, and the probability of each.
    pub fn best(
        &self,
        posterior: &Posterior,
        worth: impl Fn(Reach, f64) -> f64,
    ) -> Vec<(Reach, f64)> {
        let shapes = SHAPES.len();
        let nodes = self.band.nodes();
        let mut value = vec![f64::NEG_INFINITY; nodes];
        let mut choice: Vec<Option<(usize, u8)>> = vec![None; nodes];
        for (node, (i, j)) in self.band.iter().enumerate() {
            if (i, j) == (0, 0) {
                value[node] = 0.0;
                continue;
            }
            for (k, from, reach) in self.edges(node, i, j) {
                let p = f64::from(posterior.probabilities[node * shapes + k]);
                let sum = value[from] + worth(reach, p);
                if sum > value[node] {
                    value[node] = sum;
                    choice[node] = Some((from, k as u8));
                }
            }
        }
        let mut path = Vec::new();
        let (mut node, mut i, mut j) = (nodes - 1, self.band.rows.len() - 1, self.band.target);
        while let Some((from, k)) = choice[node] {
            let (a, b) = SHAPES[usize::from(k)];
            (i, j) = (i - usize::from(a), j - usize::from(b));
            let p = posterior.probabilities[node * shapes + usize::from(k)];
            path.push((Reach { i, a: a.into(), j, b: b.into() }, f64::from(p)));
            node = from;
        }
        path.reverse();
        path
    }

    /// The beads that end in a node: shape, the node they come from, reach.
    fn edges(
        &self,
        node: usize,
        i: usize,
        j: usize,
    ) -> impl Iterator<Item = (usize, usize, Reach)> {
        let scores = &self.scores[node * SHAPES.len()..(node + 1) * SHAPES.len()];
        SHAPES.iter().enumerate().filter_map(move |(k, &shape)| {
            if scores[k] == f32::NEG_INFINITY {
                return None;
            }
            let reach = into(&self.band, i, j, shape)?;
            Some((k, self.band.node(reach.i, reach.j)?, reach))
        })
    }
}

/// The bead of a shape that ends at `(i, j)`, if it begins in the band.
fn into(band: &Band, i: usize, j: usize, (a, b): (u8, u8)) -> Option<Reach> {
    let (a, b) = (usize::from(a), usize::from(b));
    let (i, j) = (i.checked_sub(a)?, j.checked_sub(b)?);
    band.node(i, j)?;
    Some(Reach { i, a, j, b })
}

fn log_add(a: f64, b: f64) -> f64 {
    let (high, low) = if a > b { (a, b) } else { (b, a) };
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

fn log_sum(terms: &[f64]) -> f64 {
    let high = terms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if high == f64::NEG_INFINITY {
        return high;
    }
    high + terms.iter().map(|t| (t - high).exp()).sum::<f64>().ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_to_one(reach: Reach) -> f64 {
        if (reach.a, reach.b) == (1, 1) { 0.0 } else { -3.0 * (reach.a + reach.b) as f64 }
    }

    #[test]
    fn the_best_path_covers_both_sides_once() {
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
    fn probabilities_of_a_segments_beads_sum_to_one() {
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
    fn a_band_wide_enough_finds_what_the_whole_grid_finds() {
        let score = |r: Reach| one_to_one(r) - r.i.abs_diff(r.j) as f64 * 0.1;
        let path = |band| {
            let grid = Grid::new(band, score);
            let posterior = grid.posterior();
            grid.best(&posterior, |_, p| p).iter().map(|(r, _)| *r).collect::<Vec<_>>()
        };
        assert_eq!(path(Band::whole(30, 30)), path(Band::around(&[(15, 15)], 30, 30, 12)));
    }
}
