//! Parts of units, texts and headers: attributes, notes, properties and unknown elements.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::{ATTRIBUTE_PROP, read::TmxReader};
use crate::xml::oddity::Oddity;
use crate::{
    error::{Error, Result},
    lang::Lang,
    unit::{Meta, Prop},
    xml::node::is_blank,
};

/// Maximum number of language codes in the cache.
const MAX_LANGS: usize = 64;
/// Maximum number of notes and properties of a unit or text; real ones have a few dozen.
const MAX_PARTS: usize = 100_000;

pub(super) type Attributes = Vec<(String, String)>;

/// The fault of a text without a usable language.
pub(super) struct NoLang {
    /// What stands in place of a code.
    pub(super) code: String,
    pub(super) message: String,
}

/// A child element of a unit, a text or the header.
pub(super) enum Child {
    Note,
    Prop(String),
    Other(String),
}

/// Returns the name of an element, shortened to the size of a message.
pub(super) fn short_name(tag: &BytesStart<'_>) -> String {
    tag.name().0.chars().take(40).collect()
}

/// Elements outside segments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Element {
    Tmx,
    Header,
    Body,
    Tu,
    Tuv,
    Seg,
    Note,
    Prop,
    Other,
}

impl Element {
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "tmx" => Self::Tmx,
            "header" => Self::Header,
            "body" => Self::Body,
            "tu" => Self::Tu,
            "tuv" => Self::Tuv,
            "seg" => Self::Seg,
            "note" => Self::Note,
            "prop" => Self::Prop,
            _ => return None,
        })
    }
}

impl<R: Read> TmxReader<R> {
    pub(super) fn attributes(&mut self, tag: &BytesStart<'_>) -> Result<Attributes> {
        let mut attributes = Attributes::new();
        let mut repeated = None;
        for attribute in self.xml.attributes(tag) {
            let (name, value) = attribute?;
            if attributes.iter().any(|(known, _)| known == name) {
                repeated = Some(name);
            } else {
                attributes.push((name.to_owned(), value.into_owned()));
            }
        }
        self.tell_repeated(repeated)?;
        Ok(attributes)
    }

    pub(super) fn tell_repeated(&mut self, name: Option<&str>) -> Result<()> {
        let Some(name) = name else { return Ok(()) };
        let name: String = name.chars().take(40).collect();
        let message =
            format!("the attribute {name} occurs twice in one element; the first is used");
        self.warn(Oddity::RepeatedAttribute, message)
    }

    /// Returns the language of a text or what is wrong with it, and its other attributes. Before
    /// TMX 1.3 the attribute was called `lang`; it is still used if there is no `xml:lang`.
    pub(super) fn variant_attributes(
        &mut self,
        tag: &BytesStart<'_>,
    ) -> Result<(Result<Lang, NoLang>, Attributes)> {
        let mut lang = None;
        let mut attributes = Attributes::new();
        let mut repeated = None;
        let (xml, langs) = (&self.xml, &mut self.langs);
        for attribute in xml.attributes(tag) {
            let (name, value) = attribute?;
            if name == "xml:lang" || name.eq_ignore_ascii_case("xml:lang") {
                match lang {
                    None => lang = Some(canonical(langs, &value)),
                    Some(_) => repeated = Some(name),
                }
            } else if attributes.iter().any(|(known, _)| known == name) {
                repeated = Some(name);
            } else {
                attributes.push((name.to_owned(), value.into_owned()));
            }
        }
        let legacy = || attributes.iter().position(|(name, _)| name.eq_ignore_ascii_case("lang"));
        if let (None, Some(at)) = (&lang, legacy()) {
            lang = Some(canonical(langs, &attributes.remove(at).1));
            if !matches!(self.header.version.trim(), "1.0" | "1.1" | "1.2") {
                self.warn(
                    Oddity::LangAttribute,
                    "the language is given by lang instead of xml:lang",
                )?;
            }
        }
        self.tell_repeated(repeated)?;
        let none = || {
            let message = "a text does not name its language".to_owned();
            Err(NoLang { code: String::new(), message })
        };
        Ok((lang.unwrap_or_else(none), attributes))
    }

    /// Returns which element a tag begins; names in capitals are accepted.
    pub(super) fn element(&mut self, tag: &BytesStart<'_>) -> Result<Element> {
        let name = tag.local_name();
        if let Some(element) = Element::of(name.as_ref()) {
            return Ok(element);
        }
        let Some(element) = Element::of(&name.as_ref().to_ascii_lowercase()) else {
            return Ok(Element::Other);
        };
        let message = format!("<{}> must be in lower case", name.as_ref());
        self.warn(Oddity::ElementCase, message)?;
        Ok(element)
    }

    /// Returns which child of a unit, a text or the header a tag begins.
    pub(super) fn child(&mut self, tag: &BytesStart<'_>) -> Result<Child> {
        Ok(match self.element(tag)? {
            Element::Note => {
                self.warn_of_attributes(tag, &[])?;
                Child::Note
            }
            Element::Prop => {
                self.warn_of_attributes(tag, &["type"])?;
                let kind = self.xml.attributes(tag).find_map(|attribute| match attribute {
                    Ok(("type", value)) => Some(value.into_owned()),
                    _ => None,
                });
                Child::Prop(kind.unwrap_or_default())
            }
            Element::Tu if self.in_unit => {
                return Err(self.xml.fail(
                    "a unit begins inside another, which is not closed",
                    "a </tu> is missing before it",
                ));
            }
            _ => Child::Other(short_name(tag)),
        })
    }

    /// Reads a child of a unit, a text or the header into `meta`.
    pub(super) fn describe(
        &mut self,
        child: Child,
        meta: &mut Meta,
        buffer: &mut Vec<u8>,
    ) -> Result<()> {
        if meta.notes.len() + meta.props.len() > MAX_PARTS {
            return Err(self
                .xml
                .harm(format!("more than {MAX_PARTS} notes and properties in one element")));
        }
        match child {
            Child::Note => meta.notes.push(self.content(buffer)?),
            Child::Prop(kind) => {
                let value = self.content(buffer)?;
                match kind.strip_prefix(ATTRIBUTE_PROP) {
                    Some(name) if meta.attribute(name).is_none() => {
                        meta.attributes.push((name.to_owned(), value));
                    }
                    _ => meta.props.push(Prop { kind, value }),
                }
            }
            Child::Other(name) => self.skip(&name, buffer)?,
        }
        Ok(())
    }

    /// Reads the text of a note or property.
    pub(super) fn content(&mut self, buffer: &mut Vec<u8>) -> Result<String> {
        let mut content = String::new();
        loop {
            match self.xml.read(buffer)? {
                Event::Text(piece) => self.xml.push_text(&piece, &mut content),
                Event::CData(piece) => self.xml.push_plain(&piece, &mut content),
                Event::GeneralRef(name) => self.xml.push_reference(&name, &mut content)?,
                Event::Start(tag) => {
                    let name = short_name(&tag);
                    self.skip(&name, buffer)?;
                }
                Event::End(_) => return Ok(content),
                _ => {}
            }
        }
    }

    /// Drops an element with its content.
    pub(super) fn skip(&mut self, name: &str, buffer: &mut Vec<u8>) -> Result<()> {
        if name == "ude" {
            self.warn(Oddity::NotKept, "<ude>, user-defined characters, is not kept")?;
        } else {
            let message = format!("<{name}> is not allowed here in TMX; left out");
            self.warn(Oddity::UnknownElement, message)?;
        }
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            self.xml.read(buffer)?;
        }
        Ok(())
    }

    pub(super) fn expect_blank(&mut self, event: &Event<'_>) -> Result<()> {
        let is_text = match event {
            Event::Text(text) => !is_blank(text),
            Event::CData(_) | Event::GeneralRef(_) => true,
            _ => false,
        };
        if is_text {
            self.warn(Oddity::StrayText, "text outside a segment; left out")?;
        }
        Ok(())
    }

    /// Warns once about dropped attributes.
    pub(super) fn warn_of_attributes(&mut self, tag: &BytesStart<'_>, kept: &[&str]) -> Result<()> {
        let mut lost = None;
        for attribute in self.xml.attributes(tag) {
            let (name, _) = attribute?;
            if !kept.contains(&name) {
                lost = lost.or(Some(name));
            }
        }
        let Some(name) = lost else { return Ok(()) };
        let element = tag.name().0;
        let message = format!("attributes of <{element}>, such as {name}, are not kept");
        self.warn(Oddity::NotKept, message)
    }
}

/// Returns a language code in canonical form. A file has few codes, so they are cached instead of
/// parsed each time.
fn canonical(known: &mut Vec<(String, Lang)>, code: &str) -> Result<Lang, NoLang> {
    if let Some((_, lang)) = known.iter().find(|(raw, _)| raw == code) {
        return Ok(lang.clone());
    }
    let lang: Lang = code.parse().map_err(|e: Error| {
        let code = code.chars().take(100).collect();
        NoLang { code, message: e.message }
    })?;
    if known.len() < MAX_LANGS {
        known.push((code.to_owned(), lang.clone()));
    }
    Ok(lang)
}
