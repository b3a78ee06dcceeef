//! Tables of units: CSV and TSV, and what XLSX shares with them. `docs/tables.md` tells how a
//! heading names what stands under it.
//!
//! Texts are never altered on the way in or out. A text that begins with `=` is a formula to a
//! spreadsheet that opens a CSV; whoever sends such files to others should write XLSX, whose cells
//! say that they are text.

mod columns;
mod layout;
mod read;
mod record;
#[cfg(test)]
pub(in crate::format) mod tests;
mod write;

pub(super) use columns::is_language;
pub(crate) use layout::{Headings, Kind};
pub(super) use read::{Row, Rows, TableReader};
pub(crate) use write::{Sheet, TableWriter};

use std::io::Write;

use super::{
    lines::Lines,
    source::Source,
    units::{
        AlignmentLayout, Capabilities, Outcome, ReadUnits, Reading, Start, UnitFormat, WriteUnits,
        Writing,
    },
};
use crate::error::{Error, ErrorKind, Result};
use record::{Quotes, Records};

/// What a table can hold of units.
pub(super) const CAPABILITIES: Capabilities = Capabilities { tags: false, ..Capabilities::ALL };

/// CSV among the formats of units.
pub static CSV: UnitFormat = UnitFormat {
    name: "csv",
    title: "CSV, a table with commas or semicolons",
    extensions: &["csv"],
    capabilities: CAPABILITIES,
    is_glossary: false,
    is,
    read: Some(|source, reading| open(source, reading, None)),
    write: Some(|out, writing| begin(out, writing, b',')),
    alignment: Some(AlignmentLayout::Units),
};

/// TSV among the formats of units.
pub static TSV: UnitFormat = UnitFormat {
    name: "tsv",
    title: "TSV, a table with tabs",
    extensions: &["tsv", "tab"],
    capabilities: CAPABILITIES,
    is_glossary: false,
    is: |_| false,
    read: Some(|source, reading| open(source, reading, Some('\t'))),
    write: Some(|out, writing| begin(out, writing, b'\t')),
    alignment: Some(AlignmentLayout::Pairs),
};

/// Whether the first line holds headings that name two texts.
fn is(start: &Start<'_>) -> bool {
    let text = start.text.trim_start_matches('\u{FEFF}');
    // The separator that fits best, held against the headings again, for it may fit by counts.
    let separator = record::separator(text, None, Headings::are);
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    !text.trim_start().starts_with(['<', '{', '['])
        && Headings::are(&record::cells_of(first, separator))
}

fn open(source: Source, reading: &Reading, preferred: Option<char>) -> Result<Box<dyn ReadUnits>> {
    let start = match &reading.encoding {
        Some(name) => {
            let bytes = source.start().bytes;
            let encoding = crate::text::decode::of_beginning(bytes, source.origin(), Some(name))?.0;
            encoding.decode(bytes).0.into_owned()
        }
        None => source.start().text.trim_start_matches('\u{FEFF}').to_owned(),
    };
    let separator = record::separator(&start, preferred, Headings::are);
    let quotes = if separator == '\t' { record::quotes_of_tabs(&start) } else { Quotes::All };
    let lines = Lines::open(source, reading.encoding.as_deref())?;
    Ok(Box::new(TableReader::open(Records::new(lines, separator, quotes), reading)?))
}

fn begin<'w>(
    out: &'w mut dyn Write,
    writing: &Writing,
    separator: u8,
) -> Result<Box<dyn WriteUnits + 'w>> {
    let sheet = Separated { out: csv::WriterBuilder::new().delimiter(separator).from_writer(out) };
    Ok(Box::new(TableWriter::new(sheet, writing)?))
}

/// A table that is written as text.
struct Separated<'w> {
    out: csv::Writer<&'w mut dyn Write>,
}

impl Sheet for Separated<'_> {
    fn headings(&mut self, headings: &Headings) -> Result<()> {
        self.out.write_record(headings.names()).map_err(cannot_write)
    }

    fn row(&mut self, cells: &[String], _: &mut Outcome) -> Result<bool> {
        self.out.write_record(cells).map_err(cannot_write)?;
        Ok(true)
    }

    fn finish(&mut self) -> Result<()> {
        self.out.flush().map_err(Error::cannot_write)
    }
}

fn cannot_write(error: csv::Error) -> Error {
    match error.into_kind() {
        csv::ErrorKind::Io(e) => Error::cannot_write(e),
        other => Error::new(ErrorKind::Internal, format!("a row cannot be written: {other:?}")),
    }
}
