//! TTX, the bilingual documents of Trados TagEditor: units between the text and the tags of a document.

use crate::{
    error::{Place, Result},
    format::{
        diagnostics::Diagnostics,
        languages::Languages,
        reader::UnitParser,
        source::Source,
        tags::{TagKind, Tagged, of_markup},
        units::Reading,
        xml_parts::{XmlParts, repeatable},
    },
    unit::{Meta, Unit, Variant},
    xml::{
        input::Sort,
        node::{Element, Node},
        out::escape_into,
    },
};

const SORT: Sort = Sort { name: "TTX", part: "unit" };
/// Maximum number of texts of a unit.
const MAX_TEXTS: usize = 100;

/// Reads a document unit by unit.
pub(super) struct TtxParser {
    parts: XmlParts,
    reading: Reading,
    languages: Languages,
    document: Option<String>,
}

impl TtxParser {
    pub(super) fn open(source: Source, reading: &Reading) -> Result<Self> {
        let parts = XmlParts::open(source, SORT, "TRADOStag", &["Tu"], &["ut"])?;
        let languages = Languages::new(None, None, reading);
        Ok(Self { parts, reading: reading.clone(), languages, document: None })
    }

    fn unit(&mut self, element: &Element, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        let place = self.parts.place();
        let mut unit = Unit::default();
        let texts = element.elements().filter(|e| e.name.eq_ignore_ascii_case("Tuv"));
        for (side, variant) in texts.take(MAX_TEXTS).enumerate() {
            let mut text = Tagged::default();
            content(variant, &mut text);
            if text.is_full {
                diagnostics.skip(place, "it has too many tags");
                return Ok(None);
            }
            let text = text.finish();
            if text.is_blank() {
                continue;
            }
            let own = variant.attribute("Lang");
            let lang = self.languages.of(side, own, &text.text, &place, diagnostics)?;
            unit.variants.push(Variant { lang, text, meta: Meta::default() });
        }
        if unit.variants.is_empty() {
            diagnostics.skip(place, "it has no text");
            return Ok(None);
        }
        if let Some(document) = &self.document {
            unit.meta.add_prop("x-document", document.as_str());
        }
        let is_translated = unit.variants.len() > 1;
        for (name, kind) in [("MatchPercent", "x-match-percent"), ("Origin", "x-origin")] {
            let value = element.attribute(name).filter(|v| !v.is_empty());
            if let Some(value) = value.filter(|_| is_translated) {
                unit.meta.add_prop(kind, value);
            }
        }
        Ok(Some(unit))
    }
}

impl UnitParser for TtxParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            let Self { parts, languages, document, reading } = self;
            let part = parts.next_part("text outside units", diagnostics, |element| {
                if element.name == "UserSettings" {
                    (*languages, *document) = settings(element, reading);
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

/// Reads the languages and the name of the document that the settings give.
fn settings(settings: &Element, reading: &Reading) -> (Languages, Option<String>) {
    let value = |name| settings.attribute(name);
    let languages = Languages::new(value("SourceLanguage"), value("TargetLanguage"), reading);
    (languages, repeatable(value("SourceDocumentPath")))
}

/// Reads the text of an element. `<ut>` holds a tag of the document, `<df>` sets the type of what it
/// encloses.
fn content(element: &Element, out: &mut Tagged) {
    for node in &element.children {
        match node {
            Node::Text(text) => out.text.push_str(text),
            Node::Element(tag) if tag.name == "ut" => {
                let code = tag.text();
                let (mut kind, mut name) = of_markup(&code);
                match tag.attribute("Type") {
                    Some("start") => kind = TagKind::Start,
                    Some("end") => kind = TagKind::End,
                    _ => {}
                }
                if let Some(shown) = tag.attribute("DisplayText").filter(|_| name.is_empty()) {
                    name = shown.to_lowercase();
                }
                out.tag(kind, &name, None, &code);
            }
            Node::Element(type_) if type_.name == "df" => {
                let mut open = "<hi type=\"".to_owned();
                escape_into(&mut open, &type_name(type_), true);
                open.push_str("\">");
                out.tag(TagKind::Tmx, "", None, &open);
                content(type_, out);
                out.tag(TagKind::Tmx, "", None, "</hi>");
            }
            Node::Element(other) => content(other, out),
        }
    }
}

/// Returns the type that a `<df>` sets, in a few words: `bold`, `italic`, `Font=Arial`.
fn type_name(element: &Element) -> String {
    let named = element.attributes.iter().map(|(name, value)| {
        let is_on = value.eq_ignore_ascii_case("on");
        match name.as_str() {
            "Bold" | "Italic" if is_on => name.to_lowercase(),
            name => format!("{name}={value}").replace(' ', "_"),
        }
    });
    named.collect::<Vec<_>>().join(" ")
}
