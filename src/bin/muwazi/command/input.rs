//! Files that a command reads whole: lists, queries, units.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use muwazi::{Error, Result, text::decode};

/// The text of a file, or of standard input where `-` is said; its encoding is recognised where it is
/// not told.
pub(super) fn text_of(path: &Path, encoding: Option<&str>) -> Result<String> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let bytes = bytes.map_err(|e| Error::io("cannot read", path, e))?;
    decode::decode(bytes, &path.display().to_string(), encoding)
}
