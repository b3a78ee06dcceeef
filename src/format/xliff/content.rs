//! Writer of the content of a source and its target: codes from the same version of XLIFF are
//! written unchanged, TMX tags as the equivalent XLIFF codes. Both halves of a pair take one form.

use std::fmt::Write as _;

use super::{
    DATA, HELD_TYPE, Version,
    codes::{HELD, NATIVE, text_of},
    rules, schema,
    write::made_good,
};
use crate::{
    unit::{CodeKind, InlineCode, Meta, Text, halves},
    xml::{
        node::Element,
        out::{XmlOut, escape_into, is_allowed},
    },
};

/// Original data of an XLIFF 2 unit: identifiers and contents.
#[derive(Debug, Default)]
pub(super) struct Data {
    entries: Vec<(String, String)>,
    /// Number of entries that the unit was read with.
    given: usize,
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
        data.given = data.entries.len();
        data
    }

    /// Returns the identifier of new data with the given content. Equal codes share it.
    fn add(&mut self, content: &str) -> String {
        let own = &self.entries[self.given..];
        if let Some((id, _)) = own.iter().find(|(_, other)| other == content) {
            return id.clone();
        }
        loop {
            self.number += 1;
            let id = format!("m{}", self.number);
            if self.entries.iter().all(|(other, _)| *other != id) {
                self.entries.push((id.clone(), content.to_owned()));
                return id;
            }
        }
    }

    /// Returns true if there is data with that identifier.
    pub(super) fn has(&self, id: &str) -> bool {
        self.entries.iter().any(|(known, _)| known == id)
    }

    fn reset(&mut self, (entries, number): (usize, usize)) {
        self.entries.truncate(entries);
        self.number = number;
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// Every tag is wrapped as a whole.
    Nothing,
    /// Every tag is written as an equivalent code.
    Tags,
    /// A tag that contains an XLIFF code is written as that code, any other tag as an equivalent
    /// code.
    Codes,
}

const DEGREES: [Trust; 3] = [Trust::Codes, Trust::Tags, Trust::Nothing];

/// Identifiers of the codes of XLIFF 2 written so far, with the data of each.
#[derive(Default)]
struct Ids {
    source: Vec<(String, String)>,
    target: Vec<(String, String)>,
    in_target: bool,
    /// True if the codes of a pair may not have the same identifier in both texts.
    is_final: bool,
}

impl Ids {
    /// Returns the identifier of a code, or `None` if its text has it already. A code of the target
    /// has that of the same code of the source.
    fn take(&mut self, id: String, data: &str, is_half: bool) -> Option<String> {
        let entry = |id: &String| (id.clone(), data.to_owned());
        if !self.in_target {
            let is_new = self.source.iter().all(|(other, _)| *other != id);
            return is_new.then(|| (self.source.push(entry(&id)), id).1);
        }
        let of_source = self.source.iter().find(|(other, _)| *other == id);
        let is_other = of_source.is_some_and(|(_, other)| other != data);
        let id = if is_other || (is_half && self.is_final) { format!("t{id}") } else { id };
        let is_new = self.target.iter().all(|(other, _)| *other != id);
        is_new.then(|| (self.target.push(entry(&id)), id).1)
    }

    /// Returns the identifier of a wrapped tag.
    fn held(&mut self, data: &str) -> String {
        let own = if self.in_target { &self.target } else { &self.source };
        let is_free = |id: &String| own.iter().all(|(other, _)| other != id);
        let same = self.source.iter().filter(|_| self.in_target);
        let mut same = same.filter(|(id, other)| id.starts_with('h') && other == data);
        let id = same.find(|(id, _)| is_free(id)).map(|(id, _)| id.clone());
        let prefix = if self.in_target { "th" } else { "h" };
        let id = id.unwrap_or_else(|| format!("{prefix}{}", own.len() + 1));
        let own = if self.in_target { &mut self.target } else { &mut self.source };
        own.push((id.clone(), data.to_owned()));
        id
    }
}

/// The content of a source and its target.
#[derive(Default)]
pub(super) struct Contents {
    pub(super) source: String,
    pub(super) target: Option<String>,
    /// Number of dropped characters.
    pub(super) dropped: u64,
}

/// Returns true if the text, as written, has content.
pub(super) fn is_written(text: &Text, version: Version) -> bool {
    let is_kept = |c| version == Version::Two || is_allowed(c);
    text.text.chars().any(is_kept) && !text.is_blank()
}

/// Returns the content of a source and its target. `is_final` is true for a finished translation,
/// whose codes must equal those of the source in all their attributes.
pub(super) fn contents(
    source: &Text,
    target: Option<&Text>,
    version: Version,
    is_final: bool,
    data: &mut Data,
) -> Contents {
    let mut out = Contents::default();
    if source.marks.is_empty() && target.is_none_or(|target| target.marks.is_empty()) {
        out.dropped = plain(&mut out.source, &source.text, version);
        out.target = target.map(|target| {
            let mut text = String::new();
            out.dropped += plain(&mut text, &target.text, version);
            text
        });
        return out;
    }
    let mut good = |text: &Text| {
        let (text, dropped) = without_forbidden(text, version);
        out.dropped += dropped;
        text
    };
    let (source, target) = (good(source), target.map(good));
    let known = (data.entries.len(), data.number);
    for trust in DEGREES {
        let mut ids = Ids { is_final, ..Ids::default() };
        out.source = side(&source, version, trust, data, &mut ids);
        ids.in_target = true;
        out.target = target.as_ref().map(|text| side(text, version, trust, data, &mut ids));
        let fits = || rules::pair_fits(&out.source, out.target.as_deref(), is_final, data);
        if trust == Trust::Nothing || version == Version::One || fits() {
            break;
        }
        data.reset(known);
    }
    out
}

/// Returns the text without characters that the version cannot hold, and their number.
fn without_forbidden(text: &Text, version: Version) -> (Text, u64) {
    let is_kept = |c| version == Version::Two || is_allowed(c);
    let (mut text, mut dropped) = made_good(text, is_kept);
    if version == Version::One {
        for mark in &mut text.marks {
            let tag = mark.code.to_tmx();
            let left_out = tag.chars().filter(|c| !is_allowed(*c)).count();
            if left_out > 0 {
                let tag: String = tag.chars().filter(|c| is_allowed(*c)).collect();
                mark.code = InlineCode::from_tmx(&tag);
                dropped += left_out as u64;
            }
        }
    }
    (text, dropped)
}

/// Returns the content of one text, with the highest trust up to `most` that keeps it.
fn side(text: &Text, version: Version, most: Trust, data: &mut Data, ids: &mut Ids) -> String {
    let known = (data.entries.len(), data.number);
    let (in_source, in_target) = (ids.source.len(), ids.target.len());
    for trust in DEGREES.into_iter().filter(|trust| *trust <= most) {
        let content = marked(text, version, trust, data, ids);
        if trust == Trust::Nothing || comes_back(&content, text, version, data) {
            return content;
        }
        data.reset(known);
        ids.source.truncate(in_source);
        ids.target.truncate(in_target);
    }
    String::new()
}

/// Returns true if the content is valid and is read back as the same text.
fn comes_back(content: &str, text: &Text, version: Version, data: &Data) -> bool {
    let Some(side) = Element::parse(&format!("<source>{content}</source>")) else { return false };
    schema::fits(&side, version)
        && (version == Version::Two || rules::fits_1(&side))
        && text_of(&side.children, version, &data.entries, &mut Vec::new()) == *text
}

fn marked(text: &Text, version: Version, trust: Trust, data: &mut Data, ids: &mut Ids) -> String {
    let mut out = String::new();
    let mut done = 0;
    let codes = codes(text, trust);
    // Identifiers of the pairs that were opened.
    let mut open: Vec<(u32, String)> = Vec::new();
    for (i, (mark, code)) in text.marks.iter().zip(codes).enumerate() {
        plain(&mut out, &text.text[done..mark.at], version);
        done = mark.at;
        match code {
            Some((_, _, code)) if trust == Trust::Codes && schema::looks_inline(code, version) => {
                out.push_str(code);
                continue;
            }
            Some((CodeKind::IsolatedOpen | CodeKind::IsolatedClose, ..))
                if version == Version::One => {}
            Some(code) if version == Version::One => {
                native_1(&mut out, code);
                continue;
            }
            Some(code) if native_2(&mut out, code, data, ids, &mut open) => continue,
            _ => {}
        }
        let tag = mark.code.to_tmx();
        if version == Version::One {
            let _ = write!(out, "<ph id=\"m{}\" ctype=\"{HELD_TYPE}\">", i + 1);
            escape_into(&mut out, &tag, false);
            out.push_str("</ph>");
        } else {
            let data = data.add(&tag);
            let id = ids.held(&data);
            let _ = write!(out, "<ph id=\"{id}\" type=\"other\" subType=\"{HELD}\"");
            let _ = write!(out, " dataRef=\"{data}\"/>");
        }
    }
    plain(&mut out, &text.text[done..], version);
    out
}

/// Returns the kind, number and data of the codes that XLIFF can spell. A half of a pair counts only
/// if the other half does.
fn codes(text: &Text, trust: Trust) -> Vec<Option<(CodeKind, u32, &str)>> {
    if trust == Trust::Nothing {
        return vec![None; text.marks.len()];
    }
    let natives: Vec<_> = text.marks.iter().map(|mark| mark.code.native()).collect();
    let halves = halves(&text.marks);
    let is_whole = |i: usize| halves[i].is_some_and(|other| natives[other].is_some());
    let is_half = |kind| matches!(kind, CodeKind::Open | CodeKind::Close);
    let natives = natives.iter().enumerate();
    natives.map(|(i, code)| code.filter(|(kind, ..)| !is_half(*kind) || is_whole(i))).collect()
}

fn native_1(out: &mut String, (kind, number, code): (CodeKind, u32, &str)) {
    let name = match kind {
        CodeKind::Open => "bpt",
        CodeKind::Close => "ept",
        _ => "ph",
    };
    let _ = write!(out, "<{name} id=\"{number}\">");
    escape_into(out, code, false);
    let _ = write!(out, "</{name}>");
}

/// Writes a code of XLIFF 2. Returns false if its identifier is taken.
fn native_2(
    out: &mut String,
    (kind, number, code): (CodeKind, u32, &str),
    data: &mut Data,
    ids: &mut Ids,
    open: &mut Vec<(u32, String)>,
) -> bool {
    let (name, prefix, more) = match kind {
        CodeKind::Open | CodeKind::Close => ("sc", "s", ""),
        CodeKind::IsolatedOpen => ("sc", "b", " isolated=\"yes\""),
        CodeKind::IsolatedClose => ("ec", "e", " isolated=\"yes\""),
        _ => ("ph", "p", ""),
    };
    let data = data.add(code);
    if kind == CodeKind::Close {
        let Some(at) = open.iter().position(|(other, _)| *other == number) else { return false };
        let (_, id) = open.remove(at);
        let _ = write!(out, "<ec startRef=\"{id}\"");
    } else {
        let is_half = kind == CodeKind::Open;
        let Some(id) = ids.take(format!("{prefix}{number}"), &data, is_half) else { return false };
        let _ = write!(out, "<{name} id=\"{id}\"{more}");
        if is_half {
            open.push((number, id));
        }
    }
    let _ = write!(out, " type=\"other\" subType=\"{NATIVE}\" dataRef=\"{data}\"/>");
    true
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
