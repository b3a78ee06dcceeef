//! Any bytes are read as TSV or refused; what was read is written and is as many units again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{
    Unit,
    format::{registry, source::Source, units::{Reading, Writing}},
};

fuzz_target!(|bytes: &[u8]| {
    let format = registry::by_name("tsv").expect("it is listed");
    let reading = Reading {
        source_lang: "en".parse().ok(),
        target_lang: "ar".parse().ok(),
        ..Reading::default()
    };
    let Ok(source) = Source::from_bytes(bytes, "fuzz.tsv") else { return };
    let Ok(reader) = registry::open(source, Some(format), &reading) else { return };
    let units: Vec<Unit> = reader.map_while(Result::ok).collect();
    let Some(begin) = format.write else { return };
    let writing = Writing {
        source_lang: reading.source_lang.clone(),
        target_lang: reading.target_lang.clone(),
        ..Writing::new(Default::default())
    };
    let mut out = Vec::new();
    let mut writer = begin(&mut out, &writing).expect("memory takes all");
    units.iter().for_each(|unit| writer.write(unit).expect("memory takes all"));
    let written = writer.finish().expect("memory takes all").units;
    let source = Source::from_bytes(out, "back.tsv").expect("it is in memory");
    let back = registry::open(source, Some(format), &reading).expect("what is written is read");
    assert_eq!(back.map_while(Result::ok).count() as u64, written);
});
