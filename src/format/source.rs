//! Input files of units: a file, standard input, or a file in an archive (`.gz`, `.zip`).
//! Compressed data is decompressed while streaming, never as a whole.

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek, SeekFrom},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::{DeflateDecoder, MultiGzDecoder};
use zip::{CompressionMethod, ZipArchive};

use super::units::Start;
use crate::error::{Error, ErrorKind, Place, Result};
use crate::text::decode;

/// Number of bytes that format detection looks at.
const START: usize = 64 * 1024;
/// Maximum number of files in an archive; no memory is distributed in more.
const MAX_FILES: usize = 10_000;

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
    other_side: Option<Box<Source>>,
}

impl Source {
    /// Opens a path: one file, or all files of an archive.
    ///
    /// # Errors
    /// The file cannot be read, or the archive is damaged, encrypted or empty.
    pub fn open(path: &Path) -> Result<Vec<Self>> {
        let failed = |e| Error::io("cannot read", path, e);
        if path.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into()).hint("name a file in it"));
        }
        let file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        let origin = path.display().to_string();
        let done = Arc::new(AtomicU64::new(0));
        let mut input = BufReader::new(Counted { input: file, done: Arc::clone(&done) });
        let start = first_bytes(&mut input, 4096).map_err(failed)?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if is_plain_zip(&start) {
            drop(input);
            return entries(path, &origin, size);
        }
        input.seek(SeekFrom::Start(0)).map_err(failed)?;
        done.store(0, Ordering::Relaxed);
        Ok(vec![Self::of(origin, name, Box::new(input), done, Some(size))?])
    }

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

    fn of(
        origin: String,
        name: String,
        mut input: Box<dyn Read + Send>,
        done: Arc<AtomicU64>,
        size: Option<u64>,
    ) -> Result<Self> {
        let failed = |e: io::Error| Error::cannot_read(e).at(Place::file(origin.clone()));
        let mut start = first_bytes(&mut input, START).map_err(failed)?;
        let mut name = name;
        if start.starts_with(b"\x1F\x8B") {
            let mut unpacked = MultiGzDecoder::new(Cursor::new(start).chain(input));
            start = first_bytes(&mut unpacked, START).map_err(|e| {
                Error::new(ErrorKind::Format, "this gzip archive is damaged")
                    .at(Place::file(origin.clone()))
                    .because(e)
            })?;
            input = Box::new(unpacked);
            if name.to_ascii_lowercase().ends_with(".gz") {
                name.truncate(name.len() - 3);
            }
        }
        let start_text = decode::beginning(&start);
        Ok(Self { origin, name, start, start_text, rest: input, done, size, other_side: None })
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

    /// Attaches the file that holds the translation.
    #[must_use]
    pub(super) fn with_other_side(self, other: Self) -> Self {
        Self { other_side: Some(Box::new(other)), ..self }
    }

    /// Returns true if the file with the translation is attached.
    pub(super) fn has_other_side(&self) -> bool {
        self.other_side.is_some()
    }

    /// Detaches and returns the file with the translation.
    pub(super) fn take_other_side(&mut self) -> Option<Self> {
        self.other_side.take().map(|other| *other)
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

    /// Copies all bytes to a temporary file, for formats that need random access.
    ///
    /// # Errors
    /// The file is larger than `limit` or cannot be read, or the disk is full.
    pub fn into_file(self, limit: u64) -> Result<tempfile::NamedTempFile> {
        let place = Place::file(self.origin.clone());
        let failed = |e| Error::cannot_read(e).at(place.clone());
        let mut file = tempfile::NamedTempFile::new().map_err(failed)?;
        let copied =
            io::copy(&mut self.into_reader().take(limit + 1), &mut file).map_err(failed)?;
        if copied > limit {
            let megabytes = limit / (1024 * 1024);
            return Err(Error::new(
                ErrorKind::Format,
                format!("the file is larger than {megabytes} MiB"),
            )
            .at(place));
        }
        file.seek(SeekFrom::Start(0)).map_err(failed)?;
        Ok(file)
    }
}

/// Returns true for an archive of files, false for a document that is a zip archive itself, such as
/// `.xlsx`.
fn is_plain_zip(start: &[u8]) -> bool {
    // The first entry of an Office file has one of these names.
    let office = ["[Content_Types].xml", "_rels/", "xl/", "docProps/", "word/", "mimetype"];
    let first = start.get(30..).unwrap_or_default();
    start.starts_with(b"PK\x03\x04")
        && !office.iter().any(|name| first.starts_with(name.as_bytes()))
}

/// Opens the files of an archive; each is decompressed while it is read.
fn entries(path: &Path, origin: &str, size: u64) -> Result<Vec<Source>> {
    let damaged = |e: zip::result::ZipError| {
        Error::new(ErrorKind::Format, "this zip archive is damaged")
            .at(Place::file(origin))
            .because(e)
    };
    let refuse = |message: String| Error::new(ErrorKind::Format, message).at(Place::file(origin));
    let open = || File::open(path).map_err(|e| Error::io("cannot read", path, e));
    let mut archive = ZipArchive::new(BufReader::new(open()?)).map_err(damaged)?;
    if archive.len() > MAX_FILES {
        return Err(refuse(format!("the archive has more than {MAX_FILES} files")));
    }
    let done = Arc::new(AtomicU64::new(0));
    let mut sources = Vec::new();
    for i in 0..archive.len() {
        let entry = archive.by_index_raw(i).map_err(damaged)?;
        let name = entry.name().map_err(damaged)?.into_owned();
        let own = name.rsplit('/').next().unwrap_or_default();
        // Folders, and the metadata files that macOS adds for each file.
        if entry.is_dir() || name.starts_with("__MACOSX/") || own.starts_with("._") {
            continue;
        }
        if entry.encrypted() {
            return Err(refuse(format!("'{name}' in the archive is encrypted"))
                .hint("unpack it with its password first"));
        }
        let at = entry.data_start().ok_or_else(|| refuse(format!("'{name}' has no content")))?;
        let mut file = open()?;
        file.seek(SeekFrom::Start(at)).map_err(|e| Error::io("cannot read", path, e))?;
        let packed = Counted { input: file.take(entry.compressed_size()), done: Arc::clone(&done) };
        let packed = BufReader::new(packed);
        let input: Box<dyn Read + Send> = match entry.compression() {
            CompressionMethod::Stored => Box::new(packed),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
            other => {
                return Err(refuse(format!(
                    "'{name}' is compressed with {other}, which is not supported"
                )));
            }
        };
        let input =
            Checked { input, crc: flate2::Crc::new(), expected: (entry.size(), entry.crc32()) };
        let name_in_messages = format!("{origin}:{name}");
        let own = own.to_owned();
        sources.push(Source::of(
            name_in_messages,
            own,
            Box::new(input),
            Arc::clone(&done),
            Some(size),
        )?);
    }
    if sources.is_empty() {
        return Err(refuse("there is no file in the archive".into()));
    }
    Ok(sources)
}

fn first_bytes(input: &mut impl Read, number: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(number);
    input.take(number as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A reader that counts the bytes read.
struct Counted<R> {
    input: R,
    done: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.done.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.input.seek(to)
    }
}

/// A reader that compares size and checksum of the decompressed data with those in the archive.
struct Checked<R> {
    input: R,
    crc: flate2::Crc,
    expected: (u64, u32),
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.crc.update(&buffer[..n]);
        let (size, sum) = self.expected;
        if n == 0 && !buffer.is_empty() && (self.crc.amount(), self.crc.sum()) != (size as u32, sum)
        {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the archive is damaged"));
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn text_of(source: Source) -> String {
        let mut text = String::new();
        source.into_reader().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_gzip_archive_is_read_as_its_content() {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all("<tmx>سلام</tmx>".as_bytes()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.tmx.gz");
        std::fs::write(&path, gz.finish().unwrap()).unwrap();
        let source = Source::open(&path).unwrap().remove(0);
        assert_eq!((source.name(), source.start().root()), ("a.tmx", Some("tmx")));
        assert_eq!(text_of(source), "<tmx>سلام</tmx>");
    }

    #[test]
    fn every_file_of_a_zip_archive_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let mut zip = zip::ZipWriter::new(File::create(&path).unwrap());
        let options = zip::write::SimpleFileOptions::default();
        for (name, text) in [("in/a.tmx", "one"), ("__MACOSX/in/._a.tmx", "x"), ("b.tmx", "two")] {
            zip.start_file(name, options).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let sources = Source::open(&path).unwrap();
        let names: Vec<_> = sources.iter().map(|s| s.name().to_owned()).collect();
        assert_eq!(names, ["a.tmx", "b.tmx"]);
        assert!(sources[0].origin().ends_with("a.zip:in/a.tmx"));
        let texts: Vec<_> = sources.into_iter().map(text_of).collect();
        assert_eq!(texts, ["one", "two"]);

        // Change one byte of the content.
        let mut bytes = std::fs::read(&path).unwrap();
        let at = bytes.windows(3).position(|w| w == b"one").or_else(|| {
            // Deflated data: change the last byte before the next header.
            bytes.windows(4).skip(1).position(|w| w == b"PK\x03\x04")
        });
        bytes[at.unwrap()] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let broken = Source::open(&path).map(|mut s| s.remove(0).into_bytes(1000));
        assert!(broken.is_err() || broken.unwrap().is_err());
    }
}
