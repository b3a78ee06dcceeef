//! Words: what look-up counts and alignment compares.

use super::view::scan;
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
/// let words = muwazi::text::words("قال: «نَعَم»، 3.5!");
/// let folded: Vec<&str> = words.iter().map(|w| w.folded.as_str()).collect();
/// assert_eq!(folded, ["قال", "نعم", "3", "5"]);
/// ```
pub fn words(text: &str) -> Vec<Word> {
    let words = Words::new(text);
    words.iter().map(|(folded, span)| Word { folded: folded.to_owned(), span }).collect()
}

/// The same words in one buffer, which can be filled again: no allocation a word, and none a text
/// once it has grown.
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
    /// The words as they are compared, one after another.
    folded: String,
    places: Vec<WordSpan>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct WordSpan {
    /// Where the word ends in `folded`; it begins where the one before ends.
    end: usize,
    span: Span,
}

impl Words {
    /// The words of a text.
    pub fn new(text: &str) -> Self {
        let mut words = Self::default();
        words.read(text);
        words
    }

    /// Takes another text's words in place of those held.
    pub fn read(&mut self, text: &str) {
        self.folded.clear();
        self.places.clear();
        self.folded.reserve(text.len());
        self.places.reserve(text.len() / 8);
        let Self { folded, places } = self;
        let mut open: Option<usize> = None;
        // Where the piece that the last character was made from ends; nothing came before the first.
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

    /// How many words.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// A word as it is compared.
    ///
    /// # Panics
    /// If there are not so many words.
    #[inline]
    pub fn folded(&self, word: usize) -> &str {
        let start = word.checked_sub(1).map_or(0, |before| self.places[before].end);
        &self.folded[start..self.places[word].end]
    }

    /// Where a word stands in the text.
    ///
    /// # Panics
    /// If there are not so many words.
    #[inline]
    pub fn span(&self, word: usize) -> Span {
        self.places[word].span
    }

    /// The first word that begins at that byte of the text.
    pub fn at(&self, start: usize) -> Option<usize> {
        let word = self.places.partition_point(|p| p.span.start < start);
        self.places.get(word).filter(|p| p.span.start == start).map(|_| word)
    }

    /// Each word as it is compared, and where it stands in the text.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Span)> {
        (0..self.len()).map(|word| (self.folded(word), self.span(word)))
    }

    /// Whether two texts have the same words.
    pub fn same(&self, other: &Self) -> bool {
        let ends = |words: &Self| words.places.iter().map(|p| p.end).collect::<Vec<_>>();
        self.folded == other.folded && ends(self) == ends(other)
    }
}

#[inline]
pub(crate) fn is_word(c: char) -> bool {
    // What most text is made of needs no table.
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    matches!(c, '\u{621}'..='\u{63A}' | '\u{641}'..='\u{64A}')
        || c.is_alphanumeric()
        || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::View;
    use proptest::prelude::*;

    /// By way of the view, as the words are defined.
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
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_are_those_of_the_view(
            text in prop_oneof![
                "\\PC{0,30}",
                "[ aA1_.,،«»\u{301}\u{64E}\u{640}\u{200F}\u{202B}ابة٣ﷺﷲ½ﬁ\u{16AF0}\u{DD8}¨]{0,30}",
            ],
        ) {
            prop_assert_eq!(words(&text), by_view(&text));
        }
    }
}
