//! Texts in files.

use std::{
    fs::File,
    io::{self, BufReader, Read},
    path::Path,
};

use super::{
    input::Input,
    limits::MAX_FILE,
    plain::{ReadOptions, cannot_read},
    registry::read,
    stream::TextStream,
};
use crate::{document::Document, error::Result};

/// Reads a document from a file of any format that there is a reader for.
///
/// # Errors
/// The file cannot be read, is damaged, or holds no text that could be read.
pub fn read_file(path: &Path, options: &ReadOptions) -> Result<Document> {
    read(&mut open(path)?, options)
}

/// Opens a file. A pipe is read whole, since it cannot go back to its start.
///
/// # Errors
/// The file cannot be read.
pub fn open(path: &Path) -> Result<Input<'static>> {
    let fail = |e| cannot_read(path, e);
    let file = open_bytes(path).map_err(fail)?;
    let origin = path.display().to_string();
    if file.metadata().is_ok_and(|m| !m.is_file()) {
        let mut bytes = Vec::new();
        (&file).take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(fail)?;
        return Input::from_bytes(bytes, &origin);
    }
    Input::new(BufReader::new(file), &origin)
}

impl TextStream<'static> {
    /// Opens a file.
    pub fn open(path: &Path, options: &ReadOptions) -> Result<Self> {
        let fail = |e| cannot_read(path, e);
        let reader = Box::new(open_bytes(path).map_err(fail)?);
        Self::new(reader, &path.display().to_string(), options)
    }
}

fn open_bytes(path: &Path) -> io::Result<File> {
    // Some systems report a folder as "permission denied", which is misleading.
    if path.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    File::open(path)
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
