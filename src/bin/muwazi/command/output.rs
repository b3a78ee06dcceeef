//! Where results go: a file that is whole or not there, or standard output.

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    path::Path,
};

use jiff::Timestamp;
use muwazi::{
    Error, ErrorKind, Format,
    format::{AlignmentLayout, replace::is_in},
    output::RunFiles,
};

use crate::console::Console;

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
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return false;
    }
    console.ask(format_args!("{} holds something else. Replace it? [y/N] ", path.display()));
    let mut answer = String::new();
    io::stdin().read_line(&mut answer).is_ok()
        && matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "نعم")
}

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

/// Writes to a file, or to standard output where none is named or it is `-`.
pub(crate) fn write<T>(
    path: Option<&Path>,
    console: &Console,
    write: impl FnOnce(&mut dyn Write) -> muwazi::Result<T>,
) -> muwazi::Result<T> {
    match path {
        Some(path) if path != Path::new("-") => muwazi::output::write_file(path, write),
        _ => {
            let mut out = BufWriter::new(console.results());
            let value = write(&mut out)?;
            out.flush().map_err(Error::cannot_write)?;
            Ok(value)
        }
    }
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
