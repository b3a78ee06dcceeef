//! XLSX, the spreadsheets of Excel and LibreOffice: tables of units as in [`super::table`].
//!
//! Rows are streamed in both directions. Texts that Excel would convert to a number, a date or a
//! formula are written as text.

pub(crate) mod book;
mod guard;
mod read;
#[cfg(test)]
mod tests;

use super::{
    reader,
    source::Source,
    table::{CAPABILITIES, TableParser, TableWriter},
    units::{AlignmentLayout, Format, ReadUnits, Reading, Start},
};
use crate::error::{Error, ErrorKind, Place, Result};
use book::Book;

/// The registry entry of XLSX.
pub(crate) static FORMAT: Format = Format {
    name: "xlsx",
    title: "XLSX, a spreadsheet",
    extensions: &["xlsx", "xlsm"],
    capabilities: CAPABILITIES,
    is_glossary: false,
    is,
    read: Some(open),
    write: Some(|out, writing| {
        let book = Book::new(out, "Units", writing.created)?;
        Ok(Box::new(TableWriter::new(book, writing)?))
    }),
    alignment: Some(AlignmentLayout::Review),
};

/// Returns true if an archive begins with parts of a spreadsheet.
fn is(start: &Start<'_>) -> bool {
    let bytes = &start.bytes[..start.bytes.len().min(START)];
    let holds = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
    bytes.starts_with(b"PK\x03\x04")
        && (holds(b"xl/") || holds(b"[Content_Types].xml"))
        && !holds(b"word/")
        && !holds(b"ppt/")
}

/// Name of the sheet that explains how to correct an alignment; it is not read.
pub(crate) const HOW_TO: &str = "How to – كيف";

const START: usize = 64 * 1024;

fn open(source: Source, reading: &Reading) -> Result<Box<dyn ReadUnits>> {
    let bytes = source.start().bytes;
    if !bytes.starts_with(b"PK\x03\x04") {
        let what = crate::text::decode::looks_like(bytes).unwrap_or("another format");
        let message = format!("this is not XLSX but {what}");
        return Err(Error::new(ErrorKind::Format, message)
            .at(Place::file(source.origin()))
            .hint("open it in a spreadsheet and save it as .xlsx, without a password"));
    }
    let rows = read::SheetRows::open(source)?;
    reader::boxed(|diagnostics| TableParser::open(rows, reading, diagnostics))
}
