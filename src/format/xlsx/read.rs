//! Reader of XLSX: the rows of all sheets, one by one.
//!
//! The parser's cells borrow the workbook, so it runs in its own thread and sends rows on request.

use std::{
    fs::File,
    io::BufReader,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use calamine::{Data, DataRef, Reader as _, SheetType, Xlsx, XlsxError};

use super::{HOW_TO, guard};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    format::{
        source::Source,
        table::{Row, Rows},
    },
};

/// Maximum file size in bytes.
const MOST: u64 = 512 * 1024 * 1024;
/// Maximum number of columns read.
const MAX_COLUMNS: u32 = 256;
/// Maximum number of rows buffered in the channel.
const WAITING: usize = 64;

/// The rows of a workbook.
pub(super) struct SheetRows {
    origin: String,
    rows: Receiver<Result<Message>>,
    faults: Vec<(u64, String)>,
    ended: bool,
}

/// Message of the parser thread.
enum Message {
    Row(Row),
    Fault(u64, String),
    End,
}

impl SheetRows {
    pub(super) fn open(source: Source) -> Result<Self> {
        let origin = source.origin().to_owned();
        let at = |e: Error| e.at(Place::file(origin.as_str()));
        let file = source.into_file(MOST)?;
        guard::check(file.file().map_err(|e| at(Error::cannot_read(e)))?).map_err(at)?;
        let reopened = File::open(file.path()).map_err(|e| at(Error::cannot_read(e)))?;
        let workbook = Xlsx::new(BufReader::new(reopened)).map_err(|e| at(damaged(e)))?;
        let (sender, rows) = sync_channel(WAITING);
        let name = origin.clone();
        thread::spawn(move || {
            // Deletes the temporary file when the thread ends.
            let _file = file;
            let sent = send_rows(workbook, &sender);
            let end = sent.map_err(|e| e.at(Place::file(name)));
            // Fails if the receiver is gone because reading was stopped.
            let _ = sender.send(end.map(|()| Message::End));
        });
        Ok(Self { origin, rows, faults: Vec::new(), ended: false })
    }
}

impl Rows for SheetRows {
    fn next_row(&mut self) -> Result<Option<Row>> {
        while !self.ended {
            match self.rows.recv() {
                Ok(Ok(Message::Row(row))) => return Ok(Some(row)),
                Ok(Ok(Message::Fault(line, fault))) => self.faults.push((line, fault)),
                Ok(Ok(Message::End)) => self.ended = true,
                Ok(Err(e)) => {
                    self.ended = true;
                    return Err(e);
                }
                // The parser panicked.
                Err(_) => {
                    self.ended = true;
                    return Err(Error::new(ErrorKind::Format, "this spreadsheet is damaged")
                        .at(Place::file(self.origin.as_str()))
                        .hint("open it in a spreadsheet and save it again"));
                }
            }
        }
        Ok(None)
    }

    fn origin(&self) -> &str {
        &self.origin
    }

    fn take_faults(&mut self) -> Vec<(u64, String)> {
        std::mem::take(&mut self.faults)
    }
}

type Workbook = Xlsx<BufReader<std::fs::File>>;

/// Sends all rows until the receiver is gone.
fn send_rows(mut workbook: Workbook, sender: &SyncSender<Result<Message>>) -> Result<()> {
    let sheets: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.name != HOW_TO)
        .map(|sheet| sheet.name.clone())
        .collect();
    let several = sheets.len() > 1;
    for name in sheets {
        let sheet: Option<Arc<str>> = several.then(|| name.as_str().into());
        let mut cells = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
        let mut row = Row::default();
        let mut beyond = 0_u64;
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (line, column) = cell.get_position();
            let line = u64::from(line) + 1;
            if line != row.line {
                if !send(sender, &mut row, sheet.as_ref()) {
                    return Ok(());
                }
                row.line = line;
            }
            let text = match cell.get_value() {
                DataRef::SharedString(text) => (*text).to_owned(),
                other => text_of(other.clone().into()),
            };
            let is_number = matches!(cell.get_value(), DataRef::Float(_) | DataRef::Int(_));
            if text.is_empty() {
                continue;
            }
            if column >= MAX_COLUMNS {
                beyond += 1;
                continue;
            }
            let column = column as usize;
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            row.cells[column] = text;
            row.numbers.extend(is_number.then_some(column));
        }
        if !send(sender, &mut row, sheet.as_ref()) {
            return Ok(());
        }
        if beyond > 0 {
            let fault = format!(
                "{} beyond column {MAX_COLUMNS}; left out",
                crate::text::counted(beyond, "cell")
            );
            let _ = sender.send(Ok(Message::Fault(1, fault)));
        }
    }
    Ok(())
}

/// Sends a row. Returns false if the receiver is gone.
fn send(sender: &SyncSender<Result<Message>>, row: &mut Row, sheet: Option<&Arc<str>>) -> bool {
    let mut row = std::mem::take(row);
    if row.line == 0 || row.cells.is_empty() {
        return true;
    }
    row.sheet = sheet.cloned();
    sender.send(Ok(Message::Row(row))).is_ok()
}

/// Returns the displayed text of a cell, as far as it can be determined without its format.
fn text_of(value: Data) -> String {
    match value {
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text,
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(yes) => if yes { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(time) if time.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
            let date = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) == (0, 0, 0) {
                date
            } else {
                format!("{date} {hour:02}:{minute:02}:{second:02}")
            }
        }
        Data::DateTime(time) => time.as_f64().to_string(),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

fn damaged(error: XlsxError) -> Error {
    let message = match error {
        XlsxError::Password => "this spreadsheet is protected by a password",
        _ => "this spreadsheet is damaged",
    };
    Error::new(ErrorKind::Format, message)
        .hint("open it in a spreadsheet and save it again as .xlsx, without a password")
        .because(error)
}
