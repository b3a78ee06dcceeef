//! Any bytes are read as SRX or refused; what was read runs, loses nothing but white space, and
//! breaks between characters only.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::segment::srx::{Dialect, Srx};

const TEXT: &str =
    "وصل د. أحمد أمس. «أين؟» قال...\u{200F} Dr. Who? Yes!\u{A0}No.\n1. a b\u{301}. 😀";

fuzz_target!(|bytes: &[u8]| {
    let Ok(srx) = Srx::read(bytes, "fuzz.srx") else { return };
    for (language, dialect) in [("ar", Dialect::Icu), ("en_two", Dialect::Java)] {
        let Ok(rules) = srx.rules_in(language, dialect) else { continue };
        let mut end = 0;
        for span in rules.sentences(TEXT) {
            assert!(TEXT[end..span.start].chars().all(char::is_whitespace));
            end = span.end;
        }
        assert!(TEXT[end..].chars().all(char::is_whitespace));
    }
});
