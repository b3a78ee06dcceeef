//! One profile a language: the data by which segmentation, matching and alignment know it.
//!
//! A new language is one file here and one line in `OWN`.

mod arabic;
mod chinese;
mod english;
mod french;
mod german;
mod hebrew;
mod italian;
mod japanese;
mod persian;
mod plain;
mod russian;
mod spanish;
mod turkish;
mod urdu;

use unicode_script::{Script, UnicodeScript as _};

pub(crate) use self::plain::plain;
use super::Borders;

/// The profiles of languages that have one.
const OWN: [&Profile; 13] = [
    &arabic::PROFILE,
    &english::PROFILE,
    &french::PROFILE,
    &german::PROFILE,
    &spanish::PROFILE,
    &italian::PROFILE,
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
    /// The words with which sentences begin, for texts without stops.
    pub(crate) borders: Option<&'static Borders>,
    pub(crate) inflection: Inflection,
    pub(crate) numbers: Numbers,
    /// The sounds of its letters, in lists that are searched in order. Latin letters have their own
    /// rules in `align/translit.rs`.
    pub(crate) sounds: &'static [Sounds],
    /// Words that often open sentences, which are no names although they have a capital. Where there
    /// are none, `common` is used.
    pub(crate) openers: &'static [&'static str],
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

/// What may be written onto a word, for finding it in a list of terms. The spelling may be the usual
/// one; it is folded when it is read.
#[derive(Debug)]
pub(crate) struct Inflection {
    /// Particles written onto the beginning of a word, in layers from the outermost: Arabic has
    /// conjunctions, prepositions, the article. A word may have one of each layer.
    pub(crate) proclitics: &'static [&'static [&'static str]],
    /// Endings, each with what stands in its place in the basic form: `("ies", "y")`. The signal of
    /// cognates takes the last form that is made, so longer endings come later.
    pub(crate) endings: &'static [(&'static str, &'static str)],
    /// An article that is no part of the forms in a list of terms.
    pub(crate) article: &'static str,
    /// Least number of letters before an ending.
    pub(crate) shortest: usize,
    /// True if a consonant is doubled before an ending: `stopped`.
    pub(crate) doubles: bool,
    /// True if a word with other letters than a to z is foreign and takes no endings.
    pub(crate) basic_letters: bool,
    /// True if look-up reports words that differ in Arabic particles and pronouns only.
    pub(crate) clitics: bool,
}

/// How numbers are written. Words may be in the usual spelling; they are folded when they are read.
#[derive(Debug)]
pub(crate) struct Numbers {
    /// The sign before the fraction.
    pub(crate) decimal: char,
    /// The sign between groups of three digits that a translation is written with. `\u{A0}` stands
    /// for any kind of space.
    pub(crate) grouping: char,
    /// Words between the parts of a number: `and`, `y`.
    pub(crate) joiners: &'static [&'static str],
    /// True if those also follow hundreds and thousands: صد و پنج, but not `cien y cinco`.
    pub(crate) joined_scales: bool,
    /// The conjunction that is written onto the beginning of a part: Arabic و.
    pub(crate) and: &'static str,
    /// The article that is written onto the beginning of a number.
    pub(crate) article: &'static str,
    /// Numerals below a hundred with their forms, ordinals included.
    pub(crate) small: NumberWords,
    /// Hundreds, thousands, millions.
    pub(crate) scales: NumberWords,
    /// Endings of ordinals and cases that are not in the lists.
    pub(crate) endings: &'static [&'static str],
    /// Words for ten that follow the units of 11 to 19: خمسة عشر.
    pub(crate) teens: &'static [&'static str],
    /// The least multiple of ten that units follow: 10 in `on iki`, 20 in `twenty-two`.
    pub(crate) tens: f64,
    /// True if 80 is four times twenty and 70 is sixty and ten.
    pub(crate) twenties: bool,
    /// True if the parts may be written together: `fünfundzwanzig`.
    pub(crate) compounds: bool,
    /// True if a slash between two numbers is a decimal sign: ۴/۶.
    pub(crate) slash: bool,
    /// True if signs may separate the parts of a number, and if those are read by the rules that the
    /// weights of Arabic and English were learnt with.
    pub(crate) loose: bool,
}

/// Values with the words that mean them, separated by spaces.
pub(crate) type NumberWords = &'static [(f64, &'static str)];

/// Letters with their sounds in names, as signs of `align/translit.rs`. Where a letter has several,
/// the second variant of a word takes the second. `^` marks a letter at the beginning of a word, `$`
/// one at the end.
pub(crate) type Sounds = &'static [(&'static str, &'static [&'static str])];

impl Inflection {
    const fn bare() -> Self {
        Self {
            proclitics: &[],
            endings: &[],
            article: "",
            shortest: 3,
            doubles: false,
            basic_letters: false,
            clitics: false,
        }
    }
}

impl Numbers {
    const fn bare() -> Self {
        Self {
            decimal: '.',
            grouping: ',',
            joiners: &[],
            joined_scales: false,
            and: "",
            article: "",
            small: &[],
            scales: &[],
            endings: &[],
            teens: &[],
            tens: 20.0,
            twenties: false,
            compounds: false,
            slash: false,
            loose: false,
        }
    }

    /// Returns the sign that stands for one of the language among Western digits.
    pub(crate) fn western(&self, sign: char) -> char {
        match sign {
            '\u{66B}' => '.',
            '\u{66C}' => ',',
            other => other,
        }
    }
}

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
            borders: None,
            inflection: Inflection::bare(),
            numbers: Numbers::bare(),
            sounds: &[],
            openers: &[],
        }
    }

    /// Returns true if words of a script belong to the language. Japanese is written in three.
    pub(crate) fn writes(&self, script: Script) -> bool {
        self.script == script
            || (self.script == Script::Hiragana && matches!(script, Script::Han | Script::Katakana))
    }

    /// Returns the profile of a word in a text of this language, by its first letter.
    pub(crate) fn of_word(&'static self, first: char) -> &'static Self {
        let script = match first {
            'a'..='z' | 'A'..='Z' => Script::Latin,
            // Letters of other blocks do not occur in the languages that have a profile.
            '\u{620}'..='\u{6D5}' => Script::Arabic,
            c => match c.script() {
                Script::Arabic => Script::Unknown,
                Script::Common | Script::Inherited => return self,
                other => other,
            },
        };
        if self.writes(script) { self } else { of_script(script) }
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

/// Returns the profile by which two texts are compared: `known`, that of their language, if it is the
/// language's own. If not, letters decide: that of Arabic, which knows English words too, unless
/// letters of Persian or Urdu occur.
pub(crate) fn of_texts(known: Option<&'static Profile>, texts: [&str; 2]) -> &'static Profile {
    let foreign = |c: char| matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ھ');
    if let Some(own) = known.filter(|profile| !profile.codes.is_empty()) {
        own
    } else if texts.iter().any(|text| text.contains(foreign)) {
        plain(Script::Arabic)
    } else {
        &arabic::PROFILE
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
