//! The PO header: the entry with an empty `msgid`.

use std::path::Path;

use super::plural;
use crate::{
    format::{tmx::Header, units::Writing},
    lang::{Lang, names},
    unit::{Meta, Prop},
};

/// Prefix of the properties that hold the header fields.
const FIELD: &str = "x-po-header:";
/// Property that holds the flags of the header entry.
const FLAGS: &str = "x-po-header-flags";

/// Reads a header from the text of its entry.
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

/// Returns the value of a header field, if it is not empty.
pub(super) fn field<'h>(header: &'h Header, name: &str) -> Option<&'h str> {
    let is = |p: &&Prop| p.kind.strip_prefix(FIELD).is_some_and(|n| n.eq_ignore_ascii_case(name));
    header.meta.props.iter().find(is).map(|p| p.value.as_str()).filter(|v| !v.is_empty())
}

/// Returns the language that the header names: a code, also as `sr@latin` or `pt_BR.UTF-8`, or the
/// name that Poedit writes.
pub(super) fn language(header: &Header) -> Option<Lang> {
    field(header, "Language").and_then(|code| code.parse().ok()).or_else(|| {
        let language = field(header, "X-Poedit-Language")?;
        let country = field(header, "X-Poedit-Country").unwrap_or_default();
        let with_country = names::in_heading(&format!("{language} ({country})"));
        with_country.or_else(|| names::in_heading(language))
    })
}

/// Returns the language of the team: `Arabic <team@example.org>`.
pub(super) fn of_team(header: &Header) -> Option<Lang> {
    names::in_heading(field(header, "Language-Team")?.split('<').next()?)
}

/// Returns the language in a file name: `ar.po`, `messages.pt_BR.po`.
pub(super) fn by_name(name: &str) -> Option<Lang> {
    let stem = Path::new(name).file_stem()?.to_str()?;
    let last = stem.rsplit('.').next()?;
    let (lang, region) = last.split_once(['_', '-']).unwrap_or((last, "XX"));
    let letters = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    if letters(lang) && letters(region) { last.parse().ok() } else { names::in_heading(last) }
}

/// Returns the encoding that the file declares, read before anything is decoded.
pub(super) fn charset(start: &[u8]) -> Option<String> {
    let at = memchr::memmem::find(start, b"charset=")? + 8;
    let rest = &start[at..];
    // If a space precedes the name, gettext does not recognise it either, so it was never checked
    // against the text.
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':' | b'.');
    let length = rest.iter().take_while(|b| is_name(b)).count();
    let name = std::str::from_utf8(&rest[..length]).ok()?;
    // `CHARSET` is the placeholder in templates that are not filled in yet.
    (!name.is_empty() && !name.eq_ignore_ascii_case("charset")).then(|| name.to_owned())
}

/// Returns the header fields to write as text, the comments and the flags.
pub(super) fn write(writing: &Writing, template: bool) -> (String, Vec<String>, String) {
    let target = writing.target_lang.as_ref().filter(|_| !template);
    let input = writing.header.as_ref().map(|h| &h.meta);
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut flags = String::new();
    for prop in input.map_or(&[][..], |meta| &meta.props) {
        if let Some(name) = prop.kind.strip_prefix(FIELD) {
            fields.push((name.to_owned(), prop.value.clone()));
        } else if prop.kind == FLAGS {
            flags.clone_from(&prop.value);
        }
    }
    let notes = if fields.is_empty() {
        Vec::new()
    } else {
        input.map(|m| m.notes.clone()).unwrap_or_default()
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
    // Output is always UTF-8, whatever the encoding of the input.
    set("Content-Type", "text/plain; charset=UTF-8");
    if let Some(target) = target {
        let same = input.is_some_and(|meta| {
            let header = Header { version: String::new(), meta: meta.clone() };
            // `iw` and `Arabic` are replaced by codes that gettext knows.
            let is_code =
                |code: &str| code.split(['_', '-', '@', '.']).next() == Some(target.primary());
            field(&header, "Language").is_none_or(is_code)
                && language(&header).is_some_and(|lang| lang == *target)
        });
        if !same {
            set("Language", &target.as_str().replace('-', "_"));
            if let Some(rule) = plural::rule(target) {
                set("Plural-Forms", rule);
            }
        }
    }
    let rule = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case("Plural-Forms"));
    let has_rule = rule.is_some_and(|(_, rule)| plural::forms(rule).is_some());
    if let (Some(target), false) = (target, has_rule) {
        let rule = plural::rule(target).unwrap_or(plural::NOT_ONE);
        match fields.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("Plural-Forms")) {
            Some((_, old)) => *old = rule.to_owned(),
            None => fields.push(("Plural-Forms".to_owned(), rule.to_owned())),
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

/// Returns the fields of a new header.
fn fresh(writing: &Writing, target: Option<&Lang>) -> Vec<(String, String)> {
    let date = writing.created.strftime("%Y-%m-%d %H:%M+0000").to_string();
    let mut fields =
        vec![("Project-Id-Version", String::new()), ("POT-Creation-Date", date.clone())];
    if target.is_some() {
        fields.push(("PO-Revision-Date", date));
        fields.extend([("Last-Translator", String::new()), ("Language-Team", String::new())]);
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
