//! The memory: translation units in one SQLite file.
//!
//! At rest a memory is one file, to be copied, sent and read from a read-only disk like any document.
//! While it is open SQLite keeps a write-ahead log beside it, so that readers and a writer do not
//! wait for each other; the last to close puts it back. A file of units goes in whole or not at all,
//! in one transaction. The same unit twice is one: what is known of both is kept (`merge.rs`). The
//! same source with different translations stays apart. `docs/memory.md` tells more.
//!
//! [`crate::lookup`] asks for texts and ranks them itself, so that another store can take this one's
//! place.

mod direction;
mod error;
mod merge;
mod open;
mod read;
mod rows;
mod schema;
mod stats;
mod update;
mod write;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::{Connection, Row};

use self::error::refused;
pub use self::{
    direction::{Direction, direction},
    read::{PairOfTexts, Snapshot, TextOf},
    rows::Added,
    stats::{Import, ImportCounts, LanguageStats, Stamp, Stats},
    write::{Edited, ImportOptions},
};
use crate::error::{Error, ErrorKind, Place, Result};

/// A memory, open.
#[derive(Debug)]
pub struct Memory {
    /// `None` only while it is dropped.
    connection: Option<Connection>,
    path: PathBuf,
    /// Whether the file was made by this opening and nothing has been kept in it yet.
    fresh: bool,
}

impl Memory {
    /// Opens a memory for reading; its file and folder may be read-only. One of an earlier version
    /// is brought to this one, if it can be written.
    ///
    /// # Errors
    /// [`ErrorKind::Memory`] where the file is none of ours, newer than this program, damaged or
    /// locked, or of an earlier version and read-only; [`ErrorKind::Io`] where it is not there.
    pub fn open(path: &Path) -> Result<Self> {
        let connection = Some(open::to_read(path)?);
        Ok(Self { connection, path: path.into(), fresh: false })
    }

    /// Opens a memory for writing, and makes it if there is none. A memory that was made and never
    /// kept anything is removed when it is dropped.
    ///
    /// # Errors
    /// As [`Memory::open`], and where the folder or the file cannot be written.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        let fresh = !path.exists();
        if fresh {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
            if folder.is_some_and(|f| !f.is_dir()) {
                return Err(Error::new(ErrorKind::Io, "the folder for the memory does not exist")
                    .at(Place::file(path.display().to_string()))
                    .hint("make the folder first"));
            }
        } else {
            open::exists(path)?;
        }
        Ok(Self { connection: Some(open::to_write(path)?), path: path.into(), fresh })
    }

    /// Opens a memory for writing that must be there.
    ///
    /// # Errors
    /// As [`Memory::open`], and where the file cannot be written.
    pub fn open_to_write(path: &Path) -> Result<Self> {
        // Says the same of a file that is none as when it is read.
        drop(Self::open(path)?);
        Ok(Self { connection: Some(open::to_write(path)?), path: path.into(), fresh: false })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How long another program's writing is waited for; 5 seconds where this is not called.
    ///
    /// # Errors
    /// The store's own.
    pub fn set_patience(&self, patience: Duration) -> Result<()> {
        self.with(|c| c.busy_timeout(patience))
    }

    fn connection(&self) -> Result<&Connection> {
        self.connection
            .as_ref()
            .ok_or_else(|| Error::new(ErrorKind::Memory, "the memory is closed"))
    }

    fn with<'m, T>(
        &'m self,
        work: impl FnOnce(&'m Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        work(self.connection()?).map_err(|e| refused(&self.path, e))
    }

    /// Reads rows and hands them on; errors of either side pass through.
    fn rows<T>(
        &self,
        sql: &str,
        values: &[&dyn rusqlite::ToSql],
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut each: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let mut outcome = Ok(());
        self.with(|c| {
            let mut statement = c.prepare(sql)?;
            let mut rows = statement.query(values)?;
            while let Some(row) = rows.next()? {
                outcome = each(read(row)?);
                if outcome.is_err() {
                    break;
                }
            }
            Ok(())
        })?;
        outcome
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        // Another program may have put something in since: then the file is its, not ours.
        let mut empty = false;
        if self.fresh {
            // Only who is alone with it can give up the log; then the lock holds all others off.
            let lock = connection.execute_batch(
                "PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE",
            );
            let tables = |c: &Connection| {
                c.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
            };
            empty = lock.is_ok() && tables(&connection) == Ok(0);
        }
        // Elsewhere than on Windows it is removed under the lock; there an open file cannot be.
        let removed = empty && fs::remove_file(&self.path).is_ok();
        drop(connection);
        if empty && !removed {
            let _ = fs::remove_file(&self.path);
        }
    }
}
