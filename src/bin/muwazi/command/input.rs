//! Input files, and standard input, which the user names `-`.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use muwazi::{Error, Result, text::decode};

/// The name of standard input in messages.
pub(super) const STDIN: &str = "standard input";

/// Returns true if the user means standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Returns the name of an input for messages.
pub(super) fn name_of(path: &Path) -> String {
    if is_stdin(path) { STDIN.to_owned() } else { path.display().to_string() }
}

/// Reads all bytes of standard input.
pub(super) fn stdin_bytes() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(e) => Err(Error::io("cannot read", Path::new(STDIN), e)),
    }
}

/// Reads the text of a file or of standard input. The encoding is detected if none is given.
pub(super) fn text_of(path: &Path, encoding: Option<&str>) -> Result<String> {
    let bytes = match is_stdin(path) {
        true => stdin_bytes()?,
        false => fs::read(path).map_err(|e| Error::io("cannot read", path, e))?,
    };
    decode::decode(bytes, &name_of(path), encoding)
}
