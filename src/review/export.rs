//! Rows as translation units.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    row::{Row, RowState, Side},
    state::Review,
};
use crate::unit::{Unit, tmx_date};

/// The rows that go out. Only rows with two sides do, and no rejected ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// Those that were accepted.
    #[default]
    Reviewed,
    /// Those, and undecided ones that need no look.
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
    if row.state == RowState::Accepted {
        unit.meta.add_prop("x-reviewed", "yes");
    }
    if let Some(note) = &row.note {
        unit.meta.notes.push(note.clone());
    }
    unit
}
