//! TMX, the format that translation tools exchange memories in: versions 1.1 to 1.4b are read,
//! 1.4 is written.
//!
//! What is read is kept: attributes, notes and properties of units and texts, and inline tags,
//! which stand in [`Text::marks`](crate::Text::marks). What TMX 1.4 has no place for is written so
//! that other tools accept the file and [`TmxReader`] gives it back as it was:
//!
//! - an attribute that TMX does not know (`ex:status`) becomes a property of the type
//!   `x-muwazi-attribute:ex:status`, and comes back after the attributes that it does know;
//! - an inline tag that TMX 1.4 does not allow where it stands (`<ph id="1"/>`, `<b>`, a lone
//!   `</hi>`) becomes the content of a `<ph type="x-muwazi-tag">`.
//!
//! Not kept, and told as a warning: attributes of notes, properties and segments, elements that
//! TMX does not know, text outside of segments. Comments and processing instructions go untold.

pub(crate) mod date;
mod dialect;
mod head;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod odd_tests;
mod parts;
mod read;
mod segment;
mod tag;
#[cfg(test)]
mod tests;
mod write;

use jiff::Timestamp;

pub use read::{Damage, TmxReader};
pub use write::{TmxWriter, Written};

pub use crate::xml::oddity::{Finding, Oddity};

use crate::{
    format::units::{AlignmentLayout, Capabilities, UnitFormat, Writing},
    lang::Lang,
    unit::{Meta, tmx_date},
};

/// TMX among the formats of units.
pub static FORMAT: UnitFormat = UnitFormat {
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

/// The type of a property that stands for an attribute unknown to TMX; its name follows.
const ATTRIBUTE_PROP: &str = "x-muwazi-attribute:";
/// The tag that holds an inline tag which TMX 1.4 does not allow.
const HELD_TAG: (&str, &str) = ("<ph type=\"x-muwazi-tag\">", "</ph>");

/// What a TMX file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Header {
    /// The version of TMX, such as `1.4`; the writer always writes 1.4.
    pub version: String,
    /// The attributes, notes and properties of the header.
    pub meta: Meta,
}

impl Header {
    /// The header of a file that this program makes at that time; the source language is `None`
    /// where units differ in it.
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

    /// The header of a file that is written as asked: the one it came with, or a new one.
    pub fn of(writing: &Writing) -> Self {
        let mut header = Self::new(writing.source_lang.as_ref(), writing.created);
        if let Some(given) = &writing.header {
            let source = header.srclang().unwrap_or_default().to_owned();
            header.meta = given.meta.clone();
            header.meta.set_attribute("srclang", source);
        }
        header
    }

    /// The language that units are translated from: a code, or `*all*`.
    pub fn srclang(&self) -> Option<&str> {
        self.meta.attribute("srclang")
    }

    /// What every header must say, and what it says where nobody said otherwise.
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
