//! From a page to a document: the chunks that are asked for, with their marks and places.

use super::{
    article,
    page::{Chunk, Page, Sort},
    walk::Manner,
};
use crate::{
    document::{BlockKind, Extra, MarkKind},
    error::{Error, ErrorKind, Place, Result},
    read::{draft::Draft, plain::ReadOptions},
};

/// Returns how a page is to be read by the options.
pub(super) fn manner(options: &ReadOptions, is_xml: bool, is_chapter: bool) -> Manner {
    let has = |extra| options.extras.contains(&extra);
    Manner { is_xml, is_chapter, hidden: has(Extra::Hidden), comments: has(Extra::Comments) }
}

/// Adds a page to a draft; `part` is the index of the part of the file that it is in, and the place
/// where it begins there, if its bytes can be told.
///
/// # Errors
/// The page has more blocks or tags than the limits allow.
pub(super) fn fill(
    draft: &mut Draft,
    page: &Page,
    part: Option<(usize, usize)>,
    origin: &str,
    options: &ReadOptions,
) -> Result<()> {
    if page.is_full {
        return Err(Error::new(ErrorKind::Text, "the page has too many blocks or tags")
            .at(Place::file(origin))
            .hint("split it into several files"));
    }
    draft.leave_out(Extra::Hidden, page.hidden);
    draft.leave_out(Extra::Comments, page.comments);
    let around = article::around(page);
    for (chunk, around) in page.chunks.iter().zip(around) {
        let extra = match (around, chunk.is_code) {
            (true, _) => Some(Extra::Navigation),
            (false, true) => Some(Extra::Code),
            _ => None,
        };
        match extra {
            Some(extra) if !options.extras.contains(&extra) => draft.leave_out(extra, 1),
            _ => add(draft, page, chunk, part),
        }
    }
    Ok(())
}

/// Returns the kind of block; text in the head or foot of a page is such a one.
fn kind(page: &Page, chunk: &Chunk) -> BlockKind {
    if chunk.kind != BlockKind::Paragraph {
        return chunk.kind;
    }
    let mut at = chunk.region;
    while let Some(region) = page.regions.get(at as usize).filter(|_| at > 0) {
        match region.sort {
            Sort::Header => return BlockKind::Header,
            Sort::Footer => return BlockKind::Footer,
            Sort::Menu | Sort::Main | Sort::Article => break,
            _ => at = region.parent,
        }
    }
    chunk.kind
}

/// A place of the text at which something begins or ends.
enum Edge {
    Begin(MarkKind),
    End(MarkKind),
    Piece(u32, std::ops::Range<u32>),
}

fn add(draft: &mut Draft, page: &Page, chunk: &Chunk, part: Option<(usize, usize)>) {
    draft.open(kind(page, chunk));
    let within = |at: u32| at.clamp(chunk.text.start, chunk.text.end);
    let mut edges: Vec<(u32, u8, Edge)> = Vec::new();
    let marks = page.marks.get(chunk.marks.start as usize..chunk.marks.end as usize);
    for (kind, span) in marks.unwrap_or_default() {
        let (start, end) = (within(span.start), within(span.end));
        if start < end {
            edges.push((start, 1, Edge::Begin(*kind)));
            edges.push((end, 0, Edge::End(*kind)));
        }
    }
    let pieces = page.pieces.get(chunk.pieces.start as usize..chunk.pieces.end as usize);
    for piece in pieces.filter(|_| part.is_some()).unwrap_or_default() {
        let (start, end) = (within(piece.text.start), within(piece.text.end));
        if start < end {
            edges.push((start, 2, Edge::Piece(end, piece.bytes.clone())));
        }
    }
    edges.sort_by_key(|(at, order, _)| (*at, *order));
    let mut done = chunk.text.start;
    for (at, _, edge) in edges {
        if at > done {
            draft.push(page.get(&(done..at)));
            done = at;
        }
        match edge {
            Edge::Begin(kind) => draft.begin(kind),
            Edge::End(kind) => draft.end(kind),
            Edge::Piece(end, bytes) if end > done => {
                let (part, from) = part.unwrap_or_default();
                let bytes = from + bytes.start as usize..from + bytes.end as usize;
                draft.push_from(page.get(&(done..end)), part, bytes);
                done = end;
            }
            Edge::Piece(..) => {}
        }
    }
    if done < chunk.text.end {
        draft.push(page.get(&(done..chunk.text.end)));
    }
    draft.close();
}
