//! Content of a `seg`: text, with inline tags separated as marks.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::{HELD_TAG, tag};
use crate::xml::oddity::Oddity;
use crate::{
    error::Result,
    unit::{Mark, Text},
    xml::{Xml, predefined},
};

/// Maximum number of inline tags of a text; real texts have a few dozen.
const MAX_MARKS: usize = 100_000;

impl<R: Read> Xml<R> {
    /// Reads the rest of a segment: its text, and its tags exactly as written.
    pub(super) fn segment(&mut self, buffer: &mut Vec<u8>) -> Result<Text> {
        let depth = self.depth();
        let mut text = Text::default();
        loop {
            let raw = match self.read(buffer)? {
                Event::Text(piece) => {
                    self.push_text(&piece, &mut text.text);
                    continue;
                }
                Event::CData(piece) => {
                    self.push_plain(&piece, &mut text.text);
                    continue;
                }
                Event::GeneralRef(reference) => {
                    self.push_reference(&reference, &mut text.text)?;
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
            if text.marks.len() == MAX_MARKS {
                return Err(self.harm(format!("a text with more than {MAX_MARKS} inline tags")));
            }
            text.marks.push(Mark::from_tmx(text.text.len(), &released(raw)));
        }
    }

    /// Reads an inline tag after its start, with the text in it.
    pub(super) fn inline(&mut self, tag: &BytesStart<'_>, text: &mut Text) -> Result<()> {
        let raw = self.opening(tag, ">")?;
        let mut buffer = Vec::new();
        if tag::is_opaque(tag.local_name().as_ref()) {
            let raw = self.opaque(raw, &mut buffer)?;
            text.marks.push(Mark::from_tmx(text.text.len(), &released(raw)));
            return Ok(());
        }
        let name = tag.name().0.to_owned();
        text.marks.push(Mark::from_tmx(text.text.len(), &raw));
        let inner = self.segment(&mut buffer)?;
        let start = text.text.len();
        text.text.push_str(&inner.text);
        text.marks.extend(inner.marks.into_iter().map(|m| Mark { at: start + m.at, code: m.code }));
        text.marks.push(Mark::from_tmx(text.text.len(), &format!("</{name}>")));
        Ok(())
    }

    /// Reads the rest of an inline tag whose content is code of another format, not text.
    fn opaque(&mut self, mut raw: String, buffer: &mut Vec<u8>) -> Result<String> {
        let depth = self.depth();
        loop {
            match self.read(buffer)? {
                // Keep the original spelling where it is valid.
                Event::Text(piece) if !piece.starts_with('&') => self.push_text(&piece, &mut raw),
                Event::Text(piece) => {
                    self.tell(Oddity::LoneAmpersand, "an & that should be &amp;; kept as it is");
                    self.push_escaped(&piece, &mut raw);
                }
                Event::CData(piece) => self.push_escaped(&piece, &mut raw),
                Event::GeneralRef(reference) => {
                    let mut meant = String::new();
                    self.push_reference(&reference, &mut meant)?;
                    if reference.is_char_ref() && meant.chars().count() == 1
                        || predefined(&reference).is_some()
                    {
                        raw.push('&');
                        raw.push_str(&reference);
                        raw.push(';');
                    } else {
                        raw.push_str(&quick_xml::escape::escape(&*meant));
                    }
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

    fn push_escaped(&self, piece: &str, raw: &mut String) {
        let mut text = String::new();
        self.push_plain(piece, &mut text);
        raw.push_str(&quick_xml::escape::escape(&*text));
    }

    /// Returns an inline tag exactly as written, except for line ends.
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

/// Unwraps a tag that the writer had to wrap in another.
fn released(raw: String) -> String {
    let (start, end) = HELD_TAG;
    let held = raw.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
    match held.map(quick_xml::escape::unescape) {
        Some(Ok(tag)) => tag.into_owned(),
        _ => raw,
    }
}
