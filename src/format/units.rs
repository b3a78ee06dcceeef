//! What every format of translation units has in common: how it is asked to read and write, and
//! how it answers. The formats themselves are one file each, listed in [`super::registry`].

use std::{collections::BTreeMap, io::Write, path::Path};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{source::Source, tmx::Header};
use crate::{
    error::{Error, ErrorKind, Result},
    event::Event,
    lang::Lang,
    unit::Unit,
};

/// How a file of units is read. What the file says of itself goes before what is said here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The language of sources, where the file does not say.
    pub source_lang: Option<Lang>,
    /// The language of targets, where the file does not say.
    pub target_lang: Option<Lang>,
    /// The encoding of a file of plain text that does not show it.
    pub encoding: Option<String>,
    /// Whether what is odd is an error, where it would be a warning.
    pub strict: bool,
}

/// How a file of units is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Writing {
    /// The language of sources; `None` where units differ in it. Formats of two languages need it.
    pub source_lang: Option<Lang>,
    /// The language of targets; formats of two languages need it.
    pub target_lang: Option<Lang>,
    /// The time that the file is dated with.
    pub created: Timestamp,
    /// What the file says of itself, where it came from a file that said it.
    pub header: Option<Header>,
    /// For whom a TMX is written.
    pub dialect: Dialect,
    /// The level of a TMX: 1 leaves inline tags out, 2 holds them.
    pub level: Level,
}

/// The tool that a file is written for, where tools differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Any: by the letter of the standard.
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

/// The level of TMX: whether inline tags are held.
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
    /// As the standard says, at that time, with no language named.
    pub fn new(created: Timestamp) -> Self {
        Self {
            source_lang: None,
            target_lang: None,
            created,
            header: None,
            dialect: Dialect::default(),
            level: Level::default(),
        }
    }
}

/// Reads units one by one. A unit may have one text only, where a file holds what is not translated
/// yet. An error ends the reading.
pub trait ReadUnits: Iterator<Item = Result<Unit>> + Send {
    /// What the file says of itself, where its format has a header.
    fn header(&self) -> Option<&Header> {
        None
    }

    /// How many units were left out so far because nothing of them could be used; each was told.
    fn skipped(&self) -> u64 {
        0
    }

    /// The warnings since this was last asked.
    fn take_warnings(&mut self) -> Vec<Event> {
        Vec::new()
    }
}

/// Takes units one by one into a file.
pub trait WriteUnits {
    /// Writes a unit, or counts it as left out.
    ///
    /// # Errors
    /// What the output says.
    fn write(&mut self, unit: &Unit) -> Result<()>;

    /// Ends the file.
    ///
    /// # Errors
    /// What the output says.
    fn finish(self: Box<Self>) -> Result<Outcome>;
}

/// What was written, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[must_use]
pub struct Outcome {
    /// How many units went in.
    pub units: u64,
    /// What did not, in words such as `inline tags` or `units without a text in ar`, and how often.
    pub lost: BTreeMap<String, u64>,
}

impl Outcome {
    /// Counts something that the format has no place for.
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

/// What a format can hold of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Capabilities {
    /// More than two languages in a unit.
    pub many_languages: bool,
    /// Inline tags.
    pub tags: bool,
    /// Notes.
    pub notes: bool,
    /// Properties: origin, confidence, domain, context and whatever else tools say.
    pub properties: bool,
    /// Dates and users.
    pub dates: bool,
    /// Units that are not translated yet.
    pub untranslated: bool,
}

impl Capabilities {
    /// Texts of two languages and no more.
    pub const PAIRS: Self = Self {
        many_languages: false,
        tags: false,
        notes: false,
        properties: false,
        dates: false,
        untranslated: false,
    };
    /// Everything.
    pub const ALL: Self = Self {
        many_languages: true,
        tags: true,
        notes: true,
        properties: true,
        dates: true,
        untranslated: true,
    };
}

/// Opens a file for reading.
pub type Reader = fn(Source, &Reading) -> Result<Box<dyn ReadUnits>>;

/// Begins a file.
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
    Review,
    /// Segment numbers of every bead.
    Beads,
}

/// A format, as [`super::registry`] lists it.
pub struct Format {
    /// Its name for people and options, such as `tmx`.
    pub name: &'static str,
    /// What it is, in a few words.
    pub title: &'static str,
    /// The extensions of its files, in small letters, the usual one first.
    pub extensions: &'static [&'static str],
    /// What it can hold.
    pub capabilities: Capabilities,
    /// Whether it holds terms rather than segments.
    pub is_glossary: bool,
    /// Whether a file of it begins so; asked in the order of the list.
    pub is: fn(&Start<'_>) -> bool,
    /// How it is read, if it is.
    pub read: Option<Reader>,
    /// How it is written, if it is.
    pub write: Option<Writer>,
    /// The usual layout of an alignment in it; none where it is only read.
    pub alignment: Option<AlignmentLayout>,
}

/// Beads of an alignment by segment number, as [`crate::align::beads`] writes them. It holds no texts
/// and so no units.
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
    /// The extension of its files, without a dot; its name where it has none.
    pub fn extension(&self) -> &'static str {
        self.extensions.first().copied().unwrap_or(self.name)
    }

    /// The layout of an alignment in a file of that name. Only files with the usual extension have a
    /// layout of their own; others hold units: `.tsv` holds pairs, `.tab` a table of units.
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

    /// Begins a file of units.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] where units are not written in the format; errors of the output.
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

pub use Format as UnitFormat;

/// The beginning of a file, by which its format is told.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// The first bytes as they are: up to 64 KiB, fewer only where the file is smaller.
    pub bytes: &'a [u8],
    /// The same as text, as far as that can be told; empty for what is no text.
    pub text: &'a str,
}

impl Start<'_> {
    /// The name of the first element without its prefix, where this is XML.
    ///
    /// ```
    /// use muwazi::format::units::Start;
    /// let text = "<?xml version='1.0'?><!-- a <b> --><!DOCTYPE tmx><x:tmx version='1.4'>";
    /// assert_eq!(Start { bytes: b"", text }.root(), Some("tmx"));
    /// ```
    pub fn root(&self) -> Option<&str> {
        let mut rest = self.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        loop {
            rest = rest.trim_start();
            let after = |rest: &'_ str, end: &str| rest.find(end).map(|at| at + end.len());
            let skipped = if rest.starts_with("<?") {
                after(rest, "?>")
            } else if rest.starts_with("<!--") {
                after(rest, "-->")
            } else if rest.starts_with("<!") {
                // The part in square brackets holds declarations of its own.
                let close = rest.find('>')?;
                match rest.find('[').filter(|open| *open < close) {
                    Some(_) => after(rest, "]").and_then(|at| Some(at + after(&rest[at..], ">")?)),
                    None => Some(close + 1),
                }
            } else {
                let name = rest.strip_prefix('<')?;
                let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
                let name = &name[..end.unwrap_or(name.len())];
                return Some(name.rsplit(':').next().unwrap_or(name));
            };
            rest = &rest[skipped?..];
        }
    }
}
