//! Segments of an index in files.

use std::{
    fs::{self, File},
    io,
    path::Path,
};

use super::{blocks::Source, file::Sections, segment::IndexSegment};

impl IndexSegment {
    /// Opens the file of a segment with that checksum; an error where it is none of ours.
    pub(super) fn open(path: &Path, sum: u64) -> io::Result<Self> {
        // A pipe would keep us waiting.
        if !fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let file = File::open(path)?;
        let size = file.metadata()?.len();
        Sections::open(Box::new(file), size, Some(sum))
            .and_then(Self::new)
            .ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

impl Source for File {
    #[cfg(unix)]
    fn read(&self, from: u64, out: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(self, out, from)
    }

    #[cfg(windows)]
    fn read(&self, mut from: u64, mut out: &mut [u8]) -> io::Result<()> {
        while !out.is_empty() {
            match std::os::windows::fs::FileExt::seek_read(self, out, from)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => (from, out) = (from + read as u64, &mut out[read..]),
            }
        }
        Ok(())
    }
}
