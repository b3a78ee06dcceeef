//! Where results go: a file that is whole or not there, or standard output.

use std::{
    io::{self, IsTerminal, Write},
    path::Path,
};

use jiff::Timestamp;
use muwazi::{
    Error, ErrorKind, Format,
    format::{AlignmentLayout, replace::is_in},
    output::RunFiles,
    read::bounded::{LineRead, read_line},
};
use serde::Serialize;

use crate::{
    console::Console,
    exit::{Exit, is_closed},
    screen::Results,
};

/// The right to replace files that hold something else.
#[derive(clap::Args)]
pub(crate) struct ReplaceArgs {
    /// Replace output files that exist and hold something else than what is written; asked for at a
    /// terminal if not given. A memory is never replaced
    #[arg(long)]
    force: bool,
}

impl ReplaceArgs {
    /// Returns the files of a run, none named yet.
    pub(crate) fn files<'a>(&'a self, console: &'a Console) -> RunFiles<'a> {
        RunFiles::default().replace_if(move |path| self.force || asked(path, console))
    }
}

/// Asks at a terminal whether a file may be replaced.
fn asked(path: &Path, console: &Console) -> bool {
    let name = console.name(path);
    confirmed(console, format_args!("{name} holds something else. Replace it?"))
}

/// Asks a question at a terminal; the answer is no where nobody can answer.
pub(super) fn confirmed(console: &Console, question: impl std::fmt::Display) -> bool {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return false;
    }
    console.ask(format_args!("{question} [y/N] "));
    let mut answer = Vec::new();
    let read = read_line(&mut io::stdin().lock(), LONGEST_ANSWER, &mut answer);
    let answer = String::from_utf8_lossy(&answer);
    matches!(read, Ok(LineRead::Whole))
        && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "نعم")
}

/// Maximum length in bytes of the answer to a question.
const LONGEST_ANSWER: usize = 1024;

/// Declares a file in a format as an output of the run; nothing is declared for standard output.
pub(crate) fn declare(
    files: &mut RunFiles<'_>,
    path: Option<&Path>,
    role: &'static str,
    format: &Format,
    layout: Option<AlignmentLayout>,
) -> muwazi::Result<()> {
    let Some(path) = path else { return Ok(()) };
    files.writes(path, role, format.name, &|head| is_in(format, layout, head))
}

/// Returns true if results to that place appear on a terminal, where a progress bar would be in their
/// way.
pub(super) fn shows_on_screen(path: Option<&Path>) -> bool {
    path.is_none_or(|path| path == Path::new("-")) && io::stdout().is_terminal()
}

/// Writes to a file, or to standard output where none is named or it is `-`.
pub(crate) fn write<T>(
    path: Option<&Path>,
    console: &Console,
    write: impl FnOnce(&mut dyn Write) -> muwazi::Result<T>,
) -> muwazi::Result<T> {
    match path {
        Some(path) if path != Path::new("-") => muwazi::output::write_file(path, write),
        _ => {
            let mut out = console.results();
            let mut file = out.file();
            let value = write(&mut file)?;
            file.end().and_then(|()| out.flush()).map_err(Error::cannot_write)?;
            Ok(value)
        }
    }
}

/// The answers of a command that has changed something. That they cannot be written undoes nothing,
/// and hinders nothing that is still to be done.
pub(crate) struct Answers {
    out: Results,
    failed: Option<io::Error>,
}

impl Answers {
    pub(crate) fn new(console: &Console) -> Self {
        Self { out: console.results(), failed: None }
    }

    /// Writes an answer as a line of JSON, unless an earlier one could not be written.
    pub(crate) fn json(&mut self, answer: &impl Serialize) {
        self.write(|out| out.json(answer));
    }

    /// Writes an answer as indented JSON.
    pub(crate) fn pretty_json(&mut self, answer: &impl Serialize) {
        self.write(|out| out.pretty_json(answer));
    }

    /// Writes an answer in words.
    pub(crate) fn write(&mut self, write: impl FnOnce(&mut Results) -> io::Result<()>) {
        if self.failed.is_none() {
            self.failed = write(&mut self.out).err();
        }
    }

    /// Hands on what is written so far.
    pub(crate) fn flush(&mut self) {
        self.write(|out| out.flush());
    }

    /// Ends the answers of a command that has changed nothing: those that are missing are an error.
    pub(crate) fn required(mut self) -> io::Result<()> {
        self.flush();
        self.failed.map_or(Ok(()), Err)
    }

    /// Tells whether all could be written; `done` says what is done all the same.
    pub(crate) fn finish(mut self, done: &str, console: &Console) -> Exit {
        self.flush();
        match self.failed {
            Some(e) if !is_closed(&e) => untold(done, &Error::cannot_write(e).into(), console),
            _ => Exit::Done,
        }
    }
}

/// Tells that something is done although the answer cannot be written. A closed pipe is no failure.
pub(crate) fn untold(done: &str, error: &anyhow::Error, console: &Console) -> Exit {
    if crate::exit::is_closed_pipe(error) {
        return Exit::Done;
    }
    console.error(&anyhow::anyhow!("{done}; only the answer is missing: {error}"));
    Exit::Look
}

/// The time to date new units with: now, or what SOURCE_DATE_EPOCH says, so that the same input
/// can give the same file.
pub(crate) fn creation_date() -> muwazi::Result<Timestamp> {
    let Ok(seconds) = std::env::var("SOURCE_DATE_EPOCH") else { return Ok(Timestamp::now()) };
    seconds.parse().ok().and_then(|s| Timestamp::from_second(s).ok()).ok_or_else(|| {
        Error::new(
            ErrorKind::Usage,
            format!("SOURCE_DATE_EPOCH is '{seconds}', not a number of seconds"),
        )
    })
}
