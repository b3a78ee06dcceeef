//! The part of a store that could not be read.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::unit::UnitId;

/// The units that a store could not read, so far. A store that finds damage reads on past it, and
/// whoever has read asks here for the rest.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Losses {
    /// Units that could not be read.
    pub unreadable: BTreeSet<UnitId>,
    /// Units that were read without one of their texts, or without some metadata.
    pub incomplete: BTreeSet<UnitId>,
    /// Damaged pages that were met. Units whose every trace was in them are not counted above.
    pub pages: u64,
}

impl Losses {
    /// Returns true if everything could be read.
    pub fn is_empty(&self) -> bool {
        self.unreadable.is_empty() && self.incomplete.is_empty() && self.pages == 0
    }
}
