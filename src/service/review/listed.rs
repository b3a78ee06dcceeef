//! Lists for a front: the documents with their state, the weakest rows of all, and what there is.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{
    ReviewId, Reviews,
    document::{DocumentEntry, Texts},
    lock,
};
use crate::{
    format::{Format, registry},
    review::{Review, Row, RowId, Side},
};

/// Maximum number of weak rows that a document adds to the list of all.
const WEAK: usize = 25;
/// Maximum number of rows of that list.
const WEAK_OF_ALL: usize = 200;
/// Maximum number of characters of a text in that list.
const SHORT: usize = 160;

/// All that a front shows before a review is chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Home {
    /// The version of the program.
    pub version: String,
    /// The first page.
    pub view: View,
    /// The review of that page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewId>,
    /// The name of the folder whose pairs are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<String>,
    /// The documents.
    pub reviews: Vec<Listed>,
    /// Reviews of earlier days.
    pub recent: Vec<RecentName>,
    /// Formats of exports.
    pub formats: Vec<WritableFormat>,
    /// The memory for accepted rows.
    pub memory: Option<MemoryName>,
    /// Files can be uploaded.
    pub uploads: bool,
    /// Many ask the program, so that a page does not end it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_shared: bool,
}

/// The first page of a front.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "they say what they are")]
pub enum View {
    Start,
    Review,
    Folder,
}

/// A document of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Listed {
    /// Its number.
    pub id: ReviewId,
    /// Its name.
    pub name: String,
    /// The name of the source's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The name of the target's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Its state.
    pub state: ListedState,
    /// Counts of its rows, once it was looked at.
    #[serde(flatten)]
    pub counts: Option<Counts>,
    /// The reason why it cannot be opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// The state of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ListedState {
    /// There is no journal.
    New,
    /// There is one.
    Begun,
    /// All rows are decided.
    Done,
}

/// Counts of the rows of a document.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Counts {
    /// The rows.
    pub rows: usize,
    /// Rows that are decided.
    pub decided: usize,
    /// Rows that ask for a look.
    pub doubtful: usize,
    /// The mean confidence of the aligner's pairs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// A review of the recent list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecentName {
    /// The number by which it is opened.
    pub number: usize,
    /// Its name.
    pub name: String,
    /// The file of its journal.
    pub path: String,
    /// The time at which it was opened last.
    pub when: String,
}

/// A format that rows can be exported in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WritableFormat {
    /// Its name.
    pub name: String,
    /// A description in a few words.
    pub title: String,
}

/// The memory for accepted rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MemoryName {
    /// The name of its file.
    pub name: String,
}

/// A doubtful row in the list of all documents.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct WeakRow {
    /// The document.
    pub review: ReviewId,
    /// The name of the document.
    pub name: String,
    /// The row.
    pub row: RowId,
    /// Its confidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c: Option<f64>,
    /// The source, shortened.
    pub s: String,
    /// The target, shortened.
    pub t: String,
}

/// What lists know of a review, as of an entry.
#[derive(Clone)]
pub(super) struct Summary {
    pub(super) number: u64,
    /// There is a journal.
    pub(super) is_kept: bool,
    counts: Counts,
    names: [String; 2],
    weak: Vec<(RowId, Option<f64>, String, String)>,
}

impl Summary {
    pub(super) fn of(review: &Review, is_kept: bool) -> Self {
        let rows = review.rows();
        let pairs = rows.iter().filter(|row| !row.is_one_sided());
        let (sum, number) = pairs
            .filter_map(|row| row.confidence)
            .fold((0.0, 0_u32), |(sum, number), confidence| (sum + confidence, number + 1));
        let counts = Counts {
            rows: rows.len(),
            decided: rows.iter().filter(|row| row.is_decided()).count(),
            doubtful: rows.iter().filter(|row| row.is_doubtful()).count(),
            confidence: (number > 0).then(|| (sum / f64::from(number) * 1000.0).round() / 1000.0),
        };
        let whole = |side: usize| {
            let origin = &review.texts()[side].document.origin;
            origin.rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
        };
        let names = [whole(0), whole(1)];
        Self { number: review.number(), is_kept, counts, names, weak: weakest(review) }
    }

    fn state(&self) -> ListedState {
        match self.is_kept {
            false => ListedState::New,
            true if self.counts.decided == self.counts.rows => ListedState::Done,
            true => ListedState::Begun,
        }
    }
}

/// The doubtful rows with the least confidence, weakest first.
fn weakest(review: &Review) -> Vec<(RowId, Option<f64>, String, String)> {
    let mut weak: Vec<&Row> =
        review.rows().iter().map(|row| &**row).filter(|row| row.is_doubtful()).collect();
    // Stable: among equals the first of the document.
    weak.sort_by(|a, b| strength(a.confidence).total_cmp(&strength(b.confidence)));
    weak.truncate(WEAK);
    let [source, target] = review.texts();
    let text = |row: &Row, side, of: &crate::align::Segmented| short(row.text(side, &of.document));
    weak.into_iter()
        .map(|row| {
            let (s, t) = (text(row, Side::Source, source), text(row, Side::Target, target));
            (row.id, row.confidence, s, t)
        })
        .collect()
}

fn strength(confidence: Option<f64>) -> f64 {
    confidence.unwrap_or(0.0)
}

fn short(text: String) -> String {
    match text.char_indices().nth(SHORT) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text,
    }
}

impl DocumentEntry {
    fn listed(&self) -> Listed {
        let known = lock(&self.known);
        let summary = known.summary.as_ref();
        let file = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
        let [source, target] = match (&self.texts, summary) {
            (Texts::Pair(files), _) => [file(&files.source), file(&files.target)],
            (_, Some(summary)) => summary.names.clone().map(Some),
            _ => [None, None],
        };
        let error = match &self.texts {
            Texts::None(reason) => Some(reason.clone()),
            _ => known.error.clone(),
        };
        Listed {
            id: self.id,
            name: self.name.clone(),
            source,
            target,
            state: summary.map_or(ListedState::New, Summary::state),
            counts: summary.map(|summary| summary.counts),
            error,
        }
    }
}

impl Reviews {
    /// Returns what a front shows before a review is chosen.
    ///
    /// # Errors
    /// A list of recent reviews that cannot be read.
    pub fn home(&self) -> crate::error::Result<Home> {
        let shown = lock(&self.shown).clone();
        let view = match (&shown.folder, shown.review) {
            (Some(_), _) => View::Folder,
            (None, Some(_)) => View::Review,
            (None, None) => View::Start,
        };
        Ok(Home {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            view,
            review: shown.review,
            folder: shown.folder.as_deref().map(name_of),
            reviews: self.documents.all().iter().map(|document| document.listed()).collect(),
            recent: self.recent_names()?,
            formats: formats(),
            memory: self.memory_name().map(|name| MemoryName { name }),
            uploads: self.options.uploads.is_some(),
            is_shared: self.options.is_shared,
        })
    }

    /// The name of the memory for accepted rows.
    pub fn memory_name(&self) -> Option<String> {
        self.options.memory.as_deref().map(name_of)
    }

    /// Returns the doubtful rows of all documents with the least confidence, weakest first.
    pub fn weakest(&self) -> Vec<WeakRow> {
        let mut all = Vec::new();
        for document in self.documents.all() {
            let known = lock(&document.known);
            let weak = known.summary.iter().flat_map(|summary| &summary.weak);
            all.extend(weak.map(|(row, c, s, t)| WeakRow {
                review: document.id,
                name: document.name.clone(),
                row: *row,
                c: *c,
                s: s.clone(),
                t: t.clone(),
            }));
        }
        all.sort_by(|a, b| strength(a.c).total_cmp(&strength(b.c)));
        all.truncate(WEAK_OF_ALL);
        all
    }
}

/// The name of a file or folder, for people. A folder such as `.` has no name of its own.
fn name_of(path: &Path) -> String {
    let named = path.file_name().map(|name| name.to_string_lossy().into_owned());
    named.unwrap_or_else(|| path.display().to_string())
}

/// The formats that rows can be exported in: not those of terms, and not templates without
/// translations.
fn formats() -> Vec<WritableFormat> {
    let is_offered = |format: &&&Format| {
        format.alignment.is_some() && !format.is_glossary && format.name != "pot"
    };
    let mut all: Vec<_> =
        registry::ALL.iter().filter(is_offered).map(|f| WritableFormat::of(f)).collect();
    let title = "a page with both texts side by side, to look at".to_owned();
    all.push(WritableFormat { name: super::export::PAGE.to_owned(), title });
    all
}

impl WritableFormat {
    fn of(format: &'static Format) -> Self {
        Self { name: format.name.to_owned(), title: format.title.to_owned() }
    }
}
