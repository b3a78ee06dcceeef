//! Look-up: the units of a store that are like a query, best first, in either direction.
//!
//! Similarity is counted in words of the matching view (see [`Similarity`]); every unit at or above
//! the threshold is found ([`index`]), and differences come with offsets ([`diff`]).
//!
//! The best are taken by similarity; among equals first the text that is the query letter for letter,
//! then those whose words have the query's spelling, then the unit with the smaller number. They are
//! ordered by score.

mod agreement;
mod concordance;
pub mod diff;
mod ends;
mod gaps;
pub mod index;
mod matches;
mod nearest;
mod numbers;
#[cfg(feature = "regex")]
mod pattern;
pub(crate) mod placeables;
pub(crate) mod score;
pub(crate) mod similarity;
mod spelling;
mod steps;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
};

use serde::{Deserialize, Serialize};

use self::index::Plain;
#[cfg(feature = "regex")]
pub use self::pattern::{Pattern, search_pattern};
pub use self::{
    concordance::{Concordance, Occurrence, Phrase},
    diff::Difference,
    index::{Hit, Index, refresh},
    matches::{Match, MatchKind, Query},
    placeables::{Adapted, Change},
    score::{Penalty, PenaltyKind, ScoreOptions},
    similarity::Similarity,
    spelling::Detail,
};
use crate::{
    error::Result,
    event::{Event, Report, silent},
    lang::Lang,
    memory::{Direction, Stamp, Store, direction},
    unit::{Unit, UnitId},
};

/// Options of a look-up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LookupOptions {
    /// The threshold of similarity, from 0 to 100.
    pub min: f64,
    /// The largest number of matches.
    pub limit: usize,
    /// Compares every text of the memory, without the index: slow, and the same answer.
    pub exhaustive: bool,
    /// Penalties, and the context of the query.
    pub score: ScoreOptions,
}

impl Default for LookupOptions {
    fn default() -> Self {
        Self { min: 70.0, limit: 5, exhaustive: false, score: ScoreOptions::default() }
    }
}

/// Look-up in a store, in one direction. It owns its index and a share of the store; threads may ask
/// one look-up at the same time.
///
/// ```
/// use std::sync::Arc;
/// use muwazi::{Lang, SqliteStore, Unit, lookup::{Lookup, LookupOptions}};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("m.muwazi");
/// let store = SqliteStore::open_or_create(&path)?;
/// let unit = Unit::pair((Lang::arabic(), "بدأ الاجتماع أمس."), (Lang::english(), "The meeting began yesterday."));
/// store.import("example", jiff::Timestamp::now(), [Ok(unit)])?;
/// let lookup = Lookup::new(Arc::new(store), &Lang::english(), &Lang::arabic())?;
/// let found = lookup.find("The meeting began today.", &LookupOptions::default())?;
/// assert_eq!((found[0].score, found[0].target.as_str()), (75, "بدأ الاجتماع أمس."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Lookup {
    store: Arc<dyn Store>,
    /// Replaced where it turns out to be damaged.
    index: RwLock<Arc<Index>>,
    /// All texts, once they are to be compared without the index.
    plain: OnceLock<Plain>,
    direction: Direction,
    stamp: Stamp,
    warnings: Mutex<Vec<Event>>,
}

impl Lookup {
    /// Opens a store's index for one direction, and brings it up to date.
    ///
    /// # Errors
    /// A language that the store does not hold, or the store's own.
    pub fn new(store: Arc<dyn Store>, from: &Lang, to: &Lang) -> Result<Self> {
        let direction = direction(&store.languages()?, Some(from), Some(to), "")?;
        Self::in_direction(store, direction, &mut silent())
    }

    /// Opens the index for a direction that is known to be one of the store's. Where there is no index
    /// yet all texts are read, some seconds for a million, and the index is kept where the store has
    /// a folder for it.
    ///
    /// # Errors
    /// The store's own.
    pub fn in_direction(
        store: Arc<dyn Store>,
        direction: Direction,
        report: &mut Report<'_>,
    ) -> Result<Self> {
        // Taken first: what comes while the index is read is then seen by the next renewal.
        let stamp = store.stamp()?;
        let index = index::load(&*store, &direction.from, &direction.to, report)?;
        let (index, plain) = (RwLock::new(Arc::new(index)), OnceLock::new());
        Ok(Self { store, index, plain, direction, stamp, warnings: Mutex::default() })
    }

    /// Opens the index again if the store has changed since.
    ///
    /// # Errors
    /// The store's own.
    pub fn renew(&mut self, report: &mut Report<'_>) -> Result<()> {
        if let Some(renewed) = self.renewed(report)? {
            *self = renewed;
        }
        Ok(())
    }

    /// Returns a look-up in the store as it is by now, or `None` if this one is. It shares with this one
    /// what did not change, so that after a few writings it takes well under a millisecond.
    ///
    /// # Errors
    /// The store's own.
    pub fn renewed(&self, report: &mut Report<'_>) -> Result<Option<Self>> {
        let stamp = self.store.stamp()?;
        if stamp == self.stamp {
            return Ok(None);
        }
        let (from, to) = (&self.direction.from, &self.direction.to);
        let (store, index) = (&*self.store, self.index());
        let followed = match index.is_damaged() {
            true => None,
            false => index.follow(store, (from, to), (&self.stamp, &stamp), report)?,
        };
        let index = match followed {
            Some(index) => index,
            None => index::load_beside(store, from, to, &index, report)?,
        };
        Ok(Some(Self {
            store: Arc::clone(&self.store),
            index: RwLock::new(Arc::new(index)),
            plain: OnceLock::new(),
            direction: self.direction.clone(),
            stamp,
            warnings: Mutex::default(),
        }))
    }

    /// The moment of the store that it is of: what was written before it is found.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Returns the number of texts that can be found.
    pub fn len(&self) -> usize {
        self.index().len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.index().is_empty()
    }

    /// Returns the store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// Returns the languages of the texts that are compared, and those of the translations.
    pub fn direction(&self) -> &Direction {
        &self.direction
    }

    /// Finds the units that are most like a query: the best by similarity, ordered by score.
    ///
    /// # Errors
    /// The store's own.
    pub fn find(&self, query: &str, options: &LookupOptions) -> Result<Vec<Match>> {
        self.find_among(query, options, None)
    }

    /// Finds the best among some units only, their numbers rising; see [`Store::units_where`].
    ///
    /// # Errors
    /// The store's own.
    pub fn find_among(
        &self,
        query: &str,
        options: &LookupOptions,
        units: Option<&[UnitId]>,
    ) -> Result<Vec<Match>> {
        let asked = Query::new(query);
        let tell_from = |store: &dyn Store, hits: Vec<Hit>| -> Result<Vec<Option<Match>>> {
            if hits.is_empty() {
                return Ok(Vec::new());
            }
            let units: Vec<UnitId> = hits.iter().map(|hit| hit.unit).collect();
            let told = hits.iter().zip(store.units(&units)?);
            Ok(told.map(|(hit, unit)| self.tell(&asked, hit, &unit?, &options.score)).collect())
        };
        let tell = |hits| tell_from(&*self.store, hits);
        let in_index = |index: &Index| {
            self.best(options, |options| index.find_read(query, asked.words(), options, units))
        };
        let in_texts = |plain: &Plain| {
            self.best(options, |options| plain.find(query, asked.words(), options, units))
        };
        let mut found = match options.exhaustive {
            true => tell(in_texts(self.plain()?))?,
            false => tell(self.believed(in_index)?)?,
        };
        let (from, to) = (&self.direction.from, &self.direction.to);
        let lacks = |found: &[Option<Match>]| found.iter().any(Option::is_none);
        // A unit was changed in the meantime, or the index is of another store. Nothing changes in a
        // snapshot, however many write.
        if lacks(&found) {
            let frozen = self.store.snapshot()?;
            let tell = |hits| tell_from(&*frozen, hits);
            if options.exhaustive {
                found = tell(in_texts(&Plain::read(&*frozen, from, to)?))?;
            } else {
                let index = index::load_beside(&*frozen, from, to, &self.index(), &mut silent())?;
                found = tell(in_index(&index))?;
                if index.is_damaged() || lacks(&found) {
                    let index = index::load_whole(&*frozen, from, to, &mut silent())?;
                    found = tell(in_index(&index))?;
                }
            }
        }
        let mut found: Vec<Match> = found.into_iter().flatten().collect();
        found.sort_by(Match::order);
        Ok(found)
    }

    /// Takes the warnings of the searches since they were last taken: an index that was damaged and
    /// cannot be built again makes look-ups slow.
    pub fn warnings(&self) -> Vec<Event> {
        std::mem::take(&mut *self.warnings.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn index(&self) -> Arc<Index> {
        Arc::clone(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Every text of the store, for comparing without an index.
    fn plain(&self) -> Result<&Plain> {
        if let Some(plain) = self.plain.get() {
            return Ok(plain);
        }
        let plain = Plain::read(&*self.store, &self.direction.from, &self.direction.to)?;
        Ok(self.plain.get_or_init(|| plain))
    }

    /// The result of a search that met no damage. Parts of an index are checked when they are first
    /// read: where one turns out to be damaged the index is opened again and the search repeated.
    fn believed<T>(&self, search: impl Fn(&Index) -> T) -> Result<T> {
        for _ in 0..3 {
            let index = self.index();
            let found = search(&index);
            if !index.is_damaged() {
                return Ok(found);
            }
            self.open_again(&index)?;
        }
        let (from, to) = (&self.direction.from, &self.direction.to);
        Ok(search(&index::load_whole(&*self.store, from, to, &mut silent())?))
    }

    /// Puts a sound index in place of a damaged one, unless another thread has just done so.
    fn open_again(&self, damaged: &Arc<Index>) -> Result<()> {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if Arc::ptr_eq(&index, damaged) {
            let (from, to) = (&self.direction.from, &self.direction.to);
            let mut events = Vec::new();
            let mut keep = |event| {
                if matches!(event, Event::Warning { .. }) {
                    events.push(event);
                }
            };
            *index = Arc::new(index::load_again(&*self.store, from, to, damaged, &mut keep)?);
            self.warnings.lock().unwrap_or_else(PoisonError::into_inner).append(&mut events);
        }
        Ok(())
    }

    /// The best hits of a search. A unit counts once, though a query in an open language may be like
    /// several of its texts.
    fn best(
        &self,
        options: &LookupOptions,
        search: impl FnOnce(&LookupOptions) -> Vec<Hit>,
    ) -> Vec<Hit> {
        if !self.direction.is_open() {
            return search(options);
        }
        let limit = options.limit.saturating_mul(self.direction.from.len());
        let mut seen = BTreeSet::new();
        let mut hits = search(&LookupOptions { limit, ..options.clone() });
        hits.retain(|hit| seen.insert(hit.unit));
        hits.truncate(options.limit);
        hits
    }

    /// The match of a hit; `None` if the unit no longer holds that text.
    fn tell(
        &self,
        asked: &Query<'_>,
        hit: &Hit,
        unit: &Unit,
        options: &ScoreOptions,
    ) -> Option<Match> {
        let (source, target) = self.sides(unit, hit.text)?;
        Some(Match::new(asked, hit.unit, unit, source, target, hit.similarity, options))
    }

    /// The indexes of the text that was found and of the first translation beside it.
    fn sides(&self, unit: &Unit, text: u32) -> Option<(usize, Option<usize>)> {
        let source = unit.variants.iter().position(|v| {
            self.direction.from.contains(&v.lang) && index::fingerprint(&v.text.text) == text
        })?;
        let mut others = unit.variants.iter().enumerate().filter(|(at, _)| *at != source);
        let wanted = self.direction.targets_of(&unit.variants[source].lang);
        let target = others.find(|(_, v)| wanted.clone().any(|to| *to == v.lang));
        Some((source, target.map(|(at, _)| at)))
    }
}
