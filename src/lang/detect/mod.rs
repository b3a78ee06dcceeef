//! The language of a text, as far as the text tells it.
//!
//! Letters decide where they can: kana, Hangul, ں of Urdu, ы of Russian. Where languages share a
//! script, frequent words decide with them. The answer is open where the evidence is thin; then any
//! language of the script may be meant.

mod decide;
mod evidence;
mod letters;
mod others;

use unicode_script::Script;

use self::{
    decide::{alone, decide},
    evidence::{Tally, group},
};
use super::Lang;

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
    letters: usize,
    /// The letters of that script.
    of_script: usize,
    /// True if telling letters exclude Arabic among the languages of its script.
    not_arabic: bool,
}

/// Detects the language of a text. Letters inside markup, links, addresses, paths and placeholders
/// do not count. Reads at most 65,536 characters.
pub fn detect(text: &str) -> Detected {
    let tally = Tally::of(text, LIMIT);
    let amount = tally.dominant();
    let code = amount.and_then(|amount| decide(&tally, amount));
    Detected::new(&tally, code)
}

/// Detects no more than the script, which is faster. The answer is open unless one language alone
/// is written in it.
pub(crate) fn detect_script(text: &str) -> Detected {
    let tally = Tally::of_scripts(text, LIMIT);
    let code = tally.dominant().and_then(|amount| alone(amount.script));
    Detected::new(&tally, code)
}

impl Detected {
    fn new(tally: &Tally, code: Option<&str>) -> Self {
        let amount = tally.dominant();
        Self {
            lang: code.and_then(|code| code.parse().ok()),
            script: amount.map(|amount| amount.script),
            letters: tally.letters(),
            of_script: amount.map_or(0, |amount| amount.letters),
            not_arabic: false,
        }
    }

    /// Returns the language if the text leaves no doubt about it.
    pub fn lang(&self) -> Option<&Lang> {
        self.lang.as_ref()
    }

    /// Returns true if the text can be in a language: if it is the one detected, or if none is
    /// detected and it is written in the script of the text. A text without letters can be in any.
    pub fn may_be(&self, lang: &Lang) -> bool {
        match (&self.lang, self.script) {
            (Some(sure), _) => is_same(sure, lang),
            (None, Some(script)) => {
                is_in(script, lang) && !(self.not_arabic && is_same(&Lang::arabic(), lang))
            }
            (None, None) => true,
        }
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
