//! What targets of many formats do.

use muwazi::{
    Unit,
    format::{
        registry,
        source::Source,
        units::{Reading, Writing},
    },
};

/// Reads any bytes in a format, or has them refused; what was read is written, where the format is,
/// and is no fewer units again: a table of terms may have a line for each pair of forms.
pub(crate) fn read_and_write(name: &str, bytes: &[u8]) {
    let format = registry::by_name(name).expect("it is listed");
    let reading = Reading {
        source_lang: "en".parse().ok(),
        target_lang: "ar".parse().ok(),
        ..Reading::default()
    };
    let Ok(source) = Source::from_bytes(bytes, "fuzz") else { return };
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
    let source = Source::from_bytes(out, "back").expect("it is in memory");
    let back = registry::open(source, Some(format), &reading).expect("what is written is read");
    let back = back.map(|unit| unit.expect("what is written is read")).count();
    assert!(back as u64 >= written);
}
