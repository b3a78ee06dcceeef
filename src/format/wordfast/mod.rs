//! Wordfast: memories of Wordfast Classic (TXT), and bilingual documents of Wordfast Pro (TXML).

mod memory;
#[cfg(test)]
mod tests;
mod txml;

use super::{
    reader,
    units::{Capabilities, Format, Start},
};
use memory::MemoryParser;
use txml::TxmlParser;

/// The registry entry of Wordfast's memories.
pub(crate) static FORMAT: Format = Format {
    name: "wordfast",
    title: "memory of Wordfast Classic (TXT)",
    extensions: &[],
    capabilities: Capabilities { tags: true, properties: true, dates: true, ..Capabilities::PAIRS },
    is_glossary: false,
    is: is_memory,
    read: Some(|source, reading| reader::boxed(|_| MemoryParser::open(source, reading))),
    write: None,
    alignment: None,
};

/// The registry entry of TXML.
pub(crate) static TXML: Format = Format {
    name: "txml",
    title: "TXML, a bilingual document of Wordfast Pro",
    extensions: &["txml"],
    capabilities: Capabilities { many_languages: false, ..Capabilities::ALL },
    is_glossary: false,
    is: |start| start.root() == Some("txml"),
    read: Some(|source, reading| reader::boxed(|_| TxmlParser::open(source, reading))),
    write: None,
    alignment: None,
};

/// Returns true for the header of a memory: fields between tabs that begin with a percent sign.
fn is_memory(start: &Start<'_>) -> bool {
    let mut lines = start.text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    let Some(first) = lines.find(|line| !line.is_empty()) else { return false };
    let fields = first.split('\t').filter(|field| field.len() > 1 && field.starts_with('%'));
    first.starts_with('%') && (first.contains("%Wordfast") || fields.count() > 3)
}
