//! Rules for inline codes that the prose of XLIFF states beyond its schemas, and that validators
//! check: both halves of a pair are there, references lead somewhere, identifiers are unique, and
//! the codes of a target fit those of its source.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Data;
use crate::xml::node::Element;

/// Subtypes that XLIFF 2 reserves, with the types that may have them.
const SUBTYPES: [(&str, &[&str]); 6] = [
    ("xlf:lb", &["fmt", "other"]),
    ("xlf:pb", &["fmt", "other"]),
    ("xlf:b", &["fmt", "other"]),
    ("xlf:i", &["fmt", "other"]),
    ("xlf:u", &["fmt", "other"]),
    ("xlf:var", &["ui", "other"]),
];
/// Attributes that the codes of a finished target share with those of its source.
const SHARED: [&str; 12] = [
    "canCopy",
    "canDelete",
    "canOverlap",
    "canReorder",
    "copyOf",
    "dataRef",
    "dataRefStart",
    "dataRefEnd",
    "subFlows",
    "subFlowsStart",
    "subFlowsEnd",
    "type",
];
/// Attributes that both codes of a pair share.
const OF_PAIR: [&str; 4] = ["canCopy", "canDelete", "canOverlap", "canReorder"];

/// Returns true if each `bx` and `bpt` of a text has its `ex` or `ept`, and the reverse.
pub(super) fn fits_1(side: &Element) -> bool {
    let mut open: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let is_sound = walk(side, &mut |code| {
        let key = code.attribute("rid").filter(|rid| !rid.is_empty()).or(code.attribute("id"));
        let key = key.unwrap_or_default();
        match code.name.as_str() {
            name @ ("bx" | "bpt") => {
                *open.entry((if name == "bx" { "ex" } else { "ept" }, key)).or_default() += 1;
                seen.insert((name, key))
            }
            name @ ("ex" | "ept") => open.remove(&(name, key)).is_some(),
            _ => true,
        }
    });
    is_sound && open.is_empty()
}

/// Returns true if the source and target of an XLIFF 2 unit obey the rules, each alone and together.
pub(super) fn pair_fits(source: &str, target: Option<&str>, is_final: bool, data: &Data) -> bool {
    let parsed = |content: &str| Element::parse(&format!("<source>{content}</source>"));
    let Some(source) = parsed(source) else { return false };
    let Some(target) = target.map(parsed) else {
        return side_fits(&source, &source, data);
    };
    let Some(target) = target else { return false };
    side_fits(&source, &source, data)
        && side_fits(&target, &source, data)
        && kept(&source).is_subset(&kept(&target))
        && (!is_final || equals(&source, &target))
}

/// Checks the codes of one text: identifiers, pairs, references.
fn side_fits(side: &Element, source: &Element, data: &Data) -> bool {
    let mut ids = BTreeSet::new();
    let mut open: BTreeMap<&str, &Element> = BTreeMap::new();
    let markers = markers(source);
    let is_sound = walk(side, &mut |code| {
        let id = code.attribute("id").filter(|id| !id.is_empty());
        let is_lone = code.attribute("isolated") == Some("yes");
        let is_end = matches!(code.name.as_str(), "ec" | "em") && !is_lone;
        let is_named = code.name == "cp" || is_end || id.is_some_and(|id| ids.insert(id));
        let start = code.attribute("startRef");
        let fits = match code.name.as_str() {
            "sc" if !is_lone => open.insert(id.unwrap_or_default(), code).is_none(),
            "ec" if is_lone => start.is_none(),
            "ec" => start.and_then(|start| open.remove(start)).is_some_and(|opening| {
                let is_same = |name: &&str| opening.attribute(name) == code.attribute(name);
                code.attribute("dir").is_none() && OF_PAIR.iter().all(is_same)
            }),
            "em" => start.is_some_and(|start| markers.contains(start)),
            // The identifiers of notes are not kept, so a comment has its text with it.
            "mrk" | "sm" if code.attribute("type") == Some("comment") => {
                code.attribute("value").is_some_and(|value| !value.is_empty())
                    && code.attribute("ref").is_none()
            }
            _ => true,
        };
        is_named && fits && refers(code, data) && has_type(code)
    });
    is_sound && open.is_empty()
}

/// Returns true if the data that a code refers to is there, and no copy refers to any.
fn refers(code: &Element, data: &Data) -> bool {
    let names = ["dataRef", "dataRefStart", "dataRefEnd"];
    let mut found = names.iter().filter_map(|name| code.attribute(name));
    let is_copy = code.attribute("copyOf").is_some_and(|other| !other.is_empty());
    found.all(|id| !is_copy && data.has(id))
}

/// Returns true if the subtype of a code has a type that may have it.
fn has_type(code: &Element) -> bool {
    let Some(subtype) = code.attribute("subType") else { return true };
    let kind = code.attribute("type").unwrap_or_default();
    let is_reserved = subtype.starts_with("xlf:");
    let known = SUBTYPES.iter().find(|(name, _)| *name == subtype);
    !kind.is_empty() && (!is_reserved || known.is_some_and(|(_, kinds)| kinds.contains(&kind)))
}

fn markers(source: &Element) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(source, &mut |code| {
        if code.name == "sm" {
            found.extend(code.attribute("id").map(str::to_owned));
        }
        true
    });
    found
}

/// Returns the identifiers of the codes that may not be deleted.
fn kept(side: &Element) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    walk(side, &mut |code| {
        if code.attribute("canDelete") == Some("no") {
            found.extend(code.attribute("id").map(str::to_owned));
        }
        true
    });
    found
}

/// Returns true if codes of the same name and identifier have the same attributes in both texts.
fn equals(source: &Element, target: &Element) -> bool {
    let mut of_source = Vec::new();
    walk(source, &mut |code| {
        of_source.push(code.clone());
        true
    });
    walk(target, &mut |code| {
        of_source.iter().all(|other| {
            let is_other = other.name != code.name || other.attribute("id") != code.attribute("id");
            is_other || SHARED.iter().all(|name| other.attribute(name) == code.attribute(name))
        })
    })
}

/// Visits all codes in an element; stops and returns false if a visit does.
fn walk<'e>(side: &'e Element, visit: &mut impl FnMut(&'e Element) -> bool) -> bool {
    side.elements().all(|code| visit(code) && walk(code, visit))
}
