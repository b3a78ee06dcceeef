//! Inline codes, the tags inside a text. Every format converts its own codes to these and back. TMX
//! has an element for each kind; memories and JSON store a code as TMX writes it
//! ([`InlineCode::to_tmx`]).

use std::{borrow::Cow, cmp::Ordering, fmt::Write as _};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::escape::{escape_into, is_allowed};

/// Kinds of inline code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CodeKind {
    /// Opens a pair; the code with the same number closes it (TMX `bpt`).
    Open,
    /// Closes the pair that the code with the same number opened (TMX `ept`).
    Close,
    /// Stands alone (TMX `ph`).
    Standalone,
    /// Opens a pair that is closed in another text (TMX `it` with `pos="begin"`).
    IsolatedOpen,
    /// Closes a pair that was opened in another text (TMX `it` with `pos="end"`).
    IsolatedClose,
    /// Begins highlighted text (TMX `hi`).
    HighlightOpen,
    /// Ends highlighted text (TMX `hi`).
    HighlightClose,
    /// Any other markup, kept unchanged.
    Other,
}

/// An inline code: a tag of the original document, such as `<b>` or `{0}`.
///
/// A tag that a TMX spells differently from [`InlineCode::to_tmx`] (other quotes, other attributes,
/// text inside the code) keeps its spelling, so that it is written as it was read.
///
/// ```
/// use muwazi::unit::{CodeKind, InlineCode};
/// let code = InlineCode::from_tmx(r#"<bpt i="1" type="bold">&lt;b></bpt>"#);
/// assert_eq!((code.kind(), code.pair(), code.data()), (CodeKind::Open, Some(1), Some("<b>")));
/// assert_eq!(code.to_tmx(), r#"<bpt i="1" type="bold">&lt;b></bpt>"#);
/// let own = InlineCode::new(CodeKind::Standalone, Some(2), "<br/>");
/// assert_eq!(own.to_tmx(), r#"<ph x="2">&lt;br/&gt;</ph>"#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InlineCode {
    kind: CodeKind,
    pair: Option<u32>,
    id: Option<u32>,
    category: Option<String>,
    data: Option<String>,
    /// The original spelling, if it differs from the one of `spell`.
    spelled: Option<Box<str>>,
}

impl InlineCode {
    /// Creates a code from its form in the original document, such as `<b>`. The number of an opening
    /// and a closing code makes them a pair; the number of any other code identifies it across
    /// languages. Characters that XML does not allow are dropped.
    pub fn new(kind: CodeKind, number: Option<u32>, data: impl Into<String>) -> Self {
        let mut data = data.into();
        data.retain(is_allowed);
        let is_paired = matches!(kind, CodeKind::Open | CodeKind::Close);
        let (pair, id) = if is_paired { (number, None) } else { (None, number) };
        let code = Self { kind, pair, id, category: None, data: Some(data), spelled: None };
        match kind {
            CodeKind::HighlightOpen | CodeKind::HighlightClose | CodeKind::Other => {
                Self::from_tmx(&code.spell())
            }
            _ => code,
        }
    }

    /// Creates a code from a tag of TMX, such as `<ph x="1"/>` or `</hi>`. Any other string is kept
    /// unchanged, as [`CodeKind::Other`].
    pub fn from_tmx(tag: &str) -> Self {
        let mut code = Self::parsed(tag).unwrap_or_else(|| Self::of(CodeKind::Other));
        if code.spell() != tag {
            code.spelled = Some(tag.into());
        }
        code
    }

    /// Returns the tag of TMX for the code, in its original spelling if it came from a TMX.
    pub fn to_tmx(&self) -> Cow<'_, str> {
        match &self.spelled {
            Some(spelled) => Cow::Borrowed(spelled),
            None => Cow::Owned(self.spell()),
        }
    }

    /// Returns the kind of the code.
    pub fn kind(&self) -> CodeKind {
        self.kind
    }

    /// Returns the number that an opening code shares with its closing code (TMX `i`).
    pub fn pair(&self) -> Option<u32> {
        self.pair
    }

    /// Returns the number that the code has in every language of its unit (TMX `x`).
    pub fn id(&self) -> Option<u32> {
        self.id
    }

    /// Returns the category of the code, such as `bold` (TMX `type`).
    pub fn category(&self) -> Option<&str> {
        self.category.as_deref()
    }

    /// Returns the code of the original document, such as `<b>`, if it is known.
    pub fn data(&self) -> Option<&str> {
        self.data.as_deref()
    }

    /// Returns kind, number and original code, if the code consists of nothing else; all codes from
    /// formats other than TMX do. Paired codes have a number above 0; others may have 0, for none.
    pub(crate) fn native(&self) -> Option<(CodeKind, u32, &str)> {
        let data = self.data()?;
        let number = match (self.kind, self.pair, self.id) {
            (CodeKind::Open | CodeKind::Close, number, None)
            | (
                CodeKind::Standalone | CodeKind::IsolatedOpen | CodeKind::IsolatedClose,
                None,
                number,
            ) => number,
            _ => return None,
        };
        let is_paired = matches!(self.kind, CodeKind::Open | CodeKind::Close);
        let is_bare = self.spelled.is_none() && self.category.is_none();
        let is_numbered = number != Some(0) && !(is_paired && number.is_none());
        (is_bare && is_numbered).then_some((self.kind, number.unwrap_or(0), data))
    }

    fn of(kind: CodeKind) -> Self {
        Self { kind, pair: None, id: None, category: None, data: None, spelled: None }
    }

    /// Writes the tag of TMX for the fields of the code; an empty string for [`CodeKind::Other`].
    fn spell(&self) -> String {
        let (name, position) = match self.kind {
            CodeKind::Open => ("bpt", ""),
            CodeKind::Close => ("ept", ""),
            CodeKind::Standalone => ("ph", ""),
            CodeKind::IsolatedOpen => ("it", " pos=\"begin\""),
            CodeKind::IsolatedClose => ("it", " pos=\"end\""),
            CodeKind::HighlightOpen => ("hi", ""),
            CodeKind::HighlightClose => return "</hi>".to_owned(),
            CodeKind::Other => return String::new(),
        };
        let mut out = format!("<{name}{position}");
        for (attribute, number) in [("i", self.pair), ("x", self.id)] {
            if let Some(number) = number {
                let _ = write!(out, " {attribute}=\"{number}\"");
            }
        }
        if let Some(category) = &self.category {
            out.push_str(" type=\"");
            escape_into(&mut out, category, true);
            out.push('"');
        }
        match &self.data {
            _ if self.kind == CodeKind::HighlightOpen => out.push('>'),
            None => out.push_str("/>"),
            Some(data) => {
                out.push('>');
                escape_into(&mut out, data, true);
                let _ = write!(out, "</{name}>");
            }
        }
        out
    }

    /// Reads the fields of a code from a tag of TMX.
    fn parsed(tag: &str) -> Option<Self> {
        if tag == "</hi>" {
            return Some(Self::of(CodeKind::HighlightClose));
        }
        let inner = tag.strip_prefix('<')?;
        let name = &inner[..inner.find(|c: char| !c.is_ascii_lowercase())?];
        let (attributes, content) = attributes(&inner[name.len()..])?;
        let value = |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|a| &a.1);
        let number = |name: &str| value(name)?.parse().ok();
        let kind = match (name, value("pos").map(|pos| &**pos)) {
            ("bpt", _) => CodeKind::Open,
            ("ept", _) => CodeKind::Close,
            ("ph", _) => CodeKind::Standalone,
            ("it", Some("begin")) => CodeKind::IsolatedOpen,
            ("it", Some("end")) => CodeKind::IsolatedClose,
            ("hi", _) if content == Some("") => CodeKind::HighlightOpen,
            _ => CodeKind::Other,
        };
        // Elements nested in a code hold text of their own.
        let data = content.and_then(|content| content.strip_suffix(&format!("</{name}>")));
        let data = data.filter(|data| !data.contains('<'));
        Some(Self {
            kind,
            pair: number("i"),
            id: number("x"),
            category: value("type").map(|value| value.clone().into_owned()),
            data: data.and_then(|data| Some(quick_xml::escape::unescape(data).ok()?.into_owned())),
            spelled: None,
        })
    }
}

/// Attributes of a tag: names and unescaped values.
type Attributes<'t> = Vec<(&'t str, Cow<'t, str>)>;

/// Returns the attributes of a start tag and the content after it; no content for an empty tag.
fn attributes(mut rest: &str) -> Option<(Attributes<'_>, Option<&str>)> {
    let is_space = |c: char| matches!(c, ' ' | '\t' | '\n');
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(is_space);
        if let Some(content) = rest.strip_prefix('>') {
            return Some((found, Some(content)));
        }
        if let Some(after) = rest.strip_prefix("/>") {
            return after.is_empty().then_some((found, None));
        }
        let (name, value) = rest.split_once('=')?;
        let value = value.trim_start_matches(is_space);
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = value[1..].split_once(quote)?;
        found.push((name.trim_end_matches(is_space), quick_xml::escape::unescape(value).ok()?));
        rest = after;
    }
}

impl Ord for InlineCode {
    fn cmp(&self, other: &Self) -> Ordering {
        self.to_tmx().cmp(&other.to_tmx())
    }
}

impl PartialOrd for InlineCode {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for InlineCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_tmx())
    }
}

impl<'de> Deserialize<'de> for InlineCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_tmx(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NATIVE: [CodeKind; 5] = [
        CodeKind::Open,
        CodeKind::Close,
        CodeKind::Standalone,
        CodeKind::IsolatedOpen,
        CodeKind::IsolatedClose,
    ];

    #[test]
    fn codes_become_tags_of_tmx() {
        for (kind, number, data, tag) in [
            (CodeKind::Open, 1, "<g id=\"1\">", "<bpt i=\"1\">&lt;g id=&quot;1&quot;&gt;</bpt>"),
            (CodeKind::Close, 1, "</g>", "<ept i=\"1\">&lt;/g&gt;</ept>"),
            (
                CodeKind::Standalone,
                2,
                "<x id=\"2\"/>",
                "<ph x=\"2\">&lt;x id=&quot;2&quot;/&gt;</ph>",
            ),
            (CodeKind::Standalone, 0, "{0}", "<ph>{0}</ph>"),
            (CodeKind::IsolatedOpen, 3, "\\b", "<it pos=\"begin\" x=\"3\">\\b</it>"),
            (CodeKind::IsolatedClose, 0, "", "<it pos=\"end\"></it>"),
        ] {
            let code = InlineCode::new(kind, Some(number).filter(|n| *n > 0), data);
            assert_eq!(code.to_tmx(), tag);
            assert_eq!(InlineCode::from_tmx(tag), code);
            assert_eq!(code.native(), Some((kind, number, data)));
        }
    }

    #[test]
    fn a_tag_tells_what_it_is_however_it_is_spelled() {
        let told = |tag: &str| {
            let code = InlineCode::from_tmx(tag);
            assert_eq!(code.to_tmx(), tag);
            assert_eq!(code.native(), None, "{tag}");
            (code.kind(), code.pair(), code.id(), code.data().map(str::to_owned))
        };
        let data = |data: &str| Some(data.to_owned());
        assert_eq!(told("<ph/>"), (CodeKind::Standalone, None, None, None));
        assert_eq!(
            told("<bpt type='b' i='7'>&lt;b></bpt>"),
            (CodeKind::Open, Some(7), None, data("<b>"))
        );
        assert_eq!(
            told("<ph x=\"1\" type=\"b\"></ph>"),
            (CodeKind::Standalone, None, Some(1), data(""))
        );
        assert_eq!(
            told("<bpt i=\"1\">\\f <sub>note</sub></bpt>"),
            (CodeKind::Open, Some(1), None, None)
        );
        assert_eq!(told("<hi x=\"1\">"), (CodeKind::HighlightOpen, None, Some(1), None));
        assert_eq!(told("</hi>"), (CodeKind::HighlightClose, None, None, None));
        assert_eq!(told("<ut>x</ut>").0, CodeKind::Other);
    }

    #[test]
    fn what_has_more_to_it_is_not_native() {
        for tag in [
            "",
            "<ph/>",
            "<ph",
            "<ph></ph",
            "<ph x=\"01\"></ph>",
            "<ph x=\"0\"></ph>",
            "<ph i=\"1\"></ph>",
            "<ph x=\"1\" type=\"b\"></ph>",
            "<ph>\"</ph>",
            "<ph>a<sub>b</sub></ph>",
            "<ph>&nbsp;</ph>",
            "<phx></ph>",
            "<bpt>a</bpt>",
            "<bpt i='1'>a</bpt>",
            "<bpt i=\"0\">a</bpt>",
            "<bpt i=\"x\">a</bpt>",
            "<bpt i=\"1\" x=\"1\">a</bpt>",
            "<it>a</it>",
            "<hi>",
            "</hi>",
        ] {
            let code = InlineCode::from_tmx(tag);
            assert_eq!((code.native(), &*code.to_tmx()), (None, tag));
        }
    }

    proptest! {
        #[test]
        fn any_code_comes_back(kind in 0..5_usize, number in 1..u32::MAX, data in any::<String>()) {
            let code = InlineCode::new(NATIVE[kind], Some(number), data);
            prop_assert!(code.native().is_some());
            prop_assert_eq!(InlineCode::from_tmx(&code.to_tmx()), code);
        }

        #[test]
        fn any_tag_comes_back(tag in "</?(bpt|ept|ph|it|hi|ut|b)?( (i|x|pos|type)=[\"'](1|begin|&lt;|b)[\"']){0,3} ?/?>([a&;<]{0,3}</(ph|bpt|it)>)?") {
            let code = InlineCode::from_tmx(&tag);
            prop_assert_eq!(&*code.to_tmx(), &*tag);
            let json = serde_json::to_string(&code).unwrap();
            prop_assert_eq!(serde_json::from_str::<InlineCode>(&json).unwrap(), code);
        }
    }
}
