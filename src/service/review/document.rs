//! The documents of a front's list: each with its journal, opened when it is first needed.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock, TryLockError},
};

use super::{ReviewId, full, into_memory::Live, listed::Summary, lock, unknown};
use crate::{
    align::Aligner,
    batch::Files,
    error::{Error, Result},
    lang::Lang,
    review::{JournalFile, Review, RowState, Side},
};

/// The place of the texts.
pub(super) enum Texts {
    /// Two files.
    Pair(Files),
    /// The journal holds them.
    Journal,
    /// There is nothing to open, for this reason.
    None(String),
}

/// A document of the list.
pub(super) struct DocumentEntry {
    pub(super) id: ReviewId,
    pub(super) name: String,
    pub(super) texts: Texts,
    pub(super) journal: PathBuf,
    /// None until it is needed, and after a fault, so that the next use reads what is on disk.
    pub(super) opened: Mutex<Option<Opened>>,
    /// What lists show. Never locked while work goes on.
    pub(super) known: Mutex<Known>,
    /// Rows that go into the memory as they are accepted.
    pub(super) live: Mutex<Option<Live>>,
    pub(super) accepted: Mutex<Accepted>,
}

/// An open journal.
pub(super) struct Opened {
    pub(super) file: JournalFile,
    pub(super) aligner: Arc<Aligner>,
}

/// The knowledge of a document that was not opened, or has been.
#[derive(Default)]
pub(super) struct Known {
    /// Its files were compared with the texts of the journal.
    pub(super) checked: bool,
    pub(super) summary: Option<Summary>,
    pub(super) error: Option<String>,
}

/// The accepted pairs of a document, as of an entry.
#[derive(Default)]
pub(super) struct Accepted {
    pub(super) number: Option<u64>,
    pub(super) langs: Option<[Lang; 2]>,
    pub(super) pairs: Vec<(String, String)>,
}

impl Accepted {
    /// The accepted pairs of a review.
    fn of(review: &Review) -> Self {
        let [source, target] = review.texts();
        let accepted =
            |row: &&Arc<crate::review::Row>| row.state == RowState::Accepted && !row.is_one_sided();
        let pairs = review.rows().iter().filter(accepted).map(|row| {
            (row.text(Side::Source, &source.document), row.text(Side::Target, &target.document))
        });
        Self {
            number: Some(review.number()),
            langs: Some([source.document.lang.clone(), target.document.lang.clone()]),
            pairs: pairs.collect(),
        }
    }
}

impl DocumentEntry {
    fn new(id: ReviewId, name: String, texts: Texts, journal: PathBuf) -> Self {
        Self {
            id,
            name,
            texts,
            journal,
            opened: Mutex::default(),
            known: Mutex::default(),
            live: Mutex::default(),
            accepted: Mutex::default(),
        }
    }

    /// Takes note of a review for lists.
    pub(super) fn note(&self, review: &Review, is_kept: bool) {
        let mut known = lock(&self.known);
        let is_new = known
            .summary
            .as_ref()
            .is_none_or(|summary| summary.number != review.number() || summary.is_kept != is_kept);
        if is_new {
            known.summary = Some(Summary::of(review, is_kept));
        }
        known.error = None;
    }

    /// Takes note of the accepted pairs of a review.
    pub(super) fn gather(&self, review: &Review) {
        let mut accepted = lock(&self.accepted);
        if accepted.number != Some(review.number()) {
            *accepted = Accepted::of(review);
        }
    }

    /// Takes note of the accepted pairs where the journal is open and nobody works on it.
    pub(super) fn gather_if_idle(&self) {
        let guard = match self.opened.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        if let Some(opened) = &*guard {
            self.gather(opened.file.review());
        }
    }

    /// Returns `true` where rows go into the memory as they are accepted.
    pub(super) fn is_live(&self) -> bool {
        lock(&self.live).is_some()
    }
}

/// The list of documents.
#[derive(Default)]
pub(super) struct Documents(RwLock<Vec<Arc<DocumentEntry>>>);

impl Documents {
    /// Adds a document. One with the same journal is not added twice.
    pub(super) fn add(&self, name: String, texts: Texts, journal: PathBuf) -> ReviewId {
        let mut list = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let own = full(&journal);
        let is_listed =
            |d: &&Arc<DocumentEntry>| !matches!(d.texts, Texts::None(_)) && full(&d.journal) == own;
        if let Some(listed) = list.iter().find(is_listed) {
            return listed.id;
        }
        let id = ReviewId(u32::try_from(list.len() + 1).unwrap_or(u32::MAX));
        list.push(Arc::new(DocumentEntry::new(id, name, texts, journal)));
        id
    }

    /// Adds a name that is no pair.
    pub(super) fn add_failed(&self, name: String, error: Error) {
        let mut list = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let id = ReviewId(u32::try_from(list.len() + 1).unwrap_or(u32::MAX));
        let texts = Texts::None(error.to_string());
        list.push(Arc::new(DocumentEntry::new(id, name, texts, PathBuf::new())));
    }

    /// Finds a document by its number.
    pub(super) fn get(&self, id: ReviewId) -> Result<Arc<DocumentEntry>> {
        let list = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let at = (id.0 as usize).checked_sub(1);
        at.and_then(|at| list.get(at)).cloned().ok_or_else(|| unknown(id))
    }

    /// All documents, in the order of their numbers.
    pub(super) fn all(&self) -> Vec<Arc<DocumentEntry>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
