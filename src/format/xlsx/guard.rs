//! Archives that unpack into more than any spreadsheet holds are refused before they are parsed.

use std::{
    fs::File,
    io::{self, BufReader, Read},
};

use zip::ZipArchive;

use crate::error::{Error, ErrorKind, Result};

/// As much as the parts of a workbook unpack into, all together.
const MOST: u64 = 1024 * 1024 * 1024;
/// As much as a part that is not a sheet unpacks into: the parser holds it in memory.
const MOST_HELD: u64 = 256 * 1024 * 1024;
/// How many times its size a part unpacks into, beyond the first few mebibytes.
const RATIO: u64 = 250;
const ANY_RATIO: u64 = 16 * 1024 * 1024;
const MAX_PARTS: usize = 10_000;

/// Unpacks every part and counts.
///
/// # Errors
/// It is no archive, damaged, or unpacks into too much.
pub(super) fn check(file: &File) -> Result<()> {
    let damaged = |e: zip::result::ZipError| {
        Error::new(ErrorKind::Format, "this spreadsheet is damaged")
            .hint("open it in a spreadsheet and save it again")
            .because(e)
    };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(bomb("it has more parts than any spreadsheet"));
    }
    let mut total = 0;
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).map_err(damaged)?;
        let packed = part.compressed_size().max(1);
        let name = part.name().map_err(damaged)?.into_owned();
        let is_streamed = name.starts_with("xl/worksheets/") || name.starts_with("xl/media/");
        let most = if is_streamed { MOST } else { MOST_HELD };
        let mut buffer = [0; 64 * 1024];
        let mut size = 0;
        loop {
            let read = match part.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read as u64,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                Err(e) => {
                    return Err(Error::new(
                        ErrorKind::Format,
                        format!("'{name}' in it is damaged"),
                    )
                    .hint("open it in a spreadsheet and save it again")
                    .because(e));
                }
            };
            size += read;
            total += read;
            if size > most || total > MOST || (size > ANY_RATIO && size / packed > RATIO) {
                return Err(bomb(&format!("'{name}' in it unpacks into far too much")));
            }
        }
    }
    Ok(())
}

fn bomb(what: &str) -> Error {
    Error::new(ErrorKind::Format, format!("this is no spreadsheet to open: {what}"))
        .hint("save the sheet as .csv, or in several files")
}
