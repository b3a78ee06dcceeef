//! Errors of SQLite, in words for people.

use std::{fs::File, io, path::Path};

use rusqlite::ErrorCode;

use crate::error::{Error, ErrorKind, Operation, Place, Setting};

pub(super) fn refused(path: &Path, error: rusqlite::Error) -> Error {
    let code = match &error {
        rusqlite::Error::SqliteFailure(e, _) => Some(e.code),
        _ => None,
    };
    let (kind, message, hint) = match code {
        Some(
            ErrorCode::CannotOpen
            | ErrorCode::PermissionDenied
            | ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure,
        ) if is_held(path) => (
            ErrorKind::Io,
            "the memory cannot be used: another program has its file open and shares it with none",
            Some("close it there, then try again"),
        ),
        Some(ErrorCode::NotADatabase) => (
            ErrorKind::Memory,
            "this file is no memory",
            Some("import a file of units to make a memory"),
        ),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (
            ErrorKind::Memory,
            "the memory is locked: another program is writing to it",
            Some("try again once it has finished, or wait for it longer"),
        ),
        Some(ErrorCode::ReadOnly) => (
            ErrorKind::Io,
            "the memory cannot be written: the file, its folder or the disk is read-only",
            Some("copy it to a folder of your own, or ask for the right to write"),
        ),
        Some(ErrorCode::DiskFull) => (
            ErrorKind::Io,
            "the disk is full; the memory is as it was before",
            Some("make room, then try again"),
        ),
        Some(ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => (
            ErrorKind::Io,
            "the memory cannot be opened",
            Some("check the folder, and your rights to it"),
        ),
        Some(ErrorCode::DatabaseCorrupt) => (
            ErrorKind::Memory,
            "the memory is damaged",
            Some("take the last good copy, or save what can still be read"),
        ),
        Some(ErrorCode::SystemIoFailure) => {
            (ErrorKind::Io, "the disk failed at reading or writing the memory", None)
        }
        _ => (ErrorKind::Memory, "the memory cannot be read or written", None),
    };
    let out = Error::new(kind, message).at(Place::file(path.display().to_string()));
    let out = match hint {
        Some(hint) => out.hint(hint),
        None => out,
    };
    let out = match code {
        Some(ErrorCode::NotADatabase) => out.operation(Operation::Import),
        Some(ErrorCode::DatabaseCorrupt) => out.operation(Operation::Repair),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => out.settings(Setting::Wait),
        _ => out,
    };
    out.because(error)
}

/// Returns true if another program keeps this one out of a memory, or out of a file beside it, as
/// programs can on Windows. SQLite reports the same as for a missing right.
fn is_held(path: &Path) -> bool {
    cfg!(windows)
        && ["", "-wal", "-shm", "-journal"].iter().any(|ending| {
            let mut beside = path.as_os_str().to_owned();
            beside.push(ending);
            // For reading and writing, as SQLite opens it; nothing is written.
            File::options()
                .read(true)
                .write(true)
                .open(beside)
                .is_err_and(|e| is_shared_with_none(&e))
        })
}

/// A sharing violation, or a part of a file that is locked.
fn is_shared_with_none(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(32 | 33))
}
