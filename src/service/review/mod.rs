//! Reviews as a front shows them: a pair of documents, a journal, or all pairs of a folder, each
//! aligned when it is first opened.
//!
//! [`Reviews`] owns what a front needs: the aligner, the open journals, the memory that accepted rows
//! go into, the folder of uploaded files and the list of recent reviews. Rows that were accepted in one
//! document teach the aligner for the next one. A front names reviews by the numbers that [`Reviews`]
//! gave ([`ReviewId`]), never by paths.

mod document;
mod export;
mod into_memory;
mod listed;
mod open;
mod recent;
#[cfg(feature = "xlsx")]
mod settings;
mod sheet;
mod taught;
mod upload;

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::{
    document::{Documents, Texts},
    into_memory::Sink,
    taught::Taught,
};
pub use self::{
    export::Export,
    into_memory::MemoryNews,
    listed::{Home, Listed, ListedState, MemoryName, RecentName, View, WeakRow, WritableFormat},
    upload::Upload,
};
#[cfg(feature = "xlsx")]
pub use sheet::SheetNews;

use super::{AlignerOptions, PairAligner};
use crate::{
    align::Alignment,
    batch,
    error::{Error, ErrorKind, Place, Result},
    event::Event,
    lang::Lang,
    output,
    review::{
        Answer, Asked, Journal, JournalFile, RowId,
        message::{Details, Whole},
    },
};

/// Options of [`Reviews`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewsOptions {
    /// How documents are read, segmented and aligned.
    pub aligner: AlignerOptions,
    /// The folder for files that a front uploads; without it there are no uploads.
    pub uploads: Option<PathBuf>,
    /// The file of the list of recent reviews; without it there is no list.
    pub recent: Option<PathBuf>,
    /// The file of the settings of the page; without it they last as long as the page.
    pub settings: Option<PathBuf>,
    /// The memory for accepted rows. It is created when the first one goes in.
    pub memory: Option<PathBuf>,
    /// The person who decides, where a decision does not name one.
    pub by: Option<String>,
    /// Open rows stay as they are after a decision; nothing is aligned anew.
    pub no_realign: bool,
    /// Others than the owner of the files see the reviews: no path of this machine is shown, and the
    /// list of recent reviews names all that were begun here.
    pub is_shared: bool,
}

/// The number of a review, given by [`Reviews`]. Serialized as a text, which fronts need not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReviewId(pub u32);

impl From<ReviewId> for String {
    fn from(id: ReviewId) -> Self {
        id.0.to_string()
    }
}

impl TryFrom<String> for ReviewId {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> std::result::Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

/// All of a review, with its title and the file of its journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WholeReview {
    /// Its number.
    pub id: ReviewId,
    /// The names of both texts.
    pub title: String,
    /// The file of its journal.
    pub path: String,
    /// Accepted rows go into the memory at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub live: bool,
    /// Texts and rows.
    #[serde(flatten)]
    pub whole: Whole,
}

/// An answer to a decision, with what it did to the memory.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Decided {
    /// The answer of the review.
    #[serde(flatten)]
    pub answer: Answer,
    /// The changes of the memory, where rows go into it as they are accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<MemoryNews>,
}

/// A callback for events, called from the threads that work.
pub type Observer = dyn Fn(Event) + Send + Sync;

/// Reviews under way. Any thread may use it; work on one review waits for other work on the same one.
pub struct Reviews {
    options: ReviewsOptions,
    pairs: PairAligner,
    documents: Documents,
    sink: Option<Sink>,
    taught: Taught,
    recent: Mutex<Vec<PathBuf>>,
    shown: Mutex<Shown>,
    observer: Arc<Observer>,
}

/// The page that a front shows first.
#[derive(Debug, Clone, Default)]
struct Shown {
    review: Option<ReviewId>,
    folder: Option<PathBuf>,
}

/// Locks what a panic of another thread leaves sound: every holder puts whole values.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The journal of a source: `SOURCE.muwazi-review` beside it.
pub fn journal_beside(source: &Path) -> PathBuf {
    let mut name = source.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(crate::review::ENDING);
    source.with_file_name(name)
}

/// Returns `true` where the name of a file is that of a journal.
pub fn is_journal(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(crate::review::ENDING))
}

impl Reviews {
    /// Opens what the options name.
    ///
    /// # Errors
    /// See [`PairAligner::open`]; a memory that is none.
    pub fn open(mut options: ReviewsOptions, observer: Arc<Observer>) -> Result<Self> {
        let sink = options.memory.clone().map(|path| Sink::new(path, options.aligner.wait));
        // What was approved before teaches the aligner. A memory that is not there yet teaches nothing.
        let teaches = options.memory.iter().filter(|path| path.exists());
        options.aligner.memories.extend(teaches.cloned());
        let pairs = PairAligner::open(&options.aligner, &mut |event| observer(event))?;
        Ok(Self {
            pairs,
            sink,
            observer,
            documents: Documents::default(),
            taught: Taught::default(),
            recent: Mutex::default(),
            shown: Mutex::default(),
            options,
        })
    }

    /// Opens the review of a pair of documents, and begins it where there is no journal. The journal
    /// lies beside the source where no other file is named.
    ///
    /// # Errors
    /// Documents that cannot be read or aligned; a journal of other texts.
    pub fn add_pair(
        &self,
        source: &Path,
        target: &Path,
        journal: Option<&Path>,
    ) -> Result<ReviewId> {
        let path = journal.map_or_else(|| journal_beside(source), Path::to_owned);
        let files = batch::Files { source: source.to_owned(), target: target.to_owned() };
        self.add(title_of(source, target), Texts::Pair(files), path)
    }

    /// Begins the review of an alignment, or goes on with the one of the same texts.
    ///
    /// # Errors
    /// A journal of other texts; errors of the file system.
    pub fn add_alignment(&self, alignment: &Alignment, journal: &Path) -> Result<ReviewId> {
        let begin = Journal::begin(alignment);
        if journal.exists() {
            open::check_texts(&JournalFile::open(journal)?, &begin.texts, journal)?;
        } else {
            JournalFile::create(journal, &begin)?;
        }
        self.add_journal(journal)
    }

    /// Opens a journal.
    ///
    /// # Errors
    /// See [`JournalFile::open`].
    pub fn add_journal(&self, path: &Path) -> Result<ReviewId> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        self.add(name, Texts::Journal, path.to_owned())
    }

    fn add(&self, name: String, texts: Texts, journal: PathBuf) -> Result<ReviewId> {
        let id = self.documents.add(name, texts, output::one_separator(journal));
        self.with(id, |_| Ok(()))?;
        self.remember(id)?;
        Ok(id)
    }

    /// Lists the pairs of a folder, found by their names as [`batch::find`] finds them. None is opened.
    ///
    /// # Errors
    /// See [`batch::find`].
    pub fn add_folder(&self, folder: &Path) -> Result<()> {
        let lang = |told: &Option<Lang>, usual| told.clone().unwrap_or(usual);
        let source = lang(&self.options.aligner.source_lang, Lang::arabic());
        let target = lang(&self.options.aligner.target_lang, Lang::english());
        for job in batch::find(folder, &source, &target)? {
            match job.files {
                Ok(files) => {
                    let journal = journal_beside(&files.source);
                    self.documents.add(job.name, Texts::Pair(files), journal);
                }
                Err(error) => self.documents.add_failed(job.name, error),
            }
        }
        lock(&self.shown).folder = Some(folder.to_owned());
        Ok(())
    }

    /// Sets the review that a front shows first.
    pub fn show(&self, id: ReviewId) {
        lock(&self.shown).review = Some(id);
    }

    /// Returns all of a review.
    ///
    /// # Errors
    /// A number that was not given; errors of opening it.
    pub fn whole(&self, id: ReviewId) -> Result<WholeReview> {
        let document = self.documents.get(id)?;
        let whole = self.with(id, |opened| {
            opened.file.refresh()?;
            Ok(opened.file.review().whole())
        })?;
        let title = format!("{} · {}", whole.source.name, whole.target.name);
        let path = self.shown_path(&full(&document.journal));
        Ok(WholeReview { id, title, path, live: document.is_live(), whole })
    }

    /// Makes a decision and keeps it.
    ///
    /// # Errors
    /// As [`Reviews::whole`], and [`JournalFile::decide`].
    pub fn decide(&self, id: ReviewId, mut asked: Asked) -> Result<Decided> {
        asked.by = asked.by.filter(|by| !by.is_empty()).or_else(|| self.options.by.clone());
        let by = asked.by.clone();
        let answer = self.with(id, |opened| {
            let aligner = (!self.options.no_realign).then_some(&*opened.aligner);
            opened.file.decide(asked, Timestamp::now(), aligner)
        })?;
        let memory = self.follow(id, by.as_deref())?;
        Ok(Decided { answer, memory })
    }

    /// Returns what happened since an entry.
    ///
    /// # Errors
    /// As [`Reviews::whole`].
    pub fn changes(&self, id: ReviewId, since: u64) -> Result<Answer> {
        self.with(id, |opened| {
            opened.file.refresh()?;
            Ok(opened.file.review().answer(since))
        })
    }

    /// Looks behind a row; none where it is not there.
    ///
    /// # Errors
    /// As [`Reviews::whole`].
    pub fn details(&self, id: ReviewId, row: RowId) -> Result<Option<Details>> {
        self.with(id, |opened| Ok(opened.file.review().details(row, &opened.aligner)))
    }

    /// Returns the bytes of a journal, up to the last decision.
    ///
    /// # Errors
    /// As [`Reviews::whole`].
    pub fn journal(&self, id: ReviewId) -> Result<Export> {
        let document = self.documents.get(id)?;
        self.with(id, |_| Ok(()))?;
        let path = &document.journal;
        let content = std::fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Export { name, mime: "application/x-ndjson", units: None, content })
    }

    /// A path as a front shows it: its last part where it is not for everybody.
    fn shown_path(&self, path: &Path) -> String {
        match path.file_name().filter(|_| self.options.is_shared) {
            Some(name) => name.to_string_lossy().into_owned(),
            None => path.display().to_string(),
        }
    }

    /// An error as lists show it.
    fn shown_error(&self, error: &Error) -> String {
        match self.options.is_shared {
            true => error.message.clone(),
            false => error.to_string(),
        }
    }

    /// The person who does something: the one that a front names, or that of the options.
    fn person<'p>(&'p self, by: Option<&'p str>) -> Option<&'p str> {
        by.filter(|by| !by.is_empty()).or(self.options.by.as_deref())
    }

    /// Brings the index of the memory up to what went into it.
    ///
    /// # Errors
    /// Errors of the memory.
    pub fn finish(&self) -> Result<()> {
        match &self.sink {
            Some(sink) => sink.finish(&mut |event| (self.observer)(event)),
            None => Ok(()),
        }
    }
}

/// The path of a file from the root, as far as the system tells.
fn full(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The names of two files, for people.
fn title_of(source: &Path, target: &Path) -> String {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    format!("{} · {}", name(source), name(target))
}

/// An error for a number that was not given.
fn unknown(id: ReviewId) -> Error {
    Error::new(ErrorKind::Usage, format!("there is no review {}", id.0))
}

/// An error about a file, with a hint.
fn wrong(path: &Path, message: &str, hint: &str) -> Error {
    Error::new(ErrorKind::Usage, message).at(Place::file(path.display().to_string())).hint(hint)
}
