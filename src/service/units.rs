//! Input of translation units with progress, warnings and counts.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    event::{Event, Report},
    format::{
        Format, files, registry,
        source::Source,
        tmx::Header,
        units::{DeletedUnits, ReadUnits, Reading},
    },
    unit::Unit,
};

/// Progress is reported after so many units.
const NEWS: usize = 1000;

/// Finds the files of units that a path names, more than one where it is an archive. Files of the
/// archive that hold no units are left out with a warning, or with `strict` are an error.
///
/// # Errors
/// See [`Source::open`].
pub fn find_units(
    path: &Path,
    format: Option<&'static Format>,
    strict: bool,
    report: &mut Report<'_>,
) -> Result<Vec<Source>> {
    let found = files::sources(path, format)?;
    for other in found.others {
        let (place, message) = (Place::file(other), "no file of units; left out");
        if strict {
            return Err(Error::new(ErrorKind::Format, message)
                .at(place)
                .hint("without strict checking it is skipped")
                .settings(Setting::Strict));
        }
        report(Event::warning(place, message));
    }
    Ok(found.sources)
}

/// Opens a file of units; its format is recognised when not given.
///
/// # Errors
/// See [`registry::open`].
pub fn open_units(
    source: Source,
    format: Option<&'static Format>,
    reading: &Reading,
) -> Result<UnitInput> {
    let (origin, size, done) = (source.origin().to_owned(), source.size(), source.progress());
    let reader = registry::open(source, format, reading)?;
    Ok(UnitInput { origin, size, done, reader })
}

/// An open file of units.
pub struct UnitInput {
    origin: String,
    size: Option<u64>,
    done: Arc<AtomicU64>,
    reader: Box<dyn ReadUnits>,
}

/// Counts of a file that was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReadCounts {
    /// Units of which nothing could be used.
    pub skipped: u64,
    /// Warnings that were reported.
    pub warnings: usize,
}

impl UnitInput {
    /// The name of the file, for messages.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The header, in formats that have one.
    pub fn header(&self) -> Option<Header> {
        self.reader.header().cloned()
    }

    /// The units that the file asks to remove, as far as it is read.
    pub fn deleted(&self) -> DeletedUnits {
        self.reader.deleted()
    }

    /// The reader of the units, for a caller that takes them one by one and asks it for its warnings.
    pub fn into_reader(self) -> Box<dyn ReadUnits> {
        self.reader
    }

    /// Calls `take` with the units, and reports the progress of `task` ("importing") and then the
    /// warnings of the reader.
    ///
    /// # Errors
    /// Errors of `take`.
    pub fn read<T>(
        mut self,
        task: &str,
        report: &mut Report<'_>,
        take: impl FnOnce(&mut dyn Iterator<Item = Result<Unit>>) -> Result<T>,
    ) -> Result<(T, ReadCounts)> {
        report(Event::Begin { task: format!("{task} {}", self.origin), total: self.size });
        let done = self.done;
        let outcome = take(&mut self.reader.by_ref().enumerate().map(|(i, unit)| {
            if i % NEWS == 0 {
                report(Event::Advance(done.load(Ordering::Relaxed)));
            }
            unit
        }));
        report(Event::End);
        let warnings = self.reader.take_warnings();
        let count = warnings.len();
        warnings.into_iter().for_each(report);
        Ok((outcome?, ReadCounts { skipped: self.reader.skipped(), warnings: count }))
    }
}
