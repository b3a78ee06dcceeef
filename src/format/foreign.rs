//! Files that hold no units, told by name, so that nobody takes them for tables or for damaged files.

use super::source::Source;
use crate::error::{Error, ErrorKind, Place};

/// A format without units: its name, and what to do instead.
struct Foreign {
    name: &'static str,
    hint: &'static str,
}

/// What to do with a text in one language.
const ALIGN: &str = "it is no memory; align it with its translation";
/// Root elements of XML.
const XML: [(&str, Foreign); 5] = [
    ("html", Foreign { name: "HTML, a web page", hint: ALIGN }),
    ("resources", Foreign { name: "Android strings in one language", hint: ALIGN }),
    ("plist", Foreign { name: "a property list of Apple", hint: ALIGN }),
    ("root", Foreign { name: "RESX, or other XML that holds no units", hint: ALIGN }),
    ("document", Foreign { name: "XML of a document", hint: ALIGN }),
];

/// Returns the error for a file in a format that is known but holds no units.
pub(super) fn told(source: &Source) -> Option<Error> {
    let root = source.start().root()?.to_ascii_lowercase();
    let (_, foreign) = XML.iter().find(|(name, _)| *name == root)?;
    let message = format!("this is {}, not a file of units", foreign.name);
    let place = Place::file(source.origin());
    Some(Error::new(ErrorKind::Format, message).at(place).hint(foreign.hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{registry, units::Reading};

    #[test]
    fn files_without_units_are_told_by_name() {
        for (text, name) in [
            ("<?xml version='1.0'?><resources/>", "Android"),
            ("<!DOCTYPE html>\n<html lang='ar'>", "HTML"),
            ("<root><resheader name='version'/></root>", "RESX"),
        ] {
            let source = Source::from_bytes(text, "a.xml").unwrap();
            let error = registry::open(source, None, &Reading::default()).err().unwrap();
            assert!(error.message.contains(name) && error.hint.is_some(), "{error}");
        }
    }

    #[test]
    fn tables_are_none_of_them() {
        for text in ["% of all\t% of each\nen\tar\n", "%\t%\t%\t%", "<TrU", "", "en\tar\n"] {
            assert!(told(&Source::from_bytes(text, "a.tsv").unwrap()).is_none(), "{text}");
        }
    }
}
