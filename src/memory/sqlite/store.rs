//! The memory as a [`Store`].

use std::{
    cell::Cell,
    fs::{self, Permissions},
    ops::RangeInclusive,
    path::PathBuf,
    sync::{Arc, Mutex, atomic::AtomicBool},
};

use rusqlite::{Connection, OptionalExtension};

use super::{
    SqliteStore,
    damage::{is_damage, is_damaged},
    moments, open, read,
    rows::{self, id, lang},
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
    memory::{LanguageStats, Losses, Moment, Stamp, Store, TextPair, UnitText, store},
    unit::{Unit, UnitFilter, UnitId},
};

impl Store for SqliteStore {
    fn name(&self) -> String {
        self.path.display().to_string()
    }

    fn stamp(&self) -> Result<Stamp> {
        let read = self.with(|c| {
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
        });
        self.or_past(read, Self::past_stamp)
    }

    fn languages(&self) -> Result<Vec<LanguageStats>> {
        let read = self.with(|c| {
            c.prepare_cached("SELECT lang, texts, chars FROM languages ORDER BY lang")?
                .query_map([], |row| {
                    Ok(LanguageStats {
                        lang: lang(row, 0)?,
                        texts: row.get(1)?,
                        chars: row.get(2)?,
                    })
                })?
                .collect()
        });
        self.or_past(read, Self::past_languages)
    }

    fn count(&self) -> Result<u64> {
        let read = self.with(read::count);
        self.or_past(read, Self::past_count)
    }

    fn units(&self, ids: &[UnitId]) -> Result<Vec<Option<Unit>>> {
        // Units that SQLite cannot read are read past it afterwards: both need the connection.
        let mut damaged = Vec::new();
        let read = self.with(|c| {
            // A statement that is not at its end keeps the state for all others, and is half the work of
            // a transaction.
            let mut moment = c.prepare_cached("SELECT one FROM memory")?;
            let mut held = moment.query([])?;
            let begun = held.next().map(drop);
            begun.or_else(|e| if is_damage(&e) { Ok(()) } else { Err(e) })?;
            let one = |(at, id): (usize, &UnitId)| match rows::unit(c, *id) {
                Err(e) if is_damage(&e) => {
                    damaged.push((at, *id));
                    Ok(None)
                }
                other => other,
            };
            ids.iter().enumerate().map(one).collect()
        });
        let mut units = self.or_past(read, |_| {
            damaged = ids.iter().copied().enumerate().collect();
            Ok(vec![None; ids.len()])
        })?;
        for (at, id) in damaged {
            units[at] = self.past_unit(id)?;
        }
        Ok(units)
    }

    fn each_unit(&self, each: &mut dyn FnMut(UnitId, Unit) -> Result<()>) -> Result<()> {
        let (mut outcome, read_so_far) = (Ok(()), Cell::new((UnitId::ZERO, 0)));
        let mut each_read = |id, unit| {
            read_so_far.set((id, read_so_far.get().1 + 1));
            each(id, unit)
        };
        let read = self.in_one_file(|c| {
            read::at_one_moment(c, || {
                read::each_unit(c, &mut each_read, &mut outcome)?;
                Ok(outcome.is_err() || read::count(c)? == read_so_far.get().1)
            })
        });
        outcome?;
        let last = read_so_far.get().0;
        match self.or_past(read.map(Some), |_| Ok(None))? {
            Some(true) => Ok(()),
            // Either met damage, or pages are gone without a trace: what they held is noted.
            _ => self.past_each_unit(last, each),
        }
    }

    fn losses(&self) -> Losses {
        self.damage.losses().clone()
    }

    /// A moment is the number of a writing transaction and its random token: where two copies were
    /// written to apart, neither knows the other's. New units are no changes: their numbers are above
    /// all that were given before, for SQLite has one writer at a time.
    fn changed_since(&self, moment: &Moment) -> Result<Option<Vec<UnitId>>> {
        let Some((number, token)) = moments::read(moment.as_str()) else { return Ok(None) };
        let read =
            self.with(|c| read::at_one_moment(c, || moments::changed_since(c, number, token)));
        self.or_past(read, |_| Ok(None))
    }

    fn each_text(
        &self,
        lang: &Lang,
        units: RangeInclusive<UnitId>,
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        let mut last = (UnitId::ZERO, 0);
        let mut each_read = |text: UnitText<'_>| {
            last = (text.unit, if text.unit == last.0 { last.1 + 1 } else { 1 });
            each(text);
        };
        let read = self.with(|c| read::each_text(c, lang, units.clone(), &mut each_read));
        self.or_past(read, |store| store.past_each_text(lang, &units, last, each))
    }

    fn texts_of(
        &self,
        lang: &Lang,
        units: &[UnitId],
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        let mut rest = units;
        while !rest.is_empty() {
            // The unit that is read, and how many of its texts were handed out.
            let (mut at, mut given) = (0, (0, 0));
            let read = self.with(|c| {
                read::texts_of(c, lang, rest, &mut |place| at = place, &mut |place, text| {
                    given = (place, if place == given.0 { given.1 + 1 } else { 1 });
                    each(text);
                })
            });
            if self.or_past(read.map(|()| true), |_| Ok(false))? {
                return Ok(());
            }
            let done = if given.0 == at { given.1 } else { 0 };
            self.past_texts_of(lang, rest[at], done, each)?;
            rest = &rest[at + 1..];
        }
        Ok(())
    }

    fn units_where(&self, filter: &UnitFilter) -> Result<Vec<UnitId>> {
        let read = self.with(|c| read::at_one_moment(c, || read::units_where(c, filter)));
        self.or_past(read, |store| store.past_units_where(filter))
    }

    fn each_pair(&self, from: &[Lang], to: &[Lang], each: &mut dyn FnMut(TextPair)) -> Result<()> {
        let mut last = UnitId::ZERO;
        let read = self.in_one_file(|c| read::each_pair(c, from, to, &mut last, each));
        self.or_past(read, |store| store.past_each_pair(from, to, last, each))
    }

    fn common_language(&self) -> Result<Option<Lang>> {
        let read = self.with(|c| {
            c.query_row(
                "SELECT lang FROM texts GROUP BY lang
                 HAVING count(DISTINCT unit) = (SELECT count(*) FROM units)
                 ORDER BY min(place), lang LIMIT 1",
                [],
                |row| lang(row, 0),
            )
            .optional()
        });
        self.or_past(read, store::common_language)
    }

    fn snapshot(&self) -> Result<Arc<dyn Store>> {
        Ok(Arc::new(Self {
            readers: self.readers.freeze()?,
            writer: None,
            path: self.path.clone(),
            opened: Mutex::new(None),
            fresh: AtomicBool::new(false),
            damage: Arc::clone(&self.damage),
            wait: self.wait,
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
        let outcome = self.with(|c| Ok((moments::last(c)?, work(c)?)));
        let after = open::state(&self.path);
        // A file that took the place of ours changed nothing in it.
        let same_file = matches!((&before, &after), (Some(b), Some(a)) if b.0 == a.0);
        if !same_file || before == after {
            return outcome.map(|(_, done)| done);
        }
        // What looks like damage may be the half of another memory: nothing is read past it.
        let (moment, done) = match outcome {
            Err(e) if is_damaged(&e) => (None, Err(e)),
            Err(e) => return Err(e),
            Ok((moment, done)) => (Some(moment), Ok(done)),
        };
        // SQLite changes the file too, where a log is put back: it then still knows the moment.
        let known = moment.is_some_and(|moment| {
            open::to_read(&self.path, self.wait).is_ok_and(|c| {
                matches!(moments::changed_since(&c, moment.0, moment.1), Ok(Some(_)))
            })
        });
        if known {
            return done;
        }
        let message = "the memory was overwritten while it was read: what was read is not whole";
        Err(Error::new(ErrorKind::Memory, message)
            .at(Place::file(self.path.display().to_string()))
            .hint("try again once the other program has finished"))
    }
}
