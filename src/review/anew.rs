//! The undecided rows around a decision, aligned anew between what is fixed.

use std::{ops::Range, sync::Arc};

use super::{
    act::Shaped,
    journal::{Run, rounded},
    row::{Piece, Row},
};
use crate::align::{Aligner, Anew, Bead, Fixed, Segmented};

/// The number of rows on either side of a decision that are aligned anew at first, and the factor by
/// which they grow while changes come near their ends. A decision rarely moves more than some rows; rows
/// far from it would only change because less of the text is looked at than when all of it was aligned.
const REACH: usize = 6;
const GROWTH: usize = 3;
/// Changes that end nearer than this to the last row that was looked at may go on beyond it.
const NEAR_END: usize = 2;
/// The number of rows beyond those that show how the texts correspond.
const CONTEXT: usize = 50;
/// A confidence that changes by less is left as it was.
const NEWS: f64 = 0.02;

/// The segments of a row on both sides.
type Beaded = (Range<usize>, Range<usize>);

/// Neighbouring rows as two small texts.
pub(super) struct Window {
    sides: [Segmented; 2],
    fixed: Fixed,
    /// For each row the segments of the window that it holds; none for a moved row, which is left out.
    places: Vec<Option<[Range<usize>; 2]>>,
    /// The index of its first row.
    first: usize,
}

impl Window {
    /// Rows as a window. Those for which `is_free` returns `false` are fixed.
    pub(super) fn new(
        texts: &[Segmented; 2],
        list: &[Arc<Row>],
        rows: Range<usize>,
        is_free: impl Fn(usize) -> bool,
    ) -> Self {
        let mut segments = [Vec::new(), Vec::new()];
        let (mut fixed, mut places) = (Fixed::default(), Vec::new());
        for at in rows.clone() {
            let row = &list[at];
            let start = [segments[0].len(), segments[1].len()];
            if row.moved {
                fixed.borders.push((start[0], start[1]));
                places.push(None);
                continue;
            }
            for (side, cell) in segments.iter_mut().zip(&row.cells) {
                side.extend(cell.iter().map(|piece: &Piece| piece.segment));
            }
            let place = [start[0]..segments[0].len(), start[1]..segments[1].len()];
            if !is_free(at) {
                fixed.beads.push((place[0].clone(), place[1].clone()));
            }
            places.push(Some(place));
        }
        let mut segments = segments.into_iter();
        let sides = [0, 1].map(|side| Segmented {
            document: texts[side].document.clone(),
            segments: segments.next().unwrap_or_default(),
        });
        Self { sides, fixed, places, first: rows.start }
    }

    /// Aligns the free rows.
    pub(super) fn align(&self, aligner: &Aligner) -> Anew {
        aligner.align_around(&self.sides[0], &self.sides[1], &self.fixed)
    }

    /// The two small texts.
    pub(super) fn sides(&self) -> &[Segmented; 2] {
        &self.sides
    }

    /// The segments of a row, by its index in the list.
    pub(super) fn place(&self, row: usize) -> Option<&[Range<usize>; 2]> {
        self.places.get(row.checked_sub(self.first)?)?.as_ref()
    }

    /// The rows that are not moved, with their segments.
    pub(super) fn beads(&self) -> (Vec<usize>, Vec<Beaded>) {
        let placed = self.places.iter().enumerate().filter_map(|(at, place)| {
            let [source, target] = place.clone()?;
            Some((self.first + at, (source, target)))
        });
        placed.unzip()
    }
}

/// Aligns the free rows next to touched ones anew. Returns what changes, from the last rows to the
/// first, so that each can be applied without moving those to come.
pub(super) fn runs(
    texts: &[Segmented; 2],
    list: &[Arc<Row>],
    touched: &Range<usize>,
    aligner: &Aligner,
    reach: Option<usize>,
    entry: u64,
) -> Vec<Run> {
    let reach = reach.unwrap_or(list.len());
    let low = touched.start.saturating_sub(reach.max(1));
    let high = (touched.end + reach.max(1)).min(list.len());
    let free = free_runs(list, touched, low..high, entry);
    let (Some(first), Some(last)) = (free.first(), free.last()) else { return Vec::new() };
    let rows = first.start.saturating_sub(CONTEXT)..(last.end + CONTEXT).min(list.len());
    let window = Window::new(texts, list, rows, |at| free.iter().any(|run| run.contains(&at)));
    let beads = window.align(aligner).beads();
    let mut out: Vec<Run> =
        free.into_iter().filter_map(|run| changed(list, run, &window, &beads)).collect();
    out.reverse();
    out
}

/// Aligns the free rows around a decision anew, as far as its effects go.
pub(super) fn around(
    texts: &[Segmented; 2],
    list: &[Arc<Row>],
    touched: &Range<usize>,
    aligner: &Aligner,
    entry: u64,
) -> Vec<Run> {
    let mut reach = REACH;
    loop {
        let found = runs(texts, list, touched, aligner, Some(reach), entry);
        let low = touched.start.saturating_sub(reach);
        let high = (touched.end + reach).min(list.len());
        let goes_on = found.iter().any(|run| {
            (low > 0 && run.at < low + NEAR_END)
                || (high < list.len() && run.at + run.rows + NEAR_END > high)
        });
        if !goes_on {
            return found;
        }
        reach *= GROWTH;
    }
}

/// The runs of free rows among or next to the touched ones, within a range.
fn free_runs(
    list: &[Arc<Row>],
    touched: &Range<usize>,
    within: Range<usize>,
    entry: u64,
) -> Vec<Range<usize>> {
    let is_free = |at: &usize| list[*at].is_free(entry);
    let above = (within.start..touched.start).rev().take_while(is_free).count();
    let below = (touched.end..within.end).take_while(is_free).count();
    let mut out: Vec<Range<usize>> = Vec::new();
    for at in (touched.start - above..touched.end + below).filter(is_free) {
        match out.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => out.push(at..at + 1),
        }
    }
    out
}

/// The part of a run of rows that the beads change.
fn changed(list: &[Arc<Row>], run: Range<usize>, window: &Window, beads: &[Bead]) -> Option<Run> {
    let (first, last) = (window.place(run.start)?, window.place(run.end - 1)?);
    let inside: Vec<&Bead> = beads
        .iter()
        .filter(|bead| {
            first[0].start <= bead.source.start
                && first[1].start <= bead.target.start
                && bead.source.end <= last[0].end
                && bead.target.end <= last[1].end
                && bead.confidence.is_some()
        })
        .collect();
    let rows: Vec<(&Arc<Row>, &[Range<usize>; 2])> =
        run.clone().map(|at| Some((&list[at], window.place(at)?))).collect::<Option<_>>()?;
    // All segments of the run, or else nothing of it is changed.
    let sums = |of: fn(&Bead) -> usize| inside.iter().map(|bead| of(bead)).sum::<usize>();
    let whole = sums(|b| b.source.len()) == last[0].end - first[0].start
        && sums(|b| b.target.len()) == last[1].end - first[1].start;
    if !whole {
        return None;
    }
    let same = |(row, place): &(&Arc<Row>, &[Range<usize>; 2]), bead: &Bead| {
        let near = match (row.confidence, bead.confidence) {
            (Some(old), Some(new)) => (old - new).abs() < NEWS,
            (old, new) => old.is_some() == new.is_some(),
        };
        place[0] == bead.source && place[1] == bead.target && near
    };
    let before = rows.iter().zip(&inside).take_while(|(row, bead)| same(row, bead)).count();
    let most = rows.len().min(inside.len()) - before;
    let after = rows
        .iter()
        .rev()
        .zip(inside.iter().rev())
        .take(most)
        .take_while(|(row, bead)| same(row, bead))
        .count();
    let new = &inside[before..inside.len() - after];
    let rows = before..rows.len() - after;
    let shaped =
        |bead: &&Bead| Shaped(bead.source.len(), bead.target.len(), bead.confidence.map(rounded));
    (!new.is_empty() || !rows.is_empty()).then(|| Run {
        at: run.start + rows.start,
        rows: rows.len(),
        beads: new.iter().map(shaped).collect(),
    })
}
