//! Connections to one file: a connection serves one thread at a time, so a store that threads share
//! keeps several for reading and one for writing.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread::{self, ThreadId},
    time::Duration,
};

use rusqlite::Connection;

use super::{
    damage::{corrupt, is_damage},
    error::refused,
    open,
};
use crate::error::{Error, ErrorKind, Place, Result};

/// The most connections that are kept open while no thread uses them; each may hold pages of the
/// file in memory.
const MOST_IDLE: usize = 16;

/// The connections that a store reads through.
pub(super) enum Readers {
    /// Any: each reading sees the file as it is by then.
    Pool(Arc<Pool>),
    /// The one of a snapshot.
    Frozen(Arc<Frozen>),
    /// None: SQLite cannot open the file.
    Damaged(PathBuf),
}

impl Readers {
    /// Does work on a connection.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match self {
            Self::Pool(pool) => {
                let connection = pool.take()?;
                let outcome = work(&connection);
                pool.give_back(connection);
                outcome
            }
            Self::Frozen(frozen) => frozen.with(work),
            Self::Damaged(path) => Err(refused(path, corrupt("it cannot be opened"))),
        }
    }

    /// Takes the state of now; the state of a snapshot is its own.
    pub(super) fn freeze(&self) -> Result<Self> {
        Ok(match self {
            Self::Pool(pool) => Self::Frozen(Arc::new(Frozen::new(pool)?)),
            Self::Frozen(frozen) => Self::Frozen(Arc::clone(frozen)),
            Self::Damaged(path) => Self::Damaged(path.clone()),
        })
    }

    pub(super) fn set_patience(&self, patience: Duration) -> Result<()> {
        match self {
            Self::Pool(pool) => pool.set_patience(patience),
            // It has its lock already, or needs none.
            Self::Frozen(_) | Self::Damaged(_) => Ok(()),
        }
    }

    pub(super) fn close_idle(&self) {
        if let Self::Pool(pool) = self {
            pool.idle().clear();
        }
    }
}

/// Connections for reading, as many as ever were used at once.
pub(super) struct Pool {
    path: PathBuf,
    /// Whether this process has the file open for writing too.
    beside_writer: bool,
    patience: Mutex<Duration>,
    idle: Mutex<Vec<Connection>>,
    /// The file when the idle connections were opened or last used.
    seen: Mutex<Option<open::FileState>>,
}

impl Pool {
    /// The pool of a store that is only read, with its first connection.
    pub(super) fn of_reader(path: &Path, first: Connection, patience: Duration) -> Self {
        Self { idle: Mutex::new(vec![first]), ..Self::new(path, false, patience) }
    }

    /// The pool of a store that also writes.
    pub(super) fn beside_writer(path: &Path, patience: Duration) -> Self {
        Self::new(path, true, patience)
    }

    fn new(path: &Path, beside_writer: bool, patience: Duration) -> Self {
        let patience = Mutex::new(patience);
        let seen = Mutex::new(open::state(path));
        Self { path: path.into(), beside_writer, patience, idle: Mutex::default(), seen }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn patience(&self) -> MutexGuard<'_, Duration> {
        self.patience.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Result<Connection> {
        self.let_go_of_another_file();
        if let Some(connection) = self.idle().pop() {
            return Ok(connection);
        }
        let patience = *self.patience();
        if self.beside_writer {
            open::beside_writer(&self.path, patience)
        } else {
            open::to_read(&self.path, patience)
        }
    }

    /// Closes the idle connections where the file is another than they were opened to, or was written
    /// to past SQLite, as by a copy: they would read on in what they hold of the old one. A log that
    /// is put back changes the file too, and costs an opening.
    fn let_go_of_another_file(&self) {
        let now = open::state(&self.path);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen != now {
            *seen = now;
            self.idle().clear();
        }
    }

    fn give_back(&self, connection: Connection) {
        let mut idle = self.idle();
        if idle.len() < MOST_IDLE && connection.is_autocommit() {
            idle.push(connection);
        }
    }

    fn set_patience(&self, patience: Duration) -> Result<()> {
        *self.patience() = patience;
        for connection in self.idle().iter() {
            connection.busy_timeout(patience).map_err(|e| refused(&self.path, e))?;
        }
        Ok(())
    }
}

/// A connection within a transaction that only reads: the file as it was at one moment. Writers are
/// not kept waiting.
pub(super) struct Frozen {
    /// `None` only while it is dropped.
    connection: Option<Exclusive>,
    pool: Arc<Pool>,
}

impl Frozen {
    fn new(pool: &Arc<Pool>) -> Result<Self> {
        let connection = pool.take()?;
        let begin = || {
            // Statements that are kept: a server begins one for each request.
            connection.prepare_cached("BEGIN")?.execute([])?;
            // SQLite takes the state at the first reading, not at the beginning.
            let read = connection
                .prepare_cached("SELECT count(*) FROM memory")
                .and_then(|mut read| read.query_row([], |_| Ok(())));
            // What is damaged is found when it is needed.
            read.or_else(|e| if is_damage(&e) { Ok(()) } else { Err(e) })
        };
        if let Err(e) = begin() {
            return Err(refused(&pool.path, e));
        }
        Ok(Self { connection: Some(Exclusive::new(connection)), pool: Arc::clone(pool) })
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        match &self.connection {
            Some(connection) => connection.with(&self.pool.path, |c| work(c)),
            None => Err(Error::new(ErrorKind::Memory, "the memory is closed")),
        }
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take().map(Exclusive::into_inner) else { return };
        // It has only read: there is nothing that could be lost.
        let ended = connection.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
        if ended.is_ok() {
            self.pool.give_back(connection);
        }
    }
}

/// A connection that threads use in turn. A thread that asks for it a second time, from a callback
/// or an iterator, is refused: it would wait for itself.
pub(super) struct Exclusive {
    connection: Mutex<Connection>,
    user: Mutex<Option<ThreadId>>,
}

impl Exclusive {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection: Mutex::new(connection), user: Mutex::new(None) }
    }

    pub(super) fn into_inner(self) -> Connection {
        self.connection.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn with<T>(
        &self,
        path: &Path,
        work: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        let this = thread::current().id();
        if *self.user() == Some(this) {
            let message = "the memory is asked from within its own answer";
            return Err(Error::new(ErrorKind::Internal, message)
                .at(Place::file(path.display().to_string()))
                .hint("collect what is handed out, then ask"));
        }
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        *self.user() = Some(this);
        let _reset = Reset(self);
        work(&mut connection)
    }

    fn user(&self) -> MutexGuard<'_, Option<ThreadId>> {
        self.user.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says that no thread uses a connection, also when its work panics.
struct Reset<'e>(&'e Exclusive);

impl Drop for Reset<'_> {
    fn drop(&mut self) {
        *self.0.user() = None;
    }
}
