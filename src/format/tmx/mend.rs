//! Repair of a unit that is not well-formed XML: a lone `<`, a missing end tag, an inline tag that
//! is not closed. Texts and languages are found by their tags; whatever else looks like markup and
//! is none becomes text.

use super::{TmxReader, tag};
use crate::unit::Unit;

/// Elements that hold inline tags of other formats; `tag::kind` judges them as a whole.
const WHOLE: [&str; 5] = ["bpt", "ept", "ph", "it", "ut"];

/// Reads a unit from damaged XML that begins before it. A text that ends with a file that is cut
/// off is not taken.
pub(super) fn unit(raw: &str, entities: &[(String, String)], is_cut: bool) -> Option<Unit> {
    let mut parts = Parts::default();
    parts.read(raw, is_cut);
    let file = format!("<tmx version=\"1.4\"><header srclang=\"*all*\"/><body>{}", parts.xml);
    let mut reader = TmxReader::new(file.as_bytes(), "").ok()?;
    reader.xml.entities = entities.to_vec();
    reader.next()?.ok()
}

/// A well-formed unit while it is put together.
#[derive(Default)]
struct Parts {
    xml: String,
    in_unit: bool,
    in_text: bool,
    /// The beginning of the segment that is open.
    segment: Option<usize>,
}

impl Parts {
    fn read(&mut self, raw: &str, is_cut: bool) {
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &raw.as_bytes()[at..]) {
            let start = at + found;
            at = start + 1;
            let Some(tag) = start_or_end(&raw[start..]) else { continue };
            let end = start + tag.len();
            match name_of(tag) {
                "tu" if !self.in_unit => {
                    self.in_unit = true;
                    self.xml.push_str(tag.trim_end_matches("/>").trim_end_matches('>'));
                    self.xml.push('>');
                }
                "tuv" if self.in_unit => {
                    self.end_text(raw, start, is_cut);
                    self.in_text = true;
                    self.xml.push_str(tag);
                }
                "seg" if self.in_text && self.segment.is_none() => {
                    self.segment = Some(end).filter(|_| !tag.ends_with("/>"));
                }
                "/seg" => self.end_segment(raw, start),
                "/tuv" => {
                    self.end_segment(raw, start);
                    self.end_text(raw, start, is_cut);
                }
                "/tu" if self.in_unit => {
                    self.end_segment(raw, start);
                    self.end_text(raw, start, is_cut);
                    break;
                }
                name @ ("prop" | "note") if self.in_unit && self.segment.is_none() => {
                    if let Some(length) = raw[end..].find('<')
                        && raw[end + length..].starts_with(&format!("</{name}>"))
                    {
                        self.xml.push_str(&raw[start..end + length]);
                        self.xml.push_str(&format!("</{name}>"));
                        at = end + length;
                        continue;
                    }
                }
                _ => continue,
            }
            at = end;
        }
        self.end_text(raw, raw.len(), true);
        if self.in_unit {
            self.xml.push_str("</tu></body></tmx>");
        }
    }

    fn end_segment(&mut self, raw: &str, end: usize) {
        if let Some(start) = self.segment.take() {
            self.xml.push_str("<seg>");
            self.xml.push_str(&sound(raw[start..end].trim_end_matches(['\r', '\n'])));
            self.xml.push_str("</seg>");
        }
    }

    /// Ends a text. A segment that nothing has ended is left out if it may have been cut off.
    fn end_text(&mut self, raw: &str, end: usize, may_be_cut: bool) {
        if may_be_cut {
            self.segment = None;
        }
        self.end_segment(raw, end);
        if std::mem::take(&mut self.in_text) {
            self.xml.push_str("</tuv>");
        }
    }
}

/// Returns the tag at the beginning of a text, if it is a tag: a name, attributes, an end.
fn start_or_end(text: &str) -> Option<&str> {
    let inner = &text[1..];
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let mut rest = inner.trim_start_matches(|c: char| c.is_alphanumeric() || "_-.:".contains(c));
    if rest.len() == inner.len() || !inner.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    loop {
        let trimmed = rest.trim_start();
        if let Some(after) = trimmed.strip_prefix('>').or_else(|| trimmed.strip_prefix("/>")) {
            return Some(&text[..text.len() - after.len()]);
        }
        let (name, value) = trimmed.split_once('=')?;
        let is_name = |c: char| c.is_alphanumeric() || "_-.:".contains(c);
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = value[1..].split_once(quote)?;
        let is_apart = trimmed.len() < rest.len();
        if !is_apart
            || name.is_empty()
            || !name.trim_end().chars().all(is_name)
            || value.contains('<')
        {
            return None;
        }
        rest = after;
    }
}

/// Returns the name of a tag, with the slash of an end tag.
fn name_of(tag: &str) -> &str {
    let inner = &tag[1..];
    let end =
        inner.char_indices().skip(1).find(|(_, c)| c.is_whitespace() || matches!(c, '>' | '/'));
    &inner[..end.map_or(inner.len(), |(at, _)| at)]
}

/// Returns the content of a segment as well-formed XML.
fn sound(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    // Tags that are open, with their places in `out`.
    let mut open: Vec<(&str, usize)> = Vec::new();
    let mut rest = content;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<![CDATA[")
            && let Some((inside, after)) = after.split_once("]]>")
        {
            crate::text::escape::escape_into(&mut out, inside, false);
            rest = after;
            continue;
        }
        let length = inline(rest, &mut open, out.len()).unwrap_or_default();
        if length == 0 {
            out.push_str("&lt;");
            rest = &rest[1..];
        } else {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    out.push_str(rest);
    for (_, at) in open.into_iter().rev() {
        out.replace_range(at..=at, "&lt;");
    }
    out
}

/// Returns the length of the inline tag at the beginning of a text, if it is one.
fn inline<'t>(text: &'t str, open: &mut Vec<(&'t str, usize)>, place: usize) -> Option<usize> {
    let tag = start_or_end(text)?;
    let name = name_of(tag);
    if WHOLE.contains(&name) {
        if tag.ends_with("/>") {
            return Some(tag.len());
        }
        let end = format!("</{name}>");
        let length = text.find(&end)? + end.len();
        return tag::kind(&text[..length]).map(|_| length);
    }
    match name.strip_prefix('/') {
        _ if tag.ends_with("/>") => {}
        None => open.push((name, place)),
        Some(name) => {
            if open.last().is_none_or(|(opened, _)| *opened != name) {
                return None;
            }
            open.pop();
        }
    }
    Some(tag.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(raw: &str) -> Vec<String> {
        let unit = unit(raw, &[], false).unwrap_or_default();
        unit.variants.into_iter().map(|v| format!("{} {}", v.lang, v.text.text)).collect()
    }

    #[test]
    fn texts_of_damaged_units_are_found() {
        const AR: &str = "<tuv xml:lang='ar'><seg>س</seg></tuv>";
        for (en, expected) in [
            ("<tuv xml:lang='en'><seg>x < y & y > z</seg></tuv>", "en x < y & y > z"),
            ("<tuv xml:lang='en'><seg>1<2 or x<y</seg></tuv>", "en 1<2 or x<y"),
            ("<tuv xml:lang='en'><seg>a <i>b</seg></tuv>", "en a <i>b"),
            ("<tuv xml:lang='en'><seg>a</b></seg></tuv>", "en a</b>"),
            ("<tuv xml:lang='en'><seg>a <ph x='1'>&lt;br></ph>b < c</seg></tuv>", "en a b < c"),
            ("<tuv xml:lang='en'><seg>a <hi>b</hi> < c</seg></tuv>", "en a b < c"),
            ("<tuv xml:lang='en'><seg>a <bpt i='1'>b</seg></tuv>", "en a <bpt i='1'>b"),
            ("<tuv xml:lang='en'><seg>no end</tuv>", "en no end"),
            ("<tuv xml:lang='en'><seg>no end at all", "en no end at all"),
            ("<tuv xml:lang='en'><seg><![CDATA[x < y]]> <</seg></tuv>", "en x < y <"),
            ("<prop type='a'>b</prop><tuv xml:lang='en'><seg>a</seg>", "en a"),
        ] {
            for end in ["</tu>", ""] {
                assert_eq!(texts(&format!("<tu tuid='1'>{en}{AR}{end}")), [expected, "ar س"]);
            }
        }
        assert_eq!(texts("<tu><tuv xml:lang='en'><seg>cut"), Vec::<String>::new());
        assert_eq!(texts(""), Vec::<String>::new());
        assert_eq!(texts("<tu"), Vec::<String>::new());
    }

    #[test]
    fn attributes_and_properties_are_kept() {
        let raw = "<tu tuid='7'><prop type='x-a'>b</prop><note>n</note><tuv xml:lang='en'><seg>a < b\
                   </seg></tuv>";
        let unit = unit(raw, &[], false).unwrap();
        assert_eq!(unit.meta.attribute("tuid"), Some("7"));
        assert_eq!(
            (unit.meta.prop("x-a"), &unit.meta.notes[..]),
            (Some("b"), &["n".to_owned()][..])
        );
    }

    proptest::proptest! {
        #[test]
        fn any_damage_is_mended_or_refused(raw in "(<tu>|<tuv xml:lang='en'>|<seg>|</seg>|</tuv>|</tu>|<|a|&|>|<b>|</b>|<ph>|</ph>|'|=|é){0,25}") {
            let _ = unit(&raw, &[], false);
            let _ = unit(&format!("<tu>{raw}"), &[], true);
        }
    }
}
