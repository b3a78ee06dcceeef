//! What is read of a memory: whole units, and texts for look-up.

use std::ops::RangeInclusive;

use rusqlite::{Connection, Row, params};

use super::{
    Memory,
    rows::{self, json, lang, variant},
    schema::{first_text, last_text},
};
use crate::unit::UnitFilter;
use crate::{
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
    unit::{Meta, Unit, Variant},
};

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

/// A text of a unit, as an index reads it: borrowed from the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextOf<'a> {
    /// The unit that it belongs to.
    pub unit: i64,
    /// The text.
    pub text: &'a str,
    /// The codes of all texts of the unit, each once, sorted, joined by commas: `ar,en-US`.
    pub langs: &'a str,
}

/// A memory as it was at one moment; see [`Memory::snapshot`].
#[derive(Debug)]
pub struct Snapshot<'m> {
    /// `None` within another.
    connection: Option<&'m Connection>,
}

impl Drop for Snapshot<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection {
            // It has only read: there is nothing that could be lost.
            let _ = connection.prepare_cached("COMMIT").and_then(|mut s| s.execute([]));
        }
    }
}

impl Memory {
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
            "SELECT unit, place, lang, text, marks, meta, unit_meta FROM texts ORDER BY id",
            &[],
            |row| {
                let meta = if row.get_ref(1)?.as_i64()? == 0 { Some(json(row, 6)?) } else { None };
                Ok((row.get(0)?, meta, variant(row, 2)?))
            },
            |(id, meta, variant): (i64, Option<Meta>, Variant)| {
                match (meta, &mut pending) {
                    (None, Some((_, unit))) => unit.variants.push(variant),
                    (meta, _) => {
                        let meta = meta.unwrap_or_default();
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
        self.find_unit(id)?.ok_or_else(|| self.no_unit(id))
    }

    /// One unit, if it is there.
    ///
    /// # Errors
    /// The store's own.
    pub fn find_unit(&self, id: i64) -> Result<Option<Unit>> {
        self.with(|c| rows::unit(c, id))
    }

    /// Some units, as they all are at one moment, in the order in which they are named; `None` for
    /// those that are not there.
    ///
    /// # Errors
    /// The store's own.
    pub fn find_units(&self, units: &[i64]) -> Result<Vec<Option<Unit>>> {
        self.with(|c| {
            // A statement that is not at its end keeps the state for all others, and is half the work of
            // a transaction.
            let mut moment = c.prepare_cached("SELECT one FROM memory")?;
            let mut held = moment.query([])?;
            held.next()?;
            units.iter().map(|unit| rows::unit(c, *unit)).collect()
        })
    }

    /// The units whose texts were changed, or that were removed, after that change (see
    /// [`Stamp`](super::Stamp)): in order, each once.
    ///
    /// # Errors
    /// The store's own.
    pub fn changed_since(&self, change: i64) -> Result<Vec<i64>> {
        self.with(|c| {
            c.prepare_cached("SELECT DISTINCT unit FROM changes WHERE id > ? ORDER BY unit")?
                .query_map([change], |row| row.get(0))?
                .collect()
        })
    }

    /// Hands out the texts of exactly that code of the units in a range, by unit, then by place.
    ///
    /// # Errors
    /// The store's own.
    pub fn each_text(
        &self,
        lang: &Lang,
        units: RangeInclusive<i64>,
        mut each: impl FnMut(TextOf<'_>),
    ) -> Result<()> {
        self.with(|c| {
            // Both tables in the order of units.
            let mut statement = c.prepare_cached(
                "SELECT t.unit, t.text, u.langs FROM texts t CROSS JOIN units u ON u.id = t.unit
                 WHERE t.id BETWEEN ?1 AND ?2 AND t.lang = ?3 ORDER BY t.id",
            )?;
            let (first, last) = (first_text(*units.start()), last_text(*units.end()));
            let mut rows = statement.query(params![first, last, lang.as_str()])?;
            while let Some(row) = rows.next()? {
                each(text_of(row)?);
            }
            Ok(())
        })
    }

    /// The same of some units, in the order in which they are named; those that are gone are left
    /// out.
    ///
    /// # Errors
    /// The store's own.
    pub fn texts_of(
        &self,
        lang: &Lang,
        units: &[i64],
        mut each: impl FnMut(TextOf<'_>),
    ) -> Result<()> {
        let _one_state = self.snapshot()?;
        self.with(|c| {
            let mut statement = c.prepare_cached(
                "SELECT t.unit, t.text, u.langs FROM units u CROSS JOIN texts t
                 WHERE u.id = ?1 AND t.id BETWEEN ?2 AND ?3 AND t.lang = ?4 ORDER BY t.id",
            )?;
            for unit in units {
                let (first, last) = (first_text(*unit), last_text(*unit));
                let mut rows = statement.query(params![unit, first, last, lang.as_str()])?;
                while let Some(row) = rows.next()? {
                    each(text_of(row)?);
                }
            }
            Ok(())
        })
    }

    /// The units that are as wanted, in order.
    ///
    /// # Errors
    /// The store's own.
    pub fn units_where(&self, wanted: &UnitFilter) -> Result<Vec<i64>> {
        let _one_state = self.snapshot()?;
        self.with(|c| {
            let mut metas =
                c.prepare("SELECT unit, place, unit_meta, meta FROM texts ORDER BY id")?;
            let (glance, mut found) = (wanted.glance(), Vec::new());
            let mut tell = |unit: i64, json: &mut Vec<u8>| -> rusqlite::Result<()> {
                json.make_ascii_lowercase();
                let fits = match glance.tells(json) {
                    Some(told) => told,
                    None => rows::unit(c, unit)?.is_some_and(|unit| wanted.fits(&unit)),
                };
                found.extend(fits.then_some(unit));
                json.clear();
                Ok(())
            };
            // All that is known of one unit, until the next one's first text comes.
            let (mut unit, mut json) = (None, Vec::new());
            let mut rows = metas.query([])?;
            while let Some(row) = rows.next()? {
                if row.get_ref(1)?.as_i64()? == 0
                    && let Some(unit) = unit.replace(row.get(0)?)
                {
                    tell(unit, &mut json)?;
                }
                json.extend_from_slice(row.get_ref(2)?.as_bytes_or_null()?.unwrap_or_default());
                json.extend_from_slice(row.get_ref(3)?.as_bytes()?);
            }
            if let Some(unit) = unit {
                tell(unit, &mut json)?;
            }
            Ok(found)
        })
    }

    /// Until it is dropped, all reading sees the memory as it is now, whatever others write, and is
    /// faster: the file is not locked anew for each unit. Writers are not kept waiting. A snapshot
    /// within another is the outer one's.
    ///
    /// # Errors
    /// The store's own.
    pub fn snapshot(&self) -> Result<Snapshot<'_>> {
        let Some(connection) = &self.connection else { return Ok(Snapshot { connection: None }) };
        let begun = self.with(|c| {
            if !c.is_autocommit() {
                return Ok(false);
            }
            // Statements that are kept: one is begun for each look-up.
            c.prepare_cached("BEGIN")?.execute([])?;
            Ok(true)
        })?;
        let snapshot = Snapshot { connection: begun.then_some(connection) };
        if begun {
            // SQLite takes the state at the first reading, not at the beginning.
            self.with(|c| {
                c.prepare_cached("SELECT count(*) FROM memory")?.query_row([], |_| Ok(()))
            })?;
        }
        Ok(snapshot)
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
        let all: Vec<&Lang> = from.iter().chain(to).collect();
        let all = serde_json::to_string(&all).unwrap_or_else(|_| "[]".into());
        // The texts of one unit, until the next one's come.
        let (mut unit, mut texts) = (0, Vec::<(Lang, String)>::new());
        let mut pair_up = |unit: i64, texts: &[(Lang, String)]| {
            for (at, source) in texts.iter().enumerate().filter(|(_, (l, _))| from.contains(l)) {
                let mut others = texts.iter().enumerate().filter(|(other, _)| *other != at);
                if let Some((_, target)) = others.find(|(_, (lang, _))| to.contains(lang)) {
                    each(PairOfTexts { unit, source: source.clone(), target: target.clone() });
                }
            }
        };
        self.rows(
            "SELECT unit, lang, text FROM texts
             WHERE lang IN (SELECT value FROM json_each(?1)) ORDER BY id",
            &[&all],
            |row| Ok((row.get(0)?, lang(row, 1)?, row.get(2)?)),
            |(of, lang, text): (i64, Lang, String)| {
                if of != unit {
                    pair_up(unit, &texts);
                    texts.clear();
                    unit = of;
                }
                texts.push((lang, text));
                Ok(())
            },
        )?;
        pair_up(unit, &texts);
        Ok(())
    }

    pub(super) fn no_unit(&self, id: i64) -> Error {
        Error::new(ErrorKind::Memory, format!("there is no unit {id}"))
            .at(Place::file(self.path.display().to_string()))
    }
}

fn text_of<'r>(row: &'r Row<'_>) -> rusqlite::Result<TextOf<'r>> {
    Ok(TextOf {
        unit: row.get(0)?,
        text: row.get_ref(1)?.as_str()?,
        langs: row.get_ref(2)?.as_str()?,
    })
}
