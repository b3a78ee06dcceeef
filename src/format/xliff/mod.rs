//! XLIFF, the format in which texts go to translators and come back: 1.0 to 1.2 and 2.0 to 2.2 are
//! read, with the dialects of Trados Studio, Phrase and memoQ; 1.2 and 2.1 are written.
//!
//! Each `trans-unit`, or each segment where there are segments, is a unit. `docs/xliff.md` tells
//! what becomes of states, notes and codes. What a unit holds and XLIFF has no place for goes into
//! a `context-group` of the purpose `x-muwazi` (1.2) or into the metadata module (2.1), where the
//! reader finds it again.

mod codes;
mod content;
#[cfg(test)]
mod laws;
mod read;
mod schema;
mod state;
#[cfg(test)]
mod tests;
mod unit1;
mod unit2;
mod write;

pub use read::XliffReader;

use super::units::{AlignmentLayout, Capabilities, UnitFormat};

/// XLIFF 1.2 among the formats of units.
pub static FORMAT: UnitFormat = UnitFormat {
    name: "xliff",
    title: "XLIFF 1.0 to 1.2, also SDLXLIFF, MXLIFF and mqxliff; 1.2 is written",
    extensions: &["xlf", "xliff", "sdlxliff", "mxliff", "mqxliff", "xlif"],
    capabilities: Capabilities { many_languages: false, ..Capabilities::ALL },
    is_glossary: false,
    is: |start| start.root() == Some("xliff") && !says_2(start.text),
    read: Some(|source, reading| Ok(Box::new(XliffReader::new(source, reading)?))),
    write: Some(|out, writing| write::begin(out, writing, Version::One)),
    alignment: Some(AlignmentLayout::Units),
};

/// XLIFF 2 among the formats of units.
pub static FORMAT_2: UnitFormat = UnitFormat {
    name: "xliff2",
    title: "XLIFF 2.0 to 2.2; 2.1 is written",
    extensions: &["xliff2", "xlf2"],
    capabilities: Capabilities { many_languages: false, ..Capabilities::ALL },
    is_glossary: false,
    is: |start| start.root() == Some("xliff"),
    read: Some(|source, reading| Ok(Box::new(XliffReader::new(source, reading)?))),
    write: Some(|out, writing| write::begin(out, writing, Version::Two)),
    alignment: Some(AlignmentLayout::Units),
};

/// The two ways in which files are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Version {
    /// 1.0 to 1.2.
    One,
    /// 2.0 to 2.2.
    Two,
}

/// How our own files are known: by their tool, or the category of their metadata.
const OURS: &str = "muwazi";
/// The categories of metadata, and with `x-` before them the purposes of context, of a unit, its
/// source and its target.
const GROUPS: [&str; 3] = ["muwazi", "muwazi-source", "muwazi-target"];
/// The type of what stands for an attribute of a unit; its name follows.
const ATTRIBUTE: &str = "x-muwazi-attribute:";
/// The type of what stands for a property whose own type cannot stand there; it follows.
const PROP: &str = "x-muwazi-prop:";
/// The type of a code of XLIFF 1 that holds a tag of TMX.
const HELD_TYPE: &str = "x-muwazi-tag";
/// Before the name of an attribute of XLIFF that is kept as a property.
const KEPT: &str = "x-xliff-";
/// Before the identifier of original data of XLIFF 2 that is kept as a property.
const DATA: &str = "x-xliff-data:";

/// Whether the root says that this is XLIFF 2.
fn says_2(start: &str) -> bool {
    let Some(at) = start.find("<xliff").or_else(|| start.find(":xliff")) else { return false };
    let tag = &start[at..start[at..].find('>').map_or(start.len(), |end| at + end)];
    let version = tag.split("version").nth(1).map(|v| v.trim_start_matches([' ', '=', '"', '\'']));
    match version {
        Some(version) if !tag.contains("xliff:document:2") => version.starts_with('2'),
        _ => tag.contains("xliff:document:2"),
    }
}
