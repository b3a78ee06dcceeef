//! Look-up: the units of a memory that are like a query, best first, in either direction.
//!
//! Similarity is counted in words of the matching view (see [`similarity`]); every unit at or above
//! the threshold is found ([`index`]), and what differs is told by offset ([`diff`]).
//!
//! Order: similarity falling; among equals the text that is the query letter for letter, then the
//! one that differs least in spelling (case, hamza, ya, ta marbuta, digits), then the older unit.

pub mod diff;
pub mod index;
mod languages;
pub mod similarity;

use serde::{Deserialize, Serialize};

pub use self::{
    diff::Difference,
    index::{Hit, Index},
    languages::{Direction, direction},
    similarity::Similarity,
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
    /// Whether every text is compared: slow, and the same answer.
    pub exhaustive: bool,
}

impl Default for LookupOptions {
    fn default() -> Self {
        Self { min: 70.0, limit: 5, exhaustive: false }
    }
}

/// A unit that is like the query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Similarity in whole percent, rounded down: 100 only where every word is the same.
    pub score: u32,
    /// Similarity to two places.
    pub similarity: f64,
    /// How alike they are.
    pub kind: MatchKind,
    /// The text that was found.
    pub source: String,
    /// Its translation.
    pub target: String,
    /// The language of the text that was found.
    pub source_lang: Lang,
    /// The language of the translation.
    pub target_lang: Lang,
    /// What differs, in order; empty where the texts are identical.
    pub differences: Vec<Difference>,
    /// The unit's number in the memory.
    pub unit: i64,
    /// When the unit was made, in TMX's form, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// Where it comes from, such as `aligned`, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The confidence of its alignment, where it was aligned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// How alike a query and a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchKind {
    /// Letter for letter the same.
    Exact,
    /// The same words; spelling, case or punctuation differ.
    SameWords,
    /// Other words too.
    Fuzzy,
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
            let _ = builder.add(pair.unit, &pair.source.1, "");
        })?;
        Ok(Self { memory, index: Index::of(builder), direction })
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
        let hits = self.index.find(query, options);
        hits.into_iter().map(|hit| self.tell(query, hit)).collect()
    }

    fn tell(&self, query: &str, hit: Hit) -> Result<Match> {
        let unit = self.memory.unit(hit.unit)?;
        let (source, target) = self.sides(&unit, &hit);
        let differences = diff::differences(query, &source.1);
        let kind = if query == source.1 {
            MatchKind::Exact
        } else if hit.similarity.is_full() {
            MatchKind::SameWords
        } else {
            MatchKind::Fuzzy
        };
        Ok(Match {
            score: hit.similarity.whole(),
            similarity: hit.similarity.rounded(),
            kind,
            source: source.1,
            target: target.1,
            source_lang: source.0,
            target_lang: target.0,
            differences,
            unit: hit.unit,
            created: unit.meta.attribute("creationdate").map(str::to_owned),
            origin: unit.meta.prop("x-origin").map(str::to_owned),
            confidence: unit.meta.prop("x-confidence").and_then(|c| c.parse().ok()),
        })
    }

    /// The text that was found and the first translation beside it.
    fn sides(&self, unit: &Unit, hit: &Hit) -> ((Lang, String), (Lang, String)) {
        let text = |v: &crate::unit::Variant| (v.lang.clone(), v.text.text.clone());
        let mut sources = unit.variants.iter().enumerate().filter(|(_, v)| {
            self.direction.from.contains(&v.lang) && index::fingerprint(&v.text.text) == hit.text
        });
        let Some((at, source)) = sources.next() else {
            // Changed since the index was read: say what the unit holds now.
            let first = unit.variants.first().map(text);
            let nothing = || (Lang::english(), String::new());
            return (first.unwrap_or_else(nothing), nothing());
        };
        let mut others = unit.variants.iter().enumerate().filter(|(i, _)| *i != at);
        let target = others.find(|(_, v)| self.direction.to.contains(&v.lang));
        (text(source), target.map_or_else(|| (Lang::english(), String::new()), |(_, v)| text(v)))
    }
}
