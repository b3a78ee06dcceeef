//! Refusals: a layer of text that is not there, or that does not say what the page shows.

use super::{glyphs::Content, page::PageText};
use crate::text::{
    is_arabic_letter,
    tokens::{TokenKind, tokens},
    vectors::Vectors,
};

/// Number of glyphs below which a file has no text.
const FEWEST: usize = 3;
/// Share of glyphs without characters up to which the rest is believed.
const UNKNOWN: f64 = 0.04;
/// Share of glyphs with characters that only their font knows.
const PRIVATE: f64 = 0.3;
/// Share of known words below which text is nonsense.
const KNOWN: f64 = 0.66;
/// Number of words from which their share tells.
const WORDS: usize = 15;
/// Number of words that are looked up.
const LOOKED_UP: usize = 3000;

/// Counts of the glyphs of a document.
#[derive(Debug, Default)]
pub(super) struct Tally {
    glyphs: usize,
    unknown: usize,
    private: usize,
}

impl Tally {
    /// Adds the glyphs of a page.
    pub(super) fn add(&mut self, content: &Content) {
        for glyph in &content.glyphs {
            self.glyphs += 1;
            let is_told = glyph.span.is_some();
            match &glyph.text {
                None if !is_told => self.unknown += 1,
                Some(text) if !is_told && text.chars().any(super::clean::is_private) => {
                    self.private += 1;
                }
                _ => {}
            }
        }
    }

    /// Returns true if there is no text.
    pub(super) fn has_none(&self) -> bool {
        self.glyphs < FEWEST
    }

    /// Returns true if too many glyphs have no characters.
    pub(super) fn is_broken(&self) -> bool {
        let share = |count: usize| count as f64 / self.glyphs.max(1) as f64;
        share(self.unknown) > UNKNOWN || share(self.private) > PRIVATE
    }
}

/// Returns true if the Arabic words of a text are hardly ever words: the table of characters lies, or
/// the words stand backwards. Text in Persian or Urdu is not judged by Arabic words.
pub(super) fn is_nonsense(pages: &[PageText]) -> bool {
    let Some(known) = Vectors::built_in().filter(|vectors| vectors.knows("ar")) else {
        return false;
    };
    let (mut words, mut right, mut letters, mut foreign) = (0usize, 0usize, 0usize, 0usize);
    for line in pages.iter().flat_map(PageText::lines) {
        let arabic = || line.text.chars().filter(|c| is_arabic_letter(*c));
        letters += arabic().count();
        foreign +=
            arabic().filter(|c| matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک' | 'ٹ' | 'ے')).count();
        for token in tokens(&line.text) {
            let is_word = token.kind == TokenKind::Word
                && token.folded.chars().count() >= 3
                && token.folded.chars().all(is_arabic_letter);
            if is_word && words < LOOKED_UP {
                words += 1;
                right += usize::from(known.find("ar", &token.folded).is_some());
            }
        }
    }
    let is_arabic = foreign * 50 <= letters;
    is_arabic && words >= WORDS && (right as f64) < KNOWN * words as f64
}
