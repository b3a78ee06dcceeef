//! Words: what look-up counts and alignment compares.

use super::View;
use crate::document::Span;

/// A word of the view and where it stands in the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as it is compared.
    pub folded: String,
    /// Where it stands in the original text.
    pub span: Span,
}

/// The words of a text: longest runs of letters, digits, underscores and the marks on them, as they
/// are compared, in order. Punctuation and spaces belong to no word.
///
/// ```
/// let words = muwazi::normalize::words("قال: «نَعَم»، 3.5!");
/// let folded: Vec<&str> = words.iter().map(|w| w.folded.as_str()).collect();
/// assert_eq!(folded, ["قال", "نعم", "3", "5"]);
/// ```
pub fn words(text: &str) -> Vec<Word> {
    let view = View::new(text);
    let mut out = Vec::new();
    let mut start = None;
    let ends = view.text().char_indices().chain(std::iter::once((view.text().len(), ' ')));
    for (at, c) in ends {
        match (is_word(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let span = Span::new(from, at);
                out.push(Word {
                    folded: span.of(view.text()).to_owned(),
                    span: view.original(span),
                });
                start = None;
            }
            _ => {}
        }
    }
    out
}

#[inline]
pub(crate) fn is_word(c: char) -> bool {
    // What most text is made of needs no table.
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    matches!(c, '\u{620}'..='\u{64A}')
        || c.is_alphanumeric()
        || unicode_normalization::char::is_combining_mark(c)
}
