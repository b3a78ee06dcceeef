//! Reader of XLIFF, unit by unit, with memory use independent of the file size.

use std::{
    collections::VecDeque,
    io::{BufReader, Read},
};

use quick_xml::events::Event;

use super::{KEPT, OURS, Version, state, unit1, unit2};
use crate::{
    error::{Place, Result},
    format::{
        diagnostics::Diagnostics, reader::UnitParser, source::Source, units::Reading,
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

/// Maximum number of notes and properties of a group that its units inherit.
const MAX_OF_GROUP: usize = 100;

/// Metadata of a unit, its source and its target, collected before the texts.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) unit: Meta,
    pub(super) source: Meta,
    pub(super) target: Meta,
    /// Languages of source and target that this program wrote as metadata.
    pub(super) langs: [Option<String>; 2],
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
        mut self,
        source: Option<Text>,
        target: Option<Text>,
        mut langs: [Option<String>; 2],
        id: Option<String>,
    ) -> XliffSegment {
        for (lang, own) in langs.iter_mut().zip(&mut self.langs) {
            *lang = own.take().or_else(|| lang.take());
        }
        XliffSegment {
            source: unit1::non_empty(source),
            target: unit1::non_empty(target),
            langs,
            id,
            draft: self,
        }
    }

    fn size(&self) -> usize {
        let size = |meta: &Meta| meta.notes.len() + meta.props.len();
        size(&self.unit) + size(&self.source) + size(&self.target)
    }

    /// Adds the metadata of a group to that of a unit in it.
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

/// A segment. It has the languages of the file unless it names its own.
pub(super) struct XliffSegment {
    pub(super) source: Option<Text>,
    pub(super) target: Option<Text>,
    pub(super) langs: [Option<String>; 2],
    pub(super) id: Option<String>,
    pub(super) draft: Draft,
}

/// Language of a side: the code in the file, and the language used.
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
/// An untranslated unit has one text. A unit without any text is skipped with a warning.
pub(super) struct XliffParser {
    xml: Xml<Box<dyn Read + Send>>,
    buffer: Vec<u8>,
    /// Prefix of the root element, with its colon.
    prefix: String,
    /// `xmlns` of the root element.
    namespace: String,
    reading: Reading,
    /// Metadata of each open element, for the units in it.
    open: Vec<Draft>,
    document: Option<String>,
    /// Languages of the root element, and of the open file.
    root_sides: [XliffSide; 2],
    sides: [XliffSide; 2],
    ours: bool,
    ready: VecDeque<Unit>,
    unnamed: Unnamed,
}

impl XliffParser {
    /// Opens a file and reads its root element.
    ///
    /// # Errors
    /// The file is not XLIFF.
    pub(super) fn open(source: Source, reading: &Reading) -> Result<Self> {
        let origin = source.origin().to_owned();
        let input: Box<dyn Read + Send> = Box::new(BufReader::new(source.into_reader()));
        let mut parser = Self {
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
            unnamed: Unnamed::new(reading),
        };
        let mut buffer = std::mem::take(&mut parser.buffer);
        parser.read_root(&mut buffer)?;
        parser.buffer = buffer;
        Ok(parser)
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
                format!("unknown XLIFF version '{version}'"),
                "save it as XLIFF 1.2 or 2.1",
            ));
        }
        self.root_sides = self.sides_of(&root, ["srcLang", "trgLang"]);
        self.sides = self.root_sides.clone();
        self.open.push(Draft::default());
        Ok(())
    }

    /// Returns the languages that an element names or inherits from the root element or the
    /// options.
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

    /// Reads until a unit is ready. Returns false at the end of the file.
    fn advance(&mut self, buffer: &mut Vec<u8>, diagnostics: &mut Diagnostics) -> Result<bool> {
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
                    self.begin(element, buffer, diagnostics)?;
                }
                Event::End(_) => drop(self.open.pop()),
                Event::Eof => {
                    self.tell_oddities(diagnostics);
                    return Ok(false);
                }
                Event::Text(text) if is_blank(&text) => {}
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    self.leave("text outside units", diagnostics);
                }
                _ => {}
            }
        }
        Ok(true)
    }

    fn begin(
        &mut self,
        element: Element,
        buffer: &mut Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Result<()> {
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
            "trans-unit" | "unit" => return self.unit(element, buffer, diagnostics),
            "note" | "notes" | "context-group" | "prop-group" if !is_foreign => {
                self.describe(element, buffer, diagnostics)?;
            }
            _ if element.local() == "metadata" => self.describe(element, buffer, diagnostics)?,
            // Private data of tools, and parts of the original document.
            "header" | "skeleton" | "bin-source" | "bin-target" => self.skip(buffer)?,
            _ if is_foreign => {
                // Elements beside the files concern only the tool that wrote them.
                if self.open.len() > 1 || element.local() == "file" {
                    self.leave(&format!("<{}>", element.name), diagnostics);
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
                    self.leave("<bin-unit>, which has no text", diagnostics);
                }
                self.open.push(Draft::default());
            }
        }
        Ok(())
    }

    /// Reads notes and other metadata of a file or a group.
    fn describe(
        &mut self,
        element: Element,
        buffer: &mut Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Result<()> {
        let element = element.complete(&mut self.xml, &self.prefix, buffer)?;
        if unit2::says_ours(&element) {
            self.ours = true;
            return Ok(());
        }
        // The first two open elements are the root and the file, whose notes do not belong to each
        // unit.
        let mut left = Vec::new();
        let in_group = self.open.len() > 2;
        match self.open.last_mut() {
            Some(group) if in_group && group.size() < MAX_OF_GROUP => match element.local() {
                "notes" | "metadata" => unit2::describe(&element, group, &mut left),
                _ => unit1::describe(&element, group, &mut left),
            },
            _ => left.push(format!("<{}> of a file or large group", element.name)),
        }
        left.iter().for_each(|what| self.leave(what, diagnostics));
        Ok(())
    }

    fn unit(
        &mut self,
        element: Element,
        buffer: &mut Vec<u8>,
        diagnostics: &mut Diagnostics,
    ) -> Result<()> {
        let place = self.xml.place();
        let element = element.complete(&mut self.xml, &self.prefix, buffer)?;
        self.xml.units += 1;
        self.tell_oddities(diagnostics);
        let mut left = Vec::new();
        let version = if element.name == "unit" { Version::Two } else { Version::One };
        let segments = match version {
            Version::One => unit1::segments(&element, self.ours, &mut left),
            Version::Two => unit2::segments(&element, self.ours, &mut left),
        };
        if unit2::has_text(&element.children) {
            left.push("text outside source and target".into());
        }
        for what in left {
            diagnostics.leave(&what, || place.clone());
        }
        if segments.is_empty() {
            diagnostics.skip(place.clone(), "it has no segment");
        }
        for segment in segments {
            match self.made(segment, &place, diagnostics)? {
                Some(mut unit) => {
                    if self.ours {
                        note_changes(&mut unit, &element, version);
                    }
                    self.ready.push_back(unit);
                }
                None => diagnostics.skip(place.clone(), "it has no text"),
            }
        }
        Ok(())
    }

    /// Converts a segment to a unit, or to `None` if it has no text.
    fn made(
        &mut self,
        segment: XliffSegment,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Unit>> {
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
                // Metadata of a missing text moves to the unit.
                meta.notes.extend(own.notes);
                meta.props.extend(own.props);
                continue;
            };
            let lang = self.lang(side, lang.as_deref(), &text.text, place, diagnostics)?;
            variants.push(Variant { lang, text, meta: own });
        }
        Ok((!variants.is_empty()).then_some(Unit { variants, meta }))
    }

    fn lang(
        &mut self,
        side: usize,
        own: Option<&str>,
        text: &str,
        place: &Place,
        diagnostics: &mut Diagnostics,
    ) -> Result<Lang> {
        let XliffSide { code, lang } = &self.sides[side];
        if let Some(lang) = own.and_then(|code| code.parse().ok()).or_else(|| lang.clone()) {
            return Ok(lang);
        }
        self.unnamed.lang(side, text, own.unwrap_or(code), place, diagnostics)
    }

    /// Drops an element with its content.
    fn skip(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            self.xml.renew();
            self.xml.skip_text()?;
            self.xml.read(buffer)?;
        }
        Ok(())
    }

    /// Warns of characters and references that XML does not allow.
    fn tell_oddities(&mut self, diagnostics: &mut Diagnostics) {
        if self.xml.has_odd() {
            for (_, line, message) in self.xml.take_odd() {
                diagnostics.warn(self.xml.place_of(line), message);
            }
        }
    }

    fn leave(&self, what: &str, diagnostics: &mut Diagnostics) {
        let xml = &self.xml;
        diagnostics.leave(what, || xml.place());
    }
}

impl UnitParser for XliffParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        if let Some(unit) = self.ready.pop_front() {
            return Ok(Some(unit));
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let more = self.advance(&mut buffer, diagnostics);
        self.buffer = buffer;
        more.map(|_| self.ready.pop_front())
    }

    fn place(&self) -> Place {
        self.xml.place()
    }
}

/// Applies changes that another tool made to the state of a unit written by this program.
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
