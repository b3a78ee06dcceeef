//! Any text as a document: segments lose only white space, whether lines are paragraphs or wrapped,
//! explanations agree with them, and any text as a list of words is read or refused with a line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{
    BlockKind, Document, Lang, SegmentOptions, Segmenter, segment::read_words, segments_with,
};

fuzz_target!(|text: &str| {
    for lang in [Lang::arabic(), Lang::english()] {
        let segmenter = Segmenter::new(&lang, &SegmentOptions::default());
        let lines = Document::from_lines("fuzz", lang.clone(), text, BlockKind::Paragraph);
        for document in [lines, Document::from_wrapped("fuzz", lang, text)] {
            let mut end = 0;
            for segment in segments_with(&document, &segmenter) {
                assert!(text[end..segment.span.start].chars().all(char::is_whitespace));
                end = segment.span.end;
            }
            assert!(text[end..].chars().all(char::is_whitespace));
        }
        let breaks = segmenter.explain(text).iter().filter(|d| d.breaks).count();
        let sentences = segmenter.sentences(text).len();
        assert!(sentences == breaks || sentences == breaks + 1);
    }
    match read_words(text, "fuzz") {
        Ok(abbreviations) => {
            let options = SegmentOptions { abbreviations };
            let _ = Segmenter::new(&Lang::arabic(), &options).sentences(text);
        }
        Err(error) => assert!(error.place.is_some_and(|place| place.line.is_some())),
    }
});
