//! Inline tags allowed by TMX 1.4, checked by the strict rules of XML and the DTD, so that output
//! is valid whatever a [`Mark`](crate::Mark) contains.

use super::HELD_TAG;
use crate::xml::out::is_allowed;

/// Maximum nesting of elements within an inline tag; no tool nests more than a few.
const MAX_DEPTH: usize = 50;

/// Kind of an inline tag in a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A complete tag.
    Whole,
    /// The start of a `<hi>`.
    Open,
    /// A `</hi>`.
    Close,
}

/// An inline element: its attributes, which of them are required, and its allowed children.
struct Element {
    name: &'static str,
    attributes: &'static [&'static str],
    required: &'static [&'static str],
    children: &'static [&'static str],
}

const CODES: &[&str] = &["bpt", "ept", "ph", "it", "hi", "ut"];

const fn element(
    name: &'static str,
    attributes: &'static [&'static str],
    required: &'static [&'static str],
    children: &'static [&'static str],
) -> Element {
    Element { name, attributes, required, children }
}

const ELEMENTS: [Element; 7] = [
    element("bpt", &["i", "x", "type"], &["i"], &["sub"]),
    element("ept", &["i"], &["i"], &["sub"]),
    element("ph", &["x", "assoc", "type"], &[], &["sub"]),
    element("it", &["pos", "x", "type"], &["pos"], &["sub"]),
    element("hi", &["x", "type"], &[], CODES),
    element("ut", &["x"], &[], &["sub"]),
    element("sub", &["datatype", "type"], &[], CODES),
];

/// Returns true if the content of the element is code of another format, not text.
pub(super) fn is_opaque(name: &str) -> bool {
    matches!(name, "bpt" | "ept" | "ph" | "it" | "ut")
}

/// Returns true if the element is an inline tag of TMX.
pub(super) fn is_inline(name: &str) -> bool {
    CODES.contains(&name)
}

/// Returns how the tag may be used in a segment of TMX 1.4, or `None` if it is not allowed as it
/// is.
pub(super) fn kind(raw: &str) -> Option<Kind> {
    let is_safe = raw.chars().all(|c| c != '\r' && is_allowed(c));
    if !is_safe || raw.starts_with(HELD_TAG.0) {
        return None;
    }
    if raw == "</hi>" {
        return Some(Kind::Close);
    }
    let (first, mut rest) = Tag::parse(raw)?;
    if !CODES.contains(&first.element.name) {
        return None;
    }
    if first.is_empty || first.element.name == "hi" {
        let kind = if first.is_empty { Kind::Whole } else { Kind::Open };
        return rest.is_empty().then_some(kind);
    }
    let mut open = vec![first.element];
    while let Some(parent) = open.last() {
        let (text, markup) = rest.split_at(rest.find('<')?);
        if !is_text(text) || text.contains("]]>") {
            return None;
        }
        if let Some(end) = markup.strip_prefix("</") {
            rest = end.strip_prefix(parent.name)?.strip_prefix('>')?;
            open.pop();
        } else {
            let (tag, after) = Tag::parse(markup)?;
            if !parent.children.contains(&tag.element.name) || open.len() == MAX_DEPTH {
                return None;
            }
            if !tag.is_empty {
                open.push(tag.element);
            }
            rest = after;
        }
    }
    rest.is_empty().then_some(Kind::Whole)
}

/// A start tag or an empty tag.
struct Tag {
    element: &'static Element,
    is_empty: bool,
}

impl Tag {
    /// Parses the tag at the beginning of the text, if the DTD allows it. Also returns the rest of
    /// the text.
    fn parse(raw: &str) -> Option<(Self, &str)> {
        let inner = raw.strip_prefix('<')?;
        let element = {
            let end = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
            ELEMENTS.iter().find(|e| e.name == &inner[..end])?
        };
        let mut rest = &inner[element.name.len()..];
        let mut seen = Vec::new();
        loop {
            let trimmed = trim(rest);
            if let Some(after) = trimmed.strip_prefix("/>") {
                return Self { element, is_empty: true }.checked(&seen, after);
            }
            if let Some(after) = trimmed.strip_prefix('>') {
                return Self { element, is_empty: false }.checked(&seen, after);
            }
            // Attributes must be preceded by white space.
            if trimmed.len() == rest.len() {
                return None;
            }
            let (name, value) = trimmed.split_once('=')?;
            let name = name.trim_end_matches(is_space);
            let value = trim(value);
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, after) = value[1..].split_once(quote)?;
            let fits = name != "pos" || matches!(value, "begin" | "end");
            if !element.attributes.contains(&name)
                || seen.contains(&name)
                || !fits
                || !is_text(value)
            {
                return None;
            }
            seen.push(name);
            rest = after;
        }
    }

    fn checked<'a>(self, seen: &[&str], after: &'a str) -> Option<(Self, &'a str)> {
        self.element.required.iter().all(|name| seen.contains(name)).then_some((self, after))
    }
}

/// Returns true if there is no `<`, and no `&` except in valid entities and character references.
fn is_text(text: &str) -> bool {
    !text.contains('<')
        && text.split('&').skip(1).all(|after| {
            let Some((name, _)) = after.split_once(';') else { return false };
            let number = match name.strip_prefix('#') {
                None => return matches!(name, "lt" | "gt" | "amp" | "quot" | "apos"),
                Some(number) => number,
            };
            let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hex| (hex, 16));
            let c = u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
            !digits.starts_with('+') && c.is_some_and(is_allowed)
        })
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n')
}

fn trim(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn valid_tmx_tags_are_kept() {
        for good in [
            "<ph/>",
            "<ph x=\"1\" />",
            "<ph x='1'\n type=\"a > b\">&lt;br/&gt;</ph>",
            "<bpt i=\"1\">{\\b <sub type=\"t\">foot <ph/>&#1605;<hi>note</hi></sub></bpt>",
            "<ept i=\"1\"></ept>",
            "<it pos=\"begin\"/>",
            "<ut>x</ut>",
            "<hi/>",
        ] {
            assert_eq!(kind(good), Some(Kind::Whole), "{good}");
        }
        assert_eq!(kind("<hi type=\"b\">"), Some(Kind::Open));
        assert_eq!(kind("</hi>"), Some(Kind::Close));
    }

    #[test]
    fn other_tags_are_not() {
        for bad in [
            "",
            "x",
            "<",
            "<>",
            "<ph",
            "<ph/",
            "<ph/>x",
            "<ph>",
            "</ph>",
            "<b>",
            "<sub>",
            "<ph id='1'/>",
            "<ph x=1/>",
            "<ph x='<'/>",
            "<ph x='1'x='2'/>",
            "<ph x='1' x='2'/>",
            "<ph x='&nbsp;'/>",
            "<ph>&</ph>",
            "<ph>&#0;</ph>",
            "<ph>&#xFFFF;</ph>",
            "<ph>&#+65;</ph>",
            "<ph>]]></ph>",
            "<ph><![CDATA[x]]></ph>",
            "<ph><!-- --></ph>",
            "<ph><ph/></ph>",
            "<ph></ph >",
            "<ph>\r</ph>",
            "<ph>\u{1}</ph>",
            "<it pos='middle'/>",
            "<it/>",
            "<bpt/>",
            "<bpt i='1'></ept>",
            "<hi>x</hi>",
            "<ph type=\"x-muwazi-tag\">&lt;b&gt;</ph>",
            "<PH/>",
            "<phé/>",
        ] {
            assert_eq!(kind(bad), None, "{bad}");
        }
    }
}
