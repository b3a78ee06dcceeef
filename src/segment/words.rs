//! The word lists of the rules, and the text format of these lists: the built-in ones of a language
//! in `tm/segmentation`, a user's in a file of their own.
//!
//! ```text
//! # a remark
//! [never-last]
//! د. أ.د.
//! كغم. maybe-last
//! ```
//!
//! A kind in square brackets applies to the words below it, a kind at the end of a line to that
//! line; before the first section, words are `never-last`. Brackets may contain several kinds.
//! Words are separated by white space. An abbreviation is written with its stop; `_` in one of
//! several words stands for a space that may be there: `z._B.`, `и_пр.`; `-` before one that it may
//! be the end of a longer word: `-str.`

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Serialize};

use super::place::Folded;
use crate::error::{Error, ErrorKind, Place, Result};

/// The information that a word gives about the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// An abbreviation that never ends a sentence, such as a title: `د.`, `Dr.`
    NeverLast,
    /// An abbreviation that may end a sentence; the next word decides: `إلخ.`, `U.S.`
    MaybeLast,
    /// An abbreviation that belongs to the number after it: `ط. 3`, `No. 5`
    BeforeNumber,
    /// A letter that is not an initial after a number: `505 هـ.`
    AfterNumber,
    /// A word after which a single letter is a name: `Plan B.`
    Label,
    /// A word that marks a list item at its beginning: `أولا.`
    ListWord,
    /// A word that, after an abbreviation, shows that a sentence begins.
    Starter,
    /// A word that shows that no sentence begins, although it looks as if one did.
    NotStarter,
    /// A letter that turns the word it is written onto into a starter: `و`
    StartingLetter,
    /// A letter that may be written onto an abbreviation: `ود.`
    Clitic,
    /// The name of a letter, of which abbreviations are made: `بي.بي.سي.`
    LetterName,
    /// A verb that names the speaker after a quotation: `"Who?" Mary asked.`
    SpeechVerb,
    /// A word that continues a question: `من جاء؟ أو من أرسله؟`
    Joiner,
    /// An abbreviation that ends a sentence if a capital follows: `etc.`, `руб.`
    OftenLast,
    /// A word that begins surnames of several words: `J. Le Goff`.
    NamePart,
    /// A word that opens a sentence and needs more than an abbreviation to end it: `В 1990 г.`
    Opener,
    /// A word before which a number with a stop is an ordinal: `12. Mai`.
    AfterOrdinal,
    /// A word after which a number with a stop is an ordinal: `am 12. Mai`.
    BeforeOrdinal,
    /// A word that continues a date or an amount and begins no sentence: `الموافق`.
    Continues,
    /// A word before or after a reference: `see tab. 2 and 3`.
    Reference,
    /// A word that names a sound in brackets: `(Applause)`.
    Sound,
}

const KINDS: [(&str, Kind); 21] = [
    ("never-last", Kind::NeverLast),
    ("maybe-last", Kind::MaybeLast),
    ("before-number", Kind::BeforeNumber),
    ("after-number", Kind::AfterNumber),
    ("label", Kind::Label),
    ("list-word", Kind::ListWord),
    ("starter", Kind::Starter),
    ("not-starter", Kind::NotStarter),
    ("starting-letter", Kind::StartingLetter),
    ("clitic", Kind::Clitic),
    ("letter-name", Kind::LetterName),
    ("speech-verb", Kind::SpeechVerb),
    ("joiner", Kind::Joiner),
    ("often-last", Kind::OftenLast),
    ("name-part", Kind::NamePart),
    ("opener", Kind::Opener),
    ("after-ordinal", Kind::AfterOrdinal),
    ("before-ordinal", Kind::BeforeOrdinal),
    ("continues", Kind::Continues),
    ("reference", Kind::Reference),
    ("sound", Kind::Sound),
];

impl Kind {
    fn is_abbreviation(self) -> bool {
        matches!(
            self,
            Self::NeverLast
                | Self::MaybeLast
                | Self::OftenLast
                | Self::BeforeNumber
                | Self::AfterNumber
        )
    }

    fn named(name: &str) -> Option<Self> {
        KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = KINDS.iter().find(|(_, kind)| kind == self).map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

/// A word of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The word as written, an abbreviation with its stop: `د.`
    pub text: String,
    /// Its kind.
    pub kind: Kind,
}

/// The sign for a space that may be between the words of an abbreviation.
const SPACE: char = '_';

/// The sign before an abbreviation that may be the end of a longer word: `-str.`
const SUFFIX: char = '-';

/// Reads a list in the format described in `docs/segmentation.md`; `origin` is its name in
/// messages.
///
/// ```
/// use muwazi::segment::{Kind, read_words};
/// let words = read_words("كغم.\nsubj. maybe-last\n", "mine.txt")?;
/// assert_eq!((words[1].text.as_str(), words[1].kind), ("subj.", Kind::MaybeLast));
/// let error = read_words("\nDr\n", "mine.txt").unwrap_err();
/// assert_eq!(error.to_string(), "mine.txt:2: the abbreviation 'Dr' has no stop at its end");
/// # Ok::<(), muwazi::Error>(())
/// ```
pub fn read_words(text: &str, origin: &str) -> Result<Vec<Entry>> {
    let mut out = Vec::new();
    let mut section = vec![Kind::NeverLast];
    for (line, number) in text.trim_start_matches('\u{FEFF}').lines().zip(1..) {
        let fail = |message: String| {
            Error::new(ErrorKind::Format, message).at(Place::line(origin, number))
        };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = kinds_named(name).map_err(fail_hint(fail))?;
            continue;
        }
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let inline = words.last().and_then(|last| Kind::named(last)).filter(|_| words.len() > 1);
        if inline.is_some() {
            words.pop();
        }
        let kinds = inline.as_ref().map_or(&section[..], std::slice::from_ref);
        for word in words {
            for &kind in kinds {
                check(word, kind).map_err(|(message, hint)| fail(message).hint(hint))?;
                out.push(Entry { text: word.to_owned(), kind });
            }
        }
    }
    Ok(out)
}

fn fail_hint(fail: impl Fn(String) -> Error) -> impl Fn((String, String)) -> Error {
    move |(message, hint)| fail(message).hint(hint)
}

fn kinds_named(names: &str) -> Result<Vec<Kind>, (String, String)> {
    let all: Result<Vec<Kind>, _> = names.split_whitespace().map(kind).collect();
    // An empty name is an unknown one.
    all.and_then(|all| if all.is_empty() { kind("").map(|kind| vec![kind]) } else { Ok(all) })
}

fn kind(name: &str) -> Result<Kind, (String, String)> {
    Kind::named(name).ok_or_else(|| {
        let known: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        (format!("unknown kind of word '{name}'"), format!("known kinds: {}", known.join(", ")))
    })
}

fn check(word: &str, kind: Kind) -> Result<(), (String, String)> {
    if kind.is_abbreviation() && !word.ends_with(['.', '!', '?', '؟', '۔']) {
        return Err((
            format!("the abbreviation '{word}' has no stop at its end"),
            format!(
                "write it as in the text, with its stop, such as '{word}.'; if it has several words, \
                 only the last one; a kind such as maybe-last may follow"
            ),
        ));
    }
    match Folded::new(&key(word)) {
        Some(folded) if !folded.as_str().is_empty() => Ok(()),
        Some(_) => Err((format!("'{word}' contains no letter"), "remove the line".to_owned())),
        None => Err((
            format!("'{word}' is too long for an abbreviation"),
            "separate words by spaces".to_owned(),
        )),
    }
}

/// Returns the part of a listed word that is compared: without the full stop at its end, but with
/// an exclamation mark that belongs to a name; after a stop without the sign for an optional space.
fn key(text: &str) -> Cow<'_, str> {
    let text = text.strip_suffix(['.', '۔']).unwrap_or(text);
    let text = text.strip_prefix(SUFFIX).unwrap_or(text);
    if text.contains(SPACE) {
        text.replace("._", ".").replace(SPACE, " ").into()
    } else {
        text.into()
    }
}

/// A set of kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kinds(u32);

impl Kinds {
    const fn of(kind: Kind) -> Self {
        Self(1 << kind as u32)
    }

    /// Returns the kinds of a word inside an abbreviation of several words.
    pub(super) const fn never_last() -> Self {
        Self::of(Kind::NeverLast)
    }

    pub(super) fn has(self, kind: Kind) -> bool {
        self.0 & Self::of(kind).0 != 0
    }

    /// Returns true if the word is an abbreviation of some kind.
    pub(super) fn are_of_abbreviation(self) -> bool {
        KINDS.iter().any(|(_, kind)| kind.is_abbreviation() && self.has(*kind))
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Folded words with their kinds, sorted for look-up.
#[derive(Debug, Clone)]
pub(super) struct WordLists {
    sorted: Vec<(Box<[u8]>, Kinds)>,
    /// Those that may be written with spaces between their words.
    compounds: Vec<(Box<[u8]>, Kinds)>,
    /// Those that may be the end of a longer word.
    suffixes: Vec<(Box<[u8]>, Kinds)>,
    /// A bit for the hash of each word: most words of a text are not listed, which this filter
    /// shows.
    filter: Box<[u64; 64]>,
    /// The letters of kind [`Kind::StartingLetter`] and [`Kind::Clitic`].
    pub(super) starting_letters: Vec<char>,
    pub(super) clitics: Vec<char>,
}

impl WordLists {
    pub(super) fn new(entries: &[Entry]) -> Self {
        let mut words = Self {
            sorted: Vec::new(),
            compounds: Vec::new(),
            suffixes: Vec::new(),
            filter: Box::new([0; 64]),
            starting_letters: Vec::new(),
            clitics: Vec::new(),
        };
        for entry in entries {
            // Entries from a file were validated; any other entry that is too long can match
            // nothing.
            let Some(folded) = Folded::new(&key(&entry.text)) else { continue };
            match entry.kind {
                Kind::StartingLetter => words.starting_letters.extend(folded.as_str().chars()),
                Kind::Clitic => words.clitics.extend(folded.as_str().chars()),
                kind => {
                    let (cell, bit) = hash(folded.as_bytes());
                    words.filter[cell] |= bit;
                    let listed = (folded.as_bytes().into(), Kinds::of(kind));
                    if entry.text.contains(SPACE) {
                        words.compounds.push(listed.clone());
                    }
                    if entry.text.starts_with(SUFFIX) {
                        words.suffixes.push(listed.clone());
                    }
                    words.sorted.push(listed);
                }
            }
        }
        unite(&mut words.sorted);
        unite(&mut words.compounds);
        unite(&mut words.suffixes);
        words
    }

    pub(super) fn has_compounds(&self) -> bool {
        !self.compounds.is_empty()
    }

    /// Returns the kinds of an abbreviation of several words, folded and without spaces; the empty
    /// set if it is not listed as one.
    pub(super) fn compound(&self, words: &[u8]) -> Kinds {
        find(&self.compounds, words)
    }

    /// Yields the words of a kind, folded and sorted.
    #[cfg(any(test, feature = "srx"))]
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        of_kind(&self.sorted, kind)
    }

    /// Returns the kinds of the abbreviation at the end of a longer folded word: `bahnhofstr`.
    pub(super) fn suffix(&self, word: &[u8]) -> Option<Kinds> {
        let found = self.suffixes.iter().find(|(suffix, _)| word.ends_with(suffix));
        found.map(|(_, kinds)| *kinds)
    }

    /// Yields the abbreviations of several words of a kind, folded and sorted.
    #[cfg(feature = "srx")]
    pub(super) fn compounds_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        of_kind(&self.compounds, kind)
    }

    /// Yields the ends of longer words of a kind, folded and sorted.
    #[cfg(feature = "srx")]
    pub(super) fn suffixes_of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        of_kind(&self.suffixes, kind)
    }

    /// Returns the kinds of a folded word; the empty set if it is not listed.
    pub(super) fn kinds(&self, word: &[u8]) -> Kinds {
        let (cell, bit) = hash(word);
        if self.filter[cell] & bit == 0 {
            return Kinds::default();
        }
        find(&self.sorted, word)
    }
}

#[cfg(any(test, feature = "srx"))]
fn of_kind(sorted: &[(Box<[u8]>, Kinds)], kind: Kind) -> impl Iterator<Item = &str> {
    let of_kind = sorted.iter().filter(move |(_, kinds)| kinds.has(kind));
    // The bytes were made from whole characters.
    of_kind.filter_map(|(word, _)| std::str::from_utf8(word).ok())
}

fn find(sorted: &[(Box<[u8]>, Kinds)], word: &[u8]) -> Kinds {
    let at = sorted.binary_search_by(|(listed, _)| (**listed).cmp(word));
    at.map_or(Kinds::default(), |at| sorted[at].1)
}

/// Sorts words and gives each all kinds that it has.
fn unite(words: &mut Vec<(Box<[u8]>, Kinds)>) {
    words.sort_by(|a, b| a.0.cmp(&b.0));
    words.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1.0 |= next.1.0;
        }
        same
    });
}

/// Hashes a few bytes and the length of a word to a cell and a bit of the filter.
fn hash(word: &[u8]) -> (usize, u64) {
    let at = |i: usize| u32::from(word.get(i).copied().unwrap_or(0));
    let n = word.len();
    let mixed = at(1) | at(n.wrapping_sub(1)) << 8 | at((n / 2) | 1) << 16 | (n as u32) << 24;
    let hash = mixed.wrapping_mul(0x9E37_79B1) >> 20;
    ((hash >> 6) as usize, 1 << (hash & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_apply_to_a_section_or_a_line() {
        let text = "\u{FEFF}# mine\r\nكغم.\r\n\r\nفق. before-number\r\n[maybe-last]\r\na. b.\r\n";
        let words = read_words(text, "a").unwrap();
        let found: Vec<(&str, Kind)> = words.iter().map(|e| (e.text.as_str(), e.kind)).collect();
        assert_eq!(
            found,
            [
                ("كغم.", Kind::NeverLast),
                ("فق.", Kind::BeforeNumber),
                ("a.", Kind::MaybeLast),
                ("b.", Kind::MaybeLast)
            ]
        );
    }

    #[test]
    fn errors_are_reported_with_their_line() {
        for (text, message) in [
            ("a.\n[sometimes]\n", "f:2: unknown kind of word 'sometimes'"),
            ("et al.\n", "f:1: the abbreviation 'et' has no stop at its end"),
            ("a. sometimes\n", "f:1: the abbreviation 'sometimes' has no stop at its end"),
            ("\n.\n", "f:2: '.' contains no letter"),
        ] {
            let error = read_words(text, "f").unwrap_err();
            assert_eq!(error.to_string(), message);
            assert!(error.hint.is_some());
        }
        let long = format!("{}.", "x".repeat(200));
        assert!(read_words(&long, "f").unwrap_err().to_string().ends_with("an abbreviation"));
    }

    #[test]
    fn a_section_may_have_several_kinds_and_words_signs() {
        let words = read_words("[before-number often-last]\nz._B. -str. и_пр.\n", "f").unwrap();
        assert_eq!(words.len(), 6);
        let words = WordLists::new(&words);
        for key in ["z.b", "str", "и пр"] {
            let kinds = words.kinds(key.as_bytes());
            assert!(kinds.has(Kind::BeforeNumber) && kinds.has(Kind::OftenLast), "{key}");
        }
        assert!(words.compound(b"z.b").has(Kind::OftenLast));
        assert!(words.compound(b"str").is_empty());
        assert!(words.suffix(b"hauptstr").is_some_and(Kinds::are_of_abbreviation));
        let error = read_words("[never-last rarely]\n", "f").unwrap_err();
        assert_eq!(error.to_string(), "f:1: unknown kind of word 'rarely'");
    }

    #[test]
    fn a_word_has_all_kinds_of_all_its_spellings() {
        let words = read_words("إلخ. maybe-last\nالخ. before-number", "f").unwrap();
        let words = WordLists::new(&words);
        let kinds = words.kinds("الخ".as_bytes());
        assert!(kinds.has(Kind::MaybeLast) && kinds.has(Kind::BeforeNumber));
        assert!(!kinds.has(Kind::NeverLast));
        assert!(words.kinds("الخا".as_bytes()).is_empty());
    }
}
