//! Words for people and progress bars, on stderr. Results go to stdout and never pass through here.

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
use muwazi::event::Event;

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
const CYAN: Style = AnsiColor::Cyan.on_default();

/// Where words for people go.
pub(crate) struct Console {
    quiet: bool,
    color: anstream::ColorChoice,
}

impl Console {
    pub(crate) fn new(quiet: bool, color: ColorChoice) -> Self {
        let color = match color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        Self { quiet, color }
    }

    /// A sentence about what was done.
    pub(crate) fn say(&self, message: impl Display) {
        if !self.quiet {
            self.line(message);
        }
    }

    /// Something that a person should know, though work went on.
    pub(crate) fn warn(&self, message: impl Display) {
        if !self.quiet {
            self.line(format_args!("{YELLOW}warning{YELLOW:#}: {message}"));
        }
    }

    /// What stopped the work: message, causes that say more, hint.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        self.line(format_args!("{RED}error{RED:#}: {error}"));
        let mut said = error.to_string();
        // What the system said of a file is in the message already, and SQLite says all things twice.
        let causes = error.chain().skip(1).filter(|cause| !cause.is::<std::io::Error>());
        for cause in causes.map(ToString::to_string) {
            if !said.contains(&cause) && !cause.contains(&said) {
                self.line(format_args!("  because: {cause}"));
            }
            said = cause;
        }
        let hint = error.chain().find_map(|e| e.downcast_ref::<muwazi::Error>()?.hint.clone());
        if let Some(hint) = hint {
            self.line(format_args!("{CYAN}hint{CYAN:#}: {hint}"));
        }
    }

    /// Standard output, with colours where it is a terminal that has them.
    pub(crate) fn results(&self) -> AutoStream<std::io::StdoutLock<'static>> {
        AutoStream::new(std::io::stdout().lock(), self.color)
    }

    /// Draws what work reports: a bar where stderr is a terminal, warnings always.
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

    /// Shows what an event tells, without a bar.
    pub(crate) fn tell(&self, event: Event) {
        match event {
            Event::Notice { place, message } => self.say(format_args!("{place}: {message}")),
            Event::Warning { place, message } => self.warn(format_args!("{place}: {message}")),
            _ => {}
        }
    }

    /// A bar of its own, or a spinner where the total is not known; hidden where stderr is no
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
        // Nothing is left to tell a person whose stderr is closed.
        let _ = writeln!(AutoStream::new(std::io::stderr().lock(), self.color), "{message}");
    }
}
