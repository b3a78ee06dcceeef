//! Any bytes are read as XLIFF or refused; what was read is written and comes back the same.

#![no_main]

use libfuzzer_sys::fuzz_target;
use muwazi::{
    Lang, Result, Unit,
    format::{
        registry,
        source::Source,
        units::{ReadUnits, Reading, Writing},
        xliff,
    },
};

fn read(bytes: &[u8]) -> Result<Box<dyn ReadUnits>> {
    let reading = Reading {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Reading::default()
    };
    registry::open(Source::from_bytes(bytes, "fuzz.xlf")?, Some(&xliff::FORMAT), &reading)
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(reader) = read(bytes) else { return };
    let units: Vec<Unit> = reader.map_while(Result::ok).collect();
    let writing = Writing {
        source_lang: Some(Lang::english()),
        target_lang: Some(Lang::arabic()),
        ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
    };
    for name in ["xliff", "xliff2"] {
        let begin = registry::by_name(name).expect("known").write.expect("written");
        let mut out = Vec::new();
        let mut writer = begin(&mut out, &writing).expect("memory takes all");
        units.iter().for_each(|unit| writer.write(unit).expect("memory takes all"));
        let outcome = writer.finish().expect("memory takes all");
        let back: Result<Vec<Unit>> = read(&out).and_then(|reader| reader.collect());
        let back = back.expect("what is written is XLIFF");
        assert_eq!(back.len() as u64, outcome.units);
        if outcome.lost.is_empty() {
            assert_eq!(back, units);
        }
    }
});
