//! Words, the units that look-up counts and compares: the longest runs of word characters (see
//! `chars.rs`) in the matching view, or single letters of scripts without spaces.

use unicode_normalization::char::is_combining_mark;

use super::Span;
use super::{
    chars::{is_hebrew, is_hebrew_joiner, is_word, stands_alone},
    view::scan,
};

/// A word of the matching view and its place in the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as the matching view shows it.
    pub folded: String,
    /// Its place in the original text.
    pub span: Span,
}

/// Returns the words of a text in order, as the matching view shows them: the longest runs of
/// letters, digits, underscores and the marks on them. Punctuation and spaces belong to no word,
/// except the marks within a Hebrew abbreviation. In scripts that are written without spaces (Han,
/// Hiragana, Thai, Lao, Khmer, Myanmar) each letter is a word.
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
        let mut reader = WordReader { words: self, open: None, pending: None, last: usize::MAX };
        scan(text, |c, start, end| match c {
            Some(c) => reader.take(c, start, end),
            None => reader.extend(start, end),
        });
        reader.close();
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

/// Reads the characters of the view into words.
struct WordReader<'w> {
    words: &'w mut Words,
    /// The word that is being read.
    open: Option<Open>,
    /// The sign after a Hebrew letter and the end of its piece; it belongs to the word if another
    /// Hebrew letter follows.
    pending: Option<(char, usize)>,
    /// The end of the piece of the original that the last character of a word was made from; no
    /// piece precedes the first one.
    last: usize,
}

#[derive(Clone, Copy)]
struct Open {
    start: usize,
    /// Its last letter.
    letter: char,
    /// True if its letter stands alone, so that only marks continue it.
    alone: bool,
}

impl WordReader<'_> {
    #[inline]
    fn take(&mut self, c: char, start: usize, end: usize) {
        if let Some((sign, _)) = self.pending.take() {
            if is_hebrew(c) {
                self.words.folded.push(sign);
            } else {
                self.close();
            }
        }
        if is_word(c) {
            self.take_letter(c, start);
        } else if let Some(open) = self.open {
            if is_hebrew_joiner(c) && is_hebrew(open.letter) {
                self.pending = Some((c, end));
                return;
            }
            self.close();
        }
        self.last = end;
    }

    #[inline]
    fn take_letter(&mut self, c: char, start: usize) {
        let alone = stands_alone(c);
        let letter = match &mut self.open {
            Some(open) if !alone && (!open.alone || is_combining_mark(c)) => {
                open.letter = c;
                None
            }
            _ => Some(Open { start, letter: c, alone }),
        };
        if letter.is_some() {
            self.close();
            self.open = letter;
        }
        self.words.folded.push(c);
    }

    /// Adds a piece that the view drops to the character right before it.
    #[inline]
    fn extend(&mut self, start: usize, end: usize) {
        let last = self.pending.as_mut().map_or(&mut self.last, |(_, last)| last);
        if *last == start {
            *last = end;
        }
    }

    #[inline]
    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            let end = self.words.folded.len();
            let span = Span::new(open.start, self.last);
            self.words.places.push(WordSpan { end, span });
        }
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

    /// Returns true if a character of the view belongs to a word.
    fn belongs(chars: &[char], at: usize) -> bool {
        let hebrew = |at: usize| chars.get(at).is_some_and(|c| ('א'..='ת').contains(c));
        let c = chars[at];
        c.is_alphanumeric()
            || c == '_'
            || is_combining_mark(c)
            || (matches!(c, '"' | '\'') && at > 0 && hebrew(at - 1) && hebrew(at + 1))
    }

    /// The definition of words, computed slowly from the view.
    fn by_view(text: &str) -> Vec<Word> {
        let view = View::new(text);
        let chars: Vec<char> = view.text().chars().collect();
        let mut out = Vec::new();
        let mut word = |start: usize, end: usize| {
            let span = Span::new(start, end);
            let folded = span.of(view.text()).to_owned();
            out.push(Word { folded, span: view.original(span) });
        };
        let mut open: Option<(usize, bool)> = None;
        for (i, (at, c)) in view.text().char_indices().enumerate() {
            let splits = |alone: bool| (alone || stands_alone(c)) && !is_combining_mark(c);
            match (belongs(&chars, i), open) {
                (true, None) => open = Some((at, stands_alone(c))),
                (true, Some((from, alone))) if splits(alone) => {
                    word(from, at);
                    open = Some((at, stands_alone(c)));
                }
                (false, Some((from, _))) => {
                    word(from, at);
                    open = None;
                }
                _ => {}
            }
        }
        if let Some((from, _)) = open {
            word(from, view.text().len());
        }
        out
    }

    #[test]
    fn letters_of_unspaced_scripts_are_words() {
        for (text, expected) in [
            ("他在2024年来到上海。", "他|在|2024|年|来|到|上|海"),
            ("東京タワーは高い", "東|京|タワー|は|高|い"),
            ("GPT模型v2版", "gpt|模|型|v2|版"),
            ("ภาษาไทย ๑๒", "ภ|า|ษ|า|ไ|ท|ย|๑๒"),
            ("ก็ดี", "ก็|ดี"),
            ("ខ្មែរ", "ខ្|មែ|រ"),
            ("한국어 문장", "한국어|문장"),
            ("ראש צה״ל, \"מעריב\" וד\"ר כהן: צ'ק ור' לוי", "ראש|צה\"ל|מעריב|וד\"ר|כהן|צ'ק|ור|לוי"),
        ] {
            let found: Vec<String> = words(text).into_iter().map(|w| w.folded).collect();
            assert_eq!(found.join("|"), expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn words_match_their_definition_on_the_view(
            text in prop_oneof![
                "\\PC{0,30}",
                "[ aA1漢字あアーก\u{e34}\u{1000}\u{1039}マ。א-ג״\"'’\u{200F}\u{301}]{0,30}",
                "[ aA1_.,،«»\u{301}\u{64E}\u{640}\u{200F}\u{202B}ابة٣ﷺﷲ½ﬁ\u{16AF0}\u{DD8}¨]{0,30}",
            ],
        ) {
            prop_assert_eq!(words(&text), by_view(&text));
        }

        #[test]
        fn tokens_lie_within_words(
            text in "[ aAé1漢あアא-ג״\"_.,'’%«»\u{301}\u{64E}\u{640}\u{200F}ابة٣ﷺ]{0,30}",
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
