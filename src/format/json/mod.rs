//! Units as JSON: an object a line with everything in it, simple objects of other programs, and
//! the memories of Weblate.

mod objects;
mod read;
#[cfg(test)]
mod tests;
mod write;

use super::units::{AlignmentLayout, Capabilities, Start, UnitFormat};
use read::JsonReader;
use write::{LinesWriter, WeblateWriter};

/// JSON lines among the formats of units.
pub static LINES: UnitFormat = UnitFormat {
    name: "jsonl",
    title: "JSON lines, a unit an object",
    extensions: &["jsonl", "ndjson"],
    capabilities: Capabilities::ALL,
    is_glossary: false,
    is: |start| begins(start).starts_with('{') && has_texts(start),
    read: Some(|source, reading| Ok(Box::new(JsonReader::open(source, reading)?))),
    write: Some(|out, _| Ok(Box::new(LinesWriter::new(out)))),
    alignment: Some(AlignmentLayout::Objects),
};

/// Weblate's memories among the formats of units.
pub static WEBLATE: UnitFormat = UnitFormat {
    name: "weblate",
    title: "Weblate's translation memory, a JSON array",
    extensions: &["memory.json", "json"],
    capabilities: Capabilities::PAIRS,
    is_glossary: false,
    is: |start| {
        let text = begins(start);
        text.starts_with('[') && (has_texts(start) || text[1..].trim_start().starts_with(']'))
    },
    read: Some(|source, reading| Ok(Box::new(JsonReader::open(source, reading)?))),
    write: Some(|out, writing| Ok(Box::new(WeblateWriter::new(out, writing)?))),
    alignment: Some(AlignmentLayout::Units),
};

fn begins<'s>(start: &Start<'s>) -> &'s str {
    start.text.trim_start_matches('\u{FEFF}').trim_start()
}

/// Whether the first object is of a sort that is read.
fn has_texts(start: &Start<'_>) -> bool {
    let first = begins(start).trim_start_matches('[').trim_start();
    let first = first.split_inclusive('}').next().unwrap_or_default();
    let has = |key: &str| first.contains(&format!("\"{key}\""));
    has("variants") || (has("source") && has("target")) || (has("en") && has("ar"))
}
