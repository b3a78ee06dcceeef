//! What is wrong with the arguments, or the help.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches};
use muwazi::text::terminal::{escaped, is_unsafe};

use crate::{Cli, failure::Failure};

/// Returns true if the arguments ask for JSON.
fn wants_json(args: &[OsString]) -> bool {
    let mut flags = args.iter().skip(1).take_while(|arg| *arg != "--");
    flags.any(|arg| arg == "--json" || arg == "--jsonl")
}

/// Prints an error of the arguments. It quotes them, so that those which a terminal would obey are
/// read again as they can be shown.
pub(crate) fn print(error: clap::Error) {
    let is_odd = |arg: &OsString| arg.to_string_lossy().contains(is_unsafe);
    let args: Vec<OsString> = std::env::args_os().collect();
    if error.use_stderr() && wants_json(&args) {
        return Failure::of_usage(&error).print();
    }
    if !args.iter().any(is_odd) {
        let _ = error.print();
        return;
    }
    let _ = harmless(&args).unwrap_or(error).print();
}

/// The error of the same arguments, escaped.
fn harmless(args: &[OsString]) -> Option<clap::Error> {
    let shown = args.iter().map(|arg| escaped(&arg.to_string_lossy()).into_owned());
    let matches = Cli::command().try_get_matches_from(shown);
    let error = matches.and_then(|matches| Cli::from_arg_matches(&matches)).err();
    // Whatever else it may be, it must not quote the arguments themselves.
    let message = "an argument has a character that cannot be shown\n";
    error.or_else(|| Some(Cli::command().error(clap::error::ErrorKind::InvalidValue, message)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_escaped() {
        for args in [
            &["muwazi", "lookup", "--min", "\u{1b}]0;x\u{7}", "-m", "a", "b"][..],
            &["muwazi", "no\u{9b}such\u{202e}command"],
            &["muwazi", "stats", "--\u{1b}[31m"],
            &["muwazi", "stats", "-m", "a", "\u{2069}\nerror: x"],
        ] {
            let args: Vec<OsString> = args.iter().map(OsString::from).collect();
            let text = harmless(&args).unwrap().render().to_string();
            assert!(!text.replace('\n', "").contains(is_unsafe), "{text:?}");
            assert!(text.contains("\\u"), "{text}");
            assert!(!text.contains("\nerror: x"), "{text}");
        }
    }
}
