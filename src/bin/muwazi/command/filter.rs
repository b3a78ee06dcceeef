//! Some units of a memory instead of all.

use muwazi::{
    Store, Unit, UnitId,
    memory::Stamp,
    unit::{Condition, UnitFilter},
};

use super::offered;

/// The units that count.
#[derive(clap::Args)]
pub(crate) struct FilterArgs {
    /// Only units with this value, such as domain=medical or reviewed=yes; with several, all must fit
    #[arg(
        long = "where",
        value_name = "FIELD=VALUE",
        value_parser = offered::condition(),
        hide_possible_values = true
    )]
    conditions: Vec<Condition>,
    /// Only units whose alignment has at least this confidence, from 0 to 1. Units that were not
    /// aligned have none, and count
    #[arg(long, value_name = "X", value_parser = super::align::confidence)]
    min_confidence: Option<f64>,
}

impl FilterArgs {
    pub(super) fn is_empty(&self) -> bool {
        self.conditions.is_empty() && self.min_confidence.is_none()
    }

    /// The store as if it held only the units that count.
    pub(super) fn apply<'s>(&self, store: &'s dyn Store) -> Filtered<'s> {
        let filter = self.conditions.iter().cloned().collect();
        Filtered { store, filter, min_confidence: self.min_confidence }
    }

    /// The conditions in words.
    pub(super) fn in_words(&self) -> String {
        let mut words: Vec<String> = self.conditions.iter().map(Condition::to_string).collect();
        words.extend(self.min_confidence.map(|least| format!("a confidence of {least} or more")));
        words.join(", ")
    }
}

/// A store of which only some units are seen.
pub(super) struct Filtered<'s> {
    store: &'s dyn Store,
    filter: UnitFilter,
    min_confidence: Option<f64>,
}

impl Filtered<'_> {
    fn fits(&self, unit: &Unit) -> bool {
        let is_below = |least| unit.confidence().is_some_and(|c| c < least);
        self.filter.fits(unit) && !self.min_confidence.is_some_and(is_below)
    }
}

impl Store for Filtered<'_> {
    fn name(&self) -> String {
        self.store.name()
    }

    fn stamp(&self) -> muwazi::Result<Stamp> {
        self.store.stamp()
    }

    fn units(&self, ids: &[UnitId]) -> muwazi::Result<Vec<Option<Unit>>> {
        let units = self.store.units(ids)?;
        Ok(units.into_iter().map(|unit| unit.filter(|unit| self.fits(unit))).collect())
    }

    fn each_unit(
        &self,
        each: &mut dyn FnMut(UnitId, Unit) -> muwazi::Result<()>,
    ) -> muwazi::Result<()> {
        self.store.each_unit(&mut |id, unit| if self.fits(&unit) { each(id, unit) } else { Ok(()) })
    }
}
