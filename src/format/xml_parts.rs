//! Files of units in XML that are read part by part: all elements of some names, wherever they stand.

use std::io::{BufReader, Read};

use quick_xml::events::Event;

use super::{diagnostics::Diagnostics, source::Source};
use crate::{
    error::{Place, Result},
    xml::{
        Xml,
        input::{Sort, Tolerance},
        node::{Element, is_blank},
    },
};

/// Maximum length of a text that every unit of a file repeats, such as the name of its document.
pub(super) const MAX_REPEATED: usize = 500;

/// What is found in a file.
pub(super) enum Found {
    /// A whole element of one of the names.
    Part(Element),
    /// The start tag of another element.
    Start(Element),
    /// The end of such an element.
    End,
    /// Text between the parts.
    Text,
}

/// A file in XML.
pub(super) struct XmlParts {
    pub(super) xml: Xml<Box<dyn Read + Send>>,
    buffer: Vec<u8>,
    prefix: String,
    /// The root element, without its content.
    pub(super) root: Element,
    /// The line where the last part begins.
    line: u64,
    parts: &'static [&'static str],
    skipped: &'static [&'static str],
}

impl XmlParts {
    /// Opens a file and reads its root element.
    ///
    /// # Errors
    /// The file is not XML with that root.
    pub(super) fn open(
        source: Source,
        sort: Sort,
        root: &str,
        parts: &'static [&'static str],
        skipped: &'static [&'static str],
    ) -> Result<Self> {
        let origin = source.origin().to_owned();
        let input: Box<dyn Read + Send> = Box::new(BufReader::new(source.into_reader()));
        let mut xml = Xml::open_with(input, &origin, sort, Tolerance::Tolerant)?;
        let mut buffer = Vec::new();
        let root = Element::root(&mut xml, &mut buffer, |name| name.eq_ignore_ascii_case(root))?;
        let prefix = root.prefix().to_owned();
        Ok(Self { xml, buffer, prefix, root, line: 1, parts, skipped })
    }

    /// Returns the next part; `None` at the end of the file. Text before it is counted as left out, under
    /// the name `outside`. `start` sees the start tags of other elements.
    pub(super) fn next_part(
        &mut self,
        outside: &str,
        diagnostics: &mut Diagnostics,
        mut start: impl FnMut(&Element),
    ) -> Result<Option<Element>> {
        loop {
            match self.next(diagnostics)? {
                None => return Ok(None),
                Some(Found::Part(element)) => return Ok(Some(element)),
                Some(Found::Start(element)) => start(&element),
                Some(Found::Text) => {
                    let place = self.xml.place();
                    diagnostics.leave(outside, || place);
                }
                Some(Found::End) => {}
            }
        }
    }

    /// Returns what comes next; `None` at the end of the file.
    pub(super) fn next(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Found>> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let found = self.found(&mut buffer);
        self.buffer = buffer;
        if self.xml.has_odd() {
            for (_, line, message) in self.xml.take_odd() {
                diagnostics.warn(self.xml.place_of(line), message);
            }
        }
        found
    }

    fn found(&mut self, buffer: &mut Vec<u8>) -> Result<Option<Found>> {
        loop {
            self.xml.renew();
            match self.xml.read(buffer)? {
                Event::Start(tag) => {
                    let element = Element::start(&self.xml, &tag, &self.prefix)?;
                    if self.skipped.contains(&element.name.as_str()) {
                        self.skip(buffer)?;
                        continue;
                    }
                    if !self.parts.contains(&element.name.as_str()) {
                        return Ok(Some(Found::Start(element)));
                    }
                    self.line = self.xml.line;
                    let element = element.complete(&mut self.xml, &self.prefix, buffer)?;
                    self.xml.units += 1;
                    return Ok(Some(Found::Part(element)));
                }
                Event::End(_) => return Ok(Some(Found::End)),
                Event::Text(text) if is_blank(&text) => {}
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    return Ok(Some(Found::Text));
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// Passes over the rest of an element, however long.
    fn skip(&mut self, buffer: &mut Vec<u8>) -> Result<()> {
        let depth = self.xml.depth();
        while self.xml.depth() >= depth {
            self.xml.renew();
            self.xml.skip_text()?;
            if matches!(self.xml.read(buffer)?, Event::Eof) {
                break;
            }
        }
        Ok(())
    }

    /// Returns the place where the last part begins.
    pub(super) fn place(&self) -> Place {
        self.xml.place_of(self.line)
    }
}

/// Returns a value if it is neither empty nor too long to be repeated in every unit.
pub(super) fn repeatable(value: Option<&str>) -> Option<String> {
    value.filter(|v| !v.trim().is_empty() && v.len() <= MAX_REPEATED).map(str::to_owned)
}
