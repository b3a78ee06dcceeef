//! Any bytes are opened as an archive, or one file, of units, and read or refused.

#![no_main]

use std::io::Write;

use muwazi::format::{files, registry, units::Reading};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut file = tempfile::NamedTempFile::with_suffix(".zip").expect("there is room");
    file.write_all(bytes).expect("there is room");
    let Ok(found) = files::sources(file.path(), None) else { return };
    for source in found.sources {
        let Ok(reader) = registry::open(source, None, &Reading::default()) else { continue };
        // Few bytes may be unpacked to very many.
        reader.take(10_000).map_while(Result::ok).for_each(drop);
    }
});
