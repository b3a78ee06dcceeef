//! A part of an XML file as a tree: a unit of XLIFF, an entry of TBX. Files are read part by part;
//! within a part elements may come in any order, so each part is examined as a whole.

use std::io::Read;

use quick_xml::events::{BytesStart, Event};

use super::{Xml, input::Sort, out::escape_into};
use crate::error::Result;

/// Maximum number of elements and texts of a part; no tool writes a hundredth of that.
const MAX_NODES: usize = 200_000;

/// The content of an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Text(String),
    Element(Element),
}

/// An element with its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name, without the prefix of the file's root element; other prefixes are kept.
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

impl Element {
    /// Reads the start tag alone; `prefix` is that of the root.
    pub(crate) fn start<R: Read>(xml: &Xml<R>, tag: &BytesStart<'_>, prefix: &str) -> Result<Self> {
        let attributes = xml
            .attributes(tag)
            .map(|attribute| attribute.map(|(n, v)| (n.to_owned(), v.into_owned())))
            .collect::<Result<_>>()?;
        let name = tag.name().0;
        let name = name.strip_prefix(prefix).unwrap_or(name).to_owned();
        Ok(Self { name, attributes, children: Vec::new() })
    }

    /// Reads the start tag of the root and checks its name. The name keeps its prefix, which is the
    /// one of all other elements.
    pub(crate) fn root<R: Read>(
        xml: &mut Xml<R>,
        buffer: &mut Vec<u8>,
        is_ours: impl Fn(&str) -> bool,
    ) -> Result<Self> {
        let message = loop {
            let root = match xml.read(buffer)? {
                Event::Start(tag) => Self::start(xml, &tag, "")?,
                Event::Text(text) if is_blank(&text) => continue,
                Event::Text(_) | Event::CData(_) | Event::GeneralRef(_) => {
                    break "this is not XML: text without any element".to_owned();
                }
                Event::Eof => break "the file contains no element".to_owned(),
                _ => continue,
            };
            if is_ours(root.local()) {
                return Ok(root);
            }
            break format!("this is XML but not {}: it holds <{}>", xml.sort().name, root.name);
        };
        Err(xml.sort().is_not(&message).at(xml.place()))
    }

    /// Returns the prefix of the name, with the colon.
    pub(crate) fn prefix(&self) -> &str {
        &self.name[..self.name.len() - self.local().len()]
    }

    /// Reads the rest of an element after its start tag.
    pub(crate) fn complete<R: Read>(
        self,
        xml: &mut Xml<R>,
        prefix: &str,
        buffer: &mut Vec<u8>,
    ) -> Result<Self> {
        let mut open = vec![self];
        let mut nodes = 0;
        loop {
            let event = xml.read(buffer)?;
            let piece = match event {
                Event::Start(tag) => {
                    nodes += 1;
                    open.push(Self::start(xml, &tag, prefix)?);
                    None
                }
                Event::Text(text) => Some(xml.without_controls(text.xml10_content())),
                Event::CData(text) => Some(xml.without_controls(text.xml10_content())),
                Event::GeneralRef(reference) => {
                    let mut piece = String::new();
                    match open.last_mut().and_then(Self::last_text) {
                        Some(text) => xml.push_resolved(&reference, text)?,
                        None => xml.push_resolved(&reference, &mut piece)?,
                    }
                    Some(piece)
                }
                Event::End(_) => {
                    let Some(done) = open.pop() else { return Ok(Self::default()) };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(Node::Element(done)),
                        None => return Ok(done),
                    }
                    None
                }
                _ => None,
            };
            if let (Some(piece), Some(parent)) = (piece, open.last_mut()) {
                nodes += usize::from(parent.push_text(&piece));
            }
            if nodes > MAX_NODES {
                return Err(xml.fail(
                    format!("more than {MAX_NODES} elements and texts in one part of the file"),
                    "no tool writes such files; it is damaged or malicious",
                ));
            }
        }
    }

    /// Parses a text that is one element; `None` if it is anything else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let sort = Sort { name: "XML", part: "element" };
        let mut xml = Xml::open(text.as_bytes(), "", sort).ok()?;
        let mut buffer = Vec::new();
        let element = match xml.read(&mut buffer).ok()? {
            Event::Start(tag) => Self::start(&xml, &tag, "").ok()?,
            _ => return None,
        };
        let element = element.complete(&mut xml, "", &mut buffer).ok()?;
        matches!(xml.read(&mut buffer).ok()?, Event::Eof).then_some(element)
    }

    /// Returns the text at the end of the content so far.
    fn last_text(&mut self) -> Option<&mut String> {
        match self.children.last_mut() {
            Some(Node::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Appends text; returns true if that made a new node.
    fn push_text(&mut self, piece: &str) -> bool {
        if piece.is_empty() {
            return false;
        }
        if let Some(Node::Text(text)) = self.children.last_mut() {
            text.push_str(piece);
            return false;
        }
        self.children.push(Node::Text(piece.to_owned()));
        true
    }

    /// Returns the value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// Returns the name without any prefix.
    pub(crate) fn local(&self) -> &str {
        local(&self.name)
    }

    /// Yields the child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first child element of a name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|e| e.name == name)
    }

    /// Returns the text of the element and of all elements in it.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        self.text_into(&mut text);
        text
    }

    fn text_into(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.text_into(out),
            }
        }
    }

    /// Returns true if the element directly contains text other than white space.
    pub(crate) fn has_text(&self) -> bool {
        self.children.iter().any(|node| matches!(node, Node::Text(t) if !is_blank(t)))
    }

    /// Writes the start tag, or the empty-element tag.
    pub(crate) fn start_tag(&self, is_empty: bool) -> String {
        let mut out = String::new();
        self.start_tag_into(&mut out, is_empty);
        out
    }

    fn start_tag_into(&self, out: &mut String, is_empty: bool) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape_into(out, value, true);
            out.push('"');
        }
        out.push_str(if is_empty { "/>" } else { ">" });
    }

    /// Writes the element with its content.
    pub(crate) fn xml(&self) -> String {
        let mut out = String::new();
        self.xml_into(&mut out);
        out
    }

    fn xml_into(&self, out: &mut String) {
        self.start_tag_into(out, self.children.is_empty());
        if self.children.is_empty() {
            return;
        }
        for node in &self.children {
            match node {
                Node::Text(text) => drop(escape_into(out, text, false)),
                Node::Element(element) => element.xml_into(out),
            }
        }
        out.push_str("</");
        out.push_str(&self.name);
        out.push('>');
    }
}

/// Returns a name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Returns true if a text is empty or XML white space.
pub(crate) fn is_blank(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_round_trips() {
        let text = "<a b=\"1 &lt; &#10;\">نص &amp; <c/><d>e</d> ]]&gt;</a>";
        let element = Element::parse(text).unwrap();
        assert_eq!(element.xml(), text);
        assert_eq!(element.text(), "نص & e ]]>");
        assert_eq!(element.child("d").unwrap().text(), "e");
        assert_eq!(element.attribute("b"), Some("1 < \n"));
    }

    #[test]
    fn anything_but_one_element_is_none() {
        for bad in ["", "x", "<a>", "<a/><b/>", "<a/>x", "</a>", "<a></b>", "<a>&e;</a>"] {
            assert_eq!(Element::parse(bad), None, "{bad}");
        }
    }
}
