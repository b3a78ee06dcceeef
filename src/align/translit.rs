//! Comparison of names across scripts by their consonants.
//!
//! Transliteration between Arabic and Latin script adds and drops vowels but keeps consonants, though
//! the mapping of letters is many to many: ترامب and Trump, بومبيو and Pompeo, ماكجورك and McGurk. A
//! [`Skeleton`] holds one sign per consonant class, and a rough sound that distinguishes short names.
//! The sounds of the letters of other scripts than Latin are data of the profile.

use std::sync::{LazyLock, OnceLock};

use crate::{
    lang::profile::{self, Profile},
    lookup_map::LookupMap,
    text::folded,
};

/// A rough phonetic form of a name, in signs that all scripts share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Skeleton {
    /// The consonants, as one ASCII sign per class.
    pub consonants: String,
    /// The consonants and long vowels.
    pub sound: String,
    /// A bit set of the consonant signs that occur.
    present: u32,
}

impl Skeleton {
    /// Computes the skeleton of a word of the matching view in Latin letters. Returns `None` if the
    /// word has fewer than two consonants.
    pub(crate) fn latin(word: &str) -> Option<Self> {
        Self::of_sound(latin(word))
    }

    /// Computes the skeletons of a word of the matching view in another script: one, or two where
    /// its letters can be read in two ways.
    pub(crate) fn all(word: &str, profile: &'static Profile) -> impl Iterator<Item = Self> {
        // A Latin letter may be stuck to a word of the other script.
        let first = word.chars().find(|c| *c >= '\u{250}');
        let letters = first.map(|first| Letters::of(profile.of_word(first)));
        let (usual, other) = match letters {
            Some(letters) => letters.sounds(word),
            None => (latin(word), None),
        };
        std::iter::once(usual).chain(other).filter_map(Self::of_sound)
    }

    fn of_sound(sound: String) -> Option<Self> {
        let consonants: String = sound.chars().filter(|c| !matches!(c, 'a' | 'i' | 'u')).collect();
        let present = consonants.bytes().fold(0, |bits, sign| bits | 1 << (sign - b'a'));
        (consonants.len() >= 2).then_some(Self { consonants, sound, present })
    }

    /// A cheap upper bound of [`Skeleton::similarity`]: each consonant that one name has and the other
    /// lacks costs at least one edit.
    pub(crate) fn at_most(&self, other: &Self) -> f64 {
        let lacks = |a: &Self, b: &Self| (a.present & !b.present).count_ones();
        let edits = f64::from(lacks(self, other).max(lacks(other, self)));
        let longest = self.consonants.len().max(other.consonants.len()) as f64;
        let trust = self.trust(other);
        trust * (1.0 - edits / longest) + (1.0 - trust)
    }

    /// The weight of the consonants relative to the whole sound. Many names share the same two
    /// consonants, so for short names the vowels must agree as well.
    fn trust(&self, other: &Self) -> f64 {
        if self.consonants.len().min(other.consonants.len()) < 3 { 0.5 } else { 0.75 }
    }

    /// The phonetic similarity of two names, from 0 to 1; `None` where it is below `least`.
    pub(crate) fn similarity(&self, other: &Self, least: f64) -> Option<f64> {
        let (a, b) = (&self.consonants, &other.consonants);
        if a.as_bytes()[0] != b.as_bytes()[0] || a.len().abs_diff(b.len()) > 2 {
            return (least <= 0.0).then_some(0.0);
        }
        let trust = self.trust(other);
        let consonants = trust * strsim::normalized_levenshtein(a, b);
        // Most pairs are too far apart already, and need no comparison of vowels.
        if consonants + (1.0 - trust) < least {
            return None;
        }
        let sound = strsim::jaro_winkler(&self.sound, &other.sound);
        Some(consonants + (1.0 - trust) * sound).filter(|alike| *alike >= least)
    }
}

fn push(out: &mut String, sign: char) {
    // Doubled consonants and vowels are one sound.
    if !out.ends_with(sign) {
        out.push(sign);
    }
}

/// The sounds of the letters of a profile, by the first letter of each key.
struct Letters(LookupMap<char, Vec<Letter>>);

struct Letter {
    /// One letter, or two that have one sound, folded.
    key: String,
    /// At the beginning or the end of a word only.
    begins: bool,
    ends: bool,
    variants: &'static [&'static str],
}

static LETTERS: LazyLock<Vec<OnceLock<Letters>>> =
    LazyLock::new(|| profile::all().map(|_| OnceLock::new()).collect());

impl Letters {
    fn of(profile: &'static Profile) -> &'static Self {
        LETTERS[profile.index()].get_or_init(|| Self::new(profile))
    }

    fn new(profile: &'static Profile) -> Self {
        let mut letters = Self(LookupMap::default());
        for &(key, variants) in profile.sounds.iter().copied().flatten() {
            let (begins, ends) = (key.starts_with('^'), key.ends_with('$'));
            let key = folded(key.trim_start_matches('^').trim_end_matches('$'));
            let Some(first) = key.chars().next() else { continue };
            let letter = Letter { key, begins, ends, variants };
            letters.0.get_or(first, Vec::new).push(letter);
        }
        letters
    }

    /// The usual sound of a word, and its second one, if it has two.
    fn sounds(&self, word: &str) -> (String, Option<String>) {
        let (usual, ambiguous) = self.read(word, |variants| variants.first());
        let other = ambiguous.then(|| self.read(word, |variants| variants.last()).0);
        (usual, other)
    }

    /// Reads a word with one of the variants of each letter. Returns true if a letter has two.
    fn read(
        &self,
        word: &str,
        choose: fn(&'static [&'static str]) -> Option<&'static &'static str>,
    ) -> (String, bool) {
        let mut out = String::with_capacity(word.len());
        let (mut rest, mut first, mut ambiguous) = (word, true, false);
        while let Some(c) = rest.chars().next() {
            let fits = |letter: &&Letter| {
                rest.starts_with(&letter.key)
                    && (!letter.begins || first)
                    && (!letter.ends || rest.len() == letter.key.len())
            };
            let Some(letter) = self.0.get(&c).and_then(|letters| letters.iter().find(fits)) else {
                rest = &rest[c.len_utf8()..];
                continue;
            };
            first = false;
            ambiguous |= letter.variants.len() > 1;
            for sign in choose(letter.variants).into_iter().flat_map(|signs| signs.chars()) {
                push(&mut out, sign);
            }
            rest = &rest[letter.key.len()..];
        }
        (out, ambiguous)
    }
}

fn latin(word: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let letters: Vec<char> = word.nfd().filter(char::is_ascii_alphabetic).collect();
    let mut out = String::new();
    let mut i = 0;
    while i < letters.len() {
        let next = letters.get(i + 1).copied();
        let soft = matches!(next, Some('e' | 'i' | 'y'));
        let (signs, used) = match (letters[i], next) {
            ('s', Some('h')) | ('c', Some('h')) => ("c", 2),
            ('k', Some('h')) | ('g', Some('h')) | ('c', Some('k')) => ("k", 2),
            ('p', Some('h')) => ("f", 2),
            ('t', Some('h')) => ("t", 2),
            ('q', Some('u')) => ("k", 2),
            ('c', _) if soft => ("s", 1),
            ('c' | 'k' | 'q' | 'g' | 'j', _) => ("k", 1),
            ('x', _) => ("ks", 1),
            ('b' | 'p', _) => ("b", 1),
            ('d', _) => ("d", 1),
            ('f' | 'v', _) => ("f", 1),
            ('s' | 'z', _) => ("s", 1),
            ('w', _) => (if i == 0 { "w" } else { "u" }, 1),
            ('y', _) => (if i == 0 { "y" } else { "i" }, 1),
            ('a', _) => ("a", 1),
            ('e' | 'i', _) => ("i", 1),
            ('o' | 'u', _) => ("u", 1),
            ('l', _) => ("l", 1),
            ('m', _) => ("m", 1),
            ('n', _) => ("n", 1),
            ('r', _) => ("r", 1),
            ('t', _) => ("t", 1),
            // Mostly silent at the end: Noah, Sarah.
            ('h', None) => ("", 1),
            ('h', _) => ("h", 1),
            _ => ("", 1),
        };
        for sign in signs.chars() {
            push(&mut out, sign);
        }
        i += used;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(lang: &str, a: &str, b: &str) -> f64 {
        let all: Vec<_> = Skeleton::all(&folded(a), profile::of(lang).unwrap()).collect();
        let latin = Skeleton::latin(&folded(b)).unwrap();
        all.iter().filter_map(|skeleton| skeleton.similarity(&latin, 0.0)).fold(0.0, f64::max)
    }

    #[test]
    fn names_are_known_in_the_other_script() {
        for (lang, a, b) in [
            ("ar", "ترامب", "Trump"),
            ("ar", "بومبيو", "Pompeo"),
            ("ar", "شاناهان", "Shanahan"),
            ("ar", "ماكجورك", "McGurk"),
            ("ar", "ماتيس", "Mattis"),
            ("ar", "باتريك", "Patrick"),
            ("ar", "كلينتون", "Clinton"),
            ("ar", "جورجتاون", "Georgetown"),
            ("ar", "هوليوك", "Holyoke"),
            ("ar", "ديهيل", "Diehl"),
            ("ar", "واشنطن", "Washington"),
            ("he", "ושינגטון", "Washington"),
            ("he", "נתניהו", "Netanyahu"),
            ("he", "פייסבוק", "Facebook"),
            ("he", "ירושלים", "Yerushalayim"),
            ("he", "ג'ורג'", "George"),
            ("he", "חיפה", "Haifa"),
            ("he", "דימונה", "Dimona"),
            ("he", "שמעון", "Shimon"),
            ("ru", "Вашингтон", "Washington"),
            ("ru", "Гамбург", "Hamburg"),
            ("ru", "Джонсон", "Johnson"),
            ("ru", "Жуков", "Zhukov"),
            ("ru", "Достоевский", "Dostoevsky"),
            ("ru", "Екатерина", "Yekaterina"),
            ("ru", "Якутск", "Yakutsk"),
            ("fa", "تهران", "Tehran"),
            ("fa", "ویکتور", "Victor"),
            ("fa", "بیرجند", "Birjand"),
            ("fa", "پاریس", "Paris"),
            ("ur", "بھٹو", "Bhutto"),
            ("ur", "ملتان", "Multan"),
            ("ur", "گاندھی", "Gandhi"),
        ] {
            assert!(alike(lang, a, b) > 0.74, "{a} {b} {}", alike(lang, a, b));
        }
        for (lang, a, b) in [
            ("ar", "ترامب", "pompeo"),
            ("ar", "قالت", "clinton"),
            ("ar", "الدول", "london"),
            ("ar", "كتاب", "boat"),
            ("he", "ילדים", "London"),
            ("ru", "говорят", "London"),
        ] {
            assert!(alike(lang, a, b) < 0.7, "{a} {b} {}", alike(lang, a, b));
        }
        assert!(alike("ar", "شاناهان", "Shanahan") > 0.9);
    }

    #[test]
    fn sounds_are_signs_of_the_comparison() {
        for profile in profile::own() {
            for (key, variants) in profile.sounds.iter().copied().flatten() {
                let sound = variants.iter().all(|v| v.bytes().all(|b| b.is_ascii_lowercase()));
                assert!(sound && (1..=2).contains(&variants.len()), "{key}");
            }
        }
    }
}
