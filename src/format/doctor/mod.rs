//! Diagnosis and repair of files that other programs refuse.
//!
//! A TMX is read twice: by the tolerant reader, which reports malformed XML and oddities, and by
//! `shape.rs`, which validates it against the DTD. XLIFF, SRX and TBX are only checked by the
//! latter, and less strictly: for what the standard requires, not for all that it allows.

mod finding;
mod pairs;
mod repair;
mod shape;
mod tables;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use finding::{Ailment, Refuser};
pub use repair::{Repaired, repair};

use super::{source::Source, tmx::TmxReader};
use crate::xml::oddity::Finding;
use crate::{
    error::{Error, ErrorKind, Place, Result},
    event::{Event, Report},
};
use finding::Findings;
use shape::Shape;

/// Diagnosis of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diagnosis {
    /// Format: `tmx`, `xliff`, `srx` or `tbx`.
    pub format: String,
    /// Version named in the file; may be empty.
    pub version: String,
    /// Number of units, rules or entries, including damaged ones.
    pub units: u64,
    /// Number of findings.
    pub number: u64,
    /// Findings sorted by line, at most twenty for each code and detail.
    pub findings: Vec<Ailment>,
}

/// Examines a file, which is opened twice.
///
/// # Errors
/// The file cannot be read, or has none of the supported formats.
pub fn examine(
    mut open: impl FnMut() -> Result<Source>,
    report: &mut Report<'_>,
) -> Result<Diagnosis> {
    let source = open()?;
    let rules = tables::of(&source).ok_or_else(|| {
        let place = Place::file(source.origin());
        if source.start().bytes.is_empty() {
            return Error::new(ErrorKind::Format, "the file is empty").at(place);
        }
        Error::new(ErrorKind::Format, "this is neither TMX nor XLIFF, SRX or TBX")
            .at(place)
            .hint("only these formats can be examined")
    })?;
    let mut findings = Findings::default();
    let mut diagnosis = Diagnosis { format: rules.format.into(), ..Diagnosis::default() };
    if rules.format == "tmx" {
        (diagnosis.version, diagnosis.units) = read(source, &mut findings, report)?;
        shape::check(open()?, rules, &mut findings, report)?;
    } else {
        let Shape { version, units } = shape::check(source, rules, &mut findings, report)?;
        (diagnosis.version, diagnosis.units) = (version, units);
    }
    (diagnosis.findings, diagnosis.number) = findings.finish();
    Ok(diagnosis)
}

/// Reads a whole TMX and collects oddities and damage. Returns its version and number of units.
fn read(source: Source, findings: &mut Findings, report: &mut Report<'_>) -> Result<(String, u64)> {
    let (origin, size, done) = (source.origin().to_owned(), source.size(), source.progress());
    report(Event::Begin { task: format!("reading {origin}"), total: size });
    let mut reader = match TmxReader::salvage(source.into_reader(), &origin) {
        Ok(reader) => reader,
        // An unreadable file is a failure, not a finding.
        Err(e) if e.kind == ErrorKind::Io => return Err(e),
        Err(e) => {
            findings.add(Ailment::fatal(&e, false));
            report(Event::End);
            return Ok((String::new(), 0));
        }
    };
    let mut number = 0_u64;
    loop {
        let next = reader.next();
        number += 1;
        if number.is_multiple_of(1000) {
            report(Event::Advance(done.load(std::sync::atomic::Ordering::Relaxed)));
        }
        if next.is_none() || number.is_multiple_of(100) {
            take(&mut reader, findings);
        }
        match next {
            None => break,
            Some(Ok(_)) => {}
            Some(Err(e)) if e.kind == ErrorKind::Io => return Err(e),
            Some(Err(e)) => findings.add(Ailment::fatal(&e, reader.is_cut())),
        }
    }
    report(Event::End);
    Ok((reader.header().version.clone(), reader.units()))
}

fn take<R: std::io::Read>(reader: &mut TmxReader<R>, findings: &mut Findings) {
    let (odd, further) = reader.take_findings();
    odd.into_iter().for_each(|Finding { oddity, line, unit, message }| {
        findings.add(Ailment::odd(oddity, line, unit, message));
    });
    findings.more(further);
    for damage in reader.take_damages() {
        findings.add(Ailment::damage(damage));
    }
}
