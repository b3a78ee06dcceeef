//! Segments of an XLIFF 2 `unit`.

use super::{
    ATTRIBUTE, DATA, GROUPS, KEPT, LANG, OURS, PROP, Version,
    codes::text_of,
    read::{Draft, XliffSegment},
    unit1::{keep_attributes, note},
};
use crate::{
    unit::Meta,
    xml::node::{Element, Node, local},
};

/// Returns the segments of a `unit`. Names of dropped content are added to `left`.
pub(super) fn segments(unit: &Element, ours: bool, left: &mut Vec<String>) -> Vec<XliffSegment> {
    let mut draft = Draft::default();
    let mut data = Vec::new();
    for element in unit.elements() {
        match element.name.as_str() {
            "segment" | "ignorable" => {}
            "originalData" => data.extend(element.elements().map(|d| {
                let text = text_of(&d.children, Version::Two, &[], &mut Vec::new()).text;
                (d.attribute("id").unwrap_or_default().to_owned(), text)
            })),
            _ => describe(element, &mut draft, left),
        }
    }
    if !ours {
        keep_attributes(unit, &["id", "xml:space"], &mut draft.unit);
    }
    let id = unit.attribute("id").filter(|id| !id.is_empty() && !ours);
    let number = unit.elements().filter(|e| e.name == "segment").count();
    let named = |i: usize, segment: &Element| {
        let own = segment.attribute("id").map_or_else(|| (i + 1).to_string(), str::to_owned);
        id.map(|id| if number > 1 { format!("{id}/{own}") } else { id.to_owned() })
    };
    let segments = unit.elements().filter(|e| e.name == "segment").enumerate();
    segments
        .map(|(i, element)| {
            let mut draft = draft.clone();
            let mut used = Vec::new();
            if !ours {
                keep_attributes(element, &["id"], &mut draft.unit);
            }
            let sides = ["source", "target"].map(|name| element.child(name));
            let [source, target] =
                sides.map(|s| s.map(|s| text_of(&s.children, Version::Two, &data, &mut used)));
            let langs = sides.map(|s| s?.attribute("xml:lang").map(str::to_owned));
            for (id, data) in data.iter().filter(|(id, _)| !ours && used.contains(id)) {
                draft.unit.add_prop(format!("{DATA}{id}"), data.as_str());
            }
            draft.segment(source, target, langs, named(i, element))
        })
        .collect()
}

/// Reads metadata of a unit, or of a group around it.
pub(super) fn describe(element: &Element, draft: &mut Draft, left: &mut Vec<String>) {
    match element.local() {
        "notes" => {
            for element in element.elements() {
                let side = match element.attribute("appliesTo") {
                    Some("source") => &mut draft.source,
                    Some("target") => &mut draft.target,
                    _ => &mut draft.unit,
                };
                note(element, &["category"], side);
            }
        }
        "metadata" => element.elements().for_each(|group| metadata(group, "", draft)),
        _ => left.push(format!("<{}>", element.name)),
    }
}

/// Reads a group of metadata; `within` are the categories of the groups around it.
fn metadata(group: &Element, within: &str, draft: &mut Draft) {
    let category = group.attribute("category").unwrap_or_default();
    if let Some(side) = GROUPS.iter().position(|ours| *ours == category) {
        for meta in group.elements() {
            if let (1.., Some(LANG)) = (side, meta.attribute("type")) {
                draft.langs[side - 1] = Some(meta.text());
            } else {
                own(meta, draft.side(side));
            }
        }
        return;
    }
    let within = match (within, category) {
        ("", category) => category.to_owned(),
        (within, "") => within.to_owned(),
        (within, category) => format!("{within}:{category}"),
    };
    for element in group.elements() {
        if local(&element.name) == "metaGroup" {
            metadata(element, &within, draft);
            continue;
        }
        let kind = element.attribute("type").unwrap_or_default();
        let path = if within.is_empty() { kind.to_owned() } else { format!("{within}:{kind}") };
        draft.unit.add_prop(format!("{KEPT}meta:{path}"), element.text());
    }
}

/// Reads metadata written by this program.
fn own(element: &Element, meta: &mut Meta) {
    let kind = element.attribute("type").unwrap_or_default();
    let value = text_of(&element.children, Version::Two, &[], &mut Vec::new()).text;
    if let Some(name) = kind.strip_prefix(ATTRIBUTE) {
        if meta.attribute(name).is_none() {
            meta.attributes.push((name.to_owned(), value));
        }
    } else {
        meta.add_prop(kind.strip_prefix(PROP).unwrap_or(kind), value);
    }
}

/// Returns true if the metadata of a file shows that this program wrote it.
pub(super) fn says_ours(metadata: &Element) -> bool {
    metadata.elements().any(|group| group.attribute("category") == Some(OURS))
}

/// Returns true if an element has text as a direct child, where none is expected.
pub(super) fn has_text(nodes: &[Node]) -> bool {
    nodes.iter().any(|n| matches!(n, Node::Text(t) if !crate::xml::node::is_blank(t)))
}
