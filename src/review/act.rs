//! What a person can do with rows.

use serde::{Deserialize, Serialize};

use super::row::{RowId, Side};

/// A direction in the list of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "they say what they are")]
pub enum Way {
    Up,
    Down,
}

/// A bead by numbers of segments: of the source, of the target, and its confidence if the aligner made
/// it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub struct Shaped(pub usize, pub usize, pub Option<f64>);

/// A bead as it is written: `[1, 2]` or `[1, 2, 0.93]`.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    With(usize, usize, f64),
    Without(usize, usize),
}

impl From<Written> for Shaped {
    fn from(written: Written) -> Self {
        match written {
            Written::With(source, target, confidence) => Self(source, target, Some(confidence)),
            Written::Without(source, target) => Self(source, target, None),
        }
    }
}

impl From<Shaped> for Written {
    fn from(Shaped(source, target, confidence): Shaped) -> Self {
        match confidence {
            Some(confidence) => Self::With(source, target, confidence),
            None => Self::Without(source, target),
        }
    }
}

/// A decision. Offsets are bytes of the original texts.
///
/// A row shaped by hand counts as accepted where it has two sides: of a split or a move the upper row, for
/// people work downwards. The other rows that a decision makes are aligned anew at once, within the
/// borders that it drew, and are held where the aligner leaves them: later decisions do not move them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Act {
    /// Rows are right as they are. A row of one side is then an omission.
    Accept {
        /// The rows.
        rows: Vec<RowId>,
    },
    /// All open rows up to and with this one are right as they are.
    AcceptThrough {
        /// The last row.
        row: RowId,
    },
    /// The sides of rows are no translations of each other, and are not to be kept.
    Reject {
        /// The rows.
        rows: Vec<RowId>,
    },
    /// Takes the decision on rows back.
    Reopen {
        /// The rows.
        rows: Vec<RowId>,
    },
    /// Each side of a row stands alone: it has no partner.
    Omit {
        /// The row.
        row: RowId,
    },
    /// Joins a row with the one below.
    Merge {
        /// The upper row.
        row: RowId,
    },
    /// Moves what follows the offsets to a new row below. A side without an offset stays whole above.
    Split {
        /// The row.
        row: RowId,
        /// The offset in the source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<usize>,
        /// The offset in the target.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<usize>,
    },
    /// Makes two segments of one, in the same row.
    Cut {
        /// The row.
        row: RowId,
        /// The side of the segment.
        side: Side,
        /// The offset inside the segment.
        at: usize,
    },
    /// Moves the first segment of a side to the row above, or the last one to the row below.
    Move {
        /// The row.
        row: RowId,
        /// The side.
        side: Side,
        /// The direction.
        way: Way,
    },
    /// Pairs the source of one row with the target of another, near or far.
    Pair {
        /// The row of the source.
        source: RowId,
        /// The row of the target.
        target: RowId,
    },
    /// Pairs the sources of one run of rows with the targets of another: a moved passage.
    PairBlock {
        /// The first and the last row of the sources.
        source: [RowId; 2],
        /// The first and the last row of the targets.
        target: [RowId; 2],
        /// How the segments pair; the aligner finds it where it is not given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        beads: Option<Vec<Shaped>>,
    },
    /// Cuts the segments of a run of rows into other beads, as a proposal says.
    Shape {
        /// The first row.
        from: RowId,
        /// The last row.
        to: RowId,
        /// The beads, which hold all segments.
        beads: Vec<Shaped>,
    },
    /// Writes another text in place of a segment's; none brings the original back.
    Edit {
        /// The row.
        row: RowId,
        /// The side of the segment.
        side: Side,
        /// The offset at which the segment begins.
        at: usize,
        /// The text.
        text: Option<String>,
    },
    /// Writes a remark on a row; an empty one removes it.
    Note {
        /// The row.
        row: RowId,
        /// The remark.
        text: String,
    },
    /// Aligns everything that is not decided anew, held rows too.
    Realign,
    /// Takes the last decision back.
    Undo,
    /// Makes the last decision that was taken back again.
    Redo,
}

impl Act {
    /// The name, as in a journal: `accept-through`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accept { .. } => "accept",
            Self::AcceptThrough { .. } => "accept-through",
            Self::Reject { .. } => "reject",
            Self::Reopen { .. } => "reopen",
            Self::Omit { .. } => "omit",
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
            Self::Cut { .. } => "cut",
            Self::Move { .. } => "move",
            Self::Pair { .. } => "pair",
            Self::PairBlock { .. } => "pair-block",
            Self::Shape { .. } => "shape",
            Self::Edit { .. } => "edit",
            Self::Note { .. } => "note",
            Self::Realign => "realign",
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    /// The rows that the decision names.
    pub fn rows(&self) -> Vec<RowId> {
        match self {
            Self::Accept { rows } | Self::Reject { rows } | Self::Reopen { rows } => rows.clone(),
            Self::AcceptThrough { row }
            | Self::Omit { row }
            | Self::Merge { row }
            | Self::Split { row, .. }
            | Self::Cut { row, .. }
            | Self::Move { row, .. }
            | Self::Edit { row, .. }
            | Self::Note { row, .. } => vec![*row],
            Self::Pair { source, target } => vec![*source, *target],
            Self::PairBlock { source, target, .. } => [*source, *target].concat(),
            Self::Shape { from, to, .. } => vec![*from, *to],
            Self::Realign | Self::Undo | Self::Redo => Vec::new(),
        }
    }
}
