//! Errors and warnings as JSON, for programs: one object in one line of standard error. docs/json.md
//! lists their keys.

use std::io::{self, Write};

use muwazi::{Error, ErrorKind, Place, error::Settings, text::terminal::escaped_message};
use serde::Serialize;

/// What stopped the work, or what its caller should know.
#[derive(Serialize)]
pub(crate) struct Failure {
    kind: &'static str,
    message: String,
    file: Option<String>,
    line: Option<u64>,
    hint: Option<String>,
    #[serde(skip_serializing_if = "Settings::is_empty")]
    settings: Settings,
}

/// The kind of an error that is none of the library.
const OTHER: &str = "other";
/// The kind of a warning.
const WARNING: &str = "warning";

/// The name of a kind of error.
fn name(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Io => "io",
        ErrorKind::Text => "text",
        ErrorKind::Language => "language",
        ErrorKind::Format => "format",
        ErrorKind::Memory => "memory",
        ErrorKind::NotFound => "not-found",
        ErrorKind::Usage => "usage",
        ErrorKind::Service => "service",
        ErrorKind::Internal => "internal",
        _ => OTHER,
    }
}

impl Failure {
    /// Takes an error apart. `hint` adds the flags to the hint of an error of the library.
    pub(crate) fn of(error: &anyhow::Error, hint: impl Fn(&Error) -> Option<String>) -> Self {
        let own = error.chain().find_map(|e| e.downcast_ref::<Error>());
        let is_io = error.chain().any(|e| e.is::<io::Error>());
        let place = own.and_then(|e| e.place.as_ref());
        // What stands around the error of the library says what was done all the same. Each link is
        // asked for itself: the whole would answer for what it holds.
        let said = |link: &(dyn std::error::Error + 'static)| {
            link.downcast_ref::<Error>().map_or_else(|| link.to_string(), |e| e.message.clone())
        };
        let mut message = String::new();
        for (at, link) in error.chain().enumerate() {
            let more = said(link);
            if at == 0 {
                message = more;
            } else if !link.is::<io::Error>() && !message.contains(&more) {
                message = format!("{message}: {more}");
            }
        }
        Self {
            kind: own.map_or(if is_io { "io" } else { OTHER }, |e| name(e.kind)),
            message,
            file: place.map(|place| place.file.clone()),
            line: place.and_then(|place| place.line),
            hint: own.and_then(hint),
            settings: own.map(|e| e.settings).unwrap_or_default(),
        }
    }

    /// A warning: the work goes on.
    pub(crate) fn warning(
        place: Option<&Place>,
        message: String,
        hint: Option<String>,
        settings: Settings,
    ) -> Self {
        Self {
            kind: WARNING,
            message,
            file: place.map(|place| place.file.clone()),
            line: place.and_then(|place| place.line),
            hint,
            settings,
        }
    }

    /// An error of the arguments.
    pub(crate) fn of_usage(error: &clap::Error) -> Self {
        let text = error.render().to_string();
        let text = text.strip_prefix("error: ").unwrap_or(&text);
        let mut parts = text.split("\n\n");
        let words = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = words(parts.next().unwrap_or_default());
        let says = |part: &String| !part.is_empty() && !part.starts_with("For more information");
        let rest: Vec<String> = parts.map(words).filter(says).collect();
        Self {
            kind: name(ErrorKind::Usage),
            message,
            file: None,
            line: None,
            hint: (!rest.is_empty()).then(|| rest.join("; ")),
            settings: Settings::default(),
        }
    }

    /// Prints the object. Nobody reads a closed standard error, so that failing is no error.
    pub(crate) fn print(&self) {
        let json = serde_json::to_string(self).unwrap_or_default();
        let _ = writeln!(io::stderr().lock(), "{}", escaped_message(&json));
    }
}

#[cfg(test)]
mod tests {
    use muwazi::{Place, error::Setting};

    use super::*;

    fn json(error: impl Into<anyhow::Error>) -> serde_json::Value {
        let failure = Failure::of(&error.into(), |e| e.hint.clone());
        serde_json::to_value(&failure).unwrap()
    }

    #[test]
    fn errors_are_objects() {
        let own = || {
            Error::new(ErrorKind::Format, "not what it says")
                .at(Place::line("a\u{202e}.po", 7))
                .hint("name the format")
                .settings(Setting::InputFormat)
        };
        let plain = json(own());
        let expected = serde_json::json!({
            "kind": "format", "message": "not what it says", "file": "a\u{202e}.po", "line": 7,
            "hint": "name the format", "settings": ["input-format"],
        });
        assert_eq!(plain, expected);
        let around = json(anyhow::Error::from(own()).context("the units are in"));
        assert_eq!(around["message"], "the units are in: not what it says");
        assert_eq!((&around["kind"], &around["line"]), (&plain["kind"], &plain["line"]));
        let full = Error::cannot_write(io::ErrorKind::StorageFull.into());
        assert_eq!(json(full)["kind"], "io");
        assert_eq!(json(io::Error::from(io::ErrorKind::NotFound))["kind"], "io");
        assert_eq!(json(anyhow::anyhow!("x"))["kind"], "other");
    }
}
