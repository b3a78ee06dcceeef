//! Units as JSON: JSON lines with one complete unit per line, simple objects of other programs, and
//! Weblate's translation memories.

mod objects;
mod read;
#[cfg(test)]
mod tests;
mod write;

use super::{
    reader,
    units::{AlignmentLayout, Capabilities, Format, Start},
};
use read::JsonParser;
use write::{LinesWriter, WeblateWriter};

/// The registry entry of JSON lines.
pub(crate) static LINES: Format = Format {
    name: "jsonl",
    title: "JSON lines, one unit per line",
    extensions: &["jsonl", "ndjson"],
    capabilities: Capabilities::ALL,
    is_glossary: false,
    is: |start| begins(start).starts_with('{') && has_texts(start),
    read: Some(|source, reading| reader::boxed(|_| JsonParser::open(source, reading))),
    write: Some(|out, _| Ok(Box::new(LinesWriter::new(out)))),
    alignment: Some(AlignmentLayout::Objects),
};

/// The registry entry of Weblate's memories.
pub(crate) static WEBLATE: Format = Format {
    name: "weblate",
    title: "Weblate's translation memory, a JSON array",
    extensions: &["memory.json", "json"],
    capabilities: Capabilities::PAIRS,
    is_glossary: false,
    is: |start| {
        let text = begins(start);
        text.starts_with('[') && (has_texts(start) || text[1..].trim_start().starts_with(']'))
    },
    read: Some(|source, reading| reader::boxed(|_| JsonParser::open(source, reading))),
    write: Some(|out, writing| Ok(Box::new(WeblateWriter::new(out, writing)?))),
    alignment: Some(AlignmentLayout::Units),
};

fn begins<'s>(start: &Start<'s>) -> &'s str {
    start.text.trim_start_matches('\u{FEFF}').trim_start()
}

/// Returns true if the first object has the keys of an object that can be read.
fn has_texts(start: &Start<'_>) -> bool {
    let first = begins(start).trim_start_matches('[').trim_start();
    let first = first.split_inclusive('}').next().unwrap_or_default();
    let has = |key: &str| first.contains(&format!("\"{key}\""));
    has("variants") || (has("source") && has("target")) || (has("en") && has("ar"))
}
