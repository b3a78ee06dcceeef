//! Qt Linguist TS: the messages of a Qt program, by context, with their translations.
//!
//! A message with plural forms is one unit: each `<numerusform>` is a text of the target with the
//! property `x-plural`, its place; see [`po`](super::po), which has the same properties.

mod read;
#[cfg(test)]
mod tests;

use super::{
    reader,
    units::{Capabilities, Format},
};
use read::QtParser;

/// The registry entry of TS.
pub(crate) static FORMAT: Format = Format {
    name: "ts",
    title: "Qt Linguist TS, messages of a Qt program",
    extensions: &["ts"],
    capabilities: Capabilities { notes: true, untranslated: true, ..Capabilities::PAIRS },
    is_glossary: false,
    is: |start| start.root() == Some("TS"),
    read: Some(|source, reading| reader::boxed(|_| QtParser::open(source, reading))),
    write: None,
    alignment: None,
};
