//! Meaning of column headings: those of this program, those of Weblate, and common ones in English
//! and Arabic.

use super::layout::Kind;
use crate::{format::po, lang::names};

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
    } else if let Some(lang) = names::in_heading(heading) {
        Kind::Text(lang)
    } else {
        return None;
    })
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
