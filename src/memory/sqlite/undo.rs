//! Undoing operations: their changes are taken back from the last to the first, and what cannot be
//! taken back is told and left.
//!
//! A change left its unit in a state that the next change of the unit recorded as the one before it.
//! Where there is no next change that is the unit as it is now; where there is one, and the unit is in
//! that state all the same, what came between has been undone already. Otherwise somebody has worked
//! on the unit since, and this is a conflict.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use super::{
    SqliteStore,
    history::{self, OperationKind, UnitChange},
    journal::{Change, Deed, Journal},
    merge, rows,
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    unit::{Unit, UnitId, tmx_date},
};

/// The operations to undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Undo {
    /// The newest; after an undo, this is the undo.
    Last,
    /// The one of this number.
    Operation(i64),
    /// All of this time or later.
    Since(Timestamp),
}

/// The outcome of an undo.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Undone {
    /// The operations that were undone, newest first.
    pub undone: Vec<i64>,
    /// The operation that this is in the history; `None` where nothing was changed.
    pub operation: Option<i64>,
    /// Units put back.
    pub added: u64,
    /// Units changed.
    pub changed: u64,
    /// Units removed.
    pub removed: u64,
    /// Units that were left as they are.
    pub conflicts: Vec<Conflict>,
}

impl Undone {
    /// Returns the number of changes of units.
    pub fn units(&self) -> u64 {
        self.added + self.changed + self.removed
    }
}

/// A unit that an undo left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Conflict {
    /// The unit.
    pub unit: UnitId,
    /// The operation whose change of it stays.
    pub operation: i64,
    /// The reason.
    pub reason: ConflictReason,
}

/// The reason of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ConflictReason {
    /// The unit was changed, removed or put back since.
    ChangedSince,
    /// This unit holds the same texts by now.
    HeldBy(UnitId),
}

impl SqliteStore {
    /// Undoes operations, which is an operation itself, so that it can be undone. With `trial`
    /// nothing is changed, and the outcome is what would be.
    ///
    /// # Errors
    /// No such operation in the history ([`ErrorKind::NotFound`]), or the store's own.
    pub fn undo(
        &self,
        which: Undo,
        at: Timestamp,
        user: Option<&str>,
        trial: bool,
    ) -> Result<Undone> {
        let place = || Place::file(self.path.display().to_string());
        self.write(|c, refuse| {
            let operations = operations(c, which).map_err(refuse)?;
            if operations.is_empty() {
                return match which {
                    Undo::Since(_) => Ok(Undone::default()),
                    Undo::Last => Err(nothing("the history is empty".into(), place())),
                    Undo::Operation(n) => {
                        Err(nothing(format!("operation {n} is not in the history"), place()))
                    }
                };
            }
            if trial {
                c.execute_batch("SAVEPOINT trial").map_err(refuse)?;
            }
            let (mut undone, journal) = take_back(c, &operations).map_err(refuse)?;
            if trial {
                c.execute_batch("ROLLBACK TO trial; RELEASE trial").map_err(refuse)?;
                return Ok(undone);
            }
            let origin = names(&undone.undone);
            let deed = Deed { kind: OperationKind::Undo, origin: Some(&origin), user, at };
            undone.operation = journal.finish(c, &deed).map_err(refuse)?;
            Ok(undone)
        })
    }
}

fn nothing(message: String, place: Place) -> Error {
    Error::new(ErrorKind::NotFound, message)
        .at(place)
        .hint("the history of the memory lists what can be undone")
}

/// The numbers of operations, newest first: `9` or `9-4`.
fn names(operations: &[i64]) -> String {
    match operations {
        [] => String::new(),
        [one] => one.to_string(),
        [last, .., first] => format!("{last}-{first}"),
    }
}

/// An operation and its rows of changes.
struct Rows {
    operation: i64,
    first: i64,
    last: i64,
}

/// The operations that are meant, newest first.
fn operations(c: &Connection, which: Undo) -> rusqlite::Result<Vec<Rows>> {
    let (number, since, limit) = match which {
        Undo::Last => (None, String::new(), 1),
        Undo::Operation(number) => (Some(number), String::new(), 1),
        Undo::Since(time) => (None, tmx_date(time), -1),
    };
    c.prepare_cached(
        "SELECT id, first, last FROM operations WHERE (?1 IS NULL OR id = ?1) AND at >= ?2
         ORDER BY id DESC LIMIT ?3",
    )?
    .query_map(rusqlite::params![number, since, limit], |row| {
        Ok(Rows { operation: row.get(0)?, first: row.get(1)?, last: row.get(2)? })
    })?
    .collect()
}

fn take_back(c: &Connection, operations: &[Rows]) -> rusqlite::Result<(Undone, Journal)> {
    let oldest = operations.last().map_or(0, |rows| rows.first);
    let later = Later::read(c, oldest)?;
    let (mut undone, mut journal) = (Undone::default(), Journal::begin(c)?);
    for rows in operations {
        undone.undone.push(rows.operation);
        let mut last = rows.last;
        while let Some((row, change)) = row_before(c, rows.first, last)? {
            let mut unit = change.last;
            while unit >= change.unit {
                let conflict = take_back_unit(c, &later, (row, &change), unit, &mut journal)?;
                undone.conflicts.extend(conflict.map(|reason| Conflict {
                    unit,
                    operation: rows.operation,
                    reason,
                }));
                unit = UnitId::new(unit.get() - 1);
            }
            last = row - 1;
        }
    }
    (undone.added, undone.changed, undone.removed) = journal.counts();
    Ok((undone, journal))
}

/// The last change of a range of rows, and its row.
fn row_before(
    c: &Connection,
    first: i64,
    last: i64,
) -> rusqlite::Result<Option<(i64, UnitChange)>> {
    c.prepare_cached(
        "SELECT id, unit, last, kind, before FROM changes WHERE id BETWEEN ? AND ?
         ORDER BY id DESC LIMIT 1",
    )?
    .query_row([first, last], |row| Ok((row.get(0)?, history::change(row, 1)?)))
    .optional()
}

/// Takes one change of one unit back; returns the reason where that cannot be.
fn take_back_unit(
    c: &Connection,
    later: &Later,
    (row, change): (i64, &UnitChange),
    id: UnitId,
    journal: &mut Journal,
) -> rusqlite::Result<Option<ConflictReason>> {
    let now = rows::unit(c, id)?;
    let as_left = match later.next(c, id, row)? {
        Some(left) => left == now,
        None => now.is_some() == (change.change != Change::Removed),
    };
    if !as_left {
        return Ok(Some(ConflictReason::ChangedSince));
    }
    let Some(before) = &change.before else {
        rows::remove(c, id, journal)?;
        return Ok(None);
    };
    let key = merge::key(before);
    match rows::same(c, &key)?.filter(|other| *other != id) {
        Some(other) => return Ok(Some(ConflictReason::HeldBy(other))),
        None if now.is_some() => rows::replace(c, id, &key, before, journal)?,
        None => rows::put_back(c, id, &key, before, journal)?,
    }
    Ok(None)
}

/// The rows of changes from one on, by unit. Ranges of new units are left out: nothing can have
/// happened to a unit before it came.
struct Later(BTreeMap<UnitId, Vec<i64>>);

impl Later {
    fn read(c: &Connection, from: i64) -> rusqlite::Result<Self> {
        let mut by_unit = BTreeMap::<UnitId, Vec<i64>>::new();
        let mut statement =
            c.prepare("SELECT id, unit FROM changes WHERE id >= ? AND unit = last ORDER BY id")?;
        let mut rows = statement.query([from])?;
        while let Some(row) = rows.next()? {
            by_unit.entry(rows::id(row, 1)?).or_default().push(row.get(0)?);
        }
        Ok(Self(by_unit))
    }

    /// The unit as it was before the next change after a row, if there was one.
    fn next(
        &self,
        c: &Connection,
        unit: UnitId,
        row: i64,
    ) -> rusqlite::Result<Option<Option<Unit>>> {
        let rows = self.0.get(&unit).map(Vec::as_slice).unwrap_or_default();
        let Some(next) = rows.get(rows.partition_point(|r| *r <= row)) else { return Ok(None) };
        Ok(row_before(c, *next, *next)?.map(|(_, change)| change.before))
    }
}
