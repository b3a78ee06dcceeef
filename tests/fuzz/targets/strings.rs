//! Any bytes are read as strings of a program, in each format, or refused; the parts of the text lie in
//! the file in order.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{
    Lang,
    document::Extra,
    read::{input::Input, plain::ReadOptions, registry::read},
};

const FORMATS: [&str; 8] =
    ["android", "strings", "stringsdict", "properties", "json", "arb", "yaml", "resx"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let options = ReadOptions {
        lang: Some(Lang::arabic()),
        format: Some(FORMATS[usize::from(*first) % FORMATS.len()].into()),
        extras: if *first < 128 { Extra::ALL.into() } else { Default::default() },
        ..Default::default()
    };
    let mut input = Input::from_bytes(bytes, "fuzz").expect("it is in memory");
    let Ok(document) = read(&mut input, &options) else { return };
    let mut end = 0;
    for piece in &document.structure.skeleton.pieces {
        assert!(end <= piece.bytes.start && piece.bytes.end <= bytes.len());
        assert!(document.text.get(piece.text.start..piece.text.end).is_some());
        end = piece.bytes.end;
    }
});
