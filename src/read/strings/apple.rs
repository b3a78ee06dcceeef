//! `.strings` of macOS and iOS: `"key" = "text";` with comments.

use super::{
    file::{self, StringFile},
    plist,
    sink::Sink,
    value::Value,
};
use crate::{
    document::Document,
    error::{Error, ErrorKind, Place, Result},
    read::{
        input::{Input, Sample},
        plain::ReadOptions,
        registry::Reader,
    },
};

/// The reader of `.strings`.
pub(in crate::read) static READER: Reader = Reader {
    name: "strings",
    title: ".strings, strings of an iOS or macOS program",
    extensions: &["strings"],
    is: |sample| sample.has_extension("strings") || begins_so(sample),
    read,
};

/// Returns true if the first thing in a file is an entry: `"key" = "text";`.
fn begins_so(sample: &Sample) -> bool {
    let file = StringFile {
        origin: String::new(),
        text: sample.text.clone(),
        places: file::Places::Unknown,
    };
    let mut reader = Entries { file: &file, at: 0 };
    let Ok(_) = reader.skip(&mut |_| {}) else { return false };
    let word = |reader: &mut Entries<'_>| {
        let is_quoted = reader.rest().starts_with('"');
        is_quoted && reader.word().is_ok() && reader.skip(&mut |_| {}).is_ok()
    };
    let sign = |reader: &mut Entries<'_>| {
        let is_next = reader.rest().starts_with('=');
        reader.at += usize::from(is_next);
        is_next && reader.skip(&mut |_| {}).is_ok()
    };
    word(&mut reader) && sign(&mut reader) && word(&mut reader) && reader.rest().starts_with(';')
}

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let bytes = file::bytes(input)?;
    if bytes.starts_with(b"bplist") {
        return Err(Error::new(ErrorKind::Text, "this is a binary property list")
            .at(Place::file(input.origin()))
            .hint("convert it first: plutil -convert strings, or xml1"));
    }
    // The newer form is XML.
    let head = bytes.get(..bytes.len().min(200)).unwrap_or_default();
    if memchr::memmem::find(head, b"<?xml").is_some()
        || memchr::memmem::find(head, b"<plist").is_some()
    {
        return plist::document(bytes, input.origin(), options);
    }
    let file = file::decoded(bytes, input.origin(), options.encoding.as_deref())?;
    let mut sink = Sink::new(&file, options);
    let mut entries = Entries { file: &file, at: 0 };
    loop {
        entries.skip(&mut |comment| sink.comment(comment))?;
        if sink.is_full() {
            break;
        }
        match entries.entry()? {
            Some((key, value)) => sink.add(&key, value),
            None => break,
        }
    }
    sink.finish(&file.origin)
}

/// Reads entry by entry.
struct Entries<'f> {
    file: &'f StringFile,
    at: usize,
}

impl<'f> Entries<'f> {
    fn rest(&self) -> &'f str {
        self.file.text.get(self.at..).unwrap_or_default()
    }

    /// Passes over white space and comments.
    fn skip(&mut self, comment: &mut dyn FnMut(&str)) -> Result<()> {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start().len();
            self.at += blank;
            let rest = self.rest();
            if let Some(inner) = rest.strip_prefix("/*") {
                let end = inner.find("*/").ok_or_else(|| self.fault("a comment does not end"))?;
                comment(&inner[..end]);
                self.at += end + 4;
            } else if let Some(inner) = rest.strip_prefix("//") {
                let end = inner.find(['\n', '\r']).unwrap_or(inner.len());
                comment(&inner[..end]);
                self.at += end + 2;
            } else {
                return Ok(());
            }
        }
    }

    /// Reads an entry; `None` at the end of the file. Braces around all entries are passed over.
    fn entry(&mut self) -> Result<Option<(String, Value)>> {
        while self.rest().starts_with(['{', '}']) {
            self.at += 1;
            self.skip(&mut |_| {})?;
        }
        if self.rest().is_empty() {
            return Ok(None);
        }
        let start = self.at;
        let key = self.word()?;
        self.skip(&mut |_| {})?;
        // A key alone stands for itself.
        let mut value = None;
        if self.rest().starts_with('=') {
            self.at += 1;
            self.skip(&mut |_| {})?;
            value = Some(self.word()?);
            self.skip(&mut |_| {})?;
        }
        if !self.rest().starts_with(';') {
            self.at = if value.is_none() { start } else { self.at };
            return Err(self.fault("expected \"key\" = \"text\"; with a semicolon"));
        }
        self.at += 1;
        let text = key.text.clone();
        Ok(Some((text, value.unwrap_or(key))))
    }

    /// Reads a text in quotes or a bare word.
    fn word(&mut self) -> Result<Value> {
        let rest = self.rest();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            let fits =
                |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$' | ':');
            let length = rest.find(|c| !fits(c)).unwrap_or(rest.len());
            if length == 0 {
                return Err(self.fault("expected a key or a text in quotes"));
            }
            let value = Value::plain(&rest[..length], self.at);
            self.at += length;
            return Ok(value);
        };
        let start = self.at;
        self.at += 1;
        let mut value = Value::default();
        loop {
            let rest = self.rest();
            let Some(end) = rest.find([quote, '\\']) else {
                self.at = start;
                return Err(self.fault("a text does not end"));
            };
            value.push(&rest[..end], self.at);
            self.at += end;
            if self.rest().starts_with(quote) {
                self.at += 1;
                return Ok(value);
            }
            self.escape(&mut value);
        }
    }

    fn escape(&mut self, value: &mut Value) {
        let (start, rest) = (self.at, self.rest());
        let (text, length) = escaped(rest);
        self.at += length;
        value.push_as(text.encode_utf8(&mut [0; 4]), start..self.at);
    }

    fn fault(&self, message: &str) -> Error {
        file::damaged(self.file, self.at, message)
    }
}

/// Returns the character of an escape, and its length.
fn escaped(text: &str) -> (char, usize) {
    match text.chars().nth(1) {
        None => ('\\', 1),
        Some('n') => ('\n', 2),
        Some('t') => ('\t', 2),
        Some('r') => ('\r', 2),
        Some('a') => ('\u{7}', 2),
        Some('b') => ('\u{8}', 2),
        Some('f') => ('\u{C}', 2),
        Some('v') => ('\u{B}', 2),
        Some('U' | 'u') => {
            let unit = |at: usize| {
                let digits = text.get(at..at + 6)?;
                let digits = digits.strip_prefix("\\U").or_else(|| digits.strip_prefix("\\u"))?;
                let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
                is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
            };
            let units = [unit(0), unit(6)].into_iter().map_while(|unit| unit);
            match char::decode_utf16(units).next() {
                Some(Ok(c)) => (c, 6 * c.len_utf16()),
                _ => ('U', 2),
            }
        }
        Some(c) => (c, 1 + c.len_utf8()),
    }
}
