//! The language of a text, as far as the text tells it.
//!
//! Letters decide where they can: kana, Hangul, ں of Urdu, ы of Russian. Where languages share a
//! script, frequent words decide with them. The answer is open where the evidence is thin; then any
//! language of the script may be meant. docs/languages.md tells the rules.

mod decide;
mod evidence;
mod letters;
mod others;

use unicode_script::Script;

pub(crate) use self::letters::markup;
use self::{
    decide::{alone, decide, excludes_arabic, leaves_english},
    evidence::{Tally, group},
};
use super::{Lang, profile};

/// The largest number of characters that are read.
const LIMIT: usize = 65_536;

/// What a text tells about its language.
///
/// ```
/// use muwazi::{Lang, lang::detect};
/// let sure = detect("Le ministre est arrivé hier soir dans la capitale avec une délégation.");
/// assert_eq!(sure.lang().map(Lang::as_str), Some("fr"));
/// let open = detect("Berlin 2024");
/// assert_eq!(open.lang(), None);
/// assert!(open.may_be(&"de".parse()?) && !open.may_be(&Lang::arabic()));
/// # Ok::<(), muwazi::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    lang: Option<Lang>,
    /// The script of most letters; Chinese and Japanese count as one.
    script: Option<Script>,
    /// All letters that count, and those of that script.
    letters: usize,
    of_script: usize,
    /// True if there are letters of Arabic script, though most may be others.
    has_arabic: bool,
    /// True if there are letters, but only such as do not count.
    has_only_code: bool,
    /// False if the text speaks for other languages of its script than Arabic or English.
    may_be_usual: bool,
}

/// Detects the language of a text. Letters inside markup, links, addresses, paths and placeholders
/// do not count. Reads at most 65,536 characters.
pub fn detect(text: &str) -> Detected {
    let tally = Tally::of(text, LIMIT);
    let dominant = tally.dominant();
    let code = dominant.and_then(|amount| decide(&tally, amount));
    let may_be_usual = match dominant.map(|amount| amount.script) {
        Some(Script::Arabic) => !excludes_arabic(&tally),
        Some(Script::Latin) => leaves_english(&tally),
        _ => true,
    };
    let has_only_code =
        dominant.is_none() && tally.letters() == 0 && text.bytes().any(|b| b.is_ascii_alphabetic());
    Detected { may_be_usual, has_only_code, ..Detected::of(&tally, code) }
}

/// Detects no more than the script, which is faster. The answer is open unless one language alone
/// is written in it.
pub(crate) fn detect_script(text: &str) -> Detected {
    let tally = Tally::of_scripts(text, LIMIT);
    let code = tally.dominant().and_then(|amount| alone(amount.script));
    Detected::of(&tally, code)
}

/// Returns the languages of a text and its translation: those given, else those detected. Arabic
/// and English come first: a text in Latin script that does not tell its language is taken for
/// English beside an Arabic one, unless it speaks for another language. `None` if in doubt.
pub fn detect_pair(texts: [&str; 2], given: [Option<&Lang>; 2]) -> [Option<Lang>; 2] {
    let seen = [0, 1].map(|side| given[side].is_none().then(|| detect(texts[side])));
    let found = [0, 1].map(|side| match &seen[side] {
        Some(one) => one.assumed().or_else(|| {
            // A translation into Arabic that holds more names in Latin letters than words.
            let is_arabic =
                seen[1 - side].as_ref().is_some_and(|other| one.is_arabic_beside(other));
            is_arabic.then(Lang::arabic)
        }),
        None => given[side].cloned(),
    });
    [0, 1].map(|side| {
        let beside = found[1 - side].as_ref();
        found[side].clone().or_else(|| seen[side].as_ref()?.assumed_beside(beside?))
    })
}

impl Detected {
    fn of(tally: &Tally, code: Option<&str>) -> Self {
        let dominant = tally.dominant();
        Self {
            lang: code.and_then(|code| code.parse().ok()),
            script: dominant.map(|amount| amount.script),
            letters: tally.letters(),
            of_script: dominant.map_or(0, |amount| amount.letters),
            has_arabic: tally.letters_in(Script::Arabic) > 1,
            has_only_code: false,
            may_be_usual: true,
        }
    }

    /// Returns the language if the text leaves no doubt about it.
    pub fn lang(&self) -> Option<&Lang> {
        self.lang.as_ref()
    }

    /// Returns true if there are letters.
    pub(crate) fn has_letters(&self) -> bool {
        self.letters > 0
    }

    /// Returns true if the text can be in a language: if it is the one detected, or if none is
    /// detected and it is written in the script of the text. A text without letters can be in any.
    pub fn may_be(&self, lang: &Lang) -> bool {
        match (&self.lang, self.script) {
            (Some(sure), _) => is_same(sure, lang),
            (None, Some(Script::Arabic)) if is_same(&Lang::arabic(), lang) => self.may_be_usual,
            (None, Some(script)) => is_in(script, lang),
            (None, None) => true,
        }
    }

    /// Returns the language to take if nobody names it: the one detected, or Arabic for a text in
    /// Arabic script that does not speak for another language.
    pub fn assumed(&self) -> Option<Lang> {
        let is_arabic = self.script == Some(Script::Arabic) && self.may_be_usual;
        self.lang.clone().or_else(|| is_arabic.then(Lang::arabic))
    }

    /// Returns the language to take beside a text in another one, if nobody names it.
    pub fn assumed_beside(&self, other: &Lang) -> Option<Lang> {
        let is_english = self.is_perhaps_english() && is_same(other, &Lang::arabic());
        self.assumed().or_else(|| is_english.then(Lang::english))
    }

    /// Returns true for a text in Latin script that does not speak for another language than English,
    /// or with nothing but code.
    pub(crate) fn is_perhaps_english(&self) -> bool {
        let is_latin = self.script == Some(Script::Latin) || self.has_only_code;
        is_latin && self.may_be_usual && self.may_be(&Lang::english())
    }

    fn is_arabic_beside(&self, other: &Self) -> bool {
        let is_latin = |seen: &Self| matches!(seen.script, Some(Script::Latin) | None);
        self.has_arabic && is_latin(self) && !other.has_arabic && is_latin(other)
    }

    /// Returns the languages with a profile that the text can be in, for messages; none if it has no
    /// letters.
    pub fn candidates(&self) -> Vec<Lang> {
        let all = profile::own().filter_map(|profile| profile.codes.first()?.parse().ok());
        all.filter(|lang| self.script.is_some() && self.may_be(lang)).collect()
    }

    /// Returns true if nearly all letters, and not just a few, are in a script in which a language is
    /// not written.
    pub(crate) fn is_in_another_script_than(&self, lang: &Lang) -> bool {
        let Some(script) = self.script else { return false };
        self.of_script >= 40 && self.of_script * 5 > self.letters * 4 && !is_in(script, lang)
    }

    /// Returns true if there are letters, and most are in a script in which a language is not written.
    pub fn is_in_other_script(&self, lang: &Lang) -> bool {
        self.script.is_some_and(|script| !is_in(script, lang))
    }

    /// Returns true if most letters are in the script of a language.
    pub(crate) fn is_in_script_of(&self, lang: &Lang) -> bool {
        self.script.is_some_and(|script| group(lang.script()) == script)
    }

    /// Returns the candidates in words for a hint, with their codes; `None` if there is none.
    pub(crate) fn candidates_in_words(&self) -> Option<String> {
        let named = |lang: &Lang| format!("{} ({lang})", lang.name_in_english());
        let all: Vec<String> = self.candidates().iter().map(named).collect();
        (!all.is_empty()).then(|| format!("{} or another", all.join(", ")))
    }

    /// Returns the name of the script of most letters: `Arabic`, `Latin`.
    pub fn script_name(&self) -> &'static str {
        match self.script {
            Some(Script::Han) => "Chinese or Japanese",
            Some(script) => script.full_name(),
            None => "no",
        }
    }
}

impl Lang {
    /// Returns true for two languages that are written in one script.
    pub(crate) fn is_in_one_script_with(&self, other: &Lang) -> bool {
        group(self.script()) == group(other.script())
    }
}

/// Returns true if a language is written in a script. An unknown script may be any.
fn is_in(script: Script, lang: &Lang) -> bool {
    let of_lang = group(lang.script());
    of_lang == script || of_lang == Script::Unknown
}

/// Returns true for two codes of one language.
fn is_same(one: &Lang, other: &Lang) -> bool {
    let norwegian = |lang: &Lang| matches!(lang.primary(), "no" | "nb" | "nn");
    one.same_language(other)
        || std::ptr::eq(one.profile(), other.profile()) && !one.profile().codes.is_empty()
        || norwegian(one) && norwegian(other)
}

#[cfg(test)]
mod tests;
