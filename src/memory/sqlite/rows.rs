//! Units as rows.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::{
    journal::{Change, Journal},
    merge,
    schema::{PLACES, first_text, last_text},
};
use crate::{
    error::Error,
    lang::Lang,
    unit::{Meta, Text, Unit, UnitId, Variant},
};

/// The outcome of adding a unit, and its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Added {
    /// It was not there.
    New(UnitId),
    /// It was there, and got new metadata.
    Merged(UnitId),
    /// It was there, with all of its metadata.
    Unchanged(UnitId),
}

impl Added {
    /// Returns the number of the unit.
    pub fn unit(self) -> UnitId {
        match self {
            Self::New(id) | Self::Merged(id) | Self::Unchanged(id) => id,
        }
    }
}

/// Adds a unit, or merges it with the one that is equal.
pub(super) fn put(c: &Connection, unit: &Unit, journal: &mut Journal) -> rusqlite::Result<Added> {
    let key = merge::key(unit);
    match same(c, &key)? {
        Some(id) if merge_into(c, id, unit, journal)? => Ok(Added::Merged(id)),
        Some(id) => Ok(Added::Unchanged(id)),
        None => Ok(Added::New(insert(c, &key, unit, journal)?)),
    }
}

/// Adds a unit that is not there; returns its number.
pub(super) fn insert(
    c: &Connection,
    key: &[u8],
    unit: &Unit,
    journal: &mut Journal,
) -> rusqlite::Result<UnitId> {
    c.prepare_cached("INSERT INTO units (key, langs) VALUES (?, ?)")?
        .execute(params![key, unit.languages().to_string()])?;
    let id = UnitId::new(c.last_insert_rowid());
    insert_texts(c, id, unit, journal)?;
    journal.added(id);
    Ok(id)
}

/// Puts a unit that was removed back under its number, and records it.
pub(super) fn put_back(
    c: &Connection,
    id: UnitId,
    key: &[u8],
    unit: &Unit,
    journal: &mut Journal,
) -> rusqlite::Result<()> {
    c.prepare_cached("INSERT INTO units (id, key, langs) VALUES (?, ?, ?)")?.execute(params![
        id.get(),
        key,
        unit.languages().to_string()
    ])?;
    insert_texts(c, id, unit, journal)?;
    journal.put_back(c, id)?;
    logged(c, id)
}

/// Replaces the texts and metadata of a unit, and records the change.
pub(super) fn replace(
    c: &Connection,
    id: UnitId,
    key: &[u8],
    unit: &Unit,
    journal: &mut Journal,
) -> rusqlite::Result<()> {
    journal.keep(c, id, Change::Edited)?;
    remove_texts(c, id, journal)?;
    c.prepare_cached("UPDATE units SET key = ?, langs = ? WHERE id = ?")?.execute(params![
        key,
        unit.languages().to_string(),
        id.get()
    ])?;
    insert_texts(c, id, unit, journal)?;
    logged(c, id)
}

/// Removes a unit, and records it; returns whether it was there.
pub(super) fn remove(c: &Connection, id: UnitId, journal: &mut Journal) -> rusqlite::Result<bool> {
    journal.keep(c, id, Change::Removed)?;
    remove_texts(c, id, journal)?;
    if c.prepare_cached("DELETE FROM units WHERE id = ?")?.execute([id.get()])? == 0 {
        return Ok(false);
    }
    logged(c, id)?;
    Ok(true)
}

fn remove_texts(c: &Connection, id: UnitId, journal: &mut Journal) -> rusqlite::Result<()> {
    let mut texts = c.prepare_cached("SELECT lang, text FROM texts WHERE id BETWEEN ? AND ?")?;
    let mut rows = texts.query([first_text(id), last_text(id)])?;
    while let Some(row) = rows.next()? {
        journal.tally.count(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?, -1);
    }
    c.prepare_cached("DELETE FROM texts WHERE id BETWEEN ? AND ?")?
        .execute([first_text(id), last_text(id)])?;
    Ok(())
}

/// Tells the index that the texts of a unit are others.
fn logged(c: &Connection, id: UnitId) -> rusqlite::Result<()> {
    c.prepare_cached("INSERT INTO log (unit) VALUES (?)")?.execute([id.get()])?;
    Ok(())
}

/// The unit with that key.
pub(super) fn same(c: &Connection, key: &[u8]) -> rusqlite::Result<Option<UnitId>> {
    c.prepare_cached("SELECT id FROM units WHERE key = ?")?
        .query_row([key], |row| id(row, 0))
        .optional()
}

fn insert_texts(
    c: &Connection,
    id: UnitId,
    unit: &Unit,
    journal: &mut Journal,
) -> rusqlite::Result<()> {
    let mut insert = c.prepare_cached(
        "INSERT INTO texts (id, lang, text, marks, meta, unit_meta) VALUES (?, ?, ?, ?, ?, ?)",
    )?;
    let mut unit_meta = Some(to_json(&unit.meta)?);
    if unit.variants.len() as i64 > PLACES {
        let message = format!("a unit of {} texts; {PLACES} at most", unit.variants.len());
        return Err(rusqlite::Error::ToSqlConversionFailure(message.into()));
    }
    for (number, v) in (first_text(id)..).zip(&unit.variants) {
        let marks = if v.text.marks.is_empty() { None } else { Some(to_json(&v.text.marks)?) };
        let meta = to_json(&v.meta)?;
        let (lang, text, unit_meta) = (v.lang.as_str(), &v.text.text, unit_meta.take());
        insert.execute(params![number, lang, text, marks, meta, unit_meta])?;
        journal.tally.count(v.lang.as_str(), &v.text.text, 1);
    }
    Ok(())
}

/// A unit, if it is there.
pub(super) fn unit(c: &Connection, id: UnitId) -> rusqlite::Result<Option<Unit>> {
    let mut statement = c.prepare_cached(
        "SELECT lang, text, marks, meta, unit_meta FROM texts WHERE id BETWEEN ? AND ? ORDER BY id",
    )?;
    let mut rows = statement.query([first_text(id), last_text(id)])?;
    let Some(first) = rows.next()? else { return Ok(None) };
    let mut unit = Unit { meta: json(first, 4)?, variants: Vec::with_capacity(2) };
    unit.variants.push(variant(first, 0)?);
    while let Some(row) = rows.next()? {
        unit.variants.push(variant(row, 0)?);
    }
    Ok(Some(unit))
}

/// Merges the metadata of a unit into the equal one; returns whether anything was new.
pub(super) fn merge_into(
    c: &Connection,
    id: UnitId,
    new: &Unit,
    journal: &mut Journal,
) -> rusqlite::Result<bool> {
    let mut changed = false;
    let mut meta: Meta = c
        .prepare_cached("SELECT unit_meta FROM texts WHERE id = ?")?
        .query_row([first_text(id)], |row| json(row, 0))?;
    if merge::merge(&mut meta, &new.meta) {
        journal.keep(c, id, Change::Merged)?;
        c.prepare_cached("UPDATE texts SET unit_meta = ? WHERE id = ?")?
            .execute(params![to_json(&meta)?, first_text(id)])?;
        changed = true;
    }
    // Texts without metadata add nothing.
    if new.variants.iter().all(|v| v.meta == Meta::default()) {
        return Ok(changed);
    }
    let mut free: Vec<(i64, Variant)> = c
        .prepare_cached(
            "SELECT lang, text, marks, meta, id FROM texts WHERE id BETWEEN ? AND ? ORDER BY id",
        )?
        .query_map([first_text(id), last_text(id)], |row| Ok((row.get(4)?, variant(row, 0)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for new in &new.variants {
        let Some(at) = free.iter().position(|(_, v)| v.lang == new.lang && v.text == new.text)
        else {
            continue;
        };
        let (number, mut old) = free.remove(at);
        if merge::merge(&mut old.meta, &new.meta) {
            if !changed {
                journal.keep(c, id, Change::Merged)?;
            }
            c.prepare_cached("UPDATE texts SET meta = ? WHERE id = ?")?
                .execute(params![to_json(&old.meta)?, number])?;
            changed = true;
        }
    }
    Ok(changed)
}

pub(super) fn variant(row: &Row<'_>, first: usize) -> rusqlite::Result<Variant> {
    let marks: Option<String> = row.get(first + 2)?;
    let marks = marks.map(|m| from_json(&m, first + 2)).transpose()?.unwrap_or_default();
    let text = Text { text: row.get(first + 1)?, marks };
    if !marks_fit(&text) {
        return Err(broken(first + 2, "tags outside of their text"));
    }
    Ok(Variant { lang: lang(row, first)?, text, meta: json(row, first + 3)? })
}

/// Returns true if the marks of a text stand in it, in order. Others belong to another text.
pub(super) fn marks_fit(text: &Text) -> bool {
    text.marks.is_sorted_by_key(|mark| mark.at)
        && text.marks.iter().all(|mark| text.text.is_char_boundary(mark.at))
}

pub(super) fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<UnitId> {
    row.get(column).map(UnitId::new)
}

pub(super) fn lang(row: &Row<'_>, column: usize) -> rusqlite::Result<Lang> {
    row.get_ref(column)?.as_str()?.parse().map_err(|e: Error| broken(column, e))
}

pub(super) fn json<T: serde::de::DeserializeOwned + Default>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    match row.get_ref(column)?.as_str()? {
        // Most texts have no metadata.
        "{}" => Ok(T::default()),
        text => from_json(text, column),
    }
}

pub(super) fn from_json<T: serde::de::DeserializeOwned>(
    text: &str,
    column: usize,
) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|e| broken(column, e))
}

pub(super) fn to_json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

pub(super) fn broken(
    column: usize,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Text;
    rusqlite::Error::FromSqlConversionFailure(column, kind, error.into())
}
