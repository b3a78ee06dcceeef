//! The state of a store as an index sees it, to find out what the index lacks.

use serde::{Deserialize, Serialize};

use crate::unit::UnitId;

/// The state of a store: its identity, and how far it has come. Two equal stamps of a store mean that no
/// text was added, changed or removed between them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// A string that no other store has: random, made with the store. A copy has the same.
    pub identity: String,
    /// A number that no visible unit exceeds; 0 where there is no unit. Smaller numbers may still
    /// become visible.
    pub last_unit: UnitId,
    /// The moment, for [`Store::changed_since`](super::Store::changed_since).
    pub moment: Moment,
}

/// A moment in the life of a store. Only the store that gave it can read it: the number of a
/// change, or a snapshot of transactions as a database writes it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(String);

impl Moment {
    /// A moment in the store's own notation.
    pub fn new(position: impl Into<String>) -> Self {
        Self(position.into())
    }

    /// The moment as the store wrote it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
