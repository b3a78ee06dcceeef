//! Protection against zip bombs: archives larger than any spreadsheet are refused before parsing.

use std::{
    fs::File,
    io::{self, BufReader, Read},
};

use zip::ZipArchive;

use crate::error::{Error, ErrorKind, Result};

/// Maximum decompressed size of all parts of a workbook, in bytes.
const MOST: u64 = 1024 * 1024 * 1024;
/// Maximum decompressed size of a part other than a sheet, in bytes: the parser holds it in memory.
const MOST_HELD: u64 = 256 * 1024 * 1024;
/// Maximum compression ratio of a part larger than `ANY_RATIO`.
const RATIO: u64 = 250;
const ANY_RATIO: u64 = 16 * 1024 * 1024;
const MAX_PARTS: usize = 10_000;

/// Decompresses every part and checks its size.
///
/// # Errors
/// The file is not an archive, is damaged, or decompresses to too much data.
pub(super) fn check(file: &File) -> Result<()> {
    let damaged = |e: zip::result::ZipError| {
        Error::new(ErrorKind::Format, "this spreadsheet is damaged")
            .hint("open it in a spreadsheet and save it again")
            .because(e)
    };
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    if archive.len() > MAX_PARTS {
        return Err(bomb("it has too many parts"));
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
                return Err(bomb(&format!("'{name}' in it decompresses to too much data")));
            }
        }
    }
    Ok(())
}

fn bomb(what: &str) -> Error {
    Error::new(ErrorKind::Format, format!("this spreadsheet cannot be opened: {what}"))
        .hint("save the sheet as .csv, or in several files")
}
