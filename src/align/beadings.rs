//! The most probable ways through a small part of a grid.

use std::collections::BTreeMap;

use super::grid::{Grid, Reach};

/// A part of a grid between two nodes, and the beads that lie in it now.
pub(super) struct Block {
    /// The first of the present beads.
    pub(super) first: usize,
    /// The last of the present beads.
    pub(super) last: usize,
    /// The node at which it begins.
    pub(super) from: (usize, usize),
    /// The node at which it ends.
    pub(super) to: (usize, usize),
}

/// A way to a node: its score, and the bead that it ends with, which begins at a node and continues
/// the way of a rank there.
#[derive(Clone, Copy)]
struct Way {
    score: f64,
    last: Option<(Reach, usize)>,
}

impl Block {
    /// The best paths through the block, with their probabilities among all paths through it.
    /// Each node keeps its best ways only (the k-best Viterbi algorithm).
    pub(super) fn best(&self, grid: &Grid, most: usize) -> Vec<(Vec<Reach>, f64)> {
        let mut ways: BTreeMap<(usize, usize), Vec<Way>> = BTreeMap::new();
        let mut sums: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        ways.insert(self.from, vec![Way { score: 0.0, last: None }]);
        sums.insert(self.from, 0.0);
        for i in self.from.0..=self.to.0 {
            for j in self.from.1..=self.to.1 {
                let (mut here, mut terms) = (Vec::new(), Vec::new());
                for (reach, score) in grid.beads_into(i, j) {
                    let Some(before) = ways.get(&(reach.i, reach.j)) else { continue };
                    here.extend(before.iter().enumerate().map(|(rank, way)| Way {
                        score: way.score + score,
                        last: Some((reach, rank)),
                    }));
                    terms.extend(sums.get(&(reach.i, reach.j)).map(|sum| sum + score));
                }
                if here.is_empty() {
                    continue;
                }
                // Stable, so that equal ways keep the order of the shapes.
                here.sort_by(|a, b| b.score.total_cmp(&a.score));
                here.truncate(most);
                ways.insert((i, j), here);
                sums.insert((i, j), super::grid::log_sum(&terms));
            }
        }
        let (Some(ends), Some(sum)) = (ways.get(&self.to), sums.get(&self.to)) else {
            return Vec::new();
        };
        ends.iter().map(|way| (walk(&ways, *way), (way.score - sum).exp())).collect()
    }
}

fn walk(ways: &BTreeMap<(usize, usize), Vec<Way>>, end: Way) -> Vec<Reach> {
    let mut out = Vec::new();
    let mut way = end;
    while let Some((reach, rank)) = way.last {
        out.push(reach);
        match ways.get(&(reach.i, reach.j)).and_then(|all| all.get(rank)) {
            Some(before) => way = *before,
            None => break,
        }
    }
    out.reverse();
    out
}
