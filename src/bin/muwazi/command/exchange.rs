//! What the commands that read or write files of units share.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;
use muwazi::{
    Error, ErrorKind, Lang, Place, Unit,
    event::Event,
    format::{
        registry,
        source::Source,
        tmx::Header,
        units::{Dialect, Level, Outcome, ReadUnits, Reading, UnitFormat, WriteUnits, Writing},
    },
};

use crate::{console::Console, exit::Exit};

/// How files of units are read.
#[derive(clap::Args)]
pub(crate) struct InArgs {
    /// The format of the files; told by their content or else their names when not given (see 'muwazi formats')
    #[arg(long, value_name = "FORMAT", help_heading = "Reading")]
    pub(super) from: Option<String>,
    /// The language of sources, where a file does not say
    #[arg(long, value_name = "LANG", help_heading = "Reading")]
    pub(super) source_lang: Option<Lang>,
    /// The language of targets, where a file does not say
    #[arg(long, value_name = "LANG", help_heading = "Reading")]
    pub(super) target_lang: Option<Lang>,
    /// The encoding of plain text that does not show it, such as windows-1256
    #[arg(long, value_name = "NAME", help_heading = "Reading")]
    encoding: Option<String>,
    /// Refuse what is odd instead of warning of it
    #[arg(long, help_heading = "Reading")]
    strict: bool,
}

impl InArgs {
    pub(super) fn format(&self) -> muwazi::Result<Option<&'static UnitFormat>> {
        self.from.as_deref().map(registry::by_name).transpose()
    }

    fn reading(&self) -> Reading {
        Reading {
            source_lang: self.source_lang.clone(),
            target_lang: self.target_lang.clone(),
            encoding: self.encoding.clone(),
            strict: self.strict,
        }
    }

    /// The files that a path names, more than one where it is an archive; tells what in it is none.
    pub(super) fn sources(&self, path: &Path, console: &Console) -> muwazi::Result<Vec<Source>> {
        if path == Path::new("-") {
            return Ok(vec![Source::stream(io::stdin(), "-")?]);
        }
        let found = registry::sources(path, self.format()?)?;
        for other in found.others {
            let message = "no file of units; left out";
            if self.strict {
                return Err(Error::new(ErrorKind::Format, message)
                    .at(Place::file(other))
                    .hint("read without --strict to leave it out"));
            }
            console.warn(format_args!("{other}: {message}"));
        }
        Ok(found.sources)
    }

    /// Opens one, to be read under a progress bar.
    pub(super) fn open(&self, source: Source) -> muwazi::Result<Opened> {
        let (origin, size, done) = (source.origin().to_owned(), source.size(), source.progress());
        let reader = registry::open(source, self.format()?, &self.reading())?;
        Ok(Opened { origin, size, done, reader })
    }
}

/// A file that is being read.
pub(super) struct Opened {
    pub(super) origin: String,
    size: Option<u64>,
    done: Arc<AtomicU64>,
    reader: Box<dyn ReadUnits>,
}

/// What was left of a file when it was read.
pub(super) struct Rest {
    /// Units of which nothing could be used.
    pub(super) skipped: u64,
    /// Whether there were warnings.
    pub(super) warned: bool,
}

impl Opened {
    pub(super) fn header(&self) -> Option<Header> {
        self.reader.header().cloned()
    }

    /// Hands the units on, under a bar, and then the warnings to the console.
    pub(super) fn read<T>(
        mut self,
        doing: &str,
        console: &Console,
        take: impl FnOnce(&mut dyn Iterator<Item = muwazi::Result<Unit>>) -> muwazi::Result<T>,
    ) -> muwazi::Result<(T, Rest)> {
        let mut progress = console.progress();
        progress(Event::Begin { task: format!("{doing} {}", self.origin), total: self.size });
        let done = self.done;
        let outcome = take(&mut self.reader.by_ref().enumerate().map(|(i, unit)| {
            if i % 1000 == 0 {
                progress(Event::Advance(done.load(Ordering::Relaxed)));
            }
            unit
        }));
        progress(Event::End);
        let warnings = self.reader.take_warnings();
        let warned = !warnings.is_empty();
        warnings.into_iter().for_each(progress);
        Ok((outcome?, Rest { skipped: self.reader.skipped(), warned }))
    }
}

/// How a file of units is written.
#[derive(clap::Args)]
pub(crate) struct OutArgs {
    /// The format to write; told by the name of the file when not given (see 'muwazi formats')
    #[arg(long, value_name = "FORMAT", help_heading = "Writing")]
    to: Option<String>,
    /// The tool that a TMX is written for: standard, omegat, trados, memoq, wordfast
    #[arg(long, value_name = "TOOL", help_heading = "Writing", value_parser = dialect)]
    dialect: Option<Dialect>,
    /// The level of a TMX: 1 leaves inline tags out, 2 holds them
    #[arg(long, value_name = "LEVEL", help_heading = "Writing", value_parser = level)]
    level: Option<Level>,
}

fn dialect(name: &str) -> Result<Dialect, String> {
    serde_json::from_value(name.to_lowercase().into())
        .map_err(|_| "one of standard, omegat, trados, memoq, wordfast".into())
}

fn level(number: &str) -> Result<Level, String> {
    serde_json::from_value(number.into()).map_err(|_| "1 or 2".into())
}

impl OutArgs {
    /// The format that is named, or that the file's name tells.
    pub(super) fn format(&self, path: &Path) -> muwazi::Result<&'static UnitFormat> {
        match &self.to {
            Some(name) => registry::by_name(name),
            // To standard output goes what all tools read.
            None if path == Path::new("-") => registry::by_name("tmx"),
            None => registry::to_write(path),
        }
    }

    pub(super) fn writing(&self, created: Timestamp) -> Writing {
        Writing {
            dialect: self.dialect.unwrap_or_default(),
            level: self.level.unwrap_or_default(),
            ..Writing::new(created)
        }
    }
}

/// Begins a file.
pub(super) fn begin<'w>(
    format: &UnitFormat,
    out: &'w mut dyn Write,
    writing: &Writing,
) -> muwazi::Result<Box<dyn WriteUnits + 'w>> {
    let write = format.write.ok_or_else(|| {
        let message = format!("{} is read, not written", format.title);
        Error::new(ErrorKind::Usage, message)
    })?;
    write(out, writing)
}

/// Tells what was written, and what was not.
pub(super) fn tell(outcome: &Outcome, format: &UnitFormat, console: &Console) -> Exit {
    console.say(format_args!("{} units written", outcome.units));
    if outcome.lost.is_empty() {
        return Exit::Done;
    }
    let said = |(what, n): (&String, &u64)| format!("{n} {what}");
    let all: Vec<String> = outcome.lost.iter().map(said).collect();
    console.warn(format_args!("left out, for {} cannot hold it: {}", format.name, all.join(", ")));
    Exit::Look
}

/// Reads units only to know the languages that are in most of them: the file's own order decides
/// between those that are in as many.
pub(super) fn languages<'u>(units: impl IntoIterator<Item = &'u Unit>) -> Vec<Lang> {
    let mut counts: BTreeMap<&Lang, (u64, usize)> = BTreeMap::new();
    for unit in units {
        for variant in &unit.variants {
            let next = counts.len();
            counts.entry(&variant.lang).or_insert((0, next)).0 += 1;
        }
    }
    let mut found: Vec<_> = counts.into_iter().collect();
    found.sort_by_key(|(_, (count, place))| (std::cmp::Reverse(*count), *place));
    found.into_iter().map(|(lang, _)| lang.clone()).collect()
}
