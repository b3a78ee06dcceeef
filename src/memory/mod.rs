//! The memory: translation units in one SQLite file.
//!
//! The file is the only one: a rollback journal, not a write-ahead log, so that a memory can be
//! copied, sent and read from a read-only disk like any document. A file of units goes in whole or
//! not at all, in one transaction. The same unit twice is one: what is known of both is kept
//! (`merge.rs`). The same source with different translations stays apart.
//!
//! [`crate::lookup`] asks for pairs of texts and ranks them itself, so that another store can take
//! this one's place.

mod error;
mod merge;
mod rows;
mod schema;

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use self::{
    error::refused,
    rows::{json, keep, lang, variant},
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
    unit::{Meta, Unit, tmx_date},
};

/// How long another program's work in the memory is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// A memory, open.
#[derive(Debug)]
pub struct Memory {
    /// `None` only while it is dropped.
    connection: Option<Connection>,
    path: PathBuf,
    /// Whether the file was made by this opening and nothing has been kept in it yet.
    fresh: bool,
}

/// What became of a file of units.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Units read.
    pub read: u64,
    /// Units that were not in the memory.
    pub new: u64,
    /// Units that were there already; what was new about them was added.
    pub merged: u64,
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

/// A text and its translation, as look-up reads them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairOfTexts {
    /// The unit that they belong to.
    pub unit: i64,
    /// The text that is compared.
    pub source: (Lang, String),
    /// Its translation.
    pub target: (Lang, String),
}

impl Memory {
    /// Opens a memory for reading; its file and folder may be read-only.
    ///
    /// # Errors
    /// [`ErrorKind::Memory`] where the file is none of ours, newer than this program, damaged or
    /// locked; [`ErrorKind::Io`] where it is not there.
    pub fn open(path: &Path) -> Result<Self> {
        exists(path)?;
        // A journal means that somebody was stopped while writing: to take that back, SQLite writes.
        let flags = if journal(path).exists() {
            OpenFlags::SQLITE_OPEN_READ_WRITE
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        let connection = connect(path, flags)?;
        let memory = Self { connection: Some(connection), path: path.into(), fresh: false };
        if memory.check()? {
            return Err(not_ours(path, "nothing has been put into this memory"));
        }
        Ok(memory)
    }

    /// Opens a memory for writing, and makes it if there is none. A memory that was made and never
    /// kept anything is removed when it is dropped.
    ///
    /// # Errors
    /// As [`Memory::open`], and where the folder or the file cannot be written.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        let fresh = !path.exists();
        if fresh {
            let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
            if folder.is_some_and(|f| !f.is_dir()) {
                return Err(Error::new(ErrorKind::Io, "the folder for the memory does not exist")
                    .at(Place::file(path.display().to_string()))
                    .hint("make the folder first"));
            }
        } else {
            exists(path)?;
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let connection = connect(path, flags)?;
        let memory = Self { connection: Some(connection), path: path.into(), fresh };
        memory.check()?;
        Ok(memory)
    }

    /// Takes units in, all or, where one is an error, none. `origin` is the name of their file.
    ///
    /// # Errors
    /// The first error among the units, or the store's own; the memory is then as it was before.
    pub fn import(
        &mut self,
        origin: &str,
        at: Timestamp,
        units: impl IntoIterator<Item = Result<Unit>>,
    ) -> Result<ImportCounts> {
        let path = self.path.clone();
        let Some(connection) = &mut self.connection else { return Ok(ImportCounts::default()) };
        let refuse = |e| refused(&path, e);
        let transaction = connection
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(refuse)?;
        schema::make(&transaction).map_err(refuse)?;
        let mut counts = ImportCounts::default();
        for unit in units {
            counts.read += 1;
            if keep(&transaction, unit?).map_err(refuse)? {
                counts.new += 1;
            } else {
                counts.merged += 1;
            }
        }
        transaction
            .execute(
                "INSERT INTO imports (origin, at, read, new, merged) VALUES (?, ?, ?, ?, ?)",
                params![origin, tmx_date(at), counts.read, counts.new, counts.merged],
            )
            .map_err(refuse)?;
        transaction.commit().map_err(refuse)?;
        self.fresh = false;
        Ok(counts)
    }

    /// How many units it holds.
    ///
    /// # Errors
    /// The store's own.
    pub fn count(&self) -> Result<u64> {
        self.with(|c| c.query_row("SELECT count(*) FROM units", [], |row| row.get(0)))
    }

    /// Hands out every unit in the order in which they came, with flat memory.
    ///
    /// # Errors
    /// The store's own, or what `each` returns.
    pub fn each_unit(&self, mut each: impl FnMut(i64, Unit) -> Result<()>) -> Result<()> {
        let mut pending: Option<(i64, Unit)> = None;
        self.rows(
            "SELECT u.id, u.meta, t.lang, t.text, t.marks, t.meta
             FROM units u JOIN texts t ON t.unit = u.id ORDER BY u.id, t.place",
            &[],
            |row| {
                let id: i64 = row.get(0)?;
                let unit_meta = json(row, 1)?;
                Ok((id, unit_meta, variant(row, 2)?))
            },
            |(id, meta, variant)| {
                match &mut pending {
                    Some((same, unit)) if *same == id => unit.variants.push(variant),
                    _ => {
                        let unit = Unit { variants: vec![variant], meta };
                        if let Some((id, unit)) = pending.replace((id, unit)) {
                            each(id, unit)?;
                        }
                    }
                }
                Ok(())
            },
        )?;
        match pending {
            Some((id, unit)) => each(id, unit),
            None => Ok(()),
        }
    }

    /// One unit.
    ///
    /// # Errors
    /// The store's own; [`ErrorKind::Memory`] if there is no such unit.
    pub fn unit(&self, id: i64) -> Result<Unit> {
        let meta: Option<Meta> = self.with(|c| {
            c.prepare_cached("SELECT meta FROM units WHERE id = ?")?
                .query_row([id], |row| json(row, 0))
                .optional()
        })?;
        let Some(meta) = meta else {
            return Err(Error::new(ErrorKind::Memory, format!("there is no unit {id}"))
                .at(Place::file(self.path.display().to_string())));
        };
        let variants = self.with(|c| {
            c.prepare_cached(
                "SELECT lang, text, marks, meta FROM texts WHERE unit = ? ORDER BY place",
            )?
            .query_map([id], |row| variant(row, 0))?
            .collect()
        })?;
        Ok(Unit { variants, meta })
    }

    /// Hands out every text in one of the `from` languages with its translation into one of the
    /// `to` languages, by unit. Where a unit has several translations, the first one.
    ///
    /// # Errors
    /// The store's own.
    pub fn each_pair(
        &self,
        from: &[Lang],
        to: &[Lang],
        mut each: impl FnMut(PairOfTexts),
    ) -> Result<()> {
        let list = |langs: &[Lang]| serde_json::to_string(langs).unwrap_or_else(|_| "[]".into());
        self.rows(
            "SELECT s.unit, s.lang, s.text, t.lang, t.text FROM texts s
             JOIN texts t ON t.unit = s.unit AND t.place = (
                 SELECT min(place) FROM texts WHERE unit = s.unit AND place <> s.place
                 AND lang IN (SELECT value FROM json_each(?2)))
             WHERE s.lang IN (SELECT value FROM json_each(?1)) ORDER BY s.unit, s.place",
            &[&list(from), &list(to)],
            |row| {
                Ok(PairOfTexts {
                    unit: row.get(0)?,
                    source: (lang(row, 1)?, row.get(2)?),
                    target: (lang(row, 3)?, row.get(4)?),
                })
            },
            |pair| {
                each(pair);
                Ok(())
            },
        )
    }

    /// The languages that it holds, by code, with the number of texts in each.
    ///
    /// # Errors
    /// The store's own.
    pub fn languages(&self) -> Result<Vec<LanguageStats>> {
        self.with(|c| {
            c.prepare(
                "SELECT lang, count(*), sum(length(text)) FROM texts GROUP BY lang ORDER BY lang",
            )?
            .query_map([], |row| {
                Ok(LanguageStats { lang: lang(row, 0)?, texts: row.get(1)?, chars: row.get(2)? })
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
            c.prepare("SELECT origin, at, read, new, merged FROM imports ORDER BY id")?
                .query_map([], |row| {
                    let counts =
                        ImportCounts { read: row.get(2)?, new: row.get(3)?, merged: row.get(4)? };
                    Ok(Import { origin: row.get(0)?, at: row.get(1)?, counts })
                })?
                .collect()
        })?;
        let bytes = fs::metadata(&self.path).map_or(0, |m| m.len());
        Ok(Stats { units: self.count()?, languages: self.languages()?, imports, bytes })
    }

    /// Refuses what is not ours; whether nothing has been put into it yet.
    fn check(&self) -> Result<bool> {
        let (id, version, tables) = self.with(|c| {
            let id: i64 = c.query_row("PRAGMA application_id", [], |row| row.get(0))?;
            let version: i64 = c.query_row("PRAGMA user_version", [], |row| row.get(0))?;
            let tables: i64 =
                c.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
            Ok((id, version, tables))
        })?;
        if id == 0 && tables == 0 {
            return Ok(true);
        }
        if id != schema::APPLICATION {
            return Err(not_ours(&self.path, "the file is a database, but not a Muwazi memory"));
        }
        if version > schema::VERSION {
            return Err(Error::new(
                ErrorKind::Memory,
                format!(
                    "the memory is of version {version}; this program knows up to {}",
                    schema::VERSION
                ),
            )
            .at(Place::file(self.path.display().to_string()))
            .hint("it was made by a newer muwazi: update this one"));
        }
        Ok(false)
    }

    fn with<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        match &self.connection {
            Some(connection) => work(connection).map_err(|e| refused(&self.path, e)),
            None => Err(Error::new(ErrorKind::Memory, "the memory is closed")),
        }
    }

    /// Reads rows and hands them on; errors of either side pass through.
    fn rows<T>(
        &self,
        sql: &str,
        values: &[&dyn rusqlite::ToSql],
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
        mut each: impl FnMut(T) -> Result<()>,
    ) -> Result<()> {
        let mut outcome = Ok(());
        self.with(|c| {
            let mut statement = c.prepare(sql)?;
            let mut rows = statement.query(values)?;
            while let Some(row) = rows.next()? {
                outcome = each(read(row)?);
                if outcome.is_err() {
                    break;
                }
            }
            Ok(())
        })?;
        outcome
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // The file must be closed before it can be removed on every system.
        drop(self.connection.take());
        if self.fresh {
            let _ = fs::remove_file(&self.path);
            let _ = fs::remove_file(journal(&self.path));
        }
    }
}

/// The file in which SQLite notes what to take back.
fn journal(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-journal");
    name.into()
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(|e| refused(path, e))?;
    connection.busy_timeout(PATIENCE).map_err(|e| refused(path, e))?;
    Ok(connection)
}

fn exists(path: &Path) -> Result<()> {
    let place = || Place::file(path.display().to_string());
    if path.is_dir() {
        return Err(Error::new(ErrorKind::Memory, "this is a folder, not a memory").at(place()));
    }
    if !path.exists() {
        return Err(Error::new(ErrorKind::Io, "there is no such memory")
            .at(place())
            .hint("make one with: muwazi import -m MEMORY FILE.tmx"));
    }
    Ok(())
}

fn not_ours(path: &Path, what: &str) -> Error {
    Error::new(ErrorKind::Memory, what)
        .at(Place::file(path.display().to_string()))
        .hint("make a memory with: muwazi import -m MEMORY FILE.tmx")
}
