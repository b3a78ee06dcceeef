//! Any bytes are read as an old memory, as messages of Qt or as a catalog of Xcode, or refused; what was
//! read is written as TMX and is as many units again.

#![no_main]

mod support;

use libfuzzer_sys::fuzz_target;
use muwazi::{
    Unit,
    format::{
        registry,
        source::Source,
        units::{Reading, Writing},
    },
};

const FORMATS: [&str; 6] = ["wordfast", "txml", "workbench", "ttx", "ts", "xcstrings"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = FORMATS[usize::from(*first) % FORMATS.len()];
    support::read_and_write(name, bytes);
    let open = |bytes: &[u8], name: &str| {
        let format = registry::by_name(name).expect("it is listed");
        let source = Source::from_bytes(bytes, "fuzz").ok()?;
        registry::open(source, Some(format), &Reading::default()).ok()
    };
    let Some(reader) = open(bytes, name) else { return };
    let units: Vec<Unit> = reader.map_while(Result::ok).collect();
    let mut out = Vec::new();
    let tmx = registry::by_name("tmx").expect("it is listed");
    let writing = Writing::new(jiff::Timestamp::UNIX_EPOCH);
    let mut writer = tmx.begin(&mut out, &writing).expect("memory takes all");
    units.iter().for_each(|unit| writer.write(unit).expect("memory takes all"));
    let written = writer.finish().expect("memory takes all").units;
    let back = open(&out, "tmx").expect("what is written is read");
    assert_eq!(back.map(|unit| unit.expect("what is written is read")).count() as u64, written);
});
