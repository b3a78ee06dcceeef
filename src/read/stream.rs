//! Plain text of any size, read in chunks of whole sentences, so that memory use stays constant.
//!
//! A file that fits into the first read is read as [`super::plain`] reads it. The first mebibyte of
//! a longer one determines encoding, language and wrapping. Chunks then end at paragraph ends. A
//! paragraph longer than the maximum size of a chunk is cut at the end of a sentence, far enough
//! from the end of the text read so far that no rule would decide differently; a sentence longer
//! than that is cut at a space.

use std::{
    io::{self, Read},
    path::Path,
};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};

use super::{
    input,
    limits::MAX_FILE,
    plain::{self, ReadOptions},
    registry::{self, PLAIN},
    wrap::is_wrapped,
};
use crate::text::decode;
use crate::{
    document::{Document, lines},
    error::Result,
    lang::Lang,
    segment::Segmenter,
};

/// Bytes read before encoding and language are determined.
const FIRST: usize = 1 << 20;
/// Bytes read at a time after that.
const READ: usize = 256 << 10;
/// Maximum size in bytes of a chunk that contains no end of a paragraph.
const LONGEST: usize = 4 << 20;
/// Distance in bytes from the end of the text read so far at which a long paragraph is cut: more
/// than any rule looks ahead.
const MARGIN: usize = 16 << 10;

/// A part of a text that ends with a sentence.
#[derive(Debug, Clone)]
pub struct Chunk {
    /// The part as a document; its spans count from its own beginning.
    pub document: Document,
    /// Its byte offset in the whole text.
    pub start: usize,
    /// The index of its first block in the whole text. Where a long paragraph was cut, it equals
    /// that of the last block of the chunk before.
    pub first_block: usize,
}

/// Reads a text chunk by chunk.
pub struct TextStream<'r> {
    input: Input<'r>,
    origin: String,
    lang: Lang,
    wrapped: bool,
    segmented: bool,
    /// Text that was decoded and not returned yet.
    text: String,
    start: usize,
    next_block: usize,
    cut: usize,
    /// A document of another format than plain text, which is one chunk.
    whole: Option<Document>,
}

impl<'r> TextStream<'r> {
    /// Creates a stream from a reader; `origin` is its name in messages.
    pub fn new(
        reader: Box<dyn Read + Send + 'r>,
        origin: &str,
        options: &ReadOptions,
    ) -> Result<Self> {
        Self::with_first(reader, origin, options, FIRST)
    }

    /// Creates a stream with another size of the first read, so that tests need no long texts.
    #[doc(hidden)]
    pub fn with_first(
        mut reader: Box<dyn Read + Send + 'r>,
        origin: &str,
        options: &ReadOptions,
        first: usize,
    ) -> Result<Self> {
        let mut bytes = Vec::new();
        let fail = |e| plain::cannot_read(Path::new(origin), e);
        reader.by_ref().take(first as u64).read_to_end(&mut bytes).map_err(fail)?;
        if let Some(document) = other_format(&mut bytes, &mut reader, origin, options, first)? {
            let mut stream = Self::with_text(
                Input::done(reader, origin),
                String::new(),
                options,
                document.lang.clone(),
            );
            stream.whole = Some(document);
            return Ok(stream);
        }
        let (input, text) = if bytes.len() < first {
            let text = decode::decode(bytes, origin, options.encoding.as_deref())?;
            (Input::done(reader, origin), text)
        } else {
            let declared = options.encoding.as_deref();
            let (encoding, bom) = decode::of_beginning(&bytes, origin, declared)?;
            let mut input = Input::new(reader, origin, encoding, first.min(READ));
            let mut text = String::new();
            input.decode(&bytes[bom..], &mut text)?;
            input.bytes += bom as u64;
            (input, text)
        };
        let lang = plain::language(&text, origin, options)?;
        Ok(Self::with_text(input, text, options, lang))
    }

    fn with_text(input: Input<'r>, text: String, options: &ReadOptions, lang: Lang) -> Self {
        Self {
            origin: input.origin.clone(),
            input,
            lang,
            wrapped: options.wrapped.unwrap_or_else(|| is_wrapped(&text)),
            segmented: options.segmented,
            text,
            start: 0,
            next_block: 0,
            cut: 0,
            whole: None,
        }
    }

    /// Returns the language, given or detected.
    pub fn lang(&self) -> &Lang {
        &self.lang
    }

    /// Returns the number of sentences that were cut at a space because they exceeded the size of a
    /// chunk.
    pub fn cut_sentences(&self) -> usize {
        self.cut
    }

    /// Returns the next chunk, `None` at the end. The segmenter finds where a long paragraph can be
    /// cut.
    pub fn next_chunk(&mut self, segmenter: &Segmenter) -> Result<Option<Chunk>> {
        if let Some(document) = self.whole.take() {
            return Ok(Some(Chunk { document, start: 0, first_block: 0 }));
        }
        while !self.input.done && self.text.len() < self.input.size {
            self.input.read(&mut self.text)?;
        }
        loop {
            if self.input.done {
                let text = std::mem::take(&mut self.text);
                return Ok((!text.is_empty()).then(|| self.chunk(text, false)));
            }
            if let Some(end) = self.last_paragraph_end() {
                return Ok(Some(self.split(end, false)));
            }
            if self.text.len() >= self.input.longest() {
                let end = self.sentence_end(segmenter);
                return Ok(Some(self.split(end, true)));
            }
            let target = self.text.len() * 2;
            while !self.input.done && self.text.len() < target {
                self.input.read(&mut self.text)?;
            }
        }
    }

    /// Returns the end of the last complete paragraph, separators included.
    fn last_paragraph_end(&self) -> Option<usize> {
        let mut end = None;
        let mut last = None;
        // The last line may be incomplete, and CR may be half of a line terminator.
        let whole = self.text.trim_end_matches('\r');
        let mut before: Option<usize> = None;
        for line in lines(whole) {
            if let Some(start) = before.replace(line.start).filter(|_| self.wrapped) {
                let blank = whole[start..line.start].trim().is_empty();
                end = if blank { Some(line.start) } else { end };
            }
            last = Some(line.start);
        }
        if self.wrapped { end } else { last }.filter(|end| *end > 0)
    }

    /// Returns the end of the last sentence that would end there whatever text followed.
    fn sentence_end(&mut self, segmenter: &Segmenter) -> usize {
        let margin = MARGIN.min(self.input.longest() / 4);
        let limit = self.text.len() - margin;
        let sentences = if self.segmented { Vec::new() } else { segmenter.sentences(&self.text) };
        // Each sentence but the last is followed by another.
        let starts = sentences.windows(2).map(|pair| pair[1].start);
        if let Some(end) = starts.take_while(|start| *start <= limit).last() {
            return end;
        }
        self.cut += 1;
        let mut limit = limit;
        while !self.text.is_char_boundary(limit) {
            limit -= 1;
        }
        let space = self.text[..limit].rfind(char::is_whitespace).filter(|at| *at > 0);
        space.unwrap_or(limit).max(self.text.chars().next().map_or(0, char::len_utf8))
    }

    fn split(&mut self, end: usize, continues: bool) -> Chunk {
        let rest = self.text.split_off(end);
        let text = std::mem::replace(&mut self.text, rest);
        self.chunk(text, continues)
    }

    fn chunk(&mut self, text: String, continues: bool) -> Chunk {
        let (start, first_block) = (self.start, self.next_block);
        self.start += text.len();
        let document =
            plain::document(&self.origin, self.lang.clone(), text, self.segmented, self.wrapped);
        let blocks = document.blocks.len();
        self.next_block += if continues { blocks.saturating_sub(1) } else { blocks };
        Chunk { document, start, first_block }
    }
}

/// Reads a document of another format than plain text; `None` for plain text, of which `bytes` are the
/// first.
fn other_format(
    bytes: &mut Vec<u8>,
    reader: &mut dyn Read,
    origin: &str,
    options: &ReadOptions,
    first: usize,
) -> Result<Option<Document>> {
    let reader_of = |bytes: &[u8]| {
        let found = registry::of(&mut input::Input::from_bytes(bytes, origin)?, options)?;
        Ok((found.name != PLAIN.name).then_some(found))
    };
    let mut rest = |bytes: &mut Vec<u8>| match reader.take(MAX_FILE + 1).read_to_end(bytes) {
        Ok(_) => Ok(()),
        Err(e) => Err(plain::cannot_read(Path::new(origin), e)),
    };
    // The end of an archive tells what it holds.
    let is_cut = bytes.len() == first;
    if is_cut && input::is_zip(bytes) {
        rest(bytes)?;
    }
    let Some(found) = reader_of(bytes)? else { return Ok(None) };
    if is_cut && !input::is_zip(bytes) {
        rest(bytes)?;
    }
    let mut input = input::Input::from_bytes(std::mem::take(bytes), origin)?;
    (found.read)(&mut input, options).map(Some)
}

/// Incremental decoding of bytes.
struct Input<'r> {
    reader: Box<dyn Read + Send + 'r>,
    origin: String,
    encoding: &'static Encoding,
    /// `None` for UTF-8, which needs no conversion.
    decoder: Option<Decoder>,
    /// The beginning of a character whose other bytes have not been read yet.
    rest: Vec<u8>,
    buffer: Vec<u8>,
    size: usize,
    /// Bytes decoded so far.
    bytes: u64,
    lines: u64,
    done: bool,
}

impl<'r> Input<'r> {
    fn new(
        reader: Box<dyn Read + Send + 'r>,
        origin: &str,
        encoding: &'static Encoding,
        size: usize,
    ) -> Self {
        Self {
            reader,
            origin: origin.to_owned(),
            encoding,
            decoder: (encoding != UTF_8).then(|| encoding.new_decoder_without_bom_handling()),
            rest: Vec::new(),
            buffer: vec![0; size],
            size,
            bytes: 0,
            lines: 0,
            done: false,
        }
    }

    /// Creates the input of a text that was read completely.
    fn done(reader: Box<dyn Read + Send + 'r>, origin: &str) -> Self {
        Self { done: true, ..Self::new(reader, origin, UTF_8, 0) }
    }

    fn longest(&self) -> usize {
        LONGEST.min(self.size * 16)
    }

    /// Reads another block and decodes it.
    fn read(&mut self, out: &mut String) -> Result<()> {
        let mut buffer = std::mem::take(&mut self.buffer);
        let length = loop {
            match self.reader.read(&mut buffer) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => {
                    break other.map_err(|e| plain::cannot_read(Path::new(&self.origin), e))?;
                }
            }
        };
        let from = out.len();
        let result =
            if length == 0 { self.finish(out) } else { self.decode(&buffer[..length], out) };
        self.buffer = buffer;
        result?;
        if decode::is_binary(&out[from..]) {
            return Err(decode::binary(&self.origin));
        }
        Ok(())
    }

    fn decode(&mut self, bytes: &[u8], out: &mut String) -> Result<()> {
        let from = out.len();
        let Some(decoder) = &mut self.decoder else {
            self.rest.extend_from_slice(bytes);
            return self.decode_utf8(out, false);
        };
        let mut left = bytes;
        loop {
            let room = decoder.max_utf8_buffer_length_without_replacement(left.len());
            out.reserve(room.unwrap_or(left.len() * 4));
            let (result, read) = decoder.decode_to_string_without_replacement(left, out, false);
            left = &left[read..];
            match result {
                DecoderResult::InputEmpty => break,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    let line = 1 + self.lines + decode::lines(&out.as_bytes()[from..]);
                    return Err(decode::not_valid(self.encoding, line, &self.origin));
                }
            }
        }
        self.count(bytes.len(), &out.as_bytes()[from..]);
        Ok(())
    }

    fn decode_utf8(&mut self, out: &mut String, at_end: bool) -> Result<()> {
        let valid = match std::str::from_utf8(&self.rest) {
            Ok(text) => text,
            Err(e) if e.error_len().is_some() || at_end => {
                let before = (self.bytes, self.lines);
                return Err(decode::bad_utf8(&self.rest, &e, before, &self.origin));
            }
            Err(e) => std::str::from_utf8(&self.rest[..e.valid_up_to()]).unwrap_or_default(),
        };
        let (length, breaks) = (valid.len(), decode::lines(valid.as_bytes()));
        out.push_str(valid);
        self.rest.drain(..length);
        self.bytes += length as u64;
        self.lines += breaks;
        Ok(())
    }

    fn finish(&mut self, out: &mut String) -> Result<()> {
        self.done = true;
        let Some(decoder) = &mut self.decoder else { return self.decode_utf8(out, true) };
        out.reserve(16);
        let (result, _) = decoder.decode_to_string_without_replacement(&[], out, true);
        match result {
            DecoderResult::Malformed(..) => {
                Err(decode::not_valid(self.encoding, 1 + self.lines, &self.origin))
            }
            _ => Ok(()),
        }
    }

    fn count(&mut self, bytes: usize, text: &[u8]) {
        self.bytes += bytes as u64;
        self.lines += decode::lines(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::{SegmentOptions, segments_with};

    /// Returns start, end and paragraph of the segments of a text read in chunks of a size.
    fn streamed(
        bytes: &[u8],
        options: &ReadOptions,
        size: usize,
    ) -> Result<Vec<(usize, usize, usize)>> {
        let mut stream = TextStream::with_first(Box::new(bytes), "a.txt", options, size)?;
        let segmenter = Segmenter::new(stream.lang(), &SegmentOptions::default());
        let mut out = Vec::new();
        while let Some(chunk) = stream.next_chunk(&segmenter)? {
            for s in segments_with(&chunk.document, &segmenter) {
                let (start, block) = (chunk.start, chunk.first_block);
                out.push((start + s.span.start, start + s.span.end, block + s.block));
            }
        }
        Ok(out)
    }

    #[test]
    fn a_stream_yields_the_segments_of_the_whole_text() {
        let line = "وصل د. أحمد أمس. والتقى بطلابه... ثم عاد؟ It was 3.5 p.m. then. \r\n";
        let arabic = line.repeat(60) + "\r\n" + &line.replace("\r\n", " ").repeat(200);
        for wrapped in [None, Some(true), Some(false)] {
            let options = ReadOptions { wrapped, assumed_english: true, ..Default::default() };
            let whole = streamed(arabic.as_bytes(), &options, 1 << 20).unwrap();
            assert!(whole.len() > 700);
            for size in [1000, 1001, 4096] {
                assert_eq!(streamed(arabic.as_bytes(), &options, size).unwrap(), whole, "{size}");
            }
            let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(&arabic);
            assert_eq!(streamed(&bytes, &options, 1500).unwrap(), whole);
        }
    }

    #[test]
    fn invalid_bytes_far_into_a_file_are_reported_with_their_place() {
        let mut bytes = "قال ثم ذهب.\n".repeat(500).into_bytes();
        let whole = bytes.clone();
        let at = bytes.len() - 22;
        bytes[at] = 0xFF;
        let error = streamed(&bytes, &ReadOptions::default(), 1000).unwrap_err();
        let byte = at + 1;
        assert_eq!(error.to_string(), format!("a.txt:499: byte {byte} (FF) is not valid UTF-8"));
        let error = streamed(&whole[..whole.len() - 3], &ReadOptions::default(), 1000).unwrap_err();
        assert!(error.to_string().contains("500: the file ends in the middle of a character"));
        let odd = ReadOptions {
            encoding: Some("utf-16le".into()),
            assumed_english: true,
            ..Default::default()
        };
        let mut wide: Vec<u8> =
            "abc\n".repeat(500).encode_utf16().flat_map(u16::to_le_bytes).collect();
        wide.pop();
        let error = streamed(&wide, &odd, 1000).unwrap_err();
        assert_eq!(error.to_string(), "a.txt:500: this is not valid UTF-16LE");
        bytes[at] = 0;
        let error = streamed(&bytes, &ReadOptions::default(), 1000).unwrap_err();
        assert!(error.to_string().contains("binary"));
    }

    #[test]
    fn a_sentence_without_end_is_cut_at_a_space() {
        let text = "word ".repeat(20_000);
        let lang = Some(Lang::english());
        let options = ReadOptions { wrapped: Some(false), lang, ..Default::default() };
        let mut stream =
            TextStream::with_first(Box::new(text.as_bytes()), "-", &options, 100).unwrap();
        let segmenter = Segmenter::new(stream.lang(), &SegmentOptions::default());
        let mut read = String::new();
        while let Some(chunk) = stream.next_chunk(&segmenter).unwrap() {
            assert_eq!((chunk.first_block, chunk.start), (0, read.len()));
            assert!(chunk.document.text.len() <= 2_000);
            read.push_str(&chunk.document.text);
        }
        assert_eq!(read, text);
        assert!(stream.cut_sentences() > 10);
    }
}
