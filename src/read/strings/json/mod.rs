//! Strings in JSON: objects of keys and texts, as i18next, Vue, Angular and many other programs keep
//! them, and ARB, the files of Flutter.

mod scan;

pub(super) use self::scan::unicode;
use self::scan::{Fault, Scan, Token};
use super::{
    file::{self, StringFile},
    sink::Sink,
    value::Value,
};
use crate::{
    document::{Document, Extra},
    error::Result,
    read::{
        input::{Input, Sample},
        plain::ReadOptions,
        registry::Reader,
    },
};

/// The reader of JSON.
pub(in crate::read) static READER: Reader = Reader {
    name: "json",
    title: "strings of a program in JSON",
    extensions: &["json"],
    is: |sample| sample.has_extension("json") && !is_arb(sample) && is_strings(sample),
    read: |input, options| read(input, options, false),
};

/// The reader of ARB.
pub(in crate::read) static ARB: Reader = Reader {
    name: "arb",
    title: "ARB, strings of a Flutter program",
    extensions: &["arb"],
    is: is_arb,
    read: |input, options| read(input, options, true),
};

fn is_arb(sample: &Sample) -> bool {
    let is_object = sample.text.trim_start().starts_with('{');
    let is_json = || sample.has_extension("json");
    let says_so = || sample.text.trim_start()[1..].trim_start().starts_with("\"@@locale\"");
    is_object && (sample.has_extension("arb") || is_json() && says_so())
}

/// Returns true for an object that is no unit. A line of JSON lines is a whole object with the texts
/// of a unit.
fn is_strings(sample: &Sample) -> bool {
    let text = sample.text.trim_start();
    let first = text.lines().next().unwrap_or_default().trim_end();
    let has = |key: &str| first.contains(&format!("\"{key}\""));
    let is_unit = first.ends_with('}')
        && (has("variants") || has("source") && has("target") || has("en") && has("ar"))
        && !first[1..].contains('{');
    text.starts_with('{') && !is_unit
}

fn read(input: &mut Input<'_>, options: &ReadOptions, is_arb: bool) -> Result<Document> {
    let file = file::read(input, options)?;
    let mut sink = Sink::new(&file, options);
    let walk = Walk { file: &file, path: Path::default(), is_arb };
    walk.run(&mut sink).map_err(|fault| file::damaged(&file, fault.at, fault.message))?;
    sink.finish(&file.origin)
}

/// Walks through the values of a JSON text.
struct Walk<'f> {
    file: &'f StringFile,
    path: Path,
    is_arb: bool,
}

impl Walk<'_> {
    fn run(mut self, sink: &mut Sink<'_>) -> Result<(), Fault> {
        let mut scan = Scan::new(&self.file.text);
        if self.file.text.is_empty() {
            return Ok(());
        }
        // The depth of an attribute of ARB, and the key that it is about.
        let mut attribute: Option<usize> = None;
        while let Some(token) = scan.next()? {
            if sink.is_full() {
                return Ok(());
            }
            match token {
                Token::Object => self.path.begin(false),
                Token::Array => self.path.begin(true),
                Token::End => {
                    self.path.end();
                    if attribute.is_some_and(|depth| self.path.depth() <= depth) {
                        attribute = None;
                    }
                    self.path.after_value();
                }
                Token::Key(key) => {
                    let is_attribute =
                        self.is_arb && self.path.depth() == 1 && key.starts_with('@');
                    attribute = attribute.or(is_attribute.then_some(1));
                    self.path.set(&key);
                }
                Token::Text(value) => {
                    if attribute.is_some() {
                        self.describe(&value.text, sink);
                    } else {
                        sink.add(&self.path.text, value);
                    }
                    self.path.after_value();
                    attribute = attribute.filter(|depth| self.path.depth() > *depth);
                }
                Token::Other(from, to) => {
                    if attribute.is_none() {
                        let text = self.file.text.get(from..to).unwrap_or_default();
                        sink.leave(Extra::Values, &self.path.text, Value::plain(text, from));
                    }
                    self.path.after_value();
                    attribute = attribute.filter(|depth| self.path.depth() > *depth);
                }
            }
        }
        Ok(())
    }

    /// Takes a text out of an attribute of ARB: of the whole file, or of a string.
    fn describe(&self, text: &str, sink: &mut Sink<'_>) {
        if self.path.text == "@@locale" {
            text.parse().into_iter().for_each(|lang| sink.declare(lang));
        } else if self.path.text.ends_with(".description") {
            sink.comment(text);
        }
    }
}

/// The way to a value: keys and places, joined by stops.
#[derive(Debug, Default)]
pub(super) struct Path {
    pub(super) text: String,
    levels: Vec<PathLevel>,
}

/// An open object or array.
#[derive(Debug)]
struct PathLevel {
    /// The length of the way to it.
    length: usize,
    /// The place of the next item; `None` for an object.
    next: Option<usize>,
}

impl Path {
    /// Begins an object or array.
    pub(super) fn begin(&mut self, is_array: bool) {
        self.levels.push(PathLevel { length: self.text.len(), next: is_array.then_some(0) });
        if is_array {
            self.set("0");
        }
    }

    /// Ends the last object or array.
    pub(super) fn end(&mut self) {
        if let Some(level) = self.levels.pop() {
            self.text.truncate(level.length);
        }
    }

    /// Returns the number of open objects and arrays.
    pub(super) fn depth(&self) -> usize {
        self.levels.len()
    }

    /// Sets the key of the next value.
    pub(super) fn set(&mut self, key: &str) {
        let Some(level) = self.levels.last() else { return };
        self.text.truncate(level.length);
        if level.length > 0 {
            self.text.push('.');
        }
        self.text.push_str(key);
    }

    /// Goes on after a value.
    pub(super) fn after_value(&mut self) {
        let Some(next) = self.levels.last_mut().and_then(|level| level.next.as_mut()) else {
            return;
        };
        *next += 1;
        let place = next.to_string();
        self.set(&place);
    }
}
