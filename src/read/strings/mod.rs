//! Strings of programs: files of keys and texts in one language.
//!
//! Each text is a block of the kind [`BlockKind::String`](crate::document::BlockKind::String) with
//! its key. Escapes are undone, inline tags become marks, placeholders stay in the text and are
//! marked. A message of ICU stays whole, for its braces, keywords and texts belong together.

mod android;
mod apple;
mod file;
mod json;
mod markup;
mod placeholder;
mod plist;
mod properties;
mod resx;
mod sink;
#[cfg(test)]
mod tests;
mod value;
mod xml_file;
#[cfg(feature = "documents")]
mod yaml;

#[cfg(feature = "documents")]
pub(super) use self::yaml::READER as YAML;
pub(super) use self::{
    android::READER as ANDROID,
    apple::READER as STRINGS,
    json::{ARB, READER as JSON},
    plist::READER as STRINGSDICT,
    properties::READER as PROPERTIES,
    resx::READER as RESX,
};
