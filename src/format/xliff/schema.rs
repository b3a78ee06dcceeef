//! Inline codes allowed by the schemas of XLIFF 1.2 (strict) and 2.1, so that output is valid
//! whatever a [`Mark`](crate::Mark) contains.

use std::collections::BTreeSet;

use super::{Version, state::is_own};
use crate::xml::node::Element;

/// Allowed values of an attribute.
#[derive(Clone, Copy)]
enum Value {
    Any,
    Token,
    Tokens,
    OneOf(&'static [&'static str]),
    /// One of these, or `x-…`.
    Own(&'static [&'static str]),
    /// `prefix:value`.
    Named,
    /// One of these, or `prefix:value`.
    NamedOr(&'static [&'static str]),
}

/// Allowed content of an element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Nothing,
    Text,
    Inline,
}

struct Rule {
    name: &'static str,
    content: Content,
    required: &'static [&'static str],
    attributes: &'static [(&'static str, Value)],
}

const YES_NO: Value = Value::OneOf(&["yes", "no"]);
const AROUND: Value = Value::Own(&["bold", "italic", "underlined", "link"]);
const ALONE: Value = Value::Own(&["image", "pb", "lb"]);
const TEXT: (&str, Value) = ("equiv-text", Value::Any);
const ID: (&str, Value) = ("id", Value::Any);
const RID: (&str, Value) = ("rid", Value::Token);
const CRC: (&str, Value) = ("crc", Value::Any);

const fn rule(
    name: &'static str,
    content: Content,
    required: &'static [&'static str],
    attributes: &'static [(&'static str, Value)],
) -> Rule {
    Rule { name, content, required, attributes }
}

/// Does not list `mid`, `xid` and `sub`, which refer to other places, and `it`: some tools refuse a
/// file that does not hold its other half too.
const ONE: [Rule; 8] = [
    rule("g", Content::Inline, &["id"], &[ID, TEXT, ("ctype", AROUND), ("clone", YES_NO)]),
    rule("x", Content::Nothing, &["id"], &[ID, TEXT, ("ctype", ALONE), ("clone", YES_NO)]),
    rule("bx", Content::Nothing, &["id"], &[ID, TEXT, RID, ("ctype", AROUND), ("clone", YES_NO)]),
    rule("ex", Content::Nothing, &["id"], &[ID, TEXT, RID]),
    rule(
        "ph",
        Content::Text,
        &["id"],
        &[
            ID,
            TEXT,
            CRC,
            ("ctype", ALONE),
            ("assoc", Value::OneOf(&["preceding", "following", "both"])),
        ],
    ),
    rule("bpt", Content::Text, &["id"], &[ID, TEXT, RID, CRC, ("ctype", AROUND)]),
    rule("ept", Content::Text, &["id"], &[ID, TEXT, RID, CRC]),
    rule(
        "mrk",
        Content::Inline,
        &["mtype"],
        &[
            ("mtype", Value::Own(&["abbrev", "acronym", "name", "phrase", "protected", "term"])),
            ("comment", Value::Any),
        ],
    ),
];

const FIRST: Value = Value::OneOf(&["yes", "firstNo", "no"]);
const KINDS: Value = Value::OneOf(&["fmt", "ui", "quote", "link", "image", "other"]);
const DIR: Value = Value::OneOf(&["ltr", "rtl", "auto"]);
const OF_MARK: &[(&str, Value)] = &[
    ("id", Value::Token),
    ("translate", YES_NO),
    ("type", Value::NamedOr(&["generic", "comment", "term"])),
    ("ref", Value::Token),
    ("value", Value::Any),
];
const OF_END: &[(&str, Value)] = &[
    ("id", Value::Token),
    ("startRef", Value::Token),
    ("canCopy", YES_NO),
    ("canDelete", YES_NO),
    ("canOverlap", YES_NO),
    ("canReorder", FIRST),
    ("copyOf", Value::Token),
    ("dataRef", Value::Token),
    ("dir", DIR),
    ("disp", Value::Any),
    ("equiv", Value::Any),
    ("isolated", YES_NO),
    ("subFlows", Value::Tokens),
    ("subType", Value::Named),
    ("type", KINDS),
];
const OF_PAIR: &[(&str, Value)] = &[
    ("id", Value::Token),
    ("canCopy", YES_NO),
    ("canDelete", YES_NO),
    ("canOverlap", YES_NO),
    ("canReorder", FIRST),
    ("copyOf", Value::Token),
    ("dispEnd", Value::Any),
    ("dispStart", Value::Any),
    ("equivEnd", Value::Any),
    ("equivStart", Value::Any),
    ("dataRefEnd", Value::Token),
    ("dataRefStart", Value::Token),
    ("subFlowsEnd", Value::Tokens),
    ("subFlowsStart", Value::Tokens),
    ("subType", Value::Named),
    ("type", KINDS),
    ("dir", DIR),
];

/// `cp` is not a code; the writer adds it where needed.
const TWO: [Rule; 7] = [
    rule("ph", Content::Nothing, &["id"], OF_END),
    rule("pc", Content::Inline, &["id"], OF_PAIR),
    rule("sc", Content::Nothing, &["id"], OF_END),
    rule("ec", Content::Nothing, &[], OF_END),
    rule("mrk", Content::Inline, &["id"], OF_MARK),
    rule("sm", Content::Nothing, &["id"], OF_MARK),
    rule("em", Content::Nothing, &["startRef"], &[("startRef", Value::Token)]),
];

/// Returns true if a code begins with the start tag or end tag of an inline element.
pub(super) fn looks_inline(code: &str, version: Version) -> bool {
    let Some(rest) = code.strip_prefix('<') else { return false };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    rules(version).iter().any(|rule| rule.name == &rest[..end])
}

/// Returns true if all codes in a source or target are allowed there.
pub(super) fn fits(side: &Element, version: Version) -> bool {
    let mut references = References::default();
    side.elements().all(|code| allowed(code, version, &mut references))
        && references.closing.iter().all(|rid| references.opening.contains(rid))
}

/// References between codes, as the schema of 1.2 requires of `rid`: no two opening codes share
/// one, and each closing code has an opening one.
#[derive(Default)]
struct References {
    opening: BTreeSet<(bool, String)>,
    closing: Vec<(bool, String)>,
}

fn allowed(code: &Element, version: Version, references: &mut References) -> bool {
    if version == Version::Two && code.name == "cp" {
        return true;
    }
    let Some(rule) = rules(version).iter().find(|rule| rule.name == code.name) else {
        return false;
    };
    let fits = |(name, value): &(String, String)| {
        // `startRef` is allowed on end codes only; placeholders have no `canOverlap`, `dir` or
        // `isolated`.
        let is_other = version == Version::Two
            && (name == "startRef" && !matches!(rule.name, "ec" | "em")
                || rule.name == "ph" && matches!(name.as_str(), "canOverlap" | "dir" | "isolated"));
        !is_other && rule.attributes.iter().any(|(own, kind)| own == name && is(value, *kind))
    };
    let has = |name: &&str| code.attributes.iter().any(|(own, _)| own == name);
    if !code.attributes.iter().all(fits) || !rule.required.iter().all(has) {
        return false;
    }
    if let (Version::One, Some(rid)) = (version, code.attribute("rid")) {
        let is_tag = code.name.ends_with("pt");
        let is_new = match code.name.as_str() {
            "bpt" | "bx" => references.opening.insert((is_tag, rid.to_owned())),
            "ept" | "ex" => {
                references.closing.push((is_tag, rid.to_owned()));
                true
            }
            _ => true,
        };
        if !is_new {
            return false;
        }
    }
    match rule.content {
        Content::Nothing => code.children.is_empty(),
        Content::Text => code.elements().next().is_none(),
        Content::Inline => code.elements().all(|inner| allowed(inner, version, references)),
    }
}

fn rules(version: Version) -> &'static [Rule] {
    match version {
        Version::One => &ONE,
        Version::Two => &TWO,
    }
}

fn is(value: &str, kind: Value) -> bool {
    match kind {
        Value::Any => true,
        Value::Token => is_token(value),
        Value::Tokens => !value.is_empty() && value.split(' ').all(is_token),
        Value::OneOf(values) => values.contains(&value),
        Value::Own(values) => values.contains(&value) || is_own(value),
        Value::Named => is_named(value),
        Value::NamedOr(values) => values.contains(&value) || is_named(value),
    }
}

fn is_named(value: &str) -> bool {
    let good = |part: &str| !part.is_empty() && !part.contains(char::is_whitespace);
    value.split_once(':').is_some_and(|(a, b)| good(a) && good(b) && !b.contains(':'))
}

/// Returns true if the value is an XML name token of ASCII characters.
pub(super) fn is_token(value: &str) -> bool {
    !value.is_empty()
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':'))
}
