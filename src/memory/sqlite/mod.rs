//! A memory in one SQLite file.
//!
//! At rest a memory is one file, to be copied, sent and read from a read-only disk like any document.
//! While it is open SQLite keeps a write-ahead log beside it, so that readers and a writer do not
//! wait for each other; the last connection to close puts it back. A file of units goes in whole or
//! not at all, in one transaction. The same unit twice is one: the metadata of both is kept
//! (`merge.rs`). The same source with different translations stays apart.

mod codes;
mod connections;
mod damage;
mod error;
mod foreign;
mod history;
mod journal;
mod leftover;
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
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rusqlite::Connection;

#[cfg(feature = "embeddings")]
pub(crate) use self::open::open_file;
use self::{
    connections::{Exclusive, Pool, Readers},
    damage::{Damage, Salvage},
};
pub use self::{
    damage::{DamagedMemory, Finding, FindingKind, Findings},
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
    opened: Mutex<Option<(u64, u64)>>,
    /// Whether the file was made by this opening, or held nothing, and holds nothing yet.
    fresh: AtomicBool,
    damage: Arc<Damage>,
    /// The time to wait while another program writes.
    wait: Duration,
}

impl SqliteStore {
    /// Opens a memory for reading; its file and folder may be read-only. One of an earlier version
    /// is brought to this one, if it can be written. Of a damaged one what is left can be read;
    /// [`Store::losses`](crate::memory::Store::losses) tells what is not.
    ///
    /// # Errors
    /// [`ErrorKind::Memory`] where the file is not a memory, newer than this program, locked, holds
    /// what no memory has (a trigger, a view), or is of an earlier version and read-only;
    /// [`ErrorKind::Io`] where it is not there.
    pub fn open(path: &Path) -> Result<Self> {
        Self::open_waiting(path, open::PATIENCE)
    }

    /// Opens a memory for reading, as [`SqliteStore::open`] does, and waits so long while another
    /// program writes, now and later.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_waiting(path: &Path, wait: Duration) -> Result<Self> {
        let readers = match open::to_read(path, wait) {
            Ok(first) => Readers::Pool(Arc::new(Pool::of_reader(path, first, wait))),
            Err(e) if damage::is_damaged(&e) && Salvage::is_memory(path) => {
                Readers::Damaged(path.into())
            }
            Err(e) => return Err(e),
        };
        Ok(Self {
            readers,
            writer: None,
            path: path.into(),
            opened: Mutex::new(None),
            fresh: AtomicBool::new(false),
            damage: Arc::default(),
            wait,
        })
    }

    /// Opens a memory for writing, and makes it if there is none. A new memory that is never
    /// written to is deleted on drop.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], where the memory is damaged, and where the folder or the file cannot
    /// be written.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        Self::open_or_create_waiting(path, open::PATIENCE)
    }

    /// Opens a memory for writing, as [`SqliteStore::open_or_create`] does, and waits so long while
    /// another program writes, now and later.
    ///
    /// # Errors
    /// As [`SqliteStore::open_or_create`].
    pub fn open_or_create_waiting(path: &Path, wait: Duration) -> Result<Self> {
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
        Self::to_write(path, wait)
    }

    /// Opens a memory for writing that must be there.
    ///
    /// # Errors
    /// As [`SqliteStore::open`], and where the file is damaged or cannot be written.
    pub fn open_to_write(path: &Path) -> Result<Self> {
        Self::open_to_write_waiting(path, open::PATIENCE)
    }

    /// Opens a memory for writing, as [`SqliteStore::open_to_write`] does, and waits so long while
    /// another program writes, now and later.
    ///
    /// # Errors
    /// As [`SqliteStore::open_to_write`].
    pub fn open_to_write_waiting(path: &Path, wait: Duration) -> Result<Self> {
        // A file that is not a memory gives the same error as when it is read.
        drop(open::to_read(path, wait)?);
        Self::to_write(path, wait)
    }

    fn to_write(path: &Path, wait: Duration) -> Result<Self> {
        let (writer, fresh) = open::to_write(path, wait)?;
        let readers = Readers::Pool(Arc::new(Pool::beside_writer(path, wait)));
        let opened = open::state(path).and_then(|(file, ..)| file);
        Ok(Self {
            readers,
            writer: Some(Exclusive::new(writer)),
            path: path.into(),
            opened: Mutex::new(opened),
            fresh: AtomicBool::new(fresh),
            damage: Arc::default(),
            wait,
        })
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
        let opened = *self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        opened.is_some() && now != opened
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
        let _ = leftover::remove(connection, &self.path);
    }
}
