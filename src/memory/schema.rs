//! The tables. A memory names itself by SQLite's application id and its version by the user
//! version; a later version migrates an earlier one and refuses a newer.

use rusqlite::Transaction;

/// "Muwz" in ASCII.
pub(super) const APPLICATION: i64 = 0x4D75_777A;
/// The version that this program writes.
pub(super) const VERSION: i64 = 1;

/// Makes the tables where there are none, within a transaction, so that a failed first import
/// leaves none behind.
pub(super) fn make(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version > 0 {
        return Ok(());
    }
    transaction.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION};
         PRAGMA user_version = {VERSION};
         -- key: 16 bytes that are the same for the same texts in the same languages.
         CREATE TABLE units (
             id INTEGER PRIMARY KEY,
             key BLOB NOT NULL UNIQUE,
             meta TEXT NOT NULL
         ) STRICT;
         -- place: the order in which the texts of a unit were given.
         CREATE TABLE texts (
             unit INTEGER NOT NULL REFERENCES units (id),
             place INTEGER NOT NULL,
             lang TEXT NOT NULL,
             text TEXT NOT NULL,
             marks TEXT,
             meta TEXT NOT NULL,
             PRIMARY KEY (unit, place)
         ) STRICT, WITHOUT ROWID;
         CREATE TABLE imports (
             id INTEGER PRIMARY KEY,
             origin TEXT NOT NULL,
             at TEXT NOT NULL,
             read INTEGER NOT NULL,
             new INTEGER NOT NULL,
             merged INTEGER NOT NULL
         ) STRICT;"
    ))
}
