//! A page as it was walked through: pieces of text with the places that they came from, before it is
//! known which of them are the article.

use std::ops::Range;

use crate::{
    document::{BlockKind, MarkKind},
    read::limits::{MAX_BLOCKS, MAX_PIECES},
};

/// Maximum size of one page, in bytes.
pub(super) const MAX_PAGE: usize = 16 << 20;

/// A page.
#[derive(Debug)]
pub(super) struct Page {
    /// All text, chunk after chunk.
    pub(super) text: String,
    /// The blocks in order.
    pub(super) chunks: Vec<Chunk>,
    /// Inline marks, chunk after chunk.
    pub(super) marks: Vec<(MarkKind, Range<u32>)>,
    /// Places in the file, chunk after chunk, in order.
    pub(super) pieces: Vec<Place>,
    /// The parts of the page; the first one is the whole.
    pub(super) regions: Vec<Region>,
    /// Number of hidden texts that were left out.
    pub(super) hidden: usize,
    /// Number of comments that were left out.
    pub(super) comments: usize,
    /// The language that the page says that it is in.
    pub(super) lang: Option<String>,
    /// True if the page has more than the limits allow.
    pub(super) is_full: bool,
}

/// Text and the bytes that it was read from.
#[derive(Debug)]
pub(super) struct Place {
    /// The text.
    pub(super) text: Range<u32>,
    /// The bytes of the page.
    pub(super) bytes: Range<u32>,
}

/// A block.
#[derive(Debug)]
pub(super) struct Chunk {
    /// The kind of block.
    pub(super) kind: BlockKind,
    /// Its text, without white space at either end.
    pub(super) text: Range<u32>,
    /// The index of its region.
    pub(super) region: u32,
    /// Number of bytes that are links.
    pub(super) links: u32,
    /// True for program code.
    pub(super) is_code: bool,
    /// True for a heading of the first level.
    pub(super) is_title: bool,
    /// Its marks.
    pub(super) marks: Range<u32>,
    /// Its places.
    pub(super) pieces: Range<u32>,
}

/// A part of a page.
#[derive(Debug)]
pub(super) struct Region {
    /// The index of the part around it, which is smaller; the whole page is in itself.
    pub(super) parent: u32,
    /// The sort of part.
    pub(super) sort: Sort,
}

/// The sort of a part of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// The whole page.
    Whole,
    /// The part that the page calls its main one.
    Main,
    /// An article.
    Article,
    /// A menu, surely.
    Menu,
    /// Text of fields and lists to choose from.
    Control,
    /// The title of the window.
    Title,
    /// A form.
    Form,
    /// A column beside the text.
    Aside,
    /// The head of the page.
    Header,
    /// The foot of the page.
    Footer,
    /// A part that is named like a menu, an advertisement or a notice.
    Named,
    /// A list.
    List,
}

impl Page {
    pub(super) fn new() -> Self {
        Self {
            text: String::new(),
            chunks: Vec::new(),
            marks: Vec::new(),
            pieces: Vec::new(),
            regions: vec![Region { parent: 0, sort: Sort::Whole }],
            hidden: 0,
            comments: 0,
            lang: None,
            is_full: false,
        }
    }

    /// Returns true if the page holds all that it may.
    pub(super) fn check_full(&mut self) -> bool {
        let pieces = self.marks.len().max(self.pieces.len());
        self.is_full |= self.chunks.len() >= MAX_BLOCKS || pieces >= MAX_PIECES;
        self.is_full
    }

    /// Returns a part of the text.
    pub(super) fn get(&self, span: &Range<u32>) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Adds a part within another.
    pub(super) fn region(&mut self, parent: u32, sort: Sort) -> u32 {
        let at = self.regions.len() as u32;
        if self.regions.len() >= MAX_BLOCKS {
            return parent;
        }
        self.regions.push(Region { parent, sort });
        at
    }
}
