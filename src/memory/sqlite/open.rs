//! Opening a file: its content, the right to write, and the settings of SQLite.

use std::{
    borrow::Cow,
    fmt::Write as _,
    fs,
    io::Read,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant, SystemTime},
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig, ffi};

use super::{
    codes, damage::is_damage, error::refused, foreign, leftover, long_path::for_system, migrate,
    schema,
};
use crate::{
    error::{Error, ErrorKind, Operation, Place, Result},
    format::sdltm::guard,
    output::is_device,
};

/// The time to wait while another program writes, where nothing else is set.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Opens a memory to be read. Where it can be written it is brought to this version first, and put
/// in order if a program was stopped in it.
pub(super) fn to_read(path: &Path, wait: Duration) -> Result<Connection> {
    exists(path)?;
    // A journal beside it tells an import that was broken off from a file that somebody made.
    let broken_off = unfinished(path).is_some() || path.extension().is_some_and(|e| e == "muwazi");
    // Nobody may write the file: SQLite needs no files beside it to share it.
    if fs::metadata(path).is_ok_and(|m| m.permissions().readonly()) && unfinished(path).is_none() {
        return read_only(path, wait);
    }
    // Opened to be written, for a reader that cannot write leaves its log behind.
    let opened = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, wait)
        .and_then(|mut connection| prepare(&mut connection).map(|()| connection));
    match opened {
        Ok(mut connection) => {
            match examine(&connection, path)? {
                Content::Nothing => {
                    let removed = broken_off && leftover::remove(connection, path);
                    let what = match removed {
                        true => "nothing has been put into this memory; the empty file is removed",
                        false => "nothing has been put into this memory",
                    };
                    return Err(not_ours(path, what));
                }
                Content::Old => migrate::migrate(&mut connection, path)?,
                Content::Current => {}
            }
            match canonical_codes(&mut connection) {
                // Damage is met again where it matters, and read past.
                Err(e) if !is_damage(&e) => return Err(refused(path, e)),
                _ => {}
            }
            connection.pragma_update(None, "query_only", true).map_err(|e| refused(path, e))?;
            Ok(connection)
        }
        Err(error) if cannot_share(&error) => match unfinished(path) {
            None => read_only(path, wait),
            Some(_) if is_full(&error) && put_back_log(path, wait) => read_only(path, wait),
            Some(_) if is_full(&error) => Err(refused(path, error)),
            Some(log) => Err(Error::new(
                ErrorKind::Io,
                "a program was stopped while writing to this memory, and its folder is read-only",
            )
            .at(Place::file(path.display().to_string()))
            .hint(format!("copy it and {} to a folder of your own", log.display()))
            .because(error)),
        },
        Err(error) => Err(refused(path, error)),
    }
}

/// Opens a memory to be written, whatever is in it; also whether that is nothing.
pub(super) fn to_write(path: &Path, wait: Duration) -> Result<(Connection, bool)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut connection = connect(path, flags, wait)
        .and_then(|mut connection| prepare(&mut connection).map(|()| connection))
        .map_err(|e| refused(path, e))?;
    match examine(&connection, path)? {
        // Nobody can read yet: the first import goes without a log, for each page would be written
        // twice.
        Content::Nothing => return Ok((connection, true)),
        Content::Old => migrate::migrate(&mut connection, path)?,
        Content::Current => {}
    }
    codes::rewrite(&mut connection).map_err(|e| refused(path, e))?;
    share(&connection, wait).map_err(|e| refused(path, e))?;
    Ok((connection, false))
}

/// Opens another connection to a memory that this process has open for writing.
pub(super) fn beside_writer(path: &Path, wait: Duration) -> Result<Connection> {
    connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, wait)
        .and_then(|mut connection| {
            prepare(&mut connection)?;
            // It scans texts for the index: a large cache would only double the writer's.
            connection.pragma_update(None, "cache_size", -8192)?;
            connection.pragma_update(None, "query_only", true)?;
            Ok(connection)
        })
        .map_err(|e| refused(path, e))
}

/// The content of a file that opens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Nothing,
    /// A memory of an earlier version.
    Old,
    Current,
}

/// Tells what the file holds; an error where it is not a memory.
fn examine(connection: &Connection, path: &Path) -> Result<Content> {
    let ask = |sql: &str| -> Result<i64> {
        connection.query_row(sql, [], |row| row.get(0)).map_err(|e| refused(path, e))
    };
    let id = ask("PRAGMA application_id")?;
    if id == 0 && ask("SELECT count(*) FROM sqlite_schema")? == 0 {
        return Ok(Content::Nothing);
    }
    if id != schema::APPLICATION {
        return Err(not_ours(path, "the file is a database, but not a Muwazi memory"));
    }
    let version = schema::version(connection).map_err(|e| refused(path, e))?;
    if version > schema::VERSION {
        return Err(Error::new(
            ErrorKind::Memory,
            format!(
                "the memory is of version {version}; this program knows up to {}",
                schema::VERSION
            ),
        )
        .at(Place::file(path.display().to_string()))
        .hint("it was made by a newer muwazi: update this one"));
    }
    foreign::check(connection, path)?;
    Ok(if version < schema::VERSION { Content::Old } else { Content::Current })
}

/// Makes the language codes canonical for a reader, so that each language is found by one code.
fn canonical_codes(connection: &mut Connection) -> rusqlite::Result<()> {
    match codes::rewrite(connection) {
        // A reader does not wait for the program that writes.
        Err(e) if is_busy(&e) || cannot_share(&e) => codes::cover(connection),
        outcome => outcome,
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Opens the file as it is, without regard to other programs.
pub(super) fn read_only(path: &Path, wait: Duration) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = connect(Path::new(&immutable(path)), flags, wait)
        .and_then(|mut connection| prepare(&mut connection).map(|()| connection))
        .map_err(|e| refused(path, e))?;
    match examine(&connection, path)? {
        Content::Nothing => Err(not_ours(path, "nothing has been put into this memory")),
        Content::Old => Err(migrate::old_and_read_only(path)),
        Content::Current => match codes::cover(&connection) {
            Err(e) if !is_damage(&e) => Err(refused(path, e)),
            _ => Ok(connection),
        },
    }
}

/// The URI of a file that nobody writes to.
pub(super) fn immutable(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.into());
    uri(for_system(&path).as_os_str().as_encoded_bytes())
}

fn uri(path: &[u8]) -> String {
    let mut uri = String::from(match path {
        [b'/', ..] => "file://",
        // A share, or a verbatim path. No slash may precede it: with two it would be the authority of
        // the URI, with three another path.
        [b'\\', b'\\', ..] => "file:",
        // `C:\…` is `/C:\…` in a URI.
        _ => "file:///",
    });
    for byte in path {
        match byte {
            b'/' | b':' | b'.' | b'-' | b'_' => uri.push(char::from(*byte)),
            b if b.is_ascii_alphanumeric() => uri.push(char::from(*b)),
            b => {
                let _ = write!(uri, "%{b:02X}");
            }
        }
    }
    uri + "?immutable=1"
}

pub(super) fn connect(
    path: &Path,
    flags: OpenFlags,
    wait: Duration,
) -> rusqlite::Result<Connection> {
    let connection = open_file(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(within(wait))?;
    connection.set_prepared_statement_cache_capacity(64);
    // Without it SQLite plans a statement anew whenever a number that bounds a range changes: for
    // each unit that is read.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    guard(&connection)?;
    Ok(connection)
}

/// The time to wait, as far as SQLite can count it.
pub(super) fn within(wait: Duration) -> Duration {
    wait.min(Duration::from_millis(i32::MAX as u64))
}

/// Opens a file with SQLite, under any name and of any length.
pub(crate) fn open_file(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    if flags.contains(OpenFlags::SQLITE_OPEN_URI) {
        return open_system(path, flags);
    }
    // A name that begins like a URI is a name all the same, unless we made it one.
    let named = path.as_os_str().as_encoded_bytes().starts_with(b"file:");
    let path = if named { Cow::Owned(Path::new(".").join(path)) } else { for_system(path) };
    open_system(&path, flags)
}

/// SQLite's usual way into the files of Windows cuts names off at 1,040 bytes; this one does not.
#[cfg(windows)]
fn open_system(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    Connection::open_with_flags_and_vfs(path, flags, "win32-longpath")
}

#[cfg(not(windows))]
fn open_system(path: &Path, flags: OpenFlags) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(path, flags)
}

/// Sets SQLite up, and has it read the first page.
fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        // A text can belong to no other unit: the store writes both. Checking costs a search a text.
        "PRAGMA foreign_keys = OFF;
         PRAGMA synchronous = FULL;
         -- A mapped page costs no copy, but whoever overwrites or truncates the file ends this process.
         PRAGMA mmap_size = 0;
         PRAGMA cache_size = -65536;
         PRAGMA user_version;",
    )
}

/// Turns on the write-ahead log, so that readers and a writer do not wait for each other. On a disk that
/// cannot do it the rollback journal stays: slower, and as safe.
pub(super) fn share(connection: &Connection, wait: Duration) -> rusqlite::Result<()> {
    let end = Instant::now() + within(wait);
    loop {
        let set = connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()));
        match set {
            // Two programs may set it at once, and SQLite does not wait here.
            Err(e)
                if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && Instant::now() < end =>
            {
                thread::sleep(Duration::from_millis(10));
            }
            other => return other,
        }
    }
}

/// Returns whether the error is that SQLite could not make its files beside the memory.
fn cannot_share(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied)
    ) || is_full(error)
}

/// Returns whether the error is that there was no room for the memory that connections share.
fn is_full(error: &rusqlite::Error) -> bool {
    let rusqlite::Error::SqliteFailure(e, _) = error else { return false };
    e.code == ErrorCode::DiskFull
        || [ffi::SQLITE_IOERR_SHMOPEN, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_SHMMAP]
            .contains(&e.extended_code)
}

/// Puts the log of a stopped program back, with the list of its pages in memory instead of in a file
/// that there is no room for. Returns false where others use the memory, or the file has to grow.
fn put_back_log(path: &Path, wait: Duration) -> bool {
    let put = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE, wait).and_then(|connection| {
        connection.execute_batch("PRAGMA locking_mode = EXCLUSIVE; PRAGMA user_version")?;
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0))
    });
    put == Ok(0) && unfinished(path).is_none()
}

/// The log that a stopped program left beside the memory.
pub(super) fn unfinished(path: &Path) -> Option<PathBuf> {
    ["-wal", "-journal"]
        .map(|end| beside(path, end))
        .into_iter()
        .find(|log| fs::metadata(log).is_ok_and(|m| m.len() > 0))
}

/// The file of that name beside the memory.
pub(super) fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// The first 100 bytes of a file.
pub(super) fn head(path: &Path) -> Option<Vec<u8>> {
    let mut head = vec![0; 100];
    fs::File::open(path).ok()?.read_exact(&mut head).ok()?;
    Some(head)
}

/// A file on disk: which one it is, where the system tells, its size and the time of its last change.
pub(super) type FileState = (Option<(u64, u64)>, u64, Option<SystemTime>);

pub(super) fn state(path: &Path) -> Option<FileState> {
    let meta = fs::metadata(path).ok()?;
    Some((identity(&meta), meta.len(), meta.modified().ok()))
}

#[cfg(unix)]
fn identity(meta: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((meta.dev(), meta.ino()))
}

/// Elsewhere a file that is open cannot be replaced.
#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}

/// Refuses a device of Windows: SQLite would write a memory to it, and nothing would remain.
pub(super) fn no_device(path: &Path) -> Result<()> {
    if is_device(path) {
        return Err(Error::new(ErrorKind::Memory, "this is a device, not a memory")
            .at(Place::file(path.display().to_string())));
    }
    Ok(())
}

pub(super) fn exists(path: &Path) -> Result<()> {
    let place = || Place::file(path.display().to_string());
    no_device(path)?;
    if path.is_dir() {
        return Err(Error::new(ErrorKind::Memory, "this is a folder, not a memory").at(place()));
    }
    if !path.exists() {
        return Err(Error::new(ErrorKind::Io, "there is no such memory")
            .at(place())
            .hint("import a file of units to make one")
            .operation(Operation::Import));
    }
    Ok(())
}

fn not_ours(path: &Path, what: &str) -> Error {
    Error::new(ErrorKind::Memory, what)
        .at(Place::file(path.display().to_string()))
        .hint("import a file of units to make a memory")
        .operation(Operation::Import)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_path_is_a_uri() {
        for (path, expected) in [
            ("/a b/ع?#%.m", "file:///a%20b/%D8%B9%3F%23%25.m"),
            (r"C:\a b\c.m", "file:///C:%5Ca%20b%5Cc.m"),
            (r"\\server\share\c.m", "file:%5C%5Cserver%5Cshare%5Cc.m"),
            (r"\\?\C:\c.m", "file:%5C%5C%3F%5CC:%5Cc.m"),
            (r"\\?\UNC\server\c.m", "file:%5C%5C%3F%5CUNC%5Cserver%5Cc.m"),
        ] {
            assert_eq!(uri(path.as_bytes()), format!("{expected}?immutable=1"));
        }
    }
}
