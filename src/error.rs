//! Errors that say what was found, where, and what to do about it.
//!
//! A hint is a sentence in plain words. It never names a flag of a program: the options that it is
//! about stand beside it as [`Settings`], so that each front can show its own name for them.

use std::{fmt, io, path::Path};

use serde::{Deserialize, Serialize, Serializer};

/// The result of every function of this library that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error with its place and, if one helps, a hint.
///
/// `Display` writes place and message on one line. The caller shows the hint below it.
#[derive(Debug, thiserror::Error)]
#[error("{}{message}", Prefix(place))]
#[non_exhaustive]
pub struct Error {
    /// The sort of error, for programs.
    pub kind: ErrorKind,
    /// The fault, in words for people.
    pub message: String,
    /// The file and line of the fault.
    pub place: Option<Place>,
    /// Advice, in words for people.
    pub hint: Option<String>,
    /// The settings that the hint is about.
    pub settings: Settings,
    /// The operation that the hint advises.
    pub operation: Option<Operation>,
    /// The reason why a document gives no text.
    pub no_text: Option<NoText>,
    /// The cause, such as the error of the operating system.
    #[source]
    pub source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// The sorts of errors, for programs that treat them differently. Serialized in lower case, `not-found` with a hyphen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be opened, read or written.
    Io,
    /// A text is empty, binary, or in another encoding than expected.
    Text,
    /// The languages of a pair do not fit together, or a language is unknown.
    Language,
    /// A file breaks the rules of its format.
    Format,
    /// A file is not a memory, or the memory is damaged, locked or too new.
    Memory,
    /// No memory, unit or operation has the given name or number.
    #[serde(rename = "not-found")]
    NotFound,
    /// An option has a value that cannot be used.
    Usage,
    /// A server cannot be reached, refuses, or sends an answer that cannot be used.
    Service,
    /// A bug in this library.
    Internal,
}

/// A reason why a document that can be opened gives no text. Serialized as `no-text-layer`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NoText {
    /// It needs a password.
    Encrypted,
    /// Its pages are pictures.
    NoTextLayer,
    /// Its text is not the one that its pages show.
    BrokenTextLayer,
}

#[cfg(feature = "pdf")]
impl NoText {
    /// Makes an error for this reason.
    pub(crate) fn error(self, message: impl Into<String>) -> Error {
        Error { no_text: Some(self), ..Error::new(ErrorKind::Text, message) }
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name of the file, as the caller gave it.
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

/// An option that a hint or a warning is about.
///
/// The name is that of the option in this library, not of a flag: the command line says `--from` for
/// the language of the source, a server may call it something else. Serialized as `source-lang`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Setting {
    /// The language of the source.
    SourceLang,
    /// The language of the target.
    TargetLang,
    /// The language of a text, on whichever side it is.
    Lang,
    /// The format of a file that is read.
    InputFormat,
    /// The format of a file that is written.
    OutputFormat,
    /// The encoding of a file that is read.
    Encoding,
    /// Strict checking of what is read. Hints advise to turn it off.
    Strict,
    /// The list of pairs of a batch.
    PairList,
    /// The folder for the results of a batch.
    OutputFolder,
    /// Pairs of texts as JSON lines, the input of [`crate::pipeline`].
    JsonLines,
    /// The name for the files of a memory in a project.
    FileName,
    /// The ending of the files with the right alignments.
    GoldEnding,
    /// The address of the embeddings server.
    EmbeddingsUrl,
    /// The model that the embeddings server runs.
    EmbeddingsModel,
    /// The key for the embeddings server.
    EmbeddingsKey,
    /// The file that keeps sentence vectors.
    EmbeddingsCache,
    /// Permission to replace a file that holds something else.
    Force,
    /// The time to wait while another program writes to a memory.
    Wait,
    /// Content of a document that is left out unless it is asked for.
    Extras,
    /// Permission to read files that JSON lines name.
    NamedFiles,
    /// Doubtful pairs of texts that hardly look like translations of each other.
    Unrelated,
    /// The largest number of tokens of a context.
    Budget,
}

impl Setting {
    /// Every setting, in the order in which they are shown.
    pub const ALL: [Self; 22] = [
        Self::SourceLang,
        Self::TargetLang,
        Self::Lang,
        Self::InputFormat,
        Self::OutputFormat,
        Self::Encoding,
        Self::Strict,
        Self::PairList,
        Self::OutputFolder,
        Self::JsonLines,
        Self::FileName,
        Self::GoldEnding,
        Self::EmbeddingsUrl,
        Self::EmbeddingsModel,
        Self::EmbeddingsKey,
        Self::EmbeddingsCache,
        Self::Force,
        Self::Wait,
        Self::Extras,
        Self::NamedFiles,
        Self::Unrelated,
        Self::Budget,
    ];
}

/// A set of settings, in the order of [`Setting::ALL`]. Serialized as a list of names.
// One word, so that an error is no larger for it: errors travel through every `Result`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Settings(u32);

impl Settings {
    /// Returns true if there are none.
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// Returns true if the setting is one of them.
    pub fn contains(&self, setting: Setting) -> bool {
        self.0 & (1 << setting as u32) != 0
    }

    /// The settings, in order.
    pub fn iter(self) -> impl Iterator<Item = Setting> {
        Setting::ALL.into_iter().filter(move |setting| self.contains(*setting))
    }
}

impl From<Setting> for Settings {
    fn from(setting: Setting) -> Self {
        Self(1 << setting as u32)
    }
}

impl<const N: usize> From<[Setting; N]> for Settings {
    fn from(settings: [Setting; N]) -> Self {
        Self(settings.into_iter().fold(0, |all, setting| all | (1 << setting as u32)))
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

/// An operation that a hint advises.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Operation {
    /// Reading a file of units into a memory, which makes a new one.
    Import,
    /// Writing a memory to a file of units.
    Export,
    /// Saving what is left of a damaged memory as another file.
    Repair,
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
    /// Makes an error without place, hint or cause.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            place: None,
            hint: None,
            settings: Settings::default(),
            operation: None,
            no_text: None,
            source: None,
        }
    }

    /// Makes an error for a file that could not be used; `what` says what failed, as in "cannot
    /// read".
    pub fn io(what: &str, path: &Path, source: io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("{what}: {}", reason(&source)))
            .at(Place::file(path.display().to_string()))
            .because(source)
    }

    /// Makes an error for a failed write, without the name of the file; [`crate::output`] adds it.
    pub fn cannot_write(source: io::Error) -> Self {
        let message = format!("cannot write: {}", reason(&source));
        Self::new(ErrorKind::Io, message).because(source)
    }

    /// Makes an error for a failed read, without the name of the file.
    pub fn cannot_read(source: io::Error) -> Self {
        let message = format!("cannot read: {}", reason(&source));
        Self::new(ErrorKind::Io, message).because(source)
    }

    /// Adds the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a hint, in plain words and without the name of a flag.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds the settings that the hint is about.
    #[must_use]
    pub fn settings(mut self, settings: impl Into<Settings>) -> Self {
        self.settings = settings.into();
        self
    }

    /// Adds the operation that the hint advises.
    #[must_use]
    pub fn operation(mut self, operation: Operation) -> Self {
        self.operation = Some(operation);
        self
    }

    /// Adds the cause.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

/// The message of the operating system, in words for people.
fn reason(error: &io::Error) -> String {
    if let Some(reason) = error.raw_os_error().filter(|_| cfg!(windows)).and_then(of_windows) {
        return reason.to_owned();
    }
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

/// The reason for an error number of Windows that has no kind.
fn of_windows(number: i32) -> Option<&'static str> {
    match number {
        32 | 33 => Some("another program has it open"),
        123 | 161 => Some("no file can have this name"),
        206 => Some("its path is too long"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_windows_are_words_there() {
        for number in [32, 123, 206] {
            let words = reason(&io::Error::from_raw_os_error(number));
            assert_eq!(Some(words.as_str()) == of_windows(number), cfg!(windows), "{words}");
        }
        assert_eq!(of_windows(2), None);
    }

    #[test]
    fn settings_are_a_set_in_order() {
        let both = Settings::from([Setting::TargetLang, Setting::SourceLang]);
        assert_eq!(serde_json::to_string(&both).unwrap(), r#"["source-lang","target-lang"]"#);
        assert_eq!(format!("{both:?}"), "[SourceLang, TargetLang]");
        assert!(both.contains(Setting::SourceLang) && !both.contains(Setting::Strict));
        assert!(Settings::default().is_empty() && !Settings::from(Setting::Strict).is_empty());
        for (at, setting) in Setting::ALL.into_iter().enumerate() {
            assert_eq!(setting as usize, at, "{setting:?}");
        }
    }

    #[test]
    fn an_error_stays_small() {
        assert!(size_of::<Error>() <= 112);
    }
}
