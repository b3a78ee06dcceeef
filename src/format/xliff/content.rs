//! The content of a source or target, written: codes as they came where they came from XLIFF of
//! that version, tags of TMX as the codes of XLIFF that are like them.

use std::fmt::Write as _;

use super::{
    DATA, HELD_TYPE, Version,
    codes::{HELD, NATIVE, is_used, text_of},
    schema,
    write::made_good,
};
use crate::{
    format::inline::{Code, Role},
    unit::{Meta, Text},
    xml::{
        node::Element,
        out::{XmlOut, escape_into, is_allowed},
    },
};

/// The original data of a unit of XLIFF 2: identifiers and contents.
#[derive(Debug, Default)]
pub(super) struct Data {
    entries: Vec<(String, String)>,
    number: usize,
}

impl Data {
    /// That which a unit came with.
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

    /// The identifier of data that holds this.
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

/// How far the tags of a text are trusted to be codes.
#[derive(Clone, Copy)]
enum Trust {
    /// A tag that holds a code of XLIFF is that code, any other is a code like it.
    Codes,
    /// Each tag is a code like it.
    Tags,
    /// Each tag is held whole.
    Nothing,
}

/// Whether a text has anything in it once it is written.
pub(super) fn is_written(text: &Text, version: Version) -> bool {
    let is_kept = |c| version == Version::Two || is_allowed(c);
    !text.marks.is_empty() || is_used(&made_good(text, is_kept).0)
}

/// Writes a text; gives the number of characters left out.
pub(super) fn write(out: &mut String, text: &Text, version: Version, data: &mut Data) -> u64 {
    if text.marks.is_empty() {
        return plain(out, &text.text, version);
    }
    let is_kept = |c| version == Version::Two || is_allowed(c);
    let (mut text, dropped) = made_good(text, is_kept);
    let mut in_marks = 0;
    if version == Version::One {
        for mark in &mut text.marks {
            let before = mark.raw.chars().count();
            mark.raw.retain(is_allowed);
            in_marks += (before - mark.raw.chars().count()) as u64;
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

/// Whether this is valid and read as that text.
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
            _ => Code::parse(&mark.raw),
        };
        match code {
            Some(code)
                if matches!(trust, Trust::Codes) && schema::looks_inline(&code.code, version) =>
            {
                out.push_str(&code.code);
            }
            Some(code) if version == Version::One => native_1(&mut out, &code),
            Some(code) => native_2(&mut out, &code, data),
            None if version == Version::One => {
                let _ = write!(out, "<ph id=\"m{}\" ctype=\"{HELD_TYPE}\">", i + 1);
                escape_into(&mut out, &mark.raw, false);
                out.push_str("</ph>");
            }
            None => {
                let data = data.add(&mark.raw);
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

fn native_1(out: &mut String, code: &Code) {
    let (name, pos) = match code.role {
        Role::Open => ("bpt", ""),
        Role::Close => ("ept", ""),
        Role::Alone => ("ph", ""),
        Role::LoneOpen => ("it", " pos=\"open\""),
        Role::LoneClose => ("it", " pos=\"close\""),
    };
    let _ = write!(out, "<{name} id=\"{}\"{pos}>", code.number);
    escape_into(out, &code.code, false);
    let _ = write!(out, "</{name}>");
}

fn native_2(out: &mut String, code: &Code, data: &mut Data) {
    let (name, id, more) = match code.role {
        Role::Open => ("sc", "id=\"s", ""),
        Role::Close => ("ec", "startRef=\"s", ""),
        Role::Alone => ("ph", "id=\"p", ""),
        Role::LoneOpen => ("sc", "id=\"b", " isolated=\"yes\""),
        Role::LoneClose => ("ec", "id=\"e", " isolated=\"yes\""),
    };
    let data = data.add(&code.code);
    let number = code.number;
    let _ = write!(out, "<{name} {id}{number}\"{more}");
    let _ = write!(out, " type=\"other\" subType=\"{NATIVE}\" dataRef=\"{data}\"/>");
}

/// Text without codes. What XML cannot write has a form of its own in XLIFF 2.
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
