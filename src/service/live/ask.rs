//! Look-ups: one query, or many.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Live, LiveMemory};
use crate::{
    error::{Error, ErrorKind, Result},
    event::Report,
    lang::Lang,
    lookup::{LookupOptions, ScoreOptions},
    service::memories::{Answer, Memories, MemoriesOptions, MemoryPenalty, SharedMemory},
    unit::UnitFilter,
};

/// No query has more bytes.
const LONGEST_QUERY: usize = 256 * 1024;
/// No look-up gives more matches.
const MOST_MATCHES: usize = 1000;
/// No batch has more queries.
const MOST_QUERIES: usize = 1000;

/// The unit of offsets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Offsets {
    /// Bytes of UTF-8.
    #[default]
    Bytes,
    /// Unicode characters.
    Chars,
}

/// What many queries have in common.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct QueryRequest {
    /// The names of the memories; all when empty.
    pub memories: Vec<String>,
    /// The language of the queries; those that they may be in when not given.
    pub from: Option<Lang>,
    /// The language of the translations; the other one of each memory when not given.
    pub to: Option<Lang>,
    /// The lowest similarity, from 0 to 100.
    pub min: f64,
    /// The largest number of matches for a query.
    pub limit: usize,
    /// Conditions on units, such as `domain=medical`.
    #[serde(rename = "where")]
    pub filter: UnitFilter,
    /// Looks for the longest phrases of a query that has no match.
    pub phrases: bool,
    /// Offers the nearest units by letters for a query that has no match.
    pub nearest: bool,
    /// Compares with every unit: slow, and the same answer.
    pub exhaustive: bool,
    /// The unit of offsets in the answer.
    pub offsets: Offsets,
}

impl QueryRequest {
    /// Returns true if every unit has to be read.
    pub fn is_slow(&self) -> bool {
        self.exhaustive || !self.filter.is_empty()
    }
}

impl Default for QueryRequest {
    fn default() -> Self {
        let LookupOptions { min, limit, .. } = LookupOptions::default();
        Self {
            memories: Vec::new(),
            from: None,
            to: None,
            min,
            limit,
            filter: UnitFilter::default(),
            phrases: false,
            nearest: false,
            exhaustive: false,
            offsets: Offsets::Bytes,
        }
    }
}

/// A query with its neighbours.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LookupRequest {
    /// The text to look up.
    pub query: String,
    /// The segment before it in its document.
    #[serde(default)]
    pub context_before: Option<String>,
    /// The segment after it.
    #[serde(default)]
    pub context_after: Option<String>,
    /// How it is looked up.
    #[serde(flatten)]
    pub how: QueryRequest,
}

impl LookupRequest {
    /// A query that is looked up as is usual.
    pub fn of(query: impl Into<String>) -> Self {
        Self { query: query.into(), ..Self::default() }
    }
}

/// Queries that follow each other in a document, or do not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BatchRequest {
    /// The texts to look up.
    pub queries: Vec<String>,
    /// The queries are the segments of a document in order: each is the context of the next.
    #[serde(default)]
    pub in_order: bool,
    /// How they are looked up.
    #[serde(flatten)]
    pub how: QueryRequest,
}

/// The result of one query of a batch.
pub type Batched = Result<Answer>;

impl Live {
    /// Looks a query up in some of the memories.
    ///
    /// # Errors
    /// A query whose language cannot be told, a request beyond the limits, or a store's own.
    pub fn lookup(
        &self,
        memories: &[&LiveMemory],
        asked: &LookupRequest,
        report: &mut Report<'_>,
    ) -> Result<Answer> {
        check(&asked.query)?;
        let score = ScoreOptions {
            context_before: asked.context_before.clone(),
            context_after: asked.context_after.clone(),
            ..ScoreOptions::default()
        };
        let mut answer = self.gather(memories, &asked.how, score)?.answer(&asked.query, report)?;
        asked.how.offsets.convert(&mut answer);
        Ok(answer)
    }

    /// Looks many queries up; one without an answer does not stop the others.
    ///
    /// # Errors
    /// As [`Live::lookup`], of what concerns all queries.
    pub fn lookup_all(
        &self,
        memories: &[&LiveMemory],
        asked: &BatchRequest,
        report: &mut Report<'_>,
    ) -> Result<Vec<Batched>> {
        if asked.queries.len() > MOST_QUERIES {
            let message = format!("there are more than {MOST_QUERIES} queries");
            return Err(Error::new(ErrorKind::Usage, message).hint("send them in parts"));
        }
        let mut gathered = self.gather(memories, &asked.how, ScoreOptions::default())?;
        gathered.announce(&asked.queries);
        let neighbour = |at: Option<usize>| {
            at.filter(|_| asked.in_order).and_then(|at| asked.queries.get(at).cloned())
        };
        let answers = asked.queries.iter().enumerate().map(|(at, query)| {
            check(query)?;
            gathered.set_context(neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
            let mut answer = gathered.answer(query, report)?;
            asked.how.offsets.convert(&mut answer);
            Ok(answer)
        });
        Ok(answers.collect())
    }

    /// Puts memories together as they are now.
    pub(super) fn gather(
        &self,
        memories: &[&LiveMemory],
        how: &QueryRequest,
        score: ScoreOptions,
    ) -> Result<Memories> {
        if !(0.0..=100.0).contains(&how.min) {
            return Err(Error::new(ErrorKind::Usage, "min is not from 0 to 100"));
        }
        if how.limit > MOST_MATCHES {
            return Err(Error::new(ErrorKind::Usage, format!("limit is above {MOST_MATCHES}")));
        }
        let penalty = |memory: &&LiveMemory| MemoryPenalty {
            memory: Some(memory.name().to_owned()),
            points: memory.penalty(),
        };
        let options = MemoriesOptions {
            from: how.from.clone(),
            to: how.to.clone(),
            lookup: LookupOptions {
                min: how.min,
                limit: how.limit,
                exhaustive: how.exhaustive,
                score,
            },
            penalties: memories.iter().filter(|m| m.penalty() > 0).map(penalty).collect(),
            filter: how.filter.clone(),
            phrases: how.phrases,
            nearest: how.nearest,
        };
        let view = |memory: &&LiveMemory| Ok(memory.view()? as Arc<dyn SharedMemory>);
        let views = memories.iter().map(view).collect::<Result<_>>()?;
        let gathered = Memories::of_views(views, options)?;
        Ok(gathered.with_glossaries(Arc::clone(self.glossaries())))
    }
}

pub(super) fn check(query: &str) -> Result<()> {
    if query.len() > LONGEST_QUERY {
        let message = format!("the query is longer than {} KiB", LONGEST_QUERY >> 10);
        return Err(Error::new(ErrorKind::Text, message));
    }
    Ok(())
}

impl Offsets {
    /// Converts the offsets of an answer, which are in bytes.
    fn convert(self, answer: &mut Answer) {
        if self == Self::Chars {
            answer.count_in_chars();
        }
    }
}
