//! A memory as it is at one moment, for all threads that ask at that moment.
//!
//! Look-ups are made once for a direction and shared. When the memory has changed the next view takes
//! them over: what was read of the index stays read, and only what is new is added.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{
    error::Result,
    event::Report,
    lookup::Lookup,
    memory::{Direction, LanguageStats, SqliteStore, Stamp, Store},
    service::memories::SharedMemory,
    unit::{UnitFilter, UnitId},
};

/// Filters whose units are kept; a filter reads every unit.
const FILTERS: usize = 8;

/// A filter, and the units that pass it.
type Filtered = (UnitFilter, Arc<[UnitId]>);

/// A memory at one moment.
pub(super) struct MemoryView {
    name: Arc<str>,
    store: Arc<SqliteStore>,
    stamp: Stamp,
    languages: Vec<LanguageStats>,
    lookups: Mutex<Lookups>,
    filters: Mutex<Vec<Filtered>>,
}

/// Look-ups of a view.
#[derive(Default)]
struct Lookups {
    made: Vec<Arc<Lookup>>,
    /// Those of the view before, until they are asked for.
    older: Vec<Arc<Lookup>>,
}

impl MemoryView {
    /// The view of now, with what an older one has.
    pub(super) fn now(
        name: &Arc<str>,
        store: &Arc<SqliteStore>,
        older: Option<&Self>,
    ) -> Result<Self> {
        // Taken first: what is written in the meantime is then seen by the next view.
        let stamp = store.stamp()?;
        let languages = store.languages()?;
        let older = older.map(|view| lock(&view.lookups).all()).unwrap_or_default();
        Ok(Self {
            name: Arc::clone(name),
            store: Arc::clone(store),
            stamp,
            languages,
            lookups: Mutex::new(Lookups { made: Vec::new(), older }),
            filters: Mutex::default(),
        })
    }

    pub(super) fn stamp(&self) -> &Stamp {
        &self.stamp
    }
}

impl SharedMemory for MemoryView {
    fn name(&self) -> &str {
        &self.name
    }

    fn languages(&self) -> &[LanguageStats] {
        &self.languages
    }

    fn lookup(&self, direction: &Direction, report: &mut Report<'_>) -> Result<Arc<Lookup>> {
        // Held while the look-up is made: all who want it wait for the first one.
        let mut lookups = lock(&self.lookups);
        let is_it = |lookup: &&Arc<Lookup>| lookup.direction() == direction;
        if let Some(made) = lookups.made.iter().find(is_it) {
            return Ok(Arc::clone(made));
        }
        let lookup = match lookups.older.iter().find(is_it) {
            Some(older) => match older.renewed(report)? {
                Some(renewed) => Arc::new(renewed),
                None => Arc::clone(older),
            },
            None => {
                let store = Arc::clone(&self.store) as Arc<dyn Store>;
                Arc::new(Lookup::in_direction(store, direction.clone(), report)?)
            }
        };
        lookups.older.retain(|older| older.direction() != direction);
        lookups.made.push(Arc::clone(&lookup));
        Ok(lookup)
    }

    fn units_where(&self, filter: &UnitFilter) -> Result<Arc<[UnitId]>> {
        let mut filters = lock(&self.filters);
        if let Some((_, units)) = filters.iter().find(|(known, _)| known == filter) {
            return Ok(Arc::clone(units));
        }
        let units: Arc<[UnitId]> = self.store.units_where(filter)?.into();
        if filters.len() >= FILTERS {
            filters.remove(0);
        }
        filters.push((filter.clone(), Arc::clone(&units)));
        Ok(units)
    }
}

impl Lookups {
    fn all(&self) -> Vec<Arc<Lookup>> {
        self.made.iter().chain(&self.older).cloned().collect()
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
