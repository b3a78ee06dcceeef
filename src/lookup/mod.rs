//! Look-up: the units of a memory that are like a query, best first, in either direction.
//!
//! Similarity is counted in words of the matching view (see [`similarity`]); every unit at or above
//! the threshold is found ([`index`]), and what differs is told by offset ([`diff`]).
//!
//! The best are taken by similarity; among equals the text that is the query letter for letter, then
//! those whose words are spelt as the query's, then the older unit. They are shown by score.

mod agreement;
mod concordance;
pub mod diff;
mod gaps;
pub mod index;
mod matches;
mod numbers;
pub mod placeables;
pub mod score;
pub mod similarity;
mod spelling;

use serde::{Deserialize, Serialize};

pub use self::{
    concordance::{Concordance, Occurrence, Pattern, Phrase, search_pattern},
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
    memory::{Direction, Memory, Stamp, direction},
    unit::Unit,
};

/// What to look for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LookupOptions {
    /// The least similarity, from 0 to 100.
    pub min: f64,
    /// The most matches.
    pub limit: usize,
    /// Whether every text is compared: slow, and the same answer.
    pub exhaustive: bool,
    /// What is taken off the scores, and the context that is asked with.
    pub score: ScoreOptions,
}

impl Default for LookupOptions {
    fn default() -> Self {
        Self { min: 70.0, limit: 5, exhaustive: false, score: ScoreOptions::default() }
    }
}

/// A memory, ready to be asked in one direction.
///
/// ```
/// use muwazi::{Lang, Memory, Unit, lookup::{Lookup, LookupOptions}};
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("m.muwazi");
/// let mut memory = Memory::open_or_create(&path)?;
/// let unit = Unit::pair((Lang::arabic(), "بدأ الاجتماع أمس."), (Lang::english(), "The meeting began yesterday."));
/// memory.import("example", jiff::Timestamp::now(), [Ok(unit)])?;
/// let lookup = Lookup::new(&memory, &Lang::english(), &Lang::arabic())?;
/// let found = lookup.find("The meeting began today.", &LookupOptions::default())?;
/// assert_eq!((found[0].score, found[0].target.as_str()), (75, "بدأ الاجتماع أمس."));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Lookup<'m> {
    memory: &'m Memory,
    index: Index,
    direction: Direction,
    stamp: Stamp,
}

impl<'m> Lookup<'m> {
    /// Opens a memory's index for one direction, and brings it up to date.
    ///
    /// # Errors
    /// A language that the memory does not hold, or the store's own.
    pub fn new(memory: &'m Memory, from: &Lang, to: &Lang) -> Result<Self> {
        let direction = direction(&memory.languages()?, Some(from), Some(to), "")?;
        Self::in_direction(memory, direction, &mut silent())
    }

    /// The same where the direction is known to be one of the memory's. Of a memory without an index
    /// all texts are read and, where its folder can be written, the index is kept: some seconds for
    /// a million.
    ///
    /// # Errors
    /// The store's own.
    pub fn in_direction(
        memory: &'m Memory,
        direction: Direction,
        report: &mut Report<'_>,
    ) -> Result<Self> {
        let stamp = memory.stamp()?;
        let index = index::load(memory, &direction.from, &direction.to, report)?;
        Ok(Self { memory, index, direction, stamp })
    }

    /// Sees what has been put into the memory since, if anything.
    ///
    /// # Errors
    /// The store's own.
    pub fn renew(&mut self, report: &mut Report<'_>) -> Result<()> {
        if self.memory.stamp()? != self.stamp {
            *self = Self::in_direction(self.memory, self.direction.clone(), report)?;
        }
        Ok(())
    }

    /// How many texts can be found.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.index.len() == 0
    }

    /// The languages that are asked, and those of the translations.
    pub fn direction(&self) -> &Direction {
        &self.direction
    }

    /// The units that are most like a query, best first.
    ///
    /// The best by similarity are taken, and ordered by score.
    ///
    /// # Errors
    /// The store's own.
    pub fn find(&self, query: &str, options: &LookupOptions) -> Result<Vec<Match>> {
        self.find_among(query, options, None)
    }

    /// The same among some units only, their numbers rising; see [`Memory::units_where`].
    ///
    /// # Errors
    /// The store's own.
    pub fn find_among(
        &self,
        query: &str,
        options: &LookupOptions,
        units: Option<&[i64]>,
    ) -> Result<Vec<Match>> {
        let asked = Query::new(query);
        let tell = |index: &Index| -> Result<Vec<Option<Match>>> {
            let hits = index.find_read(query, asked.words(), options, units);
            if hits.is_empty() {
                return Ok(Vec::new());
            }
            let units: Vec<i64> = hits.iter().map(|hit| hit.unit).collect();
            let told = hits.iter().zip(self.memory.find_units(&units)?);
            Ok(told.map(|(hit, unit)| self.tell(&asked, hit, &unit?, &options.score)).collect())
        };
        let mut found = tell(&self.index)?;
        if found.iter().any(Option::is_none) {
            // Somebody has changed a unit in the meantime, or the index is not of this memory.
            let (from, to) = (&self.direction.from, &self.direction.to);
            found = tell(&index::load(self.memory, from, to, &mut silent())?)?;
        }
        let mut found: Vec<Match> = found.into_iter().flatten().collect();
        found.sort_by(Match::order);
        Ok(found)
    }

    /// What is told of a hit; `None` if the unit does not hold that text any more.
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

    /// The places of the text that was found and of the first translation beside it.
    fn sides(&self, unit: &Unit, text: u32) -> Option<(usize, Option<usize>)> {
        let source = unit.variants.iter().position(|v| {
            self.direction.from.contains(&v.lang) && index::fingerprint(&v.text.text) == text
        })?;
        let mut others = unit.variants.iter().enumerate().filter(|(at, _)| *at != source);
        let target = others.find(|(_, v)| self.direction.to.contains(&v.lang));
        Some((source, target.map(|(at, _)| at)))
    }
}
