//! Values that completions offer, beside parsers that take more than these.

use std::ffi::OsStr;

use clap::{
    Arg, Command,
    builder::{PossibleValue, TypedValueParser},
    error::Error,
};
use muwazi::{
    Format,
    format::{
        registry,
        units::{Dialect, Level},
    },
    unit::Condition,
};

use super::documents::{self, Extras};

/// A parser with values to offer.
#[derive(Clone)]
pub(crate) struct Offered<T> {
    parse: fn(&str) -> Result<T, String>,
    values: fn() -> Vec<&'static str>,
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Offered<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        self.parse.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.values)().into_iter().map(PossibleValue::new)))
    }
}

/// Any text, for what is examined later.
fn any(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}

fn names(is: fn(&Format) -> bool) -> Vec<&'static str> {
    registry::ALL.iter().filter(|f| is(f)).map(|f| f.name).collect()
}

/// The name of a format that is read.
pub(crate) fn input_format() -> Offered<String> {
    Offered { parse: any, values: || names(|f| f.read.is_some()) }
}

/// The name of a format of documents.
pub(crate) fn document_format() -> Offered<String> {
    Offered { parse: any, values: documents::format_names }
}

/// Content of documents that is left out unless it is named.
pub(crate) fn extras() -> Offered<Extras> {
    Offered { parse: Extras::named, values: Extras::names }
}

/// The name of a format that is written.
pub(crate) fn output_format() -> Offered<String> {
    Offered { parse: any, values: || names(|f| f.write.is_some()) }
}

/// A format that an alignment is written in.
pub(crate) fn alignment_format() -> Offered<&'static Format> {
    fn parse(name: &str) -> Result<&'static Format, String> {
        let format = registry::by_name(name).ok().filter(|format| format.alignment.is_some());
        format.ok_or_else(|| {
            format!("choose one of {}", registry::names(|format| format.alignment.is_some()))
        })
    }
    Offered { parse, values: || names(|f| f.alignment.is_some()) }
}

/// The name of an encoding.
pub(crate) fn encoding() -> Offered<String> {
    const USUAL: &[&str] = &[
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1256",
        "iso-8859-6",
        "windows-1252",
        "iso-8859-15",
        "windows-1251",
        "windows-1254",
        "windows-1255",
        "gb18030",
        "shift_jis",
    ];
    Offered { parse: any, values: || USUAL.to_vec() }
}

pub(crate) fn dialect() -> Offered<Dialect> {
    fn parse(name: &str) -> Result<Dialect, String> {
        serde_json::from_value(name.to_lowercase().into())
            .map_err(|_| "one of standard, omegat, trados, memoq, wordfast".into())
    }
    Offered { parse, values: || vec!["standard", "omegat", "trados", "memoq", "wordfast"] }
}

pub(crate) fn level() -> Offered<Level> {
    fn parse(number: &str) -> Result<Level, String> {
        serde_json::from_value(number.into()).map_err(|_| "1 or 2".into())
    }
    Offered { parse, values: || vec!["1", "2"] }
}

/// A condition on units.
pub(crate) fn condition() -> Offered<Condition> {
    fn parse(text: &str) -> Result<Condition, String> {
        text.parse().map_err(|e: muwazi::Error| match e.hint {
            Some(hint) => format!("{}; {hint}", e.message),
            None => e.message,
        })
    }
    const FIELDS: &[&str] = &[
        "origin=person",
        "origin=aligned",
        "origin=machine",
        "reviewed=yes",
        "reviewed=no",
        "domain=",
        "client=",
        "project=",
        "document=",
        "creator=",
    ];
    Offered { parse, values: || FIELDS.to_vec() }
}
