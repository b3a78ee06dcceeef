//! Rows as translation units, as an alignment, and as a sheet to correct.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    row::{Piece, Row, RowState, Side},
    state::Review,
};
use crate::{
    align::{Alignment, Bead, Segmented},
    error::{Error, ErrorKind, Place, Result},
    segment::Segment,
    unit::{Unit, tmx_date},
};

/// The rows that go out. Only rows with two sides do, and no rejected ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Those that were accepted.
    #[default]
    Reviewed,
    /// Those, and undecided ones that need no look.
    #[serde(alias = "decided-and-sure")]
    Sure,
    /// All.
    All,
}

impl Choice {
    /// Returns `true` for a row that goes out.
    pub fn takes(self, row: &Row) -> bool {
        if row.is_one_sided() {
            return false;
        }
        match row.state {
            RowState::Accepted => true,
            RowState::Open => match self {
                Self::Reviewed => false,
                Self::Sure => !row.is_doubtful(),
                Self::All => true,
            },
            RowState::Rejected | RowState::Omitted => false,
        }
    }
}

/// The chosen rows as units in order. Accepted ones have the property `x-reviewed`.
pub fn units<'r>(
    review: &'r Review,
    choice: Choice,
    created: Timestamp,
) -> impl Iterator<Item = Unit> + 'r {
    let chosen = review.rows().iter().filter(move |row| choice.takes(row));
    chosen.map(move |row| unit(review, row, created))
}

/// A row as a unit.
pub fn unit(review: &Review, row: &Row, created: Timestamp) -> Unit {
    let [source, target] = review.texts();
    let text = |side, of: &crate::align::Segmented| row.text(side, &of.document);
    let mut unit = Unit::pair(
        (source.document.lang.clone(), &text(Side::Source, source)),
        (target.document.lang.clone(), &text(Side::Target, target)),
    );
    unit.meta.set_attribute("creationdate", tmx_date(created));
    if let Some(confidence) = row.confidence {
        unit.meta.add_prop("x-confidence", format!("{confidence:.2}"));
    }
    unit.meta.add_prop("x-origin", "aligned");
    if row.moved {
        unit.meta.add_prop("x-moved", "yes");
    }
    if row.state == RowState::Accepted {
        unit.meta.add_prop("x-reviewed", "yes");
    }
    if let Some(note) = &row.note {
        unit.meta.notes.push(note.clone());
    }
    unit
}

impl Review {
    /// Returns the chosen rows as an alignment of the original texts, with the segments as they were
    /// cut. Edited texts and remarks only come out as units. Rows of one side are there where all are
    /// chosen; segments of rows that are left out are in no bead.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] for a row whose segments are no neighbours, as after pairing distant ones.
    pub fn alignment(&self, choice: Choice) -> Result<Alignment> {
        let [source, target] = [0, 1].map(|side| self.side_as_cut(side));
        let mut beads = Vec::new();
        for (at, row) in self.rows().iter().enumerate() {
            let is_omission = choice == Choice::All && row.is_one_sided();
            if !choice.takes(row) && !is_omission {
                continue;
            }
            let range = |side: usize, of: &Segmented| {
                range(&row.cells[side], &of.segments).ok_or_else(|| scattered(at, of))
            };
            beads.push(Bead {
                source: range(0, &source)?,
                target: range(1, &target)?,
                confidence: row.confidence,
                evidence: Vec::new(),
                moved: row.moved,
            });
        }
        Ok(Alignment { source, target, beads })
    }

    /// A text with the segments of all rows, in its order.
    fn side_as_cut(&self, side: usize) -> Segmented {
        let pieces = self.rows().iter().flat_map(|row| &row.cells[side]);
        let mut segments: Vec<Segment> = pieces.map(|piece| piece.segment).collect();
        segments.sort_by_key(|segment| segment.span.start);
        Segmented { document: self.texts()[side].document.clone(), segments }
    }
}

/// The indices of the segments of a cell; none where others stand between them.
fn range(cell: &[Piece], segments: &[Segment]) -> Option<std::ops::Range<usize>> {
    let index = |piece: &Piece| {
        segments.binary_search_by_key(&piece.segment.span.start, |other| other.span.start).ok()
    };
    let Some(first) = cell.first() else { return Some(0..0) };
    let first = index(first)?;
    let in_order = cell.iter().enumerate().all(|(at, piece)| index(piece) == Some(first + at));
    in_order.then(|| first..first + cell.len())
}

fn scattered(at: usize, side: &Segmented) -> Error {
    let message = format!("row {} holds sentences that are no neighbours", at + 1);
    Error::new(ErrorKind::Usage, message)
        .at(Place::file(side.document.origin.clone()))
        .hint("this format only holds neighbouring sentences; write units, such as TMX")
}

/// Writes rows as a spreadsheet to correct: those that are chosen, or with [`Choice::All`] every row.
/// Texts are as edited.
///
/// # Errors
/// Errors of the output; a text that is longer than a cell can hold.
#[cfg(feature = "xlsx")]
pub fn write_sheet(
    review: &Review,
    choice: Choice,
    created: Timestamp,
    out: &mut dyn std::io::Write,
) -> Result<()> {
    let [source, target] = review.texts();
    let chosen = review.rows().iter().filter(|row| choice == Choice::All || choice.takes(row));
    let rows = chosen.map(|row| crate::report::xlsx::SheetRow {
        source: row.text(Side::Source, &source.document),
        target: row.text(Side::Target, &target.document),
        confidence: row.confidence.filter(|_| !row.is_one_sided()),
        note: row.note.clone().unwrap_or_default(),
        act: match row.state {
            RowState::Accepted => "ok",
            RowState::Rejected => "delete",
            RowState::Open | RowState::Omitted => "keep",
        },
    });
    let langs = [&source.document.lang, &target.document.lang];
    crate::report::xlsx::write_sheet(langs, created, rows, out)
}
