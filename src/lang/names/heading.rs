//! Languages in headings, keys and file names, where most words are none.

use super::{Parts, tables, words};
use crate::lang::{Lang, code, names::words::Sign};

/// Codes of two letters that are words; they name a language only beside a region: `id-ID`.
const SHORT_WORDS: &[&str] = &["id", "in", "no", "to", "mo"];

/// Codes of three letters that have one of two, but are words or abbreviations.
const WORDS: &[&str] = &[
    "arm", "bam", "bis", "bod", "cat", "cha", "che", "cor", "cos", "div", "est", "fin", "fry",
    "gaz", "geo", "hat", "her", "hin", "ice", "ido", "iii", "kin", "lat", "lim", "lit", "lug",
    "mac", "mao", "mar", "may", "mol", "mon", "nav", "ori", "pan", "pus", "que", "roh", "rum",
    "run", "sag", "san", "sin", "som", "src", "sun", "tat", "tel", "ton", "vol",
];

/// Codes of three letters without one of two, by which files are commonly named.
const THREE_LETTERS: &[&str] = &[
    "arz", "ary", "apc", "ajp", "acm", "afb", "ckb", "kab", "ber", "tzm", "zgh", "ast", "und",
    "fil",
];

/// Names that are words of another meaning.
const NAMES: &[&str] = &["slave", "mongo", "fang", "kom", "fon", "laz", "maa"];

/// Words of headings that say what is in a column, by their keys.
const CONTENT: &[&str] = &[
    "source",
    "target",
    "translation",
    "translated",
    "original",
    "text",
    "term",
    "segment",
    "string",
    "sentence",
    "version",
    "column",
    "نص",
    "النص",
    "ترجم",
    "مصدر",
    "هدف",
    "اصل",
    "مصطلح",
    "جمل",
    "مقطع",
    "مترجم",
    "عمود",
];

/// Returns the language that a heading, key or end of a file name stands for; `None` for words that
/// only look like a code, such as `key` and `tag`.
///
/// Read are codes of two letters, also with script and region; codes of three letters that have one
/// of two; and names, also beside words such as `source`.
pub(crate) fn in_heading(text: &str) -> Option<Lang> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || super::is_invisible(c));
    if code::is_short(text) {
        return by_code(text);
    }
    if text.len() > super::LONGEST {
        return None;
    }
    let mut words = words::words(text);
    let before = words.len();
    words.retain(|word| !CONTENT.contains(&word.key.as_str()));
    let has_content = words.len() < before;
    let signs = words.iter().any(|word| word.sign != Sign::None);
    let parts = Parts::read(&words)?;
    let named = parts.named;
    let lang = parts.code()?;
    // `text_ar` and `source (en-GB)`: only languages that are well known, for `text_is` is a question.
    let told = has_content && signs && lang.has_profile();
    // `English_ID` and `Arabic (no)` are no regions.
    let is_word =
        |key: &str| NAMES.contains(&key) || (SHORT_WORDS.contains(&key) && key != lang.primary());
    ((named || told) && !words.iter().any(|word| is_word(&word.key))).then_some(lang)
}

/// Returns the language of a code, if it is none of the words that have the form of one.
fn by_code(text: &str) -> Option<Lang> {
    let primary = text.split(['-', '_']).next()?.to_ascii_lowercase();
    let lang = code::canonical(text)?;
    let mut subtags = lang.as_str().split('-').skip(1);
    let listed = THREE_LETTERS.contains(&primary.as_str());
    if !listed && tables::in_english(lang.primary()).is_none() {
        return None;
    }
    // `is-ready` has no region.
    if !subtags.clone().all(|subtag| tables::in_english(subtag).is_some()) {
        return None;
    }
    let fits = match primary.len() {
        2 if SHORT_WORDS.contains(&primary.as_str()) => {
            subtags.any(|region| lang.primary().eq_ignore_ascii_case(region))
        }
        2 => true,
        // `haw-US` is written so only as a code.
        _ if subtags.clone().next().is_some()
            && text.ends_with(lang.as_str().rsplit('-').next()?) =>
        {
            true
        }
        _ => listed || (lang.primary().len() == 2 && !WORDS.contains(&primary.as_str())),
    };
    fits.then_some(lang)
}
