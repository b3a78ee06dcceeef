//! Segments of an index in files, mapped into memory.

use std::{fs::File, io, path::Path};

use memmap2::Mmap;
use xxhash_rust::xxh3::Xxh3Default;

use super::{
    file::{Bytes, HEAD, Sections},
    segment::IndexSegment,
};

impl IndexSegment {
    /// Opens the file of a segment; an error where it is none of ours.
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        Self::new(map(path)?).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// Whether the file holds what was written.
    pub(super) fn is_sound(&self) -> bool {
        self.sections.is_sound()
    }
}

impl Sections {
    /// Whether the content is what was written.
    fn is_sound(&self) -> bool {
        let all = self.bytes.all();
        let told = all.get(16..HEAD).and_then(|sum| sum.try_into().ok()).map(u64::from_ne_bytes);
        let mut sum = Xxh3Default::new();
        sum.update(&all[HEAD..]);
        told == Some(sum.digest())
    }
}

/// Maps a file; an error where it is none of ours.
fn map(path: &Path) -> io::Result<Sections> {
    let file = File::open(path)?;
    // SAFETY: a file of an index is written under another name and never changed under its own;
    // whoever cuts it off while it is mapped ends this process, which no program can hinder.
    #[expect(unsafe_code, reason = "there is no safe way to map a file")]
    let map = unsafe { Mmap::map(&file)? };
    Sections::new(Bytes::Mapped(map)).ok_or_else(|| io::ErrorKind::InvalidData.into())
}
