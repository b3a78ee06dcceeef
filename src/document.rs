//! A text as it was read, never changed: everything later points back into it by byte span.

use serde::{Deserialize, Serialize};

use crate::lang::Lang;

/// A stretch of bytes, `start..end`, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// The text that it covers.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// The same without white space at either end.
    #[must_use]
    pub fn trimmed(&self, text: &str) -> Self {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Self { start, end: start + inner.trim().len() }
    }
}

/// A text with its paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Where it came from, as the user named it; `-` for standard input.
    pub origin: String,
    /// Its language.
    pub lang: Lang,
    /// The text, as decoded and otherwise untouched.
    pub text: String,
    /// Its paragraphs in order; white space lies between them, nothing else.
    pub blocks: Vec<Block>,
}

/// A piece of a document that no segment crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is, without white space at either end.
    pub span: Span,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BlockKind {
    /// A paragraph, to be split into sentences.
    Paragraph,
    /// A line that is one sentence already, as `--segmented` says.
    Sentence,
}

impl Document {
    /// A document of one block a line; lines of nothing but space make none.
    ///
    /// ```
    /// use muwazi::{BlockKind, Document, Lang};
    /// let doc = Document::from_lines("-", Lang::english(), "One.\n\n Two. \n", BlockKind::Paragraph);
    /// assert_eq!(doc.blocks.len(), 2);
    /// assert_eq!(doc.blocks[1].span.of(&doc.text), "Two.");
    /// ```
    pub fn from_lines(
        origin: impl Into<String>,
        lang: Lang,
        text: impl Into<String>,
        kind: BlockKind,
    ) -> Self {
        let text = text.into();
        let blocks = lines(&text)
            .map(|line| line.trimmed(&text))
            .filter(|span| !span.is_empty())
            .map(|span| Block { kind, span })
            .collect();
        Self { origin: origin.into(), lang, text, blocks }
    }
}

/// The lines of a text without their ends: LF, CR LF, CR alone, NEL, and the Unicode separators.
fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut start = 0;
    text.char_indices()
        .filter(|(_, c)| matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}'))
        .map(|(at, c)| (at, at + c.len_utf8()))
        .chain(std::iter::once((text.len(), text.len())))
        .map(move |(end, next)| Span::new(std::mem::replace(&mut start, next), end))
}
