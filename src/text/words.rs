//! Words, the units that look-up counts and compares: the longest runs of word characters (see
//! `chars.rs`) in the matching view.

use super::Span;
use super::{chars::is_word, view::scan};

/// A word of the matching view and its place in the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as the matching view shows it.
    pub folded: String,
    /// Its place in the original text.
    pub span: Span,
}

/// Returns the words of a text in order, as the matching view shows them: the longest runs of
/// letters, digits, underscores and the marks on them. Punctuation and spaces belong to no word.
///
/// ```
/// let words = muwazi::text::words("قال: «نَعَم»، 3.5!");
/// let folded: Vec<&str> = words.iter().map(|w| w.folded.as_str()).collect();
/// assert_eq!(folded, ["قال", "نعم", "3", "5"]);
/// ```
pub fn words(text: &str) -> Vec<Word> {
    let words = Words::new(text);
    words.iter().map(|(folded, span)| Word { folded: folded.to_owned(), span }).collect()
}

/// The words of a text in one reusable buffer: no allocation per word, and none per text once the
/// buffer has grown.
///
/// ```
/// use muwazi::text::Words;
/// let mut words = Words::new("قال: «نَعَم»");
/// assert_eq!((words.len(), words.folded(1)), (2, "نعم"));
/// words.read("No, 3.5!");
/// assert_eq!(words.iter().map(|(folded, _)| folded).collect::<Vec<_>>(), ["no", "3", "5"]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// The folded words, concatenated.
    folded: String,
    places: Vec<WordSpan>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WordSpan {
    /// The end of the word in `folded`; it begins at the end of the one before.
    end: usize,
    span: Span,
}

impl Words {
    /// Splits a text into words.
    pub fn new(text: &str) -> Self {
        let mut words = Self::default();
        words.read(text);
        words
    }

    /// Replaces the words by those of another text.
    pub fn read(&mut self, text: &str) {
        self.folded.clear();
        self.places.clear();
        self.folded.reserve(text.len());
        self.places.reserve(text.len() / 8);
        let Self { folded, places } = self;
        let mut open: Option<usize> = None;
        // The end of the piece of the original that the last character was made from; no piece
        // precedes the first one.
        let mut last = usize::MAX;
        scan(text, |c, start, end| {
            let Some(c) = c else {
                if last == start {
                    last = end;
                }
                return;
            };
            if is_word(c) {
                open.get_or_insert(start);
                folded.push(c);
            } else if let Some(from) = open.take() {
                places.push(WordSpan { end: folded.len(), span: Span::new(from, last) });
            }
            last = end;
        });
        if let Some(from) = open {
            places.push(WordSpan { end: folded.len(), span: Span::new(from, last) });
        }
    }

    /// Returns the number of words.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Returns true if there are no words.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Returns a word as the matching view shows it.
    ///
    /// # Panics
    /// If `word` is not less than [`Words::len`].
    #[inline]
    pub fn folded(&self, word: usize) -> &str {
        let start = word.checked_sub(1).map_or(0, |before| self.places[before].end);
        &self.folded[start..self.places[word].end]
    }

    /// Returns the place of a word in the text.
    ///
    /// # Panics
    /// If `word` is not less than [`Words::len`].
    #[inline]
    pub fn span(&self, word: usize) -> Span {
        self.places[word].span
    }

    /// Returns the index of the first word that begins at a byte offset of the text.
    pub fn at(&self, start: usize) -> Option<usize> {
        let word = self.places.partition_point(|p| p.span.start < start);
        self.places.get(word).filter(|p| p.span.start == start).map(|_| word)
    }

    /// Iterates over the folded words with their places in the text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Span)> {
        (0..self.len()).map(|word| (self.folded(word), self.span(word)))
    }

    /// Returns true if two texts have the same words in the same order.
    pub fn same(&self, other: &Self) -> bool {
        let ends = |words: &Self| words.places.iter().map(|p| p.end).collect::<Vec<_>>();
        self.folded == other.folded && ends(self) == ends(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{
        View,
        tokens::{TokenKind, tokens},
    };
    use proptest::prelude::*;

    /// The definition of words, computed slowly from the view.
    fn by_view(text: &str) -> Vec<Word> {
        let view = View::new(text);
        let mut out = Vec::new();
        let mut start = None;
        let ends = view.text().char_indices().chain(std::iter::once((view.text().len(), ' ')));
        for (at, c) in ends {
            let is_word = c.is_alphanumeric()
                || c == '_'
                || unicode_normalization::char::is_combining_mark(c);
            match (is_word, start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    let span = Span::new(from, at);
                    let folded = span.of(view.text()).to_owned();
                    out.push(Word { folded, span: view.original(span) });
                    start = None;
                }
                _ => {}
            }
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn words_match_their_definition_on_the_view(
            text in prop_oneof![
                "\\PC{0,30}",
                "[ aA1_.,،«»\u{301}\u{64E}\u{640}\u{200F}\u{202B}ابة٣ﷺﷲ½ﬁ\u{16AF0}\u{DD8}¨]{0,30}",
            ],
        ) {
            prop_assert_eq!(words(&text), by_view(&text));
        }

        #[test]
        fn tokens_lie_within_words(
            text in "[ aAé1_.,'’%«»\u{301}\u{64E}\u{640}\u{200F}ابة٣ﷺ]{0,30}",
        ) {
            let words = words(&text);
            for token in tokens(&text) {
                let within = |word: &Word| {
                    word.span.start <= token.span.start && token.span.end <= word.span.end
                };
                // Separators within numbers, and the stops of U.S., join words.
                let joined = token.span.of(&text).contains(['.', ',', '٫']);
                let sign = token.kind == TokenKind::Sign;
                prop_assert!(sign || joined || words.iter().any(within), "{:?}", token);
            }
        }
    }
}
