//! Any bytes are read as TBX or refused; what was read is written, and as many units come back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{
    Lang, Result, Unit,
    format::{
        registry,
        source::Source,
        units::{Reading, Writing},
    },
};

fuzz_target!(|bytes: &[u8]| {
    let format = registry::by_name("tbx").expect("known");
    let reading = Reading {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Reading::default()
    };
    let read = |bytes: &[u8]| registry::open(Source::from_bytes(bytes, "fuzz")?, Some(format), &reading);
    let Ok(reader) = read(bytes) else { return };
    let units: Vec<Unit> = reader.map_while(Result::ok).collect();
    let writing = Writing {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    let mut out = Vec::new();
    let begin = format.write.expect("written");
    let mut writer = begin(&mut out, &writing).expect("memory takes all");
    units.iter().for_each(|unit| writer.write(unit).expect("memory takes all"));
    let outcome = writer.finish().expect("memory takes all");
    let back = read(&out).expect("what is written is read").collect::<Result<Vec<Unit>>>();
    assert!(back.expect("what is written is read").len() as u64 >= outcome.units);
});
