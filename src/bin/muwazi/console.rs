//! Messages for people and progress bars, on stderr. Results go to stdout, not through here.

use std::{
    fmt::Display,
    io::{IsTerminal, Write},
};

use anstream::AutoStream;
use clap::{
    ColorChoice,
    builder::styling::{AnsiColor, Style},
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use muwazi::{Error, event::Event};

use crate::flags::with_flags;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();

/// Writes messages for people.
pub(crate) struct Console {
    quiet: bool,
    color: anstream::ColorChoice,
    /// The command that runs, whose flags hints name.
    command: String,
}

impl Console {
    pub(crate) fn new(quiet: bool, color: ColorChoice, command: &str) -> Self {
        let color = match color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        Self { quiet, color, command: command.to_owned() }
    }

    /// Prints a sentence about what was done.
    pub(crate) fn say(&self, message: impl Display) {
        if !self.quiet {
            self.line(message);
        }
    }

    /// Prints a warning: the work goes on, but the user should know.
    pub(crate) fn warn(&self, message: impl Display) {
        if !self.quiet {
            self.line(format_args!("{YELLOW}warning{YELLOW:#}: {message}"));
        }
    }

    /// Prints a question, whose answer stands on the same line.
    pub(crate) fn ask(&self, question: impl Display) {
        let mut err = AutoStream::new(std::io::stderr().lock(), self.color);
        let _ = write!(err, "{question}").and_then(|()| err.flush());
    }

    /// Prints what stopped the work: message, causes that say more, hint.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        self.line(format_args!("{RED}error{RED:#}: {error}"));
        let mut said = error.to_string();
        // The message holds what the system said of a file, and SQLite says everything twice.
        let causes = error.chain().skip(1).filter(|cause| !cause.is::<std::io::Error>());
        for cause in causes.map(ToString::to_string) {
            if !said.contains(&cause) && !cause.contains(&said) {
                self.line(format_args!("  because: {cause}"));
            }
            said = cause;
        }
        let hint = error.chain().find_map(|e| self.hint(e.downcast_ref::<Error>()?));
        if let Some(hint) = hint {
            self.line(format_args!("{CYAN}hint{CYAN:#}: {hint}"));
        }
    }

    /// Returns the hint of an error, with the flags of the command that runs.
    pub(crate) fn hint(&self, error: &Error) -> Option<String> {
        let hint = error.hint.as_deref()?;
        Some(with_flags(hint, error.settings, error.operation, &self.command))
    }

    /// Standard output, with colours if it is a terminal that has them.
    pub(crate) fn results(&self) -> AutoStream<std::io::StdoutLock<'static>> {
        AutoStream::new(std::io::stdout().lock(), self.color)
    }

    /// Shows events: a progress bar if stderr is a terminal, and all warnings.
    pub(crate) fn progress(&self) -> impl FnMut(Event) + '_ {
        let mut bar = ProgressBar::hidden();
        move |event| match event {
            Event::Begin { task, total } => {
                bar = self.bar(total);
                bar.set_message(task);
            }
            Event::Advance(done) => bar.set_position(done),
            Event::End => bar.finish_and_clear(),
            event => bar.suspend(|| self.tell(event)),
        }
    }

    /// Prints the message of an event.
    pub(crate) fn tell(&self, event: Event) {
        match event {
            Event::Notice { place, message, settings } => {
                let message = with_flags(&message, settings, None, &self.command);
                self.say(format_args!("{place}: {message}"));
            }
            Event::Warning { place, message, settings } => {
                let message = with_flags(&message, settings, None, &self.command);
                self.warn(format_args!("{place}: {message}"));
            }
            _ => {}
        }
    }

    /// Makes a progress bar, or a spinner if the total is not known. It is hidden if stderr is not a
    /// terminal.
    pub(crate) fn bar(&self, total: Option<u64>) -> ProgressBar {
        if self.quiet || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let (bar, shape) = match total {
            Some(total) => {
                (ProgressBar::new(total), "{msg} {wide_bar} {percent}% {elapsed}, {eta} left")
            }
            None => (ProgressBar::new_spinner(), "{spinner} {msg} {human_pos} {elapsed}"),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(shape) {
            bar.set_style(style);
        }
        bar
    }

    fn line(&self, message: impl Display) {
        // Nobody reads a closed stderr, so a failure to write to it is not an error.
        let _ = writeln!(AutoStream::new(std::io::stderr().lock(), self.color), "{message}");
    }
}
