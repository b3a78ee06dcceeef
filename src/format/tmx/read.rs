//! TMX in, unit by unit, in memory that does not grow with the file.

use std::{borrow::Cow, fmt::Write as _, io::Read};

use quick_xml::events::{BytesStart, Event};

use super::{ATTRIBUTE_PROP, Header, input::Sort, xml::Xml};
use crate::{
    error::{Place, Result},
    event,
    format::units::ReadUnits,
    lang::Lang,
    unit::{Meta, Prop, Text, Unit, Variant},
};

/// Warnings that wait to be taken; more are only counted, for a bad file may have millions.
const MAX_WARNINGS: usize = 1000;
/// Language codes whose canonical form is remembered.
const MAX_LANGS: usize = 64;

/// Reads the units of a TMX file one by one.
///
/// A text that is empty or has no good language code is left out, and a unit without any text is
/// skipped; both are told as warnings. Damage is an error and ends the reading.
///
/// ```
/// use muwazi::format::tmx::TmxReader;
/// let tmx = r#"<tmx version="1.4"><header srclang="en"/><body><tu>
///     <tuv xml:lang="EN-US"><seg>Peace <ph x="1"/>be upon you</seg></tuv>
///     <tuv xml:lang="ar"><seg>السلام عليكم</seg></tuv></tu></body></tmx>"#;
/// let mut reader = TmxReader::new(tmx.as_bytes(), "a.tmx")?;
/// assert_eq!(reader.header().srclang(), Some("en"));
/// let unit = reader.next().unwrap()?;
/// assert_eq!(unit.variants[0].lang.as_str(), "en-US");
/// assert_eq!(unit.variants[0].text.text, "Peace be upon you");
/// assert_eq!(unit.variants[0].text.marks[0].raw, r#"<ph x="1"/>"#);
/// # Ok::<(), muwazi::Error>(())
/// ```
pub struct TmxReader<R> {
    xml: Xml<R>,
    buffer: Vec<u8>,
    header: Header,
    in_body: bool,
    ended: bool,
    skipped: u64,
    warnings: Vec<event::Event>,
    unsaid: u64,
    attributes_told: bool,
    langs: Vec<(String, Lang)>,
}

impl<R: Read> TmxReader<R> {
    /// Opens a TMX file and reads its header; `origin` is its name for messages.
    pub fn new(input: R, origin: &str) -> Result<Self> {
        let mut reader = Self {
            xml: Xml::open(input, origin, Sort::TMX)?,
            buffer: Vec::new(),
            header: Header::default(),
            in_body: false,
            ended: false,
            skipped: 0,
            warnings: Vec::new(),
            unsaid: 0,
            attributes_told: false,
            langs: Vec::new(),
        };
        let mut buffer = std::mem::take(&mut reader.buffer);
        reader.read_root(&mut buffer)?;
        reader.read_header(&mut buffer)?;
        reader.buffer = buffer;
        Ok(reader)
    }

    /// What the file says of itself.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How many units were skipped so far because none of their texts could be used.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// The warnings since this was last asked: all of them, or the first thousand and the number
    /// of the rest.
    pub fn take_warnings(&mut self) -> Vec<event::Event> {
        let unsaid = std::mem::take(&mut self.unsaid);
        if unsaid > 0 {
            let message = format!("{unsaid} more warnings like these");
            self.warnings.push(event::Event::Warning { place: self.xml.place(), message });
        }
        std::mem::take(&mut self.warnings)
    }

    fn warn(&mut self, message: String) {
        self.warn_at(self.xml.place(), message);
    }

    fn warn_at(&mut self, place: Place, message: String) {
        if self.warnings.len() < MAX_WARNINGS {
            self.warnings.push(event::Event::Warning { place, message });
        } else {
            self.unsaid += 1;
        }
    }

    fn read_root(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        const HINT: &str = "give a TMX file; other formats go by their names";
        loop {
            match self.xml.read(buffer)? {
                Event::Start(root) if root.local_name().as_ref() == "tmx" => {
                    for attribute in self.xml.attributes(&root) {
                        let (name, value) = attribute?;
                        if name == "version" {
                            self.header.version = value.into_owned();
                        }
                    }
                    return Ok(());
                }
                Event::Start(root) => {
                    let message = format!("this is XML but not TMX: it holds <{}>", root.name().0);
                    return Err(self.xml.fail(message, HINT));
                }
                Event::Text(text) if is_blank(&text) => {}
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    return Err(self.xml.fail("this is not XML: text without any element", HINT));
                }
                Event::Eof => return Err(self.xml.fail("there is no element in the file", HINT)),
                _ => {}
            }
        }
    }

    /// Reads up to the first unit.
    fn read_header(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        let mut header = None;
        while !self.in_body {
            match self.xml.read(buffer)? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "header" if header.is_none() => {
                        let attributes = self.attributes(&tag)?;
                        header = Some(self.header_content(attributes, buffer)?);
                    }
                    "body" => self.in_body = true,
                    name => {
                        let name = name.to_owned();
                        self.skip(&name, buffer)?;
                    }
                },
                Event::End(_) => {
                    self.warn("the file has no body".into());
                    break;
                }
                other => self.expect_blank(&other),
            }
        }
        match header {
            Some(meta) => self.header.meta = meta,
            None => self.warn("the file has no header".into()),
        }
        Ok(())
    }

    fn header_content(&mut self, attributes: Attributes, buffer: &mut Vec<u8>) -> Result<Meta> {
        let mut meta = Meta { attributes, ..Meta::default() };
        loop {
            match self.xml.read(buffer)? {
                Event::Start(tag) => {
                    let child = self.child(&tag)?;
                    self.describe(child, &mut meta, buffer)?;
                }
                Event::End(_) => return Ok(meta),
                other => self.expect_blank(&other),
            }
        }
    }

    /// The next unit that can be used, or `None` at the end.
    fn advance(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Unit>> {
        loop {
            self.xml.renew();
            match self.xml.read(buffer)? {
                Event::Start(tag) if self.in_body && tag.local_name().as_ref() == "tu" => {
                    let attributes = self.attributes(&tag)?;
                    let unit = self.unit(attributes, buffer)?;
                    self.xml.units += 1;
                    if unit.is_some() {
                        return Ok(unit);
                    }
                }
                Event::Start(_) if self.xml.depth() == 1 => {
                    return Err(self.xml.fail(
                        "another file begins after the end of the first",
                        "several files were joined into one; give each by itself",
                    ));
                }
                Event::Start(tag) if !self.in_body && tag.local_name().as_ref() == "body" => {
                    self.in_body = true;
                }
                Event::Start(tag) => {
                    let name = tag.name().0.to_owned();
                    self.skip(&name, buffer)?;
                }
                Event::End(_) => self.in_body = false,
                Event::Eof => return Ok(None),
                other => self.expect_blank(&other),
            }
        }
    }

    fn unit(&mut self, attributes: Attributes, buffer: &mut Vec<u8>) -> Result<Option<Unit>> {
        let place = self.xml.place();
        let mut meta = Meta { attributes, ..Meta::default() };
        let mut variants = Vec::with_capacity(2);
        let mut faults = Faults::default();
        loop {
            match self.xml.read(buffer)? {
                Event::Start(tag) if tag.local_name().as_ref() == "tuv" => {
                    let (lang, attributes) = self.variant_attributes(&tag)?;
                    let (text, meta) = self.variant(attributes, buffer)?;
                    match (lang, text) {
                        (Ok(lang), Some(text)) => variants.push(Variant { lang, text, meta }),
                        (Ok(lang), None) => faults.add(format!("the text in {lang} is empty")),
                        (Err(fault), _) => faults.add(fault),
                    }
                }
                Event::Start(tag) => {
                    let child = self.child(&tag)?;
                    self.describe(child, &mut meta, buffer)?;
                }
                Event::End(_) => break,
                other => self.expect_blank(&other),
            }
        }
        if variants.is_empty() {
            self.skipped += 1;
            self.warn_at(place, faults.told("unit skipped: no text that can be used"));
            return Ok(None);
        }
        if variants.len() == 1 {
            self.warn_at(place, faults.told("a unit with one text only"));
        } else if faults.number > 0 {
            self.warn_at(place, faults.told("a text of the unit was left out"));
        }
        Ok(Some(Unit { variants, meta }))
    }

    /// The text of a `tuv`, unless it is empty, and what is said of it.
    fn variant(
        &mut self,
        attributes: Attributes,
        buffer: &mut Vec<u8>,
    ) -> Result<(Option<Text>, Meta)> {
        let mut meta = Meta { attributes, ..Meta::default() };
        let mut text = None;
        loop {
            match self.xml.read(buffer)? {
                Event::Start(tag) if text.is_none() && tag.local_name().as_ref() == "seg" => {
                    self.tell_attributes(&tag, &[])?;
                    self.xml.expand_empty(false);
                    text = Some(self.xml.segment(buffer)?);
                    self.xml.expand_empty(true);
                }
                Event::Start(tag) => {
                    let child = self.child(&tag)?;
                    self.describe(child, &mut meta, buffer)?;
                }
                Event::End(_) => break,
                other => self.expect_blank(&other),
            }
        }
        let is_used = |text: &Text| !text.marks.is_empty() || !text.text.trim().is_empty();
        Ok((text.filter(is_used), meta))
    }

    fn attributes(&self, tag: &BytesStart<'_>) -> Result<Attributes> {
        let owned = |(name, value): (&str, Cow<'_, str>)| (name.to_owned(), value.into_owned());
        self.xml.attributes(tag).map(|attribute| attribute.map(owned)).collect()
    }

    /// A text's language, or what is wrong with it, and its other attributes. Before TMX 1.3 the
    /// language was called `lang`; it still is where there is no `xml:lang`.
    fn variant_attributes(
        &mut self,
        tag: &BytesStart<'_>,
    ) -> Result<(Result<Lang, String>, Attributes)> {
        let mut lang = None;
        let mut attributes = Vec::new();
        let (xml, langs) = (&self.xml, &mut self.langs);
        for attribute in xml.attributes(tag) {
            let (name, value) = attribute?;
            if name == "xml:lang" {
                lang = Some(canonical(langs, &value));
            } else {
                attributes.push((name.to_owned(), value.into_owned()));
            }
        }
        let legacy = attributes.iter().position(|(name, _)| name == "lang");
        if let (None, Some(at)) = (&lang, legacy) {
            lang = Some(canonical(langs, &attributes.remove(at).1));
        }
        Ok((lang.unwrap_or_else(|| Err("a text does not name its language".into())), attributes))
    }

    fn child(&mut self, tag: &BytesStart<'_>) -> Result<Child> {
        match tag.local_name().as_ref() {
            "note" => {
                self.tell_attributes(tag, &[])?;
                Ok(Child::Note)
            }
            "prop" => {
                self.tell_attributes(tag, &["type"])?;
                let kind = self.xml.attributes(tag).find_map(|attribute| match attribute {
                    Ok(("type", value)) => Some(value.into_owned()),
                    _ => None,
                });
                Ok(Child::Prop(kind.unwrap_or_default()))
            }
            _ => Ok(Child::Other(tag.name().0.to_owned())),
        }
    }

    /// Takes a child of a unit, a text or the header into what is known of it.
    fn describe(&mut self, child: Child, meta: &mut Meta, buffer: &mut Vec<u8>) -> Result<()> {
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

    /// The text of a note or property.
    fn content(&mut self, buffer: &mut Vec<u8>) -> Result<String> {
        let mut content = String::new();
        loop {
            match self.xml.read(buffer)? {
                Event::Text(piece) => content.push_str(&piece.xml10_content()),
                Event::CData(piece) => content.push_str(&piece.xml10_content()),
                Event::GeneralRef(reference) => content.push(self.xml.resolve(&reference)?),
                Event::Start(tag) => {
                    let name = tag.name().0.to_owned();
                    self.skip(&name, buffer)?;
                }
                Event::End(_) => return Ok(content),
                _ => {}
            }
        }
    }

    /// Leaves out an element with all that is in it.
    fn skip(&mut self, name: &str, buffer: &mut Vec<u8>) -> Result<()> {
        self.warn(format!("<{name}> has no place here in TMX; left out"));
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            self.xml.read(buffer)?;
        }
        Ok(())
    }

    fn expect_blank(&mut self, event: &Event<'_>) {
        let is_text = match event {
            Event::Text(text) => !is_blank(text),
            Event::CData(_) | Event::GeneralRef(_) => true,
            _ => false,
        };
        if is_text {
            self.warn("text outside of a segment; left out".into());
        }
    }

    /// Warns once of attributes that are not kept.
    fn tell_attributes(&mut self, tag: &BytesStart<'_>, kept: &[&str]) -> Result<()> {
        let mut lost = None;
        for attribute in self.xml.attributes(tag) {
            let (name, _) = attribute?;
            if !kept.contains(&name) {
                lost = lost.or(Some(name));
            }
        }
        if let Some(name) = lost.filter(|_| !self.attributes_told) {
            self.attributes_told = true;
            let element = tag.name().0;
            self.warn(format!("attributes of <{element}>, such as {name}, are not kept"));
        }
        Ok(())
    }
}

impl<R: Read> Iterator for TmxReader<R> {
    type Item = Result<Unit>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let next = self.advance(&mut buffer).transpose();
        self.buffer = buffer;
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R: Read> ReadUnits for TmxReader<R> {
    fn header(&self) -> Option<&Header> {
        Some(&self.header)
    }

    fn skipped(&self) -> u64 {
        self.skipped
    }

    fn take_warnings(&mut self) -> Vec<event::Event> {
        TmxReader::take_warnings(self)
    }
}

type Attributes = Vec<(String, String)>;

/// What may stand in a unit, a text or the header.
enum Child {
    Note,
    Prop(String),
    Other(String),
}

/// What is wrong with the texts of a unit: the first few in words, the rest as a number.
#[derive(Default)]
struct Faults {
    first: Vec<String>,
    number: usize,
}

impl Faults {
    fn add(&mut self, fault: String) {
        self.number += 1;
        if self.first.len() < 3 {
            self.first.push(fault);
        }
    }

    fn told(&self, what: &str) -> String {
        let mut told = what.to_owned();
        if self.number > 0 {
            let _ = write!(told, " ({}", self.first.join("; "));
            let rest = self.number - self.first.len();
            if rest > 0 {
                let _ = write!(told, "; and {rest} more");
            }
            told.push(')');
        }
        told
    }
}

/// A code in canonical form; a file has few, so they are looked up rather than parsed each time.
fn canonical(known: &mut Vec<(String, Lang)>, code: &str) -> Result<Lang, String> {
    if let Some((_, lang)) = known.iter().find(|(raw, _)| raw == code) {
        return Ok(lang.clone());
    }
    let lang: Lang = code.parse().map_err(|e: crate::Error| e.message)?;
    if known.len() < MAX_LANGS {
        known.push((code.to_owned(), lang.clone()));
    }
    Ok(lang)
}

fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
}
