//! Writer of XLSX: a table on as many sheets as its rows need, formatted for left-to-right and
//! right-to-left text.

use std::io::Write;

use jiff::Timestamp;
use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DocProperties, ExcelDateTime, Format, FormatAlign, Workbook,
    Worksheet, XlsxError, utility::column_number_to_name,
};

use crate::{
    error::{Error, ErrorKind, Result},
    format::{
        table::{Headings, Kind, Sheet},
        units::Outcome,
    },
};

/// Confidences below the first are more likely wrong than right, below the second worth a look; with
/// the colours of such rows.
const WEAK: [(&str, u32); 2] = [("0.5", 0xFF_D6_CF), ("0.8", 0xFF_F2_CC)];

/// Maximum number of rows of a sheet.
const MAX_ROWS: u32 = 1_048_576;
/// Maximum length of a cell's text, in UTF-16 code units.
const LONGEST: usize = 32_767;

/// A workbook being written.
pub(crate) struct Book<'w> {
    out: &'w mut dyn Write,
    workbook: Workbook,
    name: String,
    columns: Vec<Column>,
    /// Index of the sheet being written.
    sheet: usize,
    row: u32,
    max_rows: u32,
}

struct Column {
    kind: Kind,
    heading: String,
    format: Format,
    width: f64,
}

impl<'w> Book<'w> {
    /// Creates a workbook whose sheets have the given name.
    pub(crate) fn new(out: &'w mut dyn Write, name: &str, created: Timestamp) -> Result<Self> {
        let mut workbook = Workbook::new();
        let date = ExcelDateTime::from_timestamp(created.as_second()).map_err(failed)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&date));
        let name = name.to_owned();
        let columns = Vec::new();
        Ok(Self { out, workbook, name, columns, sheet: 0, row: 0, max_rows: MAX_ROWS })
    }

    /// Limits the rows of a sheet, so that tests do not need a million rows.
    #[cfg(test)]
    pub(crate) fn with_rows(mut self, max_rows: u32) -> Self {
        self.max_rows = max_rows;
        self
    }

    fn begin_sheet(&mut self) -> Result<()> {
        self.end_sheet()?;
        let number = self.workbook.worksheets().len();
        let name = match number {
            0 => self.name.clone(),
            n => format!("{} {}", self.name, n + 1),
        };
        self.sheet = number;
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (i, column) in (0..).zip(&self.columns) {
            sheet.set_column_width(i, column.width).map_err(failed)?;
            sheet.set_column_format(i, &column.format).map_err(failed)?;
        }
        for (i, column) in (0..).zip(&self.columns) {
            let format = heading(&column.format);
            sheet.write_string_with_format(0, i, &column.heading, &format).map_err(failed)?;
        }
        self.row = 1;
        Ok(())
    }

    /// Adds a filter to the headings of the sheet being written, and colours to its weak rows.
    fn end_sheet(&mut self) -> Result<()> {
        let (Some(last), Some(row)) = (self.columns.len().checked_sub(1), self.row.checked_sub(1))
        else {
            return Ok(());
        };
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        let confidence = self.columns.iter().position(|column| column.kind.is_confidence());
        let sheet = self.workbook.worksheet_from_index(self.sheet).map_err(failed)?;
        sheet.autofilter(0, 0, row, last).map_err(failed)?;
        // Beyond the last row too, for rows that are added.
        let until = self.max_rows.max(2) - 1;
        for (least, color) in WEAK {
            let Some(at) = confidence.and_then(|at| u16::try_from(at).ok()) else { break };
            let cell = format!("${}2", column_number_to_name(at));
            let rule = format!("=AND(ISNUMBER({cell}),{cell}<{least})");
            let color = Format::new().set_background_color(Color::RGB(color));
            let rule = ConditionalFormatFormula::new()
                .set_rule(rule.as_str())
                .set_format(color)
                .set_stop_if_true(true);
            sheet.add_conditional_format(1, 0, until, last, &rule).map_err(failed)?;
        }
        self.row = 0;
        Ok(())
    }

    /// Adds a sheet besides the table.
    pub(crate) fn add_sheet(&mut self, name: &str) -> Result<&mut Worksheet> {
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(failed)?;
        sheet.set_name(name).map_err(failed)?;
        Ok(sheet)
    }

    /// Returns the sheets of the table so far, and the number of rows of the last one.
    pub(crate) fn sheets(&mut self) -> (&mut [Worksheet], u32) {
        (self.workbook.worksheets_mut(), self.row)
    }

    /// Writes the workbook to the output.
    pub(crate) fn save(&mut self) -> Result<()> {
        self.end_sheet()?;
        let bytes = self.workbook.save_to_buffer().map_err(failed)?;
        self.out.write_all(&bytes).map_err(Error::cannot_write)?;
        self.out.flush().map_err(Error::cannot_write)
    }
}

impl Sheet for Book<'_> {
    fn headings(&mut self, headings: &Headings) -> Result<()> {
        let named = headings.kinds().iter().zip(headings.names());
        self.columns = named.map(|(kind, heading)| column(kind, heading)).collect();
        self.begin_sheet()
    }

    fn row(&mut self, cells: &[String], outcome: &mut Outcome) -> Result<bool> {
        let is_long = |cell: &str| cell.len() > LONGEST && cell.encode_utf16().count() > LONGEST;
        let columns = || self.columns.iter().zip(cells);
        if columns().any(|(c, cell)| matches!(c.kind, Kind::Text(_)) && is_long(cell)) {
            outcome.lose("units with a text of more than 32,767 characters", 1);
            return Ok(false);
        }
        if self.row == self.max_rows {
            self.begin_sheet()?;
        }
        let row = self.row;
        let sheet = self.workbook.worksheet_from_index(self.sheet).map_err(failed)?;
        for (i, (column, cell)) in (0..).zip(self.columns.iter().zip(cells)) {
            if cell.is_empty() {
                continue;
            }
            if is_long(cell) {
                outcome.lose("notes or properties of more than 32,767 characters", 1);
                continue;
            }
            match number(cell, &column.kind) {
                Some(number) => sheet.write_number_with_format(row, i, number, &column.format),
                None => sheet.write_string_with_format(row, i, cell, &column.format),
            }
            .map_err(failed)?;
        }
        self.row += 1;
        Ok(true)
    }

    fn finish(&mut self) -> Result<()> {
        self.save()
    }
}

/// Returns the format and width of a column.
fn column(kind: &Kind, heading: String) -> Column {
    // Formatted as text, so that Excel does not convert what a user types.
    let plain = Format::new().set_align(FormatAlign::Top).set_num_format("@");
    let (format, width) = match kind {
        Kind::Text(lang) => {
            let direction = if lang.is_rtl() { 2 } else { 1 };
            let format = plain.set_text_wrap().set_reading_direction(direction);
            let side = if lang.is_rtl() { FormatAlign::Right } else { FormatAlign::Left };
            (format.set_align(side), 60.0)
        }
        Kind::Note => (plain.set_text_wrap(), 30.0),
        Kind::Number => (Format::new().set_align(FormatAlign::Top), 6.0),
        kind if kind.decimals().is_some() => {
            let shape = if kind.is_confidence() { "0.00" } else { "0" };
            (Format::new().set_align(FormatAlign::Top).set_num_format(shape), 12.0)
        }
        Kind::Act => (plain, 10.0),
        _ => (plain, 16.0),
    };
    Column { kind: kind.clone(), heading, format, width }
}

/// Returns the number of a cell that is written as one: one that reading gives back as it is.
fn number(cell: &str, kind: &Kind) -> Option<f64> {
    let (decimals, number) = (kind.decimals()?, cell.parse::<f64>().ok()?);
    (number.abs() < 1e9 && format!("{number:.decimals$}") == cell).then_some(number)
}

fn heading(column: &Format) -> Format {
    column.clone().set_bold().set_background_color(Color::RGB(0xDD_E6_F0))
}

pub(crate) fn failed(error: XlsxError) -> Error {
    match error {
        XlsxError::IoError(e) => Error::cannot_write(e),
        other => {
            Error::new(ErrorKind::Internal, format!("the spreadsheet cannot be written: {other}"))
        }
    }
}
