//! What fronts and a review exchange: plain types that serialize, offsets in bytes of the original
//! texts. A page in a browser, a server and tests all speak them.

use serde::{Deserialize, Serialize};

use super::{
    act::Act,
    row::{Piece, Row, RowId, RowState},
    state::{Review, Splice},
};
use crate::{
    align::{Evidence, Link, LinkKind, Segmented},
    error::{Error, ErrorKind},
};

/// A decision that somebody asks for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The number of the last entry that the person saw.
    pub seen: u64,
    /// The person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// A text of the asker's own. The same one again is answered and not decided a second time: a
    /// connection may break between the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The decision.
    #[serde(rename = "decision")]
    pub act: Act,
}

/// A reason why a decision was not made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Conflict {
    /// The reason, for a person.
    pub text: String,
    /// Who changed a row in the meantime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

impl Conflict {
    pub(super) fn refused(text: String) -> Self {
        Self { text, by: None }
    }

    /// The conflict as an error, for callers without a person.
    pub fn into_error(self) -> Error {
        Error::new(ErrorKind::Usage, self.text)
    }
}

/// What an undo or a redo was about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Said {
    /// `undo` or `redo`.
    pub act: String,
    /// The decision that it took back or made again.
    pub of: String,
    /// Who had made that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
}

/// All of a review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Whole {
    /// The source.
    pub source: SideView,
    /// The target.
    pub target: SideView,
    /// The number of the last entry.
    pub at: u64,
    /// The rows.
    pub rows: Vec<RowView>,
    /// A decision can be taken back.
    pub undo: bool,
    /// A decision can be made again.
    pub redo: bool,
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SideView {
    /// The name of its file.
    pub name: String,
    /// Its language.
    pub lang: String,
    /// `rtl` or `ltr`.
    pub dir: String,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RowView {
    /// Its number.
    pub id: RowId,
    /// The segments of the source.
    pub s: Vec<PieceView>,
    /// The segments of the target.
    pub t: Vec<PieceView>,
    /// The confidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c: Option<f64>,
    /// The decision.
    pub state: RowState,
    /// Shaped by hand and left alone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub held: bool,
    /// Out of the order of the texts.
    #[serde(default, skip_serializing_if = "is_false")]
    pub moved: bool,
    /// Asks for a look.
    #[serde(default, skip_serializing_if = "is_false")]
    pub doubt: bool,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A segment in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PieceView {
    /// The offset at which it begins.
    pub at: usize,
    /// The offset at which it ends.
    pub end: usize,
    /// The original text.
    pub text: String,
    /// The text in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<String>,
}

/// The answer to a decision, or what happened since.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Answer {
    /// The number of the last entry.
    pub at: u64,
    /// Changes of the list of rows, to make in order.
    pub changes: Vec<Change>,
    /// The changes are not known any more: read all of the review.
    #[serde(skip_serializing_if = "is_false")]
    pub whole: bool,
    /// A decision can be taken back.
    pub undo: bool,
    /// A decision can be made again.
    pub redo: bool,
    /// Why the decision was not made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conflict: Option<Conflict>,
    /// What an undo or a redo was about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<Said>,
}

/// Rows in the place of others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Change {
    /// The index of the first.
    pub at: usize,
    /// The number of rows that go.
    pub remove: usize,
    /// The rows that come.
    pub rows: Vec<RowView>,
}

/// What stands behind a row.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Details {
    /// The next best ways to cut the segments around the row.
    pub proposals: Vec<Proposal>,
    /// The evidence of each signal.
    pub evidence: Vec<Evidence>,
    /// Words that correspond.
    pub links: Vec<LinkView>,
    /// Standard deviations by which the target is longer than expected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<f64>,
}

/// Another way to cut the segments of neighbouring rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Proposal {
    /// The first row.
    pub from: RowId,
    /// The last row.
    pub to: RowId,
    /// The beads by numbers of segments.
    pub beads: Vec<(usize, usize)>,
    /// Its probability among all ways.
    pub p: f64,
}

/// A place of the source and one of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LinkView {
    /// What links them.
    pub kind: LinkKind,
    /// Begin and end in the source.
    pub s: (usize, usize),
    /// Begin and end in the target.
    pub t: (usize, usize),
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Review {
    /// All of the review.
    pub fn whole(&self) -> Whole {
        let [source, target] = self.texts();
        Whole {
            source: SideView::of(source),
            target: SideView::of(target),
            at: self.number(),
            rows: self.rows().iter().map(|row| self.view(row)).collect(),
            undo: self.can_undo(),
            redo: self.can_redo(),
        }
    }

    /// What happened since an entry.
    pub fn answer(&self, seen: u64) -> Answer {
        let since = self.since(seen);
        Answer {
            at: self.number(),
            whole: since.is_none(),
            changes: since.unwrap_or_default().into_iter().map(|s| self.change(s)).collect(),
            undo: self.can_undo(),
            redo: self.can_redo(),
            ..Answer::default()
        }
    }

    fn change(&self, splice: &Splice) -> Change {
        let rows = splice.rows.iter().map(|row| self.view(row)).collect();
        Change { at: splice.at, remove: splice.removed, rows }
    }

    /// A row as a front sees it.
    pub fn view(&self, row: &Row) -> RowView {
        let [source, target] = self.texts();
        let pieces = |cell: &[Piece], text: &Segmented| {
            cell.iter().map(|piece| PieceView::of(piece, &text.document.text)).collect()
        };
        RowView {
            id: row.id,
            s: pieces(&row.cells[0], source),
            t: pieces(&row.cells[1], target),
            c: row.confidence,
            state: row.state,
            held: row.held,
            moved: row.moved,
            doubt: row.is_doubtful(),
            note: row.note.clone(),
        }
    }
}

impl SideView {
    fn of(side: &Segmented) -> Self {
        let document = &side.document;
        let name = document.origin.rsplit(['/', '\\']).next().unwrap_or_default();
        Self {
            name: name.to_owned(),
            lang: document.lang.to_string(),
            dir: if document.lang.is_rtl() { "rtl" } else { "ltr" }.to_owned(),
        }
    }
}

impl PieceView {
    fn of(piece: &Piece, text: &str) -> Self {
        let span = piece.span();
        Self {
            at: span.start,
            end: span.end,
            text: span.of(text).to_owned(),
            edited: piece.edited.clone(),
        }
    }
}

impl From<Link> for LinkView {
    fn from(link: Link) -> Self {
        let range = |span: crate::document::Span| (span.start, span.end);
        Self { kind: link.kind, s: range(link.source), t: range(link.target) }
    }
}
