//! Messages for people and progress bars, on stderr. Whatever they quote is escaped; on a terminal
//! names and texts are isolated. Results go to stdout, through [`crate::screen`].

use std::{
    borrow::Cow,
    error::Error as StdError,
    fmt::Display,
    io::{IsTerminal, Write},
    path::Path,
    time::Duration,
};

use anstream::AutoStream;
use clap::{
    ColorChoice,
    builder::styling::{AnsiColor, Style},
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};
use muwazi::{
    Error, Place,
    error::Settings,
    event::Event,
    text::terminal::{ISOLATE, POP, escaped_message, is_unsafe},
};

use crate::{
    failure::Failure,
    flags::with_flags,
    screen::{Results, Shown},
};

const RED: Style = AnsiColor::Red.on_default().bold();
const YELLOW: Style = AnsiColor::Yellow.on_default().bold();
pub(crate) const CYAN: Style = AnsiColor::Cyan.on_default();

/// Writes messages for people.
pub(crate) struct Console {
    quiet: bool,
    color: anstream::ColorChoice,
    /// True if stderr is a terminal.
    terminal: bool,
    /// True if a program reads the answers: errors and warnings are JSON too.
    json: bool,
    /// The command that runs, whose flags hints name.
    command: String,
}

impl Console {
    pub(crate) fn new(quiet: bool, color: ColorChoice, command: &str, json: bool) -> Self {
        let color = match color {
            ColorChoice::Auto => anstream::ColorChoice::Auto,
            ColorChoice::Always => anstream::ColorChoice::Always,
            ColorChoice::Never => anstream::ColorChoice::Never,
        };
        let terminal = std::io::stderr().is_terminal();
        Self { quiet, color, terminal, json, command: command.to_owned() }
    }

    /// The name of a file for a message, so that its letters neither act on the terminal nor turn
    /// what stands beside it.
    pub(crate) fn name(&self, path: &Path) -> String {
        self.text(&path.display().to_string())
    }

    /// A text for a message.
    pub(crate) fn text(&self, text: &str) -> String {
        Shown::in_message(text, self.terminal).to_string()
    }

    /// A place for a message.
    pub(crate) fn place(&self, place: &Place) -> String {
        let name = self.text(&place.file);
        place.line.map_or_else(|| name.clone(), |line| format!("{name}:{line}"))
    }

    /// Prints a sentence about what was done.
    pub(crate) fn say(&self, message: impl Display) {
        if !self.quiet {
            self.line(None, message);
        }
    }

    /// Prints a warning: the work goes on, but the user should know.
    pub(crate) fn warn(&self, message: impl Display) {
        if self.quiet {
            return;
        }
        if self.json {
            let message = message.to_string();
            return Failure::warning(None, message, None, Settings::default()).print();
        }
        self.line(Some(("warning", YELLOW)), message);
    }

    /// Warns about a file, or a line of one.
    pub(crate) fn warn_of(&self, place: Place, message: impl Into<String>) {
        self.tell(Event::warning(place, message));
    }

    /// Prints a question, whose answer stands on the same line.
    pub(crate) fn ask(&self, question: impl Display) {
        let mut err = AutoStream::new(std::io::stderr().lock(), self.color);
        let question = question.to_string();
        let _ = write!(err, "{}", self.shown(&question)).and_then(|()| err.flush());
    }

    /// Prints what stopped the work: message, causes that say more, hint; as JSON if a program reads.
    pub(crate) fn error(&self, error: &anyhow::Error) {
        if self.json {
            return self.failure(error).print();
        }
        self.line(Some(("error", RED)), self.in_words(error.as_ref()));
        let mut said = error.to_string();
        // The message holds what the system said of a file, and SQLite says everything twice.
        let causes = error.chain().skip(1).filter(|cause| !cause.is::<std::io::Error>());
        for cause in causes {
            let words = cause.to_string();
            if !said.contains(&words) && !words.contains(&said) {
                self.line(None, format_args!("  because: {}", self.in_words(cause)));
            }
            said = words;
        }
        let hint = error.chain().find_map(|e| self.hint(e.downcast_ref::<Error>()?));
        if let Some(hint) = hint {
            self.line(Some(("hint", CYAN)), hint);
        }
    }

    /// An error as an object, for a program.
    pub(crate) fn failure(&self, error: &anyhow::Error) -> Failure {
        Failure::of(error, |e| self.hint(e))
    }

    /// An error with its place, whose name is isolated.
    fn in_words(&self, error: &(dyn StdError + 'static)) -> String {
        match error.downcast_ref::<Error>() {
            Some(Error { place: Some(place), message, .. }) => {
                format!("{}: {message}", self.place(place))
            }
            _ => error.to_string(),
        }
    }

    /// Returns the hint of an error, with the flags of the command that runs.
    pub(crate) fn hint(&self, error: &Error) -> Option<String> {
        let hint = error.hint.as_deref()?;
        Some(with_flags(hint, error.settings, error.operation, &self.command))
    }

    /// Standard output.
    pub(crate) fn results(&self) -> Results {
        Results::new(self.color)
    }

    /// Shows events: a progress bar if stderr is a terminal, and all warnings.
    pub(crate) fn progress(&self) -> impl FnMut(Event) + '_ {
        // Most answers need no bar, and making one takes longer than many a look-up.
        let mut bar: Option<ProgressBar> = None;
        move |event| match (event, &bar) {
            (Event::Begin { task, total }, _) => {
                let begun = self.bar(total);
                begun.set_message(self.text(&task));
                bar = Some(begun);
            }
            (Event::Advance(done), Some(bar)) => bar.set_position(done),
            (Event::End, Some(bar)) => bar.finish_and_clear(),
            (event, Some(bar)) => bar.suspend(|| self.tell(event)),
            (event, None) => self.tell(event),
        }
    }

    /// Prints the message of an event.
    pub(crate) fn tell(&self, event: Event) {
        match event {
            Event::Notice { place, message, settings } => {
                let message = with_flags(&message, settings, None, &self.command);
                self.say(format_args!("{}: {message}", self.place(&place)));
            }
            Event::Warning { place, message, hint, settings } if self.json => {
                let flags = |words: String| with_flags(&words, settings, None, &self.command);
                let (message, hint) = match hint {
                    Some(hint) => (message, Some(flags(hint))),
                    None => (flags(message), None),
                };
                if !self.quiet {
                    Failure::warning(Some(&place), message, hint, settings).print();
                }
            }
            Event::Warning { place, message, hint: None, settings } => {
                let message = with_flags(&message, settings, None, &self.command);
                self.warn(format_args!("{}: {message}", self.place(&place)));
            }
            Event::Warning { place, message, hint: Some(hint), settings } => {
                self.warn(format_args!("{}: {message}", self.place(&place)));
                let hint = with_flags(&hint, settings, None, &self.command);
                self.say(format_args!("  hint: {hint}"));
            }
            _ => {}
        }
    }

    /// Makes a progress bar, or a spinner if the total is not known. It appears when the work has
    /// taken a while, and never if stderr is not a terminal.
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
        bar.set_draw_target(ProgressDrawTarget::hidden());
        // Also after an error: nothing of it stays.
        let bar = bar.with_finish(ProgressFinish::AndClear);
        if let Ok(style) = ProgressStyle::with_template(shape) {
            bar.set_style(style);
        }
        show_later(&bar);
        bar
    }

    fn line(&self, label: Option<(&str, Style)>, message: impl Display) {
        let message = message.to_string();
        let message = self.shown(&message);
        let mut err = AutoStream::new(std::io::stderr().lock(), self.color);
        // Nobody reads a closed stderr, so a failure to write to it is not an error.
        let _ = match label {
            Some((label, style)) => writeln!(err, "{style}{label}{style:#}: {message}"),
            None => writeln!(err, "{message}"),
        };
    }

    /// A message as it may be shown. On a terminal what it quotes is isolated.
    fn shown<'m>(&self, message: &'m str) -> Cow<'m, str> {
        match escaped_message(message) {
            message if self.terminal && !message.is_ascii() => isolate_quoted(&message).into(),
            message => message,
        }
    }
}

/// The time after which a progress bar appears. What is done sooner needs none, and it would flash.
const PATIENCE: Duration = Duration::from_millis(500);

/// Shows a progress bar after a while, unless its work is done by then.
fn show_later(bar: &ProgressBar) {
    let bar = bar.downgrade();
    let show = move || {
        std::thread::sleep(PATIENCE);
        let Some(bar) = bar.upgrade().filter(|bar| !bar.is_finished()) else { return };
        crate::signals::clear_line();
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar.tick();
    };
    // Without a thread there is no bar, which nobody needs.
    let _ = std::thread::Builder::new().spawn(show);
}

/// Isolates what stands between quotes: names and texts that a message of the library quotes. An
/// apostrophe within a word begins no quotation.
fn isolate_quoted(message: &str) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, inner, after)) = quotation(rest) {
        out.push_str(before);
        // What holds isolates of its own has them in order already.
        match inner.contains(is_unsafe) {
            true => out.push_str(inner),
            false => out.extend([ISOLATE.to_string().as_str(), inner, POP.to_string().as_str()]),
        }
        out.push('\'');
        rest = after;
    }
    out + rest
}

/// The first quotation of a message: what stands before its text, the text, and what follows.
fn quotation(message: &str) -> Option<(&str, &str, &str)> {
    let begins =
        |at: &usize| message[..*at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let start = message.match_indices('\'').map(|(at, _)| at).find(begins)? + 1;
    let ends = |at: &usize| {
        *at > start && message[at + 1..].chars().next().is_none_or(|c| !c.is_alphanumeric())
    };
    let end = message[start..].match_indices('\'').map(|(at, _)| start + at).find(ends)?;
    Some((&message[..start], &message[start..end], &message[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_are_isolated() {
        assert_eq!(
            isolate_quoted("file's 'ملف 3' and 'b': the list's"),
            "file's '\u{2068}ملف 3\u{2069}' and '\u{2068}b\u{2069}': the list's"
        );
        for plain in ["it's", "''", "'", "a 'b", "\u{2068}it's 'x\u{2069}'"] {
            let shown = isolate_quoted(plain);
            assert_eq!(escaped_message(&shown), shown, "isolates are balanced: {plain}");
        }
    }

    #[test]
    fn messages_are_escaped_and_names_isolated() {
        let console = |terminal| Console {
            quiet: false,
            color: anstream::ColorChoice::Never,
            terminal,
            json: false,
            command: String::new(),
        };
        let error = Error::new(muwazi::ErrorKind::Format, "'\u{1b}]0;x\u{7}' is odd")
            .at(Place::line("ملف\u{2069}\u{202e}\n.tmx", 3));
        let words = |terminal| {
            let console = console(terminal);
            console.shown(&console.in_words(&error)).into_owned()
        };
        let message = r"'\u001b]0;x\u0007' is odd";
        assert_eq!(words(false), format!(r"ملف\u2069\u202e\n.tmx:3: {message}"));
        let isolated = message.replacen("'\\", "'\u{2068}\\", 1).replace("' is", "\u{2069}' is");
        let name = r"ملف\u2069\u202e\n.tmx";
        assert_eq!(words(true), format!("\u{2068}{name}\u{2069}:3: {isolated}"));
    }
}
