//! Accepted rows in a memory: all at once, or each as it is accepted.
//!
//! A unit that a row added while rows go in live is removed again when the row is no longer accepted.
//! A unit that the memory had before, or that somebody edited there since, stays, and the answer tells
//! so: what is not the review's own is not removed by it.

use std::{collections::BTreeMap, path::PathBuf, sync::Mutex, time::Duration};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ReviewId, Reviews, lock};
use crate::{
    error::{Error, ErrorKind, Result},
    event::Report,
    lookup,
    memory::{Added, ImportOptions, SqliteStore},
    review::{Choice, Review, Row, RowId, RowState, unit, units},
    unit::{Unit, UnitId},
};

/// The changes of a memory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MemoryNews {
    /// Units that the memory did not have.
    pub added: u64,
    /// Units that it had, some with new metadata.
    pub held: u64,
    /// Units that were removed, because their rows are not accepted any more.
    #[serde(default, skip_serializing_if = "is_none")]
    pub removed: u64,
    /// Units of such rows that stay, because they are not the review's own.
    #[serde(default, skip_serializing_if = "is_none")]
    pub kept: u64,
}

fn is_none(count: &u64) -> bool {
    *count == 0
}

impl MemoryNews {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The memory for accepted rows, opened when the first one goes in.
pub(super) struct Sink {
    path: PathBuf,
    wait: Option<Duration>,
    store: Mutex<Option<SqliteStore>>,
}

impl Sink {
    pub(super) fn new(path: PathBuf, wait: Option<Duration>) -> Self {
        Self { path, wait, store: Mutex::default() }
    }

    fn use_store<T>(&self, work: impl FnOnce(&SqliteStore) -> Result<T>) -> Result<T> {
        let mut guard = lock(&self.store);
        let store = match guard.take() {
            Some(store) => store,
            None => match self.wait {
                Some(wait) => SqliteStore::open_or_create_waiting(&self.path, wait)?,
                None => SqliteStore::open_or_create(&self.path)?,
            },
        };
        let outcome = work(&store);
        if outcome.is_ok() {
            *guard = Some(store);
        }
        outcome
    }

    /// Brings the index up to the memory, where it was written to.
    pub(super) fn finish(&self, report: &mut Report<'_>) -> Result<()> {
        match &*lock(&self.store) {
            Some(store) => lookup::refresh(store, report),
            None => Ok(()),
        }
    }
}

/// Units of a review that went into the memory as their rows were accepted.
#[derive(Default)]
pub(super) struct Live {
    /// The entry up to which rows were looked at.
    number: Option<u64>,
    sent: BTreeMap<RowId, Sent>,
}

struct Sent {
    id: UnitId,
    /// The memory did not have it before.
    is_own: bool,
    texts: [String; 2],
}

impl Live {
    /// Brings the memory up to a review.
    fn follow(&mut self, review: &Review, sink: &Sink, by: Option<&str>) -> Result<MemoryNews> {
        let now = Timestamp::now();
        let seen = self.number;
        let is_new = |row: &&std::sync::Arc<Row>| seen.is_none_or(|seen| row.changed > seen);
        let is_wanted = |row: &Row| row.state == RowState::Accepted && !row.is_one_sided();
        let accepted: BTreeMap<RowId, &Row> =
            review.rows().iter().filter(|r| is_wanted(r)).map(|r| (r.id, &**r)).collect();
        let mut gone: Vec<RowId> =
            self.sent.keys().filter(|id| !accepted.contains_key(id)).copied().collect();
        let mut fresh = Vec::new();
        for row in review.rows().iter().filter(is_new).filter(|row| is_wanted(row)) {
            let unit = of_row(review, row, now, by);
            match self.sent.get(&row.id) {
                Some(sent) if sent.texts == texts(&unit) => {}
                sent => {
                    gone.extend(sent.map(|_| row.id));
                    fresh.push((row.id, unit));
                }
            }
        }
        let mut news = MemoryNews::default();
        if !gone.is_empty() || !fresh.is_empty() {
            sink.use_store(|store| {
                self.take_back(&gone, store, (now, by), &mut news)?;
                self.put(fresh, store, (now, by), &mut news)
            })?;
        }
        self.number = Some(review.number());
        Ok(news)
    }

    fn take_back(
        &mut self,
        gone: &[RowId],
        store: &SqliteStore,
        (at, by): (Timestamp, Option<&str>),
        news: &mut MemoryNews,
    ) -> Result<()> {
        let is_untouched =
            |sent: &Sent| store.unit(sent.id).is_ok_and(|unit| texts(&unit) == sent.texts);
        let own: Vec<UnitId> = gone
            .iter()
            .filter_map(|id| self.sent.get(id))
            .filter(|sent| sent.is_own && is_untouched(sent))
            .map(|sent| sent.id)
            .collect();
        let removed = if own.is_empty() { 0 } else { store.remove_by(&own, at, by)?.len() };
        news.removed += removed as u64;
        news.kept += (gone.len() - removed) as u64;
        gone.iter().for_each(|id| drop(self.sent.remove(id)));
        Ok(())
    }

    fn put(
        &mut self,
        fresh: Vec<(RowId, Unit)>,
        store: &SqliteStore,
        (at, by): (Timestamp, Option<&str>),
        news: &mut MemoryNews,
    ) -> Result<()> {
        if fresh.is_empty() {
            return Ok(());
        }
        let added = store.add(fresh.iter().map(|(_, unit)| unit.clone()), at, by)?;
        for ((row, unit), added) in fresh.into_iter().zip(added) {
            let is_own = matches!(added, Added::New(_));
            match is_own {
                true => news.added += 1,
                false => news.held += 1,
            }
            self.sent.insert(row, Sent { id: added.unit(), is_own, texts: texts(&unit) });
        }
        Ok(())
    }
}

/// A row as a unit of a memory: with the document and the person.
fn of_row(review: &Review, row: &Row, at: Timestamp, by: Option<&str>) -> Unit {
    complete(unit(review, row, at), review, by)
}

fn complete(mut unit: Unit, review: &Review, by: Option<&str>) -> Unit {
    let origin = &review.texts()[0].document.origin;
    let name = origin.rsplit(['/', '\\']).next().unwrap_or_default();
    unit.meta.add_prop("x-document", name);
    if let Some(by) = by {
        unit.meta.set_attribute("creationid", by);
    }
    unit
}

fn texts(unit: &Unit) -> [String; 2] {
    [0, 1].map(|at| unit.variants.get(at).map(|v| v.text.text.clone()).unwrap_or_default())
}

impl Reviews {
    fn sink(&self) -> Result<&Sink> {
        self.sink.as_ref().ok_or_else(|| {
            Error::new(ErrorKind::Usage, "no memory was named for the accepted rows")
                .hint("begin the review again with a memory")
        })
    }

    /// Puts the chosen rows of a review into the memory. Rows that are in it already change nothing.
    ///
    /// # Errors
    /// Where no memory was named; the memory's own.
    pub fn into_memory(
        &self,
        id: ReviewId,
        choice: Choice,
        by: Option<&str>,
    ) -> Result<MemoryNews> {
        let sink = self.sink()?;
        let (now, by) = (Timestamp::now(), self.person(by));
        self.with(id, |opened| {
            opened.file.refresh()?;
            let review = opened.file.review();
            let origin = self.shown_path(opened.file.path());
            let chosen = units(review, choice, now).map(|unit| Ok(complete(unit, review, by)));
            let options = ImportOptions::default();
            let counts =
                sink.use_store(|store| store.import_with(&origin, now, &options, chosen))?;
            let held = counts.merged + counts.unchanged;
            Ok(MemoryNews { added: counts.new, held, ..MemoryNews::default() })
        })
    }

    /// Begins to put each row into the memory as it is accepted, and those that are accepted already;
    /// or ends that. Ending it leaves what is in the memory.
    ///
    /// # Errors
    /// As [`Reviews::into_memory`].
    pub fn live(&self, id: ReviewId, on: bool, by: Option<&str>) -> Result<MemoryNews> {
        self.sink()?;
        let document = self.documents.get(id)?;
        {
            let mut live = lock(&document.live);
            match (on, live.is_some()) {
                (true, false) => *live = Some(Live::default()),
                (false, _) => *live = None,
                (true, true) => {}
            }
        }
        Ok(self.follow(id, self.person(by))?.unwrap_or_default())
    }

    /// Brings the memory up to a review whose rows go into it live.
    pub(super) fn follow(&self, id: ReviewId, by: Option<&str>) -> Result<Option<MemoryNews>> {
        let document = self.documents.get(id)?;
        if !document.is_live() {
            return Ok(None);
        }
        let sink = self.sink()?;
        self.with(id, |opened| {
            let mut live = lock(&document.live);
            let Some(live) = live.as_mut() else { return Ok(None) };
            let news = live.follow(opened.file.review(), sink, by)?;
            Ok(Some(news).filter(|news| !news.is_empty()))
        })
    }
}
