//! XLIFF, the exchange format for texts sent to translators and back. Read: 1.0 to 1.2 and 2.0 to
//! 2.2, with the dialects of Trados Studio, Phrase and memoQ. Written: 1.2 and 2.1.
//!
//! Each `trans-unit` is a unit, or each segment if it has segments. `docs/xliff.md` describes
//! states, notes and codes. Content of a unit that XLIFF cannot hold is written to a
//! `context-group` of the purpose `x-muwazi` (1.2) or to the metadata module (2.1), and read back
//! from there.

mod codes;
mod content;
#[cfg(test)]
mod laws;
mod read;
mod rules;
mod schema;
mod state;
#[cfg(test)]
mod tests;
mod unit1;
mod unit2;
mod write;

use super::{
    reader,
    units::{AlignmentLayout, Capabilities, Format},
};
use read::XliffParser;

/// The registry entry of XLIFF 1.2.
pub static FORMAT: Format = Format {
    name: "xliff",
    title: "XLIFF 1.0 to 1.2, also SDLXLIFF, MXLIFF and mqxliff; 1.2 is written",
    extensions: &["xlf", "xliff", "sdlxliff", "mxliff", "mqxliff", "xlif"],
    capabilities: Capabilities { many_languages: false, ..Capabilities::ALL },
    is_glossary: false,
    is: |start| start.root() == Some("xliff") && !says_2(start.text),
    read: Some(|source, reading| reader::boxed(|_| XliffParser::open(source, reading))),
    write: Some(|out, writing| write::begin(out, writing, Version::One)),
    alignment: Some(AlignmentLayout::Units),
};

/// The registry entry of XLIFF 2.
pub static FORMAT_2: Format = Format {
    name: "xliff2",
    title: "XLIFF 2.0 to 2.2; 2.1 is written",
    extensions: &["xliff2", "xlf2"],
    capabilities: Capabilities { many_languages: false, ..Capabilities::ALL },
    is_glossary: false,
    is: |start| start.root() == Some("xliff"),
    read: Some(|source, reading| reader::boxed(|_| XliffParser::open(source, reading))),
    write: Some(|out, writing| write::begin(out, writing, Version::Two)),
    alignment: Some(AlignmentLayout::Units),
};

/// The two major versions of XLIFF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// 1.0 to 1.2.
    One,
    /// 2.0 to 2.2.
    Two,
}

/// Mark of files written by this program: their tool, or the category of their metadata.
const OURS: &str = "muwazi";
/// Categories of metadata of a unit, its source and its target; with the prefix `x-` also the
/// purposes of context groups.
const GROUPS: [&str; 3] = ["muwazi", "muwazi-source", "muwazi-target"];
/// Prefix of the type of an element that holds an attribute of a unit; the name follows.
const ATTRIBUTE: &str = "x-muwazi-attribute:";
/// Prefix of the type of an element that holds a property whose own type is not allowed there; that
/// type follows.
const PROP: &str = "x-muwazi-prop:";
/// Type of an XLIFF 1 code that wraps a TMX tag.
const HELD_TYPE: &str = "x-muwazi-tag";
/// Prefix of properties that hold XLIFF attributes.
const KEPT: &str = "x-xliff-";
/// Prefix of properties that hold XLIFF 2 original data; the identifier follows.
const DATA: &str = "x-xliff-data:";
/// Type of an element that holds the language of a text, where XLIFF 2 allows no other than that of
/// the file.
const LANG: &str = "x-muwazi-lang";

/// Returns true if the root element is that of XLIFF 2.
fn says_2(start: &str) -> bool {
    let Some(at) = start.find("<xliff").or_else(|| start.find(":xliff")) else { return false };
    let tag = &start[at..start[at..].find('>').map_or(start.len(), |end| at + end)];
    let version = tag.split("version").nth(1).map(|v| v.trim_start_matches([' ', '=', '"', '\'']));
    match version {
        Some(version) if !tag.contains("xliff:document:2") => version.starts_with('2'),
        _ => tag.contains("xliff:document:2"),
    }
}
