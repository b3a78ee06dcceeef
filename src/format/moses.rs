//! Moses: two files, such as `corpus.en` and `corpus.ar`; line n of one translates line n of the
//! other. The usual format of training corpora for machine translation.
//!
//! Read from either file, if the other lies beside it, or from an archive that contains both, as
//! corpora are distributed. Written as such an archive.

use std::{
    cell::Cell,
    fs::File,
    io::{self, BufReader, BufWriter, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    rc::Rc,
};

use zip::{ZipWriter, write::SimpleFileOptions};

use super::{
    control::without_nul,
    diagnostics::Diagnostics,
    lines::{Lines, content},
    reader::{self, UnitParser},
    sides::{Sides, without},
    source::Source,
    units::{AlignmentLayout, Capabilities, Format, Outcome, Reading, WriteUnits, Writing},
};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::{Lang, names},
    unit::Unit,
};

/// The registry entry of Moses.
pub(crate) static FORMAT: Format = Format {
    name: "moses",
    title: "Moses, two files with one text per line (NAME.en, NAME.ar) or a zip of both; written as a zip",
    extensions: &["moses.zip"],
    capabilities: Capabilities::PAIRS,
    is_glossary: false,
    is: |_| false,
    read: Some(|source, reading| reader::boxed(|_| MosesParser::open(source, reading))),
    write: Some(|out, writing| Ok(Box::new(MosesWriter::new(out, writing)?))),
    alignment: Some(AlignmentLayout::Units),
};

const HINT: &str =
    "give one of two files with language codes as extensions, such as corpus.en beside corpus.ar";

fn refused(source: &Source, message: &str, hint: &str) -> Error {
    Error::new(ErrorKind::Usage, message).at(Place::file(source.origin())).hint(hint)
}

/// Finds the file with the translation beside `source`. If there are several, the one in a
/// requested language is used.
fn the_one_beside(source: &Source, reading: &Reading) -> Result<(Option<Lang>, Source)> {
    let mut others = beside(Path::new(source.origin()));
    let requested = [&reading.source_lang, &reading.target_lang];
    let found = others.len();
    if found > 1 {
        others.retain(|(other, _)| requested.iter().any(|a| a.as_ref() == Some(other)));
    }
    if others.len() != 1 {
        let message = format!("{found} translations found beside it");
        return Err(match found {
            0 => refused(source, &message, HINT),
            _ => {
                refused(source, &message, "say which language it is").settings(Setting::TargetLang)
            }
        });
    }
    let (lang, path) = others.remove(0);
    let mut opened = Source::open(&path)?;
    if opened.len() != 1 {
        return Err(refused(source, "the translation beside it is an archive", HINT));
    }
    Ok((Some(lang), opened.remove(0)))
}

/// Returns true if the file name ends in a language code and a file with the same stem and another
/// language lies beside it.
pub(super) fn is_named_so(source: &Source) -> bool {
    let path = Path::new(source.origin());
    language(path).is_some() && !beside(path).is_empty()
}

/// Pairs the files of an archive that are two sides of one text, judged by their names. Returns the
/// pairs, each as one source, and all other files.
pub(super) fn paired(sources: Vec<Source>) -> (Vec<Source>, Vec<Source>) {
    // Corpora use the same file names in folders for training and for testing.
    let stem = |source: &Source| {
        let name = Path::new(source.name());
        language(name)?;
        let folder = Path::new(source.origin()).parent().unwrap_or(Path::new(""));
        Some(folder.join(name.file_stem()?))
    };
    let stems: Vec<_> = sources.iter().map(stem).collect();
    let alike = |stem: &_| stems.iter().filter(|other| *other == stem).count();
    let (mut pairs, mut others) = (Vec::new(), Vec::new());
    let mut first: Vec<(PathBuf, Source)> = Vec::new();
    for (source, stem) in sources.into_iter().zip(&stems) {
        match stem.clone().filter(|_| alike(stem) == 2) {
            None => others.push(source),
            Some(stem) => match first.iter().position(|(known, _)| *known == stem) {
                Some(at) => pairs.push(first.remove(at).1.with_other_side(source)),
                None => first.push((stem, source)),
            },
        }
    }
    (pairs, others)
}

/// Reads two files line by line.
struct MosesParser {
    source: (Lang, Lines),
    target: (Lang, Lines),
}

impl MosesParser {
    fn open(mut source: Source, reading: &Reading) -> Result<Self> {
        let Some(lang) = language(Path::new(source.name())) else {
            return Err(refused(&source, "the file name does not end in a language code", HINT));
        };
        let (other, opened) = match source.take_other_side() {
            Some(opened) => (language(Path::new(opened.name())), opened),
            None => the_one_beside(&source, reading)?,
        };
        let Some(other) = other else {
            return Err(refused(&opened, "the file name does not end in a language code", HINT));
        };
        let lines = |source| Lines::open(source, reading.encoding.as_deref());
        let mut sides = [(lang, lines(source)?), (other, lines(opened)?)];
        // The named file is the source, unless the target language requested is its language.
        let turned = reading.target_lang.as_ref() == Some(&sides[0].0)
            || reading.source_lang.as_ref() == Some(&sides[1].0);
        if turned {
            sides.reverse();
        }
        let [source, target] = sides;
        Ok(Self { source, target })
    }
}

impl UnitParser for MosesParser {
    fn next_unit(&mut self, diagnostics: &mut Diagnostics) -> Result<Option<Unit>> {
        loop {
            let source = self.source.1.next()?.map(|line| content(line).to_owned());
            let target = self.target.1.next()?.map(|line| content(line).to_owned());
            let (source, target) = match (source, target) {
                (None, None) => return Ok(None),
                (Some(source), Some(target)) => (source, target),
                (source, _) => {
                    let (longer, shorter) = match source {
                        Some(_) => (&self.source.1, &self.target.1),
                        None => (&self.target.1, &self.source.1),
                    };
                    let message = format!(
                        "the other file, {}, has only {} lines",
                        shorter.origin(),
                        longer.line() - 1
                    );
                    return Err(Error::new(ErrorKind::Format, message).at(longer.place()).hint(
                        "both files need the same number of lines; each line translates the other",
                    ));
                }
            };
            let mut unit =
                Unit::pair((self.source.0.clone(), &source), (self.target.0.clone(), &target));
            unit.variants.retain(|v| !v.text.text.trim().is_empty());
            if !unit.variants.is_empty() {
                return Ok(Some(unit));
            }
            diagnostics.skipped += 1;
            diagnostics.warn(self.source.1.place(), "both lines are empty; skipped");
        }
    }

    fn place(&self) -> Place {
        Place::file(self.source.1.origin())
    }
}

/// Returns the language that the file name ends in.
fn language(path: &Path) -> Option<Lang> {
    names::in_heading(path.extension()?.to_str()?)
}

/// Returns the files with the same stem and another language as extension, sorted by language and
/// name.
fn beside(path: &Path) -> Vec<(Lang, PathBuf)> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = folder.read_dir() else { return Vec::new() };
    let mut found: Vec<(Lang, PathBuf)> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|other| other.file_stem() == path.file_stem())
        .filter(|other| other.file_name() != path.file_name() && other.is_file())
        .filter_map(|other| Some((language(&other)?, other)))
        .collect();
    found.sort();
    found
}

/// Writes a zip archive of two files.
struct MosesWriter<'w> {
    zip: ZipWriter<zip::write::StreamWriter<Closing<'w>>>,
    failed: Rc<Cell<bool>>,
    /// Buffers the second file until the first one is complete.
    target: BufWriter<File>,
    writing: Writing,
    langs: Option<(Lang, Lang)>,
    outcome: Outcome,
}

impl<'w> MosesWriter<'w> {
    fn new(out: &'w mut dyn Write, writing: &Writing) -> Result<Self> {
        let langs = writing.source_lang.clone().zip(writing.target_lang.clone());
        let target = BufWriter::new(tempfile::tempfile().map_err(Error::cannot_write)?);
        let failed = Rc::new(Cell::new(false));
        let zip = ZipWriter::new_stream(Closing { out, failed: Rc::clone(&failed) });
        let outcome = Outcome::default();
        let mut writer = Self { zip, failed, target, writing: writing.clone(), langs, outcome };
        if let Some((source, _)) = writer.langs.clone() {
            writer.begin(&source)?;
        }
        Ok(writer)
    }

    fn begin(&mut self, lang: &Lang) -> Result<()> {
        // No timestamp, so that equal units give equal files.
        let options = SimpleFileOptions::default().large_file(true);
        self.zip.start_file(format!("corpus.{lang}"), options).map_err(refused_by_zip)
    }
}

impl WriteUnits for MosesWriter<'_> {
    fn write(&mut self, unit: &Unit) -> Result<()> {
        let unit = &*without_nul(unit, &mut self.outcome);
        let sides = Sides::of(unit, &self.writing);
        let (Some(source), Some(target)) = (sides.source, sides.target) else {
            self.outcome.lose("units without a translation", 1);
            return Ok(());
        };
        if self.langs.is_none() {
            let langs = (source.lang.clone(), target.lang.clone());
            self.begin(&langs.0)?;
            self.writing.source_lang = Some(langs.0.clone());
            self.writing.target_lang = Some(langs.1.clone());
            self.langs = Some(langs);
        }
        sides.lose_the_rest(unit, &mut self.outcome);
        let metas = || std::iter::once(&unit.meta).chain(unit.variants.iter().map(|v| &v.meta));
        self.outcome.lose("notes", metas().map(|m| m.notes.len() as u64).sum());
        self.outcome.lose("properties", metas().map(|m| m.props.len() as u64).sum());
        self.outcome.lose("dates and users", metas().map(|m| m.attributes.len() as u64).sum());
        let mut breaks = 0;
        let mut line = |text: &str| {
            let mut line = text.replace("\r\n", "\n").replace(['\n', '\r'], "\n");
            breaks += line.matches('\n').count() as u64;
            line = line.replace('\n', " ");
            line.push('\n');
            line
        };
        let (source, target) = (line(&source.text.text), line(&target.text.text));
        self.zip.write_all(source.as_bytes()).map_err(Error::cannot_write)?;
        self.target.write_all(target.as_bytes()).map_err(Error::cannot_write)?;
        self.outcome.lose("line breaks (replaced by spaces)", breaks);
        self.outcome.units += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<Outcome> {
        let Some((_, target)) = self.langs.clone() else {
            return Err(Error::new(ErrorKind::Usage, without(self.writing.target_lang.as_ref()))
                .hint("say which languages they are, such as en and ar")
                .settings([Setting::SourceLang, Setting::TargetLang]));
        };
        self.begin(&target)?;
        let Self { mut zip, failed, target, outcome, .. } = *self;
        let mut file = target.into_inner().map_err(|e| Error::cannot_write(e.into_error()))?;
        file.seek(SeekFrom::Start(0)).map_err(Error::cannot_write)?;
        io::copy(&mut BufReader::new(file), &mut zip).map_err(Error::cannot_write)?;
        zip.finish().map_err(refused_by_zip)?;
        // An error that the archive did not hand on would lose the rest.
        if failed.get() {
            return Err(Error::cannot_write(io::ErrorKind::WriteZero.into()));
        }
        Ok(outcome)
    }
}

/// An output that takes everything once it has failed: an archive that is dropped completes itself, and
/// prints an error that it meets then.
struct Closing<'w> {
    out: &'w mut dyn Write,
    failed: Rc<Cell<bool>>,
}

impl Closing<'_> {
    fn unless_failed<T>(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<T>,
        otherwise: T,
    ) -> io::Result<T> {
        if self.failed.get() {
            return Ok(otherwise);
        }
        let written = write(self.out);
        let is_fault = |e: &io::Error| e.kind() != io::ErrorKind::Interrupted;
        self.failed.set(written.as_ref().err().is_some_and(is_fault));
        written
    }
}

impl Write for Closing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_failed(|out| out.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_failed(|out| out.flush(), ())
    }
}

fn refused_by_zip(error: zip::result::ZipError) -> Error {
    Error::cannot_write(io::Error::from(error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{files, registry};

    fn read(path: &Path, reading: &Reading) -> Result<Vec<Unit>> {
        registry::open(Source::open(path)?.remove(0), Some(&FORMAT), reading)?.collect()
    }

    #[test]
    fn pairs_are_found_in_an_archive() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Tatoeba.zip");
        let mut zip = ZipWriter::new(File::create(&path).unwrap());
        for (name, text) in [
            ("README", "a corpus"),
            ("Tatoeba.ar-en.ar", "سلام\nحرب\n"),
            ("b.tmx", "<tmx version=\"1.4\"><header srclang=\"en\"/><body/></tmx>"),
            ("Tatoeba.ar-en.en", "Peace\nWar\n"),
            ("dev/Tatoeba.ar-en.ar", "سلام\n"),
            ("dev/Tatoeba.ar-en.en", "Peace\n"),
            ("one.side.en", "Alone\n"),
        ] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let found = files::sources(&path, None).unwrap();
        let name = |source: &Source| registry::of(source).unwrap().name;
        let formats: Vec<_> = found.sources.iter().map(name).collect();
        assert_eq!(formats, ["tmx", "moses", "moses"]);
        assert_eq!(found.others.len(), 2, "{:?}", found.others);
        assert!(found.others[1].ends_with("Tatoeba.zip:one.side.en"));
        let english = Reading { source_lang: Some(Lang::english()), ..Reading::default() };
        for (reading, first) in [(Reading::default(), "سلام"), (english, "Peace")] {
            let pair = files::sources(&path, Some(&FORMAT)).unwrap().sources.remove(0);
            let units: Vec<Unit> =
                registry::open(pair, None, &reading).unwrap().collect::<Result<_>>().unwrap();
            assert_eq!((units.len(), units[0].variants[0].text.text.as_str()), (2, first));
        }
    }

    #[test]
    fn the_other_file_is_found_beside() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path
        };
        let english = file("corpus.en", "Peace\nWar \"x\"\n\n");
        assert!(read(&english, &Reading::default()).is_err());
        let arabic = file("corpus.ar", "سلام\nحرب\n\n");
        file("corpus.txt", "not a language");
        let units = read(&english, &Reading::default()).unwrap();
        assert_eq!((units.len(), units[1].variants[0].text.text.as_str()), (2, "War \"x\""));
        assert_eq!(units[0].variants[1].lang, Lang::arabic());
        let turned = read(&arabic, &Reading::default()).unwrap();
        assert_eq!(turned[0].variants[0].lang, Lang::arabic());
        file("corpus.fr", "Paix\n");
        assert!(read(&english, &Reading::default()).is_err());
        let french = Reading { target_lang: "fr".parse().ok(), ..Reading::default() };
        let error = read(&english, &french).unwrap_err();
        assert!(error.to_string().ends_with("has only 1 lines"), "{error}");
    }

    #[test]
    fn a_closed_output_is_reported_once() {
        struct Closed(usize, usize);
        impl Write for Closed {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.1 += usize::from(self.0 == 0);
                self.0 = self.0.saturating_sub(1);
                if self.1 > 0 { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(bytes.len()) }
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let writing = Writing {
            source_lang: Some(Lang::english()),
            target_lang: Some(Lang::arabic()),
            ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
        };
        for writes in 0..200 {
            let mut out = Closed(writes, 0);
            let written = MosesWriter::new(&mut out, &writing).and_then(|writer| {
                let mut writer: Box<dyn WriteUnits> = Box::new(writer);
                for i in 0..2_000 {
                    let text = i.to_string();
                    writer
                        .write(&Unit::pair((Lang::english(), &*text), (Lang::arabic(), &*text)))?;
                }
                writer.finish()
            });
            assert_eq!(written.is_err(), out.1 > 0, "{writes}");
            assert!(out.1 <= 1, "it is written to no more");
            if written.is_ok() {
                return;
            }
        }
        panic!("some number of writes should do");
    }

    #[test]
    fn both_files_are_written_and_read_again() {
        let mut out = Vec::new();
        let writing = Writing {
            source_lang: Some(Lang::english()),
            target_lang: Some(Lang::arabic()),
            ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
        };
        let mut writer: Box<dyn WriteUnits> =
            Box::new(MosesWriter::new(&mut out, &writing).unwrap());
        let unit = Unit::pair((Lang::english(), "Peace\nand quiet"), (Lang::arabic(), "سلام"));
        writer.write(&unit).unwrap();
        let outcome = writer.finish().unwrap();
        assert_eq!((outcome.units, outcome.lost["line breaks (replaced by spaces)"]), (1, 1));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("corpus.moses.zip");
        std::fs::write(&path, out).unwrap();
        let texts: Vec<_> = Source::open(&path)
            .unwrap()
            .into_iter()
            .map(|s| (s.name().to_owned(), String::from_utf8(s.into_bytes(100).unwrap()).unwrap()))
            .collect();
        let expected = [("corpus.en", "Peace and quiet\n"), ("corpus.ar", "سلام\n")];
        assert_eq!(texts, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
        let found = files::sources(&path, None).unwrap();
        assert_eq!((found.sources.len(), found.others.len()), (1, 0));
    }
}
