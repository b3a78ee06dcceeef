//! Any text as a bead list: beads that can be scored, or an error with the line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::align::{beads, score::Tally};

fuzz_target!(|text: &str| match beads::read(text, "fuzz") {
    Ok(list) => {
        let scores = Tally::of(&list, &list).scores();
        assert_eq!(scores.gold_beads, scores.test_beads);
        if scores.gold_beads > 0 {
            assert_eq!((scores.strict_f1, scores.lax_f1), (1.0, 1.0));
        }
    }
    Err(error) => assert!(error.place.is_some_and(|place| place.line.is_some())),
});
