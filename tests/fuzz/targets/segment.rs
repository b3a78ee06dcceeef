//! Any text as a document: segments lose only white space.
#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{BlockKind, Document, Lang, segments};

fuzz_target!(|text: &str| {
    for lang in [Lang::arabic(), Lang::english()] {
        let document = Document::from_lines("fuzz", lang, text, BlockKind::Paragraph);
        let mut end = 0;
        for segment in segments(&document) {
            assert!(text[end..segment.span.start].chars().all(char::is_whitespace));
            end = segment.span.end;
        }
        assert!(text[end..].chars().all(char::is_whitespace));
    }
});
