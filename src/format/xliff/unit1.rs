//! Segments of an XLIFF 1 `trans-unit`.

use super::{
    ATTRIBUTE, GROUPS, KEPT, PROP, Version, codes,
    read::{Draft, XliffSegment},
    state::is_own,
};
use crate::{
    unit::{Meta, Text},
    xml::node::{Element, Node},
};

/// Returns the segments of a `trans-unit`: one, unless it is divided by `<mrk mtype="seg">`. Names
/// of dropped content are added to `left`.
pub(super) fn segments(unit: &Element, ours: bool, left: &mut Vec<String>) -> Vec<XliffSegment> {
    let mut draft = Draft::default();
    let mut definitions = Vec::new();
    let (mut source, mut divided, mut target) = (None, None, None);
    for element in unit.elements() {
        let slot = match element.name.as_str() {
            "source" => &mut source,
            "seg-source" => &mut divided,
            "target" => &mut target,
            "sdl:seg-defs" => {
                definitions.extend(element.elements());
                continue;
            }
            _ => {
                describe(element, &mut draft, left);
                continue;
            }
        };
        if slot.is_none() {
            *slot = Some(element);
        } else {
            left.push(format!("a second <{}>", element.name));
        }
    }
    if !ours {
        keep_attributes(unit, &["id", "xml:space"], &mut draft.unit);
        if let Some(target) = target {
            keep_attributes(target, &["xml:lang", "xml:space"], &mut draft.unit);
        }
    }
    let id = unit.attribute("id").filter(|id| !id.is_empty());
    let parts = divided.or(source).map(parts).unwrap_or_default();
    if parts.is_empty() {
        let segment = draft.segment(
            source.map(|s| content(&s.children)),
            target.map(|t| content(&t.children)),
            [source, target].map(|side| lang(side)),
            id.filter(|_| !ours).map(str::to_owned),
        );
        return vec![segment];
    }
    [divided.or(source), target].into_iter().flatten().for_each(|side| between(side, left));
    let pairs = pair(&parts, &target.map(self::parts).unwrap_or_default());
    // A target that is not divided like its source goes to the first segment without one.
    let mut whole = target.filter(|t| self::parts(t).is_empty()).map(|t| content(&t.children));
    let mut segments = Vec::new();
    let langs = [lang(divided).or_else(|| lang(source)), lang(target)];
    for (mid, source, target) in pairs {
        let mut draft = draft.clone();
        if let Some(definition) = definitions.iter().find(|d| d.attribute("id") == Some(&mid)) {
            define(definition, &mut draft.unit);
        }
        let id = id.map(|id| if mid.is_empty() { id.to_owned() } else { format!("{id}/{mid}") });
        let target = target.map(|t| content(&t.children)).or_else(|| whole.take());
        let langs = langs.clone();
        segments.push(draft.segment(source.map(|s| content(&s.children)), target, langs, id));
    }
    segments
}

fn content(nodes: &[Node]) -> Text {
    codes::text_of(nodes, Version::One, &[], &mut Vec::new())
}

fn lang(side: Option<&Element>) -> Option<String> {
    side.and_then(|s| s.attribute("xml:lang")).filter(|l| !l.is_empty()).map(str::to_owned)
}

/// Returns the segments of a source or target, at any depth.
fn parts(side: &Element) -> Vec<&Element> {
    let mut found = Vec::new();
    collect(side, &mut found);
    found
}

fn collect<'a>(element: &'a Element, found: &mut Vec<&'a Element>) {
    for child in element.elements() {
        if child.name == "mrk" && child.attribute("mtype") == Some("seg") {
            found.push(child);
        } else {
            collect(child, found);
        }
    }
}

/// Reports text outside segments.
fn between(side: &Element, left: &mut Vec<String>) {
    if parts(side).is_empty() {
        return;
    }
    if side.has_text() {
        left.push("text between segments".into());
    }
    for child in side.elements() {
        if child.attribute("mtype") != Some("seg") {
            between(child, left);
        }
    }
}

type Pair<'a> = (String, Option<&'a Element>, Option<&'a Element>);

/// Pairs the segments of both sides by name; target segments without a source come last.
fn pair<'a>(sources: &[&'a Element], targets: &[&'a Element]) -> Vec<Pair<'a>> {
    let mid = |part: &Element| part.attribute("mid").unwrap_or_default().to_owned();
    let mut by_name = std::collections::BTreeMap::new();
    let mut pairs: Vec<Pair<'a>> = Vec::new();
    for (i, source) in sources.iter().enumerate() {
        by_name.entry(mid(source)).or_insert_with(std::collections::VecDeque::new).push_back(i);
        pairs.push((mid(source), Some(source), None));
    }
    for target in targets {
        // A target segment may consist of several pieces; the first one has the name.
        match by_name.get_mut(&mid(target)).and_then(std::collections::VecDeque::pop_front) {
            Some(at) => pairs[at].2 = Some(target),
            None => pairs.push((mid(target), None, Some(target))),
        }
    }
    pairs
}

/// Reads metadata of a unit, or of a group around it.
pub(super) fn describe(element: &Element, draft: &mut Draft, left: &mut Vec<String>) {
    match element.name.as_str() {
        "note" => {
            let side = match element.attribute("annotates") {
                Some("source") => &mut draft.source,
                Some("target") => &mut draft.target,
                _ => &mut draft.unit,
            };
            note(element, &["from"], side);
        }
        "context-group" => {
            let purpose = element.attribute("purpose").unwrap_or_default();
            let ours = purpose.strip_prefix("x-").unwrap_or_default();
            let side = draft.side(GROUPS.iter().position(|group| *group == ours).unwrap_or(0));
            for context in element.elements() {
                self::context(context, side);
            }
        }
        "prop-group" => {
            for prop in element.elements() {
                let kind = prop.attribute("prop-type").unwrap_or_default();
                draft.unit.add_prop(format!("{KEPT}prop:{kind}"), prop.text());
            }
        }
        // Short values that tools store in elements of their own.
        name if name.contains(':') && element.elements().next().is_none() => {
            let text = element.text();
            if !text.is_empty() && element.attributes.is_empty() {
                draft.unit.add_prop(format!("{KEPT}{name}"), text);
            } else if !text.is_empty() || !element.attributes.is_empty() {
                left.push(format!("<{name}>"));
            }
        }
        name => left.push(format!("<{name}>")),
    }
}

/// Reads a note and its author.
pub(super) fn note(element: &Element, by: &[&str], meta: &mut Meta) {
    meta.notes.push(element.text());
    for name in by {
        if let Some(value) = element.attribute(name).filter(|value| !value.is_empty()) {
            add_once(meta, format!("x-note-{name}"), value);
        }
    }
}

fn context(context: &Element, meta: &mut Meta) {
    let kind = context.attribute("context-type").unwrap_or_default();
    let value = context.text();
    if let Some(name) = kind.strip_prefix(ATTRIBUTE) {
        let name = decoded(name);
        if meta.attribute(&name).is_none() {
            meta.attributes.push((name, value));
        }
    } else if let Some(kind) = kind.strip_prefix(PROP) {
        meta.add_prop(decoded(kind), value);
    } else if is_own(kind) {
        meta.add_prop(kind, value);
    } else {
        meta.add_prop(format!("x-context-{kind}"), value);
    }
}

/// Stores the attributes of an element as properties, except for those in `but`.
pub(super) fn keep_attributes(element: &Element, but: &[&str], meta: &mut Meta) {
    for (name, value) in &element.attributes {
        let is_markup = name == "xmlns" || name.starts_with("xmlns:");
        if !is_markup && !but.contains(&name.as_str()) && !value.is_empty() {
            add_once(meta, format!("{KEPT}{name}"), value);
        }
    }
}

fn add_once(meta: &mut Meta, kind: String, value: &str) {
    if !meta.props.iter().any(|p| p.kind == kind && p.value == value) {
        meta.add_prop(kind, value);
    }
}

/// Reads the metadata of a Trados Studio segment.
fn define(definition: &Element, meta: &mut Meta) {
    for (name, value) in &definition.attributes {
        meta.add_prop(format!("{KEPT}sdl:{name}"), value);
        if name == "conf" {
            meta.add_prop("x-ConfirmationLevel", value);
        }
    }
    for value in definition.elements().filter(|e| e.local() == "value") {
        let text = value.text();
        match value.attribute("key").unwrap_or_default() {
            "created_by" => meta.set_attribute("creationid", text),
            "last_modified_by" => meta.set_attribute("changeid", text),
            key => meta.add_prop(format!("{KEPT}sdl:{key}"), text),
        }
    }
    for other in definition.elements().filter(|e| e.local() != "value") {
        meta.add_prop(format!("{KEPT}{}", other.name), other.xml());
    }
}

/// Encodes a type so that it has no white space in an attribute.
pub(super) fn encoded(kind: &str) -> String {
    let mut out = String::with_capacity(kind.len());
    for c in kind.chars() {
        if c == '%' || c.is_whitespace() || c.is_control() {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|b| out.push_str(&format!("%{b:02X}")));
        } else {
            out.push(c);
        }
    }
    out
}

fn decoded(kind: &str) -> String {
    let mut bytes = Vec::with_capacity(kind.len());
    let mut rest = kind.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        match (first, after) {
            (b'%', [a, b, after @ ..]) if hex(*a).is_some() && hex(*b).is_some() => {
                bytes.push(hex(*a).unwrap_or(0) * 16 + hex(*b).unwrap_or(0));
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Returns the text unless there is nothing to read in it.
pub(super) fn non_empty(text: Option<Text>) -> Option<Text> {
    text.filter(|text| !text.is_blank())
}
