//! Runs of omissions, split into omissions of one segment.

use super::{Grid, Posterior, Reach};

impl Grid {
    /// Splits runs of omissions: adds the probability of each run to the omissions of one segment
    /// that it consists of, and drops the run. Omissions are reported one segment at a time.
    pub(crate) fn part_runs(&mut self, posterior: &mut Posterior) {
        let single = |shape: (u8, u8)| self.shapes.iter().position(|s| *s == shape);
        let (Some(target), Some(source)) = (single((0, 1)), single((1, 0))) else { return };
        let runs: Vec<(usize, Reach)> =
            self.beads().filter(|(_, b)| b.is_omission() && b.a + b.b > 1).collect();
        let mut parts: Vec<(usize, u8, f32)> = Vec::new();
        for (cell, run) in runs {
            let p = std::mem::take(&mut posterior.probabilities[cell]);
            self.scores[cell] = f32::NEG_INFINITY;
            let kind = if run.a == 0 { target } else { source } as u8;
            let nodes = run
                .singles()
                .filter_map(|bead| self.band.node(bead.source().end, bead.target().end));
            parts.extend(nodes.map(|node| (node, kind, p)));
        }
        self.add_cells(posterior, &parts);
        for (node, kind, p) in parts {
            if let Some(cell) = self.cell(node, kind) {
                posterior.probabilities[cell] += p;
                self.scores[cell] = self.scores[cell].max(f32::MIN);
            }
        }
    }

    /// The cell of a bead of the given kind that ends at a node.
    fn cell(&self, node: usize, kind: u8) -> Option<usize> {
        let (from, to) = (self.first[node], self.first[node + 1]);
        self.kinds[from..to].binary_search(&kind).ok().map(|at| from + at)
    }

    /// Adds the cells of nodes and kinds that the grid lacks, as dropped beads of the probability 0.
    fn add_cells(&mut self, posterior: &mut Posterior, cells: &[(usize, u8, f32)]) {
        let mut new: Vec<(usize, u8)> = cells
            .iter()
            .map(|(node, kind, _)| (*node, *kind))
            .filter(|(node, kind)| self.cell(*node, *kind).is_none())
            .collect();
        new.sort_unstable();
        new.dedup();
        if new.is_empty() {
            return;
        }
        let count = self.kinds.len() + new.len();
        let mut kinds = Vec::with_capacity(count);
        let (mut scores, mut probabilities) =
            (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut new = new.into_iter().peekable();
        for node in 0..self.first.len() - 1 {
            let old = self.first[node]..self.first[node + 1];
            self.first[node] = kinds.len();
            let mut put = |kind, score, p| {
                kinds.push(kind);
                scores.push(score);
                probabilities.push(p);
            };
            for cell in old {
                let kind = self.kinds[cell];
                while let Some((_, kind)) = new.next_if(|new| *new < (node, kind)) {
                    put(kind, f32::NEG_INFINITY, 0.0);
                }
                put(kind, self.scores[cell], posterior.probabilities[cell]);
            }
            while let Some((_, kind)) = new.next_if(|new| new.0 == node) {
                put(kind, f32::NEG_INFINITY, 0.0);
            }
        }
        if let Some(end) = self.first.last_mut() {
            *end = kinds.len();
        }
        (self.kinds, self.scores, posterior.probabilities) = (kinds, scores, probabilities);
    }
}
