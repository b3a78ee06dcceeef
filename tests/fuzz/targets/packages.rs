//! Packages around mutated parts. A mutated archive is nearly always a damaged one, and its checksums
//! keep what is in it from the readers.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// Ends a part.
const END: u8 = 0x1E;
/// Stands between the name of a part and its bytes.
const AFTER_NAME: u8 = 0x1F;

/// Makes a package of parts, each written as its name and its bytes between control characters that
/// no text has.
pub(crate) fn package(bytes: &[u8]) -> Vec<u8> {
    let parts = bytes.split(|byte| *byte == END).filter_map(|part| {
        let at = part.iter().position(|byte| *byte == AFTER_NAME)?;
        Some((String::from_utf8_lossy(&part[..at]).into_owned(), &part[at + 1..]))
    });
    package_of(parts)
}

/// Makes a package of parts; of several with one name, the first.
pub(crate) fn package_of<'a>(parts: impl Iterator<Item = (String, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in parts {
        if zip.start_file(name, options).is_ok() {
            zip.write_all(bytes).expect("memory takes all");
        }
    }
    zip.finish().expect("memory takes all").into_inner()
}
