//! The memory as a [`Store`].

use std::{
    fs::{self, Permissions},
    ops::RangeInclusive,
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
};

use rusqlite::{Connection, OptionalExtension};

use super::{
    SqliteStore, moments, open, read,
    rows::{self, id, lang},
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
    memory::{LanguageStats, Moment, Stamp, Store, TextPair, UnitText},
    unit::{Unit, UnitFilter, UnitId},
};

impl Store for SqliteStore {
    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn stamp(&self) -> Result<Stamp> {
        self.with(|c| {
            c.prepare_cached(
                "SELECT identity,
                     coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'units'), 0),
                     id, token
                 FROM memory, moments ORDER BY id DESC LIMIT 1",
            )?
            .query_row([], |row| {
                let moment = Moment::new(moments::written(row.get(2)?, row.get(3)?));
                Ok(Stamp { identity: row.get(0)?, last_unit: id(row, 1)?, moment })
            })
        })
    }

    fn languages(&self) -> Result<Vec<LanguageStats>> {
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

    fn count(&self) -> Result<u64> {
        self.with(|c| c.query_row("SELECT count(*) FROM units", [], |row| row.get(0)))
    }

    fn units(&self, ids: &[UnitId]) -> Result<Vec<Option<Unit>>> {
        self.with(|c| {
            // A statement that is not at its end keeps the state for all others, and is half the work of
            // a transaction.
            let mut moment = c.prepare_cached("SELECT one FROM memory")?;
            let mut held = moment.query([])?;
            held.next()?;
            ids.iter().map(|id| rows::unit(c, *id)).collect()
        })
    }

    fn each_unit(&self, each: &mut dyn FnMut(UnitId, Unit) -> Result<()>) -> Result<()> {
        let mut outcome = Ok(());
        self.in_one_file(|c| read::each_unit(c, each, &mut outcome))?;
        outcome
    }

    /// A moment is the number of a writing transaction and its random token: where two copies were
    /// written to apart, neither knows the other's. New units are no changes: their numbers are above
    /// all that were given before, for SQLite has one writer at a time.
    fn changed_since(&self, moment: &Moment) -> Result<Option<Vec<UnitId>>> {
        let Some((number, token)) = moments::read(moment.as_str()) else { return Ok(None) };
        self.with(|c| read::at_one_moment(c, || moments::changed_since(c, number, token)))
    }

    fn each_text(
        &self,
        lang: &Lang,
        units: RangeInclusive<UnitId>,
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        self.with(|c| read::each_text(c, lang, units, each))
    }

    fn texts_of(
        &self,
        lang: &Lang,
        units: &[UnitId],
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        if units.is_empty() {
            return Ok(());
        }
        self.with(|c| read::texts_of(c, lang, units, each))
    }

    fn units_where(&self, filter: &UnitFilter) -> Result<Vec<UnitId>> {
        self.with(|c| read::at_one_moment(c, || read::units_where(c, filter)))
    }

    fn each_pair(&self, from: &[Lang], to: &[Lang], each: &mut dyn FnMut(TextPair)) -> Result<()> {
        self.in_one_file(|c| read::each_pair(c, from, to, each))
    }

    fn common_language(&self) -> Result<Option<Lang>> {
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

    fn snapshot(&self) -> Result<Arc<dyn Store>> {
        Ok(Arc::new(Self {
            readers: self.readers.freeze()?,
            writer: None,
            path: self.path.clone(),
            opened: None,
            fresh: AtomicBool::new(false),
        }))
    }

    /// `work.muwazi-index` beside `work.muwazi`.
    fn index_folder(&self) -> Option<PathBuf> {
        let mut name = self.path.as_os_str().to_owned();
        name.push("-index");
        Some(name.into())
    }

    fn index_rights(&self) -> Option<Permissions> {
        fs::metadata(&self.path).ok().map(|file| file.permissions())
    }
}

impl SqliteStore {
    /// Does a long reading; an error where the file was written to past SQLite meanwhile, as by a copy:
    /// what was read is then in part of another memory.
    fn in_one_file<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        let before = open::state(&self.path);
        let (moment, done) = self.with(|c| Ok((moments::last(c)?, work(c)?)))?;
        let after = open::state(&self.path);
        // A file that took the place of ours changed nothing in it.
        let same_file = matches!((&before, &after), (Some(b), Some(a)) if b.0 == a.0);
        if !same_file || before == after {
            return Ok(done);
        }
        // SQLite changes the file too, where a log is put back: it then still knows the moment.
        let known = open::to_read(&self.path)
            .is_ok_and(|c| matches!(moments::changed_since(&c, moment.0, moment.1), Ok(Some(_))));
        if known {
            return Ok(done);
        }
        let message = "the memory was overwritten while it was read: what was read is not whole";
        Err(Error::new(ErrorKind::Memory, message)
            .at(Place::file(self.path.display().to_string()))
            .hint("try again once the other program has finished"))
    }
}
