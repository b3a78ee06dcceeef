//! The content of a `seg`: text, with the inline tags set apart as marks.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::{HELD_TAG, tag, xml::Xml};
use crate::{
    error::Result,
    unit::{Mark, Text},
};

impl<R: Read> Xml<R> {
    /// The rest of a segment: its text, and its tags as they were written.
    pub(super) fn segment(&mut self, buffer: &mut Vec<u8>) -> Result<Text> {
        let depth = self.depth();
        let mut text = Text::default();
        loop {
            let raw = match self.read(buffer)? {
                Event::Text(piece) => {
                    text.text.push_str(&piece.xml10_content());
                    continue;
                }
                Event::CData(piece) => {
                    text.text.push_str(&piece.xml10_content());
                    continue;
                }
                Event::GeneralRef(reference) => {
                    text.text.push(self.resolve(&reference)?);
                    continue;
                }
                Event::Start(tag) => {
                    let raw = self.opening(&tag, ">")?;
                    if tag::is_opaque(tag.local_name().as_ref()) {
                        self.opaque(raw, buffer)?
                    } else {
                        raw
                    }
                }
                Event::Empty(tag) => self.opening(&tag, "/>")?,
                Event::End(_) if self.depth() < depth => return Ok(text),
                Event::End(tag) => format!("</{}>", tag.name().0),
                _ => continue,
            };
            text.marks.push(Mark { at: text.text.len(), raw: released(raw) });
        }
    }

    /// The rest of an inline tag whose content is no text but another format's code.
    fn opaque(&mut self, mut raw: String, buffer: &mut Vec<u8>) -> Result<String> {
        let depth = self.depth();
        loop {
            match self.read(buffer)? {
                Event::Text(piece) => raw.push_str(&piece.xml10_content()),
                Event::CData(piece) => {
                    raw.push_str(&quick_xml::escape::escape(&*piece.xml10_content()));
                }
                Event::GeneralRef(reference) => {
                    self.resolve(&reference)?;
                    raw.push('&');
                    raw.push_str(&reference);
                    raw.push(';');
                }
                Event::Start(tag) => raw.push_str(&self.opening(&tag, ">")?),
                Event::Empty(tag) => raw.push_str(&self.opening(&tag, "/>")?),
                Event::End(tag) => {
                    raw.push_str("</");
                    raw.push_str(tag.name().0);
                    raw.push('>');
                    if self.depth() < depth {
                        return Ok(raw);
                    }
                }
                _ => {}
            }
        }
    }

    /// An inline tag as it was written, line ends apart.
    fn opening(&self, tag: &BytesStart<'_>, end: &str) -> Result<String> {
        self.attributes(tag).try_for_each(|attribute| attribute.map(|_| ()))?;
        let mut raw = String::with_capacity(1 + tag.len() + end.len());
        raw.push('<');
        raw.push_str(tag);
        raw.push_str(end);
        if raw.contains('\r') {
            raw = raw.replace("\r\n", "\n").replace('\r', "\n");
        }
        Ok(raw)
    }
}

/// The tag that the writer had to hold in another.
fn released(raw: String) -> String {
    let (start, end) = HELD_TAG;
    let held = raw.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    match held.map(quick_xml::escape::unescape) {
        Some(Ok(tag)) => tag.into_owned(),
        _ => raw,
    }
}
