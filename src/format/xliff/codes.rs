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
    let partners = partners(&found.codes);
    let natives = natives(&found.codes, &partners);
    for (met, _) in found.codes.iter().zip(&natives).filter(|(_, is_native)| !**is_native) {
        used.extend(met.refers.iter().cloned());
    }
    let codes = numbered(&found.codes, &partners, &natives);
    let marks = found.codes.iter().zip(codes).map(|(c, code)| Mark { at: c.at, code }).collect();
    Text { text: found.text, marks }
}

/// A code found in a text.
struct Met {
    at: usize,
    kind: Kind,
    /// Identifier in the file; used as the number if it is numeric.
    id: String,
    code: String,
    /// The same as a code of another format than XLIFF, with its own number: its kind and content.
    /// Both halves of a pair are such codes, or neither is.
    native: Option<(CodeKind, String)>,
    /// Identifiers of XLIFF 2 original data that the code refers to.
    refers: Vec<String>,
}

enum Kind {
    /// Opens or closes the pair with that key.
    Open(String),
    Close(String),
    Alone,
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
        let before = self.codes.len();
        match element.name.as_str() {
            "bpt" | "it" | "ph" if is_held => self.add(Kind::Raw, "", element.text(), element),
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
        if let (Some(kind), Some(met)) = (native.filter(|_| !is_held), self.codes.get_mut(before)) {
            met.native = Some((kind, element.text()));
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
        let subtype = element.attribute("subType");
        if let (Some(data), Some(HELD)) = (data, subtype) {
            // The tag itself contains the data.
            return self.met(Kind::Raw, "", data.to_owned());
        }
        let native = native.zip(data).filter(|_| subtype == Some(NATIVE));
        let native = native.map(|((kind, id), data)| {
            (kind, id.trim_start_matches(|c: char| !c.is_ascii_digit()), data)
        });
        let native = native.filter(|(kind, id, _)| fits(*kind, id));
        let before = self.codes.len();
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
        if let (Some((kind, id, data)), Some(met)) = (native, self.codes.get_mut(before)) {
            met.native = Some((kind, data.to_owned()));
            met.id = id.to_owned();
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
        self.met(Kind::Close(key), id, format!("</{}>", element.name));
    }

    fn met(&mut self, kind: Kind, id: &str, code: String) {
        let at = self.text.len();
        let (native, refers) = (None, Vec::new());
        self.codes.push(Met { at, kind, id: id.into(), code, native, refers });
    }

    fn add(&mut self, kind: Kind, id: &str, code: String, element: &Element) {
        let refers = ["dataRef", "dataRefStart", "dataRefEnd"]
            .iter()
            .filter_map(|name| element.attribute(name))
            .map(str::to_owned)
            .collect();
        self.met(kind, id, code);
        if let Some(met) = self.codes.last_mut() {
            met.refers = refers;
        }
    }
}

/// Returns the index of the other half of each code that is half of a pair.
fn partners(codes: &[Met]) -> Vec<Option<usize>> {
    let mut partners = vec![None; codes.len()];
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, met) in codes.iter().enumerate() {
        match &met.kind {
            Kind::Open(key) => open.entry(key).or_default().push(i),
            Kind::Close(key) => {
                if let Some(opening) = open.get_mut(key.as_str()).and_then(Vec::pop) {
                    (partners[opening], partners[i]) = (Some(i), Some(opening));
                }
            }
            Kind::Alone | Kind::Raw => {}
        }
    }
    partners
}

/// Returns which codes are read as codes of another format than XLIFF: both halves of a pair, if
/// they have the same number and no other pair has it.
fn natives(codes: &[Met], partners: &[Option<usize>]) -> Vec<bool> {
    let mut natives = vec![false; codes.len()];
    let mut taken = BTreeSet::new();
    for (i, met) in codes.iter().enumerate() {
        match (&met.native, partners[i]) {
            (Some((CodeKind::Open, _)), Some(closing)) => {
                let other = &codes[closing];
                let is_same = other.id == met.id
                    && other.native.as_ref().is_some_and(|(kind, _)| *kind == CodeKind::Close);
                if is_same && taken.insert(&met.id) {
                    (natives[i], natives[closing]) = (true, true);
                }
            }
            (Some((CodeKind::Open | CodeKind::Close, _)), _) | (None, _) => {}
            (Some(_), _) => natives[i] = true,
        }
    }
    natives
}

/// Returns the codes of a text with their numbers. A numeric identifier becomes the number if it is
/// free, so that codes of source and target match.
fn numbered(codes: &[Met], partners: &[Option<usize>], natives: &[bool]) -> Vec<InlineCode> {
    let (mut pairs, mut alone) = (Numbers::default(), Numbers::default());
    for (met, _) in codes.iter().zip(natives).filter(|(_, is_native)| **is_native) {
        match &met.native {
            Some((CodeKind::Open, _)) => drop(pairs.taken.insert(number(&met.id).unwrap_or(0))),
            Some((CodeKind::Standalone, _)) => {
                alone.taken.insert(number(&met.id).unwrap_or(0));
            }
            _ => {}
        }
    }
    let mut numbers = vec![0; codes.len()];
    codes
        .iter()
        .enumerate()
        .map(|(i, met)| {
            if let Some((kind, data)) = met.native.as_ref().filter(|_| natives[i]) {
                return code(*kind, number(&met.id).unwrap_or(0), data);
            }
            if let (Some((kind, data)), None) = (&met.native, partners[i]) {
                // The other half is missing.
                let kind = match kind {
                    CodeKind::Open => CodeKind::IsolatedOpen,
                    _ => CodeKind::IsolatedClose,
                };
                return code(kind, alone.take(&met.id), data);
            }
            let (kind, number) = match (&met.kind, partners[i]) {
                (Kind::Raw, _) => return InlineCode::from_tmx(&met.code),
                (Kind::Alone, _) => (CodeKind::Standalone, alone.take(&met.id)),
                (Kind::Open(_), Some(_)) => (CodeKind::Open, pairs.take(&met.id)),
                (Kind::Open(_), None) => (CodeKind::IsolatedOpen, alone.take(&met.id)),
                (Kind::Close(_), Some(opening)) => (CodeKind::Close, numbers[opening]),
                (Kind::Close(_), None) => (CodeKind::IsolatedClose, alone.take(&met.id)),
            };
            numbers[i] = number;
            code(kind, number, &met.code)
        })
        .collect()
}

fn code(kind: CodeKind, number: u32, data: &str) -> InlineCode {
    InlineCode::new(kind, Some(number).filter(|number| *number > 0), data)
}

/// Numbers of codes.
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
