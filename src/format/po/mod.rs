//! PO and POT, the message catalogues of gettext. `docs/po.md` describes them in full.
//!
//! Each entry is a unit: `msgid` is the first text, `msgstr` the second; an untranslated entry is a
//! unit with one text. An entry with plural forms is one unit too, so that there are as many units
//! as entries. `msgid` and `msgid_plural` are then two texts of the source language, each
//! `msgstr[n]` is a text of the target language, and the property `x-plural` of each text is `one`,
//! `other`, or the index of the form. If no form is translated, the plural is stored in a property
//! `x-msgid-plural`, so that the unit still counts as untranslated.
//!
//! Translator comments become notes, everything else properties ([`PROPS`]).

mod entry;
mod escape;
mod header;
mod plural;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub(crate) use write::PoWriter;

use super::{
    reader,
    units::{AlignmentLayout, Capabilities, Format, Start},
};
use read::PoParser;

/// The registry entry of PO.
pub(crate) static PO: Format = Format {
    name: "po",
    title: "gettext PO, messages of a program with translations",
    extensions: &["po"],
    capabilities: Capabilities { notes: true, untranslated: true, ..Capabilities::PAIRS },
    is_glossary: false,
    is,
    read: Some(|source, reading| {
        reader::boxed(|diagnostics| PoParser::open(source, reading, diagnostics))
    }),
    write: Some(|out, writing| Ok(Box::new(PoWriter::new(out, writing, false)?))),
    alignment: Some(AlignmentLayout::Units),
};

/// The registry entry of POT, PO without translations.
pub(crate) static POT: Format = Format {
    name: "pot",
    title: "gettext POT, messages of a program without translations",
    extensions: &["pot"],
    capabilities: Capabilities { notes: true, untranslated: true, ..Capabilities::PAIRS },
    is_glossary: false,
    is: |_| false,
    read: Some(|source, reading| {
        reader::boxed(|diagnostics| PoParser::open(source, reading, diagnostics))
    }),
    write: Some(|out, writing| Ok(Box::new(PoWriter::new(out, writing, true)?))),
    alignment: Some(AlignmentLayout::Units),
};

/// Property of a text that names its plural form.
pub(crate) const PLURAL: &str = "x-plural";
/// Property with the plural of a message without translated forms.
pub(crate) const MSGID_PLURAL: &str = "x-msgid-plural";
/// Property with the number of forms of an entry, if some are empty.
pub(crate) const FORMS: &str = "x-plural-forms";
/// Property for `msgctxt`, which distinguishes messages with the same text.
pub(crate) const CONTEXT: &str = "x-context";
/// Property for `#:`, one per line.
pub(crate) const REFERENCE: &str = "x-reference";
/// Property for `#.`, one per line.
pub(crate) const DEVELOPER: &str = "x-developer-comment";
/// Property for `#,` without `fuzzy`, which is `x-reviewed` `no`.
pub(crate) const FLAGS: &str = "x-flags";
/// Flag of a message that is fuzzy only because `msgfmt` refuses it otherwise: its texts do not all
/// begin or end with a line end.
const LINE_ENDS: &str = "muwazi-line-ends";
/// Beginning and end of the part of a `msgctxt` that tells messages with the same text apart.
const APART: (&str, &str) = ("[muwazi ", "]");

/// Property for `#|`, one per line, unparsed.
pub(crate) const PREVIOUS: &str = "x-previous";
/// Property for `#~`: the program no longer contains the message.
pub(crate) const OBSOLETE: &str = "x-obsolete";

/// Properties of a unit that an entry can hold.
pub(crate) const PROPS: [&str; 9] =
    [MSGID_PLURAL, FORMS, CONTEXT, REFERENCE, DEVELOPER, FLAGS, PREVIOUS, OBSOLETE, "x-reviewed"];

/// Returns true if a file begins like PO: comments, then a keyword and a quote.
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
        // A file may contain only obsolete messages.
        None => {
            start.text.lines().any(|line| line.strip_prefix("#~").is_some_and(|l| word(l.trim())))
        }
    }
}
