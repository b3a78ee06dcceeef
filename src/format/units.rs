//! The interface of all formats of translation units: options for reading and writing, the traits
//! of readers and writers, and the description of a format. Each format is one module, listed in
//! [`super::registry`].

use std::{
    collections::BTreeMap,
    io::Write,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{source::Source, tmx::Header};
use crate::{
    error::{Error, ErrorKind, Result},
    event::Event,
    lang::Lang,
    unit::Unit,
};

/// Options for reading a file of units. Values in the file take precedence over these.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Source language, if the file does not name it.
    pub source_lang: Option<Lang>,
    /// Target language, if the file does not name it.
    pub target_lang: Option<Lang>,
    /// Encoding of a plain text file that does not declare one.
    pub encoding: Option<String>,
    /// Treats warnings as errors.
    pub strict: bool,
    /// Takes the apostrophe away that [`Writing::quote_formulas`] puts before cells.
    pub unquote_formulas: bool,
}

/// Options for writing a file of units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// Source language; `None` if units have different ones. Formats with two languages need it.
    pub source_lang: Option<Lang>,
    /// Target language. Formats with two languages need it.
    pub target_lang: Option<Lang>,
    /// Creation date of the file.
    pub created: Timestamp,
    /// Header of the input file, if it had one.
    pub header: Option<Header>,
    /// Tool that a TMX is written for.
    pub dialect: Dialect,
    /// TMX level: 1 drops inline tags, 2 keeps them.
    pub level: Level,
    /// Puts an apostrophe before the cells of CSV and TSV that a spreadsheet would take for formulas.
    pub quote_formulas: bool,
}

/// Target tool of a file, where tools need different output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Dialect {
    /// Any tool: follows the standard exactly.
    #[default]
    Standard,
    /// OmegaT.
    OmegaT,
    /// Trados Studio.
    Trados,
    /// memoQ.
    MemoQ,
    /// Wordfast.
    Wordfast,
}

/// TMX level: whether inline tags are kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Text only.
    #[serde(rename = "1")]
    One,
    /// Text with inline tags.
    #[default]
    #[serde(rename = "2")]
    Two,
}

impl Writing {
    /// Creates options with a creation date, standard settings and no languages.
    pub fn new(created: Timestamp) -> Self {
        Self {
            source_lang: None,
            target_lang: None,
            created,
            header: None,
            dialect: Dialect::default(),
            level: Level::default(),
            quote_formulas: false,
        }
    }
}

/// A reader of units. A unit may have only one text if the file holds untranslated ones. Reading
/// ends after the first error.
pub trait ReadUnits: Iterator<Item = Result<Unit>> + Send {
    /// Returns the header of the file, if its format has one.
    fn header(&self) -> Option<&Header> {
        None
    }

    /// Returns the number of units skipped so far because they have no usable text. Each one gave a
    /// warning.
    fn skipped(&self) -> u64 {
        0
    }

    /// Returns the warnings since the last call.
    fn take_warnings(&mut self) -> Vec<Event> {
        Vec::new()
    }

    /// Returns the list of units that the file asks to remove, which grows while it is read. Only the
    /// spreadsheets that a reviewer corrects have such.
    fn deleted(&self) -> DeletedUnits {
        DeletedUnits::default()
    }
}

/// Units that a file asks to remove, shared between the reader that finds them and whoever has a
/// memory to remove them from.
#[derive(Debug, Clone, Default)]
pub struct DeletedUnits(Arc<Mutex<Vec<Unit>>>);

impl DeletedUnits {
    pub(crate) fn push(&self, unit: Unit) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(unit);
    }

    /// Takes the units found so far.
    pub fn take(&self) -> Vec<Unit> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A writer of units.
pub trait WriteUnits {
    /// Writes a unit, or counts it as lost.
    ///
    /// # Errors
    /// The output cannot be written.
    fn write(&mut self, unit: &Unit) -> Result<()>;

    /// Completes the file.
    ///
    /// # Errors
    /// The output cannot be written.
    fn finish(self: Box<Self>) -> Result<Outcome>;
}

/// Counts of written and lost content.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Outcome {
    /// Number of units written.
    pub units: u64,
    /// Lost content and how often it occurred, by names such as `inline tags` or `units without a
    /// text in ar`.
    pub lost: BTreeMap<String, u64>,
}

impl Outcome {
    /// Counts content that the format cannot hold.
    pub fn lose(&mut self, what: &str, times: u64) {
        if times == 0 {
            return;
        }
        match self.lost.get_mut(what) {
            Some(count) => *count += times,
            None => drop(self.lost.insert(what.to_owned(), times)),
        }
    }
}

/// Features of a unit that a format can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Capabilities {
    /// More than two languages in a unit.
    pub many_languages: bool,
    /// Inline tags.
    pub tags: bool,
    /// Notes.
    pub notes: bool,
    /// Properties: origin, confidence, domain, context and other data of tools.
    pub properties: bool,
    /// Dates and users.
    pub dates: bool,
    /// Untranslated units.
    pub untranslated: bool,
}

impl Capabilities {
    /// Texts in two languages only.
    pub const PAIRS: Self = Self {
        many_languages: false,
        tags: false,
        notes: false,
        properties: false,
        dates: false,
        untranslated: false,
    };
    /// All features.
    pub const ALL: Self = Self {
        many_languages: true,
        tags: true,
        notes: true,
        properties: true,
        dates: true,
        untranslated: true,
    };
}

/// Function that opens a file for reading.
pub type Reader = fn(Source, &Reading) -> Result<Box<dyn ReadUnits>>;

/// Function that creates a writer and writes the beginning of the file.
pub type Writer = for<'w> fn(&'w mut dyn Write, &Writing) -> Result<Box<dyn WriteUnits + 'w>>;

/// Layout of an alignment written in a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum AlignmentLayout {
    /// Translation units, one for each exported bead.
    Units,
    /// Lines of source, target and confidence without a heading, ready for a parallel corpus.
    Pairs,
    /// One JSON object for each exported bead: texts, segment numbers, confidence, evidence.
    Objects,
    /// A spreadsheet to correct, with the segments that have no partner.
    #[cfg(feature = "xlsx")]
    Review,
    /// Segment numbers of every bead.
    Beads,
}

/// A format, as listed in [`super::registry`].
#[non_exhaustive]
pub struct Format {
    /// Name in options and messages, such as `tmx`.
    pub name: &'static str,
    /// Description in a few words.
    pub title: &'static str,
    /// File extensions in lower case, the usual one first.
    pub extensions: &'static [&'static str],
    /// Features that it can hold.
    pub capabilities: Capabilities,
    /// True if it holds terms rather than segments.
    pub is_glossary: bool,
    /// Returns true if a file begins like this format. Called in the order of the list.
    pub is: fn(&Start<'_>) -> bool,
    /// Reader, if the format can be read.
    pub read: Option<Reader>,
    /// Writer, if the format can be written.
    pub write: Option<Writer>,
    /// Usual layout of an alignment; `None` if the format is only read.
    pub alignment: Option<AlignmentLayout>,
}

/// Beads of an alignment by segment number, as written by [`crate::align::beads`]. They contain no
/// texts and therefore no units.
pub(super) static BEADS: Format = Format {
    name: "beads",
    title: "beads of an alignment, by sentence number",
    extensions: &["beads"],
    capabilities: Capabilities::PAIRS,
    is_glossary: false,
    is: |_| false,
    read: None,
    write: None,
    alignment: Some(AlignmentLayout::Beads),
};

impl Format {
    /// Returns the usual file extension without a dot, or the name if there is none.
    pub fn extension(&self) -> &'static str {
        self.extensions.first().copied().unwrap_or(self.name)
    }

    /// Returns the layout of an alignment in a file of that name. Only the usual extension selects the
    /// format's own layout, all others units: `.tsv` holds pairs, `.tab` a table of units.
    pub fn layout_for(&self, path: &Path) -> Option<AlignmentLayout> {
        let is_usual = |usual: &&str| {
            path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(usual))
        };
        match self.write {
            Some(_) if !self.extensions.first().is_some_and(is_usual) => {
                Some(AlignmentLayout::Units)
            }
            _ => self.alignment,
        }
    }

    /// Creates a writer of units and writes the beginning of the file.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] if the format cannot be written, and errors of the output.
    pub fn begin<'w>(
        &self,
        out: &'w mut dyn Write,
        writing: &Writing,
    ) -> Result<Box<dyn WriteUnits + 'w>> {
        let write = self.write.ok_or_else(|| {
            let message = match self.read {
                Some(_) => format!("{} is read, not written", self.title),
                None => format!("format '{}' holds no units", self.name),
            };
            Error::new(ErrorKind::Usage, message)
        })?;
        write(out, writing)
    }
}

/// The beginning of a file, used to detect its format.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// Raw first bytes: 64 KiB, or fewer if the file is smaller.
    pub bytes: &'a [u8],
    /// These bytes decoded as text, as far as possible; empty for binary data.
    pub text: &'a str,
}

impl Start<'_> {
    /// Returns the local name of the root element, if this is XML.
    ///
    /// ```
    /// use muwazi::format::units::Start;
    /// let text = "<?xml version='1.0'?><!-- a <b> --><!DOCTYPE tmx><x:tmx version='1.4'>";
    /// assert_eq!(Start { bytes: b"", text }.root(), Some("tmx"));
    /// ```
    pub fn root(&self) -> Option<&str> {
        crate::xml::root(self.text)
    }
}
