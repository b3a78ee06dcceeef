//! A document while it is read.

use std::ops::Range;

use super::{
    limits::{MAX_BLOCKS, MAX_PIECES, MAX_TEXT},
    plain::{ReadOptions, language},
};
use crate::{
    document::{
        Block, BlockKind, Document, Extra, Label, Mark, MarkKind, Piece, Skeleton, Span, Structure,
    },
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
};

/// A document under construction: readers open blocks and fill them with text.
///
/// ```
/// use muwazi::document::{BlockKind, MarkKind};
/// use muwazi::read::draft::Draft;
/// let mut draft = Draft::default();
/// draft.block(BlockKind::Heading, "عنوان");
/// draft.open(BlockKind::Paragraph);
/// draft.push("نص ");
/// draft.begin(MarkKind::Bold);
/// draft.push("عريض");
/// draft.end(MarkKind::Bold);
/// let document = draft.finish("a.docx", &Default::default())?;
/// assert_eq!((document.blocks.len(), document.structure.marks.len()), (2, 1));
/// # Ok::<(), muwazi::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Draft {
    text: String,
    blocks: Vec<Block>,
    structure: Structure,
    open: Option<OpenBlock>,
    /// Marks that were begun and not ended, with the offset of their beginning.
    begun: Vec<(MarkKind, usize)>,
    lang: Option<Lang>,
    is_full: bool,
}

/// The block that text is added to.
#[derive(Debug)]
struct OpenBlock {
    kind: BlockKind,
    start: usize,
    label: Option<Label>,
}

impl Draft {
    /// Begins a block; the one before is closed. Blocks without text are dropped.
    pub fn open(&mut self, kind: BlockKind) {
        self.close();
        self.open = Some(OpenBlock { kind, start: self.text.len(), label: None });
    }

    /// Changes the kind of the open block: some formats tell it behind the text.
    pub fn set_kind(&mut self, kind: BlockKind) {
        if let Some(open) = &mut self.open {
            open.kind = kind;
        }
    }

    /// Labels the open block.
    pub fn label(&mut self, label: Label) {
        if let Some(open) = &mut self.open {
            open.label = Some(label);
        }
    }

    /// Returns true while a block is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Returns the text of the open block so far.
    pub fn open_text(&self) -> &str {
        self.open.as_ref().map_or("", |open| &self.text[open.start..])
    }

    /// Returns true if no block was read yet.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Returns true once the document has more text than the limits allow. Readers that loop over
    /// much input stop then; [`Draft::finish`] returns the error.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Adds text to the open block as it is; opens a paragraph where none is open.
    pub fn push(&mut self, text: &str) {
        if self.text.len() + text.len() > MAX_TEXT || self.blocks.len() >= MAX_BLOCKS {
            self.is_full = true;
            return;
        }
        if self.open.is_none() {
            self.open(BlockKind::Paragraph);
        }
        self.text.push_str(text);
    }

    /// Adds text whose white space is layout, as in HTML: each run of it becomes one space, and none
    /// stands at the beginning of a block or after a line break.
    pub fn push_folded(&mut self, text: &str) {
        for (at, word) in text.split([' ', '\t', '\n', '\r', '\u{C}']).enumerate() {
            if at > 0 && !self.open_text().is_empty() && !self.open_text().ends_with([' ', '\n']) {
                self.push(" ");
            }
            if !word.is_empty() {
                self.push(word);
            }
        }
    }

    /// Adds text that stands in these bytes of a part of the file; see
    /// [`Skeleton`].
    pub fn push_from(&mut self, text: &str, part: usize, bytes: Range<usize>) {
        let start = self.text.len();
        self.push(text);
        let text = Span::new(start, self.text.len());
        let pieces = self.structure.skeleton.pieces.len().max(self.structure.marks.len());
        self.is_full |= pieces >= MAX_PIECES;
        if !text.is_empty() && !self.is_full {
            self.structure.skeleton.pieces.push(Piece { text, part, bytes });
        }
    }

    /// Names a part of the file, for [`Draft::push_from`], and returns its index.
    pub fn part(&mut self, name: &str) -> usize {
        let parts = &mut self.structure.skeleton.parts;
        parts.iter().position(|part| part == name).unwrap_or_else(|| {
            parts.push(name.to_owned());
            parts.len() - 1
        })
    }

    /// Begins a mark at this place of the text.
    pub fn begin(&mut self, kind: MarkKind) {
        self.begun.push((kind, self.text.len()));
    }

    /// Ends the mark of this kind that was begun last.
    pub fn end(&mut self, kind: MarkKind) {
        if let Some(at) = self.begun.iter().rposition(|(begun, _)| *begun == kind) {
            let (_, start) = self.begun.remove(at);
            self.mark(kind, start);
        }
    }

    /// Marks a part of the open block, given by its offsets from the beginning of the block.
    pub fn mark_part(&mut self, kind: MarkKind, part: Range<usize>) {
        let Some(start) = self.open.as_ref().map(|open| open.start) else { return };
        let span = Span::new(start + part.start, (start + part.end).min(self.text.len()));
        if !span.is_empty() && self.text.get(span.start..span.end).is_some() {
            self.structure.marks.push(Mark { kind, span });
        }
    }

    fn mark(&mut self, kind: MarkKind, start: usize) {
        let span = Span::new(start, self.text.len()).trimmed(&self.text);
        if span.is_empty() {
            return;
        }
        // Runs that follow each other or stand in each other with the same mark are one.
        let open = self.open.as_ref().map(|open| open.start);
        let last = self.structure.marks.iter_mut().rev().find(|mark| mark.kind == kind);
        match last {
            Some(last)
                if open.is_some_and(|open| open <= last.span.start)
                    && (last.span.end >= span.start
                        || self.text[last.span.end..span.start].trim().is_empty()) =>
            {
                last.span.start = last.span.start.min(span.start);
                last.span.end = last.span.end.max(span.end);
            }
            _ => self.structure.marks.push(Mark { kind, span }),
        }
    }

    /// Ends the open block. Marks that go on are ended and begun anew.
    pub fn close(&mut self) {
        for at in 0..self.begun.len() {
            let (kind, start) = self.begun[at];
            self.mark(kind, start);
        }
        if let Some(OpenBlock { kind, start, label }) = self.open.take() {
            let span = Span::new(start, self.text.len()).trimmed(&self.text);
            if !span.is_empty() {
                if let Some(label) = label {
                    self.structure.labels.insert(self.blocks.len(), label);
                }
                self.blocks.push(Block { kind, span });
                self.text.push('\n');
            }
        }
        let end = self.text.len();
        self.begun.iter_mut().for_each(|(_, start)| *start = end);
    }

    /// Changes the kinds of all blocks, for a document that stands within another.
    pub fn change_kinds(&mut self, of: impl Fn(BlockKind) -> BlockKind) {
        self.blocks.iter_mut().for_each(|block| block.kind = of(block.kind));
    }

    /// Forgets where the text stands in the file.
    pub fn untrace(&mut self) {
        self.structure.skeleton = Skeleton::default();
    }

    /// Adds a whole block.
    pub fn block(&mut self, kind: BlockKind, text: &str) {
        self.open(kind);
        self.push(text);
        self.close();
    }

    /// Adds the blocks of another draft behind what is there: notes and text boxes, which stand in the
    /// middle of the paragraph that calls them and are read after it. The open block is closed.
    pub fn append(&mut self, mut other: Self) {
        self.close();
        other.close();
        let blocks = self.blocks.len() + other.blocks.len();
        if self.text.len() + other.text.len() > MAX_TEXT || blocks > MAX_BLOCKS {
            self.is_full = true;
            return;
        }
        let (by, first) = (self.text.len(), self.blocks.len());
        let moved = |span: Span| Span::new(span.start + by, span.end + by);
        self.text.push_str(&other.text);
        self.blocks.extend(other.blocks.iter().map(|b| Block { span: moved(b.span), ..*b }));
        let Structure { marks, labels, left_out, skeleton } = other.structure;
        self.structure.marks.extend(marks.iter().map(|m| Mark { span: moved(m.span), ..*m }));
        self.structure.labels.extend(labels.into_iter().map(|(at, label)| (at + first, label)));
        left_out.into_iter().for_each(|(extra, count)| self.leave_out(extra, count));
        let parts: Vec<usize> = skeleton.parts.iter().map(|part| self.part(part)).collect();
        let pieces = skeleton.pieces.into_iter().map(|piece| Piece {
            text: moved(piece.text),
            part: parts.get(piece.part).copied().unwrap_or_default(),
            bytes: piece.bytes,
        });
        self.structure.skeleton.pieces.extend(pieces);
        // Marks that go on do so behind what was added.
        let end = self.text.len();
        self.begun.iter_mut().for_each(|(_, start)| *start = end);
        self.is_full |= other.is_full;
    }

    /// Counts places that were left out.
    pub fn leave_out(&mut self, extra: Extra, count: usize) {
        if count > 0 {
            *self.structure.left_out.entry(extra).or_default() += count;
        }
    }

    /// Sets the language that the file declares. It counts only where the text does not tell: pages
    /// often carry the language of their template.
    pub fn declare(&mut self, lang: Lang) {
        self.lang = Some(lang);
    }

    /// Makes the document; `origin` is the name of the file in messages.
    ///
    /// # Errors
    /// The document is larger than the limits allow, has no text, or its language cannot be told.
    pub fn finish(mut self, origin: &str, options: &ReadOptions) -> Result<Document> {
        self.close();
        if self.is_full {
            let megabytes = MAX_TEXT >> 20;
            let message =
                format!("the document has more than {megabytes} MiB of text or too many parts");
            return Err(Error::new(ErrorKind::Text, message)
                .at(Place::file(origin))
                .hint("split it into several files"));
        }
        self.structure.marks.sort_by_key(|mark| (mark.span.start, mark.kind));
        let lang = match (language(&self.text, origin, options), self.lang) {
            (Err(_), Some(declared)) => declared,
            (told, _) => told?,
        };
        Ok(Document {
            origin: origin.to_owned(),
            lang,
            text: self.text,
            blocks: self.blocks,
            structure: self.structure,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arabic() -> ReadOptions {
        ReadOptions { lang: Some(Lang::arabic()), ..Default::default() }
    }

    #[test]
    fn blocks_marks_and_labels_point_into_the_text() {
        let mut draft = Draft::default();
        draft.open(BlockKind::String);
        draft.label(Label::Key("a.b".into()));
        draft.begin(MarkKind::Bold);
        draft.push(" أهلا ");
        draft.end(MarkKind::Bold);
        draft.begin(MarkKind::Bold);
        draft.push("بكم");
        draft.end(MarkKind::Bold);
        draft.open(BlockKind::Paragraph);
        let mut note = Draft::default();
        note.block(BlockKind::Note, "حاشية");
        note.leave_out(Extra::Comments, 2);
        draft.push_folded("\n نص \n ");
        draft.push_folded("آخر ");
        draft.append(note);
        let doc = draft.finish("a", &arabic()).unwrap();
        let blocks: Vec<_> = doc.blocks.iter().map(|b| (b.kind, b.span.of(&doc.text))).collect();
        assert_eq!(
            blocks,
            [
                (BlockKind::String, "أهلا بكم"),
                (BlockKind::Paragraph, "نص آخر"),
                (BlockKind::Note, "حاشية"),
            ]
        );
        assert_eq!(doc.structure.labels[&0], Label::Key("a.b".into()));
        assert_eq!(doc.structure.left_out[&Extra::Comments], 2);
        let marks = &doc.structure.marks;
        assert!(marks.iter().all(|m| m.kind == MarkKind::Bold), "{marks:?}");
    }

    #[test]
    fn a_mark_within_the_same_mark_is_one() {
        let mut draft = Draft::default();
        draft.begin(MarkKind::Bold);
        draft.push("واحد ");
        draft.begin(MarkKind::Bold);
        draft.push("اثنان");
        draft.end(MarkKind::Bold);
        draft.push(" ثلاثة");
        draft.end(MarkKind::Bold);
        let doc = draft.finish("a", &arabic()).unwrap();
        let marked: Vec<&str> =
            doc.structure.marks.iter().map(|mark| mark.span.of(&doc.text)).collect();
        assert_eq!(marked, ["واحد اثنان ثلاثة"]);
    }

    #[test]
    fn a_mark_goes_on_in_the_next_block() {
        let mut draft = Draft::default();
        draft.begin(MarkKind::Link);
        draft.block(BlockKind::Paragraph, "واحد");
        draft.block(BlockKind::Paragraph, "اثنان");
        draft.end(MarkKind::Link);
        draft.block(BlockKind::Paragraph, "ثلاثة");
        let doc = draft.finish("a", &arabic()).unwrap();
        let marked: Vec<&str> =
            doc.structure.marks.iter().map(|mark| mark.span.of(&doc.text)).collect();
        assert_eq!(marked, ["واحد", "اثنان"]);
    }

    #[test]
    fn marks_in_marks_are_one_and_leave_notes_out() {
        let mut draft = Draft::default();
        draft.open(BlockKind::Paragraph);
        draft.begin(MarkKind::Link);
        draft.push("واحد ");
        draft.begin(MarkKind::Link);
        draft.push("اثنان");
        draft.end(MarkKind::Link);
        let mut note = Draft::default();
        note.block(BlockKind::Note, "حاشية");
        draft.append(note);
        draft.block(BlockKind::Paragraph, "ثلاثة");
        draft.end(MarkKind::Link);
        let doc = draft.finish("a", &arabic()).unwrap();
        let marked: Vec<&str> =
            doc.structure.marks.iter().map(|mark| mark.span.of(&doc.text)).collect();
        assert_eq!(marked, ["واحد اثنان", "ثلاثة"]);
    }

    #[test]
    fn the_language_is_declared_given_or_detected() {
        let lang = |text: &str, declared: Option<&str>, options: &ReadOptions| {
            let mut draft = Draft::default();
            draft.block(BlockKind::Paragraph, text);
            declared.into_iter().for_each(|lang| draft.declare(lang.parse().unwrap()));
            draft.finish("a", options).map(|doc| doc.lang.to_string()).ok()
        };
        let any = ReadOptions::default();
        assert_eq!(lang("12", Some("fa"), &any).as_deref(), Some("fa"));
        assert_eq!(lang("12", Some("fa"), &arabic()).as_deref(), Some("ar"));
        assert_eq!(lang("قال ثم ذهب", Some("en"), &any).as_deref(), Some("ar"));
        assert_eq!(lang("12", None, &any), None);
    }
}
