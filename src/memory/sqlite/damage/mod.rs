//! Damaged memories. Reading goes through SQLite until it meets damage; then the rows of all whole
//! pages are gathered without it (`salvage.rs`), and the reading goes on there. What is lost is noted.

mod examine;
mod pages;
mod past;
mod record;
mod salvage;

use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, ErrorCode, ffi};

pub use self::examine::{DamagedMemory, Finding, FindingKind, Findings};
use self::salvage::Care;
pub(super) use self::salvage::Salvage;
use super::open;
use crate::{
    error::{Error, ErrorKind, Place, Result},
    memory::Losses,
};

/// Returns true if the error is that what was read cannot be so.
pub(super) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::Error as E;
    match error {
        E::SqliteFailure(e, _) => {
            matches!(e.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
                || e.extended_code == ffi::SQLITE_IOERR_SHORT_READ
        }
        E::FromSqlConversionFailure(..)
        | E::IntegralValueOutOfRange(..)
        | E::InvalidColumnType(..)
        | E::Utf8Error(..) => true,
        _ => false,
    }
}

/// As [`is_damage`], of an error with a place.
pub(super) fn is_damaged(error: &Error) -> bool {
    let source = error.source.as_ref().and_then(|e| e.downcast_ref::<rusqlite::Error>());
    source.is_some_and(is_damage)
}

/// The error of SQLite for a damaged file, for damage that it does not see itself.
pub(super) fn corrupt(what: &str) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_CORRUPT), Some(what.to_owned()))
}

/// What is known of the damage of a memory; a store and its snapshots share it.
#[derive(Default)]
pub(super) struct Damage {
    losses: Mutex<Losses>,
    /// What the file holds, and the file's state when that was gathered.
    salvage: Mutex<Option<(Option<open::FileState>, Arc<Salvage>)>>,
}

impl Damage {
    pub(super) fn losses(&self) -> MutexGuard<'_, Losses> {
        self.losses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gathers what a memory holds: through a connection or, where SQLite cannot open it, from the file.
    fn salvage(&self, path: &Path, c: Option<&Connection>) -> Result<Arc<Salvage>> {
        let mut held = self.salvage.lock().unwrap_or_else(PoisonError::into_inner);
        let now = open::state(path);
        if let Some((_, salvage)) = held.as_ref().filter(|(then, _)| *then == now) {
            return Ok(Arc::clone(salvage));
        }
        let salvage = match c {
            Some(c) => Salvage::of_connection(c),
            None => Salvage::of_file(path),
        };
        let salvage = Arc::new(salvage.map_err(|e| cannot_copy(path).because(e))?);
        *held = Some((now, Arc::clone(&salvage)));
        Ok(salvage)
    }
}

fn cannot_copy(path: &Path) -> Error {
    Error::new(
        ErrorKind::Io,
        "the memory is damaged, and cannot be copied to read what is left of it",
    )
    .at(Place::file(path.display().to_string()))
    .hint("make room in the folder for temporary files")
}
