//! Decisions applied to the list of rows.

mod anew;
mod far;

use std::{collections::BTreeMap, ops::Range, sync::Arc};

use super::{
    act::{Act, Shaped, Way},
    row::{Piece, Row, RowId, RowState, Side},
};
use crate::align::Segmented;

/// The rows of a review while a decision is applied to them.
pub(super) struct Rows<'t> {
    pub(super) list: Vec<Arc<Row>>,
    /// The number of the next new row.
    pub(super) next: u32,
    /// The number of the entry.
    pub(super) number: u64,
    pub(super) texts: &'t [Segmented; 2],
}

/// A reason why a decision cannot be made, in words for a person.
pub(super) type Refusal = String;

/// The refusal for a row that another decision removed.
pub(super) const GONE: &str = "A row is not there any more.";

/// The indices of rows, in their order; none where one is not there.
pub(super) fn indices(list: &[Arc<Row>], ids: &[RowId]) -> Option<Vec<usize>> {
    // A person may name thousands of rows at once.
    let places: BTreeMap<RowId, usize> =
        list.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    ids.iter().map(|id| places.get(id).copied()).collect()
}

/// The cells of a row.
type Cells = [Vec<Piece>; 2];

impl Rows<'_> {
    /// Applies a decision and returns the rows that it touched, by index.
    pub(super) fn apply(&mut self, act: &Act) -> Result<Range<usize>, Refusal> {
        match act {
            Act::Accept { rows } => self.decide(rows, RowState::Accepted),
            Act::Reject { rows } => self.decide(rows, RowState::Rejected),
            Act::Reopen { rows } => self.decide(rows, RowState::Open),
            Act::AcceptThrough { row } => self.accept_through(*row),
            Act::Omit { row } => self.omit(*row),
            Act::Merge { row } => self.merge(*row),
            Act::Split { row, source, target } => self.split(*row, [*source, *target]),
            Act::Cut { row, side, at } => self.cut(*row, *side, *at),
            Act::Move { row, side, way } => self.shift(*row, *side, *way),
            Act::Pair { source, target } => self.pair(*source, *target),
            Act::PairBlock { source, target, beads } => {
                self.pair_block(*source, *target, beads.as_deref().unwrap_or_default())
            }
            Act::Shape { from, to, beads } => self.shape(*from, *to, beads),
            Act::Edit { row, side, at, text } => self.edit(*row, *side, *at, text.as_deref()),
            Act::Note { row, text } => self.note(*row, text),
            Act::Realign => Ok(self.release()),
            Act::Undo | Act::Redo => Err("undo and redo are no changes of rows".into()),
        }
    }

    /// The index of a row.
    pub(super) fn find(&self, id: RowId) -> Result<usize, Refusal> {
        let at = self.list.iter().position(|row| row.id == id);
        at.ok_or_else(|| GONE.to_owned())
    }

    /// The indices of a run of rows, in whatever order its ends are named.
    pub(super) fn run(&self, [a, b]: [RowId; 2]) -> Result<Range<usize>, Refusal> {
        let (a, b) = (self.find(a)?, self.find(b)?);
        Ok(a.min(b)..a.max(b) + 1)
    }

    /// Changes a row in its place.
    fn change(&mut self, at: usize, change: impl FnOnce(&mut Row)) {
        let row = Arc::make_mut(&mut self.list[at]);
        change(row);
        row.changed = self.number;
    }

    /// A new row in a state, in the place of old ones.
    fn row(&mut self, cells: Cells, state: RowState, old: &[Arc<Row>]) -> Row {
        let id = RowId(self.next);
        self.next += 1;
        let note = inherited_note(old, &cells);
        let (held, moved, confidence) = (false, false, None);
        Row { id, cells, state, held, moved, confidence, note, changed: self.number }
    }

    /// A row shaped by hand: accepted with two sides, held with one, none without any.
    fn shaped(&mut self, cells: Cells, old: &[Arc<Row>]) -> Option<Row> {
        if cells.iter().all(Vec::is_empty) {
            return None;
        }
        let mut row = self.row(cells, RowState::Accepted, old);
        if row.is_one_sided() {
            row.state = RowState::Open;
            row.held = true;
        }
        Some(row)
    }

    /// A row that a decision leaves to the aligner, and that is held if that does not change it.
    fn left(&mut self, cells: Cells, old: &[Arc<Row>]) -> Option<Row> {
        let row = self.shaped(cells, old)?;
        Some(Row { state: RowState::Open, held: true, ..row })
    }

    /// Replaces rows by others, and returns where they are.
    fn replace(
        &mut self,
        range: Range<usize>,
        rows: impl IntoIterator<Item = Row>,
    ) -> Range<usize> {
        let new: Vec<Arc<Row>> = rows.into_iter().map(Arc::new).collect();
        let touched = range.start..range.start + new.len();
        self.list.splice(range, new);
        touched
    }

    fn decide(&mut self, rows: &[RowId], state: RowState) -> Result<Range<usize>, Refusal> {
        let mut at = indices(&self.list, rows).ok_or(GONE)?;
        at.sort_unstable();
        let (Some(first), Some(last)) = (at.first().copied(), at.last().copied()) else {
            return Err("No row is named.".into());
        };
        at.into_iter().for_each(|at| self.set(at, state));
        Ok(first..last + 1)
    }

    fn set(&mut self, at: usize, state: RowState) {
        self.change(at, |row| {
            row.state = match state {
                RowState::Accepted if row.is_one_sided() => RowState::Omitted,
                state => state,
            };
            row.held = false;
        });
    }

    fn accept_through(&mut self, row: RowId) -> Result<Range<usize>, Refusal> {
        let last = self.find(row)?;
        let open: Vec<usize> = (0..=last).filter(|at| !self.list[*at].is_decided()).collect();
        let first = *open.first().ok_or("All rows up to here are decided.")?;
        open.into_iter().for_each(|at| self.set(at, RowState::Accepted));
        Ok(first..last + 1)
    }

    fn omit(&mut self, row: RowId) -> Result<Range<usize>, Refusal> {
        let at = self.find(row)?;
        if self.list[at].is_one_sided() {
            self.set(at, RowState::Omitted);
            return Ok(at..at + 1);
        }
        let old = [Arc::clone(&self.list[at])];
        let [source, target] = old[0].cells.clone();
        let upper = self.row([source, Vec::new()], RowState::Omitted, &old);
        let lower = self.row([Vec::new(), target], RowState::Omitted, &old);
        Ok(self.replace(at..at + 1, [upper, lower]))
    }

    fn merge(&mut self, row: RowId) -> Result<Range<usize>, Refusal> {
        let at = self.find(row)?;
        let Some(old) = self.list.get(at..at + 2).map(<[_]>::to_vec) else {
            return Err("There is no row below to join it with.".into());
        };
        let mut cells = old[0].cells.clone();
        for (cell, more) in cells.iter_mut().zip(&old[1].cells) {
            cell.extend(more.iter().cloned());
            cell.sort_by_key(Piece::span);
        }
        let moved = old.iter().any(|row| row.moved);
        let merged = self.shaped(cells, &old).map(|row| Row { moved, ..row });
        Ok(self.replace(at..at + 2, merged))
    }

    fn split(&mut self, row: RowId, at: [Option<usize>; 2]) -> Result<Range<usize>, Refusal> {
        let index = self.find(row)?;
        let old = [Arc::clone(&self.list[index])];
        let mut parts: [Cells; 2] = Default::default();
        for (side, offset) in at.into_iter().enumerate() {
            let cell = old[0].cells[side].clone();
            let (upper, lower) = match offset {
                Some(offset) => self.parted(side, cell, offset)?,
                None => (cell, Vec::new()),
            };
            (parts[0][side], parts[1][side]) = (upper, lower);
        }
        let [upper, lower] = parts;
        if [&upper, &lower].into_iter().any(|cells| cells.iter().all(Vec::is_empty)) {
            return Err("There is nothing to split here: put the caret inside the text.".into());
        }
        let has_both = at.iter().all(Option::is_some);
        let upper = if has_both { self.shaped(upper, &old) } else { self.left(upper, &old) };
        let parts = [upper, self.left(lower, &old)]
            .map(|row| row.map(|row| Row { moved: old[0].moved && !row.is_one_sided(), ..row }));
        Ok(self.replace(index..index + 1, parts.into_iter().flatten()))
    }

    /// The pieces of a cell before an offset and behind it; the piece around it is cut.
    fn parted(
        &self,
        side: usize,
        mut cell: Vec<Piece>,
        offset: usize,
    ) -> Result<(Vec<Piece>, Vec<Piece>), Refusal> {
        let inside = |piece: &Piece| piece.span().start < offset && offset < piece.span().end;
        if let Some(at) = cell.iter().position(inside) {
            let [left, right] = self.halves(side, &cell[at], offset)?;
            cell.splice(at..=at, left.into_iter().chain(right));
        }
        let at = cell.iter().position(|piece| piece.span().start >= offset).unwrap_or(cell.len());
        let lower = cell.split_off(at);
        Ok((cell, lower))
    }

    /// The two parts of a piece without the white space at the cut; one is none where only white space
    /// is cut off.
    fn halves(
        &self,
        side: usize,
        piece: &Piece,
        offset: usize,
    ) -> Result<[Option<Piece>; 2], Refusal> {
        if piece.edited.is_some() {
            return Err("Its text was edited; bring the original back before you cut it.".into());
        }
        let text = &self.texts[side].document.text;
        if !text.is_char_boundary(offset) {
            return Err("The cut is inside a character.".into());
        }
        let half = |start: usize, end: usize| {
            let span = crate::document::Span::new(start, end).trimmed(text);
            let segment = crate::segment::Segment { span, ..piece.segment };
            (!span.is_empty()).then_some(Piece { segment, edited: None })
        };
        Ok([half(piece.span().start, offset), half(offset, piece.span().end)])
    }

    fn cut(&mut self, row: RowId, side: Side, offset: usize) -> Result<Range<usize>, Refusal> {
        let at = self.find(row)?;
        let cell = &self.list[at].cells[side.index()];
        let inside = |piece: &Piece| piece.span().start < offset && offset < piece.span().end;
        let place = cell.iter().position(inside).ok_or("There is nothing to cut here.")?;
        let [Some(left), Some(right)] = self.halves(side.index(), &cell[place], offset)? else {
            return Err("There is nothing to cut here.".into());
        };
        self.change(at, |row| {
            row.cells[side.index()].splice(place..=place, [left, right]);
        });
        Ok(at..at + 1)
    }

    fn shift(&mut self, row: RowId, side: Side, way: Way) -> Result<Range<usize>, Refusal> {
        let at = self.find(row)?;
        let side = side.index();
        let mut here = self.list[at].cells.clone();
        if here[side].is_empty() {
            return Err("There is no segment to move on this side.".into());
        }
        let near = match way {
            Way::Up => at.checked_sub(1),
            Way::Down => (at + 1 < self.list.len()).then_some(at + 1),
        };
        if near.is_none() && here[side].len() == 1 && here[1 - side].is_empty() {
            return Err("There is no row to move it to.".into());
        }
        let mut there = near.map(|near| self.list[near].cells.clone()).unwrap_or_default();
        match way {
            Way::Up => there[side].push(here[side].remove(0)),
            Way::Down => there[side].insert(0, here[side].remove(here[side].len() - 1)),
        }
        let (first, last) = (near.unwrap_or(at).min(at), near.unwrap_or(at).max(at));
        let old = self.list[first..=last].to_vec();
        let of = |at: Option<usize>| at.map(|at| (self.list[at].moved, self.list[at].is_decided()));
        let was = [of(Some(at)), of(near)].map(Option::unwrap_or_default);
        let mut made = [(here, was[0]), (there, was[1])];
        if way == Way::Up {
            made.reverse();
        }
        let [upper, lower] = made;
        let lower_row = match lower.1.1 {
            true => self.shaped(lower.0, &old),
            false => self.left(lower.0, &old),
        };
        let mut made = [self.shaped(upper.0, &old), lower_row];
        for (row, was) in made.iter_mut().zip([upper.1, lower.1]) {
            if let Some(row) = row {
                row.moved = was.0 && !row.is_one_sided();
            }
        }
        Ok(self.replace(first..last + 1, made.into_iter().flatten()))
    }

    fn shape(&mut self, from: RowId, to: RowId, beads: &[Shaped]) -> Result<Range<usize>, Refusal> {
        let rows = self.run([from, to])?;
        let gathered = [0, 1].map(|side| {
            let pieces = self.list[rows.clone()].iter().flat_map(|row| row.cells[side].clone());
            pieces.collect::<Vec<_>>()
        });
        let old: Vec<Arc<Row>> = self.list[rows.clone()].to_vec();
        let mut new = Vec::new();
        for (cells, confidence) in cut(gathered, beads)? {
            let state = match cells.iter().any(Vec::is_empty) {
                true => RowState::Omitted,
                false => RowState::Accepted,
            };
            let row = self.row(cells, state, &old);
            new.push(Row { confidence, ..row });
        }
        Ok(self.replace(rows, new))
    }

    fn edit(
        &mut self,
        row: RowId,
        side: Side,
        offset: usize,
        text: Option<&str>,
    ) -> Result<Range<usize>, Refusal> {
        let at = self.find(row)?;
        let cell = &self.list[at].cells[side.index()];
        let place = cell.iter().position(|piece| piece.span().start == offset);
        let place = place.ok_or("No segment begins there.")?;
        if text.is_some_and(|text| text.trim().is_empty()) {
            return Err(
                "A text cannot be empty; reject the row, or mark it as without partner.".into()
            );
        }
        let document = &self.texts[side.index()].document;
        let original = Piece { edited: None, ..cell[place].clone() }.text(document);
        let text = text.map(str::trim).filter(|text| *text != original).map(str::to_owned);
        self.change(at, |row| row.cells[side.index()][place].edited = text);
        Ok(at..at + 1)
    }

    fn note(&mut self, row: RowId, text: &str) -> Result<Range<usize>, Refusal> {
        let at = self.find(row)?;
        let text = text.trim();
        self.change(at, |row| row.note = (!text.is_empty()).then(|| text.to_owned()));
        Ok(at..at + 1)
    }

    /// Releases the rows that are held.
    fn release(&mut self) -> Range<usize> {
        for at in 0..self.list.len() {
            if self.list[at].held {
                self.change(at, |row| row.held = false);
            }
        }
        0..self.list.len()
    }
}

/// The notes of old rows that a new one inherits: the one with the first segment of a row has its note,
/// so that none is lost and none is there twice.
fn inherited_note(old: &[Arc<Row>], cells: &Cells) -> Option<String> {
    let has_first = |row: &&Arc<Row>| {
        let first =
            row.cells.iter().enumerate().find_map(|(side, cell)| Some((side, cell.first()?)));
        first.is_some_and(|(side, first)| {
            cells[side].iter().any(|piece| piece.span().start == first.span().start)
        })
    };
    let notes: Vec<&str> =
        old.iter().filter(has_first).filter_map(|row| row.note.as_deref()).collect();
    (!notes.is_empty()).then(|| notes.join("\n"))
}

/// Cuts the pieces of both sides into beads, which must hold all of them.
fn cut(gathered: Cells, beads: &[Shaped]) -> Result<Vec<(Cells, Option<f64>)>, Refusal> {
    let [source, target] = gathered;
    let sums = beads.iter().fold((0_usize, 0_usize), |sum, bead| {
        (sum.0.saturating_add(bead.0), sum.1.saturating_add(bead.1))
    });
    let has_empty = beads.iter().any(|bead| (bead.0, bead.1) == (0, 0));
    if sums != (source.len(), target.len()) || has_empty {
        return Err("The beads do not hold each segment of the rows once.".into());
    }
    let (mut source, mut target) = (source.into_iter(), target.into_iter());
    let cells = |bead: &Shaped| {
        let cells =
            [source.by_ref().take(bead.0).collect(), target.by_ref().take(bead.1).collect()];
        (cells, bead.2)
    };
    Ok(beads.iter().map(cells).collect())
}
