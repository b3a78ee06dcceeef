//! Moments: a random token for each writing transaction, and the units that changed since.

use rusqlite::{Connection, OptionalExtension};

use super::rows::id;
use crate::unit::UnitId;

/// The moments that are kept. An index that is older is built again, which takes some seconds for a
/// million units; so many transactions take minutes, for each waits for the disk.
const KEPT: i64 = 65_536;

/// A moment in the notation of this store.
pub(super) fn written(number: i64, token: i64) -> String {
    format!("{number}-{token:016x}")
}

/// Reads what [`written`] wrote. Earlier versions wrote the number of a change, which two copies may
/// share: no moment.
pub(super) fn read(moment: &str) -> Option<(i64, i64)> {
    let (number, token) = moment.split_once('-')?;
    let token = u64::from_str_radix(token, 16).ok()?;
    Some((number.parse().ok()?, token.cast_signed()))
}

/// Gives the transaction that is running its moment. Called last, once the log is written.
pub(super) fn draw(c: &Connection) -> rusqlite::Result<()> {
    c.prepare_cached(
        "INSERT INTO moments (token, change)
         SELECT random(), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'log'), 0)",
    )?
    .execute([])?;
    let gone = c
        .prepare_cached("DELETE FROM moments WHERE id <= ?")?
        .execute([c.last_insert_rowid() - KEPT])?;
    if gone > 0 {
        c.prepare_cached(
            "DELETE FROM log WHERE id <= (SELECT change FROM moments ORDER BY id LIMIT 1)",
        )?
        .execute([])?;
    }
    Ok(())
}

/// The last moment: its number and its token.
pub(super) fn last(c: &Connection) -> rusqlite::Result<(i64, i64)> {
    c.prepare_cached("SELECT id, token FROM moments ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The units that changed since a moment, in order; `None` where it is not one of this memory's.
pub(super) fn changed_since(
    c: &Connection,
    number: i64,
    token: i64,
) -> rusqlite::Result<Option<Vec<UnitId>>> {
    let change: Option<i64> = c
        .prepare_cached("SELECT change FROM moments WHERE id = ? AND token = ?")?
        .query_row([number, token], |row| row.get(0))
        .optional()?;
    let Some(change) = change else { return Ok(None) };
    c.prepare_cached("SELECT DISTINCT unit FROM log WHERE id > ? ORDER BY unit")?
        .query_map([change], |row| id(row, 0))?
        .collect::<rusqlite::Result<_>>()
        .map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_it_was_written() {
        for token in [0, 1, -1, i64::MIN, i64::MAX] {
            assert_eq!(read(&written(7, token)), Some((7, token)));
        }
        for other in ["", "4", "-", "4-", "never", "4-xyz", "4-00000000000000000000"] {
            assert_eq!(read(other).filter(|(_, token)| *token != 0), None, "{other}");
        }
    }
}
