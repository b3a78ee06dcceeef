//! Content of a source or target: text, with inline codes separated as marks.

use std::collections::{BTreeMap, BTreeSet};

use super::{HELD_TYPE, Version};
use crate::{
    unit::{CodeKind, InlineCode, Mark, Text},
    xml::node::{Element, Node},
};

/// Subtypes that mark a TMX tag in XLIFF 2: the data of the code is the content of the tag, or the
/// whole tag.
pub(super) const NATIVE: &str = "muwazi:code";
pub(super) const HELD: &str = "muwazi:tag";

/// Returns the text of some nodes. `data` is the original data of an XLIFF 2 unit; the parts that
/// the codes refer to are added to `used`.
pub(super) fn text_of(
    nodes: &[Node],
    version: Version,
    data: &[(String, String)],
    used: &mut Vec<String>,
) -> Text {
    let mut found = Found { version, data, text: String::new(), codes: Vec::new(), pairs: 0 };
    nodes.iter().for_each(|node| found.node(node));
    used.extend(found.codes.iter().flat_map(|c| c.refers.iter().cloned()));
    let codes = numbered(&found.codes);
    let marks = found.codes.iter().zip(codes).map(|(c, code)| Mark { at: c.at, code }).collect();
    Text { text: found.text, marks }
}

/// Returns true if the text has codes or visible characters.
pub(super) fn is_used(text: &Text) -> bool {
    !text.marks.is_empty() || !text.text.trim().is_empty()
}

/// A code found in a text.
struct Met {
    at: usize,
    kind: Kind,
    /// Identifier in the file; used as the number if it is numeric.
    id: String,
    code: String,
    /// Identifiers of XLIFF 2 original data that the code refers to.
    refers: Vec<String>,
}

enum Kind {
    /// Opens or closes the pair with that key.
    Open(String),
    Close(String),
    Alone,
    /// A code of another format than XLIFF, with its own number.
    Native(CodeKind),
    /// A complete TMX tag.
    Raw,
}

struct Found<'a> {
    version: Version,
    data: &'a [(String, String)],
    text: String,
    codes: Vec<Met>,
    pairs: usize,
}

impl Found<'_> {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Text(text) => self.text.push_str(text),
            Node::Element(element) if self.version == Version::Two => self.element_2(element),
            Node::Element(element) => self.element_1(element),
        }
    }

    fn element_1(&mut self, element: &Element) {
        let id = element.attribute("id").unwrap_or_default();
        let rid = element.attribute("rid").unwrap_or(id);
        let is_held = element.attribute("ctype") == Some(HELD_TYPE);
        // A code with only a number and content equals the TMX tag of the same name.
        let is_bare = element.elements().next().is_none()
            && element.attributes.iter().all(|(name, _)| name == "id" || name == "pos");
        let native = match (element.name.as_str(), element.attribute("pos")) {
            _ if !is_bare => None,
            ("bpt", None) => Some(CodeKind::Open),
            ("ept", None) => Some(CodeKind::Close),
            ("ph", None) => Some(CodeKind::Standalone),
            ("it", Some("open")) => Some(CodeKind::IsolatedOpen),
            ("it", Some("close")) => Some(CodeKind::IsolatedClose),
            _ => None,
        };
        let native = native.filter(|kind| fits(*kind, id));
        match element.name.as_str() {
            "bpt" | "it" | "ph" if is_held => self.add(Kind::Raw, "", element.text(), element),
            "bpt" | "ept" | "it" | "ph" if native.is_some() => {
                let kind = native.unwrap_or(CodeKind::Standalone);
                self.add(Kind::Native(kind), id, element.text(), element);
            }
            "bpt" | "bx" => self.add(Kind::Open(format!("r{rid}")), id, element.xml(), element),
            "ept" | "ex" => self.add(Kind::Close(format!("r{rid}")), id, element.xml(), element),
            "it" | "ph" | "x" => self.add(Kind::Alone, id, element.xml(), element),
            // Deleted text and location notes are not part of the text.
            "mrk"
                if matches!(
                    element.attribute("mtype"),
                    Some("x-sdl-deleted" | "x-sdl-location")
                ) =>
            {
                self.add(Kind::Alone, id, element.xml(), element);
            }
            _ => self.nested(element, id),
        }
    }

    fn element_2(&mut self, element: &Element) {
        let id = element.attribute("id").unwrap_or_default();
        let start = element.attribute("startRef").unwrap_or(id);
        let data = element.attribute("dataRef").and_then(|expected| {
            self.data.iter().find(|(id, _)| id == expected).map(|(_, data)| data.as_str())
        });
        let is_lone = element.attribute("isolated") == Some("yes");
        let native = match (element.name.as_str(), is_lone) {
            ("sc", false) => Some((CodeKind::Open, id)),
            ("ec", false) => Some((CodeKind::Close, start)),
            ("ph", _) => Some((CodeKind::Standalone, id)),
            ("sc", true) => Some((CodeKind::IsolatedOpen, id)),
            ("ec", true) => Some((CodeKind::IsolatedClose, id)),
            _ => None,
        };
        if let (Some((native, id)), Some(data)) = (native, data) {
            let kind = match element.attribute("subType") {
                Some(HELD) => Some(Kind::Raw),
                Some(NATIVE) => Some(Kind::Native(native)),
                _ => None,
            };
            if let Some(kind) = kind {
                // The tag itself contains the data.
                let code = data.to_owned();
                let id = id.trim_start_matches(|c: char| !c.is_ascii_digit());
                let at = self.text.len();
                let met = Met { at, kind, id: id.into(), code, refers: Vec::new() };
                return self.codes.push(met);
            }
        }
        match element.name.as_str() {
            "cp" => match code_point(element.attribute("hex").unwrap_or_default()) {
                Some(c) => self.text.push(c),
                None => self.add(Kind::Alone, "", element.xml(), element),
            },
            "ph" => self.add(Kind::Alone, id, element.xml(), element),
            "sc" | "sm" => self.add(Kind::Open(format!("r{id}")), id, element.xml(), element),
            "ec" | "em" => self.add(Kind::Close(format!("r{start}")), id, element.xml(), element),
            _ => self.nested(element, id),
        }
    }

    /// Reads an element that encloses text.
    fn nested(&mut self, element: &Element, id: &str) {
        if element.children.is_empty() {
            return self.add(Kind::Alone, id, element.xml(), element);
        }
        self.pairs += 1;
        let key = format!("n{}", self.pairs);
        self.add(Kind::Open(key.clone()), id, element.start_tag(false), element);
        element.children.iter().for_each(|node| self.node(node));
        let (at, code) = (self.text.len(), format!("</{}>", element.name));
        let refers = Vec::new();
        self.codes.push(Met { at, kind: Kind::Close(key), id: id.into(), code, refers });
    }

    fn add(&mut self, kind: Kind, id: &str, code: String, element: &Element) {
        let refers = ["dataRef", "dataRefStart", "dataRefEnd"]
            .iter()
            .filter_map(|name| element.attribute(name))
            .map(str::to_owned)
            .collect();
        self.codes.push(Met { at: self.text.len(), kind, id: id.into(), code, refers });
    }
}

/// Returns the codes of a text with their numbers. A numeric identifier becomes the number if it is
/// free, so that codes of source and target match.
fn numbered(codes: &[Met]) -> Vec<InlineCode> {
    let (mut pairs, mut alone) = (Numbers::default(), Numbers::default());
    let mut closing: BTreeMap<&str, usize> = BTreeMap::new();
    for code in codes {
        match &code.kind {
            Kind::Native(CodeKind::Open) => {
                pairs.taken.insert(number(&code.id).unwrap_or(0));
            }
            Kind::Native(CodeKind::Standalone) => {
                alone.taken.insert(number(&code.id).unwrap_or(0));
            }
            Kind::Close(key) => *closing.entry(key).or_default() += 1,
            _ => {}
        }
    }
    let mut open: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    codes
        .iter()
        .map(|met| {
            let (kind, number) = match &met.kind {
                Kind::Raw => return InlineCode::from_tmx(&met.code),
                Kind::Native(kind) => (*kind, number(&met.id).unwrap_or(0)),
                Kind::Alone => (CodeKind::Standalone, alone.take(&met.id)),
                Kind::Open(key) => match closing.get_mut(key.as_str()) {
                    Some(left) if *left > 0 => {
                        *left -= 1;
                        let number = pairs.take(&met.id);
                        open.entry(key).or_default().push(number);
                        (CodeKind::Open, number)
                    }
                    _ => (CodeKind::IsolatedOpen, alone.take(&met.id)),
                },
                Kind::Close(key) => match open.get_mut(key.as_str()).and_then(Vec::pop) {
                    Some(number) => (CodeKind::Close, number),
                    None => (CodeKind::IsolatedClose, alone.take(&met.id)),
                },
            };
            InlineCode::new(kind, Some(number).filter(|number| *number > 0), met.code.as_str())
        })
        .collect()
}

#[derive(Default)]
struct Numbers {
    taken: BTreeSet<u32>,
    /// All numbers below are taken.
    free: u32,
}

impl Numbers {
    /// Takes the number of an identifier, or the lowest free number from 1.
    fn take(&mut self, id: &str) -> u32 {
        if let Some(number) = number(id).filter(|n| *n > 0 && self.taken.insert(*n)) {
            return number;
        }
        self.free = self.free.max(1);
        while !self.taken.insert(self.free) {
            self.free += 1;
        }
        self.free
    }
}

/// Returns true if the identifier can be the number of a code of that kind.
fn fits(kind: CodeKind, id: &str) -> bool {
    let least = u32::from(matches!(kind, CodeKind::Open | CodeKind::Close));
    number(id).is_some_and(|number| number >= least)
}

/// Parses an identifier that is a number in canonical form.
fn number(id: &str) -> Option<u32> {
    let is_plain = id == "0" || !id.starts_with('0');
    let all_digits = !id.is_empty() && id.len() < 10 && id.bytes().all(|b| b.is_ascii_digit());
    (is_plain && all_digits).then(|| id.parse().ok()).flatten()
}

fn code_point(hex: &str) -> Option<char> {
    u32::from_str_radix(hex.trim(), 16).ok().and_then(char::from_u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(version: Version, content: &str) -> (String, Vec<(usize, String)>) {
        let source = Element::parse(&format!("<source>{content}</source>")).unwrap();
        let text = text_of(&source.children, version, &[], &mut Vec::new());
        (text.text, text.marks.into_iter().map(|m| (m.at, m.code.to_tmx().into_owned())).collect())
    }

    #[test]
    fn codes_of_xliff_1_become_marks() {
        let (text, found) = marks(
            Version::One,
            "<g id=\"2\">A <x id=\"a\"/>b</g><bx id=\"7\" rid=\"1\"/>c<ex id=\"8\" rid=\"1\"/>\
             <bpt id=\"3\">{\\b</bpt>d<ept id=\"3\">}</ept><ex id=\"9\"/>",
        );
        assert_eq!(text, "A bcd");
        let expected = [
            (0, "<bpt i=\"2\">&lt;g id=&quot;2&quot;&gt;</bpt>"),
            (2, "<ph x=\"1\">&lt;x id=&quot;a&quot;/&gt;</ph>"),
            (3, "<ept i=\"2\">&lt;/g&gt;</ept>"),
            (3, "<bpt i=\"7\">&lt;bx id=&quot;7&quot; rid=&quot;1&quot;/&gt;</bpt>"),
            (4, "<ept i=\"7\">&lt;ex id=&quot;8&quot; rid=&quot;1&quot;/&gt;</ept>"),
            (4, "<bpt i=\"3\">{\\b</bpt>"),
            (5, "<ept i=\"3\">}</ept>"),
            (5, "<it pos=\"end\" x=\"9\">&lt;ex id=&quot;9&quot;/&gt;</it>"),
        ];
        assert_eq!(found, expected.map(|(at, raw)| (at, raw.to_owned())));
    }

    #[test]
    fn codes_of_xliff_2_become_marks() {
        let (text, found) = marks(
            Version::Two,
            "<pc id=\"1\">نص</pc><sc id=\"2\"/>b<ec startRef=\"2\"/><cp hex=\"0007\"/><ph id=\"p\"/>",
        );
        assert_eq!(text, "نصb\u{7}");
        let expected = [
            (0, "<bpt i=\"1\">&lt;pc id=&quot;1&quot;&gt;</bpt>"),
            (4, "<ept i=\"1\">&lt;/pc&gt;</ept>"),
            (4, "<bpt i=\"2\">&lt;sc id=&quot;2&quot;/&gt;</bpt>"),
            (5, "<ept i=\"2\">&lt;ec startRef=&quot;2&quot;/&gt;</ept>"),
            (6, "<ph x=\"1\">&lt;ph id=&quot;p&quot;/&gt;</ph>"),
        ];
        assert_eq!(found, expected.map(|(at, raw)| (at, raw.to_owned())));
    }

    #[test]
    fn a_deletion_becomes_a_code_and_a_term_a_pair() {
        let (text, found) = marks(
            Version::One,
            "<mrk mtype=\"x-sdl-deleted\">old</mrk><mrk mtype=\"term\">new</mrk>",
        );
        assert_eq!((text.as_str(), found.len()), ("new", 3));
        assert!(found[0].1.starts_with("<ph x=\"1\">") && found[1].1.starts_with("<bpt i=\"1\">"));
    }
}
