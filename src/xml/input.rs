//! The byte input of the XML reader: decodes to UTF-8 as it streams, counts lines, limits sizes.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, UTF_8};
use memchr::memmem;

use super::{
    encoding::{LONGEST_MEANT, encoding_of, newlines, western},
    oddity::Oddity,
};
use crate::{
    error::{Error, ErrorKind, Result},
    text::decode::{likeliest, looks_like},
};

const BUFFER: usize = 64 * 1024;
/// Maximum number of bytes between two calls of [`Input::renew`]; more is not a translation unit.
const LIMIT: usize = 16 * 1024 * 1024;
/// Maximum number of bytes after damage in which the next unit is sought.
const SOUGHT: usize = 256 * 1024 * 1024;
/// Maximum number of oddities waiting to be taken; more would not help anyone.
const MAX_ODD: usize = 1000;

/// The treatment of bytes that are not in the encoding that the file declares.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tolerance {
    /// They are an error.
    #[default]
    None,
    /// Another encoding is guessed if the whole file is likely to be in it.
    Tolerant,
    /// In addition, single invalid bytes are replaced, and reading can resume after damage.
    Salvage,
}

/// The kind of file, for messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sort {
    /// The name, such as `TMX`.
    pub(crate) name: &'static str,
    /// The part that it consists of, such as `unit`.
    pub(crate) part: &'static str,
}

impl Sort {
    pub(crate) const TMX: Self = Self { name: "TMX", part: "unit" };

    /// Returns the error for a file that is not of this kind.
    pub(crate) fn is_not(self, message: &str) -> Error {
        Error::new(ErrorKind::Format, message).hint(format!(
            "expected {} {} file; other formats are recognised by their file names",
            self.article(),
            self.name
        ))
    }

    fn article(self) -> &'static str {
        if self.name.starts_with(['S', 'X']) { "an" } else { "a" }
    }
}

/// A stream of UTF-8, whatever the encoding of the source.
pub(crate) struct Input<R> {
    /// `None` after another input has taken over the source.
    source: Option<R>,
    sort: Sort,
    tolerance: Tolerance,
    source_ended: bool,
    decoder: Option<Decoder>,
    /// Bytes to be decoded; without a decoder, only those read to detect the encoding.
    raw: Vec<u8>,
    raw_at: usize,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    ended: bool,
    /// The line of `buffer[counted]`, from 1.
    line: u64,
    counted: usize,
    /// True if the last byte that was counted is a carriage return.
    after_return: bool,
    since_renewed: usize,
    failure: Option<Error>,
    /// Bytes at the end of the buffer that begin a character; they precede what is read next.
    partial: Vec<u8>,
    /// The last byte that was handed on before those in the buffer.
    last: Option<u8>,
    /// True if any character so far is not ASCII.
    is_wide: bool,
    /// True if bytes are validated before the parser gets them.
    is_checked: bool,
    odd: Vec<(Oddity, u64, String)>,
    /// All bytes that the parser took since [`Input::renew`], and the line where they begin.
    tape: Option<(Vec<u8>, u64)>,
}

impl<R: Read> Input<R> {
    /// Reads the first bytes and detects the encoding: by byte order mark, zero bytes, or the XML
    /// declaration. A file that is not XML is refused here.
    pub(crate) fn open(source: R, sort: Sort, tolerance: Tolerance) -> Result<Self> {
        let mut input = Self::hollow(Some(source), sort, tolerance);
        // A pipe may deliver its first bytes in small pieces; a file delivers them at once.
        while !input.source_ended && input.raw.len() < 1024 {
            input.read_raw().map_err(Error::cannot_read)?;
        }
        if let Some(what) = looks_like(&input.raw) {
            return Err(sort.is_not(&format!("this is {what}, not {}", sort.name)));
        }
        let found = encoding_of(&input.raw)?;
        input.raw_at = found.mark;
        if found.encoding != UTF_8 {
            input.decoder = Some(found.encoding.new_decoder_without_bom_handling());
        }
        if let Some(message) = found.odd {
            input.odd.push((Oddity::WrongEncoding, 1, message));
        }
        input.refuse_other_than_xml()?;
        Ok(input)
    }

    fn hollow(source: Option<R>, sort: Sort, tolerance: Tolerance) -> Self {
        Self {
            source,
            sort,
            tolerance,
            source_ended: false,
            decoder: None,
            raw: Vec::new(),
            raw_at: 0,
            buffer: vec![0; BUFFER],
            at: 0,
            end: 0,
            ended: false,
            line: 1,
            counted: 0,
            after_return: false,
            since_renewed: 0,
            failure: None,
            partial: Vec::new(),
            last: None,
            is_wide: false,
            is_checked: tolerance > Tolerance::None,
            odd: Vec::new(),
            tape: (tolerance == Tolerance::Salvage).then(|| (Vec::new(), 1)),
        }
    }

    /// Moves the input out, and leaves one that is at the end of its file.
    pub(crate) fn take_over(&mut self) -> Self {
        let hollow = Self::hollow(None, self.sort, self.tolerance);
        std::mem::replace(self, hollow)
    }

    /// Returns the oddities of the bytes read so far, with lines.
    pub(crate) fn odd(&mut self) -> &mut Vec<(Oddity, u64, String)> {
        &mut self.odd
    }

    fn refuse_other_than_xml(&mut self) -> Result<()> {
        if let Err(e) = self.fill_buf() {
            return Err(self.take_failure(e));
        }
        if self.tolerance == Tolerance::Salvage {
            self.skip_junk();
        }
        match self.buffer[self.at..self.end].trim_ascii_start().first() {
            Some(b'<') => Ok(()),
            Some(_) => Err(self.sort.is_not("this is not XML: it does not begin with <")),
            None if self.source_ended => Err(self.sort.is_not("the file is empty")),
            None => Err(self.sort.is_not("this is not XML: it begins with white space only")),
        }
    }

    /// Skips text before the XML.
    fn skip_junk(&mut self) {
        let start = &self.buffer[..self.end];
        let is_xml = |rest: &[u8]| {
            rest.starts_with(b"<?xml")
                || rest.starts_with(b"<!DOCTYPE")
                || rest.starts_with(b"<tmx")
        };
        if start.trim_ascii_start().first() == Some(&b'<') {
            return;
        }
        let mut opens = memchr::memchr_iter(b'<', start);
        if let Some(at) = opens.find(|at| is_xml(&start[*at..])) {
            let message = "text before the XML; other programs do not find the XML then";
            self.odd.push((Oddity::LateDeclaration, 1, message.to_owned()));
            self.consume(at);
            if let Some((tape, _)) = &mut self.tape {
                tape.clear();
            }
        }
    }

    /// Returns the line that the parser has reached.
    pub(crate) fn line(&mut self) -> u64 {
        let passed = &self.buffer[self.counted..self.at];
        self.line += newlines(passed);
        // A line end of two characters may be split.
        if self.after_return && passed.first() == Some(&b'\n') {
            self.line -= 1;
        }
        if let Some(last) = passed.last() {
            self.after_return = *last == b'\r';
        }
        self.counted = self.at;
        self.line
    }

    /// Returns true if the parser has taken all bytes.
    pub(crate) fn is_at_end(&self) -> bool {
        self.ended && self.at == self.end
    }

    /// Begins a new stretch for the size limit.
    pub(crate) fn renew(&mut self) {
        self.since_renewed = 0;
        if self.tape.is_some() {
            let line = self.line();
            if let Some((tape, began)) = &mut self.tape {
                tape.clear();
                *began = line;
            }
        }
    }

    /// Returns true if a unit begins at the start of the stretch, even if its start tag is
    /// unreadable.
    pub(crate) fn begins_unit(&self) -> bool {
        let tape = self.tape.as_ref().map_or(&b""[..], |(tape, _)| tape.trim_ascii_start());
        unit_start(&tape[..tape.len().min(4)]) == Some(0)
    }

    /// Continues at the next `<tu` after damage. Returns the bytes before it, as far as they were
    /// kept, and true if there is one. If the damaged unit has begun, its own start does not count.
    pub(crate) fn resync(&mut self, has_begun: bool) -> io::Result<(Vec<u8>, bool)> {
        let Some((mut tape, mut line)) = self.tape.take() else { return Ok((Vec::new(), false)) };
        let mut from = if has_begun { unit_start(&tape).map_or(0, |at| at + 3) } else { 0 };
        let mut damaged = Vec::new();
        let mut sought = 0;
        let found = loop {
            if let Some(at) = unit_start(&tape[from..]) {
                break Some(from + at);
            }
            // A start tag may be split across two reads.
            let keep = tape.len().saturating_sub(4).max(from);
            line += newlines(&tape[..keep]);
            keep_some(&mut damaged, &tape[..keep]);
            tape.drain(..keep);
            from = 0;
            self.since_renewed = 0;
            let more = self.fill_buf()?.to_vec();
            sought += more.len();
            if more.is_empty() || sought > SOUGHT {
                break None;
            }
            self.consume(more.len());
            tape.extend_from_slice(&more);
        };
        self.line();
        let Some(at) = found else {
            keep_some(&mut damaged, &tape);
            self.tape = Some((Vec::new(), line));
            return Ok((damaged, false));
        };
        line += newlines(&tape[..at]);
        keep_some(&mut damaged, &tape[..at]);
        tape.drain(..at);
        tape.extend_from_slice(&self.buffer[self.at..self.end]);
        (self.at, self.end, self.counted, self.line) = (0, tape.len(), 0, line);
        (self.buffer, self.after_return) = (tape, false);
        self.since_renewed = self.end;
        self.tape = Some((Vec::new(), line));
        Ok((damaged, true))
    }

    /// Returns the error behind a failed read: ours if there is one, else the system's.
    pub(crate) fn take_failure(&mut self, error: io::Error) -> Error {
        self.failure.take().unwrap_or_else(|| Error::cannot_read(error))
    }

    fn fill(&mut self) -> io::Result<()> {
        self.line();
        self.last = self.buffer[..self.end].last().copied().or(self.last);
        (self.at, self.end, self.counted) = (0, 0, 0);
        self.buffer.resize(BUFFER, 0);
        if self.since_renewed > LIMIT {
            let megabytes = LIMIT / (1024 * 1024);
            return Err(self.fail(
                Error::new(
                    ErrorKind::Format,
                    format!("a {} exceeds {megabytes} MiB", self.sort.part),
                )
                .hint(format!(
                    "no tool writes such {}s; the file is damaged or in another format",
                    self.sort.part
                )),
            ));
        }
        self.end = if self.decoder.is_some() { self.fill_decoded()? } else { self.fill_plain()? };
        self.since_renewed += self.end;
        Ok(())
    }

    /// Reads UTF-8 as it is, and validates it.
    fn fill_plain(&mut self) -> io::Result<usize> {
        let partial = self.partial.len();
        self.buffer[..partial].copy_from_slice(&self.partial);
        self.partial.clear();
        let read = if self.raw_at < self.raw.len() {
            // The bytes read to detect the encoding leave room for a partial character.
            let start = &self.raw[self.raw_at..];
            let taken = start.len().min(BUFFER - partial);
            self.buffer[partial..partial + taken].copy_from_slice(&start[..taken]);
            self.raw_at += taken;
            taken
        } else {
            let read = read_some(self.source.as_mut(), &mut self.buffer[partial..])?;
            self.ended = read == 0;
            read
        };
        let end = partial + read;
        if !self.is_checked || self.ended {
            return Ok(end);
        }
        let (valid, is_partial) = match std::str::from_utf8(&self.buffer[..end]) {
            Ok(_) => (end, true),
            Err(e) => (e.valid_up_to(), e.error_len().is_none()),
        };
        self.is_wide = self.is_wide || !self.buffer[..valid].is_ascii();
        if is_partial {
            self.partial.extend_from_slice(&self.buffer[valid..end]);
            // Only a partial character was read: continue.
            return if valid == 0 { self.fill_plain() } else { Ok(valid) };
        }
        self.other_than_utf8(valid, end)
    }

    /// Handles bytes that are not UTF-8: either the whole file is in another encoding, or some of
    /// it is damaged.
    fn other_than_utf8(&mut self, valid: usize, end: usize) -> io::Result<usize> {
        let mut rest = self.buffer[valid..end].to_vec();
        rest.extend_from_slice(&self.raw[self.raw_at..]);
        (self.raw, self.raw_at) = (rest, 0);
        while self.raw.len() < BUFFER / 2 && !self.source_ended {
            self.read_raw()?;
        }
        self.is_checked = false;
        let line = self.line + newlines(&self.buffer[..valid]);
        let other = likeliest(&self.raw);
        if !self.is_wide && other != UTF_8 {
            let name = other.name();
            let message = format!("the file is not UTF-8 as declared; read as {name} (a guess)");
            self.odd.push((Oddity::WrongEncoding, line, message));
            self.decoder = Some(other.new_decoder_without_bom_handling());
        } else if self.tolerance == Tolerance::Salvage {
            self.decoder = Some(UTF_8.new_decoder_without_bom_handling());
        }
        match valid {
            0 if self.decoder.is_some() => self.fill_decoded(),
            0 => self.fill_plain(),
            _ => Ok(valid),
        }
    }

    fn fill_decoded(&mut self) -> io::Result<usize> {
        let mut written = 0;
        while written == 0 && !self.ended {
            if self.raw_at == self.raw.len() && !self.source_ended {
                // An invalid sequence may begin among the last bytes.
                let gone = self.raw.len().saturating_sub(4);
                self.raw.drain(..gone);
                self.raw_at = self.raw.len();
                self.read_raw()?;
            }
            let Some(decoder) = &mut self.decoder else { break };
            // Leave room for what replaces an invalid sequence.
            let room = self.buffer.len() - LONGEST_MEANT;
            let (result, read, out) = decoder.decode_to_utf8_without_replacement(
                &self.raw[self.raw_at..],
                &mut self.buffer[..room],
                self.source_ended,
            );
            self.raw_at += read;
            written = out;
            match result {
                DecoderResult::InputEmpty => self.ended = self.source_ended,
                DecoderResult::OutputFull => {}
                // A partial character at the very end: the parser will report that the file is cut
                // off.
                DecoderResult::Malformed(..)
                    if self.source_ended && self.raw_at == self.raw.len() =>
                {
                    self.ended = true;
                }
                DecoderResult::Malformed(length, after) if self.tolerance == Tolerance::Salvage => {
                    let name = decoder.encoding().name();
                    let end = self.raw_at.saturating_sub(usize::from(after));
                    let bytes = &self.raw[end.saturating_sub(usize::from(length))..end];
                    let before = self.buffer[..out].last().copied().or(self.last);
                    let near = (before, self.raw.get(end).copied());
                    let meant = western(bytes, near).filter(|_| name == UTF_8.name());
                    let line = self.line + newlines(&self.buffer[..out]);
                    let (text, action) = match &meant {
                        Some(meant) => (meant.as_bytes(), "read as windows-1252 (a guess)"),
                        None => (REPLACEMENT, "replaced by U+FFFD"),
                    };
                    let message = format!("bytes that are not valid {name}; {action}");
                    self.buffer[out..out + text.len()].copy_from_slice(text);
                    written = out + text.len();
                    if self.odd.len() < MAX_ODD {
                        self.odd.push((Oddity::DamagedCharacter, line, message));
                    }
                }
                DecoderResult::Malformed(..) => {
                    self.line += newlines(&self.buffer[..out]);
                    let name = decoder.encoding().name();
                    return Err(self.fail(not_valid(name)));
                }
            }
        }
        Ok(written)
    }

    fn read_raw(&mut self) -> io::Result<()> {
        let old = self.raw.len();
        self.raw.resize(old + BUFFER / 2, 0);
        let read = read_some(self.source.as_mut(), &mut self.raw[old..]);
        self.raw.truncate(old + *read.as_ref().unwrap_or(&0));
        self.source_ended = read? == 0;
        Ok(())
    }

    fn fail(&mut self, error: Error) -> io::Error {
        self.failure = Some(error);
        io::ErrorKind::InvalidData.into()
    }
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut rest = self.fill_buf()?;
        let read = rest.read(out)?;
        self.consume(read);
        Ok(read)
    }
}

impl<R: Read> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.end && !self.ended {
            self.fill()?;
        }
        Ok(&self.buffer[self.at..self.end])
    }

    fn consume(&mut self, amount: usize) {
        if let Some((tape, _)) = &mut self.tape {
            tape.extend_from_slice(&self.buffer[self.at..self.at + amount]);
        }
        self.at += amount;
    }
}

/// Keeps bytes up to the size of a unit.
fn keep_some(kept: &mut Vec<u8>, bytes: &[u8]) {
    let room = LIMIT.saturating_sub(kept.len());
    kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
}

const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// Returns the offset of the first start tag of a unit.
fn unit_start(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, b"<tu")
        .find(|at| matches!(bytes.get(at + 3), Some(b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'/')))
}

fn read_some(source: Option<&mut impl Read>, buffer: &mut [u8]) -> io::Result<usize> {
    let Some(source) = source else { return Ok(0) };
    loop {
        match source.read(buffer) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

fn not_valid(encoding: &str) -> Error {
    Error::new(ErrorKind::Format, format!("this is not valid {encoding}"))
        .hint("the file is damaged, or its first line names the wrong encoding")
}
