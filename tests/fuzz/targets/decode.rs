//! Any bytes are decoded or refused, in whatever encoding is told.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::text::decode::decode;

const TOLD: [Option<&str>; 6] =
    [None, Some("utf-8"), Some("utf-16"), Some("windows-1256"), Some("gb18030"), Some("")];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let told = TOLD[usize::from(*first) % TOLD.len()];
    if let Ok(text) = decode(rest.to_vec(), "fuzz.txt", told) {
        assert!(!text.trim().is_empty());
    }
});
