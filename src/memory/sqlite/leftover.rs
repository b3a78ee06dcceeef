//! The file that is left where the import that would make a memory was broken off.

use std::{fs, path::Path};

use rusqlite::Connection;

/// Removes a file without tables, under a lock that holds all others off; returns whether it did.
/// A program that opened it meanwhile makes it again (`write.rs`).
pub(super) fn remove(connection: Connection, path: &Path) -> bool {
    // Another program may have put something in since: then the file is its, not ours. Only the last
    // connection can give up the log; then the lock holds all others off.
    let lock = connection
        .execute_batch("PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE");
    let tables = |c: &Connection| {
        c.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
    };
    let empty = lock.is_ok() && tables(&connection) == Ok(0);
    // Removed under the lock, but on Windows an open file cannot be removed.
    let removed = empty && fs::remove_file(path).is_ok();
    drop(connection);
    empty && (removed || fs::remove_file(path).is_ok())
}
