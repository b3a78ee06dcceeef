//! The log of a server on standard error: a line for each request, as text or as JSON.

use std::{
    fmt::{Debug, Write as _},
    io::Write as _,
};

use jiff::Timestamp;
use muwazi::text::terminal::escaped_message;
use serde_json::{Map, Value};
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

/// The form of the lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum LogForm {
    /// Words.
    #[default]
    Text,
    /// Objects.
    Json,
    /// None.
    Off,
}

/// Begins to write what the server notes.
pub(crate) fn begin(form: LogForm) {
    if form != LogForm::Off {
        // Another one is there only in tests.
        let _ = tracing::subscriber::set_global_default(Lines { is_json: form == LogForm::Json });
    }
}

struct Lines {
    is_json: bool,
}

/// The fields of an event, in order.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), value.into());
    }
}

impl Subscriber for Lines {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // What libraries below note may hold addresses.
        metadata.target().starts_with("muwazi") && *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        let now = Timestamp::now().round(jiff::Unit::Millisecond).unwrap_or_default();
        let line = match self.is_json {
            true => {
                let mut all = Map::from_iter([("time".to_owned(), now.to_string().into())]);
                all.append(&mut fields.0);
                Value::Object(all).to_string()
            }
            false => {
                fields.0.remove("message");
                let mut line = now.to_string();
                for (name, value) in fields.0 {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    let _ = write!(line, " {name}={value}");
                }
                line
            }
        };
        // Nobody reads a closed standard error.
        let _ = writeln!(std::io::stderr().lock(), "{}", escaped_message(&line));
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}
