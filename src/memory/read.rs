//! What is read of a memory: whole units, and texts for look-up.

use std::ops::RangeInclusive;

use rusqlite::{Row, Transaction, params};

use super::{
    Memory, Wanted,
    rows::{self, json, lang, variant},
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
    unit::Unit,
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
    _transaction: Option<Transaction<'m>>,
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
        self.find_unit(id)?.ok_or_else(|| self.no_unit(id))
    }

    /// One unit, if it is there.
    ///
    /// # Errors
    /// The store's own.
    pub fn find_unit(&self, id: i64) -> Result<Option<Unit>> {
        self.with(|c| rows::unit(c, id))
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
            // Both tables in the order of units: one walk through each.
            let mut statement = c.prepare_cached(
                "SELECT t.unit, t.text, u.langs FROM texts t CROSS JOIN units u ON u.id = t.unit
                 WHERE t.unit BETWEEN ?1 AND ?2 AND t.lang = ?3 ORDER BY t.unit, t.place",
            )?;
            let mut rows = statement.query(params![units.start(), units.end(), lang.as_str()])?;
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
                "SELECT t.unit, t.text, u.langs FROM units u CROSS JOIN texts t ON t.unit = u.id
                 WHERE u.id = ?1 AND t.lang = ?2 ORDER BY t.place",
            )?;
            for unit in units {
                let mut rows = statement.query(params![unit, lang.as_str()])?;
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
    pub fn units_where(&self, wanted: &Wanted) -> Result<Vec<i64>> {
        let _one_state = self.snapshot()?;
        self.with(|c| {
            let mut metas = c.prepare(
                "SELECT u.id, u.meta, group_concat(t.meta, '') FILTER (WHERE t.meta <> '{}')
                 FROM units u JOIN texts t ON t.unit = u.id GROUP BY u.id ORDER BY u.id",
            )?;
            let mut rows = metas.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let of_texts = row.get_ref(2)?.as_str_or_null()?.unwrap_or_default();
                if !wanted.may_fit(row.get_ref(1)?.as_str()?, of_texts) {
                    continue;
                }
                let id = row.get(0)?;
                if rows::unit(c, id)?.is_some_and(|unit| wanted.fits(&unit)) {
                    found.push(id);
                }
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
        let transaction = self.with(|c| {
            if !c.is_autocommit() {
                return Ok(None);
            }
            let transaction = c.unchecked_transaction()?;
            // SQLite takes the state at the first reading, not at the beginning.
            transaction.query_row("SELECT count(*) FROM memory", [], |_| Ok(()))?;
            Ok(Some(transaction))
        })?;
        Ok(Snapshot { _transaction: transaction })
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
