//! Reader of Qt Linguist TS, message by message.

use crate::{
    error::{Place, Result},
    format::{
        diagnostics::Diagnostics,
        languages::Languages,
        po::{CONTEXT, DEVELOPER, MSGID_PLURAL, OBSOLETE, PLURAL, PREVIOUS, REFERENCE},
        reader::UnitParser,
        source::Source,
        units::Reading,
        unnamed::{SOURCE, TARGET},
        xml_parts::{Found, MAX_REPEATED, XmlParts},
    },
    lang::{Lang, detect},
    unit::{Meta, Text, Unit, Variant},
    xml::{
        input::Sort,
        node::{Element, Node},
    },
};

const SORT: Sort = Sort { name: "TS", part: "message" };
/// Maximum number of plural forms.
const MAX_FORMS: usize = 100;

/// Reads the messages of a TS file one by one.
pub(super) struct QtParser {
    parts: XmlParts,
    languages: Languages,
    context: String,
}

impl QtParser {
    pub(super) fn open(source: Source, reading: &Reading) -> Result<Self> {
        let parts = XmlParts::open(source, SORT, "TS", &["message", "name"], &[])?;
        let root = &parts.root;
        let languages =
            Languages::new(root.attribute("sourcelanguage"), root.attribute("language"), reading);
        Ok(Self { parts, languages, context: String::new() })
    }

    fn unit(&mut self, message: &Element, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        let place = self.parts.place();
        let source = message.child("source").map(text).unwrap_or_default();
        if source.is_empty() {
            // The text of such a message is known by its identifier alone.
            diagnostics.skip(place, "it has no source");
            return Ok(None);
        }
        // Most programs are written in English, and say nothing of it.
        let seen = detect(&source);
        if self.languages.source().is_none() && (seen.is_perhaps_english() || !seen.has_letters()) {
            self.languages.assume(SOURCE, Lang::english());
        }
        let mut unit = Unit::default();
        let key = format!("{}|{source}", self.context);
        unit.meta.set_attribute("tuid", key);
        self.describe(message, &mut unit.meta, &place, diagnostics);
        let is_plural = message.attribute("numerus") == Some("yes");
        if is_plural {
            unit.meta.add_prop(MSGID_PLURAL, source.as_str());
        }
        let lang = self.languages.of(SOURCE, None, &source, &place, diagnostics)?;
        unit.variants.push(Variant { lang, text: Text::plain(source), meta: Meta::default() });
        if let Some(translation) = message.child("translation") {
            self.translate(translation, is_plural, &mut unit, &place, diagnostics)?;
        }
        Ok(Some(unit))
    }

    fn translate(
        &mut self,
        translation: &Element,
        is_plural: bool,
        unit: &mut Unit,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<()> {
        let forms: Vec<&Element> =
            translation.elements().filter(|e| e.name == "numerusform").take(MAX_FORMS).collect();
        let texts: Vec<(Option<usize>, &Element)> = match is_plural || !forms.is_empty() {
            true => forms.into_iter().enumerate().map(|(form, e)| (Some(form), e)).collect(),
            false => vec![(None, translation)],
        };
        for (form, element) in texts {
            let mut element = element;
            let mut variants = element.elements().filter(|e| e.name == "lengthvariant");
            // The first is the longest.
            if let Some(longest) = variants.next() {
                if variants.next().is_some() {
                    diagnostics.leave("shorter variants of a translation", || place.clone());
                }
                element = longest;
            }
            let text = text(element);
            if text.is_empty() {
                continue;
            }
            let mut meta = Meta::default();
            if let Some(form) = form {
                meta.add_prop(PLURAL, form.to_string());
            }
            let lang = self.languages.of(TARGET, None, &text, place, diagnostics)?;
            unit.variants.push(Variant { lang, text: Text::plain(text), meta });
        }
        match translation.attribute("type") {
            // A message without translation is unfinished anyway.
            Some("unfinished") if unit.variants.len() > 1 => {
                unit.meta.add_prop("x-reviewed", "no");
            }
            Some("vanished" | "obsolete") => unit.meta.add_prop(OBSOLETE, "yes"),
            _ => {}
        }
        Ok(())
    }

    /// Takes comments, places in the code and former texts.
    fn describe(
        &self,
        message: &Element,
        meta: &mut Meta,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) {
        let comment = message.child("comment").map(text).filter(|comment| !comment.is_empty());
        let context = match comment {
            Some(comment) if self.context.is_empty() => comment,
            Some(comment) => format!("{}|{comment}", self.context),
            None => self.context.clone(),
        };
        if !context.is_empty() {
            meta.add_prop(CONTEXT, context);
        }
        for element in message.elements() {
            let value = || text(element);
            match element.name.as_str() {
                "source" | "translation" | "comment" => {}
                "translatorcomment" => meta.notes.push(value()),
                "extracomment" => meta.add_prop(DEVELOPER, value()),
                "oldsource" => meta.add_prop(PREVIOUS, format!("msgid {:?}", value())),
                "location" => {
                    let part = |name| element.attribute(name);
                    let file = part("filename").unwrap_or_default();
                    let line = part("line").map(|line| format!(":{line}")).unwrap_or_default();
                    meta.add_prop(REFERENCE, format!("{file}{line}"));
                }
                name => diagnostics.leave(&format!("<{name}>"), || place.clone()),
            }
        }
        if let Some(id) = message.attribute("id").filter(|id| !id.is_empty()) {
            meta.add_prop("x-id", id);
        }
    }
}

impl UnitParser for QtParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            match self.parts.next(diagnostics)? {
                None => return Ok(None),
                Some(Found::Part(name)) if name.name == "name" => {
                    self.context = text(&name);
                    if self.context.len() > MAX_REPEATED {
                        return Err(self.parts.xml.harm("the name of a context is very long"));
                    }
                }
                Some(Found::Part(message)) => {
                    if let Some(unit) = self.unit(&message, diagnostics)? {
                        return Ok(Some(unit));
                    }
                }
                Some(Found::Start(context)) if context.name == "context" => self.context.clear(),
                Some(Found::Start(other)) if !matches!(other.name.as_str(), "defaultcodec") => {
                    let place = self.parts.xml.place();
                    diagnostics.leave(&format!("<{}>", other.name), || place);
                }
                Some(_) => {}
            }
        }
    }

    fn place(&self) -> Place {
        self.parts.xml.place_of(1)
    }
}

/// Returns the text of an element. Characters that XML does not allow stand in `<byte value="x7"/>`.
fn text(element: &Element) -> String {
    let mut out = String::new();
    for node in &element.children {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(byte) if byte.name == "byte" => {
                let value = byte.attribute("value").unwrap_or_default();
                let code = match value.strip_prefix('x') {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => value.parse().ok(),
                };
                out.extend(code.and_then(char::from_u32));
            }
            Node::Element(other) => out.push_str(&other.text()),
        }
    }
    out
}
