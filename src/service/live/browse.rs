//! Units page by page, and the values that their fields have.

use std::collections::BTreeSet;

use super::{Live, LiveMemory};
use crate::{
    error::{Error, ErrorKind, Result},
    lang::Lang,
    memory::Store as _,
    unit::{Field, Unit, UnitFilter, UnitId},
};

/// Values that are told of one field.
const MOST_VALUES: usize = 10_000;

/// The units that are wanted, and which of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrowseRequest {
    /// A part of the source, in whatever case.
    pub source: Option<String>,
    /// The language of the source; that of a unit's first text when not given.
    pub from: Option<Lang>,
    /// The language of the target; that of a unit's next text when not given.
    pub to: Option<Lang>,
    /// Conditions on units.
    pub filter: UnitFilter,
    /// Rows before the first one.
    pub offset: usize,
    /// The number of rows.
    pub limit: usize,
}

/// A unit of a page, as two texts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowseRow {
    /// The place of its memory among those that were asked.
    pub memory: usize,
    /// The number of the unit.
    pub id: UnitId,
    /// The unit.
    pub unit: Unit,
    /// The places of source and target among its texts.
    pub sides: (usize, usize),
}

/// A page of units.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BrowsePage {
    /// The number of rows on all pages.
    pub total: usize,
    /// The rows of this page, by memory and number.
    pub rows: Vec<BrowseRow>,
}

impl BrowseRequest {
    /// Returns true if every unit belongs to it.
    fn is_all(&self) -> bool {
        self.source.is_none() && self.from.is_none() && self.to.is_none() && self.filter.is_empty()
    }

    /// The texts of a unit that are shown, if it belongs to what is wanted.
    pub fn sides(&self, unit: &Unit) -> Option<(usize, usize)> {
        let is = |at: &usize, wanted: &Option<Lang>| {
            let lang = &unit.variants[*at].lang;
            wanted.as_ref().is_none_or(|wanted| lang.is_a(wanted))
        };
        let places = 0..unit.variants.len();
        let part = self.source.as_ref().map(|part| part.to_lowercase());
        let has_part = |at: &usize| {
            part.as_ref()
                .is_none_or(|part| unit.variants[*at].text.text.to_lowercase().contains(part))
        };
        let fits = |at: &usize| is(at, &self.from) && has_part(at);
        let of = |source: usize| {
            let target = places.clone().find(|at| *at != source && is(at, &self.to))?;
            Some((source, target))
        };
        let sides = places.clone().filter(fits).find_map(of)?;
        self.filter.fits(unit).then_some(sides)
    }
}

impl Live {
    /// A page of units. All are read, unless every unit is wanted.
    ///
    /// # Errors
    /// A store's own.
    pub fn browse(&self, memories: &[&LiveMemory], asked: &BrowseRequest) -> Result<BrowsePage> {
        let mut page = BrowsePage::default();
        let end = asked.offset.saturating_add(asked.limit);
        for (at, memory) in memories.iter().enumerate() {
            let before = page.total;
            let mut is_full = false;
            let read = memory.store().each_unit(&mut |id, unit| {
                let Some(sides) = asked.sides(&unit) else { return Ok(()) };
                if page.total >= asked.offset && page.total < end {
                    page.rows.push(BrowseRow { memory: at, id, unit, sides });
                }
                page.total += 1;
                is_full = asked.is_all() && page.total >= end;
                match is_full {
                    true => Err(Error::new(ErrorKind::Usage, "the page is full")),
                    false => Ok(()),
                }
            });
            match (read, is_full) {
                (_, true) => {
                    let count = usize::try_from(memory.store().count()?).unwrap_or(usize::MAX);
                    page.total = page.total.max(before.saturating_add(count));
                }
                (read, false) => read?,
            }
        }
        Ok(page)
    }
}

impl LiveMemory {
    /// Some units as they are at one moment; `None` for those that are not there.
    ///
    /// # Errors
    /// The store's own.
    pub fn units(&self, ids: &[UnitId]) -> Result<Vec<Option<Unit>>> {
        self.store().units(ids)
    }

    /// The values that a field has, in order. Every unit is read.
    ///
    /// # Errors
    /// The store's own.
    pub fn values(&self, field: Field) -> Result<BTreeSet<String>> {
        let mut values = BTreeSet::new();
        self.store().each_unit(&mut |_, unit| {
            let value = match field {
                Field::Domain => unit.domain(),
                Field::Client => unit.client(),
                Field::Project => unit.project(),
                Field::Document => unit.document(),
                Field::Creator => unit.creator(),
                Field::Origin | Field::Reviewed => None,
            };
            if let Some(value) = value.filter(|value| !values.contains(*value))
                && values.len() < MOST_VALUES
            {
                values.insert(value.to_owned());
            }
            Ok(())
        })?;
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_source_is_found_in_whatever_case() {
        let unit =
            Unit::pair((Lang::english(), "The Meeting began."), (Lang::arabic(), "بدأ الاجتماع."));
        let sides = |source: &str, from: Option<Lang>, to: Option<Lang>| {
            let source = Some(source.to_owned()).filter(|source| !source.is_empty());
            BrowseRequest { source, from, to, ..BrowseRequest::default() }.sides(&unit)
        };
        let (en, ar) = (Some(Lang::english()), Some(Lang::arabic()));
        assert_eq!(sides("", None, None), Some((0, 1)));
        assert_eq!(sides("MEETING", en.clone(), ar.clone()), Some((0, 1)));
        assert_eq!(sides("الاجتماع", None, None), Some((1, 0)));
        assert_eq!(sides("meeting", ar.clone(), en.clone()), None);
        assert_eq!(sides("", ar, None), Some((1, 0)));
        assert_eq!(sides("", en.clone(), en), None);
        assert_eq!(sides("", Some("fr".parse().unwrap()), None), None);
    }
}
