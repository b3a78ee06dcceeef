//! Input files, and standard input, which the user names `-`.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use muwazi::{
    Error, ErrorKind, Place, Result,
    format::{lines::Lines, source::Source},
    text::decode,
};

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

/// Opens a file or standard input to be read line by line, with the limits that files of units have.
/// The encoding is detected if none is given.
pub(super) fn lines_of(path: &Path, encoding: Option<&str>) -> Result<Lines> {
    let source = match is_stdin(path) {
        true => Source::stream(io::stdin(), STDIN)?,
        false => {
            let mut sources = Source::open(path)?;
            if sources.len() > 1 {
                let message = format!("an archive of {} files", sources.len());
                return Err(Error::new(ErrorKind::Usage, message)
                    .at(Place::file(path.display().to_string()))
                    .hint("unpack it and give each file"));
            }
            sources.remove(0)
        }
    };
    let start = source.start().bytes;
    let refused =
        |message: String| Error::new(ErrorKind::Text, message).at(Place::file(name_of(path)));
    if start.is_empty() {
        return Err(refused("the file is empty".to_owned()));
    }
    if let Some(what) = decode::looks_like(start) {
        return Err(
            refused(format!("this is {what}, not plain text")).hint("save it as plain text first")
        );
    }
    Lines::open(source, encoding)
}

/// Reads the text of a file or of standard input. The encoding is detected if none is given.
pub(super) fn text_of(path: &Path, encoding: Option<&str>) -> Result<String> {
    let bytes = match is_stdin(path) {
        true => stdin_bytes()?,
        false => fs::read(path).map_err(|e| Error::io("cannot read", path, e))?,
    };
    decode::decode(bytes, &name_of(path), encoding)
}
