//! The memory: translation units, kept in a [`Store`].
//!
//! `Store` is the reading side, and [`crate::lookup`] ranks what it hands out, so that every store
//! gives the same answers. There are two: [`SqliteStore`], a file that many programs may share, and
//! [`InMemoryStore`]. `docs/memory.md` tells what the file holds and what may be relied on.

mod direction;
mod in_memory;
mod losses;
#[cfg(feature = "sqlite")]
mod sqlite;
mod stamp;
mod store;

pub(crate) use self::direction::targets;
#[cfg(feature = "embeddings")]
pub(crate) use self::sqlite::open_file;
#[cfg(feature = "sqlite")]
pub use self::sqlite::{
    Added, Change, Conflict, ConflictReason, DamagedMemory, Edited, Finding, FindingKind, Findings,
    HistoryFilter, Import, ImportCounts, ImportOptions, Operation, OperationKind, SqliteStore,
    Stats, Undo, Undone, UnitChange,
};
pub use self::{
    direction::{Direction, direction, may_be_held},
    in_memory::InMemoryStore,
    losses::Losses,
    stamp::{Moment, Stamp},
    store::{LanguageStats, Store, TextPair, UnitText},
};
