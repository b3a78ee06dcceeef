//! Rows of a review: what stands beside each other, and what was decided of it.

use serde::{Deserialize, Serialize};

use crate::{
    document::{Document, Span},
    segment::{Segment, one_line},
};

/// The least confidence of a row that needs no look.
pub(crate) const SURE: f64 = 0.8;

/// The number of a row. A row keeps it as long as it holds the same segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RowId(pub u32);

/// A side of a review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "they say what they are")]
pub enum Side {
    Source,
    Target,
}

impl Side {
    /// The index of the side in [`Row::cells`].
    pub fn index(self) -> usize {
        match self {
            Self::Source => 0,
            Self::Target => 1,
        }
    }
}

/// What a person decided of a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowState {
    /// Nothing yet.
    #[default]
    Open,
    /// Both sides translate each other.
    Accepted,
    /// They do not, and are not to be kept.
    Rejected,
    /// The segments of its one side have no partner.
    Omitted,
}

/// A segment in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its place in the original text.
    pub segment: Segment,
    /// The text that a person wrote in place of the original.
    pub edited: Option<String>,
}

impl Piece {
    /// The text: as edited, or as in the document, on one line.
    pub fn text(&self, document: &Document) -> String {
        match &self.edited {
            Some(text) => text.clone(),
            None => one_line(self.segment.span.of(&document.text)).into_owned(),
        }
    }

    /// Its place in the original text.
    pub fn span(&self) -> Span {
        self.segment.span
    }
}

/// Segments of both sides that stand beside each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The row's number.
    pub id: RowId,
    /// The segments of the source and of the target.
    pub cells: [Vec<Piece>; 2],
    /// The decision.
    pub state: RowState,
    /// Left as it is by the aligner though nothing was decided: a person shaped it.
    pub held: bool,
    /// The target stands elsewhere in its text than its neighbours do.
    pub moved: bool,
    /// The confidence of the aligner; none for a row shaped by hand.
    pub confidence: Option<f64>,
    /// A remark.
    pub note: Option<String>,
    /// The number of the entry that changed it last.
    pub changed: u64,
}

impl Row {
    /// Returns `true` where a decision was made.
    pub fn is_decided(&self) -> bool {
        self.state != RowState::Open
    }

    /// Returns `true` where the aligner has to leave the row as it is.
    pub fn is_fixed(&self) -> bool {
        self.is_decided() || self.held
    }

    /// Returns `true` where the aligner may change the row after an entry: nothing is decided of it, and
    /// it is not held since an earlier one.
    pub(super) fn is_free(&self, entry: u64) -> bool {
        !self.moved && (!self.is_fixed() || (!self.is_decided() && self.changed == entry))
    }

    /// Returns `true` where a side has no segment.
    pub fn is_one_sided(&self) -> bool {
        self.cells.iter().any(Vec::is_empty)
    }

    /// Returns `true` where a person should look: nothing is decided, and it has no partner or little
    /// confidence.
    pub fn is_doubtful(&self) -> bool {
        !self.is_decided()
            && (self.is_one_sided() || self.confidence.is_some_and(|confidence| confidence < SURE))
    }

    /// The text of a side, on one line.
    pub fn text(&self, side: Side, document: &Document) -> String {
        let mut out = String::new();
        let mut before: Option<&Piece> = None;
        for piece in &self.cells[side.index()] {
            if let Some(before) = before {
                out.push_str(between(before, piece, document));
            }
            out.push_str(&piece.text(document));
            before = Some(piece);
        }
        out
    }
}

/// The white space between two segments on one line: as in the text where they are neighbours there.
fn between<'d>(a: &Piece, b: &Piece, document: &'d Document) -> &'d str {
    let gap = document.text.get(a.span().end..b.span().start);
    gap.filter(|gap| {
        gap.chars().all(|c| c.is_whitespace() && !"\n\r\u{85}\u{2028}\u{2029}".contains(c))
    })
    .unwrap_or(" ")
}
