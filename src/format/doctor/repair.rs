//! What can be mended, written anew.

use std::io::Write;

use serde::Serialize;

use super::super::{
    source::Source,
    tmx::{TmxReader, TmxWriter},
    units::{Outcome, Writing},
};
use crate::{
    error::{ErrorKind, Result},
    event::{Event, Report},
};

/// What became of a file that was mended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Repaired {
    /// What was written, and what was left out of units that were.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// The units that were left out: damaged, or without any text that can be used.
    pub dropped: u64,
    /// Their numbers, counted from 1: the first thousand of those that are damaged.
    pub damaged: Vec<u64>,
}

/// Reads a TMX as far as it can be, and writes it as one that all accept.
///
/// # Errors
/// Nothing of it can be read, or the output says so.
pub fn repair(
    source: Source,
    out: &mut dyn Write,
    writing: &Writing,
    report: &mut Report<'_>,
) -> Result<Repaired> {
    let (origin, size, done) = (source.origin().to_owned(), source.size(), source.progress());
    report(Event::Begin { task: format!("mending {origin}"), total: size });
    let mut reader = TmxReader::salvage(source.into_reader(), &origin)?;
    let header = reader.header().clone();
    let lang = header.srclang().and_then(|code| code.parse().ok());
    let writing = Writing {
        source_lang: writing.source_lang.clone().or(lang),
        header: Some(header),
        ..writing.clone()
    };
    let mut writer = TmxWriter::with(out, &writing)?;
    let mut repaired = Repaired::default();
    for (i, unit) in reader.by_ref().enumerate() {
        match unit {
            Ok(unit) => writer.write(&unit)?,
            Err(e) if e.kind == ErrorKind::Io => return Err(e),
            // The end of what can be read.
            Err(_) => break,
        }
        if i % 1000 == 0 {
            report(Event::Advance(done.load(std::sync::atomic::Ordering::Relaxed)));
        }
    }
    repaired.damaged = reader.take_damages().iter().filter_map(|damage| damage.unit).collect();
    repaired.outcome = writer.finish()?.outcome();
    repaired.dropped = reader.units().saturating_sub(repaired.outcome.units);
    report(Event::End);
    Ok(repaired)
}
