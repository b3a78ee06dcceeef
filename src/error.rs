//! What can go wrong, said so that a person can mend it: what was found, where, and a hint.

use std::{fmt, io, path::Path};

/// The result of everything here that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error with its place and, where one helps, a hint.
///
/// `Display` gives place and message on one line; the hint is for the caller to show beneath.
#[derive(Debug, thiserror::Error)]
#[error("{}{message}", Prefix(place))]
pub struct Error {
    /// What sort of thing went wrong, for programs.
    pub kind: ErrorKind,
    /// What went wrong, for people.
    pub message: String,
    /// Where it was found.
    pub place: Option<Place>,
    /// What the person could do about it.
    pub hint: Option<String>,
    /// What lies beneath, such as the system's own word.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The sorts of error that a program may want to tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be opened, read or written.
    Io,
    /// A text is empty, binary, or not in the encoding that it should be in.
    Text,
    /// The two sides of a pair do not suit each other, or a language is unknown.
    Language,
    /// A file is not well-formed in its own format.
    Format,
    /// A memory is not ours, damaged, locked or too new.
    Memory,
    /// An option does not fit.
    Usage,
    /// A server that was asked is away, refuses, or gives what cannot be used.
    Service,
    /// The program itself is at fault.
    Internal,
}

/// Where in a file something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as the user named it; `-` for standard input.
    pub file: String,
    /// The line, counted from 1.
    pub line: Option<u64>,
}

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: None }
    }

    /// A line of a file, counted from 1.
    pub fn line(file: impl Into<String>, line: u64) -> Self {
        Self { file: file.into(), line: Some(line) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}", self.file),
            None => f.write_str(&self.file),
        }
    }
}

struct Prefix<'a>(&'a Option<Place>);

impl fmt::Display for Prefix<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(place) => write!(f, "{place}: "),
            None => Ok(()),
        }
    }
}

impl Error {
    /// An error without place, hint or source.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), place: None, hint: None, source: None }
    }

    /// A failure to do `what` ("cannot read") to a file, in words for people.
    pub fn io(what: &str, path: &Path, source: io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("{what}: {}", reason(&source)))
            .at(Place::file(path.display().to_string()))
            .because(source)
    }

    /// A failure to write to something whose name is not known here; [`crate::output`] adds it.
    pub fn cannot_write(source: io::Error) -> Self {
        let message = format!("cannot write: {}", reason(&source));
        Self::new(ErrorKind::Io, message).because(source)
    }

    /// A failure to read from something whose name is not known here.
    pub fn cannot_read(source: io::Error) -> Self {
        let message = format!("cannot read: {}", reason(&source));
        Self::new(ErrorKind::Io, message).because(source)
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says what the person could do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says what lies beneath.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// What the system said, in words for people.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "a folder of its path is a file".to_owned(),
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        _ => error.to_string(),
    }
}
