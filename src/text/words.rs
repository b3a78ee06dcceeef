//! Words, the units that look-up counts and compares: the longest runs of word characters (see
//! `chars.rs`) in the matching view, or single letters of scripts without spaces.
//!
//! Look-up compares more loosely than the aligner: every hamza is one letter whatever it sits on
//! (مسؤول, مسئول), numbers are one word by value (`figures.rs`), what is written joined or apart is the
//! same (`joined.rs`), signs for phrases are read as these (`ligatures.rs`), and markup is no word
//! (`markup.rs`).

mod reader;

use self::reader::WordReader;
use super::{
    Span,
    chars::is_basic_arabic,
    figures::{self, Run, sign_between},
    markup,
};

/// A word of the matching view and its place in the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as the matching view shows it.
    pub folded: String,
    /// Its place in the original text.
    pub span: Span,
}

/// Returns the words of a text in order, as look-up compares them: the longest runs of letters, digits,
/// underscores and the marks on them. Punctuation and spaces belong to no word, except the marks
/// within a Hebrew abbreviation and the signs within a number, which is written by its value. In
/// scripts that are written without spaces (Han, Hiragana, Thai, Lao, Khmer, Myanmar) each letter is
/// a word.
///
/// ```
/// let words = muwazi::text::words("قال: «نَعَم»، 3.5!");
/// let folded: Vec<&str> = words.iter().map(|w| w.folded.as_str()).collect();
/// assert_eq!(folded, ["قال", "نعم", "3.5"]);
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
/// assert_eq!(words.iter().map(|(folded, _)| folded).collect::<Vec<_>>(), ["no", "3.5"]);
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
        let mut reader = WordReader::new(self, text);
        let mut from = 0;
        if markup::may_stand(text) {
            for piece in markup::pieces(text) {
                reader.stretch(Span::new(from, piece.span.start));
                if !piece.within {
                    reader.close();
                }
                from = piece.span.end;
            }
        }
        reader.stretch(Span::new(from, text.len()));
        reader.close();
        if reader.digits {
            self.join_numbers(text);
        }
    }

    /// Makes the groups of a number one word.
    fn join_numbers(&mut self, text: &str) {
        let mut joined = Self::default();
        let mut at = 0;
        while at < self.len() {
            let (run, before, after) = self.run(text, at);
            if run.groups.is_empty() {
                joined.push(self.folded(at), self.span(at));
                at += 1;
                continue;
            }
            let (numbers, mut first) = (run.numbers(), at);
            let count = numbers.len();
            for (k, (value, groups)) in numbers.into_iter().enumerate() {
                let span = Span::new(self.span(first).start, self.span(first + groups - 1).end);
                let start = if k == 0 { before } else { "" };
                let end = if k + 1 == count { after } else { "" };
                match (start, end) {
                    ("", "") => joined.push(&value, span),
                    _ => joined.push(&format!("{start}{value}{end}"), span),
                }
                first += groups;
            }
            at = first;
        }
        *self = joined;
    }

    /// The run of digits that begins with a word: Arabic letters may be written onto the first group,
    /// letters onto the last. None where the word holds no number.
    fn run(&self, text: &str, from: usize) -> (Run<'_>, &str, &str) {
        let mut run = Run::default();
        let split = |word: &'_ str| word.bytes().take_while(u8::is_ascii_digit).count();
        let first = self.folded(from);
        let letters = first.find(|c: char| c.is_ascii_digit()).unwrap_or(first.len());
        let (before, rest) = first.split_at(letters);
        if rest.is_empty() || !before.chars().all(is_basic_arabic) {
            return (run, "", "");
        }
        let (mut digits, mut after) = rest.split_at(split(rest));
        run.groups.push(digits);
        let mut last = from;
        while after.is_empty() && last + 1 < self.len() {
            let next = self.folded(last + 1);
            let Some(sign) = sign_between(text, self.span(last), self.span(last + 1)) else {
                break;
            };
            let end = split(next);
            // 3 5kg are two words.
            if end == 0 || (sign == ' ' && end < next.len()) {
                break;
            }
            (digits, after) = next.split_at(end);
            run.groups.push(digits);
            run.signs.push(sign);
            last += 1;
        }
        // A word such as 12th or 007b stays as it is.
        if run.groups.len() == 1 && !after.is_empty() {
            run.groups.clear();
        }
        (run, before, after)
    }

    fn push(&mut self, folded: &str, span: Span) {
        self.folded.push_str(folded);
        self.places.push(WordSpan { end: self.folded.len(), span });
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

    /// Returns true if two texts have the same words in the same order; numbers are compared by value.
    pub fn same(&self, other: &Self) -> bool {
        let same = |word| figures::same_word(self.folded(word), other.folded(word));
        self.len() == other.len() && (0..self.len()).all(same)
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::is_combining_mark;

    use super::*;
    use crate::text::{
        View,
        chars::stands_alone,
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

    #[test]
    fn every_hamza_is_one_letter() {
        let told =
            |text: &str| -> Vec<String> { words(text).into_iter().map(|w| w.folded).collect() };
        for (a, b) in [
            ("مسؤولية", "مسئولية"),
            ("يقرؤون", "يقرءون"),
            ("يقرؤون", "يقرأون"),
            ("فؤوس", "فئوس"),
            ("بيئة", "بيأة"),
            ("رؤوس", "رءوس"),
            ("آخر", "ءاخر"),
            ("القرآن", "القرءان"),
            ("القرآن", "القران"),
            ("أحمد", "احمد"),
            ("ي\u{654}", "ئ"),
            ("مسو\u{654}ول", "مسؤول"),
            ("ا\u{653}خر", "آخر"),
            ("شَيۡـٔٗا", "شيئا"),
            ("قال ﷺ", "قال صلى الله عليه وسلم"),
            ("الله ﷻ", "الله جل جلاله"),
            ("﷽", "بسم الله الرحمن الرحيم"),
        ] {
            assert_eq!(told(a), told(b), "{a} {b}");
        }
        assert_ne!(told("ماء"), told("ما"));
        for (a, b) in [("لئن", "لأن"), ("ولئن", "ولان"), ("سئلت", "سألت"), ("فبئس", "فبأس")]
        {
            assert_ne!(told(a), told(b), "{a} {b}");
        }
        for (a, b) in [("لئن", "لَئِنْ"), ("لئن", "لي\u{654}ن"), ("فلان", "فلان"), ("سأل", "سال")]
        {
            assert_eq!(told(a), told(b), "{a} {b}");
        }
        let text = "رُؤُوس كبيرة";
        assert_eq!(words(text)[0].span.of(text), "رُؤُوس");
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[ aبيوءأآئؤاعدلهم\u{654}\u{670}\u{640}ﷺﷲ1.,،٫<>&;_~()b/=]{0,40}") {
            let words = Words::new(&text);
            for (folded, span) in words.iter() {
                prop_assert!(!folded.is_empty());
                let _ = span.of(&text);
            }
            // The spans rise.
            prop_assert!((1..words.len()).all(|k| words.span(k - 1).start <= words.span(k).start));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn words_match_their_definition_on_the_view(
            text in prop_oneof![
                "\\PC{0,30}",
                "[ aA漢字あアーก\u{e34}\u{1000}\u{1039}マ。א-ג״\"'’\u{200F}\u{301}]{0,30}",
                "[ aA.,،«»\u{301}\u{64E}\u{640}\u{200F}\u{202B}ابةﬁ\u{16AF0}\u{DD8}¨]{0,30}",
            ],
        ) {
            // What look-up compares more loosely than the view has tests of its own.
            let looser = |c: char| c.is_numeric() || c >= '\u{FB50}' || matches!(c,
                '<' | '&' | '~' | '(' | '_' | 'ء'..='ئ' | '\u{654}' | '\u{655}' | '\u{670}'..='\u{678}');
            let text: String = text.chars().filter(|c| !looser(*c)).collect();
            prop_assert_eq!(words(&text), by_view(&text));
        }

        #[test]
        fn tokens_lie_within_words(
            text in "[ aAé漢あアא-ג״\".,'’%«»\u{301}\u{64E}\u{640}\u{200F}ابة]{0,30}",
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
