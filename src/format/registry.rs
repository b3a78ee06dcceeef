//! All formats, one line each. `docs/add-a-format.md` describes how to add one.

use std::path::Path;

#[cfg(feature = "files")]
use super::moses;
#[cfg(feature = "sqlite")]
use super::sdltm;
#[cfg(feature = "xlsx")]
use super::xlsx;
use super::{
    json, po, qt,
    source::Source,
    table, tbx,
    tmx::{self, Header},
    trados,
    units::{self, DeletedUnits, Format, ReadUnits, Reading},
    utx, wordfast, xcstrings, xliff,
};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    event::Event,
    unit::Unit,
};

/// Every format, in the order in which the content of a file is held against them.
pub static ALL: &[&Format] = &[
    &tmx::FORMAT,
    &xliff::FORMAT,
    &xliff::FORMAT_2,
    &tbx::FORMAT,
    &tbx::FORMAT_2019,
    &trados::TTX,
    &trados::WORKBENCH,
    &wordfast::FORMAT,
    &wordfast::TXML,
    &qt::FORMAT,
    &xcstrings::FORMAT,
    &utx::FORMAT,
    &po::PO,
    &po::POT,
    &json::LINES,
    &json::WEBLATE,
    #[cfg(feature = "sqlite")]
    &sdltm::FORMAT,
    #[cfg(feature = "xlsx")]
    &xlsx::FORMAT,
    &table::TSV,
    &table::CSV,
    #[cfg(feature = "files")]
    &moses::FORMAT,
    &units::BEADS,
];

/// The format of that name.
///
/// # Errors
/// [`ErrorKind::Usage`], with the names that there are.
pub fn by_name(name: &str) -> Result<&'static Format> {
    ALL.iter().find(|f| f.name.eq_ignore_ascii_case(name)).copied().ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("unknown format '{name}'"))
            .hint(format!("formats: {}", names(|_| true)))
    })
}

/// The format that a file's name tells, in any case of letters; the longest extension first, so that
/// `a.memory.json` is not just any JSON.
pub fn by_path(path: &Path) -> Option<&'static Format> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let fits = |extension: &&str| {
        name.strip_suffix(*extension).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
    };
    let longest = |f: &Format| f.extensions.iter().filter(|e| fits(e)).map(|e| e.len()).max();
    let best = ALL.iter().filter_map(|f| Some((longest(f)?, *f)));
    // The first of the list wins where two are as long.
    best.reduce(|a, b| if b.0 > a.0 { b } else { a }).map(|(_, f)| f)
}

/// The format that a file is in: by its content, or where that does not tell by its name.
///
/// # Errors
/// [`ErrorKind::Format`] where neither tells.
pub fn of(source: &Source) -> Result<&'static Format> {
    if source.has_other_side() {
        return by_name("moses");
    }
    if let Some(error) = super::foreign::told(source) {
        return Err(error);
    }
    let start = source.start();
    let found = ALL.iter().find(|f| f.read.is_some() && (f.is)(&start)).copied();
    let named = || by_path(Path::new(source.name())).filter(|f| f.read.is_some());
    found.or_else(named).or_else(|| by_neighbour(source)).ok_or_else(|| {
        Error::new(ErrorKind::Format, "neither its content nor its name tells the format")
            .at(Place::file(source.origin()))
            .hint(format!("name the format: {}", names(|f| f.read.is_some())))
            .settings(Setting::InputFormat)
    })
}

/// Returns the format of a file that is named after a language and lies beside one in another.
#[cfg(feature = "files")]
fn by_neighbour(source: &Source) -> Option<&'static Format> {
    moses::is_named_so(source).then_some(&moses::FORMAT)
}

#[cfg(not(feature = "files"))]
fn by_neighbour(_: &Source) -> Option<&'static Format> {
    None
}

/// Opens a file of units, in the format that is named or that it is found to be in.
///
/// # Errors
/// Where the format cannot be told or read, and what its reader says of the beginning.
pub fn open(
    source: Source,
    format: Option<&'static Format>,
    reading: &Reading,
) -> Result<Box<dyn ReadUnits>> {
    let format = format.map_or_else(|| of(&source), Ok)?;
    let read = format.read.ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("{} is written, not read", format.title))
            .at(Place::file(source.origin()))
    })?;
    let reader = read(source, reading)?;
    // TMX tells by itself what is odd from what is only not kept, which is no fault of the file.
    let is_wrapped = reading.strict && format.name != tmx::FORMAT.name;
    Ok(if is_wrapped { Box::new(Strict { reader, ended: false }) } else { reader })
}

/// A reader whose warnings are errors, for formats that only warn.
struct Strict {
    reader: Box<dyn ReadUnits>,
    ended: bool,
}

impl Iterator for Strict {
    type Item = Result<Unit>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.reader.next();
        self.ended = !matches!(next, Some(Ok(_)));
        // An error says more than the warnings before it.
        if matches!(next, Some(Err(_))) {
            return next;
        }
        let warnings = self.reader.take_warnings();
        let first = warnings.into_iter().find_map(|event| match event {
            Event::Warning { place, message, .. } => Some((place, message)),
            _ => None,
        });
        let Some((place, message)) = first else { return next };
        self.ended = true;
        Some(Err(Error::new(ErrorKind::Format, message)
            .at(place)
            .hint("mend the file, or read it without strict checking")
            .settings(Setting::Strict)))
    }
}

impl ReadUnits for Strict {
    fn header(&self) -> Option<&Header> {
        self.reader.header()
    }

    fn skipped(&self) -> u64 {
        self.reader.skipped()
    }

    fn take_warnings(&mut self) -> Vec<Event> {
        self.reader.take_warnings()
    }

    fn deleted(&self) -> DeletedUnits {
        self.reader.deleted()
    }
}

/// The format to write a file of that name in.
///
/// # Errors
/// [`ErrorKind::Usage`] where its name tells none that is written.
pub fn to_write(path: &Path) -> Result<&'static Format> {
    by_path(path).filter(|f| f.write.is_some()).ok_or_else(|| {
        let message = match path.extension() {
            Some(other) => format!("files that end in '.{}' cannot be written", other.display()),
            None => "the name does not tell the format".to_owned(),
        };
        Error::new(ErrorKind::Usage, message)
            .at(Place::file(path.display().to_string()))
            .hint(format!("name the format: {}", names(|f| f.write.is_some())))
            .settings(Setting::OutputFormat)
    })
}

/// The format to write an alignment in to a file of that name.
///
/// ```
/// use muwazi::format::registry;
/// assert_eq!(registry::for_alignment("pairs.XLSX".as_ref())?.name, "xlsx");
/// assert!(registry::for_alignment("pairs.docx".as_ref()).is_err());
/// # Ok::<(), muwazi::Error>(())
/// ```
///
/// # Errors
/// [`ErrorKind::Usage`] where the name tells no format that an alignment is written in.
pub fn for_alignment(path: &Path) -> Result<&'static Format> {
    by_path(path).filter(|f| f.alignment.is_some()).ok_or_else(|| {
        let message = match path.extension() {
            Some(other) => format!("unknown format '.{}'", other.display()),
            None => "the name does not tell the format".to_owned(),
        };
        Error::new(ErrorKind::Usage, message)
            .at(Place::file(path.display().to_string()))
            .hint("give the file a name that ends in .tmx, .tsv, .jsonl, .xlsx or .beads")
    })
}

/// The names of some formats, for people.
pub fn names(which: impl Fn(&Format) -> bool) -> String {
    let names: Vec<&str> = ALL.iter().filter(|f| which(f)).map(|f| f.name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::AlignmentLayout;

    #[test]
    fn names_and_extensions_tell_formats() {
        for format in ALL {
            assert_eq!(by_name(&format.name.to_uppercase()).unwrap().name, format.name);
            let is_used = format.read.is_some() || format.alignment.is_some();
            assert!(is_used, "{}", format.name);
            // Whatever is written takes alignments too.
            assert!(format.write.is_none() || format.alignment.is_some(), "{}", format.name);
            for extension in format.extensions {
                assert_eq!(*extension, extension.to_lowercase());
                let path = format!("some/a.b.{}", extension.to_uppercase());
                assert!(by_path(Path::new(&path)).is_some(), "{path}");
            }
        }
        for bad in ["a", "a.docx", ".tmx", "", "نص.ملف", "tmx"] {
            assert!(by_path(Path::new(bad)).is_none(), "{bad}");
        }
    }

    #[test]
    fn strict_reading_makes_an_error_of_any_warning() {
        const PO: &str = "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"\"\nmsgid_plural \"c\"\nmsgstr[0] \"d\"\n\n\
                          msgid \"\"\nmsgctxt \"x\"\n";
        const CSV: &str = "Towns\nen,ar\nPeace,سلام\n";
        const XLIFF: &str = "<xliff version='1.2'><file source-language='en' target-language='ar'>\
                             <body><trans-unit id='1'><source>a</source><target>ب</target>\n\
                             <alt-trans/></trans-unit></body></file></xliff>";
        for (format, text, line) in
            [("po", PO, None), ("csv", CSV, Some(1)), ("xliff", XLIFF, Some(1))]
        {
            let read = |strict| {
                let reading =
                    Reading { target_lang: "ar".parse().ok(), strict, ..Reading::default() };
                let source = Source::from_bytes(text, "a").unwrap();
                let mut reader = open(source, Some(by_name(format).unwrap()), &reading).unwrap();
                let units: Result<Vec<_>> = reader.by_ref().collect();
                (units, reader.take_warnings().len())
            };
            let (units, warnings) = read(false);
            assert!(units.is_ok() && warnings > 0, "{format}: {units:?}");
            let error = read(true).0.unwrap_err();
            assert!(error.settings.contains(Setting::Strict), "{format}");
            let place = error.place.unwrap();
            assert_eq!(place.file, "a");
            assert!(line.is_none() || place.line == line, "{format}: {place}");
        }
    }

    #[test]
    fn names_tell_the_format_of_an_alignment() {
        for (path, name) in
            [("a.b.tmx", "tmx"), ("a.CSV", "csv"), ("ن.beads", "beads"), ("a.json", "weblate")]
        {
            assert_eq!(for_alignment(Path::new(path)).unwrap().name, name);
        }
        for bad in ["a", "a.txt", ".tmx", "", "a.tmx.gz", "a.sdltm", "نص.ملف"] {
            let error = for_alignment(Path::new(bad)).err().unwrap();
            assert_eq!(error.kind, ErrorKind::Usage);
            assert!(error.hint.unwrap().contains(".tmx, .tsv, .jsonl"));
        }
        for (path, layout) in [
            ("a.TSV", AlignmentLayout::Pairs),
            ("a.tab", AlignmentLayout::Units),
            ("a.jsonl", AlignmentLayout::Objects),
            ("a.ndjson", AlignmentLayout::Units),
            ("a.xlsm", AlignmentLayout::Units),
            ("a.memory.json", AlignmentLayout::Units),
            ("a.beads", AlignmentLayout::Beads),
        ] {
            let path = Path::new(path);
            assert_eq!(for_alignment(path).unwrap().layout_for(path), Some(layout), "{path:?}");
        }
        assert_eq!(by_name("weblate").unwrap().extension(), "memory.json");
        assert_eq!(by_name("tbx2019").unwrap().extension(), "tbx2019");
    }

    #[test]
    fn no_two_formats_share_a_name() {
        for (i, format) in ALL.iter().enumerate() {
            assert!(ALL[..i].iter().all(|other| other.name != format.name), "{}", format.name);
        }
    }
}
