//! One profile a language: the data by which segmentation, matching and alignment know it.
//!
//! A new language is one file here and one line in `OWN`.

mod arabic;
mod chinese;
mod english;
mod french;
mod german;
mod hebrew;
mod japanese;
mod persian;
mod plain;
mod russian;
mod spanish;
mod turkish;
mod urdu;

use unicode_script::Script;

pub(crate) use self::plain::plain;

/// The profiles of languages that have one.
const OWN: [&Profile; 12] = [
    &arabic::PROFILE,
    &english::PROFILE,
    &french::PROFILE,
    &german::PROFILE,
    &spanish::PROFILE,
    &persian::PROFILE,
    &urdu::PROFILE,
    &hebrew::PROFILE,
    &turkish::PROFILE,
    &russian::PROFILE,
    &chinese::PROFILE,
    &japanese::PROFILE,
];

/// What the program knows of a language.
///
/// Words are written as in the matching view: small letters; in Arabic script without hamza and
/// vowel marks, ه for ة, ي for ى and ی, ك for ک.
#[derive(Debug)]
pub(crate) struct Profile {
    /// The code of the language, and the codes of its varieties that have one of their own (`arz`).
    /// Empty in a plain profile.
    pub(crate) codes: &'static [&'static str],
    pub(crate) script: Script,
    /// Letters that tell the language from others of its script. Two languages may share some.
    pub(crate) letters: &'static str,
    /// Frequent words as they are usually written, separated by spaces. Two languages may share some.
    pub(crate) common: &'static str,
    pub(crate) casing: Casing,
    /// True if writers keep to the capitals, so that a small letter hardly ever begins a sentence.
    pub(crate) strict_capitals: bool,
    /// False if words are written without spaces between them; then each letter counts as a word.
    pub(crate) spaced: bool,
    pub(crate) sentences: Sentences,
    pub(crate) inflection: Inflection,
    pub(crate) numbers: Numbers,
}

/// The use of capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Casing {
    /// The script has no capitals.
    None,
    /// Capitals begin sentences and names.
    Names,
    /// Capitals begin sentences and all nouns.
    Nouns,
}

/// What tells where a sentence ends.
#[derive(Debug)]
pub(crate) struct Sentences {
    /// Word lists in the format of docs/segmentation.md.
    pub(crate) words: &'static str,
    /// True if a number with a stop is an ordinal: `am 12. Mai`.
    pub(crate) ordinals: bool,
}

/// What may be written onto a word, for finding it in a list of terms.
#[derive(Debug)]
pub(crate) struct Inflection {
    /// Particles written onto the beginning of a word, longest first: Hebrew `וה`.
    pub(crate) proclitics: &'static [&'static str],
    /// Endings, each with what stands in its place in the basic form: `("ies", "y")`.
    pub(crate) endings: &'static [(&'static str, &'static str)],
}

/// How numbers are written.
#[derive(Debug)]
pub(crate) struct Numbers {
    /// The sign before the fraction.
    pub(crate) decimal: char,
    /// The sign between groups of three digits that a translation is written with. `\u{A0}` stands
    /// for any kind of space.
    pub(crate) grouping: char,
    /// Words between the parts of a number: `and`, `y`.
    pub(crate) joiners: &'static [&'static str],
    /// Numerals below a hundred with their forms, ordinals included.
    pub(crate) small: NumberWords,
    /// Hundreds, thousands, millions.
    pub(crate) scales: NumberWords,
}

/// Values with the words that mean them.
pub(crate) type NumberWords = &'static [(f64, &'static [&'static str])];

impl Profile {
    /// Returns a profile that knows nothing but the script, for the fields that a language leaves
    /// out.
    pub(crate) const fn bare(script: Script) -> Self {
        Self {
            codes: &[],
            script,
            letters: "",
            common: "",
            casing: Casing::None,
            strict_capitals: false,
            spaced: true,
            sentences: Sentences { words: "", ordinals: false },
            inflection: Inflection { proclitics: &[], endings: &[] },
            numbers: Numbers { decimal: '.', grouping: ',', joiners: &[], small: &[], scales: &[] },
        }
    }

    /// Returns true if capitals begin sentences.
    pub(crate) fn is_cased(&self) -> bool {
        self.casing != Casing::None
    }

    /// Returns the position in [`all`], by which others keep what they make of a profile.
    pub(crate) fn index(&'static self) -> usize {
        all().position(|profile| std::ptr::eq(profile, self)).unwrap_or_default()
    }
}

/// Yields all profiles, the plain ones last.
pub(crate) fn all() -> impl ExactSizeIterator<Item = &'static Profile> + Clone {
    (0..OWN.len() + plain::PLAIN.len()).map(|at| match OWN.get(at) {
        Some(own) => *own,
        None => &plain::PLAIN[at - OWN.len()],
    })
}

/// Yields the profiles of languages that have one.
pub(crate) fn own() -> impl Iterator<Item = &'static Profile> {
    OWN.into_iter()
}

/// Returns the profile of a language by the first subtag of its code.
pub(crate) fn of(primary: &str) -> Option<&'static Profile> {
    OWN.into_iter().find(|profile| profile.codes.contains(&primary))
}

/// Returns the profile of words of a script in a text of another: the English one for Latin, the
/// Arabic one for Arabic.
pub(crate) fn of_script(script: Script) -> &'static Profile {
    match script {
        Script::Arabic => &arabic::PROFILE,
        Script::Latin => &english::PROFILE,
        other => OWN.into_iter().find(|p| p.script == other).unwrap_or_else(|| plain(other)),
    }
}

/// Returns the script with a four-letter code of ISO 15924. Codes for several scripts give the one
/// that tells them: `Jpan` Hiragana, `Kore` Hangul.
pub(crate) fn script_named(code: &str) -> Option<Script> {
    let known = match code.to_ascii_lowercase().as_str() {
        "hans" | "hant" => Some(Script::Han),
        "jpan" => Some(Script::Hiragana),
        "kore" => Some(Script::Hangul),
        _ => None,
    };
    let mut code = code.to_ascii_lowercase();
    if let Some(first) = code.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    known.or_else(|| Script::from_short_name(&code))
}

/// Returns true if a script in use today is written from right to left.
pub(crate) fn is_rtl(script: Script) -> bool {
    matches!(
        script,
        Script::Adlam
            | Script::Arabic
            | Script::Hanifi_Rohingya
            | Script::Hebrew
            | Script::Mandaic
            | Script::Nko
            | Script::Samaritan
            | Script::Syriac
            | Script::Thaana
            | Script::Yezidi
    )
}
