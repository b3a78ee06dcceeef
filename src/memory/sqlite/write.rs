//! Writing. Each call is one transaction: done when it returns, or not at all.

use std::sync::{PoisonError, atomic::Ordering};

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use super::{
    ImportCounts, SqliteStore,
    error::refused,
    history::OperationKind,
    journal::{Deed, Journal},
    merge, open,
    rows::{self, Added},
    schema,
    update::{Fate, Older, same_words},
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    format::units::DeletedUnits,
    lang::Lang,
    unit::{Text, Unit, UnitId, tmx_date},
};

/// Options of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportOptions {
    /// A unit replaces the older translation of its source instead of being added beside it.
    /// `docs/memory.md` tells which one that is.
    pub update: bool,
}

/// The outcome of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Edited {
    /// It holds the new text.
    Changed,
    /// It held that text already.
    Unchanged,
    /// With the new text it is the same as this unit, which stays, with the metadata of both.
    MergedInto(UnitId),
}

impl SqliteStore {
    /// Imports the units of a file: all or, where one is an error, none. `origin` is the name of the
    /// file. A unit of one text is counted and left out.
    ///
    /// # Errors
    /// The first error among the units, or the store's own; the memory is then as it was before.
    pub fn import(
        &self,
        origin: &str,
        at: Timestamp,
        units: impl IntoIterator<Item = Result<Unit>>,
    ) -> Result<ImportCounts> {
        self.import_with(origin, at, &ImportOptions::default(), units)
    }

    /// Imports the units of a file, with options; see [`SqliteStore::import`].
    ///
    /// # Errors
    /// As [`SqliteStore::import`].
    pub fn import_with(
        &self,
        origin: &str,
        at: Timestamp,
        options: &ImportOptions,
        units: impl IntoIterator<Item = Result<Unit>>,
    ) -> Result<ImportCounts> {
        self.import_corrected(origin, at, options, units, &DeletedUnits::default())
    }

    /// Imports the units of a file, and then removes those units of the memory that are equal to one
    /// that the file asks to remove, in the same transaction.
    ///
    /// # Errors
    /// As [`SqliteStore::import`].
    pub fn import_corrected(
        &self,
        origin: &str,
        at: Timestamp,
        options: &ImportOptions,
        units: impl IntoIterator<Item = Result<Unit>>,
        deleted: &DeletedUnits,
    ) -> Result<ImportCounts> {
        self.write(|c, refuse| {
            let mut counts = ImportCounts::default();
            let mut journal = Journal::begin(c).map_err(refuse)?;
            let mut older = options.update.then(|| Older::read(c).map_err(refuse)).transpose()?;
            for unit in units {
                counts.read += 1;
                take(c, unit?, at, older.as_mut(), &mut counts, &mut journal).map_err(refuse)?;
            }
            counts.removed = remove_all(c, deleted.take(), &mut journal).map_err(refuse)?;
            let deed = Deed { kind: OperationKind::Import, origin: Some(origin), user: None, at };
            journal.finish(c, &deed).map_err(refuse)?;
            c.execute(
                "INSERT INTO imports (origin, at, read, new, merged, updated, unchanged)
                 VALUES (?, ?, ?, ?, ?, ?, ?)",
                params![
                    origin,
                    tmx_date(at),
                    counts.read,
                    counts.new,
                    counts.merged,
                    counts.updated,
                    counts.unchanged
                ],
            )
            .map_err(refuse)?;
            Ok(counts)
        })
    }

    /// Adds units, all or none, and returns the outcome of each. A unit without a creation date gets
    /// one and, where a user is named, its creator.
    ///
    /// # Errors
    /// The store's own; the memory is then as it was before.
    pub fn add(
        &self,
        units: impl IntoIterator<Item = Unit>,
        at: Timestamp,
        user: Option<&str>,
    ) -> Result<Vec<Added>> {
        self.add_as(units, &Deed { kind: OperationKind::Add, origin: None, user, at })
    }

    /// Adds the units of an alignment, as [`SqliteStore::add`] does. `origin` is the name of the
    /// document, for the history.
    ///
    /// # Errors
    /// As [`SqliteStore::add`].
    pub fn add_aligned(
        &self,
        units: impl IntoIterator<Item = Unit>,
        origin: Option<&str>,
        at: Timestamp,
    ) -> Result<Vec<Added>> {
        self.add_as(units, &Deed { kind: OperationKind::Align, origin, user: None, at })
    }

    fn add_as(&self, units: impl IntoIterator<Item = Unit>, deed: &Deed<'_>) -> Result<Vec<Added>> {
        let (at, user) = (deed.at, deed.user);
        self.write(|c, refuse| {
            let mut journal = Journal::begin(c).map_err(refuse)?;
            let mut added = Vec::new();
            for mut unit in units {
                if unit.created().is_none() {
                    unit.meta.set_attribute("creationdate", tmx_date(at));
                    if let Some(user) = user {
                        unit.meta.set_attribute("creationid", user);
                    }
                }
                added.push(rows::put(c, &unit, &mut journal).map_err(refuse)?);
            }
            journal.finish(c, deed).map_err(refuse)?;
            Ok(added)
        })
    }

    /// Changes a unit's text in one language: the first text in exactly that language, or else in a
    /// variety of it. The unit gets the date of the change and the user, if named; a unit that was
    /// aligned or made by a machine is then reviewed.
    ///
    /// # Errors
    /// No such unit ([`ErrorKind::NotFound`]), no text in that language ([`ErrorKind::Language`]), or
    /// the store's own.
    pub fn edit(
        &self,
        id: UnitId,
        lang: &Lang,
        text: Text,
        at: Timestamp,
        user: Option<&str>,
    ) -> Result<Edited> {
        let (no_unit, place) = (self.no_unit(id), Place::file(self.path.display().to_string()));
        self.write(|c, refuse| {
            let mut unit = rows::unit(c, id).map_err(refuse)?.ok_or(no_unit)?;
            let exact = unit.variants.iter().position(|v| v.lang == *lang);
            let found = exact.or_else(|| unit.variants.iter().position(|v| v.lang.is_a(lang)));
            let Some(at_variant) = found else {
                let held: Vec<&str> = unit.variants.iter().map(|v| v.lang.as_str()).collect();
                let message = format!("unit {id} holds no text in '{lang}'");
                return Err(Error::new(ErrorKind::Language, message)
                    .at(place)
                    .hint(format!("it holds: {}", held.join(", "))));
            };
            if unit.variants[at_variant].text == text {
                return Ok(Edited::Unchanged);
            }
            unit.variants[at_variant].text = text;
            // Tools that date each text are told there, all others once.
            let dated_apart = unit.variants[at_variant].meta.attribute("changedate").is_some();
            let variant = dated_apart.then(|| &mut unit.variants[at_variant].meta);
            for meta in variant.into_iter().chain([&mut unit.meta]) {
                meta.set_attribute("changedate", tmx_date(at));
                if let Some(user) = user {
                    meta.set_attribute("changeid", user);
                }
            }
            if !unit.is_reviewed() {
                unit.set_reviewed(true);
            }
            let mut journal = Journal::begin(c).map_err(refuse)?;
            let key = merge::key(&unit);
            let edited = match rows::same(c, &key).map_err(refuse)? {
                Some(other) => {
                    rows::merge_into(c, other, &unit, &mut journal).map_err(refuse)?;
                    rows::remove(c, id, &mut journal).map_err(refuse)?;
                    Edited::MergedInto(other)
                }
                None => {
                    rows::replace(c, id, &key, &unit, &mut journal).map_err(refuse)?;
                    Edited::Changed
                }
            };
            let deed = Deed { kind: OperationKind::Edit, origin: None, user, at };
            journal.finish(c, &deed).map_err(refuse)?;
            Ok(edited)
        })
    }

    /// Removes units and returns those that were there. Their numbers are never given again. The
    /// history has the clock's time for it, and no user.
    ///
    /// # Errors
    /// The store's own; the memory is then as it was before.
    pub fn remove(&self, ids: &[UnitId]) -> Result<Vec<UnitId>> {
        self.remove_by(ids, Timestamp::now(), None)
    }

    /// Removes units, as [`SqliteStore::remove`] does, with time and user for the history.
    ///
    /// # Errors
    /// As [`SqliteStore::remove`].
    pub fn remove_by(
        &self,
        ids: &[UnitId],
        at: Timestamp,
        user: Option<&str>,
    ) -> Result<Vec<UnitId>> {
        self.write(|c, refuse| {
            let mut journal = Journal::begin(c).map_err(refuse)?;
            let mut removed = Vec::new();
            for id in ids {
                if rows::remove(c, *id, &mut journal).map_err(refuse)? {
                    removed.push(*id);
                }
            }
            let deed = Deed { kind: OperationKind::Remove, origin: None, user, at };
            journal.finish(c, &deed).map_err(refuse)?;
            Ok(removed)
        })
    }

    /// Makes the tables of a new memory now, so that it is read and stays though it holds nothing.
    ///
    /// # Errors
    /// A memory that is open for reading only, or cannot be written.
    pub fn make(&self) -> Result<()> {
        self.write(|_, _| Ok(()))
    }

    /// Does work in one transaction, in a memory that has its tables.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Connection, &dyn Fn(rusqlite::Error) -> Error) -> Result<T>,
    ) -> Result<T> {
        let (path, refuse) = (&self.path, |e| refused(&self.path, e));
        let Some(writer) = &self.writer else {
            return Err(Error::new(ErrorKind::Memory, "the memory is open for reading only")
                .at(Place::file(path.display().to_string())));
        };
        writer.with(path, |connection| {
            self.make_again(connection)?;
            let transaction = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(refuse)?;
            if !path.exists() {
                return Err(Error::new(ErrorKind::Io, "the memory was removed by another program")
                    .at(Place::file(path.display().to_string()))
                    .hint("try again"));
            }
            if self.replaced() {
                let message = "the memory was replaced by another file while it was open";
                return Err(Error::new(ErrorKind::Memory, message)
                    .at(Place::file(path.display().to_string()))
                    .hint("try again: the new file is then opened"));
            }
            let first = schema::make(&transaction).map_err(refuse)?;
            let outcome = work(&transaction, &refuse)?;
            transaction.commit().map_err(refuse)?;
            if first {
                // The units are in. The next program to open it tries again, should this fail.
                let _ = open::share(connection, self.wait);
            }
            self.fresh.store(false, Ordering::Relaxed);
            Ok(outcome)
        })
    }
}

impl SqliteStore {
    /// Makes the file again where it held nothing and another program has removed it, as one does
    /// that finds an empty memory.
    fn make_again(&self, connection: &mut Connection) -> Result<()> {
        if self.path.exists() || !self.fresh.load(Ordering::Relaxed) {
            return Ok(());
        }
        (*connection, _) = open::to_write(&self.path, self.wait)?;
        let opened = open::state(&self.path).and_then(|(file, ..)| file);
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = opened;
        Ok(())
    }
}

/// Imports one unit of a file.
fn take(
    c: &Connection,
    mut unit: Unit,
    at: Timestamp,
    older: Option<&mut Older>,
    counts: &mut ImportCounts,
    journal: &mut Journal,
) -> rusqlite::Result<()> {
    if unit.variants.len() < 2 {
        counts.untranslated += 1;
        return Ok(());
    }
    let key = merge::key(&unit);
    let held = rows::same(c, &key)?;
    if let Some(id) = held {
        if rows::merge_into(c, id, &unit, journal)? {
            counts.merged += 1;
        } else {
            counts.unchanged += 1;
        }
        if let Some(older) = older {
            older.touch(id);
        }
        return Ok(());
    }
    let fate = older.as_ref().map_or(Ok(Fate::New), |older| older.fate(c, &unit))?;
    match fate {
        Fate::New => {
            rows::insert(c, &key, &unit, journal)?;
            counts.new += 1;
        }
        Fate::TooOld => counts.unchanged += 1,
        Fate::Replaces(id, old) => {
            let date = unit.changed().map_or_else(|| tmx_date(at), str::to_owned);
            unit.meta = merge::renew(&old.meta, &unit.meta, date);
            rows::replace(c, id, &key, &unit, journal)?;
            counts.updated += 1;
            if let Some(older) = older {
                older.touch(id);
            }
        }
    }
    Ok(())
}

/// Removes units that are equal to those of a corrected sheet, and returns how many. A sheet shows no
/// inline tags: where no unit is equal, one that differs by its tags is meant.
fn remove_all(c: &Connection, deleted: Vec<Unit>, journal: &mut Journal) -> rusqlite::Result<u64> {
    let mut removed = 0;
    let mut missed: Vec<Unit> = Vec::new();
    for unit in deleted {
        match rows::same(c, &merge::key(&unit))? {
            Some(id) => removed += u64::from(rows::remove(c, id, journal)?),
            None => missed.push(unit),
        }
    }
    if missed.is_empty() {
        return Ok(removed);
    }
    let texts = Older::read(c)?;
    while let Some(unit) = missed.pop() {
        // As many rows as units are those units; where there are more units it is not clear which.
        let alike = missed.len();
        missed.retain(|other| !same_words(other, &unit));
        let rows = alike - missed.len() + 1;
        let found = texts.but_for_tags(c, &unit)?;
        for id in found.iter().filter(|_| found.len() <= rows) {
            removed += u64::from(rows::remove(c, *id, journal)?);
        }
    }
    Ok(removed)
}
