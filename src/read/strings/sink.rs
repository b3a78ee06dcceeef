//! Takes the strings of a file, whatever its format, into a draft of a document.

use std::ops::Range;

use super::{
    file::{Places, StringFile},
    markup, placeholder,
    value::Value,
};
use crate::{
    document::{BlockKind, Document, Extra, Label, MarkKind},
    error::{Error, ErrorKind, Place, Result},
    lang::Lang,
    read::{draft::Draft, limits::MAX_TEXT, plain::ReadOptions},
};

/// Maximum number of strings of a file.
const MAX_STRINGS: usize = 1_000_000;
/// Maximum number of marks and of pieces of a file's skeleton.
const MOST: usize = 1_000_000;
/// Maximum number of bytes of all keys together. Keys of nested objects repeat those above them.
const MAX_KEYS: usize = MAX_TEXT;

/// The strings of a file.
pub(super) struct Sink<'a> {
    draft: Draft,
    options: &'a ReadOptions,
    text: &'a str,
    places: Places,
    part: usize,
    strings: usize,
    keys: usize,
    marks: usize,
    pieces: usize,
}

impl<'a> Sink<'a> {
    pub(super) fn new(file: &'a StringFile, options: &'a ReadOptions) -> Self {
        Self::with(&file.text, file.places.clone(), options)
    }

    pub(super) fn with(text: &'a str, places: Places, options: &'a ReadOptions) -> Self {
        let mut draft = Draft::default();
        let part = draft.part("");
        Self { draft, options, text, places, part, strings: 0, keys: 0, marks: 0, pieces: 0 }
    }

    /// Returns true if the file has more than the limits allow.
    pub(super) fn is_full(&self) -> bool {
        self.draft.is_full() || self.keys > MAX_KEYS || self.strings > MAX_STRINGS
    }

    /// Adds a string, whose tags of HTML become marks.
    pub(super) fn add(&mut self, key: &str, value: Value) {
        let value = markup::plain(value);
        self.strings += 1;
        self.keys += key.len();
        if self.is_full() {
            return;
        }
        self.draft.open(BlockKind::String);
        self.draft.label(Label::Key(key.to_owned()));
        self.push(&value);
        self.draft.close();
    }

    /// Leaves a string out, unless it is asked for.
    pub(super) fn leave(&mut self, extra: Extra, key: &str, value: Value) {
        if self.options.extras.contains(&extra) {
            self.add(key, value);
        } else {
            self.draft.leave_out(extra, 1);
        }
    }

    /// Leaves a comment out, unless comments are asked for.
    pub(super) fn comment(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        if self.options.extras.contains(&Extra::Comments) {
            self.draft.block(BlockKind::Note, text.trim());
        } else {
            self.draft.leave_out(Extra::Comments, 1);
        }
    }

    /// Sets the language that the file declares.
    pub(super) fn declare(&mut self, lang: Lang) {
        self.draft.declare(lang);
    }

    fn push(&mut self, value: &Value) {
        let mut at = 0;
        for (part, file) in value.pieces() {
            self.push_untraced(value, at..part.start);
            at = part.end;
            let text = value.text.get(part).unwrap_or_default();
            let from = self.places.of(self.text, file.start);
            let to = self.places.of(self.text, file.end);
            match from.zip(to) {
                Some((from, to)) if self.pieces < MOST => {
                    self.pieces += 1;
                    self.draft.push_from(text, self.part, from..to);
                }
                _ => self.draft.push(text),
            }
        }
        self.push_untraced(value, at..value.text.len());
        for (kind, range) in &value.marks {
            self.mark(*kind, range.clone());
        }
        let known = value.marks.iter().filter(|(kind, _)| *kind == MarkKind::Placeholder);
        let mut known = known.map(|(_, range)| range).peekable();
        for range in placeholder::find(&value.text) {
            while known.next_if(|mark| mark.end <= range.start).is_some() {}
            // What the file itself marks is not marked twice.
            if known.peek().is_none_or(|mark| mark.start >= range.end) {
                self.mark(MarkKind::Placeholder, range);
            }
        }
    }

    fn push_untraced(&mut self, value: &Value, part: Range<usize>) {
        if let Some(text) = value.text.get(part).filter(|text| !text.is_empty()) {
            self.draft.push(text);
        }
    }

    fn mark(&mut self, kind: MarkKind, range: Range<usize>) {
        if self.marks < MOST {
            self.marks += 1;
            self.draft.mark_part(kind, range);
        }
    }

    /// Makes the document.
    ///
    /// # Errors
    /// It is larger than the limits allow, or its language cannot be told.
    pub(super) fn finish(self, origin: &str) -> Result<Document> {
        let message = match () {
            () if self.strings > MAX_STRINGS => {
                Some(format!("the file has more than {MAX_STRINGS} strings"))
            }
            () if self.keys > MAX_KEYS => {
                Some(format!("the keys of the strings have more than {} MiB", MAX_KEYS >> 20))
            }
            () => None,
        };
        if let Some(message) = message {
            return Err(Error::new(ErrorKind::Text, message)
                .at(Place::file(origin))
                .hint("no program has so many; the file is damaged or malicious"));
        }
        self.draft.finish(origin, self.options)
    }
}
