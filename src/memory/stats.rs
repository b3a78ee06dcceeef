//! A memory in numbers.

use std::fs;

use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

use super::{Memory, rows::lang};
use crate::{error::Result, lang::Lang};

/// What became of a file of units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Units read.
    pub read: u64,
    /// Units that were not in the memory.
    pub new: u64,
    /// Units that were there already; what was new about them was added.
    pub merged: u64,
    /// Units that took the place of an older translation.
    #[serde(default)]
    pub updated: u64,
    /// Units that were there already, with all that was said of them.
    #[serde(default)]
    pub unchanged: u64,
    /// Units left out because they hold one text only: nothing is translated there.
    #[serde(default)]
    pub untranslated: u64,
}

/// A memory in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Units.
    pub units: u64,
    /// Texts and letters by language.
    pub languages: Vec<LanguageStats>,
    /// The files that were imported, oldest first.
    pub imports: Vec<Import>,
    /// The file's size in bytes.
    pub bytes: u64,
}

/// One language of a memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LanguageStats {
    /// The language.
    pub lang: Lang,
    /// Texts in it.
    pub texts: u64,
    /// Characters in them.
    pub chars: u64,
}

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// The file as it was named.
    pub origin: String,
    /// When, in TMX's form.
    pub at: String,
    /// What became of it.
    #[serde(flatten)]
    pub counts: ImportCounts,
}

/// Where a memory stands: whose it is, and how far it has come. An index that was made at one stamp
/// is told by it whether there are units or changes that it does not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// What tells the memory from every other: random, made with it. A copy has the same.
    pub identity: String,
    /// The highest number that a unit was ever given; 0 before the first.
    pub last_unit: i64,
    /// The number of the last change; see [`Memory::changed_since`].
    pub last_change: i64,
}

impl Memory {
    /// Where the memory stands; takes microseconds.
    ///
    /// # Errors
    /// The store's own.
    pub fn stamp(&self) -> Result<Stamp> {
        self.with(|c| {
            c.prepare_cached(
                "SELECT identity,
                     coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'units'), 0),
                     coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0)
                 FROM memory",
            )?
            .query_row([], |row| {
                Ok(Stamp {
                    identity: row.get(0)?,
                    last_unit: row.get(1)?,
                    last_change: row.get(2)?,
                })
            })
        })
    }

    /// The languages that it holds, by code, with the number of texts in each.
    ///
    /// # Errors
    /// The store's own.
    pub fn languages(&self) -> Result<Vec<LanguageStats>> {
        self.with(|c| {
            c.prepare_cached("SELECT lang, texts, chars FROM languages ORDER BY lang")?
                .query_map([], |row| {
                    Ok(LanguageStats {
                        lang: lang(row, 0)?,
                        texts: row.get(1)?,
                        chars: row.get(2)?,
                    })
                })?
                .collect()
        })
    }

    /// The first language that every unit holds a text in, if there is one: the one that a TMX may
    /// name as the source of all.
    ///
    /// # Errors
    /// The store's own.
    pub fn common_language(&self) -> Result<Option<Lang>> {
        self.with(|c| {
            c.query_row(
                "SELECT lang FROM texts GROUP BY lang
                 HAVING count(DISTINCT unit) = (SELECT count(*) FROM units)
                 ORDER BY min(place), lang LIMIT 1",
                [],
                |row| lang(row, 0),
            )
            .optional()
        })
    }

    /// The memory in numbers.
    ///
    /// # Errors
    /// The store's own.
    pub fn stats(&self) -> Result<Stats> {
        let imports = self.with(|c| {
            c.prepare(
                "SELECT origin, at, read, new, merged, updated, unchanged FROM imports ORDER BY id",
            )?
            .query_map([], |row| {
                let counts = ImportCounts {
                    read: row.get(2)?,
                    new: row.get(3)?,
                    merged: row.get(4)?,
                    updated: row.get(5)?,
                    unchanged: row.get(6)?,
                    untranslated: 0,
                };
                Ok(Import { origin: row.get(0)?, at: row.get(1)?, counts })
            })?
            .collect()
        })?;
        let bytes = fs::metadata(&self.path).map_or(0, |m| m.len());
        Ok(Stats { units: self.count()?, languages: self.languages()?, imports, bytes })
    }
}
