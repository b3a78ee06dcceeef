//! `strings.xml` of Android: strings, plurals and arrays.

use super::{
    file,
    json::unicode,
    markup::mark_of,
    sink::Sink,
    value::Value,
    xml_file::{Item, XmlFile, places},
};
use crate::{
    document::{Document, Extra, MarkKind},
    error::Result,
    read::{input::Input, plain::ReadOptions, registry::Reader},
    xml::{self, input::Sort, node::Element},
};

const SORT: Sort = Sort { name: "Android strings", part: "string" };
/// Maximum number of inline tags of a string.
const MAX_TAGS: usize = 10_000;

/// The reader of Android strings.
pub(in crate::read) static READER: Reader = Reader {
    name: "android",
    title: "strings.xml, strings of an Android program",
    extensions: &["xml"],
    is: |sample| xml::root(&sample.text) == Some("resources"),
    read,
};

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let bytes = file::bytes(input)?;
    let mut file = XmlFile::open(&bytes, input.origin(), SORT)?;
    let mut sink = Sink::with("", places(&bytes), options);
    loop {
        file.renew();
        match file.next()? {
            Item::Start(root) if file.depth() == 1 && root.local() != "resources" => {
                return Err(file.fault("the root element is not <resources>"));
            }
            Item::Start(element) if file.depth() == 2 => resource(&mut file, &element, &mut sink)?,
            Item::Start(_) if file.depth() > 2 => drop(file.skip()?),
            Item::Comment(text) => sink.comment(&text),
            Item::Eof => break,
            _ => {}
        }
        if sink.is_full() {
            break;
        }
    }
    sink.finish(input.origin())
}

/// Reads a resource after its start tag.
fn resource(file: &mut XmlFile<'_>, element: &Element, sink: &mut Sink<'_>) -> Result<()> {
    let name = element.attribute("name").unwrap_or_default();
    let is_kept = element.attribute("translatable") == Some("false");
    let is_string = element.attribute("type") == Some("string");
    match element.name.as_str() {
        "string" => string(file, name, is_kept, sink),
        "item" if is_string => string(file, name, is_kept, sink),
        "plurals" | "string-array" | "array" => items(file, name, is_kept, sink),
        _ => {
            let value = file.text()?;
            if !value.text.trim().is_empty() {
                sink.leave(Extra::Values, name, value);
            }
            Ok(())
        }
    }
}

/// Reads the items of plurals or an array.
fn items(file: &mut XmlFile<'_>, name: &str, is_kept: bool, sink: &mut Sink<'_>) -> Result<()> {
    let depth = file.depth();
    let mut number = 0_usize;
    loop {
        file.renew();
        match file.next()? {
            Item::Start(item) if item.name == "item" => {
                let key = match item.attribute("quantity") {
                    Some(quantity) => format!("{name}[{quantity}]"),
                    None => format!("{name}[{number}]"),
                };
                number += 1;
                string(file, &key, is_kept, sink)?;
            }
            Item::Start(_) => drop(file.skip()?),
            Item::Comment(text) => sink.comment(&text),
            Item::End if file.depth() < depth => return Ok(()),
            Item::Eof => return Ok(()),
            _ => {}
        }
        if sink.is_full() {
            return Ok(());
        }
    }
}

/// Reads the text of a string after its start tag.
fn string(file: &mut XmlFile<'_>, key: &str, is_kept: bool, sink: &mut Sink<'_>) -> Result<()> {
    let raw = content(file)?;
    let is_reference = is_reference(raw.text.trim());
    let value = unescaped(&raw);
    if is_kept || is_reference {
        if !value.text.is_empty() {
            sink.leave(Extra::Untranslatable, key, value);
        }
    } else {
        sink.add(key, value);
    }
    Ok(())
}

/// Reads the content of a string with its tags as marks.
fn content(file: &mut XmlFile<'_>) -> Result<Value> {
    let depth = file.depth();
    let mut value = Value::default();
    let mut open: Vec<(Option<MarkKind>, usize)> = Vec::new();
    let mut tags = 0;
    loop {
        match file.next()? {
            Item::Start(tag) => {
                tags += 1;
                if tags > MAX_TAGS {
                    return Err(file.fault("a string has too many tags"));
                }
                let is_placeholder = tag.local() == "g";
                let kind = mark_of(&tag.name).or(is_placeholder.then_some(MarkKind::Placeholder));
                open.push((kind, value.text.len()));
            }
            Item::End if file.depth() < depth => break,
            Item::End => {
                if let Some((Some(kind), start)) = open.pop() {
                    value.marks.push((kind, start..value.text.len()));
                }
            }
            Item::Text(text) => value.append(&text),
            Item::Eof => break,
            Item::Comment(_) => {}
        }
    }
    value.marks.sort_by_key(|(kind, range)| (range.start, *kind));
    Ok(value)
}

/// Returns true for a reference to another resource: `@string/name`, `?attr/name`, `@null`.
fn is_reference(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['@', '?']) else { return false };
    let fits =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ':' | '/' | '+' | '*');
    let is_named =
        rest.split_once('/').is_some_and(|(kind, name)| !kind.is_empty() && !name.is_empty());
    rest.chars().all(fits) && (is_named || text == "@null" || text == "@empty")
}

/// Undoes the escapes of Android: runs of white space become one, unless quotes stand around them.
fn unescaped(raw: &Value) -> Value {
    let text = raw.text.as_str();
    let mut editor = raw.editor();
    let (mut at, mut is_quoted, mut after_space) = (0, false, true);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find(['\\', '"', ' ', '\n', '\t', '\r']).unwrap_or(rest.len());
        if plain > 0 {
            editor.keep(at..at + plain);
            at += plain;
            after_space = false;
            continue;
        }
        match rest.as_bytes().first() {
            Some(b'\\') => {
                let (c, length) = escape(rest);
                editor.replace(at..at + length, c.encode_utf8(&mut [0; 4]));
                at += length;
                after_space = false;
            }
            Some(b'"') => {
                is_quoted = !is_quoted;
                editor.replace(at..at + 1, "");
                at += 1;
            }
            Some(b' ') if !is_quoted && !after_space => {
                editor.keep(at..at + 1);
                at += 1;
                after_space = true;
            }
            Some(_) if is_quoted => {
                editor.keep(at..at + 1);
                at += 1;
                after_space = false;
            }
            _ => {
                editor.replace(at..at + 1, if after_space { "" } else { " " });
                at += 1;
                after_space = true;
            }
        }
    }
    editor.finish()
}

/// Returns the character of an escape, and its length.
fn escape(text: &str) -> (char, usize) {
    match text.chars().nth(1) {
        None => ('\\', 1),
        Some('n') => ('\n', 2),
        Some('t') => ('\t', 2),
        Some('u') => unicode(text).unwrap_or(('u', 2)),
        Some(c) => (c, 1 + c.len_utf8()),
    }
}
