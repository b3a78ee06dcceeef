//! Look-up: the units of a memory that are like a query, best first, in either direction.
//!
//! Similarity is counted in words of the matching view (see [`similarity`]); every unit at or above
//! the threshold is found ([`index`]), and what differs is told by offset ([`diff`]).
//!
//! Order: similarity falling; among equals the text that is the query letter for letter, then the
//! one that differs least in spelling (case, hamza, ya, ta marbuta, digits), then the older unit.

mod agreement;
mod clitics;
pub mod diff;
mod found;
mod gaps;
pub mod index;
mod languages;
mod numbers;
pub mod placeables;
pub mod score;
pub mod similarity;
mod spelling;

use serde::{Deserialize, Serialize};

pub use self::{
    diff::Difference,
    found::{Asked, Match, MatchKind},
    index::{Hit, Index},
    languages::{Direction, direction},
    placeables::{Adapted, Change},
    score::{Penalty, PenaltyKind, ScoreOptions},
    similarity::Similarity,
    spelling::Detail,
};
use crate::{error::Result, lang::Lang, memory::Memory, unit::Unit};

/// What to look for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LookupOptions {
    /// The least similarity, from 0 to 100.
    pub min: f64,
    /// The most matches.
    pub limit: usize,
}

impl Default for LookupOptions {
    fn default() -> Self {
        Self { min: 70.0, limit: 5 }
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
}

impl<'m> Lookup<'m> {
    /// Reads a memory's texts of one direction into an index. Time and memory grow linearly with
    /// them: about 8 bytes a word and 40 a text.
    ///
    /// # Errors
    /// A language that the memory does not hold, or the store's own.
    pub fn new(memory: &'m Memory, from: &Lang, to: &Lang) -> Result<Self> {
        let direction = direction(&memory.languages()?, Some(from), Some(to), "")?;
        Self::in_direction(memory, direction)
    }

    /// The same where the direction is known to be one of the memory's.
    ///
    /// # Errors
    /// The store's own.
    pub fn in_direction(memory: &'m Memory, direction: Direction) -> Result<Self> {
        let mut builder = index::Builder::default();
        memory.each_pair(&direction.from, &direction.to, |pair| {
            builder.add(pair.unit, &pair.source.1);
        })?;
        Ok(Self { memory, index: builder.finish(), direction })
    }

    /// How many texts can be found.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.index.len() == 0
    }

    /// The units that are most like a query, best first.
    ///
    /// # Errors
    /// The store's own.
    pub fn find(&self, query: &str, options: &LookupOptions) -> Result<Vec<Match>> {
        let asked = Asked::new(query);
        let hits = self.index.find(query, options);
        let mut found =
            hits.into_iter().map(|hit| self.tell(&asked, hit)).collect::<Result<Vec<_>>>()?;
        found.sort_by(Match::order);
        Ok(found)
    }

    fn tell(&self, asked: &Asked<'_>, hit: Hit) -> Result<Match> {
        let unit = self.memory.unit(hit.unit)?;
        let (source, target) = self.sides(&unit, &hit);
        let options = ScoreOptions::default();
        Ok(Match::new(asked, hit.unit, &unit, source, target, hit.similarity, &options))
    }

    /// The text that was found and the first translation beside it.
    fn sides(&self, unit: &Unit, hit: &Hit) -> (usize, Option<usize>) {
        let mut sources = unit.variants.iter().enumerate().filter(|(_, v)| {
            self.direction.from.contains(&v.lang) && index::fingerprint(&v.text.text) == hit.text
        });
        // Changed since the index was read: say what the unit holds now.
        let Some((at, _)) = sources.next() else { return (0, None) };
        let mut others = unit.variants.iter().enumerate().filter(|(i, _)| *i != at);
        (at, others.find(|(_, v)| self.direction.to.contains(&v.lang)).map(|(i, _)| i))
    }
}
