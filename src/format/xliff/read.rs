//! XLIFF in, unit by unit, in memory that does not grow with the file.

use std::{
    collections::VecDeque,
    io::{BufReader, Read},
};

use quick_xml::events::Event;

use super::{KEPT, OURS, Version, state, unit1, unit2};
use crate::{
    error::{Place, Result},
    event,
    format::{
        diagnostics::Diagnostics,
        source::Source,
        units::{ReadUnits, Reading},
        unnamed::Unnamed,
    },
    lang::Lang,
    unit::{Meta, Text, Unit, Variant},
    xml::{
        Xml,
        input::Sort,
        node::{Element, is_blank},
    },
};

const SORT: Sort = Sort { name: "XLIFF", part: "unit" };

/// Notes and properties of a group, which each unit in it gets.
const MAX_OF_GROUP: usize = 100;

/// What is known of a unit before its texts are: of itself, its source and its target.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) unit: Meta,
    pub(super) source: Meta,
    pub(super) target: Meta,
}

impl Draft {
    pub(super) fn side(&mut self, side: usize) -> &mut Meta {
        match side {
            0 => &mut self.unit,
            1 => &mut self.source,
            _ => &mut self.target,
        }
    }

    pub(super) fn segment(
        self,
        source: Option<Text>,
        target: Option<Text>,
        langs: [Option<String>; 2],
        id: Option<String>,
    ) -> XliffSegment {
        XliffSegment {
            source: unit1::given(source),
            target: unit1::given(target),
            langs,
            id,
            draft: self,
        }
    }

    fn size(&self) -> usize {
        let size = |meta: &Meta| meta.notes.len() + meta.props.len();
        size(&self.unit) + size(&self.source) + size(&self.target)
    }

    /// Adds what is said of a group to what is said of a unit in it.
    fn add(&mut self, group: &Self) {
        for (own, group) in [
            (&mut self.unit, &group.unit),
            (&mut self.source, &group.source),
            (&mut self.target, &group.target),
        ] {
            own.notes.extend(group.notes.iter().cloned());
            own.props.extend(group.props.iter().cloned());
        }
    }
}

/// A segment, whose languages are still those of the file unless it names them.
pub(super) struct XliffSegment {
    pub(super) source: Option<Text>,
    pub(super) target: Option<Text>,
    pub(super) langs: [Option<String>; 2],
    pub(super) id: Option<String>,
    pub(super) draft: Draft,
}

/// The language of one side: as the file has it, and what it is taken for.
#[derive(Debug, Clone, Default)]
struct XliffSide {
    code: String,
    lang: Option<Lang>,
}

impl XliffSide {
    fn of(code: Option<&str>, otherwise: Option<&Lang>) -> Self {
        let code = code.unwrap_or_default().to_owned();
        let lang = code.parse().ok().or_else(|| otherwise.cloned());
        Self { code, lang }
    }
}

/// Reads the units of an XLIFF file of any version one by one.
///
/// A unit that is not translated has one text. One without any text is skipped, which is told.
pub struct XliffReader {
    xml: Xml<Box<dyn Read + Send>>,
    buffer: Vec<u8>,
    /// The prefix of the root, with its colon.
    prefix: String,
    /// What `xmlns` the root has.
    namespace: String,
    reading: Reading,
    /// The elements that are open, each with what it says of units in it.
    open: Vec<Draft>,
    document: Option<String>,
    /// As the root has it, and the file that is open.
    root_sides: [XliffSide; 2],
    sides: [XliffSide; 2],
    ours: bool,
    ready: VecDeque<Unit>,
    diagnostics: Diagnostics,
    unnamed: Unnamed,
    ended: bool,
}

impl XliffReader {
    /// Opens a file and reads its root.
    ///
    /// # Errors
    /// The file is no XLIFF.
    pub fn new(source: Source, reading: &Reading) -> Result<Self> {
        let origin = source.origin().to_owned();
        let input: Box<dyn Read + Send> = Box::new(BufReader::new(source.into_reader()));
        let mut reader = Self {
            xml: Xml::open(input, &origin, SORT)?,
            buffer: Vec::new(),
            prefix: String::new(),
            namespace: String::new(),
            root_sides: Default::default(),
            sides: Default::default(),
            reading: reading.clone(),
            open: Vec::new(),
            document: None,
            ours: false,
            ready: VecDeque::new(),
            diagnostics: Diagnostics::default(),
            unnamed: Unnamed::new(reading),
            ended: false,
        };
        let mut buffer = std::mem::take(&mut reader.buffer);
        reader.read_root(&mut buffer)?;
        reader.buffer = buffer;
        Ok(reader)
    }

    fn read_root(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        let root = Element::root(&mut self.xml, buffer, |name| name == "xliff")?;
        self.prefix = root.prefix().to_owned();
        self.namespace = root.attribute("xmlns").unwrap_or_default().to_owned();
        if let Some(version) = root.attribute("version")
            && !version.trim().is_empty()
            && !version.trim().starts_with(['1', '2'])
        {
            return Err(self.xml.fail(
                format!("XLIFF '{version}' is no version that is known here"),
                "save it as XLIFF 1.2 or 2.1",
            ));
        }
        self.root_sides = self.sides_of(&root, ["srcLang", "trgLang"]);
        self.sides = self.root_sides.clone();
        self.open.push(Draft::default());
        Ok(())
    }

    /// The languages that an element names, or that it has from around it or from the caller.
    fn sides_of(&self, element: &Element, names: [&str; 2]) -> [XliffSide; 2] {
        let otherwise = [&self.reading.source_lang, &self.reading.target_lang];
        let mut sides = self.root_sides.clone();
        for ((side, name), otherwise) in sides.iter_mut().zip(names).zip(otherwise) {
            let code = element.attribute(name).filter(|code| !code.trim().is_empty());
            if code.is_some() || side.lang.is_none() {
                *side = XliffSide::of(code, otherwise.as_ref());
            }
        }
        sides
    }

    /// Reads on until there is a unit; false at the end.
    fn advance(&mut self, buffer: &mut Vec<u8>) -> Result<bool> {
        while self.ready.is_empty() {
            self.xml.renew();
            match self.xml.read(buffer)? {
                Event::Start(tag) => {
                    let element = Element::start(&self.xml, &tag, &self.prefix)?;
                    if self.open.is_empty() {
                        return Err(self.xml.fail(
                            "another file begins after the end of the first",
                            "several files were joined into one; pass them separately",
                        ));
                    }
                    self.begin(element, buffer)?;
                }
                Event::End(_) => drop(self.open.pop()),
                Event::Eof => return Ok(false),
                Event::Text(text) if is_blank(&text) => {}
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    self.leave("text outside of units");
                }
                _ => {}
            }
        }
        Ok(true)
    }

    fn begin(&mut self, element: Element, buffer: &mut Vec<u8>) -> Result<()> {
        let other = element.attribute("xmlns").filter(|xmlns| *xmlns != self.namespace);
        let is_foreign = element.name.contains(':')
            || other.is_some_and(|xmlns| !xmlns.is_empty() && !xmlns.contains("xliff"));
        match element.name.as_str() {
            "file" if !is_foreign => {
                self.document = element.attribute("original").map(str::to_owned);
                self.ours = element.attribute("tool-id") == Some(OURS);
                self.sides = self.sides_of(&element, ["source-language", "target-language"]);
                self.open.push(Draft::default());
            }
            "trans-unit" | "unit" => return self.unit(element, buffer),
            "note" | "notes" | "context-group" | "prop-group" if !is_foreign => {
                self.describe(element, buffer)?;
            }
            _ if element.local() == "metadata" => self.describe(element, buffer)?,
            // What tools keep there for themselves, and forms of the document.
            "header" | "skeleton" | "bin-source" | "bin-target" => self.skip(buffer)?,
            _ if is_foreign => {
                // Beside the files tools note what concerns only them.
                if self.open.len() > 1 || element.local() == "file" {
                    self.leave(&format!("<{}>", element.name));
                }
                self.skip(buffer)?;
            }
            "group" => {
                let mut group = Draft::default();
                for (name, value) in element.attributes.iter().filter(|(n, _)| n != "xml:space") {
                    group.unit.add_prop(format!("{KEPT}group-{name}"), value.as_str());
                }
                self.open.push(group);
            }
            name => {
                if name == "bin-unit" {
                    self.leave("<bin-unit>, which is no text");
                }
                self.open.push(Draft::default());
            }
        }
        Ok(())
    }

    /// Takes what is said of a file or a group.
    fn describe(&mut self, element: Element, buffer: &mut Vec<u8>) -> Result<()> {
        let element = element.complete(&mut self.xml, &self.prefix, buffer)?;
        if unit2::says_ours(&element) {
            self.ours = true;
            return Ok(());
        }
        // The first two are the root and the file, whose notes are not of each unit.
        let mut left = Vec::new();
        let in_group = self.open.len() > 2;
        match self.open.last_mut() {
            Some(group) if in_group && group.size() < MAX_OF_GROUP => match element.local() {
                "notes" | "metadata" => unit2::describe(&element, group, &mut left),
                _ => unit1::describe(&element, group, &mut left),
            },
            _ => left.push(format!("<{}> of a file or large group", element.name)),
        }
        left.iter().for_each(|what| self.leave(what));
        Ok(())
    }

    fn unit(&mut self, element: Element, buffer: &mut Vec<u8>) -> Result<()> {
        let place = self.xml.place();
        let element = element.complete(&mut self.xml, &self.prefix, buffer)?;
        self.xml.units += 1;
        let mut left = Vec::new();
        let version = if element.name == "unit" { Version::Two } else { Version::One };
        let segments = match version {
            Version::One => unit1::segments(&element, self.ours, &mut left),
            Version::Two => unit2::segments(&element, self.ours, &mut left),
        };
        if unit2::has_text(&element.children) {
            left.push("text outside of source and target".into());
        }
        for what in left {
            self.diagnostics.leave(&what, || place.clone());
        }
        if segments.is_empty() {
            self.diagnostics.skip(place.clone(), "it has no segment");
        }
        for segment in segments {
            match self.made(segment, &place)? {
                Some(mut unit) => {
                    if self.ours {
                        note_changes(&mut unit, &element, version);
                    }
                    self.ready.push_back(unit);
                }
                None => self.diagnostics.skip(place.clone(), "it has no text"),
            }
        }
        Ok(())
    }

    /// The unit that a segment is, unless it has no text.
    fn made(&mut self, segment: XliffSegment, place: &Place) -> Result<Option<Unit>> {
        let XliffSegment { source, target, langs, id, mut draft } = segment;
        let has_target = target.is_some();
        self.open.iter().for_each(|group| draft.add(group));
        let mut meta = draft.unit;
        if !self.ours {
            if let Some(id) = id {
                meta.attributes.insert(0, ("tuid".into(), id));
            }
            if let Some(document) = self.document.as_ref().filter(|d| !d.is_empty()) {
                meta.add_prop("x-document", document);
            }
            if has_target {
                state::understand(&mut meta);
            }
        }
        let mut variants = Vec::with_capacity(2);
        let texts = [(source, draft.source), (target, draft.target)];
        for (side, ((text, own), lang)) in texts.into_iter().zip(langs).enumerate() {
            let Some(text) = text else {
                // What is said of a text that is not there is said of the unit.
                meta.notes.extend(own.notes);
                meta.props.extend(own.props);
                continue;
            };
            let lang = self.lang(side, lang.as_deref(), &text.text, place)?;
            variants.push(Variant { lang, text, meta: own });
        }
        Ok((!variants.is_empty()).then_some(Unit { variants, meta }))
    }

    fn lang(&mut self, side: usize, own: Option<&str>, text: &str, place: &Place) -> Result<Lang> {
        let XliffSide { code, lang } = &self.sides[side];
        if let Some(lang) = own.and_then(|code| code.parse().ok()).or_else(|| lang.clone()) {
            return Ok(lang);
        }
        self.unnamed.lang(side, text, own.unwrap_or(code), place, &mut self.diagnostics)
    }

    /// Leaves out an element with all that is in it.
    fn skip(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            self.xml.renew();
            self.xml.skip_text()?;
            self.xml.read(buffer)?;
        }
        Ok(())
    }

    fn leave(&mut self, what: &str) {
        let xml = &self.xml;
        self.diagnostics.leave(what, || xml.place());
    }
}

/// Takes over what another tool changed of the state of a unit that we wrote.
fn note_changes(unit: &mut Unit, element: &Element, version: Version) {
    let is_translated = unit.variants.len() > 1;
    if !is_translated {
        return;
    }
    let found = match version {
        Version::One => {
            let target = element.child("target");
            let of_target = |name| target.and_then(|t: &Element| t.attribute(name));
            vec![
                ("state", of_target("state")),
                ("state-qualifier", of_target("state-qualifier")),
                ("approved", element.attribute("approved")),
            ]
        }
        Version::Two => {
            vec![("state", element.child("segment").and_then(|s| s.attribute("state")))]
        }
    };
    state::changed(unit, version, &found);
}

impl Iterator for XliffReader {
    type Item = Result<Unit>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(unit) = self.ready.pop_front() {
            return Some(Ok(unit));
        }
        if self.ended {
            return None;
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let more = self.advance(&mut buffer);
        self.buffer = buffer;
        self.ended = !matches!(more, Ok(true));
        match more {
            Ok(_) => self.ready.pop_front().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }
}

impl ReadUnits for XliffReader {
    fn skipped(&self) -> u64 {
        self.diagnostics.skipped
    }

    fn take_warnings(&mut self) -> Vec<event::Event> {
        let xml = &self.xml;
        self.diagnostics.take(self.ended, || xml.place())
    }
}
