//! Formats of other programs that are not read, told by name, so that nobody takes them for tables or
//! for damaged files.

use super::source::Source;
use crate::error::{Error, ErrorKind, Place};

/// A format that is not read: its name, and how to get its units all the same.
struct Foreign {
    name: &'static str,
    hint: &'static str,
}

const WORDFAST: Foreign = Foreign {
    name: "a translation memory of Wordfast (TXT)",
    hint: "export it as TMX from Wordfast",
};
const WORKBENCH: Foreign = Foreign {
    name: "an export of Trados Workbench (TXT)",
    hint: "export the memory as TMX from Trados Workbench, or import it in Trados Studio and export \
           it as TMX",
};
const XML: [(&str, Foreign); 8] = [
    (
        "txml",
        Foreign {
            name: "TXML, a bilingual document of Wordfast",
            hint: "save its segments in a memory with Wordfast, and export that as TMX",
        },
    ),
    (
        "tradostag",
        Foreign {
            name: "TTX (TRADOStag), a bilingual document of Trados TagEditor",
            hint: "open it in Trados Studio, and save it as SDLXLIFF",
        },
    ),
    (
        "ts",
        Foreign {
            name: "Qt Linguist TS, the messages of a Qt program",
            hint: "convert it to PO or XLIFF with lconvert, which comes with Qt",
        },
    ),
    (
        "html",
        Foreign { name: "HTML, a web page", hint: "units are read from TMX, XLIFF and others" },
    ),
    ("resources", Foreign { name: "Android strings", hint: "convert them to PO or XLIFF" }),
    ("plist", Foreign { name: "a property list of Apple", hint: "export it as XLIFF from Xcode" }),
    (
        "root",
        Foreign { name: "RESX, or other XML that holds no units", hint: "convert it to XLIFF" },
    ),
    ("document", Foreign { name: "XML of a document", hint: "save it as text, and align it" }),
];

/// Returns the error for a file in a format that is known but not read.
pub(super) fn told(source: &Source) -> Option<Error> {
    let foreign = by_lines(source.start().text).or_else(|| {
        let root = source.start().root()?.to_ascii_lowercase();
        XML.iter().find(|(name, _)| *name == root).map(|(_, foreign)| foreign)
    })?;
    let message = format!("this is {}, which is not read", foreign.name);
    let place = Place::file(source.origin());
    Some(Error::new(ErrorKind::Format, message).at(place).hint(foreign.hint))
}

/// Recognises formats of lines.
fn by_lines(text: &str) -> Option<&'static Foreign> {
    let mut lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    let first = lines.find(|line| !line.is_empty())?;
    let has_fields = |line: &str| {
        line.split('\t').filter(|field| field.len() > 1 && field.starts_with('%')).count() > 3
    };
    if first.starts_with('%') && (first.contains("%Wordfast") || has_fields(first)) {
        return Some(&WORDFAST);
    }
    let is_memory = first == "<TrU>" || first.starts_with("<RTF Preamble>");
    is_memory.then_some(&WORKBENCH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{registry, units::Reading};

    #[test]
    fn formats_of_other_programs_are_told_by_name() {
        let wordfast = "%20240101~080910\t%User ID,AB,AB Anna B\t%TU=00000001\t%FR-FR\t%Wordfast TM v.546/00\
                        \t%AR-01\t%---\t.\n20240101~080911\tAB\t0\tFR-FR\tUn.\tAR-01\tواحد.\n";
        let marked = format!("\u{FEFF}{wordfast}");
        let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, file, name) in [
            (wordfast.as_bytes().to_vec(), "memory.txt", "Wordfast"),
            (wide, "memory.tsv", "Wordfast"),
            (b"\r\n<TrU>\r\n<CrU>A\r\n<Seg L=EN-GB>A\r\n</TrU>".to_vec(), "a.txt", "Workbench"),
            (b"<RTF Preamble>\n<FontTable>\n".to_vec(), "a.txt", "Workbench"),
            (b"<?xml version='1.0'?><txml locale='de'/>".to_vec(), "a.txml", "TXML"),
            (b"<!DOCTYPE TRADOStag><TRADOStag Version='2.0'/>".to_vec(), "a.ttx", "TRADOStag"),
            (b"<!DOCTYPE TS>\n<TS language='he'/>".to_vec(), "he.ts", "Qt Linguist"),
        ] {
            let source = Source::from_bytes(bytes, file).unwrap();
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
