//! Names of languages, from and to codes: in English, Arabic and the language itself, with or
//! without a region or script, in any order (`tm/languages`).

mod heading;
mod key;
mod tables;
mod words;

pub(crate) use self::heading::in_heading;
pub(super) use self::key::is_invisible;
use self::words::{Sign, Word};
use super::{
    Lang, code,
    profile::{self, Profile},
};

/// The longest text that is read as a name, in bytes.
const LONGEST: usize = 160;

impl Lang {
    /// Returns the English name, for messages: `French`, `Arabic, Egypt`, `Serbian, Latin`; of an
    /// unknown language, the code.
    pub fn name_in_english(&self) -> String {
        let code = self.as_str();
        let ends = code.match_indices('-').map(|(at, _)| at).chain([code.len()]);
        // The longest beginning that has a name of its own: `zh-Hant` of `zh-Hant-TW`.
        let longest = ends.rev().find_map(|end| Some((end, tables::in_english(&code[..end])?)));
        let Some((end, language)) = longest else {
            return code.to_owned();
        };
        let mut name = language.to_owned();
        for part in code[end..].split('-').filter(|part| !part.is_empty()) {
            name.push_str(", ");
            name.push_str(tables::in_english(part).unwrap_or(part));
        }
        name
    }
}

/// Returns the language that a text names: `English (United States)`, `Arabic [ar-SA]`, `العربية`. A
/// code alone is no name, and each word must be part of one.
pub(super) fn find(text: &str) -> Option<Lang> {
    if text.len() > LONGEST || text.contains(['!', '?', '؟', '=', '#', '@', '*', '%', '"']) {
        return None;
    }
    Parts::read(&words::words(text)).filter(|parts| parts.named)?.code()
}

/// The parts of a code, as they are found in a text.
#[derive(Debug, Default)]
struct Parts {
    language: Option<String>,
    script: Option<String>,
    region: Option<String>,
    /// True if a name of a language was found, or a marked name of a region beside a code:
    /// `en (United States)`.
    named: bool,
}

impl Parts {
    /// Reads words from left to right, the longest name first. Names and codes must agree.
    fn read(words: &[Word]) -> Option<Self> {
        let mut parts = Self::default();
        let mut at = 0;
        while at < words.len() {
            at += match parts.name(&words[at..]) {
                Some(length) => length,
                None => parts.subtag(&words[at]).then_some(1)?,
            };
        }
        Some(parts)
    }

    /// Takes the longest name that begins here and agrees; returns its number of words.
    fn name(&mut self, words: &[Word]) -> Option<usize> {
        (1..=words.len().min(tables::longest())).rev().find(|length| {
            let keys: Vec<&str> = words[..*length].iter().map(|word| word.key.as_str()).collect();
            tables::named(&keys.join(" ")).is_some_and(|codes| {
                if codes.language.is_some_and(|code| self.take(code)) {
                    self.named = true;
                    return true;
                }
                let taken = codes.script.is_some_and(|code| {
                    let is_script =
                        codes.language.is_none_or(|_| self.may_use(code, words[0].sign));
                    is_script && put(&mut self.script, code)
                }) || codes.region.is_some_and(|code| put(&mut self.region, code));
                self.named |= taken && words[0].sign != Sign::None;
                taken
            })
        })
    }

    /// Returns true if the name of a language means its script: `Kashmiri (Arabic)`, but not
    /// `English/Arabic`. Latin is more often the script.
    fn may_use(&self, script: &str, sign: Sign) -> bool {
        let Some(language) = &self.language else { return false };
        let fits = |profile: &Profile| profile::script_named(script) == Some(profile.script);
        script == "Latn" || (sign == Sign::Bracket && profile::of(language).is_none_or(fits))
    }

    /// Takes a subtag of a code; returns false if it is none, or does not agree.
    fn subtag(&mut self, word: &Word) -> bool {
        let subtag = word.key.as_str();
        if !subtag.is_ascii() {
            return false;
        }
        let mut region = subtag.to_ascii_uppercase();
        match (subtag.len(), &self.language) {
            (4, Some(_)) => {
                region[1..].make_ascii_lowercase();
                tables::in_english(&region).is_some() && put(&mut self.script, &region)
            }
            (2 | 3, language) => {
                let Some(lang) = code::canonical(subtag).filter(|_| code::is_short(subtag)) else {
                    // A region of three digits.
                    let known = language.is_some() && tables::in_english(&region).is_some();
                    return known && put(&mut self.region, &region);
                };
                match language {
                    None => {
                        tables::in_english(lang.primary()).is_some() && self.take(lang.as_str())
                    }
                    Some(language) if *language == lang.primary() => true,
                    Some(_) => {
                        word.sign != Sign::None
                            && subtag.len() == 2
                            && tables::in_english(&region).is_some()
                            && put(&mut self.region, &region)
                    }
                }
            }
            _ => false,
        }
    }

    /// Takes a code of a language with or without script and region, if it agrees.
    fn take(&mut self, code: &str) -> bool {
        let mut subtags = code.split('-');
        let primary = subtags.next().unwrap_or_default();
        let (script, region): (Vec<&str>, Vec<&str>) = subtags.partition(|s| s.len() == 4);
        let agree = |own: &Option<String>, other: Option<&&str>| {
            own.as_deref().is_none_or(|own| other.is_none_or(|other| own == *other))
        };
        if !agree(&self.language, Some(&primary))
            || !agree(&self.script, script.first())
            || !agree(&self.region, region.first())
        {
            return false;
        }
        self.language = Some(primary.to_owned());
        self.script = script.first().map(|s| (*s).to_owned()).or(self.script.take());
        self.region = region.first().map(|r| (*r).to_owned()).or(self.region.take());
        true
    }

    fn code(self) -> Option<Lang> {
        let parts = [Some(self.language?), self.script, self.region];
        code::canonical(&parts.into_iter().flatten().collect::<Vec<_>>().join("-"))
    }
}

/// Sets a part that is not set yet; returns false if another value is.
fn put(part: &mut Option<String>, value: &str) -> bool {
    part.get_or_insert_with(|| value.to_owned()) == value
}

#[cfg(test)]
mod tests;
