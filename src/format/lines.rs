//! Lines of a text file in any encoding, decoded while streaming.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

use super::source::Source;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::text::decode;

const CHUNK: usize = 64 * 1024;
/// Maximum line length in bytes; no line-based format has longer lines.
const LONGEST: usize = 16 * 1024 * 1024;
/// Maximum length in bytes of a piece of a line. See [`Lines::next_piece`].
const PIECE: usize = 1024 * 1024;

/// Reads a file line by line.
pub struct Lines {
    input: Box<dyn Read + Send>,
    origin: String,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    raw_ended: bool,
    text: String,
    at: usize,
    /// Position up to which `text` was searched for a line end.
    looked: usize,
    ended: bool,
    line: u64,
    /// True if the last piece did not reach the end of its line.
    within: bool,
    /// Line end: a line feed, or a carriage return in files of old Macs, which have no line feeds.
    end: u8,
}

impl Lines {
    /// Opens a file. The encoding is taken from the byte order mark, from `declared`, or detected from
    /// the bytes.
    ///
    /// # Errors
    /// The file is not text, or `declared` is not a known encoding.
    pub fn open(source: Source, declared: Option<&str>) -> Result<Self> {
        let start = source.start();
        let (encoding, mark) = decode::of_beginning(start.bytes, source.origin(), declared)?;
        // If bytes are ASCII but labelled UTF-16, a tool forgot to update the label.
        let zeros = start.bytes.contains(&0);
        let is_wide = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(&encoding);
        let encoding = if is_wide && !zeros && mark == 0 { encoding_rs::UTF_8 } else { encoding };
        let text = encoding.decode_without_bom_handling(&start.bytes[mark..]).0;
        // A few NUL characters may be damage; many mean binary data.
        if text.bytes().filter(|b| *b == 0).count() * 100 > text.len() {
            return Err(decode::binary(source.origin()));
        }
        let end = if text.contains('\n') || !text.contains('\r') { b'\n' } else { b'\r' };
        Ok(Self::new(source, encoding, mark, end))
    }

    fn new(source: Source, encoding: &'static Encoding, mark: usize, end: u8) -> Self {
        let origin = source.origin().to_owned();
        Self {
            input: Box::new(Skipping { input: source.into_reader(), left: mark }),
            origin,
            decoder: encoding.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            raw_at: 0,
            raw_ended: false,
            text: String::new(),
            at: 0,
            looked: 0,
            ended: false,
            line: 0,
            within: false,
            end,
        }
    }

    /// Returns the number of the last line read, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Returns the file name for messages.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the place of the last line read.
    pub fn place(&self) -> Place {
        Place::line(self.origin.as_str(), self.line.max(1))
    }

    /// Returns the next line with its line end, or `None` at the end of the file.
    ///
    /// # Errors
    /// The file cannot be read, has bytes that are invalid in its encoding, or the line is too
    /// long.
    #[allow(clippy::should_implement_trait, reason = "an iterator cannot lend its lines")]
    pub fn next(&mut self) -> Result<Option<&str>> {
        let range = self.find(LONGEST)?;
        if range.1 {
            let megabytes = LONGEST / (1024 * 1024);
            let message = format!("a line is longer than {megabytes} MiB");
            return Err(Error::new(ErrorKind::Format, message)
                .at(Place::line(self.origin.as_str(), self.line + 1))
                .hint("the file is damaged or not a text file"));
        }
        Ok(self.take(range.0))
    }

    /// Returns the next line or, if it is longer than 1 MiB, a piece of it, for formats that may
    /// hold all their units in one line. A piece that is not the last one has no line end.
    ///
    /// # Errors
    /// The file cannot be read, or has bytes that are invalid in its encoding.
    pub fn next_piece(&mut self) -> Result<Option<&str>> {
        let (stop, _) = self.find(PIECE)?;
        Ok(self.take(stop))
    }

    /// Returns the end of the line and false, or, if the line is longer than `longest`, the end of
    /// the part read so far and true.
    fn find(&mut self, longest: usize) -> Result<(usize, bool)> {
        loop {
            let found = memchr::memchr(self.end, &self.text.as_bytes()[self.looked..]);
            if let Some(at) = found {
                return Ok((self.looked + at + 1, false));
            }
            self.looked = self.text.len();
            if self.ended {
                return Ok((self.text.len(), false));
            }
            if self.text.len() - self.at > longest {
                return Ok((self.text.len(), true));
            }
            self.fill()?;
        }
    }

    fn take(&mut self, stop: usize) -> Option<&str> {
        let start = std::mem::replace(&mut self.at, stop);
        self.looked = stop;
        if start == stop {
            return None;
        }
        if !std::mem::replace(&mut self.within, self.text.as_bytes()[stop - 1] != self.end) {
            self.line += 1;
        }
        Some(&self.text[start..stop])
    }

    fn fill(&mut self) -> Result<()> {
        self.text.drain(..self.at);
        self.looked -= self.at;
        self.at = 0;
        if self.raw_at == self.raw.len() && !self.raw_ended {
            self.raw.resize(CHUNK, 0);
            let read = read_some(&mut self.input, &mut self.raw)
                .map_err(|e| Error::cannot_read(e).at(Place::file(self.origin.as_str())))?;
            self.raw.truncate(read);
            (self.raw_at, self.raw_ended) = (0, read == 0);
        }
        self.text.reserve(3 * CHUNK);
        let (result, read) = self.decoder.decode_to_string_without_replacement(
            &self.raw[self.raw_at..],
            &mut self.text,
            self.raw_ended,
        );
        self.raw_at += read;
        match result {
            DecoderResult::InputEmpty => self.ended = self.raw_ended,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => {
                let new = memchr::memchr_iter(self.end, self.text.as_bytes()).count() as u64;
                let line = self.line + new + 1;
                return Err(decode::not_valid(self.decoder.encoding(), line, &self.origin));
            }
        }
        Ok(())
    }
}

/// Returns a line without its line end.
pub fn content(line: &str) -> &str {
    line.trim_end_matches(['\n', '\r'])
}

fn read_some(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(buffer) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// A reader that skips the first bytes.
struct Skipping<R> {
    input: R,
    left: usize,
}

impl<R: Read> Read for Skipping<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left > 0 {
            let mut mark = [0; 4];
            let expected = self.left.min(mark.len());
            match self.input.read(&mut mark[..expected])? {
                0 => return Ok(0),
                read => self.left -= read,
            }
        }
        self.input.read(buffer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8], declared: Option<&str>) -> Result<Vec<String>> {
        let mut lines = Lines::open(Source::from_bytes(bytes, "a.txt")?, declared)?;
        let mut all = Vec::new();
        while let Some(line) = lines.next()? {
            all.push(content(line).to_owned());
        }
        Ok(all)
    }

    #[test]
    fn any_encoding_and_any_line_end() {
        let utf16: Vec<u8> = "\u{FEFF}سلام\r\nb".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(lines(&utf16, None).unwrap(), ["سلام", "b"]);
        assert_eq!(lines("\u{FEFF}a\n\nسلام\n".as_bytes(), None).unwrap(), ["a", "", "سلام"]);
        assert_eq!(lines(b"a\rb\r", None).unwrap(), ["a", "b"]);
        assert_eq!(lines(b"\xE3\xD1\xCD\xC8\xC7\n", Some("cp1256")).unwrap(), ["مرحبا"]);
        let long = format!("{}\nend", "x".repeat(200_000));
        assert_eq!(lines(long.as_bytes(), None).unwrap()[1], "end");
        assert!(lines(b"", None).unwrap().is_empty());
    }

    #[test]
    fn invalid_bytes_are_reported_with_their_line() {
        let text = format!("{}\n\u{644}\u{627}\n\u{644}\n", "x".repeat(100_000));
        let mut bytes = text.into_bytes();
        let last = bytes.len() - 2;
        bytes[last] = 0xFF;
        assert!(lines(&bytes, None).unwrap_err().to_string().starts_with("a.txt:3: "));
    }
}
