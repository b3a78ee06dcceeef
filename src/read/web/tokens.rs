//! Pages as tokens with their place in the file. The tokenizer is the one of the HTML standard; of
//! XHTML it differs only in tags that close themselves.

use std::ops::Range;

use html5gum::{DefaultEmitter, State, StringReader, Token as Raw, Tokenizer};

/// A token of a page.
#[derive(Debug)]
pub(super) enum Token {
    /// The beginning of an element.
    Start(Tag),
    /// The end of an element.
    End(String),
    /// Text, its references resolved, and the bytes that it was read from.
    Text(String, Range<usize>),
    /// A comment.
    Comment(String),
}

/// The beginning of an element.
#[derive(Debug)]
pub(super) struct Tag {
    /// The name in small letters.
    pub(super) name: String,
    /// True if the element has no content, as `<br/>` in XHTML.
    pub(super) is_empty: bool,
    attributes: Vec<(String, String, Range<usize>)>,
}

impl Tag {
    /// Returns true if the element has no attributes.
    pub(super) fn is_plain(&self) -> bool {
        self.attributes.is_empty()
    }

    /// Returns an attribute's value.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, ..)| key == name).map(|(_, value, _)| value.as_str())
    }

    /// Returns the bytes of an attribute with its name.
    pub(super) fn bytes(&self, name: &str) -> Range<usize> {
        let found = self.attributes.iter().find(|(key, ..)| key == name);
        found.map_or(0..0, |(.., bytes)| bytes.clone())
    }

    /// Returns the words of an attribute in small letters.
    pub(super) fn words(&self, name: &str) -> impl Iterator<Item = String> + '_ {
        self.get(name).unwrap_or_default().split_ascii_whitespace().map(str::to_lowercase)
    }

    /// Returns true if one of the words of an attribute is among these.
    pub(super) fn is_any(&self, name: &str, words: &[&str]) -> bool {
        self.words(name).any(|word| words.contains(&word.as_str()))
    }
}

/// The tokens of a page.
pub(super) struct Tokens<'t> {
    inner: Tokenizer<StringReader<'t>, DefaultEmitter<usize>>,
    is_xml: bool,
}

impl<'t> Tokens<'t> {
    /// Begins to read; in XML, tags may close themselves.
    pub(super) fn new(text: &'t str, is_xml: bool) -> Self {
        let emitter = DefaultEmitter::<usize>::new_with_span();
        Self { inner: Tokenizer::new_with_emitter(text, emitter), is_xml }
    }

    fn start(&mut self, raw: html5gum::StartTag<usize>) -> Token {
        let is_empty = self.is_xml && raw.self_closing;
        let state = match raw.name.0.as_slice() {
            b"textarea" | b"title" => Some(State::RcData),
            b"plaintext" => Some(State::PlainText),
            b"script" => Some(State::ScriptData),
            b"style" | b"iframe" | b"xmp" | b"noembed" | b"noframes" => Some(State::RawText),
            _ => None,
        };
        if let Some(state) = state.filter(|_| !is_empty) {
            self.inner.set_state(state);
        }
        let attributes = raw.attributes.into_iter().map(|(key, value)| {
            let span = value.span.start..value.span.end;
            (string(key.0), string(value.value.0), span)
        });
        Token::Start(Tag { name: string(raw.name.0), is_empty, attributes: attributes.collect() })
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            // The reader of a string has no errors.
            let Ok(raw) = self.inner.next()?;
            return Some(match raw {
                Raw::StartTag(tag) => self.start(tag),
                Raw::EndTag(tag) => Token::End(string(tag.name.0)),
                Raw::String(text) => {
                    let span = text.span.start..text.span.end;
                    Token::Text(string(text.value.0), span)
                }
                Raw::Comment(text) => {
                    let text = string(text.value.0);
                    match text.strip_prefix("[CDATA[").filter(|_| self.is_xml) {
                        Some(data) => Token::Text(data.trim_end_matches(']').to_owned(), 0..0),
                        None => Token::Comment(text),
                    }
                }
                Raw::Doctype(_) | Raw::Error(_) => continue,
            });
        }
    }
}

fn string(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}
