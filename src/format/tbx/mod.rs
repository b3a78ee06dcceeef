//! TBX, the exchange format of term bases. Read: the forms of 2008 (`martif`) and 2019 (`tbx`) in
//! any dialect and style, and TBX-Min. Written: TBX-Basic in both forms.
//!
//! Each entry is a unit and each of its terms a text; several terms in one language are synonyms.
//! Other data of entries and terms is kept as properties, notes, dates and users;
//! `docs/glossaries.md` lists the names.

mod read;
#[cfg(test)]
mod tests;
mod write;

use super::{
    reader,
    units::{AlignmentLayout, Capabilities, Format},
};
use read::TbxParser;

/// The registry entry of TBX. Both forms are read; the form of 2008 is written, because all tools
/// read it but only a few read the newer one.
pub(crate) static FORMAT: Format = Format {
    name: "tbx",
    title: "TBX, TermBase eXchange, of 2008 and 2019; written as that of 2008",
    extensions: &["tbx"],
    capabilities: CAPABILITIES,
    is_glossary: true,
    is: |start| {
        start.root().is_some_and(|root| root == "martif" || root.eq_ignore_ascii_case("tbx"))
    },
    read: Some(|source, reading| reader::boxed(|_| TbxParser::open(source, reading))),
    write: Some(|out, writing| write::begin(out, writing, Form::Martif)),
    alignment: Some(AlignmentLayout::Units),
};

/// The registry entry of the newer form, for those who ask for it.
pub(crate) static FORMAT_2019: Format = Format {
    name: "tbx2019",
    title: "TBX of 2019, with the root tbx",
    extensions: &[],
    capabilities: CAPABILITIES,
    is_glossary: true,
    is: |_| false,
    read: Some(|source, reading| reader::boxed(|_| TbxParser::open(source, reading))),
    write: Some(|out, writing| write::begin(out, writing, Form::Tbx)),
    alignment: Some(AlignmentLayout::Units),
};

const CAPABILITIES: Capabilities = Capabilities { tags: false, ..Capabilities::ALL };

/// The two forms of TBX.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// The form of 2008.
    Martif,
    /// The form of 2019.
    Tbx,
}

/// First word of the description in files written by this program.
const OURS: &str = "muwazi ";
/// Prefix of the type of an element that holds an attribute of a unit; the name follows.
const ATTRIBUTE: &str = "x-muwazi-attribute:";
/// Prefix of the type of an element that holds a property whose own type is not allowed there; that
/// type follows.
const PROP: &str = "x-muwazi-prop:";
/// Prefix of properties named after the TBX element and type.
const KEPT: &str = "x-tbx-";

/// Known data about terms: the TBX element and type, and the property.
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
