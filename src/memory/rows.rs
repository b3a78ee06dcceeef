//! Units to rows and back.

use rusqlite::{OptionalExtension, Row, Transaction, params};
use serde::Serialize;

use super::merge;
use crate::{
    error::Error,
    lang::Lang,
    unit::{Meta, Text, Unit, Variant},
};

/// Puts a unit in; `false` if it was there already and was merged.
pub(super) fn keep(transaction: &Transaction<'_>, unit: Unit) -> rusqlite::Result<bool> {
    let key = merge::key(&unit);
    let old: Option<(i64, Meta)> = transaction
        .prepare_cached("SELECT id, meta FROM units WHERE key = ?")?
        .query_row([&key], |row| Ok((row.get(0)?, json(row, 1)?)))
        .optional()?;
    match old {
        Some((id, meta)) => {
            merge_into(transaction, id, meta, unit)?;
            Ok(false)
        }
        None => {
            transaction
                .prepare_cached("INSERT INTO units (key, meta) VALUES (?, ?)")?
                .execute(params![key, to_json(&unit.meta)?])?;
            let id = transaction.last_insert_rowid();
            let mut insert = transaction.prepare_cached(
                "INSERT INTO texts (unit, place, lang, text, marks, meta) VALUES (?, ?, ?, ?, ?, ?)",
            )?;
            for (place, v) in unit.variants.iter().enumerate() {
                let marks =
                    if v.text.marks.is_empty() { None } else { Some(to_json(&v.text.marks)?) };
                insert.execute(params![
                    id,
                    place as i64,
                    v.lang.as_str(),
                    v.text.text,
                    marks,
                    to_json(&v.meta)?
                ])?;
            }
            Ok(true)
        }
    }
}

fn merge_into(
    transaction: &Transaction<'_>,
    id: i64,
    mut meta: Meta,
    unit: Unit,
) -> rusqlite::Result<()> {
    if merge::merge(&mut meta, &unit.meta) {
        transaction
            .prepare_cached("UPDATE units SET meta = ? WHERE id = ?")?
            .execute(params![to_json(&meta)?, id])?;
    }
    let known: Vec<(i64, Variant)> = transaction
        .prepare_cached(
            "SELECT lang, text, marks, meta, place FROM texts WHERE unit = ? ORDER BY place",
        )?
        .query_map([id], |row| Ok((row.get(4)?, variant(row, 0)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut free = known;
    for new in &unit.variants {
        let Some(at) = free.iter().position(|(_, v)| v.lang == new.lang && v.text == new.text)
        else {
            continue;
        };
        let (place, mut old) = free.remove(at);
        if merge::merge(&mut old.meta, &new.meta) {
            transaction
                .prepare_cached("UPDATE texts SET meta = ? WHERE unit = ? AND place = ?")?
                .execute(params![to_json(&old.meta)?, id, place])?;
        }
    }
    Ok(())
}

pub(super) fn variant(row: &Row<'_>, first: usize) -> rusqlite::Result<Variant> {
    let marks: Option<String> = row.get(first + 2)?;
    let marks = marks.map(|m| from_json(&m, first + 2)).transpose()?.unwrap_or_default();
    Ok(Variant {
        lang: lang(row, first)?,
        text: Text { text: row.get(first + 1)?, marks },
        meta: json(row, first + 3)?,
    })
}

pub(super) fn lang(row: &Row<'_>, column: usize) -> rusqlite::Result<Lang> {
    let code: String = row.get(column)?;
    code.parse().map_err(|e: Error| broken(column, e))
}

pub(super) fn json<T: serde::de::DeserializeOwned>(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<T> {
    from_json(row.get_ref(column)?.as_str()?, column)
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str, column: usize) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|e| broken(column, e))
}

fn to_json<T: Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value).map_err(|e| rusqlite::Error::ToSqlConversionFailure(e.into()))
}

fn broken(
    column: usize,
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> rusqlite::Error {
    let kind = rusqlite::types::Type::Text;
    rusqlite::Error::FromSqlConversionFailure(column, kind, error.into())
}
