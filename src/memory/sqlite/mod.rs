//! A memory in one SQLite file.
//!
//! At rest a memory is one file, to be copied, sent and read from a read-only disk like any document.
//! While it is open SQLite keeps a write-ahead log beside it, so that readers and a writer do not
//! wait for each other; the last connection to close puts it back. A file of units goes in whole or
//! not at all, in one transaction. The same unit twice is one: the metadata of both is kept
//! (`merge.rs`). The same source with different translations stays apart.

mod codes;
mod connections;
mod error;
mod history;
mod journal;
mod long_path;
mod merge;
mod migrate;
mod moments;
mod open;
mod read;
mod rows;
mod schema;
mod stats;
mod store;
mod undo;
mod update;
mod write;

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rusqlite::Connection;

use self::connections::{Exclusive, Pool, Readers};
#[cfg(feature = "embeddings")]
pub(crate) use self::open::open_file;
pub use self::{
    history::{HistoryFilter, Operation, OperationKind, UnitChange},
    journal::Change,
    rows::Added,
    stats::{Import, ImportCounts, Stats},
    undo::{Conflict, ConflictReason, Undo, Undone},
    write::{Edited, ImportOptions},
};
use crate::error::{Error, ErrorKind, Place, Result};

/// A memory in one SQLite file, open. Threads may share it: readers have connections of their own,
/// and writers take turns.
pub struct SqliteStore {
    // Dropped in this order: the writer closes last.
    readers: Readers,
    /// `None` where it is open for reading only.
    writer: Option<Exclusive>,
    path: PathBuf,
    /// The file that the writer has open, where the system tells.
    opened: Option<(u64, u64)>,
    /// Whether the file was made by this opening and holds nothing yet.
    fresh: AtomicBool,
}

impl SqliteStore {
    /// Opens a memory for reading; its file and folder may be read-only. One of an earlier version
    /// is brought to this one, if it can be written.
    ///
    /// # Errors
    /// [`ErrorKind::Memory`] where the file is not a memory, newer than this program, damaged or
    /// locked, or of an earlier version and read-only; [`ErrorKind::Io`] where it is not there.
    pub fn open(path: &Path) -> Result<Self> {
        let first = open::to_read(path)?;
        let readers = Readers::Pool(Arc::new(Pool::of_reader(path, first)));
        Ok(Self {
            readers,
            writer: None,
            path: path.into(),
            opened: None,
            fresh: AtomicBool::new(false),
        })
    }

    /// Opens a memory for writing, and makes it if there is none. A new memory that is never
    /// written to is deleted on drop.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], and where the folder or the file cannot be written.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        open::no_device(path)?;
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
        Self::to_write(path, fresh)
    }

    /// Opens a memory for writing that must be there.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], and where the file cannot be written.
    pub fn open_to_write(path: &Path) -> Result<Self> {
        // A file that is not a memory gives the same error as when it is read.
        drop(Self::open(path)?);
        Self::to_write(path, false)
    }

    fn to_write(path: &Path, fresh: bool) -> Result<Self> {
        let writer = Some(Exclusive::new(open::to_write(path)?));
        let readers = Readers::Pool(Arc::new(Pool::beside_writer(path)));
        let opened = open::state(path).and_then(|(file, ..)| file);
        Ok(Self { readers, writer, path: path.into(), opened, fresh: AtomicBool::new(fresh) })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Sets how long to wait while another program writes; 5 seconds where this is not called.
    ///
    /// # Errors
    /// The store's own.
    pub fn set_patience(&self, patience: Duration) -> Result<()> {
        self.readers.set_patience(patience)?;
        match &self.writer {
            Some(writer) => writer.with(&self.path, |c| {
                c.busy_timeout(patience).map_err(|e| error::refused(&self.path, e))
            }),
            None => Ok(()),
        }
    }

    /// Returns true if the path is of another file than the writer has open: what it wrote would be
    /// lost with the old one.
    fn replaced(&self) -> bool {
        let now = open::state(&self.path).and_then(|(file, ..)| file);
        self.opened.is_some() && now != self.opened
    }

    /// Gives the room of what was deleted back to the disk. Where it cannot be, for want of disk or
    /// because others read, it will be written over.
    fn compact(&self) {
        let Some(writer) = &self.writer else { return };
        let _ = writer.with(&self.path, |c| Ok(c.execute_batch("VACUUM")));
    }

    /// Does work on a connection for reading.
    fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        self.readers.with(|c| work(c).map_err(|e| error::refused(&self.path, e)))
    }
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Drop for SqliteStore {
    fn drop(&mut self) {
        self.readers.close_idle();
        if !self.fresh.load(Ordering::Relaxed) {
            return;
        }
        let Some(connection) = self.writer.take().map(Exclusive::into_inner) else { return };
        // Another program may have put something in since: then the file is its, not ours. Only
        // the last connection can give up the log; then the lock holds all others off.
        let lock = connection.execute_batch(
            "PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE",
        );
        let tables = |c: &Connection| {
            c.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
        };
        let empty = lock.is_ok() && tables(&connection) == Ok(0);
        // Removed under the lock, but on Windows an open file cannot be removed.
        let removed = empty && fs::remove_file(&self.path).is_ok();
        drop(connection);
        if empty && !removed {
            let _ = fs::remove_file(&self.path);
        }
    }
}
