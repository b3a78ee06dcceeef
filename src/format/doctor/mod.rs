//! Why other programs would refuse a file, and what can be mended.
//!
//! A TMX is read twice: by the tolerant reader, which tells what is no XML and what is odd, and by
//! `shape.rs`, which holds it against the DTD. Of XLIFF, SRX and TBX only the latter is done, and less
//! of it: what the standard requires, not all that it allows.

mod finding;
mod repair;
mod shape;
mod tables;
#[cfg(test)]
mod tests;

use serde::Serialize;

pub use finding::{Ailment, Refuser};
pub use repair::{Repaired, repair};

use super::{
    source::Source,
    tmx::{Damage, TmxReader},
};
use crate::xml::oddity::Finding;
use crate::{
    error::{Error, ErrorKind, Place, Result},
    event::{Event, Report},
};
use finding::Findings;
use shape::Shape;

/// What was found of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Diagnosis {
    /// The format: `tmx`, `xliff`, `srx` or `tbx`.
    pub format: String,
    /// The version that the file names; empty where it names none.
    pub version: String,
    /// How many units, or rules or entries, there are, with those that are damaged.
    pub units: u64,
    /// How many findings there are.
    pub number: u64,
    /// The findings in order of line: of each code and detail the first twenty.
    pub findings: Vec<Ailment>,
}

/// Examines a file, which is opened twice.
///
/// # Errors
/// It cannot be read, or is in none of the formats.
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
            .hint("only these can be examined")
    })?;
    let mut findings = Findings::default();
    let mut told = Diagnosis { format: rules.format.into(), ..Diagnosis::default() };
    if rules.format == "tmx" {
        (told.version, told.units) = read(source, &mut findings, report)?;
        shape::check(open()?, rules, &mut findings, report)?;
    } else {
        let Shape { version, units } = shape::check(source, rules, &mut findings, report)?;
        (told.version, told.units) = (version, units);
    }
    (told.findings, told.number) = findings.finish();
    Ok(told)
}

/// Reads all of a TMX for what is odd or damaged; gives its version and number of units.
fn read(source: Source, findings: &mut Findings, report: &mut Report<'_>) -> Result<(String, u64)> {
    let (origin, size, done) = (source.origin().to_owned(), source.size(), source.progress());
    report(Event::Begin { task: format!("reading {origin}"), total: size });
    let mut reader = match TmxReader::salvage(source.into_reader(), &origin) {
        Ok(reader) => reader,
        // Nothing of the file can be read, which is no finding but a failure.
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
    let (odd, unsaid) = reader.take_findings();
    odd.into_iter().for_each(|Finding { oddity, line, unit, message }| {
        findings.add(Ailment::odd(oddity, line, unit, message));
    });
    findings.more(unsaid);
    for Damage { line, unit, message, hint } in reader.take_damages() {
        findings.add(Ailment::damage(line, unit, message, hint));
    }
}
