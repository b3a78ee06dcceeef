//! Lines of standard input, each as soon as it comes, so that a program can wait for the answer to one
//! before it sends the next.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, Read},
    path::Path,
};

use muwazi::{
    Error, ErrorKind, Place, Result,
    format::{
        lines::{Lines, content},
        source::Source,
    },
    read::bounded::{LineRead, read_line},
    text::decode,
};

use super::input::{STDIN, is_stdin, lines_of};

/// Maximum length of a line in bytes; that of a line of a file.
pub(super) const LONGEST: usize = 16 * 1024 * 1024;

/// Lines of a file, or of standard input as they come.
pub(super) struct LiveLines {
    input: Input,
    /// Lines read before those of `input`, where this was put in the place of another.
    before: u64,
}

enum Input {
    /// A file, or input that can only be decoded as a whole.
    Whole(Lines),
    /// UTF-8 that comes line by line.
    Live { reader: BufReader<Box<dyn Read + Send>>, line: Vec<u8> },
}

impl LiveLines {
    /// Opens a file or standard input. Standard input comes line by line unless it is a file; its
    /// encoding is then UTF-8, up to the first line that is not.
    pub(super) fn open(path: &Path, encoding: Option<&str>) -> Result<Self> {
        let is_utf8 = encoding
            .is_none_or(|name| matches!(name.to_ascii_lowercase().as_str(), "utf-8" | "utf8"));
        let input = if is_stdin(path) && is_utf8 && !stdin_is_file() {
            Input::live(Box::new(io::stdin()))?
        } else {
            Input::Whole(lines_of(path, encoding)?)
        };
        Ok(Self { input, before: 0 })
    }

    /// Returns true if the lines come one by one, from somebody who may wait for answers.
    pub(super) fn is_live(&self) -> bool {
        matches!(self.input, Input::Live { .. })
    }

    /// Returns true if the next line has not come yet: it is time to answer.
    pub(super) fn waits(&self) -> bool {
        match &self.input {
            Input::Whole(_) => false,
            Input::Live { reader, .. } => !reader.buffer().contains(&b'\n'),
        }
    }

    /// Returns the next line without its end.
    pub(super) fn next(&mut self) -> Result<Option<String>> {
        if let Input::Live { reader, line } = &mut self.input {
            line.clear();
            let read = read_line(reader, LONGEST, line);
            let read = read.map_err(|e| Error::cannot_read(e).at(Place::file(STDIN)))?;
            if read == LineRead::TooLong {
                let message = format!("a line is longer than {} MiB", LONGEST >> 20);
                return Err(
                    Error::new(ErrorKind::Text, message).at(Place::line(STDIN, self.before + 1))
                );
            }
            if read == LineRead::End {
                return Ok(None);
            }
            // Old Macs end lines with a carriage return alone.
            let is_line = !content_of(line).contains(&b'\r');
            if let Some(text) = std::str::from_utf8(line).ok().filter(|_| is_line) {
                self.before += 1;
                let text =
                    if self.before == 1 { text.trim_start_matches('\u{FEFF}') } else { text };
                return Ok(Some(content(text).to_owned()));
            }
            // In another encoding: all that is left tells in which.
            let mut bytes = std::mem::take(line);
            let rest = reader.read_to_end(&mut bytes);
            rest.map_err(|e| Error::cannot_read(e).at(Place::file(STDIN)))?;
            let text = decode::decode(bytes, STDIN, None)?;
            self.input =
                Input::Whole(Lines::open(Source::from_bytes(text, STDIN)?, Some("utf-8"))?);
        }
        match &mut self.input {
            Input::Whole(lines) => Ok(lines.next()?.map(|line| content(line).to_owned())),
            Input::Live { .. } => Ok(None),
        }
    }

    /// The place of the last line.
    pub(super) fn place(&self) -> Place {
        match &self.input {
            Input::Whole(lines) => {
                let place = lines.place();
                Place { line: place.line.map(|line| line + self.before), ..place }
            }
            Input::Live { .. } => Place::line(STDIN, self.before.max(1)),
        }
    }
}

impl Input {
    fn live(input: Box<dyn Read + Send>) -> Result<Self> {
        let mut reader = BufReader::with_capacity(64 * 1024, input);
        let start = reader.fill_buf().map_err(|e| Error::cannot_read(e).at(Place::file(STDIN)))?;
        // UTF-16, or an archive.
        let is_other = [&[0xFF, 0xFE][..], &[0xFE, 0xFF], &[0x1F, 0x8B], b"PK\x03\x04"]
            .iter()
            .any(|mark| start.starts_with(mark))
            || start.contains(&0);
        if !is_other {
            return Ok(Self::Live { reader, line: Vec::new() });
        }
        let start = Cursor::new(start.to_vec());
        let source = Source::stream(start.chain(reader.into_inner()), STDIN)?;
        Ok(Self::Whole(super::input::lines_of_source(source, None)?))
    }
}

/// A line without its end.
fn content_of(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Returns true if standard input is a file, which is read as any other file.
fn stdin_is_file() -> bool {
    #[cfg(unix)]
    let handle = std::os::fd::AsFd::as_fd(&io::stdin()).try_clone_to_owned();
    #[cfg(windows)]
    let handle = std::os::windows::io::AsHandle::as_handle(&io::stdin()).try_clone_to_owned();
    let metadata = handle.and_then(|handle| File::from(handle).metadata());
    metadata.is_ok_and(|metadata| metadata.is_file())
}
