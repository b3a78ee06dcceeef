//! A document: a text as it was read, never changed. Everything later points into it by byte span.

use serde::{Deserialize, Serialize};

use crate::lang::Lang;

mod structure;

pub use self::structure::{Extra, Label, Mark, MarkKind, Piece, Skeleton, Structure};
pub use crate::text::Span;

/// A text with its paragraphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// The name of its file, as the caller gave it.
    pub origin: String,
    /// The language of the text.
    pub lang: Lang,
    /// The text, decoded and otherwise unchanged.
    pub text: String,
    /// The paragraphs in order; only white space lies between them.
    pub blocks: Vec<Block>,
    /// What the file holds beside its text; empty for plain text.
    pub structure: Structure,
}

/// A part of a document that no segment crosses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The kind of block.
    pub kind: BlockKind,
    /// Its place in the text, without white space at either end.
    pub span: Span,
}

/// The kind of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BlockKind {
    /// A paragraph, which is split into sentences.
    Paragraph,
    /// A line that is one sentence already (`--segmented`).
    Sentence,
    /// A heading of any level.
    Heading,
    /// An item of a list.
    #[serde(rename = "list")]
    ListItem,
    /// A cell of a table or a sheet.
    Cell,
    /// A footnote, an endnote or a speaker's note.
    Note,
    /// The caption of a figure or a table.
    Caption,
    /// A subtitle. A sentence may go on in the next one.
    Cue,
    /// A running head.
    Header,
    /// A running foot or a page number.
    Footer,
    /// Text beside the flow of the page.
    TextBox,
    /// The text that stands for a picture.
    #[serde(rename = "alt")]
    Alternative,
    /// A string of a program.
    String,
}

impl Document {
    /// Creates a document from a text in memory, one paragraph per line; its origin is `-`.
    ///
    /// ```
    /// use muwazi::{Document, Lang};
    /// let doc = Document::new("One. Two.\n\nThree.", Lang::english());
    /// assert_eq!((doc.blocks.len(), doc.origin.as_str()), (2, "-"));
    /// ```
    pub fn new(text: impl Into<String>, lang: Lang) -> Self {
        Self::from_lines("-", lang, text, BlockKind::Paragraph)
    }

    /// Creates a document with one block per line; blank lines make none.
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
        Self { origin: origin.into(), lang, text, blocks, structure: Structure::default() }
    }

    /// Creates a document from hard-wrapped text: the lines up to a blank one are one paragraph,
    /// whose line breaks are spaces. A line that begins with a bullet begins another paragraph if
    /// the line before it ends like a sentence or like the heading of a list.
    ///
    /// ```
    /// use muwazi::{Document, Lang};
    /// let doc = Document::from_wrapped("-", Lang::english(), "One,\ntwo.\n\nThree.\n");
    /// assert_eq!(doc.blocks.len(), 2);
    /// assert_eq!(doc.blocks[0].span.of(&doc.text), "One,\ntwo.");
    /// ```
    pub fn from_wrapped(origin: impl Into<String>, lang: Lang, text: impl Into<String>) -> Self {
        let text = text.into();
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = false;
        for line in lines(&text).map(|line| line.trimmed(&text)) {
            if line.is_empty() {
                open = false;
                continue;
            }
            match blocks.last_mut() {
                Some(last) if open && !is_new_item(last.span.of(&text), line.of(&text)) => {
                    last.span.end = line.end;
                }
                _ => blocks.push(Block { kind: BlockKind::Paragraph, span: line }),
            }
            open = true;
        }
        Self { origin: origin.into(), lang, text, blocks, structure: Structure::default() }
    }
}

/// Returns true if a line begins a list item. A dash in the middle of a wrapped sentence does not.
fn is_new_item(before: &str, line: &str) -> bool {
    let bullet = |text: &str| {
        let rest = text.strip_prefix(['-', '*', '•', '–', '—', '·', '▪', '●']);
        rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
    };
    let ended = before.ends_with(['.', ':', ';', '؛', '!', '?', '؟', '۔', '…', '،', ',']);
    bullet(line) && (ended || bullet(before))
}

/// Yields the lines of a text without their terminators: LF, CR LF, CR alone, NEL, and the Unicode
/// separators.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = Span> {
    let mut from = Some(0);
    let mut ends = LineEnds { text, ascii: Some(0), wide: Some(0), from: 0 };
    ends.ascii = ends.search_ascii();
    ends.wide = ends.search_wide();
    std::iter::from_fn(move || {
        let start = from?;
        let line = match ends.next() {
            Some(end) => {
                from = Some(end.end);
                Span::new(start, end.start)
            }
            None => {
                from = None;
                Span::new(start, text.len())
            }
        };
        Some(line)
    })
}

/// Finds line terminators many bytes at a time: one search for the common ones, one for the first
/// bytes of the others.
struct LineEnds<'t> {
    text: &'t str,
    from: usize,
    ascii: Option<usize>,
    wide: Option<usize>,
}

impl LineEnds<'_> {
    fn search_ascii(&self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.from..)?;
        memchr::memchr2(b'\n', b'\r', rest).map(|at| self.from + at)
    }

    fn search_wide(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut from = self.from;
        loop {
            let at = from + memchr::memchr2(0xC2, 0xE2, bytes.get(from..)?)?;
            if matches!(bytes[at..], [0xC2, 0x85, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..]) {
                return Some(at);
            }
            from = at + 1;
        }
    }
}

impl Iterator for LineEnds<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        if self.ascii.is_some_and(|at| at < self.from) {
            self.ascii = self.search_ascii();
        }
        if self.wide.is_some_and(|at| at < self.from) {
            self.wide = self.search_wide();
        }
        let start = [self.ascii, self.wide].into_iter().flatten().min()?;
        let length = match self.text.as_bytes()[start..] {
            [b'\r', b'\n', ..] | [0xC2, ..] => 2,
            [0xE2, ..] => 3,
            _ => 1,
        };
        self.from = start + length;
        Some(Span::new(start, self.from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_terminator_is_recognised() {
        let text = "a\r\nb\rc\u{85}d\u{2028}e\u{2029}«é»\n\n";
        let found: Vec<&str> = lines(text).map(|line| line.of(text)).collect();
        assert_eq!(found, ["a", "b", "c", "d", "e", "«é»", "", ""]);
    }

    #[test]
    fn wrapped_lines_form_one_paragraph() {
        let text = "One\ntwo.\n \r\n\nThree:\n- four\n  five;\n- six\nseven.\n";
        let doc = Document::from_wrapped("-", Lang::english(), text);
        let found: Vec<&str> = doc.blocks.iter().map(|b| b.span.of(text)).collect();
        assert_eq!(found, ["One\ntwo.", "Three:", "- four\n  five;", "- six\nseven."]);
    }
}
