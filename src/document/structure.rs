//! What a document has beside its text: marks, labels, what was left out, and where each piece of
//! the text stands in the file.

use std::{collections::BTreeMap, ops::Range};

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// All that a reader keeps of a document beside its text and blocks; empty for plain text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Structure {
    /// Inline marks, in the order of their beginnings.
    pub marks: Vec<Mark>,
    /// Labels of blocks, by the index of the block.
    pub labels: BTreeMap<usize, Label>,
    /// Content that the reader left out, with the number of places.
    pub left_out: BTreeMap<Extra, usize>,
    /// The skeleton: places in the file that hold the text.
    pub skeleton: Skeleton,
}

/// A run of text with a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// The kind of mark.
    pub kind: MarkKind,
    /// The text that it covers, within one block.
    pub span: Span,
}

/// The kind of an inline mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum MarkKind {
    /// Bold type.
    #[serde(rename = "b")]
    Bold,
    /// Italic type.
    #[serde(rename = "i")]
    Italic,
    /// A link.
    #[serde(rename = "a")]
    Link,
    /// A placeholder of a program, such as `%1$s`, `{0}` or a whole ICU message.
    #[serde(rename = "ph")]
    Placeholder,
}

/// The name of a block in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Label {
    /// The key of a string.
    Key(String),
    /// The times between which a cue is shown, in milliseconds.
    Time {
        /// The beginning.
        from: u64,
        /// The end.
        to: u64,
    },
}

/// Content that readers leave out unless it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Extra {
    /// Text that is not shown: hidden runs, rows, sheets, slides and elements.
    Hidden,
    /// Text that a tracked change deletes.
    Deleted,
    /// Comments of reviewers and programmers.
    Comments,
    /// What surrounds an article in a page: menus, banners, side columns, forms.
    Navigation,
    /// Program code.
    Code,
    /// Running heads, running feet and page numbers.
    Furniture,
    /// Values that are no language: numbers, dates, formulas, switches, data.
    Values,
    /// Text that is not to be translated, as the file says.
    Untranslatable,
    /// Signs before the text: bullets and numbers of list items, signs of notes.
    Labels,
    /// Documents within the document that cannot be read.
    Embedded,
}

impl Extra {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Hidden,
        Self::Deleted,
        Self::Comments,
        Self::Navigation,
        Self::Code,
        Self::Furniture,
        Self::Values,
        Self::Untranslatable,
        Self::Labels,
        Self::Embedded,
    ];

    /// Returns the name of the kind, as options give it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Deleted => "deleted",
            Self::Comments => "comments",
            Self::Navigation => "navigation",
            Self::Code => "code",
            Self::Furniture => "furniture",
            Self::Values => "values",
            Self::Untranslatable => "untranslatable",
            Self::Labels => "labels",
            Self::Embedded => "embedded",
        }
    }

    /// Returns a number of such places in words.
    ///
    /// ```
    /// use muwazi::document::Extra;
    /// assert_eq!(Extra::Deleted.counted(2), "2 deleted texts");
    /// ```
    pub fn counted(self, count: usize) -> String {
        let noun = match self {
            Self::Hidden => "hidden text",
            Self::Deleted => "deleted text",
            Self::Comments => "comment",
            Self::Navigation => "block around the article",
            Self::Code => "block of code",
            Self::Furniture => "page header or footer",
            Self::Values => "value without text",
            Self::Untranslatable => "text not to be translated",
            Self::Labels => "list label or sign of a note",
            Self::Embedded => "document within the document",
        };
        let many = match self {
            Self::Navigation => "blocks around the article",
            Self::Code => "blocks of code",
            Self::Furniture => "page headers or footers",
            Self::Values => "values without text",
            Self::Untranslatable => "texts not to be translated",
            Self::Labels => "list labels or signs of notes",
            Self::Embedded => "documents within the document",
            _ => "",
        };
        match (count, many) {
            (1, _) => format!("1 {noun}"),
            (_, "") => format!("{count} {noun}s"),
            _ => format!("{count} {many}"),
        }
    }
}

/// Where the text of a document stands in its file, so that another text can be written in its
/// place and all else stay as it is. Empty for files that cannot be written back, such as PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Skeleton {
    /// The parts of the file that hold text: the names of members of an archive; one empty name for
    /// a file without parts.
    pub parts: Vec<String>,
    /// The places, in the order of the text.
    pub pieces: Vec<Piece>,
}

/// A piece of the text and the bytes that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The piece in the text of the document.
    pub text: Span,
    /// The index of the part.
    pub part: usize,
    /// The bytes in the part, still escaped as its format demands.
    pub bytes: Range<usize>,
}
