//! Texts in files.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use super::{
    plain::{ReadOptions, cannot_read, read},
    stream::TextStream,
};
use crate::{document::Document, error::Result};

/// Reads a document from a text file.
pub fn read_file(path: &Path, options: &ReadOptions) -> Result<Document> {
    let bytes = bytes_of(path).map_err(|e| cannot_read(path, e))?;
    read(bytes, &path.display().to_string(), options)
}

impl TextStream<'static> {
    /// Opens a file.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self> {
        let fail = |e| cannot_read(path, e);
        if path.is_dir() {
            // Some systems report a folder as "permission denied", which is misleading.
            return Err(fail(io::ErrorKind::IsADirectory.into()));
        }
        let reader = Box::new(File::open(path).map_err(fail)?);
        Self::new(reader, &path.display().to_string(), options)
    }
}

fn bytes_of(path: &Path) -> io::Result<Vec<u8>> {
    // Some systems report a folder as "permission denied", which is misleading.
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    fs::read(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn files_that_cannot_be_opened_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let missing = read_file(&folder.path().join("no.txt"), &ReadOptions::default());
        let missing = missing.unwrap_err();
        assert!(missing.to_string().ends_with("no.txt: cannot read: no such file or folder"));
        let is_folder = read_file(folder.path(), &ReadOptions::default()).unwrap_err();
        assert!(is_folder.to_string().ends_with("cannot read: it is a folder"));
        assert_eq!(is_folder.kind, ErrorKind::Io);
    }
}
