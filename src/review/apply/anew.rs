//! Rows after runs of them are aligned anew.

use std::{ops::Range, sync::Arc};

use super::{Refusal, Rows, cut};
use crate::review::{
    Run,
    act::Shaped,
    row::{Piece, Row, RowState},
};

impl Rows<'_> {
    /// Returns `true` where a row begins at an offset of a side after runs are aligned anew.
    pub(in crate::review) fn begins(&self, side: usize, offset: usize, runs: &[Run]) -> bool {
        let Some(after) = self.after(runs) else { return false };
        after.list.iter().any(|row| {
            let at = |piece: &Piece| piece.span().start >= offset;
            row.cells[side].first().is_some_and(at) && row.cells[side].iter().all(at)
        }) && !after.list.iter().any(|row| {
            let spans = || row.cells[side].iter().map(Piece::span);
            spans().any(|span| span.end <= offset) && spans().any(|span| span.start >= offset)
        })
    }

    /// Returns `true` where a row holds the same as an old one after runs are aligned anew, or they cannot be.
    pub(in crate::review) fn brings_back(&self, old: &Row, runs: &[Run]) -> bool {
        self.after(runs).is_none_or(|after| after.list.iter().any(|row| row.cells == old.cells))
    }

    /// Returns `true` where runs can be applied. An entry that cannot would end its journal for ever.
    pub(in crate::review) fn can_take(&self, runs: &[Run]) -> bool {
        self.after(runs).is_some()
    }

    /// The rows after runs are aligned anew; none where they cannot be.
    fn after(&self, runs: &[Run]) -> Option<Self> {
        let mut after = Rows { list: self.list.clone(), ..*self };
        runs.iter()
            .try_for_each(|run| after.reshape(run.at..run.at + run.rows, &run.beads))
            .ok()?;
        Some(after)
    }

    /// Puts beads of the aligner in the place of open rows; rows that hold the same keep their number.
    pub(in crate::review) fn reshape(
        &mut self,
        rows: Range<usize>,
        beads: &[Shaped],
    ) -> Result<(), Refusal> {
        let gone = || "The rows to align anew are not there.".to_owned();
        let old: Vec<Arc<Row>> = self.list.get(rows.clone()).ok_or_else(gone)?.to_vec();
        if !old.iter().all(|row| row.is_free(self.number)) {
            return Err("it aligns rows anew that are decided".into());
        }
        let gathered = [0, 1]
            .map(|side| old.iter().flat_map(|row| row.cells[side].clone()).collect::<Vec<_>>());
        let mut new = Vec::new();
        for (cells, confidence) in cut(gathered, beads)? {
            let same = old.iter().find(|row| row.cells == cells);
            new.push(match same {
                Some(row) => Row { confidence, held: false, ..Row::clone(row) },
                None => Row { confidence, ..self.row(cells, RowState::Open, &old) },
            });
        }
        self.replace(rows, new);
        Ok(())
    }
}
