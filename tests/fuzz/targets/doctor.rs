//! Any bytes are examined and mended or refused, and what was mended is read without damage.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{
    event,
    format::{doctor, source::Source, tmx::TmxReader, units::Writing},
};

fuzz_target!(|bytes: &[u8]| {
    let open = || Source::from_bytes(bytes, "fuzz.tmx");
    let _ = doctor::examine(open, &mut event::silent());
    let Ok(source) = open() else { return };
    let mut out = Vec::new();
    let writing = Writing::new(jiff::Timestamp::UNIX_EPOCH);
    let repaired = doctor::repair(source, &mut out, &writing, &mut event::silent());
    if let Ok(repaired) = repaired {
        let back = TmxReader::new(&out[..], "back.tmx").expect("what is written is TMX");
        assert_eq!(
            back.map(|unit| unit.expect("and whole")).count() as u64,
            repaired.outcome.units
        );
    }
});
