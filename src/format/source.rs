//! Input files of units: a file, standard input, or a file in an archive (`.gz`, `.zip`).
//! Compressed data is decompressed while streaming, never as a whole.

use std::{
    io::{self, Cursor, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::MultiGzDecoder;

use super::units::Start;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::text::decode;

/// Number of bytes that format detection looks at.
pub(super) const START: usize = 64 * 1024;

/// The bytes of one file of units.
pub struct Source {
    origin: String,
    name: String,
    start: Vec<u8>,
    start_text: String,
    rest: Box<dyn Read + Send>,
    /// Bytes read from disk so far; fewer than the bytes of the text if the file is compressed.
    done: Arc<AtomicU64>,
    size: Option<u64>,
    /// The file of the archive with the translation, if this one holds only one side.
    pub(super) other_side: Option<Box<Source>>,
}

impl Source {
    /// Reads a stream, such as standard input; `origin` is its name in messages.
    ///
    /// # Errors
    /// The stream cannot be read.
    pub fn stream(input: impl Read + Send + 'static, origin: &str) -> Result<Self> {
        let done = Arc::new(AtomicU64::new(0));
        let counted = Counted { input, done: Arc::clone(&done) };
        Self::of(origin.to_owned(), origin.to_owned(), Box::new(counted), done, None)
    }

    /// Reads a file in memory.
    ///
    /// # Errors
    /// The bytes are a gzip archive that cannot be decompressed.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>, origin: &str) -> Result<Self> {
        Self::stream(Cursor::new(bytes.into()), origin)
    }

    pub(super) fn of(
        origin: String,
        name: String,
        mut input: Box<dyn Read + Send>,
        done: Arc<AtomicU64>,
        size: Option<u64>,
    ) -> Result<Self> {
        let start = first_bytes(&mut input, START)
            .map_err(|e| Error::cannot_read(e).at(Place::file(origin.clone())))?;
        Self::begun(origin, name, (start, input), (done, size), START)
    }

    /// Opens a file of an archive of `size` bytes; `room` is the number of bytes of its beginning to
    /// keep.
    #[cfg(feature = "files")]
    pub(super) fn of_member(
        origin: String,
        name: String,
        member: super::files::Member,
        size: u64,
        room: usize,
    ) -> Result<Self> {
        let done = Arc::clone(&member.done);
        let begun = member
            .begin(room)
            .map_err(|e| Error::cannot_read(e).at(Place::file(origin.clone())))?;
        Self::begun(origin, name, begun, (done, Some(size)), room)
    }

    /// Makes a source of a beginning and the rest.
    fn begun(
        origin: String,
        mut name: String,
        (mut start, mut rest): (Vec<u8>, Box<dyn Read + Send>),
        (done, size): (Arc<AtomicU64>, Option<u64>),
        room: usize,
    ) -> Result<Self> {
        if start.starts_with(b"\x1F\x8B") {
            let mut unpacked = MultiGzDecoder::new(Cursor::new(start).chain(rest));
            start = first_bytes(&mut unpacked, room).map_err(|e| {
                Error::new(ErrorKind::Format, "this gzip archive is damaged")
                    .at(Place::file(origin.clone()))
                    .because(e)
            })?;
            rest = Box::new(unpacked);
            if name.to_ascii_lowercase().ends_with(".gz") {
                name.truncate(name.len() - 3);
            }
        }
        let start_text = decode::beginning(&start);
        Ok(Self { origin, name, start, start_text, rest, done, size, other_side: None })
    }

    /// Returns the name of the file in messages. For a file in an archive it is `archive:file`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the file name without the extension of a compressed file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the beginning of the file.
    pub fn start(&self) -> Start<'_> {
        Start { bytes: &self.start, text: &self.start_text }
    }

    /// Returns the size on disk in bytes, if it is known.
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// Returns the counter of bytes read from disk, for a progress bar.
    pub fn progress(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.done)
    }

    /// Returns true if the file with the translation is attached.
    pub(super) fn has_other_side(&self) -> bool {
        self.other_side.is_some()
    }

    /// Returns a reader of all bytes, from the first one.
    pub fn into_reader(self) -> impl Read + Send {
        Cursor::new(self.start).chain(self.rest)
    }

    /// Reads all bytes into memory, at most `limit`, for formats that need them at once.
    ///
    /// # Errors
    /// The file is larger than `limit` or cannot be read.
    pub fn into_bytes(self, limit: u64) -> Result<Vec<u8>> {
        let place = Place::file(self.origin.clone());
        let mut bytes = Vec::new();
        let read = self.into_reader().take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|e| Error::cannot_read(e).at(place.clone()))?;
        if bytes.len() as u64 > limit {
            let megabytes = limit / (1024 * 1024);
            return Err(Error::new(
                ErrorKind::Format,
                format!("the file is larger than {megabytes} MiB"),
            )
            .at(place)
            .hint("split the file; no tool writes files of this size in this format"));
        }
        Ok(bytes)
    }
}

pub(super) fn first_bytes(input: &mut impl Read, number: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(number);
    input.take(number as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A reader that counts the bytes read.
pub(super) struct Counted<R> {
    pub(super) input: R,
    pub(super) done: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.done.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
