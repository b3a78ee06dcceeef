//! The bytes of a document: a file or memory, whole or as a package of members.

use std::{
    collections::BTreeSet,
    io::{self, Cursor, Read, Seek, SeekFrom},
    path::Path,
};

#[cfg(feature = "files")]
use super::package::Package;
use super::{limits::MAX_FILE, plain::cannot_read};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    text::decode,
};

/// Number of bytes that detection looks at.
const START: u64 = 64 << 10;

/// A seekable stream of bytes.
pub trait ReadSeek: Read + Seek {}
impl<R: Read + Seek> ReadSeek for R {}

/// What tells the format of a document: its name and its beginning.
#[derive(Debug, Default)]
pub struct Sample {
    /// The name of the file, in small letters.
    pub name: String,
    /// The first bytes.
    pub bytes: Vec<u8>,
    /// The first bytes as text, without a byte order mark; empty for a package.
    pub text: String,
    /// The names of the members of a package; empty for all else.
    pub members: BTreeSet<String>,
    /// The fault of a package that cannot be opened.
    pub fault: Option<Error>,
    /// The media type that a package declares: the text of its member `mimetype`, or else the list of
    /// the types of its parts, `[Content_Types].xml`.
    pub declared: String,
}

impl Sample {
    /// Returns true for a zip archive, as documents of many formats are.
    pub fn is_package(&self) -> bool {
        is_zip(&self.bytes)
    }

    /// Returns true if the name ends with the extension.
    pub fn has_extension(&self, extension: &str) -> bool {
        self.name.strip_suffix(extension).is_some_and(|stem| stem.ends_with('.'))
    }
}

/// Returns true for the beginning of a zip archive, an empty one too. A text may begin with PK.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// What a package shows of itself.
#[derive(Default)]
struct Contents {
    members: BTreeSet<String>,
    declared: String,
    fault: Option<Error>,
}

/// The bytes of a document.
pub struct Input<'r> {
    reader: Box<dyn ReadSeek + 'r>,
    size: u64,
    origin: String,
}

impl<'r> Input<'r> {
    /// Takes a file; `origin` is its name in messages.
    ///
    /// # Errors
    /// The file cannot be read, or is larger than [`MAX_FILE`].
    pub fn new(mut reader: impl ReadSeek + 'r, origin: &str) -> Result<Self> {
        let fail = |e| cannot_read(Path::new(origin), e);
        let size = reader.seek(SeekFrom::End(0)).map_err(fail)?;
        reader.seek(SeekFrom::Start(0)).map_err(fail)?;
        Ok(Self { reader: Box::new(reader), size, origin: origin.to_owned() })
    }

    /// Takes bytes in memory.
    ///
    /// # Errors
    /// There are more than [`MAX_FILE`].
    pub fn from_bytes(bytes: impl AsRef<[u8]> + 'r, origin: &str) -> Result<Self> {
        Self::new(Cursor::new(bytes), origin)
    }

    /// Returns the name of the file in messages.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Reads all bytes.
    ///
    /// # Errors
    /// The file cannot be read, or is larger than [`MAX_FILE`].
    pub fn bytes(&mut self) -> Result<Vec<u8>> {
        if self.size > MAX_FILE {
            let message = format!("the file is larger than {} MiB", MAX_FILE >> 20);
            return Err(Error::new(ErrorKind::Text, message).at(Place::file(&self.origin)));
        }
        self.first(MAX_FILE)
    }

    /// Reads and decodes all bytes as text.
    ///
    /// # Errors
    /// As [`Input::bytes`]; the bytes are no text in the encoding.
    pub fn text(&mut self, encoding: Option<&str>) -> Result<String> {
        decode::decode(self.bytes()?, &self.origin, encoding)
    }

    /// Opens the file as a package: a zip archive of parts.
    ///
    /// # Errors
    /// The file is no archive, or a damaged one.
    #[cfg(feature = "files")]
    pub fn package(&mut self) -> Result<Package<'_>> {
        if !is_zip(&self.first(4)?) {
            let message = "this is no package of parts, such as DOCX and EPUB are";
            return Err(Error::new(ErrorKind::Text, message)
                .at(Place::file(&self.origin))
                .hint("name no format, and it is recognised"));
        }
        self.rewind()?;
        Package::new(&mut *self.reader, &self.origin)
    }

    /// Returns what detection looks at.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn sample(&mut self) -> Result<Sample> {
        let bytes = self.first(START)?;
        let is_zip = is_zip(&bytes);
        let Contents { members, declared, fault } =
            if is_zip { self.contents() } else { Contents::default() };
        let name = Path::new(&self.origin).file_name().unwrap_or_default();
        Ok(Sample {
            name: name.to_string_lossy().to_lowercase(),
            text: if is_zip { String::new() } else { decode::beginning(&bytes) },
            bytes,
            members,
            declared,
            fault,
        })
    }

    /// Opens the package for detection.
    #[cfg(feature = "files")]
    fn contents(&mut self) -> Contents {
        match self.package() {
            Ok(mut package) => Contents {
                members: package.names(),
                declared: package.declared_type(),
                fault: None,
            },
            Err(e) => Contents { fault: Some(e), ..Contents::default() },
        }
    }

    #[cfg(not(feature = "files"))]
    fn contents(&mut self) -> Contents {
        Contents { fault: Some(decode::binary(&self.origin)), ..Contents::default() }
    }

    fn rewind(&mut self) -> Result<()> {
        let rewound = self.reader.seek(SeekFrom::Start(0));
        rewound.map(drop).map_err(|e| cannot_read(Path::new(&self.origin), e))
    }

    fn first(&mut self, most: u64) -> Result<Vec<u8>> {
        self.rewind()?;
        let mut bytes = Vec::new();
        let read: io::Result<usize> = self.reader.by_ref().take(most).read_to_end(&mut bytes);
        read.map_err(|e| cannot_read(Path::new(&self.origin), e))?;
        Ok(bytes)
    }
}
