//! The history: operations on a memory, newest first, and the units as they were before.

use jiff::Timestamp;
use rusqlite::{Connection, Row, params};
use serde::{Deserialize, Serialize};

use super::{
    SqliteStore,
    journal::Change,
    rows::{self, id},
};
use crate::{
    error::Result,
    unit::{Unit, UnitId, tmx_date},
};

/// The operations that are kept by default: years of a translator's days.
const KEPT: i64 = 10_000;
/// The bytes of old units that are kept by default: 200,000 units or so, little beside the memory in
/// which so many were changed. The newest operation is kept whatever its size, because it is the one
/// that people take back.
const KEPT_BYTES: i64 = 64 << 20;
/// An operation has its part in the sums of these before the bounds are looked at again.
const ROUND: i64 = 64;
/// A larger operation has them looked at at once.
const LARGE: i64 = 1 << 20;

/// The kind of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum OperationKind {
    /// A file was imported.
    Import,
    /// Units were added.
    Add,
    /// A text was changed.
    Edit,
    /// Units were removed.
    Remove,
    /// The pairs of an alignment were added.
    Align,
    /// Operations were undone.
    Undo,
    /// Language codes were made canonical.
    Upgrade,
}

impl OperationKind {
    const ALL: [Self; 7] =
        [Self::Import, Self::Add, Self::Edit, Self::Remove, Self::Align, Self::Undo, Self::Upgrade];

    /// Its name, in JSON and in the memory.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Import => "import",
            Self::Add => "add",
            Self::Edit => "edit",
            Self::Remove => "remove",
            Self::Align => "align",
            Self::Undo => "undo",
            Self::Upgrade => "upgrade",
        }
    }
}

/// An operation: one transaction that changed the memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Operation {
    /// Its number, never given again.
    pub operation: i64,
    /// The kind.
    pub kind: OperationKind,
    /// The file that was imported or aligned; for an undo, the operations that it took back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The person, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The time, as in TMX.
    pub at: String,
    /// Units added, or put back.
    pub added: u64,
    /// Units changed, in their texts or their metadata.
    pub changed: u64,
    /// Units removed.
    pub removed: u64,
}

/// A change within an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnitChange {
    /// The unit; of several that were added, the first.
    pub unit: UnitId,
    /// The last unit of several that were added; `unit` itself otherwise.
    pub last: UnitId,
    /// The change.
    pub change: Change,
    /// The unit as it was; `None` where it was not there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Unit>,
}

/// The operations that are wanted; by default, all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HistoryFilter {
    /// Those that changed this unit.
    pub unit: Option<UnitId>,
    /// Those of this time or later.
    pub since: Option<Timestamp>,
    /// The newest, so many.
    pub limit: Option<usize>,
}

impl SqliteStore {
    /// Returns operations, newest first.
    ///
    /// # Errors
    /// The store's own.
    pub fn history(&self, filter: &HistoryFilter) -> Result<Vec<Operation>> {
        let since = filter.since.map(tmx_date).unwrap_or_default();
        let limit = filter.limit.map_or(-1, |limit| i64::try_from(limit).unwrap_or(i64::MAX));
        self.with(|c| {
            c.prepare_cached(
                "SELECT id, kind, origin, user, at, added, changed, removed FROM operations o
                 WHERE at >= ?1 AND (?2 IS NULL OR EXISTS (
                     SELECT 1 FROM changes WHERE id BETWEEN o.first AND o.last
                     AND unit <= ?2 AND changes.last >= ?2
                 ))
                 ORDER BY id DESC LIMIT ?3",
            )?
            .query_map(params![since, filter.unit.map(UnitId::get), limit], operation)?
            .collect()
        })
    }

    /// Hands out the changes of an operation in their order, those of one unit where one is named.
    ///
    /// # Errors
    /// The store's own, or what `each` returns.
    pub fn changes_of(
        &self,
        operation: i64,
        unit: Option<UnitId>,
        each: &mut dyn FnMut(UnitChange) -> Result<()>,
    ) -> Result<()> {
        let mut outcome = Ok(());
        self.with(|c| {
            let mut statement = c.prepare_cached(
                "SELECT c.unit, c.last, c.kind, c.before FROM operations o
                 CROSS JOIN changes c ON c.id BETWEEN o.first AND o.last
                 WHERE o.id = ?1 AND (?2 IS NULL OR (c.unit <= ?2 AND c.last >= ?2))
                 ORDER BY c.id",
            )?;
            let mut rows = statement.query(params![operation, unit.map(UnitId::get)])?;
            while let Some(row) = rows.next()? {
                outcome = each(change(row, 0)?);
                if outcome.is_err() {
                    break;
                }
            }
            Ok(())
        })?;
        outcome
    }

    /// Forgets all but the newest operations, and returns how many were forgotten. Units stay as
    /// they are.
    ///
    /// # Errors
    /// The store's own.
    pub fn prune_history(&self, keep: u64) -> Result<u64> {
        let keep = i64::try_from(keep).unwrap_or(i64::MAX);
        let forgotten = self.write(|c, refuse| cut(c, keep, i64::MAX).map_err(refuse))?;
        if forgotten > 0 {
            self.compact();
        }
        Ok(forgotten)
    }
}

/// Keeps the history within its bounds.
pub(super) fn bound(c: &Connection) -> rusqlite::Result<()> {
    let (last, bytes): (i64, i64) = c
        .prepare_cached("SELECT id, bytes FROM operations ORDER BY id DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if last % ROUND == 0 || bytes > LARGE {
        cut(c, KEPT, KEPT_BYTES)?;
    }
    Ok(())
}

/// Forgets old operations where there are more or larger ones; returns how many.
fn cut(c: &Connection, most: i64, most_bytes: i64) -> rusqlite::Result<u64> {
    let mut statement =
        c.prepare_cached("SELECT id, last, bytes FROM operations ORDER BY id DESC")?;
    let mut rows = statement.query([])?;
    let (mut kept, mut sum, mut gone) = (0, 0_i64, None);
    while let Some(row) = rows.next()? {
        sum = sum.saturating_add(row.get(2)?);
        if kept == most || (kept > 0 && sum > most_bytes) {
            gone = Some((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
            break;
        }
        kept += 1;
    }
    drop(rows);
    let Some((operation, change)) = gone else { return Ok(0) };
    c.prepare_cached("DELETE FROM changes WHERE id <= ?")?.execute([change])?;
    let forgotten =
        c.prepare_cached("DELETE FROM operations WHERE id <= ?")?.execute([operation])?;
    Ok(forgotten as u64)
}

fn operation(row: &Row<'_>) -> rusqlite::Result<Operation> {
    Ok(Operation {
        operation: row.get(0)?,
        kind: named(row, 1, &OperationKind::ALL, OperationKind::as_str)?,
        origin: row.get(2)?,
        user: row.get(3)?,
        at: row.get(4)?,
        added: row.get(5)?,
        changed: row.get(6)?,
        removed: row.get(7)?,
    })
}

/// A change from the columns unit, last, kind and before.
pub(super) fn change(row: &Row<'_>, column: usize) -> rusqlite::Result<UnitChange> {
    let before: Option<String> = row.get(column + 3)?;
    Ok(UnitChange {
        unit: id(row, column)?,
        last: id(row, column + 1)?,
        change: named(row, column + 2, &Change::ALL, Change::as_str)?,
        before: before.map(|unit| rows::from_json(&unit, column + 3)).transpose()?,
    })
}

/// The one of that name.
fn named<T: Copy>(
    row: &Row<'_>,
    column: usize,
    all: &[T],
    name: fn(T) -> &'static str,
) -> rusqlite::Result<T> {
    let said = row.get_ref(column)?.as_str()?;
    let found = all.iter().copied().find(|one| name(*one) == said);
    found.ok_or_else(|| rows::broken(column, format!("unknown kind '{said}'")))
}
