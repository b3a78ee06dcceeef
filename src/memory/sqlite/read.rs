//! Reading through a connection: whole units, and texts.

use std::ops::RangeInclusive;

use rusqlite::{Connection, Row, params};

use super::{
    SqliteStore,
    rows::{self, id, json, lang, variant},
    schema::{first_text, last_text},
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    lang::{Lang, LangSet},
    memory::{
        TextPair, UnitText,
        store::{Store, pair_up},
    },
    unit::{Meta, Unit, UnitFilter, UnitId},
};

impl SqliteStore {
    /// Returns one unit.
    ///
    /// # Errors
    /// The store's own; [`ErrorKind::NotFound`] if there is no such unit.
    pub fn unit(&self, id: UnitId) -> Result<Unit> {
        self.units(&[id])?.pop().flatten().ok_or_else(|| self.no_unit(id))
    }

    pub(super) fn no_unit(&self, id: UnitId) -> Error {
        Error::new(ErrorKind::NotFound, format!("there is no unit {id}"))
            .at(Place::file(self.path.display().to_string()))
    }
}

/// Does some reading at one moment, which is the connection's own where it has one.
pub(super) fn at_one_moment<T>(
    c: &Connection,
    work: impl FnOnce() -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    if !c.is_autocommit() {
        return work();
    }
    c.prepare_cached("BEGIN")?.execute([])?;
    let outcome = work();
    // It has only read: there is nothing that could be lost.
    c.prepare_cached("COMMIT")?.execute([])?;
    outcome
}

/// The number of units.
pub(super) fn count(c: &Connection) -> rusqlite::Result<u64> {
    c.query_row("SELECT count(*) FROM units", [], |row| row.get(0))
}

/// Hands out every unit, with flat memory; `outcome` is an error of `each`.
pub(super) fn each_unit(
    c: &Connection,
    each: &mut dyn FnMut(UnitId, Unit) -> Result<()>,
    outcome: &mut Result<()>,
) -> rusqlite::Result<()> {
    let mut statement =
        c.prepare("SELECT unit, place, lang, text, marks, meta, unit_meta FROM texts ORDER BY id")?;
    let mut rows = statement.query([])?;
    let mut pending: Option<(UnitId, Unit)> = None;
    let mut order = Order::default();
    while let Some(row) = rows.next()? {
        order.follow(id(row, 0)?)?;
        let (first, variant) = (row.get_ref(1)?.as_i64()? == 0, variant(row, 2)?);
        match &mut pending {
            Some((_, unit)) if !first => unit.variants.push(variant),
            _ => {
                let meta = if first { json(row, 6)? } else { Meta::default() };
                let unit = Unit { variants: vec![variant], meta };
                if let Some((id, unit)) = pending.replace((id(row, 0)?, unit)) {
                    *outcome = each(id, unit);
                    if outcome.is_err() {
                        return Ok(());
                    }
                }
            }
        }
    }
    if let Some((id, unit)) = pending {
        *outcome = each(id, unit);
    }
    Ok(())
}

/// Hands out the texts of a language of the units in a range.
pub(super) fn each_text(
    c: &Connection,
    lang: &Lang,
    units: RangeInclusive<UnitId>,
    each: &mut dyn FnMut(UnitText<'_>),
) -> rusqlite::Result<()> {
    // Both tables in the order of units.
    let mut statement = c.prepare_cached(
        "SELECT t.unit, t.text, u.langs FROM texts t CROSS JOIN units u ON u.id = t.unit
         WHERE t.id BETWEEN ?1 AND ?2 AND t.lang = ?3 ORDER BY t.id",
    )?;
    let (first, last) = (first_text(*units.start()), last_text(*units.end()));
    let mut rows = statement.query(params![first, last, lang.as_str()])?;
    let (mut langs, mut order) = (Langs::default(), Order::default());
    while let Some(row) = rows.next()? {
        let text = langs.text(row)?;
        order.follow(text.unit)?;
        each(text);
    }
    Ok(())
}

/// Hands out the texts of a language of some units, each with the place of its unit among them; `begin`
/// is told the place of each unit before it is read.
pub(super) fn texts_of(
    c: &Connection,
    lang: &Lang,
    units: &[UnitId],
    begin: &mut dyn FnMut(usize),
    each: &mut dyn FnMut(usize, UnitText<'_>),
) -> rusqlite::Result<()> {
    at_one_moment(c, || {
        let mut statement = c.prepare_cached(
            "SELECT t.unit, t.text, u.langs FROM units u CROSS JOIN texts t
             WHERE u.id = ?1 AND t.id BETWEEN ?2 AND ?3 AND t.lang = ?4 ORDER BY t.id",
        )?;
        let mut langs = Langs::default();
        for (place, unit) in units.iter().enumerate() {
            begin(place);
            let (first, last) = (first_text(*unit), last_text(*unit));
            let mut rows = statement.query(params![unit.get(), first, last, lang.as_str()])?;
            while let Some(row) = rows.next()? {
                each(place, langs.text(row)?);
            }
        }
        Ok(())
    })
}

/// The order in which a table hands out its rows. One that goes back was put together from pages that do
/// not belong together, and might never end.
#[derive(Default)]
struct Order(UnitId);

impl Order {
    fn follow(&mut self, unit: UnitId) -> rusqlite::Result<()> {
        if unit < self.0 {
            return Err(rows::broken(0, "units out of order"));
        }
        self.0 = unit;
        Ok(())
    }
}

/// The languages of the unit that was read last: most units of a memory have the same.
#[derive(Default)]
struct Langs {
    codes: String,
    set: LangSet,
}

impl Langs {
    /// A text of a row of unit, text and the codes of its unit's languages.
    fn text<'r>(&'r mut self, row: &'r Row<'_>) -> rusqlite::Result<UnitText<'r>> {
        let codes = row.get_ref(2)?.as_str()?;
        if codes != self.codes {
            self.set = codes.parse().map_err(|e: Error| rows::broken(2, e))?;
            self.codes.clear();
            self.codes.push_str(codes);
        }
        Ok(UnitText { unit: id(row, 0)?, text: row.get_ref(1)?.as_str()?, langs: &self.set })
    }
}

/// The units that pass a filter.
pub(super) fn units_where(c: &Connection, filter: &UnitFilter) -> rusqlite::Result<Vec<UnitId>> {
    let mut metas = c.prepare("SELECT unit, place, unit_meta, meta FROM texts ORDER BY id")?;
    let (glance, mut found, mut order) = (filter.glance(), Vec::new(), Order::default());
    let mut judge = |unit: UnitId, json: &mut Vec<u8>| -> rusqlite::Result<()> {
        json.make_ascii_lowercase();
        let fits = match glance.tells(json) {
            Some(fits) => fits,
            None => rows::unit(c, unit)?.is_some_and(|unit| filter.fits(&unit)),
        };
        found.extend(fits.then_some(unit));
        json.clear();
        Ok(())
    };
    // The metadata of one unit, until the next one's first text comes.
    let (mut unit, mut json) = (None, Vec::new());
    let mut rows = metas.query([])?;
    while let Some(row) = rows.next()? {
        order.follow(id(row, 0)?)?;
        if row.get_ref(1)?.as_i64()? == 0
            && let Some(unit) = unit.replace(id(row, 0)?)
        {
            judge(unit, &mut json)?;
        }
        json.extend_from_slice(row.get_ref(2)?.as_bytes_or_null()?.unwrap_or_default());
        json.extend_from_slice(row.get_ref(3)?.as_bytes()?);
    }
    if let Some(unit) = unit {
        judge(unit, &mut json)?;
    }
    Ok(found)
}

/// Hands out texts with their translations; `last` is the last unit whose are out.
pub(super) fn each_pair(
    c: &Connection,
    from: &[Lang],
    to: &[Lang],
    last: &mut UnitId,
    each: &mut dyn FnMut(TextPair),
) -> rusqlite::Result<()> {
    let all: Vec<&Lang> = from.iter().chain(to).collect();
    let all = serde_json::to_string(&all).unwrap_or_else(|_| "[]".into());
    let mut statement = c.prepare(
        "SELECT unit, lang, text FROM texts
         WHERE lang IN (SELECT value FROM json_each(?1)) ORDER BY id",
    )?;
    let mut rows = statement.query([&all])?;
    // The texts of one unit, until the next one's come.
    let (mut unit, mut texts) = (UnitId::ZERO, Vec::<(Lang, String)>::new());
    let mut order = Order::default();
    while let Some(row) = rows.next()? {
        let of = id(row, 0)?;
        order.follow(of)?;
        if of != unit {
            pair_up(unit, &texts, from, to, each);
            *last = unit;
            texts.clear();
            unit = of;
        }
        texts.push((lang(row, 1)?, row.get(2)?));
    }
    pair_up(unit, &texts, from, to, each);
    Ok(())
}
