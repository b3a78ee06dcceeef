//! TBX, the format that term bases are exchanged in: that of 2008 (`martif`) and that of 2019
//! (`tbx`) are read in any dialect and style, and TBX-Min; TBX-Basic is written in both forms.
//!
//! An entry is a unit; each of its terms is a text, several of one language are synonyms. What is
//! said of entry and terms is kept as properties, notes, dates and users; `docs/glossaries.md`
//! tells by which names.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::TbxReader;

use super::units::{AlignmentLayout, Capabilities, UnitFormat};

/// TBX among the formats of units: both forms are read, that of 2008 is written, for every tool reads
/// it and few read the other.
pub static FORMAT: UnitFormat = UnitFormat {
    name: "tbx",
    title: "TBX, TermBase eXchange, of 2008 and 2019; that of 2008 is written",
    extensions: &["tbx"],
    capabilities: CAPABILITIES,
    is_glossary: true,
    is: |start| {
        start.root().is_some_and(|root| root == "martif" || root.eq_ignore_ascii_case("tbx"))
    },
    read: Some(|source, reading| Ok(Box::new(TbxReader::new(source, reading)?))),
    write: Some(|out, writing| write::begin(out, writing, Form::Martif)),
    alignment: Some(AlignmentLayout::Units),
};

/// The newer form among the formats of units, for whoever asks for it.
pub static FORMAT_2019: UnitFormat = UnitFormat {
    name: "tbx2019",
    title: "TBX of 2019, with the root tbx",
    extensions: &[],
    capabilities: CAPABILITIES,
    is_glossary: true,
    is: |_| false,
    read: Some(|source, reading| Ok(Box::new(TbxReader::new(source, reading)?))),
    write: Some(|out, writing| write::begin(out, writing, Form::Tbx)),
    alignment: Some(AlignmentLayout::Units),
};

const CAPABILITIES: Capabilities = Capabilities { tags: false, ..Capabilities::ALL };

/// The two forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// That of 2008.
    Martif,
    /// That of 2019.
    Tbx,
}

/// The first word of the description of files that we wrote.
const OURS: &str = "muwazi ";
/// The type of what stands for an attribute of a unit; its name follows.
const ATTRIBUTE: &str = "x-muwazi-attribute:";
/// The type of what stands for a property whose own type cannot stand there; it follows.
const PROP: &str = "x-muwazi-prop:";
/// Before what is kept by the names of TBX, element and type.
const KEPT: &str = "x-tbx-";

/// What is known of terms: the element and the type that TBX says it with, and the property.
const KNOWN: [(&str, &str, &str); 12] = [
    ("descrip", "definition", "x-definition"),
    ("descrip", "subjectField", "x-domain"),
    ("descrip", "context", "x-context"),
    ("descrip", "example", "x-example"),
    ("termNote", "partOfSpeech", "x-part-of-speech"),
    ("termNote", "administrativeStatus", "x-status"),
    ("termNote", "termType", "x-term-type"),
    ("termNote", "grammaticalGender", "x-gender"),
    ("termNote", "grammaticalNumber", "x-number"),
    ("admin", "customerSubset", "x-client"),
    ("admin", "projectSubset", "x-project"),
    ("admin", "source", "x-source"),
];
