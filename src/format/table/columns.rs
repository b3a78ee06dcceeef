//! Meaning of column headings: those of this program, those of Weblate, and common ones in several
//! languages.

use super::layout::Kind;
use crate::{format::po, lang::Lang};

/// Two-letter language codes (ISO 639-1), to distinguish headings such as `id` and `to` from
/// ordinary words as far as possible.
const TWO_LETTERS: &str = " aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch \
    co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he \
    hi ho hr ht hu hy hz ia ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw \
    ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn nr nv ny oc oj \
    om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw \
    ta te tg th ti tk tl tn tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu ";

/// Three-letter language codes that occur as headings.
const THREE_LETTERS: &str = " arz ary apc ajp acm afb fil ckb kmr kab ber tzm zgh ast und ";

const SOURCE: &[&str] = &[
    "source",
    "source text",
    "source segment",
    "source string",
    "original",
    "original text",
    "msgid",
    "المصدر",
    "النص المصدر",
    "الأصل",
    "النص الأصلي",
];
const TARGET: &[&str] = &[
    "target",
    "target text",
    "target segment",
    "target string",
    "translation",
    "translated text",
    "translated",
    "msgstr",
    "الهدف",
    "النص الهدف",
    "الترجمة",
    "النص المترجم",
];
const NAMES: &[(&str, &str)] = &[
    ("arabic", "ar"),
    ("العربية", "ar"),
    ("عربي", "ar"),
    ("بالعربية", "ar"),
    ("english", "en"),
    ("الإنجليزية", "en"),
    ("الانجليزية", "en"),
    ("إنجليزي", "en"),
    ("الإنكليزية", "en"),
    ("بالإنجليزية", "en"),
    ("french", "fr"),
    ("الفرنسية", "fr"),
    ("german", "de"),
    ("spanish", "es"),
    ("turkish", "tr"),
    ("persian", "fa"),
    ("hebrew", "he"),
    ("urdu", "ur"),
    ("russian", "ru"),
    ("chinese", "zh"),
];
const NOTES: &[&str] =
    &["note", "notes", "comment", "comments", "translator comments", "ملاحظة", "ملاحظات", "تعليق"];
const ACTS: &[&str] = &["act", "action", "الإجراء"];
const NUMBERS: &[&str] = &["no.", "no", "#", "number", "الرقم", "رقم"];

/// Headings of attributes; the first of each attribute is the one that is written.
const ATTRIBUTES: &[(&str, &str)] = &[
    ("created", "creationdate"),
    ("created by", "creationid"),
    ("changed", "changedate"),
    ("changed by", "changeid"),
    ("id", "tuid"),
    ("used", "usagecount"),
    ("last used", "lastusagedate"),
];

/// Headings of properties; the first of each property is the one that is written.
const PROPS: &[(&str, &str)] = &[
    ("origin", "x-origin"),
    ("confidence", "x-confidence"),
    ("الثقة", "x-confidence"),
    ("reviewed", "x-reviewed"),
    ("domain", "x-domain"),
    ("المجال", "x-domain"),
    ("client", "x-client"),
    ("project", "x-project"),
    ("document", "x-document"),
    ("context", po::CONTEXT),
    ("السياق", po::CONTEXT),
    ("context before", "x-context-before"),
    ("context after", "x-context-after"),
    ("location", po::REFERENCE),
    ("flags", po::FLAGS),
    ("developer comments", po::DEVELOPER),
];

/// Heading of the column for content without a column of its own.
pub(super) const MORE: &str = env!("CARGO_PKG_NAME");

/// Returns the kind of column that a heading names. An unknown heading is the name of a property.
pub(super) fn kind(heading: &str) -> Option<Kind> {
    let heading = heading.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if heading.is_empty() {
        return None;
    }
    for (prefix, make) in [
        ("prop:", Kind::Prop as fn(String) -> Kind),
        ("attribute:", Kind::Attribute as fn(String) -> Kind),
    ] {
        if let Some(name) = heading.strip_prefix(prefix) {
            return Some(make(name.to_owned()));
        }
    }
    if let Some(code) = heading.strip_prefix("lang:") {
        return code.parse().ok().map(Kind::Text);
    }
    let plain = heading.to_lowercase().replace('_', " ");
    let plain = plain.as_str();
    let is = |names: &[&str]| names.contains(&plain);
    let of = |pairs: &[(&str, &str)]| {
        pairs.iter().find(|(name, _)| *name == plain).map(|(_, value)| (*value).to_owned())
    };
    Some(if is(SOURCE) {
        Kind::Source
    } else if is(TARGET) {
        Kind::Target
    } else if is(NOTES) {
        Kind::Note
    } else if is(ACTS) {
        Kind::Act
    } else if is(NUMBERS) {
        Kind::Number
    } else if ["source lang", "source language"].contains(&plain) {
        Kind::SourceLang
    } else if ["target lang", "target language"].contains(&plain) {
        Kind::TargetLang
    } else if plain == "fuzzy" {
        Kind::Fuzzy
    } else if plain == MORE {
        Kind::More
    } else if let Some(name) = of(ATTRIBUTES) {
        Kind::Attribute(name)
    } else if let Some(name) = of(PROPS) {
        Kind::Prop(name)
    } else if let Some(lang) = language(heading, plain) {
        Kind::Text(lang)
    } else {
        return None;
    })
}

/// Returns the language that a heading names by a code or a word.
fn language(heading: &str, plain: &str) -> Option<Lang> {
    if let Some((_, code)) = NAMES.iter().find(|(name, _)| *name == plain) {
        return code.parse().ok();
    }
    let lang: Lang = heading.parse().ok()?;
    let rest = lang.as_str().len() - lang.primary().len();
    // Accept `en-US`, but not `is-ready`.
    let fits = rest == 0 || heading.split(['-', '_']).skip(1).all(|part| part.len() <= 4);
    (is_language(&lang) && fits).then_some(lang)
}

/// Returns true for languages that files are commonly named by, false for ordinary words of the
/// same length.
pub(crate) fn is_language(lang: &Lang) -> bool {
    let known = format!(" {} ", lang.primary());
    TWO_LETTERS.contains(&known) || THREE_LETTERS.contains(&known)
}

/// Returns the heading to write over a column.
pub(super) fn name(kind: &Kind) -> String {
    let first = |pairs: &[(&str, &str)], value: &str| {
        pairs.iter().find(|(_, v)| *v == value).map(|(name, _)| (*name).to_owned())
    };
    match kind {
        Kind::Text(lang) => {
            let code = lang.as_str();
            let plain = matches!(self::kind(code), Some(Kind::Text(back)) if back == *lang);
            if plain { code.to_owned() } else { format!("lang:{code}") }
        }
        Kind::Note => "note".to_owned(),
        Kind::Attribute(name) => {
            first(ATTRIBUTES, name).unwrap_or_else(|| format!("attribute:{name}"))
        }
        Kind::Prop(name) => first(PROPS, name).unwrap_or_else(|| format!("prop:{name}")),
        Kind::More => MORE.to_owned(),
        Kind::Source => "source".to_owned(),
        Kind::Target => "target".to_owned(),
        Kind::Act => "act".to_owned(),
        Kind::Number => "no.".to_owned(),
        Kind::Fuzzy => "fuzzy".to_owned(),
        Kind::SourceLang => "source language".to_owned(),
        Kind::TargetLang => "target language".to_owned(),
    }
}
