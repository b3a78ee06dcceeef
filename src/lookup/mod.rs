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
mod numbers;
#[cfg(feature = "regex")]
mod pattern;
pub(crate) mod placeables;
pub(crate) mod score;
pub(crate) mod similarity;
mod spelling;

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

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
    event::{Report, silent},
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
    /// Compares every text: slow, and the same answer.
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
    index: Index,
    direction: Direction,
    stamp: Stamp,
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
        Ok(Self { store, index, direction, stamp })
    }

    /// Opens the index again if the store has changed since.
    ///
    /// # Errors
    /// The store's own.
    pub fn renew(&mut self, report: &mut Report<'_>) -> Result<()> {
        if self.store.stamp()? != self.stamp {
            let (store, direction) = (Arc::clone(&self.store), self.direction.clone());
            *self = Self::in_direction(store, direction, report)?;
        }
        Ok(())
    }

    /// Returns the number of texts that can be found.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.index.len() == 0
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
        let tell = |index: &Index| -> Result<Vec<Option<Match>>> {
            let hits = self.hits(index, &asked, query, options, units);
            if hits.is_empty() {
                return Ok(Vec::new());
            }
            let units: Vec<UnitId> = hits.iter().map(|hit| hit.unit).collect();
            let told = hits.iter().zip(self.store.units(&units)?);
            Ok(told.map(|(hit, unit)| self.tell(&asked, hit, &unit?, &options.score)).collect())
        };
        let mut found = tell(&self.index)?;
        if found.iter().any(Option::is_none) {
            // A unit was changed in the meantime, or the index is of another store.
            let (from, to) = (&self.direction.from, &self.direction.to);
            found = tell(&index::load(&*self.store, from, to, &mut silent())?)?;
        }
        let mut found: Vec<Match> = found.into_iter().flatten().collect();
        found.sort_by(Match::order);
        Ok(found)
    }

    /// The best hits. A unit counts once, though a query in an open language may be like several of
    /// its texts.
    fn hits(
        &self,
        index: &Index,
        asked: &Query<'_>,
        query: &str,
        options: &LookupOptions,
        units: Option<&[UnitId]>,
    ) -> Vec<Hit> {
        if !self.direction.is_open() {
            return index.find_read(query, asked.words(), options, units);
        }
        let limit = options.limit.saturating_mul(self.direction.from.len());
        let all = LookupOptions { limit, ..options.clone() };
        let mut seen = BTreeSet::new();
        let mut hits = index.find_read(query, asked.words(), &all, units);
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
