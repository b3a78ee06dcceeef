//! Bringing a memory of an earlier version to this one. Until that is done and on disk, a copy of it
//! as it was lies beside it.

use std::{
    fs::{self, File, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, TransactionBehavior,
    types::{ToSqlOutput, ValueRef},
};

use super::{error::refused, long_path::for_system, open, schema};
use crate::error::{Error, ErrorKind, Place, Result};

pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<()> {
    let refuse = |e: rusqlite::Error| match e.sqlite_error_code() {
        Some(ErrorCode::ReadOnly) => old_and_read_only(path).because(e),
        _ => refused(path, e),
    };
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(refuse)?;
    // Another program may have done it while this one waited.
    let version = schema::version(&transaction).map_err(refuse)?;
    if version >= schema::VERSION {
        return Ok(());
    }
    // No other program can write now: the copy is what will be changed.
    let copy = copy(path, version)?;
    let kept = |e: Error| {
        let message = format!("the memory as it was is in {}", copy.display());
        match e.hint.clone() {
            Some(hint) => e.hint(format!("{hint}; {message}")),
            None => e.hint(message),
        }
    };
    schema::migrate(transaction, version).map_err(|e| kept(refuse(e)))?;
    // The commit is on disk, in the file or in its log.
    let _ = fs::remove_file(&copy);
    // The old tables' room is given back. Where it cannot be, for want of disk or because others
    // read, it will be written over.
    let _ = connection.execute_batch("VACUUM");
    Ok(())
}

pub(super) fn old_and_read_only(path: &Path) -> Error {
    Error::new(
        ErrorKind::Memory,
        "the memory is of an earlier version and must be brought to this one, but it is read-only",
    )
    .at(Place::file(path.display().to_string()))
    .hint("copy it to a folder of your own and open the copy there")
}

/// Writes a copy beside a memory, with its rights, and waits until it is on disk.
fn copy(path: &Path, version: i64) -> Result<PathBuf> {
    let (copy, file) = make(path, version).map_err(|e| cannot_copy(path).because(e))?;
    let written = fs::metadata(path)
        .and_then(|memory| fs::set_permissions(&copy, memory.permissions()))
        .map_err(|e| cannot_copy(path).because(e))
        .and_then(|()| {
            // With what is in the log still; a copy of the file alone would lack it.
            open::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, open::PATIENCE)
                .and_then(|c| {
                    // Any bytes are a name, and one that begins like a URI is no URI.
                    let name = Path::new(".").join(for_system(&copy));
                    let name = ValueRef::Text(name.as_os_str().as_encoded_bytes());
                    c.execute("VACUUM INTO ?", [ToSqlOutput::Borrowed(name)]).map(drop)
                })
                .map_err(|e| cannot_copy(path).because(e))
        })
        .and_then(|()| {
            file.sync_all()
                .and_then(|()| sync_folder(&copy))
                .map_err(|e| cannot_copy(path).because(e))
        });
    drop(file);
    if let Err(e) = written {
        let _ = fs::remove_file(&copy);
        return Err(e);
    }
    Ok(copy)
}

fn cannot_copy(path: &Path) -> Error {
    Error::new(
        ErrorKind::Io,
        "the memory is of an earlier version, and no copy of it can be made before it is changed",
    )
    .at(Place::file(path.display().to_string()))
    .hint("make room on the disk, or copy it to a folder of your own and open the copy there")
}

/// Makes an empty file of a name that there is not: `work.muwazi.version-3`, or with a number.
fn make(path: &Path, version: i64) -> io::Result<(PathBuf, File)> {
    let mut number = 1;
    loop {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".version-{version}"));
        if number > 1 {
            name.push(format!("-{number}"));
        }
        match OpenOptions::new().read(true).write(true).create_new(true).open(&name) {
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists && number < 1000 => number += 1,
            made => return made.map(|file| (name.into(), file)),
        }
    }
}

/// Has the folder's list of names on disk too.
fn sync_folder(file: &Path) -> io::Result<()> {
    if cfg!(windows) {
        return Ok(());
    }
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
