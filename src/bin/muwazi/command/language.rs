//! The values of `--from` and `--to`.

use std::ffi::OsStr;

use clap::{
    Arg, Command,
    builder::{PossibleValue, TypedValueParser},
    error::{Error, ErrorKind},
};
use muwazi::{Lang, format::registry};

use crate::console::CYAN;

/// Reads the code of a language. The name of a format is an error that tells its flag.
#[derive(Debug, Clone)]
pub(super) struct LangParser;

impl TypedValueParser for LangParser {
    type Value = Lang;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Lang, Error> {
        if let Some(name) = value.to_str().filter(|name| is_format(command, name)) {
            return Err(is_no_language(command, arg, name));
        }
        // No language has a code of four letters and more: such a word is a slip of the pen.
        let known = |text: &str| -> Result<Lang, String> {
            let lang = text.parse::<Lang>().ok().filter(|lang| lang.primary().len() <= 3);
            lang.ok_or_else(|| {
                format!("'{text}' is not a language; write it like ar, en, en-US or English")
            })
        };
        known.parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(usual_codes().map(PossibleValue::new)))
    }
}

/// The languages that completions offer: those with rules and words of their own.
pub(super) fn usual_codes() -> impl Iterator<Item = &'static str> {
    ["ar", "en", "de", "es", "fa", "fr", "he", "it", "ja", "ru", "tr", "ur", "zh"].into_iter()
}

/// Returns true for the name of a format of units, and for any other that `--format` takes.
fn is_format(command: &Command, name: &str) -> bool {
    let flag = command.get_arguments().find(|arg| arg.get_long() == Some("format"));
    let values = flag.map(Arg::get_possible_values).unwrap_or_default();
    registry::by_name(name).is_ok() || values.iter().any(|value| value.matches(name, true))
}

fn is_no_language(command: &Command, arg: Option<&Arg>, name: &str) -> Error {
    let has = |flag: &str| command.get_arguments().any(|arg| arg.get_long() == Some(flag));
    let is_target = arg.is_some_and(|arg| arg.get_long() == Some("to"));
    let (first, second) =
        if is_target { ("format", "input-format") } else { ("input-format", "format") };
    let hint = match [first, second].into_iter().find(|flag| has(flag)) {
        Some(flag) => format!("name the format with --{flag} {name}"),
        None => "give the code of a language, such as ar or en".to_owned(),
    };
    let message = format!("'{name}' is a format, not a language\n{CYAN}hint{CYAN:#}: {hint}\n");
    Error::raw(ErrorKind::ValueValidation, message).with_cmd(command)
}
