//! Reader of TBX, entry by entry, with memory use independent of the file size.

use std::io::{BufReader, Read};

use jiff::civil::{Date, DateTime};
use quick_xml::events::Event;

use super::{ATTRIBUTE, KEPT, KNOWN, OURS, PROP};
use crate::{
    error::{Error, Place, Result},
    format::{
        diagnostics::Diagnostics,
        reader::UnitParser,
        source::Source,
        units::Reading,
        unnamed::{TARGET, Unnamed},
    },
    lang::Lang,
    unit::{Mark, Meta, Text, Unit, Variant},
    xml::{
        Xml,
        input::Sort,
        node::{Element, Node, is_blank},
    },
};

const SORT: Sort = Sort { name: "TBX", part: "concept" };

/// Reads the entries of a TBX file one by one, each as a unit.
///
/// Empty terms are dropped and entries without terms are skipped, both with a warning.
pub(super) struct TbxParser {
    xml: Xml<Box<dyn Read + Send>>,
    buffer: Vec<u8>,
    prefix: String,
    reading: Reading,
    ours: bool,
    unnamed: Unnamed,
}

impl TbxParser {
    /// Opens a file and reads its root element.
    ///
    /// # Errors
    /// The file is not TBX.
    pub(super) fn open(source: Source, reading: &Reading) -> Result<Self> {
        let origin = source.origin().to_owned();
        let input: Box<dyn Read + Send> = Box::new(BufReader::new(source.into_reader()));
        let mut parser = Self {
            xml: Xml::open(input, &origin, SORT)?,
            buffer: Vec::new(),
            prefix: String::new(),
            reading: reading.clone(),
            ours: false,
            unnamed: Unnamed::new(reading),
        };
        let mut buffer = std::mem::take(&mut parser.buffer);
        parser.read_root(&mut buffer)?;
        parser.buffer = buffer;
        Ok(parser)
    }

    fn read_root(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        let is_ours = |name: &str| name == "martif" || name.eq_ignore_ascii_case("tbx");
        let root = Element::root(&mut self.xml, buffer, is_ours)?;
        self.prefix = root.prefix().to_owned();
        Ok(())
    }

    /// Returns the next entry that has a term, or `None` at the end of the file.
    fn advance(
        &mut self,
        buffer: &mut Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Unit>> {
        loop {
            self.xml.renew();
            match self.xml.read(buffer)? {
                Event::Start(tag) => {
                    let element = Element::start(&self.xml, &tag, &self.prefix)?;
                    if self.xml.depth() == 1 {
                        return Err(self.xml.fail(
                            "another file begins after the end of the first",
                            "several files were joined into one; pass them separately",
                        ));
                    }
                    if let Some(unit) = self.begin(element, buffer, diagnostics)? {
                        return Ok(Some(unit));
                    }
                }
                Event::Eof => return Ok(None),
                Event::Text(text) if is_blank(&text) => {}
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    let xml = &self.xml;
                    diagnostics.leave("text outside entries", || xml.place());
                }
                _ => {}
            }
        }
    }

    fn begin(
        &mut self,
        element: Element,
        buffer: &mut Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Unit>> {
        let place = self.xml.place();
        match element.local() {
            "termEntry" | "conceptEntry" | "entry" => {
                let element = element.complete(&mut self.xml, &self.prefix, buffer)?;
                self.xml.units += 1;
                for (_, line, message) in self.xml.take_odd() {
                    diagnostics.warn(self.xml.place_of(line), message);
                }
                self.unit(&element, &place, diagnostics)
            }
            "martifHeader" | "tbxHeader" | "header" => {
                let header = element.complete(&mut self.xml, &self.prefix, buffer)?;
                self.ours = header.text().trim_start().starts_with(OURS);
                Ok(None)
            }
            "back" => {
                // Lists the people, organisations and sources that entries refer to.
                diagnostics.leave("<back>, which lists what entries refer to", || place);
                let depth = self.xml.depth();
                while self.xml.depth() >= depth {
                    self.xml.renew();
                    self.xml.read(buffer)?;
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    fn unit(
        &mut self,
        element: &Element,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Unit>> {
        let mut entry = Entry {
            ours: self.ours,
            otherwise: [self.reading.source_lang.clone(), self.reading.target_lang.clone()],
            unit: Unit::default(),
            langs: 0,
            unnamed: &mut self.unnamed,
            diagnostics,
            place,
            refused: None,
            faults: Vec::new(),
            left: Vec::new(),
        };
        if let Some(id) = element.attribute("id").filter(|_| !self.ours) {
            entry.unit.meta.set_attribute("tuid", id);
        }
        entry.read(element);
        if let Some(error) = entry.refused {
            return Err(error);
        }
        let Entry { unit, faults: all, left, diagnostics, .. } = entry;
        for what in &left {
            diagnostics.leave(what, || place.clone());
        }
        let faults = all.len();
        let mut why = all.into_iter().take(3).collect::<Vec<_>>().join("; ");
        if faults > 3 {
            why = format!("{why}; and {} more", faults - 3);
        }
        if unit.variants.is_empty() {
            let why = if faults > 0 { format!(" ({why})") } else { String::new() };
            diagnostics.skip(place.clone(), &format!("no usable term{why}"));
            return Ok(None);
        }
        if faults > 0 {
            diagnostics.warn(place.clone(), format!("a term was left out ({why})"));
        }
        Ok(Some(unit))
    }
}

impl UnitParser for TbxParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let next = self.advance(&mut buffer, diagnostics);
        self.buffer = buffer;
        next
    }

    fn place(&self) -> Place {
        self.xml.place()
    }
}

/// An entry being read.
struct Entry<'r> {
    ours: bool,
    /// Languages of the first and of further language sections that do not name one.
    otherwise: [Option<Lang>; 2],
    unit: Unit,
    langs: usize,
    unnamed: &'r mut Unnamed,
    diagnostics: &'r mut Diagnostics,
    place: &'r Place,
    /// Error that ends strict reading.
    refused: Option<Error>,
    faults: Vec<String>,
    left: Vec<String>,
}

/// Language of terms, or their side if the language is not named.
enum Named {
    Lang(Lang),
    /// The side, and the invalid language code in the file.
    No(usize, String),
}

fn is_lang(name: &str) -> bool {
    matches!(name, "langSet" | "langSec" | "langGroup" | "langGrp")
}

fn is_term(name: &str) -> bool {
    matches!(name, "tig" | "ntig" | "termSec" | "termGroup" | "termGrp" | "term")
}

impl Entry<'_> {
    fn read(&mut self, entry: &Element) {
        let mut meta = std::mem::take(&mut self.unit.meta);
        for element in entry.elements() {
            if is_lang(element.local()) {
                self.language(element, &mut meta);
            } else if is_term(element.local()) {
                self.faults.push("a term without a language".into());
            } else {
                self.describe(element, &mut meta);
            }
        }
        self.unit.meta = meta;
    }

    /// Reads the terms of a language. Notes and properties of the language section go to its first
    /// term.
    fn language(&mut self, element: &Element, entry: &mut Meta) {
        let code = element.attribute("xml:lang").or_else(|| element.attribute("lang"));
        // `C` and the like are not languages, but the terms are usable.
        let lang = code.and_then(|code| code.parse().ok()).map_or_else(
            || {
                let side = self.langs.min(TARGET);
                let code = code.unwrap_or_default().to_owned();
                self.otherwise[side].clone().map_or(Named::No(side, code), Named::Lang)
            },
            Named::Lang,
        );
        self.langs += 1;
        let first = self.unit.variants.len();
        let mut own = Meta::default();
        for child in element.elements() {
            if is_lang(child.local()) {
                self.language(child, entry);
            } else if is_term(child.local()) {
                let mut meta = Meta::default();
                let mut terms = Vec::new();
                self.term(child, &mut meta, &mut terms);
                self.add(terms, meta, &lang);
            } else {
                self.describe(child, &mut own);
            }
        }
        let meta = self.unit.variants.get_mut(first).map_or(entry, |v| &mut v.meta);
        meta.attributes.extend(own.attributes);
        meta.notes.extend(own.notes);
        meta.props.extend(own.props);
    }

    fn add(&mut self, terms: Vec<Text>, mut meta: Meta, lang: &Named) {
        if terms.is_empty() {
            self.faults.push("it is empty".into());
        }
        for text in terms {
            let lang = match lang {
                Named::Lang(lang) => Ok(lang.clone()),
                Named::No(side, code) => {
                    self.unnamed.lang(*side, &text.text, code, self.place, self.diagnostics)
                }
            };
            let meta = std::mem::take(&mut meta);
            match lang {
                Ok(lang) => self.unit.variants.push(Variant { lang, text, meta }),
                Err(error) => self.refused = Some(error),
            }
        }
    }

    /// Reads a term and the data about it.
    fn term(&mut self, element: &Element, meta: &mut Meta, terms: &mut Vec<Text>) {
        if element.local() == "term" {
            let text = self.text_of(element);
            if !text.text.trim().is_empty() {
                terms.push(text);
            }
            return;
        }
        for child in element.elements() {
            if is_term(child.local()) {
                self.term(child, meta, terms);
            } else {
                self.describe(child, meta);
            }
        }
    }

    fn text_of(&self, term: &Element) -> Text {
        let mut text = Text::default();
        for node in &term.children {
            match node {
                Node::Text(piece) => text.text.push_str(piece),
                Node::Element(element) => {
                    let kind = element.attribute("type").unwrap_or_default();
                    let mut start = "<hi".to_owned();
                    if !kind.is_empty() {
                        start.push_str(" type=\"");
                        crate::xml::out::escape_into(&mut start, kind, true);
                        start.push('"');
                    }
                    start.push('>');
                    text.marks.push(Mark::from_tmx(text.text.len(), &start));
                    text.text.push_str(&element.text());
                    text.marks.push(Mark::from_tmx(text.text.len(), "</hi>"));
                }
            }
        }
        if !self.ours {
            // Line breaks and indents around a term belong to the file layout.
            let from = text.text.len() - text.text.trim_start().len();
            text.text = text.text.trim().to_owned();
            for mark in &mut text.marks {
                mark.at = mark.at.saturating_sub(from).min(text.text.len());
            }
        }
        text
    }

    /// Reads other data about an entry, a language or a term.
    fn describe(&mut self, element: &Element, meta: &mut Meta) {
        let kind = element.attribute("type").unwrap_or_default();
        match element.local() {
            "note" => meta.notes.push(self.value(element)),
            "descripGrp" | "adminGrp" | "termNoteGrp" | "noteGrp" => {
                element.elements().for_each(|child| self.describe(child, meta));
            }
            "transacGrp" => self.transaction(element, meta),
            "descrip" | "admin" | "termNote" | "adminNote" | "descripNote" | "transacNote"
            | "ref" | "xref" => {
                let mut value = self.value(element);
                if let Some(target) = element.attribute("target") {
                    value = if value.is_empty() {
                        target.into()
                    } else {
                        format!("{value} ({target})")
                    };
                }
                if let Some(name) = kind.strip_prefix(ATTRIBUTE)
                    && meta.attribute(name).is_none()
                {
                    meta.attributes.push((name.to_owned(), value));
                } else {
                    self.property(element.local(), kind, value, meta);
                }
            }
            // In the DCT style and in TBX-Min, the element name is the type.
            name if element.elements().next().is_none() => {
                let value = self.value(element);
                let kind = match name {
                    "customer" => "customerSubset",
                    "termStatus" => "administrativeStatus",
                    name => name,
                };
                self.property("dct", kind, value, meta);
            }
            name => self.left.push(format!("<{name}>")),
        }
    }

    fn property(&self, element: &str, kind: &str, value: String, meta: &mut Meta) {
        if value.is_empty() && !self.ours {
            return;
        }
        let known = KNOWN.iter().find(|(_, own, _)| *own == kind);
        let kind = match known {
            Some((.., known)) => (*known).to_owned(),
            None if element == "admin" && kind.starts_with(PROP) => kind[PROP.len()..].to_owned(),
            None if element == "admin" && kind.starts_with("x-") => kind.to_owned(),
            None => format!("{KEPT}{element}:{kind}"),
        };
        meta.add_prop(kind, value);
    }

    /// Reads the date and the author of a creation or change.
    fn transaction(&mut self, element: &Element, meta: &mut Meta) {
        let child = |name: &str| element.elements().find(|e| e.local() == name);
        let what = child("transac").or_else(|| child("transactionType")).map(Element::text);
        let what = what.unwrap_or_default();
        let names = match what.trim() {
            "origination" | "creation" | "input" => Some(["creationdate", "creationid"]),
            "modification" | "change" => Some(["changedate", "changeid"]),
            _ => None,
        };
        for part in element.elements() {
            let value = self.value(part);
            let (slot, value) = match part.local() {
                "transac" | "transactionType" => continue,
                "date" => (names.map(|n| n[0]), tmx_date(&value).ok_or(value)),
                "transacNote" | "responsibility" => (names.map(|n| n[1]), Ok(value)),
                _ => {
                    self.describe(part, meta);
                    continue;
                }
            };
            match (slot, value) {
                (Some(name), Ok(value)) if meta.attribute(name).is_none() => {
                    meta.set_attribute(name, value);
                }
                (_, Ok(value) | Err(value)) => {
                    let kind = part.attribute("type").unwrap_or(part.local());
                    meta.add_prop(format!("{KEPT}transac:{} {kind}", what.trim()), value);
                }
            }
        }
    }

    fn value(&self, element: &Element) -> String {
        let text = element.text();
        if self.ours { text } else { text.trim().to_owned() }
    }
}

/// Converts a TBX date to the TMX form: `2026-02-19`, or with a time in UTC.
fn tmx_date(date: &str) -> Option<String> {
    let date = date.trim();
    let time = match date.parse::<Date>() {
        Ok(day) if date.len() == 10 => day.at(0, 0, 0, 0),
        _ => DateTime::strptime("%Y-%m-%dT%H:%M:%SZ", date).ok()?,
    };
    Some(time.strftime("%Y%m%dT%H%M%SZ").to_string())
}
