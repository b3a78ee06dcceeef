//! TMX, the exchange format of translation memories: versions 1.1 to 1.4b are read, 1.4 is written.
//!
//! All content is kept: attributes, notes and properties of units and texts, and inline tags, which
//! are stored in [`Text::marks`](crate::Text::marks). Content that TMX 1.4 does not allow is
//! written in a form that other tools accept and that [`TmxReader`] converts back:
//!
//! - an attribute unknown to TMX (`ex:status`) becomes a property of the type
//!   `x-muwazi-attribute:ex:status`; on reading it follows the known attributes;
//! - an inline tag that TMX 1.4 does not allow in its place (`<ph id="1"/>`, `<b>`, a lone `</hi>`,
//!   a `<bpt>` without its `<ept>`) becomes the content of a `<ph type="x-muwazi-tag">`;
//! - an inline tag whose number `x` no tag of the other texts has is written without it, and as it was
//!   in a property `x-muwazi-tag:0`, with its place among the tags of the text.
//!
//! Dropped with a warning: attributes of notes, properties and segments, unknown elements, and text
//! outside segments. Comments and processing instructions are dropped without a warning.

pub(crate) mod date;
mod dialect;
mod forms;
mod head;
#[cfg(test)]
mod laws;
mod mend;
#[cfg(test)]
mod odd_tests;
mod parts;
mod read;
mod salvage;
mod segment;
mod tag;
#[cfg(test)]
mod tests;
mod write;

use jiff::Timestamp;

pub use read::TmxReader;
pub use salvage::Damage;
pub use write::{TmxWriter, Written};

pub use crate::xml::oddity::{Finding, Oddity};

use crate::{
    format::units::{AlignmentLayout, Capabilities, Format, Writing},
    lang::Lang,
    unit::{Meta, tmx_date},
};

/// The registry entry of TMX.
pub static FORMAT: Format = Format {
    name: "tmx",
    title: "TMX 1.1 to 1.4b, Translation Memory eXchange",
    extensions: &["tmx"],
    capabilities: Capabilities::ALL,
    is_glossary: false,
    is: |start| start.root() == Some("tmx"),
    read: Some(|source, reading| {
        let origin = source.origin().to_owned();
        Ok(Box::new(TmxReader::with(source.into_reader(), &origin, reading)?))
    }),
    write: Some(|out, writing| Ok(Box::new(TmxWriter::with(out, writing)?))),
    alignment: Some(AlignmentLayout::Units),
};

/// Prefix of the type of a property that holds an attribute unknown to TMX; the name follows.
const ATTRIBUTE_PROP: &str = "x-muwazi-attribute:";
/// Prefix of the type of a property that holds an inline tag of its text as it was, where it had to
/// be written without its number; the place of the tag among those of the text follows.
const TAG_PROP: &str = "x-muwazi-tag:";
/// Tag that wraps an inline tag not allowed by TMX 1.4.
const HELD_TAG: (&str, &str) = ("<ph type=\"x-muwazi-tag\">", "</ph>");

/// Header of a TMX file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// TMX version, such as `1.4`; the writer always writes 1.4.
    pub version: String,
    /// Attributes, notes and properties of the header.
    pub meta: Meta,
}

impl Header {
    /// Creates a header for a file created at that time; the source language is `None` if units
    /// have different ones.
    pub fn new(source: Option<&Lang>, created: Timestamp) -> Self {
        let mut meta = Meta::default();
        for (name, value) in Self::REQUIRED {
            meta.set_attribute(name, value);
        }
        if let Some(source) = source {
            meta.set_attribute("srclang", source.as_str());
        }
        meta.set_attribute("creationdate", tmx_date(created));
        Self { version: "1.4".into(), meta }
    }

    /// Returns the header of a file to write: that of the input file, or a new one.
    pub fn of(writing: &Writing) -> Self {
        let mut header = Self::new(writing.source_lang.as_ref(), writing.created);
        if let Some(input) = &writing.header {
            let source = header.srclang().unwrap_or_default().to_owned();
            header.meta = input.meta.clone();
            header.meta.set_attribute("srclang", source);
        }
        header
    }

    /// Returns the source language of units: a code, or `*all*`.
    pub fn srclang(&self) -> Option<&str> {
        self.meta.attribute("srclang")
    }

    /// Required attributes of a header and their default values.
    const REQUIRED: [(&'static str, &'static str); 7] = [
        ("creationtool", env!("CARGO_PKG_NAME")),
        ("creationtoolversion", env!("CARGO_PKG_VERSION")),
        ("segtype", "sentence"),
        ("o-tmf", env!("CARGO_PKG_NAME")),
        ("adminlang", "en"),
        ("srclang", "*all*"),
        ("datatype", "plaintext"),
    ];
}
