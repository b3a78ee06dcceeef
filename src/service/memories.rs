//! Several memories asked as one: penalties, the language of each query, filters, the terms of
//! glossaries beside the matches, and phrases where nothing matches.

use std::{cmp::Reverse, sync::Arc};

use serde::{Deserialize, Serialize};

use super::Glossaries;
use crate::{
    error::{Error, ErrorKind, Result},
    event::{Report, silent},
    glossary::TermFound,
    lang::{Lang, detect},
    lookup::{Lookup, LookupOptions, Match, Phrase},
    memory::{Direction, LanguageStats, Store, direction, may_be_held},
    unit::{UnitFilter, UnitId},
};

/// Options of look-ups in several memories.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MemoriesOptions {
    /// The language of the queries; `None`: those of each memory that the query may be in.
    pub from: Option<Lang>,
    /// The language of the translations; `None`: the other one of each memory.
    pub to: Option<Lang>,
    /// The threshold, the number of matches and the scores. Its penalty is set by `penalties`.
    pub lookup: LookupOptions,
    /// Points off, for all memories or for one.
    pub penalties: Vec<MemoryPenalty>,
    /// The units that count; as it is by default, all.
    pub filter: UnitFilter,
    /// Looks for the longest phrases of a query that has no match.
    pub phrases: bool,
    /// Offers the nearest units by letters for a query that has no match.
    pub nearest: bool,
}

/// Points that are taken off the scores of a memory's matches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoryPenalty {
    /// The name of the memory; `None`: every one.
    #[serde(default)]
    pub memory: Option<String>,
    /// Points, of 100.
    pub points: u32,
}

/// What the memories and the glossaries hold for a query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Answer {
    /// The query.
    pub query: String,
    /// The matches of all memories, best first; or, where there is none, the nearest by letters, each of
    /// which says so ([`Match::nearest`]).
    pub matches: Vec<Match>,
    /// The longest phrases of the query that stand in a memory, where there is no match and
    /// [`MemoriesOptions::phrases`] asks for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<Phrase>,
    /// The terms of the glossaries that stand in the query.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermFound>,
}

impl Answer {
    /// Turns offsets in bytes into offsets in characters.
    pub fn count_in_chars(&mut self) {
        let query = self.query.as_str();
        self.matches.iter_mut().for_each(|found| found.count_in_chars(query));
        self.phrases.iter_mut().for_each(|phrase| phrase.count_in_chars(query));
        for term in &mut self.terms {
            term.span = term.span.in_chars(query);
        }
    }
}

/// Several memories that answer as one. Given [snapshots](Store::snapshot), it answers all queries
/// from one moment, and faster.
///
/// ```
/// use std::sync::Arc;
/// use muwazi::{InMemoryStore, Lang, Unit, service::memories::{Memories, MemoriesOptions}};
/// let store = InMemoryStore::new("example");
/// store.add(Unit::pair((Lang::arabic(), "بدأ الاجتماع."), (Lang::english(), "The meeting began.")));
/// let mut memories = Memories::new(vec![Arc::new(store)], MemoriesOptions::default())?;
/// let answer = memories.answer("The meeting began.", &mut |_| {})?;
/// assert_eq!(answer.matches[0].target, "بدأ الاجتماع.");
/// # Ok::<(), muwazi::Error>(())
/// ```
pub struct Memories {
    memories: Vec<Memory>,
    options: MemoriesOptions,
    /// All queries together, where they are known beforehand.
    context: String,
    glossaries: Arc<Glossaries>,
    /// A memory that has no answer for want of the languages is passed over where another has one.
    passes_over: bool,
}

/// One of the memories.
struct Memory {
    name: String,
    source: Source,
    languages: Vec<LanguageStats>,
    options: LookupOptions,
    /// The units that count, where not all do.
    units: Option<Arc<[UnitId]>>,
    /// Mostly one serves all queries; there are more if queries are in several languages.
    lookups: Vec<Arc<Lookup>>,
}

/// The place that look-ups come from.
enum Source {
    /// A store: the look-ups are made here.
    Store(Arc<dyn Store>),
    /// A memory that serves others at the same time: the look-ups are shared with them.
    View(Arc<dyn SharedMemory>),
}

/// A memory whose look-ups several callers use at the same time.
#[cfg_attr(
    not(all(feature = "sqlite", feature = "srx")),
    allow(dead_code, reason = "for live memories")
)]
pub(super) trait SharedMemory: Send + Sync {
    /// The name that matches show.
    fn name(&self) -> &str;

    fn languages(&self) -> &[LanguageStats];

    /// The look-up in a direction, made if it is the first.
    fn lookup(&self, direction: &Direction, report: &mut Report<'_>) -> Result<Arc<Lookup>>;

    /// The units that pass a filter, in order.
    fn units_where(&self, filter: &UnitFilter) -> Result<Arc<[UnitId]>>;
}

impl Memories {
    /// Puts memories together. Their indexes are opened by the first query.
    ///
    /// # Errors
    /// A penalty for a memory that is not among them, or a store's own.
    pub fn new(stores: Vec<Arc<dyn Store>>, options: MemoriesOptions) -> Result<Self> {
        let memories: Vec<Memory> = stores
            .into_iter()
            .map(|store| {
                let (name, languages) = (store.name(), store.languages()?);
                Memory::new(name, Source::Store(store), languages, &options)
            })
            .collect::<Result<_>>()?;
        Self::of(memories, options)
    }

    /// Puts memories together whose look-ups others use too.
    ///
    /// # Errors
    /// As [`Memories::new`].
    #[cfg_attr(
        not(all(feature = "sqlite", feature = "srx")),
        allow(dead_code, reason = "for live memories")
    )]
    pub(super) fn of_views(
        views: Vec<Arc<dyn SharedMemory>>,
        options: MemoriesOptions,
    ) -> Result<Self> {
        let memory = |view: Arc<dyn SharedMemory>| {
            let (name, languages) = (view.name().to_owned(), view.languages().to_vec());
            Memory::new(name, Source::View(view), languages, &options)
        };
        let memories: Vec<Memory> = views.into_iter().map(memory).collect::<Result<_>>()?;
        Ok(Self { passes_over: true, ..Self::of(memories, options)? })
    }

    fn of(memories: Vec<Memory>, options: MemoriesOptions) -> Result<Self> {
        let named = options.penalties.iter().filter_map(|penalty| penalty.memory.as_ref());
        for name in named {
            if !memories.iter().any(|memory| memory.name == *name) {
                return Err(Error::new(
                    ErrorKind::Memory,
                    format!("a penalty is for a memory that is not asked: {name}"),
                )
                .hint("name it as the memory is named"));
            }
        }
        let glossaries = Arc::default();
        Ok(Self { memories, options, context: String::new(), glossaries, passes_over: false })
    }

    /// Adds the terms of glossaries to the answers.
    #[must_use]
    pub fn with_glossaries(mut self, glossaries: impl Into<Arc<Glossaries>>) -> Self {
        self.glossaries = glossaries.into();
        self
    }

    /// Takes note of all queries beforehand: a query without letters, such as a number, is then in
    /// the language of the others, not in every language.
    pub fn announce<Q: AsRef<str>>(&mut self, queries: &[Q]) {
        self.context.clear();
        if queries.len() > 1 {
            let queries: Vec<&str> = queries.iter().map(AsRef::as_ref).collect();
            self.context = queries.join("\n");
        }
    }

    /// Sets the segments before and after the next query in its document.
    #[cfg_attr(
        not(all(feature = "sqlite", feature = "srx")),
        allow(dead_code, reason = "for live memories")
    )]
    pub(super) fn set_context(&mut self, before: Option<String>, after: Option<String>) {
        for memory in &mut self.memories {
            memory.options.score.context_before.clone_from(&before);
            memory.options.score.context_after.clone_from(&after);
        }
    }

    /// Reads what has been written to the memories since.
    ///
    /// # Errors
    /// A store's own.
    pub fn renew(&mut self, report: &mut Report<'_>) -> Result<()> {
        for memory in &mut self.memories {
            let Source::Store(store) = &memory.source else { continue };
            memory.languages = store.languages()?;
            for lookup in &mut memory.lookups {
                if let Some(renewed) = lookup.renewed(report)? {
                    *lookup = Arc::new(renewed);
                }
            }
            memory.filter(&self.options.filter)?;
        }
        Ok(())
    }

    /// Looks a query up: matches, terms, and phrases where they are asked for.
    ///
    /// # Errors
    /// A query whose language cannot be told, or a store's own.
    pub fn answer(&mut self, query: &str, report: &mut Report<'_>) -> Result<Answer> {
        let mut matches = self.find(query, report)?;
        let phrases = if matches.is_empty() && self.options.phrases {
            self.phrases(query)?
        } else {
            Vec::new()
        };
        if matches.is_empty() && self.options.nearest {
            matches = self.nearest(query)?;
        }
        let terms = self.terms(query)?;
        Ok(Answer { query: query.to_owned(), matches, phrases, terms })
    }

    /// Calls `ask` with each memory and the place of its look-up for a query.
    fn each(
        &mut self,
        query: &str,
        report: &mut Report<'_>,
        mut ask: impl FnMut(&mut Memory, usize, &mut Report<'_>) -> Result<()>,
    ) -> Result<()> {
        let (mut failed, mut answered) = (None, false);
        for memory in &mut self.memories {
            match memory.lookup(&self.options, query, &self.context, report) {
                Ok(at) => {
                    ask(memory, at, report)?;
                    answered = true;
                }
                Err(e) if !self.passes_over || e.kind != ErrorKind::Language => return Err(e),
                // A memory that holds nothing yet has no languages.
                Err(_) if memory.languages.is_empty() => answered = true,
                Err(e) => failed = failed.or(Some(e)),
            }
        }
        failed.filter(|_| !answered).map_or(Ok(()), Err)
    }

    /// Finds the best matches of all memories, best first.
    ///
    /// # Errors
    /// As [`Memories::answer`].
    pub fn find(&mut self, query: &str, report: &mut Report<'_>) -> Result<Vec<Match>> {
        let several = self.memories.len() > 1;
        let mut found = Vec::new();
        self.each(query, report, |memory, at, report| {
            let mut matches =
                memory.lookups[at].find_among(query, &memory.options, memory.units.as_deref())?;
            memory.lookups[at].warnings().into_iter().for_each(&mut *report);
            if several {
                matches.iter_mut().for_each(|m| m.memory = Some(memory.name.clone()));
            }
            found.append(&mut matches);
            Ok(())
        })?;
        if several {
            // Stable: among equals the memory that was named first.
            found.sort_by(Match::order);
            found.truncate(self.options.lookup.limit);
        }
        Ok(found)
    }

    /// Finds the best unit of all memories whose words are those of a query.
    ///
    /// # Errors
    /// As [`Memories::answer`].
    pub fn exact(&mut self, query: &str, report: &mut Report<'_>) -> Result<Option<Match>> {
        let mut found = Vec::new();
        self.each(query, report, |memory, at, _| {
            let options = LookupOptions { min: 100.0, limit: 1, ..memory.options.clone() };
            let units = memory.units.as_deref();
            found.extend(memory.lookups[at].find_among(query, &options, units)?);
            Ok(())
        })?;
        found.sort_by(Match::order);
        Ok(found.into_iter().next())
    }

    /// Returns the languages of a query and of its translation, by the first memory; `None` if the
    /// query may be in several.
    ///
    /// # Errors
    /// As [`Memories::answer`].
    pub fn languages(&mut self, query: &str) -> Result<Option<(Lang, Lang)>> {
        let mut first = None;
        self.each(query, &mut silent(), |memory, at, _| {
            first.get_or_insert_with(|| {
                let direction = memory.lookups[at].direction();
                let from = direction.from.first().filter(|_| !direction.is_open())?;
                let to = direction.targets_of(from).next()?;
                Some((from.clone(), to.clone()))
            });
            Ok(())
        })?;
        Ok(first.flatten())
    }

    /// Finds the longest phrases of a query that stand in any of the memories.
    ///
    /// # Errors
    /// As [`Memories::answer`].
    pub fn phrases(&mut self, query: &str) -> Result<Vec<Phrase>> {
        self.phrases_within(query, usize::MAX)
    }

    /// Finds phrases as [`Memories::phrases`] does, but reads at most `most` texts of each memory for
    /// them.
    ///
    /// # Errors
    /// As [`Memories::answer`].
    pub fn phrases_within(&mut self, query: &str, most: usize) -> Result<Vec<Phrase>> {
        let mut found: Vec<Phrase> = Vec::new();
        self.each(query, &mut silent(), |memory, at, _| {
            let units = memory.units.as_deref();
            found.extend(memory.lookups[at].phrases_within(query, units, most)?);
            Ok(())
        })?;
        found.sort_by_key(|phrase| (phrase.query.start, Reverse(phrase.query.end)));
        Ok(found)
    }

    /// Finds the units of all memories that are nearest to a query by letters, without matches.
    ///
    /// # Errors
    /// As [`Memories::answer`].
    pub fn nearest(&mut self, query: &str) -> Result<Vec<Match>> {
        let several = self.memories.len() > 1;
        let mut found = Vec::new();
        self.each(query, &mut silent(), |memory, at, _| {
            let mut near =
                memory.lookups[at].nearest(query, &memory.options, memory.units.as_deref())?;
            if several {
                near.iter_mut().for_each(|m| m.memory = Some(memory.name.clone()));
            }
            found.append(&mut near);
            Ok(())
        })?;
        if several {
            found.sort_by(Match::order);
            found.truncate(self.options.lookup.limit);
        }
        Ok(found)
    }

    /// Finds the terms of the glossaries that stand in a query.
    ///
    /// # Errors
    /// As [`Memories::answer`], or an error of a glossary.
    pub fn terms(&mut self, query: &str) -> Result<Vec<TermFound>> {
        if self.glossaries.is_empty() {
            return Ok(Vec::new());
        }
        let mut first = None;
        self.each(query, &mut silent(), |memory, at, _| {
            first = first.take().or_else(|| Some(memory.lookups[at].direction().clone()));
            Ok(())
        })?;
        let Some(direction) = first else { return Ok(Vec::new()) };
        let mut found: Vec<TermFound> = Vec::new();
        for (at, from) in direction.from.iter().enumerate() {
            let is_variety = direction.from[..at].iter().any(|other| other.same_language(from));
            let Some(to) = direction.targets_of(from).next().filter(|_| !is_variety) else {
                continue;
            };
            for term in self.glossaries.between(from, to)?.find(query, from, to) {
                if !found.contains(&term) {
                    found.push(term);
                }
            }
        }
        if direction.is_open() {
            found.sort_by_key(|term| (term.span.start, term.span.end));
        }
        Ok(found)
    }
}

impl Memory {
    fn new(
        name: String,
        source: Source,
        languages: Vec<LanguageStats>,
        options: &MemoriesOptions,
    ) -> Result<Self> {
        let mut own = options.lookup.clone();
        let penalties = options.penalties.iter();
        let penalties =
            penalties.filter(|p| p.memory.as_ref().is_none_or(|memory| *memory == name));
        own.score.penalty = penalties.fold(0, |sum, p| p.points.saturating_add(sum));
        let (units, lookups) = (None, Vec::new());
        let mut memory = Self { name, source, languages, options: own, units, lookups };
        memory.filter(&options.filter)?;
        Ok(memory)
    }

    fn filter(&mut self, filter: &UnitFilter) -> Result<()> {
        if !filter.is_empty() {
            self.units = Some(match &self.source {
                Source::Store(store) => store.units_where(filter)?.into(),
                Source::View(view) => view.units_where(filter)?,
            });
        }
        Ok(())
    }

    /// The place of the look-up that a query means, made if it is the first of its direction.
    fn lookup(
        &mut self,
        options: &MemoriesOptions,
        query: &str,
        context: &str,
        report: &mut Report<'_>,
    ) -> Result<usize> {
        let told =
            |text| direction(&self.languages, options.from.as_ref(), options.to.as_ref(), text);
        let meant: Direction = match told(query) {
            // A query without letters, among others that tell the language.
            Ok(meant) if context.is_empty() || !meant.is_open() || detect(query).has_letters() => {
                meant
            }
            Ok(meant) => told(context).unwrap_or(meant),
            // A query in several languages of the memory; a foreign one is in none of them.
            Err(_) if !context.is_empty() && may_be_held(&self.languages, query) => told(context)?,
            Err(e) => return Err(e),
        };
        if let Some(at) = self.lookups.iter().position(|lookup| *lookup.direction() == meant) {
            return Ok(at);
        }
        self.lookups.push(match &self.source {
            Source::Store(store) => {
                Arc::new(Lookup::in_direction(Arc::clone(store), meant, report)?)
            }
            Source::View(view) => view.lookup(&meant, report)?,
        });
        Ok(self.lookups.len() - 1)
    }
}
