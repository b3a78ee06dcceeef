//! TXML, the bilingual documents of Wordfast Pro: blocks of segments with source and target.

use crate::{
    error::{Place, Result},
    format::{
        diagnostics::Diagnostics,
        languages::Languages,
        reader::UnitParser,
        source::Source,
        tags::{Tagged, of_markup},
        tmx::date,
        units::Reading,
        xml_parts::{XmlParts, repeatable},
    },
    unit::{Meta, Unit, Variant},
    xml::{
        input::Sort,
        node::{Element, Node},
    },
};

const SORT: Sort = Sort { name: "TXML", part: "segment" };
/// Attributes of a text that TMX has by the same names.
const ATTRIBUTES: [&str; 4] = ["creationdate", "creationid", "changedate", "changeid"];

/// Reads a document segment by segment.
pub(super) struct TxmlParser {
    parts: XmlParts,
    languages: Languages,
    document: Option<String>,
    block: Option<String>,
}

impl TxmlParser {
    pub(super) fn open(source: Source, reading: &Reading) -> Result<Self> {
        let parts = XmlParts::open(source, SORT, "txml", &["segment"], &["skeleton"])?;
        let root = &parts.root;
        let languages =
            Languages::new(root.attribute("locale"), root.attribute("targetlocale"), reading);
        let document = repeatable(root.attribute("original_file").or(root.attribute("filename")));
        Ok(Self { parts, languages, document, block: None })
    }

    fn unit(&mut self, segment: &Element, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        let place = self.parts.place();
        let mut meta = Meta::default();
        let id = segment.attribute("segmentId");
        if let (Some(block), Some(id)) = (&self.block, id) {
            meta.add_prop("x-segment", format!("{block}.{id}"));
        }
        if let Some(document) = &self.document {
            meta.add_prop("x-document", document.as_str());
        }
        let mut variants = Vec::with_capacity(2);
        for (side, name) in ["source", "target"].into_iter().enumerate() {
            let Some(element) = segment.child(name) else { continue };
            let mut text = Tagged::default();
            content(element, &mut text);
            if text.is_full {
                diagnostics.skip(place, "it has too many tags");
                return Ok(None);
            }
            let text = text.finish();
            if text.is_blank() {
                continue;
            }
            if side == 1 {
                self.target(segment, element, &mut meta);
            }
            let lang = self.languages.of(side, None, &text.text, &place, diagnostics)?;
            variants.push(Variant { lang, text, meta: Meta::default() });
        }
        self.rest(segment, &mut meta, &place, diagnostics);
        if variants.is_empty() {
            diagnostics.skip(place, "it has no text");
            return Ok(None);
        }
        Ok(Some(Unit { variants, meta }))
    }

    /// Takes what is known about a translation.
    fn target(&self, segment: &Element, target: &Element, meta: &mut Meta) {
        for name in ATTRIBUTES {
            if let Some(value) = target.attribute(name).filter(|v| !v.is_empty()) {
                let utc = name.ends_with("date").then(|| date::utc(value));
                let value =
                    utc.flatten().map_or_else(|| value.to_owned(), |date| date.into_owned());
                meta.set_attribute(name, value);
            }
        }
        if let Some(score) = target.attribute("score").filter(|score| !score.is_empty()) {
            meta.add_prop("x-match-percent", score);
        }
        if segment.attribute("gtmt") == Some("true") {
            meta.add_prop("x-origin", "machine");
        }
    }

    /// Takes comments, and counts what no unit holds.
    fn rest(
        &self,
        segment: &Element,
        meta: &mut Meta,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) {
        for element in segment.elements() {
            match element.name.as_str() {
                "source" | "target" | "ws" => {}
                "comments" => {
                    let comments = element.elements().map(Element::text);
                    meta.notes.extend(comments.filter(|text| !text.trim().is_empty()));
                }
                "revisions" => {
                    diagnostics.leave("older translations of a segment", || place.clone());
                }
                name => diagnostics.leave(&format!("<{name}>"), || place.clone()),
            }
        }
    }
}

impl UnitParser for TxmlParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            let Self { parts, block, .. } = self;
            let part = parts.next_part("text outside segments", diagnostics, |element| {
                if element.name == "translatable" {
                    *block = repeatable(element.attribute("blockId"));
                }
            })?;
            let Some(part) = part else { return Ok(None) };
            if let Some(unit) = self.unit(&part, diagnostics)? {
                return Ok(Some(unit));
            }
        }
    }

    fn place(&self) -> Place {
        self.parts.xml.place_of(1)
    }
}

/// Reads the text of an element; each `<ut>` holds a tag of the document.
fn content(element: &Element, out: &mut Tagged) {
    for node in &element.children {
        match node {
            Node::Text(text) => out.text.push_str(text),
            Node::Element(tag) if tag.name == "ut" => {
                let code = tag.text();
                let (kind, name) = of_markup(&code);
                let number = tag.attribute("x").and_then(|x| x.parse().ok()).filter(|x| *x > 0);
                out.tag(kind, &name, number, &code);
            }
            Node::Element(other) => content(other, out),
        }
    }
}
