//! Statistics of a memory.

use std::fs;

use serde::{Deserialize, Serialize};

use super::SqliteStore;
use crate::{
    error::Result,
    memory::{LanguageStats, Store},
};

/// The outcome of an import, in units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ImportCounts {
    /// Units read.
    pub read: u64,
    /// Units that were not in the memory.
    pub new: u64,
    /// Units that were there already, and got new metadata.
    pub merged: u64,
    /// Units that replaced an older translation.
    #[serde(default)]
    pub updated: u64,
    /// Units that were there already, with all of their metadata.
    #[serde(default)]
    pub unchanged: u64,
    /// Units left out because they hold one text only.
    #[serde(default)]
    pub untranslated: u64,
    /// Units removed because the file asks for it.
    #[serde(default)]
    pub removed: u64,
}

/// Statistics of a memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
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

/// A file that was imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Import {
    /// The name of the file, as given.
    pub origin: String,
    /// The time, as in TMX.
    pub at: String,
    /// The outcome.
    #[serde(flatten)]
    pub counts: ImportCounts,
}

impl SqliteStore {
    /// Returns the statistics of the memory.
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
                    removed: 0,
                };
                Ok(Import { origin: row.get(0)?, at: row.get(1)?, counts })
            })?
            .collect()
        });
        // A list of files is no reason to tell nothing of a damaged memory.
        let imports = self.or_past(imports, |_| Ok(Vec::new()))?;
        let bytes = fs::metadata(&self.path).map_or(0, |m| m.len());
        Ok(Stats { units: self.count()?, languages: self.languages()?, imports, bytes })
    }
}
