//! Documents within a document (`w:altChunk`): programs that write Word files out of web pages put the
//! page in as it is. Pages, also those in MIME (MHT), Word documents and plain text are read where they
//! stand; others, such as RTF, are counted.

use super::{super::xml::Tag, Walker, draft_of};
use crate::{
    document::{BlockKind, Document, Extra},
    error::Result,
    read::{
        draft::Draft,
        input::Input,
        office::opc::Opc,
        web::{self, mime},
    },
    text::decode::decode,
};

/// Maximum depth of documents within each other.
const MAX_DEPTH: usize = 4;

impl Walker<'_, '_, '_> {
    /// Reads a document that stands in the place of a paragraph.
    pub(super) fn chunk(&mut self, tag: &Tag<'_>) -> Result<()> {
        self.settle();
        let relation = tag.get("id").and_then(|id| self.relations.by_id(&id));
        let Some(name) = relation.map(|relation| relation.target.clone()) else { return Ok(()) };
        if !self.shows("a document") {
            return Ok(());
        }
        let Some(bytes) = self.opc.bytes(&name)? else { return Ok(()) };
        let draft = match bytes.as_slice() {
            [b'P', b'K', ..] => self.inner_document(bytes)?,
            _ => self.inner_text(&name, bytes)?,
        };
        match draft {
            Some(mut draft) => {
                let story = &self.stories.open;
                draft.change_kinds(|kind| story.kind(kind));
                self.stories.open.draft.append(draft);
            }
            None => self.stories.leave_out(Extra::Embedded),
        }
        Ok(())
    }

    /// Reads a Word document; `None` if it is none, or a damaged one.
    fn inner_document(&mut self, bytes: Vec<u8>) -> Result<Option<Draft>> {
        if self.depth >= MAX_DEPTH {
            return Ok(None);
        }
        let origin = self.stories.origin().to_owned();
        let Ok(mut input) = Input::from_bytes(bytes, &origin) else { return Ok(None) };
        let Ok(mut inner) = Opc::open(&mut input) else { return Ok(None) };
        // All documents together may unpack to no more than one.
        inner.share(self.opc);
        let draft = draft_of(&mut inner, self.options, self.depth + 1);
        self.opc.share(&inner);
        // Its bytes are packed within those of a part.
        Ok(draft.ok().map(|mut draft| {
            draft.untrace();
            draft
        }))
    }

    /// Reads a page or a plain text; `None` if it is neither.
    fn inner_text(&mut self, name: &str, bytes: Vec<u8>) -> Result<Option<Draft>> {
        let origin = self.stories.origin().to_owned();
        let is_named =
            |endings: &[&str]| endings.iter().any(|end| name.to_lowercase().ends_with(end));
        let is_page = |bytes: &[u8]| {
            let start: Vec<u8> = bytes.iter().take(1024).map(u8::to_ascii_lowercase).collect();
            let has = |tag: &[u8]| start.windows(tag.len()).any(|window| window == tag);
            has(b"<html") || has(b"<body") || has(b"<!doctype html") || has(b"<p")
        };
        if bytes.starts_with(b"{\\rtf") {
            return Ok(None);
        }
        if let Some(page) = mime::page(&bytes) {
            let mut draft = web::within(page, name, &origin, self.options)?;
            draft.untrace();
            return Ok(Some(draft));
        }
        if is_named(&[".html", ".htm", ".xhtml"]) || is_page(&bytes) {
            return web::within(bytes, name, &origin, self.options).map(Some);
        }
        if !is_named(&[".txt"]) {
            return Ok(None);
        }
        let Ok(text) = decode(bytes, &origin, None) else { return Ok(None) };
        let lang = crate::lang::Lang::english();
        let lines = Document::from_lines(origin, lang, text, BlockKind::Paragraph);
        let mut draft = Draft::default();
        for block in &lines.blocks {
            draft.block(block.kind, block.span.of(&lines.text));
        }
        Ok(Some(draft))
    }
}
