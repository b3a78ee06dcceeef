//! Trados before Studio: exports of Translator's Workbench (TXT), and bilingual documents of TagEditor
//! (TTX).

mod code_pages;
mod rtf;
#[cfg(test)]
mod tests;
mod ttx;
mod workbench;

use super::{
    reader,
    units::{Capabilities, Format},
};
use ttx::TtxParser;
use workbench::WorkbenchParser;

/// The registry entry of Workbench's exports.
pub(crate) static WORKBENCH: Format = Format {
    name: "workbench",
    title: "export of Trados Workbench (TXT)",
    extensions: &[],
    capabilities: Capabilities { notes: false, ..Capabilities::ALL },
    is_glossary: false,
    is: |start| {
        let text = start.text.trim_start_matches('\u{FEFF}').trim_start();
        ["<TrU>", "<RTF Preamble>", "<TWBExportFile"].iter().any(|sign| text.starts_with(sign))
    },
    read: Some(|source, reading| reader::boxed(|_| WorkbenchParser::open(source, reading))),
    write: None,
    alignment: None,
};

/// The registry entry of TTX.
pub(crate) static TTX: Format = Format {
    name: "ttx",
    title: "TTX, a bilingual document of Trados TagEditor",
    extensions: &["ttx"],
    capabilities: Capabilities { notes: false, dates: false, ..Capabilities::ALL },
    is_glossary: false,
    is: |start| start.root() == Some("TRADOStag"),
    read: Some(|source, reading| reader::boxed(|_| TtxParser::open(source, reading))),
    write: None,
    alignment: None,
};
