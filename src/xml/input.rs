//! The bytes beneath the XML: decoded to UTF-8 as they stream, lines counted, sizes bounded.

use std::{
    borrow::Cow,
    io::{self, BufRead, Read},
};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

use super::oddity::Oddity;
use crate::{
    error::{Error, ErrorKind, Result},
    text::decode::{by_name, likeliest, looks_like, utf16_by_zeros},
};

const BUFFER: usize = 64 * 1024;
/// More than this between two calls of [`Input::renew`] is no translation unit.
const LIMIT: usize = 16 * 1024 * 1024;
/// Oddities that wait to be taken; of more a person learns nothing new.
const MAX_ODD: usize = 1000;

/// What is done about bytes that are not what the file says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tolerance {
    /// They are an error.
    #[default]
    None,
    /// Another encoding is guessed where all of the file is likely to be in it.
    Tolerant,
    /// And single ones are replaced, and reading can go on after damage.
    Salvage,
}

/// What sort of file is read, for messages to people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sort {
    /// `TMX`.
    pub(crate) name: &'static str,
    /// What it is made of: `unit`.
    pub(crate) part: &'static str,
}

impl Sort {
    pub(crate) const TMX: Self = Self { name: "TMX", part: "unit" };

    /// Why a file is none of the sort.
    pub(crate) fn is_not(self, message: &str) -> Error {
        Error::new(ErrorKind::Format, message).hint(format!(
            "give {} {} file; other formats go by their names",
            self.article(),
            self.name
        ))
    }

    fn article(self) -> &'static str {
        if self.name.starts_with(['S', 'X']) { "an" } else { "a" }
    }
}

/// A stream of UTF-8, whatever the source's encoding.
pub(crate) struct Input<R> {
    /// Taken with all that was read, when another takes over.
    source: Option<R>,
    sort: Sort,
    tolerance: Tolerance,
    source_ended: bool,
    decoder: Option<Decoder>,
    /// What is still to be decoded; without a decoder only what was read to find that out.
    raw: Vec<u8>,
    raw_at: usize,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
    ended: bool,
    /// The line of `buffer[counted]`, from 1.
    line: u64,
    counted: usize,
    since_renewed: usize,
    failure: Option<Error>,
    /// Bytes at the end of the buffer that begin a character, put before what is read next.
    half: Vec<u8>,
    /// Whether there was any character but ASCII so far.
    is_wide: bool,
    /// Whether bytes are to be looked at before the parser gets them.
    is_checked: bool,
    odd: Vec<(Oddity, u64, String)>,
    /// All that the parser took since [`Input::renew`], and the line where that began.
    tape: Option<(Vec<u8>, u64)>,
}

impl<R: Read> Input<R> {
    /// Reads the first bytes and finds the encoding: by byte order mark, zero bytes, or the XML
    /// declaration. What is no XML at all is refused here.
    pub(crate) fn open(source: R, sort: Sort, tolerance: Tolerance) -> Result<Self> {
        let mut input = Self::hollow(Some(source), sort, tolerance);
        // A pipe may give its first bytes in small pieces; a file gives them at once.
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
            since_renewed: 0,
            failure: None,
            half: Vec::new(),
            is_wide: false,
            is_checked: tolerance > Tolerance::None,
            odd: Vec::new(),
            tape: (tolerance == Tolerance::Salvage).then(|| (Vec::new(), 1)),
        }
    }

    /// All of it, leaving behind what reads as the end of a file.
    pub(crate) fn take_over(&mut self) -> Self {
        let hollow = Self::hollow(None, self.sort, self.tolerance);
        std::mem::replace(self, hollow)
    }

    /// What is odd of the bytes so far, with lines.
    pub(crate) fn odd(&mut self) -> &mut Vec<(Oddity, u64, String)> {
        &mut self.odd
    }

    fn refuse_other_than_xml(&mut self) -> Result<()> {
        if let Err(e) = self.fill_buf() {
            return Err(self.take_failure(e));
        }
        match self.buffer[..self.end].trim_ascii_start().first() {
            Some(b'<') => Ok(()),
            Some(_) => Err(self.sort.is_not("this is not XML: it does not begin with <")),
            None if self.source_ended => Err(self.sort.is_not("the file is empty")),
            None => {
                Err(self.sort.is_not("this is not XML: it begins with nothing but white space"))
            }
        }
    }

    /// The line that the parser has come to.
    pub(crate) fn line(&mut self) -> u64 {
        self.line += newlines(&self.buffer[self.counted..self.at]);
        self.counted = self.at;
        self.line
    }

    /// Whether the parser has been given all.
    pub(crate) fn is_at_end(&self) -> bool {
        self.ended && self.at == self.end
    }

    /// Begins a new stretch to be held against the size limit.
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

    /// Whether a unit begins where the stretch does, even if its start tag could not be read.
    pub(crate) fn begins_unit(&self) -> bool {
        let tape = self.tape.as_ref().map_or(&b""[..], |(tape, _)| tape.trim_ascii_start());
        unit_start(&tape[..tape.len().min(4)]) == Some(0)
    }

    /// Goes on at the next `<tu` after damage, and tells whether there is one. Where the damaged
    /// unit has begun, its own start is not that.
    pub(crate) fn resync(&mut self, has_begun: bool) -> io::Result<bool> {
        let Some((mut tape, mut line)) = self.tape.take() else { return Ok(false) };
        let mut from = if has_begun { unit_start(&tape).map_or(0, |at| at + 3) } else { 0 };
        let found = loop {
            if let Some(at) = unit_start(&tape[from..]) {
                break Some(from + at);
            }
            // A start may be cut in two.
            let keep = tape.len().saturating_sub(4).max(from);
            line += newlines(&tape[..keep]);
            tape.drain(..keep);
            from = 0;
            self.since_renewed = 0;
            let more = self.fill_buf()?.to_vec();
            if more.is_empty() {
                break None;
            }
            self.consume(more.len());
            tape.extend_from_slice(&more);
        };
        self.line();
        let Some(at) = found else {
            self.tape = Some((Vec::new(), line));
            return Ok(false);
        };
        line += newlines(&tape[..at]);
        tape.drain(..at);
        tape.extend_from_slice(&self.buffer[self.at..self.end]);
        (self.at, self.end, self.counted, self.line) = (0, tape.len(), 0, line);
        self.buffer = tape;
        self.since_renewed = self.end;
        self.tape = Some((Vec::new(), line));
        Ok(true)
    }

    /// Why reading failed, in our words rather than the system's where we have any.
    pub(crate) fn take_failure(&mut self, error: io::Error) -> Error {
        self.failure.take().unwrap_or_else(|| Error::cannot_read(error))
    }

    fn fill(&mut self) -> io::Result<()> {
        self.line();
        (self.at, self.end, self.counted) = (0, 0, 0);
        self.buffer.resize(BUFFER, 0);
        if self.since_renewed > LIMIT {
            let megabytes = LIMIT / (1024 * 1024);
            return Err(self.fail(
                Error::new(
                    ErrorKind::Format,
                    format!("a {} is larger than {megabytes} MiB", self.sort.part),
                )
                .hint(format!(
                    "no tool writes such {}s; the file is damaged or something else",
                    self.sort.part
                )),
            ));
        }
        self.end = if self.decoder.is_some() { self.fill_decoded()? } else { self.fill_plain()? };
        self.since_renewed += self.end;
        Ok(())
    }

    /// Takes UTF-8 as it is, and looks whether it is.
    fn fill_plain(&mut self) -> io::Result<usize> {
        let half = self.half.len();
        self.buffer[..half].copy_from_slice(&self.half);
        self.half.clear();
        let read = if self.raw_at < self.raw.len() {
            // What was read to find out the encoding leaves room for half a character.
            let start = &self.raw[self.raw_at..];
            let taken = start.len().min(BUFFER - half);
            self.buffer[half..half + taken].copy_from_slice(&start[..taken]);
            self.raw_at += taken;
            taken
        } else {
            let read = read_some(self.source.as_mut(), &mut self.buffer[half..])?;
            self.ended = read == 0;
            read
        };
        let end = half + read;
        if !self.is_checked || self.ended {
            return Ok(end);
        }
        let (valid, is_half) = match std::str::from_utf8(&self.buffer[..end]) {
            Ok(_) => (end, true),
            Err(e) => (e.valid_up_to(), e.error_len().is_none()),
        };
        self.is_wide = self.is_wide || !self.buffer[..valid].is_ascii();
        if is_half {
            self.half.extend_from_slice(&self.buffer[valid..end]);
            // No more than the half of one was there: look on.
            return if valid == 0 { self.fill_plain() } else { Ok(valid) };
        }
        self.other_than_utf8(valid, end)
    }

    /// Bytes that are not UTF-8 follow: either all of the file is in another encoding, or some of
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
            let message = format!("the file is not UTF-8 as it says; read as {name}, by guess");
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
                self.raw.clear();
                self.raw_at = 0;
                self.read_raw()?;
            }
            let Some(decoder) = &mut self.decoder else { break };
            // Room for what may stand for a damaged character.
            let room = self.buffer.len() - REPLACEMENT.len();
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
                // Half a character at the very end: the parser will miss what is missing.
                DecoderResult::Malformed(..)
                    if self.source_ended && self.raw_at == self.raw.len() =>
                {
                    self.ended = true;
                }
                DecoderResult::Malformed(..) if self.tolerance == Tolerance::Salvage => {
                    let line = self.line + newlines(&self.buffer[..out]);
                    self.buffer[out..out + REPLACEMENT.len()].copy_from_slice(REPLACEMENT);
                    written = out + REPLACEMENT.len();
                    if self.odd.len() < MAX_ODD {
                        let name = decoder.encoding().name();
                        let message = format!("bytes that are no {name}; U+FFFD stands for them");
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

const REPLACEMENT: &[u8] = "\u{FFFD}".as_bytes();

/// Where a unit begins.
fn unit_start(bytes: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, b"<tu")
        .find(|at| matches!(bytes.get(at + 3), Some(b' ' | b'\t' | b'\r' | b'\n' | b'>' | b'/')))
}

/// The encoding of a file, and why it is not the one that the file names.
struct Found {
    encoding: &'static Encoding,
    /// The length of the byte order mark.
    mark: usize,
    odd: Option<String>,
}

/// The encoding of a file that begins so.
fn encoding_of(start: &[u8]) -> Result<Found> {
    let shown = Encoding::for_bom(start).or_else(|| Some((utf16_by_zeros(start)?, 0)));
    if let Some((encoding, mark)) = shown {
        let (text, _) = encoding.decode_without_bom_handling(&start[mark..]);
        let name = declared(text.as_bytes()).map(str::to_owned);
        // "UTF-16" names both orders of bytes.
        let same = |name: &String| {
            by_name(name)
                .is_ok_and(|told| told == encoding || (is_utf16(told) && is_utf16(encoding)))
        };
        let odd = name.filter(|name| !same(name)).map(|name| is_other(&name, encoding));
        return Ok(Found { encoding, mark, odd });
    }
    let Some(name) = declared(start) else {
        return Ok(Found { encoding: UTF_8, mark: 0, odd: None });
    };
    let told = by_name(name).map_err(|e| Error { kind: ErrorKind::Format, ..e })?;
    // What could be read as ASCII this far is not UTF-16, whatever it says. And letters of an
    // encoding of one byte a letter make no valid UTF-8 by chance, not all of them.
    let is_utf8 = is_utf16(told) || (told.is_single_byte() && is_wide_utf8(start));
    let encoding = if is_utf8 { UTF_8 } else { told };
    let odd = is_utf8.then(|| is_other(name, UTF_8));
    Ok(Found { encoding, mark: 0, odd })
}

fn is_utf16(encoding: &Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

fn is_other(named: &str, encoding: &'static Encoding) -> String {
    let name: String = named.chars().take(40).collect();
    format!("the file says that it is {name}, but it is {}", encoding.name())
}

/// Whether this is UTF-8, with more than a letter or two that is not ASCII.
fn is_wide_utf8(start: &[u8]) -> bool {
    let text: Cow<'_, str> = match std::str::from_utf8(start) {
        Err(e) if e.error_len().is_some() => return false,
        _ => String::from_utf8_lossy(start),
    };
    text.chars().filter(|c| !c.is_ascii()).nth(2).is_some()
}

/// The encoding that the XML declaration names.
fn declared(start: &[u8]) -> Option<&str> {
    let start = start.trim_ascii_start();
    let end = start.iter().position(|b| *b == b'>')?;
    let declaration = std::str::from_utf8(&start[..end]).ok()?.strip_prefix("<?xml")?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(name, _)| name)
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

fn newlines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|b| **b == b'\n').count() as u64
}

fn not_valid(encoding: &str) -> Error {
    Error::new(ErrorKind::Format, format!("this is not valid {encoding}"))
        .hint("the file is damaged, or its first line names the wrong encoding")
}
