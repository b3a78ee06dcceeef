//! Any bytes are read as an office document or refused: as the file itself, as the parts of a package,
//! and as the body of its main part, where most of the rules are. What is read has its blocks in order,
//! within the text.

#![no_main]

mod packages;

use muwazi::{
    Lang,
    document::Extra,
    read::{input::Input, plain::ReadOptions, registry},
};

/// The formats, the main part of each, and the start of its root.
const FORMATS: [(&str, &str, &str); 6] = [
    ("docx", "word/document.xml", "wordprocessingml/2006/main"),
    ("pptx", "ppt/presentation.xml", "presentationml/2006/main"),
    ("xlsx", "xl/workbook.xml", "spreadsheetml/2006/main"),
    ("odt", "content.xml", ""),
    ("ods", "content.xml", ""),
    ("odp", "content.xml", ""),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let (format, main, vocabulary) = FORMATS[usize::from(first / 3) % FORMATS.len()];
    let file = match first % 3 {
        0 => packages::package(rest),
        // The names of the frame need not be guessed.
        1 => {
            let part = framed(format, vocabulary, rest);
            packages::package_of([(main.to_owned(), &*part)].into_iter())
        }
        _ => rest.to_vec(),
    };
    for extras in [&[][..], &Extra::ALL] {
        check(format, &file, extras);
    }
});

fn framed(format: &str, vocabulary: &str, body: &[u8]) -> Vec<u8> {
    let (start, end) = match format {
        "docx" => {
            let uri = format!("http://schemas.openxmlformats.org/{vocabulary}");
            (format!("<w:document xmlns:w='{uri}'><w:body>"), "</w:body></w:document>".to_owned())
        }
        "odt" | "ods" | "odp" => {
            let kind = match format {
                "odt" => "text",
                "ods" => "spreadsheet",
                _ => "presentation",
            };
            let uri = "urn:oasis:names:tc:opendocument:xmlns";
            let bound: String = [("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing")]
                .map(|(prefix, name)| format!(" xmlns:{prefix}='{uri}:{name}:1.0'"))
                .concat();
            (
                format!("<office:document-content{bound}><office:body><office:{kind}>"),
                format!("</office:{kind}></office:body></office:document-content>"),
            )
        }
        _ => (String::new(), String::new()),
    };
    [start.as_bytes(), body, end.as_bytes()].concat()
}

fn check(format: &str, bytes: &[u8], extras: &[Extra]) {
    let options = ReadOptions {
        lang: Some(Lang::arabic()),
        format: Some(format.to_owned()),
        extras: extras.iter().copied().collect(),
        ..ReadOptions::default()
    };
    let Ok(mut input) = Input::from_bytes(bytes, "fuzz") else { return };
    let Ok(document) = registry::read(&mut input, &options) else { return };
    let mut end = 0;
    for block in &document.blocks {
        assert!(end <= block.span.start && !block.span.of(&document.text).is_empty());
        end = block.span.end;
    }
    for mark in &document.structure.marks {
        assert!(!mark.span.of(&document.text).is_empty());
    }
}
