//! A reader of JSON that tells where each text stands.

use crate::read::{limits::MAX_DEPTH, strings::value::Value};

/// A part of a JSON text.
#[derive(Debug)]
pub(super) enum Token {
    /// An object begins.
    Object,
    /// An array begins.
    Array,
    /// The last object or array ends.
    End,
    /// The key of the next value.
    Key(String),
    /// A text.
    Text(Value),
    /// A number, `true`, `false` or `null`, as it stands from one offset to another.
    Other(usize, usize),
}

/// What breaks the rules of JSON, and its offset.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) message: String,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expected {
    Value,
    /// A key, or the end of an empty object.
    FirstKey,
    /// A value, or the end of an empty array.
    FirstItem,
    /// A comma, or the end of the object or array.
    Rest,
    Nothing,
}

/// Reads JSON token by token.
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
    /// True for each open object, false for each open array.
    open: Vec<bool>,
    expected: Expected,
}

impl<'t> Scan<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, open: Vec::new(), expected: Expected::Value }
    }

    /// Returns the next token; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Token>, Fault> {
        self.skip_space();
        let next = self.peek();
        match self.expected {
            Expected::Nothing if next.is_none() => Ok(None),
            Expected::Nothing => Err(self.fault("there is more after the end of the JSON")),
            Expected::FirstKey if next == Some(b'}') => self.end(),
            Expected::FirstItem if next == Some(b']') => self.end(),
            Expected::FirstKey => self.key().map(Some),
            Expected::Value | Expected::FirstItem => self.value().map(Some),
            Expected::Rest => match (next, self.open.last()) {
                (Some(b','), Some(is_object)) => {
                    let is_object = *is_object;
                    self.at += 1;
                    self.skip_space();
                    if is_object { self.key().map(Some) } else { self.value().map(Some) }
                }
                (Some(b'}'), Some(true)) | (Some(b']'), Some(false)) => self.end(),
                (_, Some(true)) => Err(self.fault("expected a comma or } after a value")),
                _ => Err(self.fault("expected a comma or ] after a value")),
            },
        }
    }

    fn end(&mut self) -> Result<Option<Token>, Fault> {
        self.at += 1;
        self.open.pop();
        self.after_value();
        Ok(Some(Token::End))
    }

    fn after_value(&mut self) {
        self.expected = if self.open.is_empty() { Expected::Nothing } else { Expected::Rest };
    }

    fn key(&mut self) -> Result<Token, Fault> {
        if self.peek() != Some(b'"') {
            return Err(self.fault("expected a key in quotes"));
        }
        let key = self.string()?.text;
        self.skip_space();
        if self.peek() != Some(b':') {
            return Err(self.fault("expected a colon after a key"));
        }
        self.at += 1;
        self.expected = Expected::Value;
        Ok(Token::Key(key))
    }

    fn value(&mut self) -> Result<Token, Fault> {
        match self.peek() {
            Some(b'"') => {
                let value = self.string()?;
                self.after_value();
                Ok(Token::Text(value))
            }
            Some(open @ (b'{' | b'[')) => {
                if self.open.len() == MAX_DEPTH {
                    return Err(self.fault("objects and arrays are nested too deeply"));
                }
                let is_object = open == b'{';
                self.at += 1;
                self.open.push(is_object);
                self.expected = if is_object { Expected::FirstKey } else { Expected::FirstItem };
                Ok(if is_object { Token::Object } else { Token::Array })
            }
            None => Err(self.fault("the file ends too early")),
            Some(_) => {
                let (start, rest) = (self.at, self.rest());
                let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'+' | b'.');
                let length = rest.bytes().take_while(|b| fits(*b)).count();
                let word = &rest[..length];
                let is_number = word.starts_with(|c: char| c == '-' || c.is_ascii_digit());
                if !is_number && !["true", "false", "null"].contains(&word) {
                    return Err(self.fault("expected a value"));
                }
                self.at += length;
                self.after_value();
                Ok(Token::Other(start, self.at))
            }
        }
    }

    /// Reads a text in quotes; the opening quote is next.
    fn string(&mut self) -> Result<Value, Fault> {
        self.at += 1;
        let mut value = Value::default();
        loop {
            let rest = self.rest();
            let end = rest.bytes().position(|b| matches!(b, b'"' | b'\\') || b < b' ');
            let Some(end) = end else { return Err(self.fault("a text does not end")) };
            if end > 0 {
                value.push(&rest[..end], self.at);
                self.at += end;
            }
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(value);
                }
                Some(b'\\') => self.escape(&mut value)?,
                // Many programs take tabs and line ends in texts.
                Some(b'\t' | b'\n' | b'\r') => {
                    let at = self.at;
                    value.push(&self.text[at..=at], at);
                    self.at += 1;
                }
                _ => return Err(self.fault("a control character within a text")),
            }
        }
    }

    fn escape(&mut self, value: &mut Value) -> Result<(), Fault> {
        let (start, rest) = (self.at, self.rest());
        let c = match rest.as_bytes().get(1) {
            Some(b'n') => '\n',
            Some(b't') => '\t',
            Some(b'r') => '\r',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{C}',
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(*c),
            Some(b'u') => {
                let (c, length) = unicode(rest)
                    .ok_or_else(|| self.fault("\\u is not followed by a character"))?;
                self.at += length;
                value.push_as(c.encode_utf8(&mut [0; 4]), start..self.at);
                return Ok(());
            }
            _ => return Err(self.fault("a backslash before a character that needs none")),
        };
        self.at += 2;
        value.push_as(c.encode_utf8(&mut [0; 4]), start..self.at);
        Ok(())
    }

    fn skip_space(&mut self) {
        let rest = self.rest().as_bytes();
        self.at += rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r')).count();
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn fault(&self, message: &str) -> Fault {
        Fault { at: self.at, message: message.to_owned() }
    }
}

/// Returns the character of `\u0645` or of two such halves, and the length of what stands for it.
pub(in crate::read::strings) fn unicode(text: &str) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        let is_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        is_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    };
    let first = unit(0)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 6));
    }
    let second = unit(6).filter(|unit| (0xDC00..0xE000).contains(unit))?;
    let low = second - 0xDC00;
    let c = (0xD800..0xDC00).contains(&first).then(|| 0x10000 + ((first - 0xD800) << 10) + low)?;
    Some((char::from_u32(c)?, 12))
}
