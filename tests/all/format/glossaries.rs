//! Formats of terms against the world: files of other tools, and the schemas of TBX.

use std::{fs, path::Path};

use crate::support::{
    exchange::{mutate, own, read, read_source, samples, unit, write},
    shared::shared,
    tools::validate,
};
use muwazi::{Unit, format::source::Source};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

#[test]
#[ignore = "needs ../shared"]
fn files_of_other_tools_are_read_whole() {
    let formats = shared("formats");
    let samples = samples(&formats, &[".tbx"]);
    assert!(samples.len() >= 4, "{}", samples.len());
    for (name, path, wanted) in samples {
        if fs::metadata(&path).unwrap().len() == 0 {
            assert!(read(&path).err().unwrap().to_string().ends_with("the file is empty"));
            continue;
        }
        let found = read(&path).unwrap();
        assert_eq!(found.units.len() as u64 + found.skipped, wanted, "{name}");
    }
}

#[test]
fn our_own_are_read() {
    let terms = |units: &[Unit]| -> Vec<usize> { units.iter().map(|u| u.variants.len()).collect() };
    let tbx = read(&own("wells.tbx")).unwrap();
    assert_eq!((terms(&tbx.units), tbx.told), (vec![3, 1], Vec::new()));
    assert_eq!(tbx.units[0].domain(), Some("water"));
    let utx = read(&own("wells.utx")).unwrap();
    assert_eq!((terms(&utx.units), utx.told), (vec![2; 4], Vec::new()));
    assert_eq!(utx.units[2].meta.prop("x-status"), Some("forbidden"));
}

#[test]
fn other_encodings_are_read() {
    let text = fs::read_to_string(own("wells.tbx")).unwrap();
    let text = text.replace("UTF-8", "UTF-16");
    let wide: Vec<u8> =
        "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let found = read_source(Source::from_bytes(wide, "a.tbx").unwrap()).unwrap();
    assert_eq!(found.units, read(&own("wells.tbx")).unwrap().units);
}

#[test]
#[ignore = "needs ../shared"]
fn what_is_written_is_valid() {
    let formats = shared("formats");
    let mut runner = TestRunner::deterministic();
    let folder = tempfile::tempdir().unwrap();
    let (mut new, mut old) = (Vec::new(), Vec::new());
    let real = samples(&formats, &[".tbx"]).into_iter().filter_map(|(_, path, _)| read(&path).ok());
    let mut sets: Vec<Vec<Unit>> = real.map(|found| found.units).collect();
    for _ in 0..10 {
        sets.push((0..100).map(|_| unit().new_tree(&mut runner).unwrap().current()).collect());
    }
    for (i, units) in sets.iter().enumerate() {
        for (format, files) in [("tbx2019", &mut new), ("tbx", &mut old)] {
            let path = folder.path().join(format!("{i}.{format}"));
            let outcome = write(&path, format, ("en", "ar"), units);
            assert_eq!(outcome.units, units.len() as u64);
            assert_eq!(read(&path).unwrap().units.len(), units.len());
            files.push(path);
        }
    }
    let empty = folder.path().join("empty.tbx");
    let _ = write(&empty, "tbx2019", ("en", "ar"), &[]);
    new.push(empty);
    let schemas = formats.join("schemas");
    validate("--relaxng", &schemas.join("tbx/TBXcoreStructV03.rng"), &new);
    validate("--dtdvalid", &schemas.join("tbx/TBXcoreStructV02.dtd"), &old);
    validate("--schema", &schemas.join("omegat/tbx.xsd"), &old);
}

#[test]
fn changed_files_do_no_harm() {
    ["wells.tbx", "wells.utx"].iter().for_each(|name| mutate(&own(name)));
}

#[test]
#[ignore = "needs ../shared"]
fn changed_files_of_other_tools_do_no_harm() {
    let formats = shared("formats");
    let is_full = |path: &Path| fs::metadata(path).unwrap().len() > 0;
    for (_, path, _) in samples(&formats, &[".tbx"]) {
        if is_full(&path) {
            mutate(&path);
        }
    }
}
