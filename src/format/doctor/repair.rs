//! Repair of a TMX by rewriting it.

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

/// Result of a repair.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Repaired {
    /// Counts of written content, and of content dropped from written units.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Number of dropped units: damaged, or without usable text.
    pub dropped: u64,
    /// Number of damaged units that were mended and written; at most a thousand are counted.
    pub mended: u64,
    /// Numbers of damaged units that were dropped, from 1; at most a thousand.
    pub damaged: Vec<u64>,
}

/// Reads a TMX as far as possible, and writes one that all programs accept.
///
/// # Errors
/// Nothing can be read, or the output cannot be written.
pub fn repair(
    source: Source,
    out: &mut dyn Write,
    writing: &Writing,
    report: &mut Report<'_>,
) -> Result<Repaired> {
    let (origin, size, done) = (source.origin().to_owned(), source.size(), source.progress());
    report(Event::Begin { task: format!("repairing {origin}"), total: size });
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
            // Nothing more can be read.
            Err(_) => break,
        }
        if i % 1000 == 0 {
            report(Event::Advance(done.load(std::sync::atomic::Ordering::Relaxed)));
        }
    }
    let damages = reader.take_damages();
    let (mended, lost): (Vec<_>, Vec<_>) = damages.iter().partition(|damage| damage.is_mended);
    repaired.damaged = lost.iter().filter_map(|damage| damage.unit).collect();
    repaired.mended = mended.len() as u64;
    repaired.outcome = writer.finish()?.outcome();
    repaired.outcome.lose("texts without a language", reader.nameless());
    repaired.dropped = reader.units().saturating_sub(repaired.outcome.units);
    report(Event::End);
    Ok(repaired)
}
