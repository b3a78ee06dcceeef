//! Files of office programs that are not read: of the older binary formats, encrypted, or RTF. They are
//! told by name; taken for text they would be nonsense.

use memchr::memmem;

use crate::{
    document::Document,
    error::{Error, ErrorKind, Place, Result},
    read::{
        input::{Input, Sample},
        plain::ReadOptions,
        registry::Reader,
    },
};

/// The reader that refuses them, with the reason.
pub(crate) static READER: Reader = Reader {
    name: "doc",
    title: "older office document (not read)",
    extensions: &["doc", "dot", "xls", "xlt", "ppt", "pps", "xlsb", "rtf"],
    is,
    read,
};

/// How files of the older formats begin; encrypted files of the newer ones do too.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The streams in such files, and what they tell.
const STREAMS: [(&str, &str, &str); 7] = [
    (
        "EncryptedPackage",
        "an encrypted office document",
        "open it with its password and save it without one",
    ),
    ("WordDocument", "a document of an older Word (.doc)", "save it as DOCX first"),
    (
        "PowerPoint Document",
        "a presentation of an older PowerPoint (.ppt)",
        "save it as PPTX first",
    ),
    ("Workbook", "a workbook of an older Excel (.xls)", "save it as XLSX first"),
    ("WORKBOOK", "a workbook of an older Excel (.xls)", "save it as XLSX first"),
    ("Book", "a workbook of an older Excel (.xls)", "save it as XLSX first"),
    ("__properties_version1.0", "a mail of Outlook (.msg)", "save its text first"),
];

fn is(sample: &Sample) -> bool {
    sample.bytes.starts_with(COMPOUND)
        || sample.bytes.starts_with(b"{\\rtf")
        || sample.members.contains("xl/workbook.bin")
}

fn read(input: &mut Input<'_>, _: &ReadOptions) -> Result<Document> {
    let origin = input.origin().to_owned();
    let bytes = input.bytes()?;
    let (what, hint) = sort(&bytes);
    Err(Error::new(ErrorKind::Text, format!("this is {what}, which is not read"))
        .at(Place::file(&origin))
        .hint(hint))
}

fn sort(bytes: &[u8]) -> (&'static str, &'static str) {
    if bytes.starts_with(b"{\\rtf") {
        return ("a document in RTF", "save it as DOCX first");
    }
    if !bytes.starts_with(COMPOUND) {
        return ("a binary workbook (.xlsb)", "save it as XLSX first");
    }
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &wide).is_some()
    };
    let known = STREAMS.iter().find(|(name, ..)| holds(name));
    known.map_or(
        ("an older binary document", "save it as DOCX, XLSX or PPTX first"),
        |(_, what, hint)| (*what, *hint),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::registry;

    #[test]
    fn older_and_encrypted_files_are_told() {
        let compound = |stream: &str| {
            let mut bytes = COMPOUND.to_vec();
            bytes.resize(512, 0);
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        for (bytes, what) in [
            (compound("WordDocument"), "older Word"),
            (compound("EncryptedPackage"), "encrypted"),
            (compound("Workbook"), "older Excel"),
            (compound("PowerPoint Document"), "older PowerPoint"),
            (compound("x"), "older binary document"),
            (b"{\\rtf1\\ansi text}".to_vec(), "RTF"),
        ] {
            let mut input = Input::from_bytes(bytes, "a.docx").unwrap();
            let error = registry::read(&mut input, &ReadOptions::default()).unwrap_err();
            assert!(error.message.contains(what), "{error}");
            assert!(error.hint.is_some());
        }
    }
}
