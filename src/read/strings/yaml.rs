//! Strings in YAML, as Rails and many other programs keep them.

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span, Tag};

use super::{
    file::{self, StringFile},
    json::Path,
    sink::Sink,
    value::Value,
};
use crate::{
    document::{Document, Extra},
    error::{Error, ErrorKind, Place, Result},
    read::{
        input::{Input, Sample},
        limits::MAX_DEPTH,
        plain::ReadOptions,
        registry::Reader,
    },
};

/// The reader of YAML.
pub(in crate::read) static READER: Reader = Reader {
    name: "yaml",
    title: "strings of a program in YAML",
    extensions: &["yml", "yaml"],
    is: |sample: &Sample| sample.has_extension("yml") || sample.has_extension("yaml"),
    read,
};

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let file = file::read(input, options)?;
    let mut sink = Sink::new(&file, options);
    let mut walk = Walk::new(&file);
    let mut parser = Parser::new_from_str(&file.text);
    while let Some(next) = parser.next_event() {
        let (event, span) = next.map_err(|e| fault(&file.origin, &e))?;
        if matches!(event, Event::StreamEnd) || sink.is_full() {
            break;
        }
        walk.event(event, span, &mut sink)?;
    }
    walk.comments(file.text.len(), &mut sink);
    sink.finish(&file.origin)
}

fn fault(origin: &str, error: &ScanError) -> Error {
    let line = error.marker().line() as u64;
    Error::new(ErrorKind::Text, format!("this is no YAML: {}", error.info()))
        .at(Place::line(origin, line.max(1)))
        .hint("mend this line; the program that the file belongs to could not read it either")
}

/// An open mapping or sequence.
struct Level {
    is_mapping: bool,
    /// True if the next thing is a key.
    at_key: bool,
}

/// Walks through the events of a YAML file.
struct Walk<'f> {
    file: &'f StringFile,
    path: Path,
    open: Vec<Level>,
    /// The number of open mappings and sequences within a key.
    within_key: usize,
    /// The same place in characters and in bytes.
    known: (usize, usize),
    /// The end of the last event, in bytes.
    end: usize,
}

impl<'f> Walk<'f> {
    fn new(file: &'f StringFile) -> Self {
        let path = Path::default();
        Self { file, path, open: Vec::new(), within_key: 0, known: (0, 0), end: 0 }
    }

    fn event(&mut self, event: Event<'_>, span: Span, sink: &mut Sink<'_>) -> Result<()> {
        let (before, from) = (self.end, self.bytes(span.start.index()));
        self.comments(from, sink);
        match event {
            Event::MappingStart(..) => self.begin(true, span)?,
            Event::SequenceStart(..) => self.begin(false, span)?,
            Event::MappingEnd | Event::SequenceEnd => self.finish(),
            Event::Scalar(text, style, _, tag) => {
                let to = self.bytes(span.end.index());
                self.end = to;
                let from = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => self.sign(before, from),
                    _ => from,
                };
                self.scalar(&text, (style, tag.as_deref()), (from, to), sink);
            }
            Event::Alias(_) => {
                let to = self.bytes(span.end.index());
                self.end = to;
                let name = self.file.text.get(from..to).unwrap_or_default();
                if self.within_key > 0 {
                    return Ok(());
                }
                if self.is_at_key() {
                    self.key(name);
                } else {
                    // The same text is read where it stands.
                    sink.leave(Extra::Untranslatable, &self.path.text, Value::plain(name, from));
                    self.after_value();
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, is_mapping: bool, span: Span) -> Result<()> {
        if self.within_key > 0 || self.is_at_key() {
            self.within_key += 1;
            return Ok(());
        }
        if self.open.len() == MAX_DEPTH {
            let message = "mappings and lists are nested too deeply";
            let line = span.start.line() as u64;
            return Err(Error::new(ErrorKind::Text, message)
                .at(Place::line(self.file.origin.as_str(), line.max(1)))
                .hint("no program writes such files; it is damaged or malicious"));
        }
        self.open.push(Level { is_mapping, at_key: is_mapping });
        self.path.begin(!is_mapping);
        Ok(())
    }

    fn finish(&mut self) {
        if self.within_key > 0 {
            self.within_key -= 1;
            if self.within_key == 0 {
                self.key("?");
            }
            return;
        }
        self.open.pop();
        self.path.end();
        self.after_value();
    }

    fn is_at_key(&self) -> bool {
        self.open.last().is_some_and(|level| level.at_key)
    }

    fn key(&mut self, key: &str) {
        self.path.set(key);
        if let Some(level) = self.open.last_mut() {
            level.at_key = false;
        }
    }

    fn after_value(&mut self) {
        self.path.after_value();
        if let Some(level) = self.open.last_mut() {
            level.at_key = level.is_mapping;
        }
    }

    fn scalar(
        &mut self,
        text: &str,
        (style, tag): (ScalarStyle, Option<&Tag>),
        (from, to): (usize, usize),
        sink: &mut Sink<'_>,
    ) {
        if self.within_key > 0 {
            return;
        }
        if self.is_at_key() {
            if self.path.depth() == 1 && is_code(text) {
                text.parse().into_iter().for_each(|lang| sink.declare(lang));
            }
            return self.key(text);
        }
        let is_value = match tag {
            Some(tag) => {
                let core = ["int", "float", "bool", "null", "binary", "timestamp"];
                tag.is_yaml_core_schema() && core.contains(&tag.suffix.as_str())
            }
            None => style == ScalarStyle::Plain && is_value(text),
        };
        if !text.is_empty() {
            let value = self.value(text, from, to);
            if is_value {
                sink.leave(Extra::Values, &self.path.text, value);
            } else {
                sink.add(&self.path.text, value);
            }
        }
        self.after_value();
    }

    /// Returns where the sign of a block stands, which the parser passes over: `|` or `>`.
    fn sign(&self, before: usize, from: usize) -> usize {
        let between = self.file.text.get(before..from).unwrap_or_default();
        let begins = |at: &usize| between[..*at].ends_with(char::is_whitespace);
        let sign = between.match_indices(['|', '>']).map(|(at, _)| at).find(begins);
        sign.map_or(from, |at| before + at)
    }

    /// Returns a text with its bytes: those of the text itself where they are the same, or else all
    /// that stands for it, with its quotes or the sign of its block.
    fn value(&self, text: &str, from: usize, to: usize) -> Value {
        let raw = self.file.text.get(from..to).unwrap_or_default();
        let within = ['"', '\''].iter().find_map(|quote| {
            raw.strip_prefix(*quote)?.strip_suffix(*quote).filter(|inner| *inner == text)
        });
        match within {
            _ if raw == text => Value::plain(text, from),
            Some(_) => Value::plain(text, from + 1),
            None => {
                let mut value = Value::default();
                value.push_as(text, from..from + raw.trim_end().len());
                value
            }
        }
    }

    /// Takes the comments between the last event and the next one.
    fn comments(&mut self, to: usize, sink: &mut Sink<'_>) {
        let between = self.file.text.get(self.end..to).unwrap_or_default();
        self.end = self.end.max(to);
        if !between.contains('#') {
            return;
        }
        let mut found = String::new();
        for line in between.lines() {
            let begins = |(at, _): &(usize, &str)| {
                line[..*at].chars().next_back().is_none_or(char::is_whitespace)
            };
            if let Some((at, _)) = line.match_indices('#').find(begins) {
                found.push_str(line[at + 1..].trim());
                found.push('\n');
            }
        }
        sink.comment(&found);
    }

    /// Converts an offset in characters. Those of successive events seldom become smaller.
    fn bytes(&mut self, characters: usize) -> usize {
        let (mut known, mut at) = self.known;
        if characters < known {
            (known, at) = (0, 0);
        }
        let rest = self.file.text.get(at..).unwrap_or_default();
        let skipped = characters - known;
        let length = rest.char_indices().nth(skipped).map_or(rest.len(), |(length, _)| length);
        self.known = (characters, at + length);
        at + length
    }
}

/// Returns true for a key that looks like the code of a language: `ar`, `pt-BR`.
fn is_code(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() < 12
        && bytes.iter().take(2).all(u8::is_ascii_lowercase)
        && (bytes.len() == 2 || matches!(bytes.get(2), Some(b'-' | b'_')))
}

/// Returns true for a plain scalar that is no text: nothing, a switch, a number, a date, a symbol of
/// Ruby. Words such as `yes` and `no` are texts.
fn is_value(text: &str) -> bool {
    const WORDS: [&str; 5] = ["~", "null", "true", "false", ".nan"];
    if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    if let Some(symbol) = text.strip_prefix(':') {
        return !symbol.is_empty()
            && symbol.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    }
    let number = text.trim_start_matches(['-', '+']);
    let is_hex = |prefix: &str, fits: fn(&u8) -> bool| {
        number.strip_prefix(prefix).is_some_and(|rest| rest.as_bytes().iter().all(fits))
    };
    let is_decimal = || {
        number.starts_with(|c: char| c == '.' || c.is_ascii_digit())
            && number.bytes().any(|b| b.is_ascii_digit())
            && number.replace('_', "").parse::<f64>().is_ok()
    };
    let is_date = || {
        let bytes = text.as_bytes();
        let digits = |from: usize, to: usize| {
            bytes.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
        };
        let separates = |at: usize| bytes.get(at) == Some(&b'-');
        let rest = bytes.get(10..).unwrap_or_default();
        digits(0, 4)
            && separates(4)
            && digits(5, 7)
            && separates(7)
            && digits(8, 10)
            && rest.iter().all(|b| b.is_ascii_digit() || b" tTzZ:.+-".contains(b))
    };
    is_hex("0x", u8::is_ascii_hexdigit)
        || is_hex("0o", |b| matches!(b, b'0'..=b'7'))
        || number.eq_ignore_ascii_case(".inf")
        || is_decimal()
        || is_date()
}
