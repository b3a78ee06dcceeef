//! Units from files on disk and from zip archives.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    ops::Range,
    path::Path,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::{
    moses,
    registry::of,
    source::{Counted, START, Source, first_bytes},
    units::Format,
};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    output::leftovers::{Part, Use},
};

/// Maximum number of files in an archive; no memory is distributed in more.
const MAX_FILES: usize = 10_000;
/// Number of files from which on less of each beginning is kept.
const MANY: usize = 500;
/// Number of bytes of a beginning that are then kept.
const START_OF_MANY: usize = 8 * 1024;

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
        // A pipe, `<(zcat a.tmx.gz)` of a shell: it cannot go back to its start.
        if file.metadata().is_ok_and(|m| !m.is_file()) {
            return Ok(vec![Self::stream(file, &path.display().to_string())?]);
        }
        // Windows tells none of a device.
        let size = file.metadata().ok().map(|m| m.len());
        let origin = path.display().to_string();
        let done = Arc::new(AtomicU64::new(0));
        let mut input = BufReader::new(Counted { input: file, done: Arc::clone(&done) });
        let start = first_bytes(&mut input, 4096).map_err(failed)?;
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        if is_plain_zip(&start) {
            drop(input);
            return entries(path, &origin, size.unwrap_or_default());
        }
        input.seek(SeekFrom::Start(0)).map_err(failed)?;
        done.store(0, Ordering::Relaxed);
        Ok(vec![Self::of(origin, name, Box::new(input), done, size)?])
    }

    /// Attaches the file that holds the translation.
    #[must_use]
    pub(super) fn with_other_side(mut self, other: Self) -> Self {
        self.other_side = Some(Box::new(other));
        self
    }

    /// Detaches and returns the file with the translation.
    pub(super) fn take_other_side(&mut self) -> Option<Self> {
        self.other_side.take().map(|other| *other)
    }

    /// Copies all bytes to a temporary file, for formats that need random access.
    ///
    /// # Errors
    /// The file is larger than `limit` or cannot be read, or the disk is full.
    pub(crate) fn into_file(self, limit: u64) -> Result<Part> {
        let place = Place::file(self.origin());
        let failed = |e| Error::cannot_read(e).at(place.clone());
        let mut part = Part::create(&std::env::temp_dir(), Use::Copy, private).map_err(failed)?;
        let file = part.file_mut().map_err(failed)?;
        let copied = io::copy(&mut self.into_reader().take(limit + 1), file).map_err(failed)?;
        if copied > limit {
            let megabytes = limit / (1024 * 1024);
            return Err(Error::new(
                ErrorKind::Format,
                format!("the file is larger than {megabytes} MiB"),
            )
            .at(place));
        }
        Ok(part)
    }

    /// Copies the bytes to a temporary file, so that a stream can be read more than once.
    ///
    /// # Errors
    /// The source cannot be read, or there is no room for a copy.
    pub fn into_copy(self) -> Result<SourceCopy> {
        let origin = self.origin().to_owned();
        Ok(SourceCopy { file: self.into_file(u64::MAX - 1)?, origin })
    }
}

/// A copy of a source in a temporary file, which is removed on drop.
#[derive(Debug)]
pub struct SourceCopy {
    file: Part,
    origin: String,
}

impl SourceCopy {
    /// Opens the copy from its first byte, under the name of the original.
    ///
    /// # Errors
    /// The copy cannot be read.
    pub fn open(&self) -> Result<Source> {
        let file = File::open(self.file.path()).map_err(Error::cannot_read)?;
        Source::stream(file, &self.origin)
    }
}

/// Creates a file in the common folder for temporary ones that only its owner can read.
fn private(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
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
    // One handle serves all members, of which there may be more than a process may have handles.
    let file = Arc::new(Mutex::new(open()?));
    if archive.len() > MAX_FILES {
        return Err(refuse(format!("the archive has more than {MAX_FILES} files")));
    }
    let done = Arc::new(AtomicU64::new(0));
    let room = if archive.len() > MANY { START_OF_MANY } else { START };
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
        let member = Member {
            file: Arc::clone(&file),
            packed: at..at.saturating_add(entry.compressed_size()),
            method: entry.compression(),
            expected: (entry.size(), entry.crc32()),
            done: Arc::clone(&done),
        };
        if !member.is_supported() {
            return Err(refuse(format!(
                "'{name}' is compressed with {}, which is not supported",
                member.method
            )));
        }
        let name_in_messages = format!("{origin}:{name}");
        let own = own.to_owned();
        sources.push(Source::of_member(name_in_messages, own, member, size, room)?);
    }
    if sources.is_empty() {
        return Err(refuse("there is no file in the archive".into()));
    }
    Ok(sources)
}

/// A file in an archive.
#[derive(Clone)]
pub(super) struct Member {
    file: Arc<Mutex<File>>,
    /// The place of its packed bytes.
    packed: Range<u64>,
    method: CompressionMethod,
    /// Size and checksum of the unpacked bytes.
    expected: (u64, u32),
    pub(super) done: Arc<AtomicU64>,
}

impl Member {
    fn is_supported(&self) -> bool {
        matches!(self.method, CompressionMethod::Stored | CompressionMethod::Deflated)
    }

    /// Opens it from its first byte.
    fn open(&self) -> Box<dyn Read + Send> {
        let section = Section { file: Arc::clone(&self.file), left: self.packed.clone() };
        let packed = BufReader::new(Counted { input: section, done: Arc::clone(&self.done) });
        let (crc, expected) = (flate2::Crc::new(), self.expected);
        match self.method {
            CompressionMethod::Deflated => {
                Box::new(Checked { input: DeflateDecoder::new(packed), crc, expected })
            }
            _ => Box::new(Checked { input: packed, crc, expected }),
        }
    }

    /// Reads its beginning, and returns a reader of the rest. Nothing of an open decoder is kept
    /// until that is read: those of thousands of members would fill the memory.
    pub(super) fn begin(self, room: usize) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
        let mut start = Vec::new();
        self.open().take(room as u64).read_to_end(&mut start)?;
        start.shrink_to_fit();
        // What is read again is not counted again.
        self.done.store(0, Ordering::Relaxed);
        let rest = Rest { skip: start.len() as u64, member: self, open: None };
        Ok((start, Box::new(rest)))
    }
}

/// The bytes of a member after its beginning.
struct Rest {
    member: Member,
    skip: u64,
    open: Option<Box<dyn Read + Send>>,
}

impl Read for Rest {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.open.is_none() {
            let mut input = self.member.open();
            io::copy(&mut (&mut input).take(self.skip), &mut io::sink())?;
            self.open = Some(input);
        }
        self.open.as_mut().map_or(Ok(0), |input| input.read(buffer))
    }
}

/// A part of a file that others read too.
struct Section {
    file: Arc<Mutex<File>>,
    left: Range<u64>,
}

impl Read for Section {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.end.saturating_sub(self.left.start);
        let length = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.left.start))?;
        let read = file.read(&mut buffer[..length])?;
        self.left.start += read as u64;
        Ok(read)
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

/// The files of units that a path names, more than one where it is an archive.
#[non_exhaustive]
pub struct Found {
    /// Each may be opened; two texts that translate each other come as one.
    pub sources: Vec<Source>,
    /// Files of the archive that are none, such as a licence.
    pub others: Vec<String>,
}

/// Finds what a path names. An archive in which nothing is known is handed out whole, so that whoever
/// opens its files is told why.
///
/// # Errors
/// See [`Source::open`].
pub fn sources(path: &Path, format: Option<&'static Format>) -> Result<Found> {
    let all = Source::open(path)?;
    let (mut sources, others) = match format {
        _ if all.len() == 1 => (all, Vec::new()),
        Some(format) if format.name != moses::FORMAT.name => (all, Vec::new()),
        Some(_) => moses::paired(all),
        None => {
            let (known, unknown): (Vec<_>, Vec<_>) = all.into_iter().partition(|s| of(s).is_ok());
            let (pairs, others) = moses::paired(unknown);
            (known.into_iter().chain(pairs).collect(), others)
        }
    };
    if sources.is_empty() {
        sources = others;
        return Ok(Found { sources, others: Vec::new() });
    }
    let others = others.iter().map(|source| source.origin().to_owned()).collect();
    Ok(Found { sources, others })
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
