//! Conversion of a file of units to another format.

use std::{cmp::Reverse, collections::BTreeMap, io::Write};

use super::{ReadCounts, UnitInput};
use crate::{
    error::Result,
    event::Report,
    format::{
        Format,
        units::{Outcome, Writing},
    },
    lang::Lang,
    unit::Unit,
};

/// The languages of a file are counted in so many of its units.
const SAMPLE: usize = 1000;

/// Counts of a conversion.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Converted {
    /// What was written, and what the format cannot hold.
    pub written: Outcome,
    /// What was read.
    pub read: ReadCounts,
}

/// Writes the units of a file in a format, as many and in the same order. The languages of `writing`
/// that are not given are those of the file's header, or the most frequent ones of its first units;
/// the header of the file is kept.
///
/// # Errors
/// Errors of the reader and of the output.
pub fn convert(
    input: UnitInput,
    format: &Format,
    writing: Writing,
    out: &mut dyn Write,
    report: &mut Report<'_>,
) -> Result<Converted> {
    let header = input.header();
    let (written, read) = input.read("converting", report, |units| {
        let first: Vec<Unit> = (&mut *units).take(SAMPLE).collect::<Result<_>>()?;
        let mut found = languages(&first);
        let declared = header.as_ref().and_then(|h| h.srclang()?.parse().ok());
        let source = writing.source_lang.clone().or(declared).or(found.first().cloned());
        found.retain(|lang| source.as_ref() != Some(lang));
        let target_lang = writing.target_lang.clone().or(found.first().cloned());
        let writing = Writing { source_lang: source, target_lang, header, ..writing };
        let mut writer = format.begin(out, &writing)?;
        first.iter().try_for_each(|unit| writer.write(unit))?;
        for unit in units {
            writer.write(&unit?)?;
        }
        writer.finish()
    })?;
    Ok(Converted { written, read })
}

/// The languages of units, the most frequent first; among equals the first to occur. A language counts
/// once in a unit, for one side may have several forms of a plural.
fn languages(units: &[Unit]) -> Vec<Lang> {
    let mut counts: BTreeMap<&Lang, (u64, usize)> = BTreeMap::new();
    for unit in units {
        for (i, variant) in unit.variants.iter().enumerate() {
            if unit.variants.iter().take(i).any(|other| other.lang == variant.lang) {
                continue;
            }
            let next = counts.len();
            counts.entry(&variant.lang).or_insert((0, next)).0 += 1;
        }
    }
    let mut found: Vec<_> = counts.into_iter().collect();
    found.sort_by_key(|(_, (count, place))| (Reverse(*count), *place));
    found.into_iter().map(|(lang, _)| lang.clone()).collect()
}
