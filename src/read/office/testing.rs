//! What the tests of all office formats do: make a package, read it, show what came out.

use std::io::{Cursor, Write};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::escape::unescape;
use crate::{
    document::{BlockKind, Document, Extra},
    error::Result,
    lang::Lang,
    read::{input::Input, plain::ReadOptions, registry},
};

/// Makes a package of these parts.
pub(super) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Makes the relationships of a part: identifier, kind, target.
pub(super) fn relations(all: &[(&str, &str, &str)]) -> String {
    let mut text = String::from("<Relationships xmlns='r'>");
    for (id, kind, target) in all {
        text += &format!("<Relationship Id='{id}' Type='http://x/{kind}' Target='{target}'/>");
    }
    text + "</Relationships>"
}

/// Reads a document of any format.
pub(super) fn read(bytes: &[u8], extras: &[Extra]) -> Result<Document> {
    let options = ReadOptions {
        lang: Some(Lang::arabic()),
        extras: extras.iter().copied().collect(),
        ..ReadOptions::default()
    };
    registry::read(&mut Input::from_bytes(bytes, "a")?, &options)
}

/// Returns each block as its kind and text, with its marks: `paragraph: نص [b نص]`.
pub(super) fn shown(document: &Document) -> Vec<String> {
    let name = |kind: BlockKind| serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned();
    let shown = document.blocks.iter().map(|block| {
        let mut line = format!("{}: {}", name(block.kind), block.span.of(&document.text));
        for mark in &document.structure.marks {
            if block.span.start <= mark.span.start && mark.span.end <= block.span.end {
                let kind = serde_json::to_value(mark.kind).unwrap();
                let text = mark.span.of(&document.text);
                line += &format!(" [{} {text}]", kind.as_str().unwrap());
            }
        }
        line
    });
    shown.collect()
}

/// Returns what was left out, as in `2 comments`.
pub(super) fn left_out(document: &Document) -> Vec<String> {
    document.structure.left_out.iter().map(|(extra, count)| extra.counted(*count)).collect()
}

/// Checks that each piece of the skeleton is what stands in its bytes, but for white space.
pub(super) fn check_skeleton(document: &Document, parts: &[(&str, &str)]) {
    let skeleton = &document.structure.skeleton;
    let fold = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut end = 0;
    for piece in &skeleton.pieces {
        let name = &skeleton.parts[piece.part];
        let (_, part) = parts.iter().find(|(part, _)| part == name).unwrap();
        let raw = &part[piece.bytes.clone()];
        assert_eq!(fold(&unescape(raw)), fold(piece.text.of(&document.text)));
        assert!(end <= piece.text.start, "pieces are in the order of the text");
        end = piece.text.end;
    }
}
