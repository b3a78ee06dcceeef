//! Language codes (BCP 47) in canonical case.

use std::{borrow::Cow, fmt};

use encoding_rs::Encoding;
use icu_locale::{LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleExpander};
use serde::{Deserialize, Serialize};
use unicode_script::Script;

use super::{
    names,
    profile::{self, Profile},
};
use crate::error::{Error, ErrorKind};

/// A language code in canonical case: `ar`, `en-US`, `zh-Hant-TW`.
///
/// ```
/// use muwazi::Lang;
/// let lang: Lang = "EN_us".parse()?;
/// assert_eq!(lang.as_str(), "en-US");
/// assert!(lang.is_a(&"en".parse()?));
/// # Ok::<(), muwazi::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Lang(String);

impl Lang {
    /// Returns the code of Arabic.
    pub fn arabic() -> Self {
        Self("ar".into())
    }

    /// Returns the code of English.
    pub fn english() -> Self {
        Self("en".into())
    }

    /// Returns `und` (undetermined), the code for text in an unknown language.
    pub fn undetermined() -> Self {
        Self("und".into())
    }

    /// Returns the code as a string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the first subtag, `en` of `en-US`.
    pub fn primary(&self) -> &str {
        self.0.split('-').next().unwrap_or_default()
    }

    /// Returns true if this is `other` or a variety of it: `en-US` is an `en`, but not the reverse.
    pub fn is_a(&self, other: &Lang) -> bool {
        self.0 == other.0 || self.0.strip_prefix(&other.0).is_some_and(|rest| rest.starts_with('-'))
    }

    /// Returns true if both are varieties of one language.
    pub fn same_language(&self, other: &Lang) -> bool {
        self.primary() == other.primary()
    }

    /// Returns true if the language is written from right to left.
    pub fn is_rtl(&self) -> bool {
        profile::is_rtl(self.script())
    }

    /// Returns the profile of the language, a plain one by its script if it has none of its own.
    pub(crate) fn profile(&self) -> &'static Profile {
        profile::of(self.primary()).unwrap_or_else(|| profile::plain(self.script()))
    }

    /// Returns true if the language has a profile of its own.
    pub(crate) fn has_profile(&self) -> bool {
        profile::of(self.primary()).is_some()
    }

    /// Returns the script that the code names, else the one that the language is usually written
    /// in; [`Script::Unknown`] if neither is known.
    pub(crate) fn script(&self) -> Script {
        let named = self.0.split('-').skip(1).find(|subtag| subtag.len() == 4);
        if let Some(script) = named.and_then(profile::script_named) {
            return script;
        }
        if let Some(profile) = profile::of(self.primary()) {
            return profile.script;
        }
        likely_script(&self.0).unwrap_or(Script::Unknown)
    }
}

/// Returns the script that a language is usually written in, by the likely subtags of CLDR.
fn likely_script(code: &str) -> Option<Script> {
    let mut id: LanguageIdentifier = code.parse().ok()?;
    LocaleExpander::new_extended().maximize(&mut id);
    profile::script_named(id.script?.as_str())
}

/// Reads a code or a name: `ar`, `en-US`, `en_US.UTF-8`, `eng`, `English (United States)`, `العربية`.
/// Codes are made canonical by the aliases of CLDR: `iw` is `he`, `en-UK` is `en-GB`.
impl std::str::FromStr for Lang {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || names::is_invisible(c));
        // Readers parse a code with each unit.
        if profile::own().any(|own| own.codes.first() == Some(&text)) {
            return Ok(Self(text.to_owned()));
        }
        let found = if is_short(text) { canonical(text) } else { names::find(text) };
        found
            .or_else(|| canonical(without_encoding(text)?.as_ref()))
            .or_else(|| canonical(text))
            .or_else(|| in_usual_case(text))
            .ok_or_else(|| {
                Error::new(ErrorKind::Language, format!("'{text}' is not a language code"))
                    .hint("write it like ar, en, en-US or English")
            })
    }
}

/// Returns true if a text has the form of a code and cannot be a name: `ar`, `zh-Hant-TW`, `key`.
pub(super) fn is_short(text: &str) -> bool {
    let mut subtags = text.split(['-', '_']);
    subtags.next().is_some_and(|language| {
        matches!(language.len(), 2 | 3) && language.bytes().all(|b| b.is_ascii_alphabetic())
    }) && subtags.all(|subtag| {
        matches!(subtag.len(), 1..=4) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

/// Returns the canonical form of a code by the rules of BCP 47 and the aliases of CLDR.
pub(super) fn canonical(code: &str) -> Option<Lang> {
    let mut locale: Locale = code.replace('_', "-").parse().ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(Lang(locale.to_string()))
}

/// Returns a locale of POSIX without its encoding, and its modifier as a subtag: `sr-Latn-RS` of
/// `sr_RS.UTF-8@latin`.
fn without_encoding(text: &str) -> Option<Cow<'_, str>> {
    let (rest, modifier) = text.split_once('@').map_or((text, ""), |(rest, m)| (rest, m));
    let (code, encoding) = rest.split_once('.').map_or((rest, None), |(code, e)| (code, Some(e)));
    let is_encoding = |name: &str| {
        Encoding::for_label(name.as_bytes()).is_some()
            || ["eucjp", "euckr", "euctw"].contains(&name.to_ascii_lowercase().as_str())
    };
    if !is_short(code) || text == code || !encoding.is_none_or(is_encoding) {
        return None;
    }
    let script = match modifier.to_ascii_lowercase().as_str() {
        "latin" | "latn" => "Latn",
        "cyrillic" | "cyrl" => "Cyrl",
        "arabic" | "arab" => "Arab",
        "devanagari" | "deva" => "Deva",
        "valencia" => return Some(Cow::Owned(format!("{code}-valencia"))),
        // `@euro` and the like are no part of a language.
        _ => return Some(Cow::Borrowed(code)),
    };
    let (language, region) = code.split_once(['-', '_']).unwrap_or((code, ""));
    let join = if region.is_empty() { "" } else { "-" };
    Some(Cow::Owned(format!("{language}-{script}{join}{region}")))
}

/// Returns a well-formed code that CLDR does not know, such as `zh-cmn-Hans`, with its subtags in the
/// usual case.
fn in_usual_case(code: &str) -> Option<Lang> {
    let well_formed = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let mut out = String::with_capacity(code.len());
    for (i, subtag) in code.split(['-', '_']).enumerate() {
        let first_is_language =
            i > 0 || (subtag.len() > 1 && subtag.bytes().all(|b| b.is_ascii_alphabetic()));
        if !well_formed(subtag) || !first_is_language {
            return None;
        }
        if i > 0 {
            out.push('-');
        }
        match subtag.len() {
            2 if i > 0 => out.push_str(&subtag.to_ascii_uppercase()),
            4 if i > 0 && !subtag.as_bytes()[0].is_ascii_digit() => {
                out.push_str(&subtag[..1].to_ascii_uppercase());
                out.push_str(&subtag[1..].to_ascii_lowercase());
            }
            _ => out.push_str(&subtag.to_ascii_lowercase()),
        }
    }
    Some(Lang(out))
}

impl TryFrom<String> for Lang {
    type Error = Error;

    fn try_from(code: String) -> Result<Self, Error> {
        code.parse()
    }
}

impl From<Lang> for String {
    fn from(lang: Lang) -> Self {
        lang.0
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_get_canonical_case() {
        for (given, expected) in
            [("AR", "ar"), ("en_us", "en-US"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419")]
        {
            assert_eq!(given.parse::<Lang>().unwrap().as_str(), expected);
        }
        for bad in ["", "e", "en--US", "*all*", "ع"] {
            assert!(bad.parse::<Lang>().is_err(), "{bad}");
        }
    }
}
