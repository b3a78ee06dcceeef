//! The bytes beneath the XML: decoded to UTF-8 as they stream, lines counted, sizes bounded.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::{
    error::{Error, ErrorKind, Result},
    format::decode::{by_name, looks_like, utf16_by_zeros},
};

const BUFFER: usize = 64 * 1024;
/// More than this between two calls of [`Input::renew`] is no translation unit.
const LIMIT: usize = 16 * 1024 * 1024;

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
    source: R,
    sort: Sort,
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
}

impl<R: Read> Input<R> {
    /// Reads the first bytes and finds the encoding: by byte order mark, zero bytes, or the XML
    /// declaration. What is no XML at all is refused here.
    pub(crate) fn open(source: R, sort: Sort) -> Result<Self> {
        let mut input = Self {
            source,
            sort,
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
        };
        // A pipe may give its first bytes in small pieces; a file gives them at once.
        while !input.source_ended && input.raw.len() < 1024 {
            input.read_raw().map_err(Error::cannot_read)?;
        }
        if let Some(what) = looks_like(&input.raw) {
            return Err(sort.is_not(&format!("this is {what}, not {}", sort.name)));
        }
        let (encoding, mark) = encoding_of(&input.raw)?;
        input.raw_at = mark;
        if encoding != UTF_8 {
            input.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        input.refuse_other_than_xml()?;
        Ok(input)
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
    }

    /// Why reading failed, in our words rather than the system's where we have any.
    pub(crate) fn take_failure(&mut self, error: io::Error) -> Error {
        self.failure.take().unwrap_or_else(|| Error::cannot_read(error))
    }

    fn fill(&mut self) -> io::Result<()> {
        self.line();
        (self.at, self.end, self.counted) = (0, 0, 0);
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
        self.end = if self.decoder.is_some() {
            self.fill_decoded()?
        } else if self.raw_at < self.raw.len() {
            let start = &self.raw[self.raw_at..];
            self.buffer[..start.len()].copy_from_slice(start);
            self.raw_at = self.raw.len();
            start.len()
        } else {
            let read = read_some(&mut self.source, &mut self.buffer)?;
            self.ended = read == 0;
            read
        };
        self.since_renewed += self.end;
        Ok(())
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
            let (result, read, out) = decoder.decode_to_utf8_without_replacement(
                &self.raw[self.raw_at..],
                &mut self.buffer,
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
        let read = read_some(&mut self.source, &mut self.raw[old..]);
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
        self.at += amount;
    }
}

/// The encoding of a file that begins so, and the length of its byte order mark.
fn encoding_of(start: &[u8]) -> Result<(&'static Encoding, usize)> {
    if let Some(found) = Encoding::for_bom(start) {
        return Ok(found);
    }
    if let Some(encoding) = utf16_by_zeros(start) {
        return Ok((encoding, 0));
    }
    let Some(name) = declared(start) else { return Ok((UTF_8, 0)) };
    let encoding = by_name(name).map_err(|e| Error { kind: ErrorKind::Format, ..e })?;
    // What could be read as ASCII this far is not UTF-16, whatever it says.
    let plain = if [UTF_16LE, UTF_16BE].contains(&encoding) { UTF_8 } else { encoding };
    Ok((plain, 0))
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

fn read_some(source: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
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
