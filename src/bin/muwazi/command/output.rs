//! Where results go: a file that is whole or not there, or standard output.

use std::{
    io::{BufWriter, Write},
    path::Path,
};

use jiff::Timestamp;
use muwazi::{Error, ErrorKind};

use crate::console::Console;

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
