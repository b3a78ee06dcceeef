//! Packages: documents that are zip archives of parts, as DOCX, ODT and EPUB are.

use std::{
    collections::BTreeSet,
    io::{self, Read},
};

use zip::{ZipArchive, result::ZipError};

use super::{
    input::ReadSeek,
    limits::{MAX_MEMBERS, MAX_UNPACKED},
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    text::decode::beginning,
};

/// Number of bytes of the list of types that are looked at: far more than any program writes.
const LONGEST_TYPES: u64 = 4 << 20;

/// An open package. Parts are decompressed when they are asked for, up to [`MAX_UNPACKED`] bytes in
/// all.
pub struct Package<'r> {
    archive: ZipArchive<&'r mut dyn ReadSeek>,
    origin: String,
    left: u64,
}

impl<'r> Package<'r> {
    pub(super) fn new(reader: &'r mut dyn ReadSeek, origin: &str) -> Result<Self> {
        let archive = ZipArchive::new(reader).map_err(|e| damaged(origin, e))?;
        if archive.len() > MAX_MEMBERS {
            let message = format!("the package has more than {MAX_MEMBERS} members");
            return Err(Error::new(ErrorKind::Text, message).at(Place::file(origin)));
        }
        Ok(Self { archive, origin: origin.to_owned(), left: MAX_UNPACKED })
    }

    /// Lets the parts of a package together with those of another one be no larger than the limit.
    #[cfg(feature = "documents")]
    pub(super) fn share(&mut self, other: &Package<'_>) {
        self.left = self.left.min(other.left);
    }

    /// Returns the names of all members.
    pub fn names(&self) -> BTreeSet<String> {
        self.archive.file_names().flatten().map(|name| name.into_owned()).collect()
    }

    /// Returns the media type that the package declares; see
    /// [`Sample::declared`](super::input::Sample::declared).
    pub(super) fn declared_type(&mut self) -> String {
        for name in ["mimetype", "[Content_Types].xml"] {
            let Ok(part) = self.archive.by_name(name) else { continue };
            let mut bytes = Vec::new();
            // A damaged part declares nothing; its reader will tell.
            if part.take(LONGEST_TYPES).read_to_end(&mut bytes).is_ok() {
                return beginning(&bytes).trim().to_owned();
            }
        }
        String::new()
    }

    /// Decompresses a part; `None` if there is none of this name.
    ///
    /// # Errors
    /// The part is damaged or encrypted, or the parts together are larger than the limit.
    pub fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let Self { archive, origin, left } = self;
        let part = match archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(e) => return Err(damaged(origin, e)),
        };
        let mut bytes = Vec::new();
        part.take(*left + 1).read_to_end(&mut bytes).map_err(|e| broken(origin, name, e))?;
        let size = bytes.len() as u64;
        if size > self.left {
            let message = format!("'{name}' decompresses to too much data");
            return Err(Error::new(ErrorKind::Text, message).at(Place::file(&self.origin)));
        }
        self.left -= size;
        Ok(Some(bytes))
    }
}

fn broken(origin: &str, name: &str, error: io::Error) -> Error {
    Error::new(ErrorKind::Text, format!("'{name}' in the package is damaged"))
        .at(Place::file(origin))
        .hint("open it in the program that made it and save it again")
        .because(error)
}

fn damaged(origin: &str, error: ZipError) -> Error {
    Error::new(ErrorKind::Text, "this package is damaged")
        .at(Place::file(origin))
        .hint("open it in the program that made it and save it again")
        .because(error)
}
