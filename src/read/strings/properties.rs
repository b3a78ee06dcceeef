//! Java properties: lines of keys and texts.

use super::{
    file::{self, StringFile},
    json::unicode,
    sink::Sink,
    value::Value,
};
use crate::{
    document::Document,
    error::Result,
    read::{input::Input, plain::ReadOptions, registry::Reader},
};

/// The reader of Java properties.
pub(in crate::read) static READER: Reader = Reader {
    name: "properties",
    title: "Java properties, strings of a program",
    extensions: &["properties"],
    is: |sample| sample.has_extension("properties"),
    read,
};

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let bytes = file::bytes(input)?;
    let encoding = options.encoding.clone().or_else(|| encoding(&bytes).map(str::to_owned));
    let file = file::decoded(bytes, input.origin(), encoding.as_deref())?;
    let mut sink = Sink::new(&file, options);
    let mut at = 0;
    let mut comment = String::new();
    while at < file.text.len() && !sink.is_full() {
        let (end, next) = line(&file.text, at);
        let content = file.text.get(at..end).unwrap_or_default();
        let start = at + content.len() - content.trim_start_matches([' ', '\t', '\u{C}']).len();
        let content = file.text.get(start..end).unwrap_or_default();
        if let Some(text) = content.strip_prefix(['#', '!']) {
            comment.push_str(text.trim());
            comment.push('\n');
            at = next;
            continue;
        }
        sink.comment(&comment);
        comment.clear();
        at = if content.is_empty() { next } else { entry(&file, start, &mut sink) };
    }
    sink.comment(&comment);
    sink.finish(&file.origin)
}

/// Returns the encoding of a file that is no UTF-8. One whose Arabic letters are escaped is in Latin-1,
/// as Java wants it; of any other the letters tell.
fn encoding(bytes: &[u8]) -> Option<&'static str> {
    let is_marked = encoding_rs::Encoding::for_bom(bytes).is_some();
    let has_escapes = memchr::memmem::find(bytes, b"\\u0").is_some();
    let is_latin = !is_marked && has_escapes && std::str::from_utf8(bytes).is_err();
    is_latin.then_some("iso-8859-1")
}

/// Returns the end of a line without its terminator, and the beginning of the next one.
fn line(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let Some(end) = memchr::memchr2(b'\n', b'\r', &bytes[at..]).map(|end| at + end) else {
        return (text.len(), text.len());
    };
    let length = if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
    (end, end + length)
}

/// Reads an entry, which may go on in the next lines, and returns where it ends.
fn entry(file: &StringFile, start: usize, sink: &mut Sink<'_>) -> usize {
    let mut reader = Entry { text: &file.text, at: start };
    let key = reader.part(true).text;
    reader.separator();
    let value = reader.part(false);
    sink.add(&key, value);
    line(&file.text, reader.at).1
}

struct Entry<'t> {
    text: &'t str,
    at: usize,
}

impl Entry<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | 0x0C)).count();
    }

    /// Passes over what parts key and text: blanks, one `=` or `:`, and blanks again.
    fn separator(&mut self) {
        self.blanks();
        if matches!(self.peek(), Some(b'=' | b':')) {
            self.at += 1;
        }
        self.blanks();
    }

    /// Passes over blanks, and over line ends behind a backslash.
    fn blanks(&mut self) {
        self.skip_blanks();
        while let Some(next) = self.continued() {
            self.at = next;
            self.skip_blanks();
        }
    }

    /// Returns the beginning of the next line, if a backslash joins it to this one.
    fn continued(&self) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        (rest.first() == Some(&b'\\') && matches!(rest.get(1), Some(b'\n' | b'\r')))
            .then(|| line(self.text, self.at + 1).1)
    }

    /// Reads a key, or a text up to the end of the line.
    fn part(&mut self, is_key: bool) -> Value {
        let mut value = Value::default();
        while let Some(byte) = self.peek() {
            let rest = self.text.get(self.at..).unwrap_or_default();
            match byte {
                b'\n' | b'\r' => break,
                b'=' | b':' | b' ' | b'\t' | 0x0C if is_key => break,
                b'\\' => self.escape(&mut value),
                _ => {
                    let ends = |b: &u8| {
                        matches!(b, b'\\' | b'\n' | b'\r')
                            || is_key && matches!(b, b'=' | b':' | b' ' | b'\t' | 0x0C)
                    };
                    let length = rest.bytes().take_while(|b| !ends(b)).count();
                    value.push(&rest[..length], self.at);
                    self.at += length;
                }
            }
        }
        value
    }

    fn escape(&mut self, value: &mut Value) {
        let start = self.at;
        if let Some(next) = self.continued() {
            self.at = next;
            self.skip_blanks();
            value.push_as("", start..self.at);
            return;
        }
        let rest = self.text.get(start..).unwrap_or_default();
        let (c, length) = match rest.chars().nth(1) {
            None => ('\\', 1),
            Some('n') => ('\n', 2),
            Some('t') => ('\t', 2),
            Some('r') => ('\r', 2),
            Some('f') => ('\u{C}', 2),
            // Java refuses a `u` without a number; other programs write `C:\users`.
            Some('u') => unicode(rest).unwrap_or(('u', 2)),
            Some(c) => (c, 1 + c.len_utf8()),
        };
        self.at += length;
        value.push_as(c.encode_utf8(&mut [0; 4]), start..self.at);
    }
}
