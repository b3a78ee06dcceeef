//! Blocks of a page while it is walked through: folded text, marks, and the bytes of each piece.

use std::ops::Range;

use super::page::{Chunk, Page, Place};
use crate::document::{BlockKind, MarkKind};

/// White space that HTML folds.
const SPACE: [char; 5] = [' ', '\t', '\n', '\r', '\u{C}'];
/// Maximum number of marks that are open at a time.
const MAX_MARKS: usize = 64;

/// How text at a place of the page is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Context {
    /// The kind of block.
    pub(super) kind: BlockKind,
    /// The region of the page.
    pub(super) region: u32,
    /// True if the text is not shown.
    pub(super) hidden: bool,
    /// True if it is no text at all.
    pub(super) dropped: bool,
    /// True if it may be the bullet of an item.
    pub(super) is_bullet: bool,
    /// True if line ends count.
    pub(super) pre: bool,
    /// True for program code.
    pub(super) code: bool,
    /// True within notes.
    pub(super) notes: bool,
    /// True within an article.
    pub(super) in_article: bool,
    /// True within a section, whose header is not the one of the page.
    pub(super) in_section: bool,
    /// True for a heading of the first level.
    pub(super) is_title: bool,
}

impl Default for Context {
    fn default() -> Self {
        Self {
            kind: BlockKind::Paragraph,
            region: 0,
            hidden: false,
            dropped: false,
            is_bullet: false,
            pre: false,
            code: false,
            notes: false,
            in_article: false,
            in_section: false,
            is_title: false,
        }
    }
}

/// A mark that is open.
struct Open {
    kind: MarkKind,
    start: usize,
    depth: usize,
    is_local: bool,
}

/// A block that is open.
struct Current {
    start: usize,
    inside: Context,
    links: usize,
    marks: usize,
    pieces: usize,
    /// Places where it ends after all unless its end is written.
    breaks: Vec<usize>,
}

/// The blocks so far.
pub(super) struct Chunks {
    pub(super) page: Page,
    current: Option<Current>,
    marks: Vec<Open>,
    /// Blocks that come after the open one.
    later: Vec<(BlockKind, String, Range<usize>, Context)>,
    has_bullet: bool,
    skips_line_end: bool,
    /// True while the block ends whose end is written.
    pub(super) is_whole: bool,
}

impl Chunks {
    pub(super) fn new() -> Self {
        Self {
            page: Page::new(),
            current: None,
            marks: Vec::new(),
            later: Vec::new(),
            has_bullet: false,
            skips_line_end: false,
            is_whole: false,
        }
    }

    /// Returns the end of the text so far.
    pub(super) fn end(&self) -> usize {
        self.page.text.len()
    }

    /// Returns true if the open block has no text, or none near its beginning.
    pub(super) fn is_blank(&self) -> bool {
        self.open_text().chars().take(32).all(char::is_whitespace)
    }

    fn open_text(&self) -> &str {
        self.current.as_ref().map_or("", |current| &self.page.text[current.start..])
    }

    fn open(&mut self, inside: Context) {
        if self.current.is_some() {
            return;
        }
        self.current = Some(Current {
            start: self.end(),
            inside,
            links: 0,
            marks: self.page.marks.len(),
            pieces: self.page.pieces.len(),
            breaks: Vec::new(),
        });
    }

    /// The line end behind the tag that begins preformatted text does not count.
    pub(super) fn skip_line_end(&mut self) {
        self.skips_line_end = true;
    }

    /// A bullet was seen: the block that follows is an item.
    pub(super) fn bullet(&mut self) {
        self.has_bullet |= self.is_blank();
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str, bytes: Range<usize>, source: &str, inside: Context) {
        let raw = source.get(bytes.clone()).unwrap_or_default();
        if inside.pre {
            return self.text_as_is(text, raw, bytes, inside);
        }
        self.skips_line_end = false;
        let trimmed = text.trim_matches(SPACE);
        if trimmed.is_empty() || text.starts_with(SPACE) {
            self.space();
        }
        if trimmed.is_empty() {
            return;
        }
        self.open(inside);
        let start = self.end();
        for (at, word) in trimmed.split(SPACE).filter(|word| !word.is_empty()).enumerate() {
            if at > 0 {
                self.page.text.push(' ');
            }
            self.page.text.push_str(word);
        }
        let inner = raw.trim_matches(SPACE);
        let from = bytes.start + (raw.len() - raw.trim_start_matches(SPACE).len());
        self.piece(start, from..from + inner.len());
        if text.ends_with(SPACE) {
            self.space();
        }
    }

    fn text_as_is(&mut self, text: &str, raw: &str, mut bytes: Range<usize>, inside: Context) {
        let mut text = text;
        if std::mem::take(&mut self.skips_line_end) && text.starts_with('\n') {
            text = &text[1..];
            let skipped = if raw.starts_with("\r\n") { 2 } else { 1 };
            bytes.start = bytes.end.min(bytes.start + skipped);
        }
        if text.is_empty() {
            return;
        }
        self.open(inside);
        let start = self.end();
        self.page.text.push_str(text);
        self.piece(start, bytes);
    }

    fn piece(&mut self, start: usize, bytes: Range<usize>) {
        let end = self.end();
        if !bytes.is_empty() && start < end {
            let text = start as u32..end as u32;
            let bytes = bytes.start as u32..bytes.end as u32;
            self.page.pieces.push(Place { text, bytes });
        }
    }

    fn space(&mut self) {
        if !self.open_text().is_empty() && !self.open_text().ends_with([' ', '\n']) {
            self.page.text.push(' ');
        }
    }

    /// Breaks the line; two breaks end the block. In a paragraph only the end shows whether they do:
    /// old programs write `<p>` between paragraphs and mean the same by `<br><br>`, while a paragraph
    /// whose end is written is one.
    pub(super) fn line_break(&mut self, inside: Context, in_paragraph: bool) {
        if self.current.is_none() || inside.hidden || inside.dropped {
            return;
        }
        if inside.pre {
            return self.page.text.push('\n');
        }
        let is_second = self.open_text().trim_end_matches(' ').ends_with('\n');
        if is_second && !in_paragraph {
            return self.close();
        }
        if is_second {
            self.break_marks();
            let end = self.end();
            self.current.iter_mut().for_each(|current| current.breaks.push(end));
        }
        self.page.text.push('\n');
    }

    /// Adds a block that does not interrupt the open one.
    pub(super) fn beside(
        &mut self,
        kind: BlockKind,
        text: &str,
        bytes: Range<usize>,
        inside: Context,
    ) {
        self.later.push((kind, text.to_owned(), bytes, inside));
        if self.current.is_none() {
            self.close();
        }
    }

    /// Begins a mark within so many elements.
    pub(super) fn begin(&mut self, kind: MarkKind, depth: usize, is_local: bool) {
        if self.marks.len() < MAX_MARKS {
            self.marks.push(Open { kind, start: self.end(), depth, is_local });
        }
    }

    /// Returns true within a link to a place of the page.
    pub(super) fn in_local_link(&self) -> bool {
        self.marks.iter().any(|mark| mark.kind == MarkKind::Link && mark.is_local)
    }

    /// Returns true if the open link leads to a place of the page and begins here or later.
    pub(super) fn ends_local_link(&self, start: usize) -> bool {
        let link = self.marks.iter().rev().find(|mark| mark.kind == MarkKind::Link);
        link.is_some_and(|link| link.is_local && link.start >= start)
    }

    /// Ends the mark of this kind that was begun last.
    pub(super) fn end_mark(&mut self, kind: MarkKind) {
        if let Some(at) = self.marks.iter().rposition(|mark| mark.kind == kind) {
            let mark = self.marks.remove(at);
            self.mark(mark.kind, mark.start);
        }
    }

    /// Ends the marks that were begun within more elements than these.
    pub(super) fn end_marks_within(&mut self, depth: usize) {
        while let Some(at) = self.marks.iter().rposition(|mark| mark.depth > depth) {
            self.marks.remove(at);
        }
    }

    fn mark(&mut self, kind: MarkKind, start: usize) {
        let end = self.end();
        let Some(current) = &mut self.current else { return };
        let start = start.max(current.start);
        if start < end && !self.page.text[start..end].trim().is_empty() {
            self.page.marks.push((kind, start as u32..end as u32));
            if kind == MarkKind::Link {
                current.links += end - start;
            }
        }
    }

    /// Takes raised text back if it only calls a note: a number or sign that is a link.
    pub(super) fn drop_call(&mut self, start: usize, is_local: bool) {
        let Some(current) = &self.current else { return };
        let (start, first) = (start.max(current.start), current.marks);
        let text = self.page.text.get(start..).unwrap_or_default().trim();
        let is_sign =
            |c: char| c.is_numeric() || matches!(c, '[' | ']' | '(' | ')' | '*' | '†' | '‡');
        let is_call = is_local && !text.is_empty() && text.len() <= 12 && text.chars().all(is_sign);
        if !is_call {
            return;
        }
        let page = &mut self.page;
        page.text.truncate(start);
        let end = start as u32;
        while page.pieces.last().is_some_and(|piece| piece.text.end > end) {
            page.pieces.pop();
        }
        while page.marks.len() > first && page.marks.last().is_some_and(|mark| mark.1.end > end) {
            page.marks.pop();
        }
        self.marks.iter_mut().for_each(|mark| mark.start = mark.start.min(start));
    }

    /// Ends the open marks and begins them anew.
    fn break_marks(&mut self) {
        for at in 0..self.marks.len() {
            let (kind, start) = (self.marks[at].kind, self.marks[at].start);
            self.mark(kind, start);
        }
        let end = self.end();
        self.marks.iter_mut().for_each(|mark| mark.start = end);
    }

    /// Ends the open block, and adds those that come after it. Marks go on.
    pub(super) fn close(&mut self) {
        self.break_marks();
        if let Some(current) = self.current.take() {
            self.store(&current);
        }
        for (kind, text, bytes, inside) in std::mem::take(&mut self.later) {
            let inside = Context { kind, code: false, is_title: false, ..inside };
            let words: Vec<&str> = text.split_whitespace().collect();
            self.open(inside);
            let start = self.end();
            self.page.text.push_str(&words.join(" "));
            self.piece(start, bytes);
            if let Some(current) = self.current.take() {
                self.store(&current);
            }
        }
        let end = self.end();
        self.marks.iter_mut().for_each(|mark| mark.start = end);
    }

    fn store(&mut self, current: &Current) {
        if self.is_blank_from(current.start) {
            let page = &mut self.page;
            page.text.truncate(current.start);
            page.marks.truncate(current.marks);
            page.pieces.truncate(current.pieces);
            return;
        }
        let mut start = current.start;
        if !self.is_whole {
            for end in &current.breaks {
                self.store_part(current, start, *end);
                start = *end;
            }
        }
        self.store_part(current, start, self.end());
    }

    fn is_blank_from(&self, start: usize) -> bool {
        self.page.text[start..].trim().is_empty()
    }

    /// Stores a part of the open block with the marks and pieces within it; none cross its ends.
    fn store_part(&mut self, current: &Current, start: usize, end: usize) {
        let (from, to) = (start as u32, end as u32);
        let page = &mut self.page;
        let text = page.text[start..end].trim_end();
        let end = start + text.len();
        let start = end - text.trim_start().len();
        if start == end {
            return;
        }
        let is_item =
            std::mem::take(&mut self.has_bullet) || begins_with_bullet(&page.text[start..end]);
        let kind = match current.inside.kind {
            BlockKind::Paragraph if is_item => BlockKind::ListItem,
            kind => kind,
        };
        let Context { region, code, is_title, .. } = current.inside;
        let marks = |at| page.marks[current.marks..].partition_point(|mark| mark.1.end <= at);
        let pieces = |at| page.pieces[current.pieces..].partition_point(|p| p.text.end <= at);
        let (marks, pieces) = (marks(from)..marks(to), pieces(from)..pieces(to));
        let offset =
            |range: Range<usize>, by: usize| (range.start + by) as u32..(range.end + by) as u32;
        page.chunks.push(Chunk {
            kind,
            text: start as u32..end as u32,
            region,
            links: current.links.min(end - start) as u32,
            is_code: code,
            is_title: is_title && kind == BlockKind::Heading,
            marks: offset(marks, current.marks),
            pieces: offset(pieces, current.pieces),
        });
    }

    /// Ends the last block and returns the page.
    pub(super) fn finish(mut self) -> Page {
        self.close();
        self.page
    }
}

/// Returns true if a text begins with a bullet.
fn begins_with_bullet(text: &str) -> bool {
    let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    !matches!(first, "-" | "–" | "*")
        && super::attributes::is_bullet(first)
        && rest.starts_with(' ')
}
