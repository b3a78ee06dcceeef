//! The journal of a writing transaction: what it adds, and the units that it changes as they were
//! before. It is written with them, so that either is there only with the other.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::{
    history::{self, OperationKind},
    moments,
    rows::{self, to_json},
};
use crate::unit::{UnitId, tmx_date};

/// A change of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Change {
    /// It was added, or put back.
    Added,
    /// Its texts were changed.
    Edited,
    /// It got metadata of an equal unit.
    Merged,
    /// It was removed.
    Removed,
}

impl Change {
    pub(super) const ALL: [Self; 4] = [Self::Added, Self::Edited, Self::Merged, Self::Removed];

    /// Its name, in JSON and in the memory.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Edited => "edited",
            Self::Merged => "merged",
            Self::Removed => "removed",
        }
    }
}

/// The author of an operation, and how it is told.
pub(super) struct Deed<'d> {
    pub(super) kind: OperationKind,
    pub(super) origin: Option<&'d str>,
    pub(super) user: Option<&'d str>,
    pub(super) at: Timestamp,
}

/// The changes of one transaction.
pub(super) struct Journal {
    pub(super) tally: Tally,
    /// The last unit before it: later ones are told by their numbers alone.
    before: UnitId,
    /// The last row of changes before it.
    rows: i64,
    /// New units, whose row is written last.
    new: Option<(UnitId, UnitId)>,
    added: u64,
    changed: u64,
    removed: u64,
    bytes: u64,
}

impl Journal {
    pub(super) fn begin(c: &Connection) -> rusqlite::Result<Self> {
        let seq = |table: &str| {
            c.prepare_cached(
                "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0)",
            )?
            .query_row([table], |row| row.get::<_, i64>(0))
        };
        Ok(Self {
            tally: Tally::default(),
            before: UnitId::new(seq("units")?),
            rows: seq("changes")?,
            new: None,
            added: 0,
            changed: 0,
            removed: 0,
            bytes: 0,
        })
    }

    /// Units added, changed and removed.
    pub(super) fn counts(&self) -> (u64, u64, u64) {
        (self.added, self.changed, self.removed)
    }

    /// Records a new unit. Numbers rise without a gap within a transaction, so a range tells all.
    pub(super) fn added(&mut self, id: UnitId) {
        self.new = Some((self.new.map_or(id, |(first, _)| first), id));
        self.added += 1;
    }

    /// Records a unit that is there again under its old number.
    pub(super) fn put_back(&mut self, c: &Connection, id: UnitId) -> rusqlite::Result<()> {
        self.added += 1;
        row(c, id, id, Change::Added, None)
    }

    /// Keeps a unit as it is, before it is changed. One that came in this transaction is not kept.
    pub(super) fn keep(
        &mut self,
        c: &Connection,
        id: UnitId,
        change: Change,
    ) -> rusqlite::Result<()> {
        if id > self.before {
            return Ok(());
        }
        let Some(unit) = rows::unit(c, id)? else { return Ok(()) };
        let before = to_json(&unit)?;
        self.bytes += before.len() as u64;
        match change {
            Change::Removed => self.removed += 1,
            _ => self.changed += 1,
        }
        row(c, id, id, change, Some(&before))
    }

    /// Writes what belongs to the transaction as a whole, and returns the number of the operation;
    /// none where nothing has changed.
    pub(super) fn finish(self, c: &Connection, deed: &Deed<'_>) -> rusqlite::Result<Option<i64>> {
        self.tally.write(c)?;
        if self.added + self.changed + self.removed == 0 {
            return Ok(None);
        }
        if let Some((first, last)) = self.new {
            row(c, first, last, Change::Added, None)?;
        }
        c.prepare_cached(
            "INSERT INTO operations
                 (kind, origin, user, at, added, changed, removed, first, last, bytes)
             SELECT ?, ?, ?, ?, ?, ?, ?, ?, seq, ? FROM sqlite_sequence WHERE name = 'changes'",
        )?
        .execute(params![
            deed.kind.as_str(),
            deed.origin,
            deed.user,
            tmx_date(deed.at),
            self.added,
            self.changed,
            self.removed,
            self.rows + 1,
            self.bytes,
        ])?;
        let operation = c.last_insert_rowid();
        moments::draw(c)?;
        history::bound(c)?;
        Ok(Some(operation))
    }
}

fn row(
    c: &Connection,
    first: UnitId,
    last: UnitId,
    change: Change,
    before: Option<&str>,
) -> rusqlite::Result<()> {
    c.prepare_cached("INSERT INTO changes (unit, last, kind, before) VALUES (?, ?, ?, ?)")?
        .execute(params![first.get(), last.get(), change.as_str(), before])?;
    Ok(())
}

/// Texts and characters added or removed, by language, to be written before the transaction ends.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<String, (i64, i64)>);

impl Tally {
    /// Counts a text in or, with `-1`, out.
    pub(super) fn count(&mut self, lang: &str, text: &str, times: i64) {
        let chars = text.chars().count() as i64;
        let sum = match self.0.get_mut(lang) {
            Some(sum) => sum,
            None => self.0.entry(lang.to_owned()).or_default(),
        };
        sum.0 += times;
        sum.1 += times * chars;
    }

    fn write(self, c: &Connection) -> rusqlite::Result<()> {
        let mut add = c.prepare_cached(
            "INSERT INTO languages (lang, texts, chars) VALUES (?1, ?2, ?3) ON CONFLICT (lang)
             DO UPDATE SET texts = texts + excluded.texts, chars = chars + excluded.chars",
        )?;
        for (lang, (texts, chars)) in self.0 {
            add.execute(params![lang, texts, chars])?;
        }
        c.execute("DELETE FROM languages WHERE texts = 0", [])?;
        Ok(())
    }
}
