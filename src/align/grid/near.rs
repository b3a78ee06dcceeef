//! Beads and paths at one node of a grid.

use super::{Grid, Posterior, Reach};

impl Grid {
    /// Iterates over the remaining beads that end at a node, with their scores.
    pub(in crate::align) fn beads_into(
        &self,
        i: usize,
        j: usize,
    ) -> impl Iterator<Item = (Reach, f64)> {
        let node = self.band.node(i, j).into_iter();
        node.flat_map(move |node| {
            self.edges(node, i, j).map(|edge| (edge.reach, f64::from(self.scores[edge.cell])))
        })
    }

    /// The probability that a path passes a node.
    pub(in crate::align) fn passing(&self, posterior: &Posterior, (i, j): (usize, usize)) -> f64 {
        let Some(node) = self.band.node(i, j) else { return 0.0 };
        if node == 0 {
            return 1.0;
        }
        let cells = self.first[node]..self.first[node + 1];
        posterior.probabilities[cells].iter().map(|p| f64::from(*p)).sum()
    }
}
