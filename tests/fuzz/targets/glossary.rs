//! Any text as a glossary: terms or an error with a line, and nothing else.
#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{glossary::Terms, Lang, text::tokens::tokens};

fuzz_target!(|text: &str| {
    let mut terms = Terms::default();
    let languages = (&Lang::arabic(), &Lang::english());
    match terms.add_tsv(text, "fuzz", Some(languages)) {
        Ok(()) => {
            for lang in [Lang::arabic(), Lang::english()] {
                for hit in terms.find(&lang, &tokens(text)) {
                    assert!(!hit.span.of(text).is_empty());
                }
            }
        }
        Err(error) => assert!(error.place.is_some_and(|place| place.line.is_some())),
    }
});
