//! Writer of the content of a source or target: codes from the same version of XLIFF are written
//! unchanged, TMX tags as the equivalent XLIFF codes.

use std::fmt::Write as _;

use super::{
    DATA, HELD_TYPE, Version,
    codes::{HELD, NATIVE, is_used, text_of},
    schema,
    write::made_good,
};
use crate::{
    unit::{CodeKind, InlineCode, Meta, Text},
    xml::{
        node::Element,
        out::{XmlOut, escape_into, is_allowed},
    },
};

/// Original data of an XLIFF 2 unit: identifiers and contents.
#[derive(Debug, Default)]
pub(super) struct Data {
    entries: Vec<(String, String)>,
    number: usize,
}

impl Data {
    /// Returns the data that a unit was read with.
    pub(super) fn of(meta: &Meta) -> Self {
        let mut data = Self::default();
        for prop in &meta.props {
            if let Some(id) = prop.kind.strip_prefix(DATA)
                && schema::is_token(id)
                && data.entries.iter().all(|(other, _)| other != id)
            {
                data.entries.push((id.to_owned(), prop.value.clone()));
            }
        }
        data
    }

    /// Returns the identifier of new data with the given content.
    fn add(&mut self, content: &str) -> String {
        loop {
            self.number += 1;
            let id = format!("m{}", self.number);
            if self.entries.iter().all(|(other, _)| *other != id) {
                self.entries.push((id.clone(), content.to_owned()));
                return id;
            }
        }
    }

    pub(super) fn write(&self, xml: &mut XmlOut) {
        if self.entries.is_empty() {
            return;
        }
        xml.raw("      <originalData>\n");
        for (id, content) in &self.entries {
            xml.open(8, "data");
            xml.attribute("id", id);
            xml.raw(">");
            xml.dropped += plain(&mut xml.text, content, Version::Two);
            xml.raw("</data>\n");
        }
        xml.raw("      </originalData>\n");
    }
}

/// Degree to which the tags of a text are taken for codes.
#[derive(Clone, Copy)]
enum Trust {
    /// A tag that contains an XLIFF code is written as that code, any other tag as an equivalent
    /// code.
    Codes,
    /// Every tag is written as an equivalent code.
    Tags,
    /// Every tag is wrapped as a whole.
    Nothing,
}

/// Returns true if the text, as written, has content.
pub(super) fn is_written(text: &Text, version: Version) -> bool {
    let is_kept = |c| version == Version::Two || is_allowed(c);
    !text.marks.is_empty() || is_used(&made_good(text, is_kept).0)
}

/// Writes a text. Returns the number of dropped characters.
pub(super) fn write(out: &mut String, text: &Text, version: Version, data: &mut Data) -> u64 {
    if text.marks.is_empty() {
        return plain(out, &text.text, version);
    }
    let is_kept = |c| version == Version::Two || is_allowed(c);
    let (mut text, dropped) = made_good(text, is_kept);
    let mut in_marks = 0;
    if version == Version::One {
        for mark in &mut text.marks {
            let tag = mark.code.to_tmx();
            let left_out = tag.chars().filter(|c| !is_allowed(*c)).count();
            if left_out > 0 {
                let tag: String = tag.chars().filter(|c| is_allowed(*c)).collect();
                mark.code = InlineCode::from_tmx(&tag);
                in_marks += left_out as u64;
            }
        }
    }
    let known = (data.entries.len(), data.number);
    for trust in [Trust::Codes, Trust::Tags, Trust::Nothing] {
        let content = marked(&text, version, trust, data);
        if matches!(trust, Trust::Nothing) || comes_back(&content, &text, version, data) {
            out.push_str(&content);
            break;
        }
        data.entries.truncate(known.0);
        data.number = known.1;
    }
    dropped + in_marks
}

/// Returns true if the content is valid and is read back as the same text.
fn comes_back(content: &str, text: &Text, version: Version, data: &Data) -> bool {
    let Some(side) = Element::parse(&format!("<source>{content}</source>")) else { return false };
    schema::fits(&side, version)
        && text_of(&side.children, version, &data.entries, &mut Vec::new()) == *text
}

fn marked(text: &Text, version: Version, trust: Trust, data: &mut Data) -> String {
    let mut out = String::new();
    let mut done = 0;
    for (i, mark) in text.marks.iter().enumerate() {
        plain(&mut out, &text.text[done..mark.at], version);
        done = mark.at;
        let code = match trust {
            Trust::Nothing => None,
            _ => mark.code.native(),
        };
        match code {
            Some((_, _, code))
                if matches!(trust, Trust::Codes) && schema::looks_inline(code, version) =>
            {
                out.push_str(code);
            }
            Some(code) if version == Version::One => native_1(&mut out, code),
            Some(code) => native_2(&mut out, code, data),
            None if version == Version::One => {
                let _ = write!(out, "<ph id=\"m{}\" ctype=\"{HELD_TYPE}\">", i + 1);
                escape_into(&mut out, &mark.code.to_tmx(), false);
                out.push_str("</ph>");
            }
            None => {
                let data = data.add(&mark.code.to_tmx());
                let _ = write!(
                    out,
                    "<ph id=\"{data}\" type=\"other\" subType=\"{HELD}\" dataRef=\"{data}\"/>"
                );
            }
        }
    }
    plain(&mut out, &text.text[done..], version);
    out
}

fn native_1(out: &mut String, (kind, number, code): (CodeKind, u32, &str)) {
    let (name, pos) = match kind {
        CodeKind::Open => ("bpt", ""),
        CodeKind::Close => ("ept", ""),
        CodeKind::IsolatedOpen => ("it", " pos=\"open\""),
        CodeKind::IsolatedClose => ("it", " pos=\"close\""),
        _ => ("ph", ""),
    };
    let _ = write!(out, "<{name} id=\"{number}\"{pos}>");
    escape_into(out, code, false);
    let _ = write!(out, "</{name}>");
}

fn native_2(out: &mut String, (kind, number, code): (CodeKind, u32, &str), data: &mut Data) {
    let (name, id, more) = match kind {
        CodeKind::Open => ("sc", "id=\"s", ""),
        CodeKind::Close => ("ec", "startRef=\"s", ""),
        CodeKind::IsolatedOpen => ("sc", "id=\"b", " isolated=\"yes\""),
        CodeKind::IsolatedClose => ("ec", "id=\"e", " isolated=\"yes\""),
        _ => ("ph", "id=\"p", ""),
    };
    let data = data.add(code);
    let _ = write!(out, "<{name} {id}{number}\"{more}");
    let _ = write!(out, " type=\"other\" subType=\"{NATIVE}\" dataRef=\"{data}\"/>");
}

/// Writes text without codes. Characters that XML cannot represent have an element of their own in
/// XLIFF 2.
fn plain(out: &mut String, text: &str, version: Version) -> u64 {
    if version == Version::One {
        return escape_into(out, text, false);
    }
    let mut rest = text;
    while let Some(at) = rest.find(|c| !is_allowed(c)) {
        escape_into(out, &rest[..at], false);
        let c = rest[at..].chars().next().unwrap_or_default();
        let _ = write!(out, "<cp hex=\"{:04X}\"/>", u32::from(c));
        rest = &rest[at + c.len_utf8()..];
    }
    escape_into(out, rest, false)
}
