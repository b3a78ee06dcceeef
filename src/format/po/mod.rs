//! PO and POT, the message catalogues of gettext; `docs/po.md` has the whole of it.
//!
//! An entry is a unit. Its `msgid` is the first text, its `msgstr` the second; an entry that is not
//! translated yet is a unit of one text. An entry with plural forms is one unit too, so that
//! units are as many as entries: `msgid` and `msgid_plural` are two texts of the source language,
//! each `msgstr[n]` is a text of the target language, and a property `x-plural` of each says which
//! it is: `one`, `other`, or the number of the form. Where no form is translated the plural stands
//! in a property `x-msgid-plural`, so that the unit still counts as not translated.
//!
//! Beside the texts: comments of translators are notes, all else properties ([`PROPS`]).

mod entry;
mod escape;
mod header;
mod plural;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::PoReader;
pub use write::PoWriter;

use super::units::{AlignmentLayout, Capabilities, Start, UnitFormat};

/// PO among the formats of units.
pub static PO: UnitFormat = UnitFormat {
    name: "po",
    title: "gettext PO, messages of a program and their translations",
    extensions: &["po"],
    capabilities: Capabilities { notes: true, untranslated: true, ..Capabilities::PAIRS },
    is_glossary: false,
    is,
    read: Some(|source, reading| Ok(Box::new(PoReader::open(source, reading)?))),
    write: Some(|out, writing| Ok(Box::new(PoWriter::new(out, writing, false)?))),
    alignment: Some(AlignmentLayout::Units),
};

/// POT among the formats of units: the same without translations.
pub static POT: UnitFormat = UnitFormat {
    name: "pot",
    title: "gettext POT, messages that wait for translation",
    extensions: &["pot"],
    capabilities: Capabilities { notes: true, untranslated: true, ..Capabilities::PAIRS },
    is_glossary: false,
    is: |_| false,
    read: Some(|source, reading| Ok(Box::new(PoReader::open(source, reading)?))),
    write: Some(|out, writing| Ok(Box::new(PoWriter::new(out, writing, true)?))),
    alignment: Some(AlignmentLayout::Units),
};

/// The property of a text that says which plural form it is.
pub const PLURAL: &str = "x-plural";
/// The plural of a message of which no form is translated.
pub const MSGID_PLURAL: &str = "x-msgid-plural";
/// How many forms an entry has, where some are empty.
pub const FORMS: &str = "x-plural-forms";
/// `msgctxt`: what parts two messages of the same text.
pub const CONTEXT: &str = "x-context";
/// `#:`, a line each.
pub const REFERENCE: &str = "x-reference";
/// `#.`, a line each.
pub const DEVELOPER: &str = "x-developer-comment";
/// `#,` without `fuzzy`, which is `x-reviewed` `no`.
pub const FLAGS: &str = "x-flags";
/// `#|`, a line each as it stands.
pub const PREVIOUS: &str = "x-previous";
/// `#~`: the program does not have the message any more.
pub const OBSOLETE: &str = "x-obsolete";

/// The properties of a unit that an entry has a place for.
pub const PROPS: [&str; 9] =
    [MSGID_PLURAL, FORMS, CONTEXT, REFERENCE, DEVELOPER, FLAGS, PREVIOUS, OBSOLETE, "x-reviewed"];

/// Whether a file begins as these do: with comments, then one of the words of the format and a
/// quote.
fn is(start: &Start<'_>) -> bool {
    let mut lines = start.text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty() && !line.starts_with('#'));
    let word = |line: &str| {
        ["msgid", "msgctxt", "domain"].iter().any(|word| {
            line.strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with('"'))
        })
    };
    match first {
        Some(line) => word(line),
        // Nothing but obsolete messages.
        None => {
            start.text.lines().any(|line| line.strip_prefix("#~").is_some_and(|l| word(l.trim())))
        }
    }
}
