//! The words that rules know, and the small text format that lists them: the built-in ones of a
//! language in `tm/segmentation`, a user's own in a file of his.
//!
//! ```text
//! # a remark
//! [never-last]
//! د. أ.د.
//! كغم. maybe-last
//! ```
//!
//! A kind in square brackets holds for the words beneath it, one at the end of a line for that
//! line; before any is named, words are `never-last`. White space stands between words. An
//! abbreviation is written with its stop.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::place::Folded;
use crate::error::{Error, ErrorKind, Place, Result};

/// What a word tells about the end of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// An abbreviation that no sentence ends with, such as a title: `د.`, `Dr.`
    NeverLast,
    /// An abbreviation that may end a sentence, where the next word decides: `إلخ.`, `U.S.`
    MaybeLast,
    /// An abbreviation that belongs to the number after it: `ط. 3`, `No. 5`
    BeforeNumber,
    /// A letter that after a number is no initial: `505 هـ.`
    AfterNumber,
    /// A word after which a single letter is a name: `Plan B.`
    Label,
    /// A word that numbers a list item when the item begins with it: `أولا.`
    ListWord,
    /// A word that shows, after an abbreviation, that a sentence begins.
    Starter,
    /// A word that shows that none begins, although it looks as if one did.
    NotStarter,
    /// A letter that, written onto a word, makes a starter of it: `و`
    StartingLetter,
    /// A letter that may be written onto an abbreviation: `ود.`
    Clitic,
    /// A letter's name, of which abbreviations are made: `بي.بي.سي.`
    LetterName,
    /// A verb that tells who spoke, after a quotation: `"Who?" Mary asked.`
    SpeechVerb,
    /// A word with which a question goes on: `من جاء؟ أو من أرسله؟`
    Joiner,
}

const KINDS: [(&str, Kind); 13] = [
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
];

impl Kind {
    fn is_abbreviation(self) -> bool {
        matches!(self, Self::NeverLast | Self::MaybeLast | Self::BeforeNumber | Self::AfterNumber)
    }

    fn named(name: &str) -> Option<Self> {
        KINDS.iter().find(|(own, _)| *own == name).map(|(_, kind)| *kind)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = KINDS.iter().find(|(_, kind)| kind == self).map_or("", |(name, _)| name);
        f.write_str(name)
    }
}

/// A word that the rules know, as a file lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The word as it was written, an abbreviation with its stop: `د.`
    pub text: String,
    /// What it tells.
    pub kind: Kind,
}

/// The words of a file in the format above; `origin` is its name for messages.
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
    let mut section = Kind::NeverLast;
    for (line, number) in text.trim_start_matches('\u{FEFF}').lines().zip(1..) {
        let fail = |message: String| {
            Error::new(ErrorKind::Format, message).at(Place::line(origin, number))
        };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = kind(name.trim()).map_err(fail_hint(fail))?;
            continue;
        }
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let own = words.last().and_then(|last| Kind::named(last)).filter(|_| words.len() > 1);
        if own.is_some() {
            words.pop();
        }
        let kind = own.unwrap_or(section);
        for word in words {
            check(word, kind).map_err(|(message, hint)| fail(message).hint(hint))?;
            out.push(Entry { text: word.to_owned(), kind });
        }
    }
    Ok(out)
}

fn fail_hint(fail: impl Fn(String) -> Error) -> impl Fn((String, String)) -> Error {
    move |(message, hint)| fail(message).hint(hint)
}

fn kind(name: &str) -> Result<Kind, (String, String)> {
    Kind::named(name).ok_or_else(|| {
        let known: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        (format!("'{name}' is no kind of word"), format!("known kinds: {}", known.join(", ")))
    })
}

fn check(word: &str, kind: Kind) -> Result<(), (String, String)> {
    if kind.is_abbreviation() && !word.ends_with(['.', '!', '?', '؟']) {
        return Err((
            format!("the abbreviation '{word}' has no stop at its end"),
            format!(
                "write it as it stands in the text, as in '{word}.'; of several words only the \
                 last, with its stop; after it may stand a kind, such as maybe-last"
            ),
        ));
    }
    match Folded::new(key(word)) {
        Some(folded) if !folded.as_str().is_empty() => Ok(()),
        Some(_) => Err((format!("'{word}' holds no letter"), "leave the line out".to_owned())),
        None => Err((
            format!("'{word}' is too long for an abbreviation"),
            "write one word between two spaces".to_owned(),
        )),
    }
}

/// What of a listed word is compared: not the stop at its end, but a mark that names end in.
fn key(text: &str) -> &str {
    text.strip_suffix('.').unwrap_or(text)
}

/// The kinds of a word, as a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kinds(u16);

impl Kinds {
    pub(super) fn has(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u16) != 0
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

/// Words with their kinds, folded, in order for look-up.
#[derive(Debug, Clone)]
pub(super) struct WordLists {
    sorted: Vec<(Box<[u8]>, Kinds)>,
    /// A bit for the sum of each word: most words of a text are in no list, and show it here.
    sums: Box<[u64; 64]>,
    /// Of kind [`Kind::StartingLetter`] and [`Kind::Clitic`].
    pub(super) starting_letters: Vec<char>,
    pub(super) clitics: Vec<char>,
}

impl WordLists {
    pub(super) fn new(entries: &[Entry]) -> Self {
        let mut words = Self {
            sorted: Vec::new(),
            sums: Box::new([0; 64]),
            starting_letters: Vec::new(),
            clitics: Vec::new(),
        };
        for entry in entries {
            // Entries from a file were checked; any other that is too long can match nothing.
            let Some(folded) = Folded::new(key(&entry.text)) else { continue };
            match entry.kind {
                Kind::StartingLetter => words.starting_letters.extend(folded.as_str().chars()),
                Kind::Clitic => words.clitics.extend(folded.as_str().chars()),
                kind => {
                    let (cell, bit) = sum(folded.as_bytes());
                    words.sums[cell] |= bit;
                    words.sorted.push((folded.as_bytes().into(), Kinds(1 << kind as u16)));
                }
            }
        }
        words.sorted.sort_by(|a, b| a.0.cmp(&b.0));
        words.sorted.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1.0 |= next.1.0;
            }
            same
        });
        words
    }

    /// The words of a kind, folded, in order.
    pub(super) fn of(&self, kind: Kind) -> impl Iterator<Item = &str> {
        let of_kind = self.sorted.iter().filter(move |(_, kinds)| kinds.has(kind));
        // They were made of whole characters.
        of_kind.filter_map(|(word, _)| std::str::from_utf8(word).ok())
    }

    /// The kinds of a folded word; none of a word that is not listed.
    pub(super) fn kinds(&self, word: &[u8]) -> Kinds {
        let (cell, bit) = sum(word);
        if self.sums[cell] & bit == 0 {
            return Kinds::default();
        }
        self.sorted
            .binary_search_by(|(own, _)| (**own).cmp(word))
            .map_or(Kinds::default(), |at| self.sorted[at].1)
    }
}

/// A sum over a few bytes and the length of a word: the cell and the bit that it falls into.
fn sum(word: &[u8]) -> (usize, u64) {
    let at = |i: usize| u32::from(word.get(i).copied().unwrap_or(0));
    let n = word.len();
    let mixed = at(1) | at(n.wrapping_sub(1)) << 8 | at((n / 2) | 1) << 16 | (n as u32) << 24;
    let sum = mixed.wrapping_mul(0x9E37_79B1) >> 20;
    ((sum >> 6) as usize, 1 << (sum & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_hold_for_a_section_or_a_line() {
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
    fn what_is_wrong_is_said_with_its_line() {
        for (text, message) in [
            ("a.\n[sometimes]\n", "f:2: 'sometimes' is no kind of word"),
            ("et al.\n", "f:1: the abbreviation 'et' has no stop at its end"),
            ("a. sometimes\n", "f:1: the abbreviation 'sometimes' has no stop at its end"),
            ("\n.\n", "f:2: '.' holds no letter"),
        ] {
            let error = read_words(text, "f").unwrap_err();
            assert_eq!(error.to_string(), message);
            assert!(error.hint.is_some());
        }
        let long = format!("{}.", "x".repeat(200));
        assert!(read_words(&long, "f").unwrap_err().to_string().ends_with("an abbreviation"));
    }

    #[test]
    fn a_word_has_all_its_kinds_however_it_is_spelt() {
        let words = read_words("إلخ. maybe-last\nالخ. before-number", "f").unwrap();
        let words = WordLists::new(&words);
        let kinds = words.kinds("الخ".as_bytes());
        assert!(kinds.has(Kind::MaybeLast) && kinds.has(Kind::BeforeNumber));
        assert!(!kinds.has(Kind::NeverLast));
        assert!(words.kinds("الخا".as_bytes()).is_empty());
    }
}
