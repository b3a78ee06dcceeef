//! Units from files on disk and from zip archives.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::{
    moses,
    registry::of,
    source::{Counted, Source, first_bytes},
    units::Format,
};
use crate::error::{Error, ErrorKind, Place, Result};

/// Maximum number of files in an archive; no memory is distributed in more.
const MAX_FILES: usize = 10_000;

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
    pub(crate) fn into_file(self, limit: u64) -> Result<tempfile::NamedTempFile> {
        let place = Place::file(self.origin());
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
    file: tempfile::NamedTempFile,
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
