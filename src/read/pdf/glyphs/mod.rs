//! Glyphs of a page, as its content streams draw them, in that order.

mod cmap;
mod encoding;
mod font;
mod interpret;
mod names;
mod paths;
mod state;
mod stream;
mod widths;

pub(super) use self::interpret::Interpreter;

/// A glyph on a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Glyph {
    /// Its characters, as the font tells them; `None` if the font does not.
    pub text: Option<String>,
    /// Its origin.
    pub x: f64,
    /// Its origin.
    pub y: f64,
    /// The direction of its baseline, of length 1.
    pub along: (f64, f64),
    /// The distance to the next glyph along the baseline; negative if the text runs backwards.
    pub advance: f64,
    /// The size of an em.
    pub size: f64,
    /// True for bold type.
    pub bold: bool,
    /// True for italic type.
    pub italic: bool,
    /// True for text that is not painted, as that over a scanned page.
    pub hidden: bool,
    /// The number of its font.
    pub font: usize,
    /// The number of the operation that shows it.
    pub op: usize,
    /// The number of the marked content with a text of its own that it stands in.
    pub span: Option<usize>,
    /// True within content that is marked as running backwards.
    pub reversed: bool,
    /// True within content that is marked as belonging to the page, not to the text.
    pub furniture: bool,
}

/// A straight line that a page draws along one of the axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rule {
    /// The ends.
    pub from: (f64, f64),
    /// The ends.
    pub to: (f64, f64),
}

/// What a page shows.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// The glyphs, in the order of the operations.
    pub glyphs: Vec<Glyph>,
    /// The texts of marked content, by [`Glyph::span`].
    pub spans: Vec<String>,
    /// The lines, without those of pictures and letters.
    pub rules: Vec<Rule>,
}
