//! The lock of an index folder.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use super::rights;

/// The name of the file that is locked.
pub(super) const LOCK: &str = "lock";

/// The file that keeps other programs from writing an index at the same time.
pub(super) struct Lock {
    _file: File,
    /// Some file systems have no locks.
    pub(super) held: bool,
}

/// Locks a folder; `None` where another program writes to it, or it cannot be written.
pub(super) fn lock(folder: &Path) -> Option<Lock> {
    let file = rights::open_file(&folder.join(LOCK)).ok()?;
    match file.try_lock() {
        Ok(()) => Some(Lock { _file: file, held: true }),
        // Better two writers, whose files have their own names, than none.
        Err(TryLockError::Error(_)) => Some(Lock { _file: file, held: false }),
        Err(TryLockError::WouldBlock) => None,
    }
}
