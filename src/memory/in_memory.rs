//! A store that keeps its units in memory: for tests, for small data of a program's own, and where
//! there is no file system.

use std::{
    collections::BTreeMap,
    ops::RangeInclusive,
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{LanguageStats, Moment, Stamp, Store, UnitText};
use crate::{
    error::Result,
    lang::{Lang, LangSet},
    unit::{Unit, UnitId},
};

/// A store in memory. Units are numbered from 1 in the order in which they are added; the same
/// unit twice is two units.
///
/// ```
/// use std::sync::Arc;
/// use muwazi::{Lang, Unit, lookup::{Lookup, LookupOptions}, memory::InMemoryStore};
/// let store = Arc::new(InMemoryStore::new("example"));
/// let id = store.add(Unit::pair((Lang::arabic(), "مرحبا بالعالم"), (Lang::english(), "Hello world")));
/// let lookup = Lookup::new(store, &Lang::english(), &Lang::arabic())?;
/// let found = lookup.find("hello, world", &LookupOptions::default())?;
/// assert_eq!((found[0].unit, found[0].score), (id, 98));
/// # Ok::<(), muwazi::Error>(())
/// ```
#[derive(Debug)]
pub struct InMemoryStore {
    name: String,
    /// Snapshots share it; it is copied when it is written to while they do.
    state: RwLock<Arc<State>>,
}

#[derive(Debug, Clone)]
struct State {
    identity: String,
    units: BTreeMap<UnitId, Arc<Held>>,
    last_unit: UnitId,
    /// The number of changes so far, and the last change of each unit that ever was.
    change: u64,
    changes: BTreeMap<UnitId, u64>,
    languages: BTreeMap<Lang, (u64, u64)>,
    /// The stamp of the store that this is a copy of, until the first change.
    copied: Option<Stamp>,
}

#[derive(Debug)]
struct Held {
    unit: Unit,
    langs: LangSet,
}

impl InMemoryStore {
    /// An empty store; the name is for messages.
    pub fn new(name: impl Into<String>) -> Self {
        static MADE: AtomicU64 = AtomicU64::new(0);
        // No file outlives the process, so a number within it is enough.
        let identity = format!("in memory {}", MADE.fetch_add(1, Ordering::Relaxed));
        let state = State {
            identity,
            units: BTreeMap::new(),
            last_unit: UnitId::ZERO,
            change: 0,
            changes: BTreeMap::new(),
            languages: BTreeMap::new(),
            copied: None,
        };
        Self { name: name.into(), state: RwLock::new(Arc::new(state)) }
    }

    /// Copies all units of a store, under their numbers. Until it is changed the copy has the
    /// stamp of that store.
    ///
    /// # Errors
    /// The other store's own.
    pub fn copy_of<S: Store + ?Sized>(store: &S) -> Result<Self> {
        let copy = Self::new(store.name());
        copy.write(|state| {
            // Read first: units that come meanwhile are then too many, not too few.
            let stamp = store.stamp()?;
            store.each_unit(&mut |id, unit| {
                state.put(id, unit);
                Ok(())
            })?;
            state.copied = Some(stamp);
            Ok(())
        })?;
        Ok(copy)
    }

    /// Adds a unit and returns its number.
    pub fn add(&self, unit: Unit) -> UnitId {
        self.write(|state| {
            let id = state.last_unit.next();
            state.put(id, unit);
            id
        })
    }

    /// Puts another unit in the place of one, under its number; returns whether there was one.
    pub fn replace(&self, id: UnitId, unit: Unit) -> bool {
        self.write(|state| {
            let held = state.take(id);
            if held {
                state.put(id, unit);
            }
            held
        })
    }

    /// Removes a unit; returns whether there was one.
    pub fn remove(&self, id: UnitId) -> bool {
        self.write(|state| state.take(id))
    }

    fn write<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        work(Arc::make_mut(&mut state))
    }

    fn read(&self) -> Arc<State> {
        Arc::clone(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn put(&mut self, id: UnitId, unit: Unit) {
        let langs = unit.languages();
        self.count(&unit, |sum, by| *sum += by);
        self.units.insert(id, Arc::new(Held { unit, langs }));
        self.last_unit = self.last_unit.max(id);
        self.changed(id);
    }

    fn take(&mut self, id: UnitId) -> bool {
        let Some(held) = self.units.remove(&id) else { return false };
        self.count(&held.unit, |sum, by| *sum -= by);
        self.languages.retain(|_, (texts, _)| *texts > 0);
        self.changed(id);
        true
    }

    fn changed(&mut self, id: UnitId) {
        self.copied = None;
        self.change += 1;
        self.changes.insert(id, self.change);
    }

    fn count(&mut self, unit: &Unit, add: impl Fn(&mut u64, u64)) {
        for variant in &unit.variants {
            let (texts, chars) = self.languages.entry(variant.lang.clone()).or_default();
            add(texts, 1);
            add(chars, variant.text.text.chars().count() as u64);
        }
    }
}

impl Store for InMemoryStore {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn stamp(&self) -> Result<Stamp> {
        let state = self.read();
        if let Some(stamp) = &state.copied {
            return Ok(stamp.clone());
        }
        let moment = Moment::new(state.change.to_string());
        Ok(Stamp { identity: state.identity.clone(), last_unit: state.last_unit, moment })
    }

    fn units(&self, ids: &[UnitId]) -> Result<Vec<Option<Unit>>> {
        let state = self.read();
        Ok(ids.iter().map(|id| state.units.get(id).map(|held| held.unit.clone())).collect())
    }

    fn each_unit(&self, each: &mut dyn FnMut(UnitId, Unit) -> Result<()>) -> Result<()> {
        self.read().units.iter().try_for_each(|(id, held)| each(*id, held.unit.clone()))
    }

    fn languages(&self) -> Result<Vec<LanguageStats>> {
        let state = self.read();
        let stats = |(lang, (texts, chars)): (&Lang, &(u64, u64))| LanguageStats {
            lang: lang.clone(),
            texts: *texts,
            chars: *chars,
        };
        Ok(state.languages.iter().map(stats).collect())
    }

    fn count(&self) -> Result<u64> {
        Ok(self.read().units.len() as u64)
    }

    fn changed_since(&self, moment: &Moment) -> Result<Option<Vec<UnitId>>> {
        let state = self.read();
        if let Some(stamp) = &state.copied {
            return Ok((stamp.moment == *moment).then(Vec::new));
        }
        let known = moment.as_str().parse::<u64>().ok().filter(|change| *change <= state.change);
        Ok(known.map(|since| {
            let later = state.changes.iter().filter(|(_, change)| **change > since);
            later.map(|(id, _)| *id).collect()
        }))
    }

    fn each_text(
        &self,
        lang: &Lang,
        units: RangeInclusive<UnitId>,
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        if units.is_empty() {
            return Ok(());
        }
        for (id, held) in self.read().units.range(units) {
            held.hand_out(*id, lang, each);
        }
        Ok(())
    }

    fn texts_of(
        &self,
        lang: &Lang,
        units: &[UnitId],
        each: &mut dyn FnMut(UnitText<'_>),
    ) -> Result<()> {
        let state = self.read();
        for id in units {
            if let Some(held) = state.units.get(id) {
                held.hand_out(*id, lang, each);
            }
        }
        Ok(())
    }

    fn snapshot(&self) -> Result<Arc<dyn Store>> {
        Ok(Arc::new(Self { name: self.name.clone(), state: RwLock::new(self.read()) }))
    }
}

impl Held {
    fn hand_out(&self, id: UnitId, lang: &Lang, each: &mut dyn FnMut(UnitText<'_>)) {
        for variant in self.unit.variants.iter().filter(|v| v.lang == *lang) {
            each(UnitText { unit: id, text: &variant.text.text, langs: &self.langs });
        }
    }
}
