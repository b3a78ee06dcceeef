//! Files of strings in XML, read piece by piece with the bytes of each.

use std::ops::Range;

use quick_xml::events::Event;

use super::{file::Places, value::Value};
use crate::{
    error::{Error, Result},
    xml::{
        Xml,
        input::{Sort, Tolerance},
        node::Element,
    },
};

/// Maximum number of bytes at the beginning where an XML declaration names the encoding.
const DECLARATION: usize = 200;

/// A piece of XML.
pub(super) enum Item {
    /// A start tag; the element has no content yet.
    Start(Element),
    /// The end of the last element.
    End,
    /// Text.
    Text(Value),
    /// A comment.
    Comment(String),
    /// The end of the file.
    Eof,
}

/// A file of strings in XML.
pub(super) struct XmlFile<'b> {
    xml: Xml<&'b [u8]>,
    buffer: Vec<u8>,
}

impl<'b> XmlFile<'b> {
    pub(super) fn open(bytes: &'b [u8], origin: &str, sort: Sort) -> Result<Self> {
        let xml = Xml::open_with(bytes, origin, sort, Tolerance::Tolerant)?;
        Ok(Self { xml, buffer: Vec::new() })
    }

    /// Returns the next piece.
    pub(super) fn next(&mut self) -> Result<Item> {
        loop {
            let from = self.position();
            let mut buffer = std::mem::take(&mut self.buffer);
            let item = self.item(from, &mut buffer);
            self.buffer = buffer;
            self.xml.take_odd();
            if let Some(item) = item? {
                return Ok(item);
            }
        }
    }

    fn item(&mut self, from: usize, buffer: &mut Vec<u8>) -> Result<Option<Item>> {
        let event = self.xml.read(buffer)?;
        let to = usize::try_from(self.xml.reader.buffer_position()).unwrap_or(usize::MAX);
        let mut text = String::new();
        Ok(Some(match event {
            Event::Start(tag) => Item::Start(Element::start(&self.xml, &tag, "")?),
            Event::End(_) => Item::End,
            Event::Text(piece) => {
                self.xml.push_text(&piece, &mut text);
                Item::Text(value(&text, &piece, from..to))
            }
            Event::CData(piece) => {
                self.xml.push_plain(&piece, &mut text);
                let (start, end) = ("<![CDATA[".len(), "]]>".len());
                Item::Text(value(&text, &piece, from + start..to.saturating_sub(end)))
            }
            Event::GeneralRef(reference) => {
                self.xml.push_reference(&reference, &mut text)?;
                Item::Text(value(&text, "", from..to))
            }
            Event::Comment(comment) => Item::Comment(comment.to_string()),
            Event::Eof => Item::Eof,
            _ => return Ok(None),
        }))
    }

    /// Begins a new stretch for the limit of sizes.
    pub(super) fn renew(&mut self) {
        self.xml.renew();
    }

    /// Returns the number of open elements.
    pub(super) fn depth(&self) -> usize {
        self.xml.depth()
    }

    /// Passes over the rest of an element after its start tag, and returns true if it has text.
    pub(super) fn skip(&mut self) -> Result<bool> {
        let (depth, mut has_text) = (self.depth(), false);
        loop {
            self.renew();
            match self.next()? {
                Item::End if self.depth() < depth => return Ok(has_text),
                Item::Text(value) => has_text |= !value.text.trim().is_empty(),
                Item::Eof => return Ok(has_text),
                _ => {}
            }
        }
    }

    /// Reads the text of an element after its start tag, with that of the elements in it.
    pub(super) fn text(&mut self) -> Result<Value> {
        let depth = self.depth();
        let mut text = Value::default();
        loop {
            match self.next()? {
                Item::End if self.depth() < depth => return Ok(text),
                Item::Text(value) => text.append(&value),
                Item::Eof => return Ok(text),
                _ => {}
            }
        }
    }

    /// Creates an error at the last piece.
    pub(super) fn fault(&self, message: &str) -> Error {
        self.xml.damaged(message)
    }

    fn position(&self) -> usize {
        usize::try_from(self.xml.reader.buffer_position()).unwrap_or(usize::MAX)
    }
}

/// Makes a value of the text of a piece, as it is read and as it stands in the file.
fn value(text: &str, raw: &str, file: Range<usize>) -> Value {
    if text == raw && file.len() == raw.len() {
        return Value::plain(text, file.start);
    }
    let mut value = Value::default();
    value.push_as(text, file);
    value
}

/// Returns where the text of an XML file stands in its bytes.
pub(super) fn places(bytes: &[u8]) -> Places {
    let marked = bytes.strip_prefix(b"\xEF\xBB\xBF");
    let head = marked.unwrap_or(bytes);
    let head = String::from_utf8_lossy(head.get(..DECLARATION.min(head.len())).unwrap_or_default());
    let declared = head.strip_prefix("<?xml").and_then(|rest| rest.split("?>").next());
    let is_other = declared.is_some_and(|declaration| {
        declaration.contains("encoding") && !declaration.to_ascii_lowercase().contains("utf-8")
    });
    if is_other || std::str::from_utf8(bytes).is_err() {
        return Places::Unknown;
    }
    Places::Same(if marked.is_some() { 3 } else { 0 })
}
