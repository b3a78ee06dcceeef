//! Input files, and standard input, which the user names `-`.

use std::{
    io::{self, Cursor, Read},
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

/// Input of up to this size is decoded as a whole, so that any part of it can tell the encoding; of a
/// larger one the beginning tells it.
const WHOLE: u64 = 64 * 1024 * 1024;

/// Opens a file or standard input to be read line by line, with the limits that files of units have.
/// The encoding is detected if none is given.
pub(super) fn lines_of(path: &Path, encoding: Option<&str>) -> Result<Lines> {
    lines_of_source(only_source(path)?, encoding)
}

/// Opens a source to be read line by line; see [`lines_of`].
pub(super) fn lines_of_source(source: Source, encoding: Option<&str>) -> Result<Lines> {
    let origin = source.origin().to_owned();
    let mut rest = source.into_reader();
    let mut start = Vec::new();
    let read = rest.by_ref().take(WHOLE + 1).read_to_end(&mut start);
    read.map_err(|e| Error::cannot_read(e).at(Place::file(origin.as_str())))?;
    if start.len() as u64 > WHOLE {
        return Lines::open(Source::stream(Cursor::new(start).chain(rest), &origin)?, encoding);
    }
    let text = decode::decode(start, &origin, encoding)?;
    Lines::open(Source::from_bytes(text, &origin)?, Some("utf-8"))
}

/// The one file that a path names.
fn only_source(path: &Path) -> Result<Source> {
    if is_stdin(path) {
        return Source::stream(io::stdin(), STDIN);
    }
    let mut sources = Source::open(path)?;
    if sources.len() > 1 {
        let message = format!("an archive of {} files", sources.len());
        return Err(Error::new(ErrorKind::Usage, message)
            .at(Place::file(path.display().to_string()))
            .hint("unpack it and give each file"));
    }
    Ok(sources.remove(0))
}

/// Reads the text of a file of lines or of standard input. The encoding is detected if none is given.
pub(super) fn text_of(path: &Path, encoding: Option<&str>) -> Result<String> {
    let mut lines = lines_of(path, encoding)?;
    let mut text = String::new();
    while let Some(line) = lines.next()? {
        text.push_str(line);
    }
    Ok(text)
}
