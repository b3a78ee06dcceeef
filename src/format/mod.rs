//! Reading and writing: from bytes to documents and units, and back.
//!
//! One module a format, reading and writing together: [`registry`] lists those that carry units. Readers stop at damage and say where;
//! what they leave out of a sound file they tell as a warning.

mod control;
mod diagnostics;
pub mod doctor;
mod inline;
pub mod json;
pub(crate) mod lines;
pub mod moses;
pub mod po;
pub mod registry;
pub mod sdltm;
pub(crate) mod sides;
pub mod source;
pub mod table;
pub mod tbx;
pub mod tmx;
pub mod units;
mod unnamed;
pub mod utx;
pub mod xliff;
pub mod xlsx;

use std::path::Path;

use crate::error::{Error, ErrorKind, Place, Result};

/// A format that results are written in, and most of them read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Translation Memory eXchange, the common format of translation tools.
    Tmx,
    /// Two columns, source and target.
    Tsv,
    /// One JSON object a line.
    Jsonl,
    /// An alignment as pairs of sentence numbers.
    Beads,
    /// An alignment as a spreadsheet that a person corrects.
    Xlsx,
    /// The format of units of that name, as [`registry`] lists it.
    Units(&'static str),
}

impl Format {
    const BY_EXTENSION: [(&'static str, Self); 5] = [
        ("tmx", Self::Tmx),
        ("tsv", Self::Tsv),
        ("jsonl", Self::Jsonl),
        ("beads", Self::Beads),
        ("xlsx", Self::Xlsx),
    ];

    /// The format that a file's name tells, in any case of letters: one of an alignment's own, or
    /// one of units that is written.
    ///
    /// ```
    /// use muwazi::Format;
    /// assert_eq!(Format::from_path("memory.TMX".as_ref())?, Format::Tmx);
    /// assert!(Format::from_path("memory.docx".as_ref()).is_err());
    /// # Ok::<(), muwazi::Error>(())
    /// ```
    pub fn from_path(path: &Path) -> Result<Self> {
        let extension = path.extension().unwrap_or_default();
        Self::BY_EXTENSION
            .into_iter()
            .find(|(known, _)| extension.eq_ignore_ascii_case(known))
            .map(|(_, format)| format)
            .or_else(|| registry::to_write(path).ok().map(|format| Self::Units(format.name)))
            .ok_or_else(|| unknown(path))
    }

    /// The extension of its files, without a dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Tmx => "tmx",
            Self::Tsv => "tsv",
            Self::Jsonl => "jsonl",
            Self::Beads => "beads",
            Self::Xlsx => "xlsx",
            Self::Units(name) => registry::by_name(name)
                .ok()
                .and_then(|format| format.extensions.first().copied())
                .unwrap_or(name),
        }
    }
}

fn unknown(path: &Path) -> Error {
    let message = match path.extension() {
        Some(other) => format!("'.{}' is no format that is known here", other.display()),
        None => "the name does not tell the format".to_owned(),
    };
    Error::new(ErrorKind::Usage, message)
        .at(Place::file(path.display().to_string()))
        .hint("give the file a name that ends in .tmx, .tsv, .jsonl or .beads")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_the_format() {
        for (extension, format) in Format::BY_EXTENSION {
            assert_eq!(format.extension(), extension);
            let name = format!("a.b.{}", extension.to_uppercase());
            assert_eq!(Format::from_path(Path::new(&name)).unwrap(), format);
        }
        assert_eq!(Format::from_path("a.CSV".as_ref()).unwrap(), Format::Units("csv"));
        assert_eq!(Format::Units("weblate").extension(), "memory.json");
        for bad in ["a", "a.txt", ".tmx", "", "a.tmx.gz", "نص.ملف"] {
            let error = Format::from_path(Path::new(bad)).unwrap_err();
            assert_eq!(error.kind, ErrorKind::Usage);
            assert!(error.hint.unwrap().contains(".tmx, .tsv, .jsonl or .beads"));
        }
    }
}
