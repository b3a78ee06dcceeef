//! PDF files with a layer of text.
//!
//! A page says where each glyph stands, not what is a word, a line or a paragraph, and Arabic stands
//! on it in the order of the eye. The stages, each on what the one before made: `glyphs` of the
//! content streams; `clean` characters; `cluster`s of letters with their marks; `rows` and
//! their segments; `regions`, columns and tables (with rules: `grid`); `line`s in logical order
//! (`bidi`, `mirror`); heads and feet (`furniture`); `paragraphs`. What cannot be trusted is
//! refused (`trust`).

mod bidi;
mod clean;
mod cluster;
mod furniture;
mod glyphs;
mod grid;
mod guard;
mod limits;
mod line;
mod measure;
mod mirror;
mod page;
mod paragraphs;
mod regions;
mod rows;
#[cfg(test)]
mod tests;
mod trust;
mod words;

use hayro_syntax::{LoadPdfError, Pdf};

use self::{
    glyphs::Interpreter,
    measure::{Edges, Measure},
    mirror::{Brackets, mirror},
    page::PageText,
    paragraphs::{Builder, Built},
    trust::Tally,
    words::Words,
};
use super::{
    draft::Draft,
    input::{Input, Sample},
    plain::ReadOptions,
    registry::Reader,
};
use crate::{
    document::{BlockKind, Document, Extra, MarkKind},
    error::{Error, ErrorKind, NoText, Place, Result},
    lang::Lang,
};

/// The reader of PDF files.
pub static READER: Reader = Reader { name: "pdf", title: "PDF", extensions: &["pdf"], is, read };

fn is(sample: &Sample) -> bool {
    // Some files begin with a few bytes that do not belong to them.
    let start = sample.bytes.get(..1024.min(sample.bytes.len())).unwrap_or_default();
    memchr::memmem::find(start, b"%PDF-").is_some_and(|at| at == 0 || sample.has_extension("pdf"))
}

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let origin = input.origin().to_owned();
    let bytes = input.bytes()?;
    if !guard::is_bounded(&bytes) {
        let message = "the structure of this file decompresses to too much data";
        return Err(Error::new(ErrorKind::Text, message).at(Place::file(origin)));
    }
    let pdf = Pdf::new(bytes).map_err(|error| refused(error, &origin))?;
    let mut pages = pages(&pdf, &origin)?;
    mend_brackets(&mut pages);
    if trust::is_nonsense(&pages) {
        return Err(broken(&origin));
    }
    let furniture = furniture::take(&mut pages);
    let words = Words::of(&pages);
    let mut builder = Builder::new(Measure::of(&pages), &words);
    let edges: Vec<Edges> = pages.iter().filter_map(Edges::of_page).collect();
    let edges = Edges::usual(&edges);
    for page in &pages {
        builder.page(page, edges);
    }
    let mut draft = Draft::default();
    let keeps = options.extras.contains(&Extra::Furniture);
    let of_pages = furniture.iter().flatten();
    let with_labels = options.extras.contains(&Extra::Labels);
    for mut block in builder.finish() {
        if block.label.is_some() && !block.text.is_empty() {
            match with_labels {
                true => block.restore_label(),
                false => draft.leave_out(Extra::Labels, 1),
            }
        }
        draft.leave_out(Extra::Labels, block.calls);
        match block.kind {
            Some(BlockKind::Header) if !keeps => draft.leave_out(Extra::Furniture, 1),
            _ => write(&mut draft, &block),
        }
    }
    for (kind, line) in of_pages {
        if keeps {
            draft.block(*kind, &line.text);
        } else {
            draft.leave_out(Extra::Furniture, 1);
        }
    }
    let arabic = pages.iter().flat_map(PageText::lines).filter(|line| line.has_arabic).count();
    if arabic > 0 {
        // Counts only where the words do not tell.
        draft.declare(Lang::arabic());
    }
    draft.finish(&origin, options)
}

/// Reads the pages; refuses those whose glyphs have no characters.
fn pages(pdf: &Pdf, origin: &str) -> Result<Vec<PageText>> {
    let mut interpreter = Interpreter::default();
    let mut tally = Tally::default();
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(limits::PAGES) {
        let content = interpreter.page(page);
        tally.add(&content);
        pages.push(PageText::new(&content));
        if interpreter.budget.spent {
            let message = "the file holds more text or drawing than can be read";
            return Err(Error::new(ErrorKind::Text, message)
                .at(Place::file(origin))
                .hint("split it into several files"));
        }
    }
    if tally.has_none() {
        return Err(NoText::NoTextLayer
            .error("this file has no text, only pictures of pages")
            .at(Place::file(origin))
            .hint("read the pages with a text recognition program (OCR) first"));
    }
    if tally.is_broken() {
        return Err(broken(origin));
    }
    Ok(pages)
}

fn refused(error: LoadPdfError, origin: &str) -> Error {
    match error {
        LoadPdfError::Decryption(_) => NoText::Encrypted
            .error("this file is encrypted and needs a password")
            .at(Place::file(origin))
            .hint("open it with its password and save it without one"),
        LoadPdfError::Invalid => Error::new(ErrorKind::Text, "this PDF file is damaged")
            .at(Place::file(origin))
            .hint("open it in a PDF program and save it again"),
    }
}

fn broken(origin: &str) -> Error {
    NoText::BrokenTextLayer
        .error("the text in this file is not the text that its pages show")
        .at(Place::file(origin))
        .hint("make it anew from the original, or read the pages with a text recognition program (OCR)")
}

fn mend_brackets(pages: &mut [PageText]) {
    let mut brackets = Brackets::default();
    pages.iter().flat_map(PageText::lines).for_each(|line| brackets.add(line));
    let drawn = brackets.drawn();
    for line in pages.iter_mut().flat_map(PageText::lines_mut) {
        mirror(line, &drawn);
    }
}

fn write(draft: &mut Draft, block: &Built) {
    draft.open(block.kind.unwrap_or(BlockKind::Paragraph));
    let mut places: Vec<usize> = vec![0, block.text.len()];
    places.extend(block.marks.iter().flat_map(|(_, range)| [range.start, range.end]));
    places.sort_unstable();
    places.dedup();
    for pair in places.windows(2) {
        let [from, to] = *pair else { continue };
        let Some(text) = block.text.get(from..to) else { continue };
        let on = |(_, range): &&(MarkKind, std::ops::Range<usize>)| {
            range.start <= from && to <= range.end
        };
        let marks: Vec<MarkKind> = block.marks.iter().filter(on).map(|(kind, _)| *kind).collect();
        marks.iter().for_each(|kind| draft.begin(*kind));
        draft.push(text);
        marks.iter().for_each(|kind| draft.end(*kind));
    }
    draft.close();
}
