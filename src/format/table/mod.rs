//! Tables of units: CSV and TSV, and the parts that XLSX shares with them. `docs/tables.md`
//! describes the headings.
//!
//! Texts are not altered on reading or writing. A spreadsheet that opens a CSV treats a text that
//! begins with `=` as a formula: to send such files to others, write XLSX, which marks cells as text,
//! or have such cells quoted (`formula.rs`).

mod columns;
mod formula;
mod layout;
mod read;
mod record;
#[cfg(test)]
pub(in crate::format) mod tests;
mod write;

use formula::quoted;
pub(crate) use layout::{Headings, Kind};
#[cfg(feature = "xlsx")]
pub(super) use read::Rows;
pub(super) use read::{Row, TableParser};
pub(crate) use write::{Sheet, TableWriter};

use std::io::Write;

use super::{
    lines::Lines,
    reader,
    source::Source,
    units::{
        AlignmentLayout, Capabilities, Format, Outcome, ReadUnits, Reading, Start, WriteUnits,
        Writing,
    },
};
use crate::error::{Error, ErrorKind, Result};
use record::{Quotes, Records};

/// Features of a unit that a table can hold.
pub(super) const CAPABILITIES: Capabilities = Capabilities { tags: false, ..Capabilities::ALL };

/// The registry entry of CSV.
pub(crate) static CSV: Format = Format {
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

/// The registry entry of TSV.
pub(crate) static TSV: Format = Format {
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

/// Returns true if the first line contains headings that name two texts.
fn is(start: &Start<'_>) -> bool {
    let text = start.text.trim_start_matches('\u{FEFF}');
    // A separator that is merely frequent may win, so the headings are checked again with it.
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
    let mut records = Records::new(lines, separator, quotes);
    records.unquote = reading.unquote_formulas;
    reader::boxed(|diagnostics| TableParser::open(records, reading, diagnostics))
}

fn begin<'w>(
    out: &'w mut dyn Write,
    writing: &Writing,
    separator: u8,
) -> Result<Box<dyn WriteUnits + 'w>> {
    let sheet = Separated::new(out, separator, writing.quote_formulas);
    Ok(Box::new(TableWriter::new(sheet, writing)?))
}

/// A table with tabs, in the one dialect that this program writes: headings, cells in quotes where
/// they hold a tab, a line break or a quote, quotes doubled, lines that end with a line feed.
pub(crate) fn tab_separated<'w>(out: &'w mut dyn Write, quote_formulas: bool) -> impl Sheet + 'w {
    Separated::new(out, b'\t', quote_formulas)
}

/// A table written as text.
struct Separated<'w> {
    out: csv::Writer<&'w mut dyn Write>,
    /// True if cells that look like formulas get an apostrophe.
    quote: bool,
}

impl<'w> Separated<'w> {
    fn new(out: &'w mut dyn Write, separator: u8, quote: bool) -> Self {
        let out = csv::WriterBuilder::new().delimiter(separator).from_writer(out);
        Self { out, quote }
    }

    fn record(&mut self, cells: &[String]) -> Result<()> {
        let written = match self.quote {
            true => self.out.write_record(cells.iter().map(|cell| quoted(cell).into_owned())),
            false => self.out.write_record(cells),
        };
        written.map_err(cannot_write)
    }
}

impl Sheet for Separated<'_> {
    fn headings(&mut self, headings: &Headings) -> Result<()> {
        self.record(&headings.names())
    }

    fn row(&mut self, cells: &[String], _: &mut Outcome) -> Result<bool> {
        self.record(cells)?;
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
