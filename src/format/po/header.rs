//! The entry with an empty `msgid`, in which a file says what it is.

use std::path::Path;

use super::plural;
use crate::{
    format::{tmx::Header, units::Writing},
    lang::Lang,
    unit::{Meta, Prop},
};

/// Before the name of a field, in the properties of a header.
const FIELD: &str = "x-po-header:";
/// Flags of the header's entry.
const FLAGS: &str = "x-po-header-flags";

/// A header of the text of its entry.
pub(super) fn read(text: &str, notes: Vec<String>, flags: &str, source: &Lang) -> Header {
    let mut meta = Meta { notes, ..Meta::default() };
    meta.set_attribute("srclang", source.as_str());
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let (name, value) = line.split_once(':').unwrap_or(("", line));
        meta.add_prop(format!("{FIELD}{}", name.trim()), value.trim());
    }
    if !flags.is_empty() {
        meta.add_prop(FLAGS, flags);
    }
    Header { version: String::new(), meta }
}

/// The value of a field, if it says anything.
pub(super) fn field<'h>(header: &'h Header, name: &str) -> Option<&'h str> {
    let is = |p: &&Prop| p.kind.strip_prefix(FIELD).is_some_and(|n| n.eq_ignore_ascii_case(name));
    header.meta.props.iter().find(is).map(|p| p.value.as_str()).filter(|v| !v.is_empty())
}

/// The language that the header names, `sr@latin` and `pt_BR.UTF-8` among them.
pub(super) fn language(header: &Header) -> Option<Lang> {
    let code = |value: &str| {
        let (code, modifier) = value.split_once('@').unwrap_or((value, ""));
        let code = code.split('.').next().unwrap_or_default();
        let script = match modifier.to_ascii_lowercase().as_str() {
            "latin" | "latn" => "-Latn",
            "cyrillic" | "cyrl" => "-Cyrl",
            _ => "",
        };
        format!("{code}{script}").parse().ok()
    };
    field(header, "Language").and_then(code).or_else(|| {
        let poedit = field(header, "X-Poedit-Language")?;
        let known = [("arabic", "ar"), ("english", "en"), ("french", "fr"), ("german", "de")];
        known.iter().find(|(name, _)| poedit.eq_ignore_ascii_case(name))?.1.parse().ok()
    })
}

/// The language of a file by its name: `ar.po`, `messages.pt_BR.po`.
pub(super) fn by_name(name: &str) -> Option<Lang> {
    let stem = Path::new(name).file_stem()?.to_str()?;
    let last = stem.rsplit('.').next()?;
    let (lang, region) = last.split_once(['_', '-']).unwrap_or((last, "XX"));
    let letters = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    (letters(lang) && letters(region)).then(|| last.parse().ok())?
}

/// The encoding that a file names before anything of it can be decoded.
pub(super) fn charset(start: &[u8]) -> Option<String> {
    let at = memchr::memmem::find(start, b"charset=")? + 8;
    let rest = &start[at..];
    // With a space before it, it is no name to gettext either, and was never held against the text.
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.');
    let length = rest.iter().take_while(|b| is_name(b)).count();
    let name = std::str::from_utf8(&rest[..length]).ok()?;
    // What a template has until somebody fills it in.
    (!name.is_empty() && !name.eq_ignore_ascii_case("charset")).then(|| name.to_owned())
}

/// The fields and comments to write, and the flags.
pub(super) fn write(writing: &Writing, template: bool) -> (String, Vec<String>, String) {
    let target = writing.target_lang.as_ref().filter(|_| !template);
    let given = writing.header.as_ref().map(|h| &h.meta);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut flags = String::new();
    for prop in given.map_or(&[][..], |meta| &meta.props) {
        if let Some(name) = prop.kind.strip_prefix(FIELD) {
            fields.push((name.to_owned(), prop.value.clone()));
        } else if prop.kind == FLAGS {
            flags.clone_from(&prop.value);
        }
    }
    let notes = if fields.is_empty() {
        Vec::new()
    } else {
        given.map(|m| m.notes.clone()).unwrap_or_default()
    };
    if fields.is_empty() {
        fields = fresh(writing, target);
    }
    let mut set = |name: &str, value: &str| match fields
        .iter_mut()
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
    {
        Some((_, old)) => *old = value.to_owned(),
        None => fields.push((name.to_owned(), value.to_owned())),
    };
    // Whatever it was read in, it is written in UTF-8.
    set("Content-Type", "text/plain; charset=UTF-8");
    if let Some(target) = target {
        let same = given.is_some_and(|meta| {
            let header = Header { version: String::new(), meta: meta.clone() };
            language(&header).is_some_and(|lang| lang == *target)
        });
        if !same {
            set("Language", &target.as_str().replace('-', "_"));
            if let Some(rule) = plural::rule(target) {
                set("Plural-Forms", rule);
            }
        }
    }
    let mut text = String::new();
    for (name, value) in fields {
        let line = if name.is_empty() { value } else { format!("{name}: {value}") };
        text.push_str(&line.replace(['\n', '\r'], " "));
        text.push('\n');
    }
    (text, notes, flags)
}

/// A header of our own.
fn fresh(writing: &Writing, target: Option<&Lang>) -> Vec<(String, String)> {
    let date = writing.created.strftime("%Y-%m-%d %H:%M+0000").to_string();
    let mut fields =
        vec![("Project-Id-Version", String::new()), ("POT-Creation-Date", date.clone())];
    if target.is_some() {
        fields.push(("PO-Revision-Date", date));
    }
    fields.extend([
        ("Language", String::new()),
        ("MIME-Version", "1.0".to_owned()),
        ("Content-Type", String::new()),
        ("Content-Transfer-Encoding", "8bit".to_owned()),
    ]);
    if let Some(source) = writing.source_lang.as_ref().filter(|s| s.primary() != "en") {
        fields.push(("X-Source-Language", source.as_str().replace('-', "_")));
    }
    fields.push((
        "X-Generator",
        concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")).to_owned(),
    ));
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
