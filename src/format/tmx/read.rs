//! Reader of TMX, unit by unit, with memory use independent of the file size.

use std::{collections::BTreeSet, io::Read};

use quick_xml::events::Event;

use super::{
    Header,
    parts::{Attributes, Element, short_name},
    salvage::{Damage, Faults, restore, trimmed},
    tag,
};
use crate::xml::oddity::{Finding, Oddity};
use crate::{
    error::{Error, ErrorKind, Result, Setting},
    event,
    format::units::{ReadUnits, Reading},
    lang::Lang,
    unit::{Meta, Text, Unit, Variant},
    xml::{
        Xml,
        input::{Sort, Tolerance},
    },
};

/// Maximum number of warnings kept until they are taken. A bad file may have millions; the rest are
/// only counted.
pub(super) const MAX_WARNINGS: usize = 1000;

/// Reads the units of a TMX file one by one.
///
/// A text that is empty or has an invalid language code is dropped, and a unit without any text is
/// skipped, both with a warning. Damage is an error and ends reading.
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
/// assert_eq!(unit.variants[0].text.marks[0].code.to_tmx(), r#"<ph x="1"/>"#);
/// # Ok::<(), muwazi::Error>(())
/// ```
pub struct TmxReader<R> {
    pub(super) xml: Xml<R>,
    pub(super) buffer: Vec<u8>,
    pub(super) header: Header,
    pub(super) in_body: bool,
    pub(super) ended: bool,
    /// Attributes of a unit that begins before any body.
    pub(super) begun: Option<Attributes>,
    /// True while a unit is read.
    pub(super) in_unit: bool,
    pub(super) is_strict: bool,
    pub(super) skipped: u64,
    pub(super) damages: Vec<Damage>,
    pub(super) findings: Vec<Finding>,
    pub(super) further: u64,
    pub(super) reported: BTreeSet<Oddity>,
    pub(super) langs: Vec<(String, Lang)>,
    /// Languages of texts that do not name theirs.
    pub(super) given: Vec<Lang>,
    /// Number of texts left out so far because their language is not known.
    pub(super) nameless: u64,
    /// A damaged unit that was mended, and the error to return after it.
    pub(super) saved: Option<Unit>,
    last: Option<Error>,
}

impl<R: Read> TmxReader<R> {
    /// Opens a TMX file and reads its header; `origin` is its name in messages.
    pub fn new(input: R, origin: &str) -> Result<Self> {
        Self::with(input, origin, &Reading::default())
    }

    /// Opens a TMX file with options. Strict reading turns warnings into errors.
    ///
    /// # Errors
    /// The file is not TMX, or its header is damaged. Strict reading also refuses oddities there.
    pub fn with(input: R, origin: &str, reading: &Reading) -> Result<Self> {
        let given = [&reading.source_lang, &reading.target_lang];
        let given = given.into_iter().flatten().cloned().collect();
        Self::open(input, origin, reading.strict, Tolerance::Tolerant, given)
    }

    /// Opens a file for salvage: damaged units are mended or dropped, and reported by
    /// [`TmxReader::take_damages`].
    ///
    /// # Errors
    /// The file is not TMX, or is damaged before the first unit.
    pub fn salvage(input: R, origin: &str) -> Result<Self> {
        Self::open(input, origin, false, Tolerance::Salvage, Vec::new())
    }

    fn open(
        input: R,
        origin: &str,
        is_strict: bool,
        tolerance: Tolerance,
        given: Vec<Lang>,
    ) -> Result<Self> {
        let mut reader = Self {
            xml: Xml::open_with(input, origin, Sort::TMX, tolerance)?,
            buffer: Vec::new(),
            header: Header::default(),
            in_body: false,
            ended: false,
            begun: None,
            in_unit: false,
            is_strict,
            skipped: 0,
            damages: Vec::new(),
            findings: Vec::new(),
            further: 0,
            reported: BTreeSet::new(),
            langs: Vec::new(),
            given,
            nameless: 0,
            saved: None,
            last: None,
        };
        let mut buffer = std::mem::take(&mut reader.buffer);
        reader.read_root(&mut buffer)?;
        match reader.read_header(&mut buffer) {
            Err(e) if !reader.salvaged(&e, tolerance)? => return Err(e),
            _ => {}
        }
        reader.buffer = buffer;
        Ok(reader)
    }

    /// Returns the header of the file.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Returns the number of units skipped so far because they have no usable text.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }

    /// Returns the number of units so far, including skipped and damaged ones.
    pub fn units(&self) -> u64 {
        self.xml.units
    }

    /// Returns the number of texts left out so far because their language is not known.
    pub fn nameless(&self) -> u64 {
        self.nameless
    }

    /// Returns true if the file ended before its elements were closed.
    pub fn is_cut(&self) -> bool {
        self.xml.is_cut
    }

    /// Returns the warnings since the last call: the first thousand, and a count of the rest.
    pub fn take_warnings(&mut self) -> Vec<event::Event> {
        let (findings, further) = self.take_findings();
        let warning = |finding: &Finding| {
            event::Event::warning(self.xml.place_of(finding.line), finding.told())
        };
        let mut warnings: Vec<_> = findings.iter().map(warning).collect();
        if further > 0 {
            let message = format!("{} like these", crate::text::counted(further, "more warning"));
            warnings.push(event::Event::warning(self.xml.place(), message));
        }
        warnings
    }

    /// Returns the findings since the last call, at most a thousand, and the number of further
    /// ones.
    pub fn take_findings(&mut self) -> (Vec<Finding>, u64) {
        (std::mem::take(&mut self.findings), std::mem::take(&mut self.further))
    }

    /// Returns the damage since the last call.
    pub fn take_damages(&mut self) -> Vec<Damage> {
        std::mem::take(&mut self.damages)
    }

    pub(super) fn warn(&mut self, oddity: Oddity, message: impl Into<String>) -> Result<()> {
        let line = self.xml.line;
        self.warn_at(oddity, line, message.into())
    }

    pub(super) fn warn_at(&mut self, oddity: Oddity, line: u64, message: String) -> Result<()> {
        if oddity.is_told_once() && !self.reported.insert(oddity) {
            return Ok(());
        }
        let unit = self.in_unit.then_some(self.xml.units + 1);
        let finding = Finding { oddity, line, unit, message };
        if self.is_strict && oddity.is_refused() {
            return Err(Error::new(ErrorKind::Format, finding.told())
                .at(self.xml.place_of(line))
                .hint("without strict checking this is read with a warning")
                .settings(Setting::Strict));
        }
        if self.findings.len() < MAX_WARNINGS {
            self.findings.push(finding);
        } else {
            self.further += 1;
        }
        Ok(())
    }

    /// Collects the oddities that the XML layer found.
    pub(super) fn take_odd(&mut self) -> Result<()> {
        if !self.xml.has_odd() {
            return Ok(());
        }
        for (oddity, line, message) in self.xml.take_odd() {
            self.warn_at(oddity, line, message)?;
        }
        Ok(())
    }

    /// Returns the next usable unit, or `None` at the end of the file.
    fn advance(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Unit>> {
        loop {
            let attributes = match self.begun.take() {
                Some(attributes) => attributes,
                None => match self.next_unit(buffer)? {
                    Some(attributes) => attributes,
                    None => return Ok(None),
                },
            };
            self.in_unit = true;
            let unit = self.unit(attributes, buffer)?;
            self.take_odd()?;
            self.in_unit = false;
            self.xml.units += 1;
            if unit.is_some() {
                return Ok(unit);
            }
        }
    }

    /// Returns the attributes of the next unit, after its start tag.
    fn next_unit(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Attributes>> {
        self.xml.renew();
        loop {
            match self.xml.read(buffer)? {
                Event::Start(tag) => {
                    let element = self.element(&tag)?;
                    if element == Element::Tu && self.xml.depth() > 1 {
                        self.take_odd()?;
                        self.in_unit = true;
                        if !self.in_body {
                            let message = "a unit outside the body; read anyway";
                            self.warn(Oddity::UnitOutsideBody, message)?;
                        }
                        return self.attributes(&tag).map(Some);
                    }
                    if self.xml.depth() == 1 {
                        return Err(self.xml.fail(
                            "another file begins after the end of the first",
                            "several files were joined into one; pass them separately",
                        ));
                    }
                    if !self.in_body && element == Element::Body {
                        self.in_body = true;
                    } else {
                        {
                            let name = short_name(&tag);
                            self.skip(&name, buffer)?;
                        };
                    }
                }
                Event::End(_) => self.in_body = false,
                Event::Eof => {
                    self.take_odd()?;
                    return Ok(None);
                }
                other => self.expect_blank(&other)?,
            }
        }
    }

    fn unit(&mut self, attributes: Attributes, buffer: &mut Vec<u8>) -> Result<Option<Unit>> {
        let line = self.xml.line;
        let mut meta = Meta { attributes, ..Meta::default() };
        let mut variants = Vec::with_capacity(2);
        let mut nameless = Vec::new();
        let mut faults = Faults::default();
        loop {
            match self.xml.read(buffer)? {
                Event::Start(tag) => match self.element(&tag)? {
                    Element::Tuv => {
                        let line = self.xml.line;
                        let (lang, attributes) = self.variant_attributes(&tag)?;
                        let (text, meta) = self.variant(attributes, buffer)?;
                        match (lang, text) {
                            (Ok(lang), Some(text)) => variants.push(Variant { lang, text, meta }),
                            (Ok(lang), None) => faults.add(format!("the text in {lang} is empty")),
                            (Err(fault), Some(text)) => {
                                let lang = Lang::undetermined();
                                nameless.push((variants.len(), line, fault));
                                variants.push(Variant { lang, text, meta });
                            }
                            (Err(fault), None) => faults.add(fault.message),
                        }
                    }
                    _ => {
                        let child = self.child(&tag)?;
                        self.describe(child, &mut meta, buffer)?;
                    }
                },
                Event::End(_) => break,
                other => self.expect_blank(&other)?,
            }
        }
        if !nameless.is_empty() {
            self.name(&mut variants, nameless, &mut faults)?;
        }
        if variants.is_empty() {
            self.skipped += 1;
            let message = faults.describe("skipped: no usable text");
            self.warn_at(Oddity::UnitSkipped, line, message)?;
            return Ok(None);
        }
        if faults.has_lost || (faults.number > 0 && variants.len() > 1) {
            self.warn_at(Oddity::TextLeftOut, line, faults.describe("a text was left out"))?;
        } else if variants.len() == 1 {
            self.warn_at(Oddity::OneText, line, faults.describe("one text only"))?;
        }
        Ok(Some(Unit { variants, meta }))
    }

    /// Reads a `tuv`: its text, unless it is empty, and its attributes, notes and properties.
    fn variant(
        &mut self,
        attributes: Attributes,
        buffer: &mut Vec<u8>,
    ) -> Result<(Option<Text>, Meta)> {
        let mut meta = Meta { attributes, ..Meta::default() };
        let mut text: Option<Text> = None;
        // Text that stands in the `tuv` itself, as some tools write it.
        let mut bare = Text::default();
        loop {
            match self.xml.read(buffer)? {
                Event::Start(tag) if text.is_none() && self.element(&tag)? == Element::Seg => {
                    self.warn_of_attributes(&tag, &[])?;
                    self.xml.expand_empty(false);
                    let read = self.xml.segment(buffer);
                    self.xml.expand_empty(true);
                    text = Some(read?);
                }
                Event::Start(tag)
                    if text.is_none() && tag::is_inline(tag.local_name().as_ref()) =>
                {
                    self.xml.inline(&tag, &mut bare)?;
                }
                Event::Start(tag) => {
                    let child = self.child(&tag)?;
                    self.describe(child, &mut meta, buffer)?;
                }
                Event::End(_) => break,
                Event::Text(piece) if text.is_none() => self.xml.push_text(&piece, &mut bare.text),
                Event::CData(piece) if text.is_none() => {
                    self.xml.push_plain(&piece, &mut bare.text);
                }
                Event::GeneralRef(name) if text.is_none() => {
                    self.xml.push_reference(&name, &mut bare.text)?;
                }
                other => self.expect_blank(&other)?,
            }
        }
        if !bare.is_blank() {
            match text.as_ref().filter(|text| !text.is_blank()) {
                Some(_) => self.warn(Oddity::StrayText, "text outside a segment; left out")?,
                None => {
                    self.warn(Oddity::NoSegment, "a text without <seg>; read as if it had one")?;
                    text = Some(trimmed(bare));
                }
            }
        }
        if let Some(text) = &mut text {
            restore(text, &mut meta);
        }
        Ok((text.filter(|text| !text.is_blank()), meta))
    }
}

impl<R: Read> Iterator for TmxReader<R> {
    type Item = Result<Unit>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.last.take() {
            return Some(Err(error));
        }
        if self.ended {
            return None;
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let next = loop {
            match self.advance(&mut buffer) {
                Err(e) => {
                    let is_salvaged = self.salvaged(&e, self.xml.tolerance);
                    let has_ended = self.ended;
                    match (is_salvaged, self.saved.take()) {
                        (Ok(true), Some(unit)) => {
                            self.buffer = buffer;
                            return Some(Ok(unit));
                        }
                        (Ok(true), None) if has_ended => return None,
                        (Ok(true), None) => {}
                        (Ok(false), Some(unit)) => {
                            (self.ended, self.last) = (true, Some(e));
                            return Some(Ok(unit));
                        }
                        (Ok(false), None) => break Some(Err(e)),
                        (Err(e), _) => break Some(Err(e)),
                    }
                }
                found => break found.transpose(),
            }
        };
        self.buffer = buffer;
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R: Read + Send> ReadUnits for TmxReader<R> {
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
