//! String catalogs of Xcode (`.xcstrings`): the strings of a program for Apple's systems, each in all
//! languages.
//!
//! The key is the text of the source where the catalog has no other. Forms of a plural are texts with
//! the property `x-plural`, as those of [`po`](super::po) are. A catalog is JSON: one object, whose
//! strings are read one by one.

mod entry;
mod read;
#[cfg(test)]
mod tests;

use super::{
    reader,
    units::{Capabilities, Format, Start},
};
use read::CatalogParser;

/// The registry entry of string catalogs.
pub(crate) static FORMAT: Format = Format {
    name: "xcstrings",
    title: "Xcode string catalog",
    extensions: &["xcstrings"],
    capabilities: Capabilities {
        many_languages: true,
        notes: true,
        untranslated: true,
        ..Capabilities::PAIRS
    },
    is_glossary: false,
    is,
    read: Some(|source, reading| reader::boxed(|_| CatalogParser::open(source, reading))),
    write: None,
    alignment: None,
};

/// Returns true for an object with the keys of a catalog, of which the first tells the language.
fn is(start: &Start<'_>) -> bool {
    let text = start.text.trim_start_matches('\u{FEFF}').trim_start();
    let has = |key: &str| text.contains(&format!("\"{key}\""));
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with("\"sourceLanguage\""))
        && has("strings")
}
