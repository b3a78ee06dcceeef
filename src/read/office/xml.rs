//! The XML of a part: its elements by vocabulary, its text with its place in the bytes.
//!
//! A part lies in memory as a whole, so that every element can be looked at again by its place.
//! Entities that a file declares are never expanded; the DTD is skipped.

use std::{borrow::Cow, collections::BTreeMap, ops::Range};

use quick_xml::{Reader, events::Event};

use super::{
    escape::{attributes, local, unescape},
    names::Ns,
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    read::limits::MAX_DEPTH,
    xml::encoding::encoding_of,
};

/// Maximum number of prefixes of vocabularies known here that are bound at one place.
const MAX_PREFIXES: usize = 64;

/// Maximum number of notes, comments or deletions of a document.
const MAX_PLACES: usize = 200_000;

/// A part of a package, decoded.
#[derive(Debug)]
pub(super) struct Part {
    /// The name of the member.
    pub(super) name: String,
    /// The name of the file in messages.
    pub(super) origin: String,
    /// The text of the part, without a byte order mark.
    pub(super) text: String,
    /// The length of the byte order mark; `None` if the part is not UTF-8, so that places in the text
    /// are not places in the bytes.
    offset: Option<usize>,
}

impl Part {
    /// Decodes the bytes of a part.
    ///
    /// # Errors
    /// The part names an encoding that there is not.
    pub(super) fn new(name: &str, origin: &str, bytes: Vec<u8>) -> Result<Self> {
        let found = encoding_of(bytes.get(..bytes.len().min(1024)).unwrap_or_default())
            .map_err(|e| Error { kind: ErrorKind::Text, ..e }.at(Place::file(origin)))?;
        let (name, origin) = (name.to_owned(), origin.to_owned());
        let is_utf8 = found.encoding == encoding_rs::UTF_8;
        let (text, offset) = match String::from_utf8(bytes) {
            Ok(mut text) if is_utf8 => {
                text.replace_range(..found.mark, "");
                (text, Some(found.mark))
            }
            other => {
                let bytes = other.map_or_else(|e| e.into_bytes(), String::into_bytes);
                let rest = bytes.get(found.mark..).unwrap_or_default();
                (found.encoding.decode_without_bom_handling(rest).0.into_owned(), None)
            }
        };
        Ok(Self { name, origin, text, offset })
    }

    /// Takes white space off the ends of a range of bytes.
    pub(super) fn trimmed(&self, bytes: Range<usize>) -> Option<Range<usize>> {
        let offset = self.offset?;
        let start = bytes.start.checked_sub(offset)?;
        let raw = self.text.get(start..bytes.end.checked_sub(offset)?)?;
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let rest = raw.trim_start_matches(is_blank);
        let start = bytes.end - rest.len();
        Some(start..start + rest.trim_end_matches(is_blank).len())
    }

    /// Returns the error for a part that is not well-formed.
    fn damaged(&self, why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
        let message = format!("'{}' in the package is damaged", self.name);
        Error::new(ErrorKind::Text, message)
            .at(Place::file(&self.origin))
            .hint("open it in the program that made it and save it again")
            .because(why)
    }
}

/// An element where it begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'p> {
    /// Its vocabulary.
    pub(super) ns: Ns,
    /// Its name without prefix.
    pub(super) name: &'p str,
    /// Where it begins in the text of the part.
    pub(super) start: usize,
    attributes: &'p str,
}

impl<'p> Tag<'p> {
    /// Returns the value of an attribute, whatever its prefix.
    pub(super) fn get(&self, name: &str) -> Option<Cow<'p, str>> {
        attributes(self.attributes).find(|(key, _)| local(key) == name).map(|(_, v)| unescape(v))
    }

    /// Returns the value of an attribute that has a prefix: `r:id` where there is an `id` too.
    pub(super) fn get_prefixed(&self, name: &str) -> Option<Cow<'p, str>> {
        let is = |key: &str| local(key) == name && key.contains(':');
        attributes(self.attributes).find(|(key, _)| is(key)).map(|(_, v)| unescape(v))
    }

    /// Returns true for an element of this vocabulary and name.
    pub(super) fn is(&self, ns: Ns, name: &str) -> bool {
        self.ns == ns && self.name == name
    }

    /// Returns what a switch such as `<w:b/>` or `<w:b w:val="0"/>` says.
    pub(super) fn is_on(&self) -> bool {
        self.get("val").is_none_or(|value| !matches!(&*value, "0" | "false" | "off" | "none"))
    }

    /// Returns true if the attribute is there and says yes.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(&*value, "1" | "true" | "on"))
    }
}

/// Text, and the bytes that it stands in if it stands there in one piece.
#[derive(Debug, Default)]
pub(super) struct Run<'p> {
    pub(super) text: Cow<'p, str>,
    pub(super) bytes: Option<Range<usize>>,
}

/// A child of an element.
#[derive(Debug)]
pub(super) enum Node<'p> {
    Tag(Tag<'p>),
    Text(Run<'p>),
}

/// Walks over the elements of a part, or of a range of it.
pub(super) struct Scanner<'p> {
    part: &'p Part,
    reader: Reader<&'p [u8]>,
    /// Where the range begins in the text of the part.
    base: usize,
    depth: usize,
    prefixes: Vec<(&'p str, Ns, usize)>,
}

/// A step over the part.
enum Step<'p> {
    Start(Tag<'p>),
    End,
    Text(Range<usize>),
    /// Text that stands otherwise in the bytes than escaped.
    Data(Range<usize>),
    Other,
    Eof,
}

impl<'p> Scanner<'p> {
    /// Begins at the root.
    pub(super) fn new(part: &'p Part) -> Self {
        Self::over(part, 0..part.text.len(), Vec::new())
    }

    fn over(part: &'p Part, range: Range<usize>, prefixes: Vec<(&'p str, Ns, usize)>) -> Self {
        let base = range.start;
        let mut reader = Reader::from_str(part.text.get(range).unwrap_or_default());
        reader.config_mut().expand_empty_elements = true;
        reader.config_mut().allow_dangling_amp = true;
        Self { part, reader, base, depth: 0, prefixes }
    }

    /// Begins again at an element that was passed before, given its place and the end of it.
    pub(super) fn again(&self, range: Range<usize>) -> Self {
        // Prefixes bound further in are bound by the element itself.
        let prefixes = self.prefixes.iter().map(|(prefix, ns, _)| (*prefix, *ns, 0)).collect();
        Self::over(self.part, range, prefixes)
    }

    /// Returns the part that is read.
    pub(super) fn part(&self) -> &'p Part {
        self.part
    }

    /// Returns the number of open elements: the level of what is read next.
    pub(super) fn level(&self) -> usize {
        self.depth
    }

    /// Returns the place behind what was read last.
    pub(super) fn at(&self) -> usize {
        self.base + usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    /// Returns the next child of the element of this level; elements further in that nobody read are
    /// passed over. `None` at the end of the element.
    pub(super) fn child(&mut self, level: usize) -> Result<Option<Tag<'p>>> {
        while self.depth >= level {
            match self.step()? {
                Step::Start(tag) if self.depth == level + 1 => return Ok(Some(tag)),
                Step::Eof => break,
                _ => {}
            }
        }
        Ok(None)
    }

    /// Returns the next child or text of the element of this level.
    pub(super) fn node(&mut self, level: usize) -> Result<Option<Node<'p>>> {
        while self.depth >= level {
            match self.step()? {
                Step::Start(tag) if self.depth == level + 1 => return Ok(Some(Node::Tag(tag))),
                Step::Text(range) if self.depth == level => {
                    return Ok(Some(Node::Text(self.run(range))));
                }
                Step::Data(range) if self.depth == level => {
                    let text = self.slice(range).into();
                    return Ok(Some(Node::Text(Run { text, bytes: None })));
                }
                Step::Eof => break,
                _ => {}
            }
        }
        Ok(None)
    }

    /// Reads the text of the element that was just entered, up to its end.
    pub(super) fn text(&mut self) -> Result<Run<'p>> {
        let level = self.depth;
        let mut all: Option<Run<'p>> = None;
        while let Some(node) = self.node(level)? {
            let Node::Text(next) = node else { continue };
            all = Some(match all {
                None => next,
                Some(run) => {
                    let bytes = match (run.bytes, next.bytes) {
                        (Some(a), Some(b)) if a.end == b.start => Some(a.start..b.end),
                        _ => None,
                    };
                    Run { text: run.text + next.text, bytes }
                }
            });
        }
        Ok(all.unwrap_or_default())
    }

    /// Passes over the element that was just entered, and returns its range in the part.
    pub(super) fn pass(&mut self, tag: &Tag<'p>) -> Result<Range<usize>> {
        let level = self.depth;
        while self.child(level)?.is_some() {}
        Ok(tag.start..self.at())
    }

    fn run(&self, range: Range<usize>) -> Run<'p> {
        let text = unescape(self.slice(range.clone()));
        let bytes = self.part.offset.map(|offset| range.start + offset..range.end + offset);
        Run { text, bytes }
    }

    fn slice(&self, range: Range<usize>) -> &'p str {
        self.part.text.get(range).unwrap_or_default()
    }

    fn step(&mut self) -> Result<Step<'p>> {
        let from = self.at();
        let event = self.reader.read_event().map_err(|e| self.part.damaged(e))?;
        let length = match &event {
            Event::Start(tag) => Some(tag.name().0.len()),
            _ => None,
        };
        let step = match event {
            Event::Start(_) => None,
            Event::End(_) => {
                self.depth = self.depth.saturating_sub(1);
                while self.prefixes.last().is_some_and(|(_, _, depth)| *depth > self.depth) {
                    self.prefixes.pop();
                }
                Some(Step::End)
            }
            Event::Text(_) | Event::GeneralRef(_) => Some(Step::Text(from..self.at())),
            Event::CData(data) => {
                let start = from + "<![CDATA[".len();
                Some(Step::Data(start..start + data.len()))
            }
            Event::Eof if self.depth > 0 => return Err(self.part.damaged("it is cut off")),
            Event::Eof => Some(Step::Eof),
            _ => Some(Step::Other),
        };
        match (step, length) {
            (Some(step), _) => Ok(step),
            (None, length) => self.enter(from, length.unwrap_or_default()),
        }
    }

    fn enter(&mut self, start: usize, length: usize) -> Result<Step<'p>> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let why = format!("elements are nested more than {MAX_DEPTH} deep");
            return Err(self.part.damaged(why));
        }
        let tag = self.slice(start + 1..self.at());
        let (name, rest) = tag.split_at_checked(length).unwrap_or((tag, ""));
        let rest = rest.strip_suffix('>').unwrap_or(rest);
        if rest.contains("xmlns") {
            self.bind(rest)?;
        }
        let (prefix, name) = name.split_once(':').unwrap_or(("", name));
        let bound = self.prefixes.iter().rev().find(|(bound, ..)| *bound == prefix);
        let ns = bound.map_or(Ns::Other, |(_, ns, _)| *ns);
        Ok(Step::Start(Tag { ns, name, start, attributes: rest }))
    }

    fn bind(&mut self, rest: &'p str) -> Result<()> {
        for (key, value) in attributes(rest) {
            let prefix = match key.strip_prefix("xmlns:") {
                Some(prefix) => prefix,
                None if key == "xmlns" => "",
                None => continue,
            };
            let ns = Ns::of(&unescape(value));
            // What is not bound is of no known vocabulary anyway.
            if ns == Ns::Other && self.prefixes.iter().all(|(bound, ..)| *bound != prefix) {
                continue;
            }
            self.prefixes.push((prefix, ns, self.depth));
            if self.prefixes.len() > MAX_PREFIXES {
                return Err(self.part.damaged(format!("more than {MAX_PREFIXES} prefixes")));
            }
        }
        Ok(())
    }
}

/// The places of elements that are called from elsewhere: notes, comments, deletions. Each is read
/// once, however often it is called.
pub(super) struct Index<'p> {
    root: Scanner<'p>,
    places: BTreeMap<String, Range<usize>>,
}

impl<'p> Index<'p> {
    /// Indexes the children of the root, by the name that `key` gives them.
    ///
    /// # Errors
    /// The part is damaged, or there are too many.
    pub(super) fn of(part: &'p Part, key: impl Fn(&Tag<'p>) -> Option<String>) -> Result<Self> {
        let mut x = Scanner::new(part);
        x.child(0)?;
        let level = x.level();
        Self::of_children(&mut x, level, key)
    }

    /// Indexes the children of the element of this level.
    pub(super) fn of_children(
        x: &mut Scanner<'p>,
        level: usize,
        key: impl Fn(&Tag<'p>) -> Option<String>,
    ) -> Result<Self> {
        let mut index = Self { root: x.again(0..0), places: BTreeMap::new() };
        while let Some(tag) = x.child(level)? {
            let Some(key) = key(&tag) else { continue };
            index.places.insert(key, x.pass(&tag)?);
            if index.places.len() > MAX_PLACES {
                return Err(x.part.damaged(format!("more than {MAX_PLACES} notes")));
            }
        }
        Ok(index)
    }

    /// Begins at the element of this name; only the first time that it is asked for.
    pub(super) fn take(&mut self, key: &str) -> Option<Scanner<'p>> {
        self.places.remove(key).map(|range| self.root.again(range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> Part {
        Part::new("a.xml", "a.docx", text.into()).unwrap()
    }

    #[test]
    fn elements_are_known_by_their_vocabulary() {
        let part = part(
            "\u{FEFF}<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'yyy'>]>\
             <q:document xmlns:q='http://purl.oclc.org/ooxml/wordprocessingml/main'>\
             <q:p q:id = \"1\" z='&lt;'><r xmlns='urn:none'/>a &amp; &x; <![CDATA[<b>]]>\
             </q:p></q:document>",
        );
        let mut x = Scanner::new(&part);
        let root = x.child(0).unwrap().unwrap();
        assert!(root.is(Ns::Word, "document"));
        let p = x.child(1).unwrap().unwrap();
        assert_eq!((p.get("id").as_deref(), p.get("z").as_deref()), (Some("1"), Some("<")));
        let mut again = x.again(p.start..part.text.len() - "</q:document>".len());
        let run = x.text().unwrap();
        assert_eq!((&*run.text, run.bytes), ("a & &x; <b>", None));
        assert!(x.child(1).unwrap().is_none());
        assert!(again.child(0).unwrap().unwrap().is(Ns::Word, "p"));
        assert_eq!(again.child(1).unwrap().unwrap().ns, Ns::Other);
    }

    #[test]
    fn text_knows_its_bytes() {
        let part = part("\u{FEFF}<a>one &amp;&#x20;two</a>");
        let mut x = Scanner::new(&part);
        x.child(0).unwrap();
        let run = x.text().unwrap();
        assert_eq!((&*run.text, run.bytes), ("one & two", Some(6..24)));
    }

    #[test]
    fn other_encodings_are_read_without_places() {
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend("<a>نص</a>".encode_utf16().flat_map(u16::to_le_bytes));
        let part = Part::new("a.xml", "a", bytes).unwrap();
        let mut x = Scanner::new(&part);
        x.child(0).unwrap();
        let run = x.text().unwrap();
        assert_eq!((&*run.text, run.bytes), ("نص", None));
    }

    #[test]
    fn what_is_cut_off_or_too_deep_is_refused() {
        for text in ["<a><b>".to_owned(), "<a></b>".to_owned(), "<a>".repeat(300)] {
            let part = part(&text);
            let mut x = Scanner::new(&part);
            let result = x.child(0).and_then(|_| x.text().map(drop));
            let error = result.unwrap_err();
            assert!(error.message.contains("'a.xml' in the package is damaged"), "{error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_walked(text in "[<>a-c:/='\"&;#0-9! \\[\\]-]{0,60}") {
            let part = part(&text);
            let mut x = Scanner::new(&part);
            while let Ok(Some(_)) = x.node(x.level()) {}
        }
    }
}
