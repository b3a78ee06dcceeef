//! Cells and passages that are paired with others far from them.

use std::{ops::Range, sync::Arc};

use super::{Cells, Refusal, Rows, cut};
use crate::review::{
    act::Shaped,
    row::{Piece, Row, RowId, RowState, SURE},
};

impl Rows<'_> {
    pub(super) fn pair(&mut self, source: RowId, target: RowId) -> Result<Range<usize>, Refusal> {
        let (a, b) = (self.find(source)?, self.find(target)?);
        if a == b {
            return self.decide(&[source], RowState::Accepted);
        }
        let cells = [self.list[a].cells[0].clone(), self.list[b].cells[1].clone()];
        if cells.iter().any(Vec::is_empty) {
            return Err("A cell to pair is empty.".into());
        }
        let moved = !self.fits(a, &cells[1], b);
        let old = [Arc::clone(&self.list[a]), Arc::clone(&self.list[b])];
        let pair = self.row(cells, RowState::Accepted, &old);
        let pair = Row { moved, ..pair };
        let left_a = self.shaped([Vec::new(), old[0].cells[1].clone()], &old);
        let left_b = self.shaped([old[1].cells[0].clone(), Vec::new()], &old);
        if a < b {
            self.replace(b..b + 1, left_b);
            let touched = self.replace(a..a + 1, [Some(pair), left_a].into_iter().flatten());
            Ok(touched.start..b + 1)
        } else {
            self.replace(a..a + 1, [Some(pair), left_a].into_iter().flatten());
            self.replace(b..b + 1, left_b);
            Ok(b..(a + 2).min(self.list.len()))
        }
    }

    /// Returns `true` where target segments stand in order between those of the rows around an index;
    /// `but` is the row that gives them.
    fn fits(&self, at: usize, cell: &[Piece], but: usize) -> bool {
        let targets = |at: &usize| *at != but && !self.list[*at].moved;
        let (Some(first), Some(last)) = (cell.first(), cell.last()) else { return true };
        let above = (0..at).rev().filter(targets).find_map(|at| self.list[at].cells[1].last());
        let below =
            (at + 1..self.list.len()).filter(targets).find_map(|at| self.list[at].cells[1].first());
        above.is_none_or(|piece| piece.span() < first.span())
            && below.is_none_or(|piece| piece.span() > last.span())
    }

    pub(super) fn pair_block(
        &mut self,
        source: [RowId; 2],
        target: [RowId; 2],
        beads: &[Shaped],
    ) -> Result<Range<usize>, Refusal> {
        let (sources, targets) = (self.run(source)?, self.run(target)?);
        let gathered = self.block(&sources, &targets)?;
        let moved = !self.fits(sources.start, &gathered[1], targets.start) || sources != targets;
        let first = sources.start.min(targets.start);
        let old = self.list[first..sources.end.max(targets.end)].to_vec();
        let mut new = Vec::new();
        for (cells, confidence) in cut(gathered, beads)? {
            let row = self.row(cells, RowState::Accepted, &old);
            let mut row = Row { moved, confidence, ..row };
            if row.is_one_sided() || confidence.is_some_and(|c| c < SURE) {
                row.state = RowState::Open;
                row.held = true;
            }
            row.moved &= !row.is_one_sided();
            new.push(row);
        }
        let mut list = Vec::new();
        let mut touched = None;
        for (at, row) in self.list.clone().into_iter().enumerate() {
            if at == sources.start {
                let from = list.len();
                list.extend(std::mem::take(&mut new).into_iter().map(Arc::new));
                touched = Some(from..list.len());
            }
            let taken = [sources.contains(&at), targets.contains(&at)];
            if taken == [false, false] {
                list.push(row);
                continue;
            }
            let mut left = row.cells.clone();
            for (cell, taken) in left.iter_mut().zip(taken) {
                if taken {
                    cell.clear();
                }
            }
            list.extend(self.shaped(left, &old).map(Arc::new));
        }
        self.list = list;
        touched.ok_or_else(|| "No row is named.".into())
    }

    /// The sources of a run of rows and the targets of another.
    pub(in crate::review) fn block(
        &self,
        sources: &Range<usize>,
        targets: &Range<usize>,
    ) -> Result<Cells, Refusal> {
        let cells = [(0, sources), (1, targets)].map(|(side, rows)| {
            let pieces = self.list[rows.clone()].iter().flat_map(|row| row.cells[side].clone());
            pieces.collect::<Vec<_>>()
        });
        if cells.iter().any(Vec::is_empty) {
            return Err("A passage to pair is empty.".into());
        }
        Ok(cells)
    }
}
