//! The encoding of an XML file, and bytes that are not in it.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::{
    error::{Error, ErrorKind, Result},
    text::decode::{by_name, utf16_by_zeros},
};

/// The encoding of a file, and a message if it is not the declared one.
pub(crate) struct Found {
    pub(crate) encoding: &'static Encoding,
    /// The length of the byte order mark.
    pub(crate) mark: usize,
    pub(crate) odd: Option<String>,
}

/// Detects the encoding of a file from its first bytes.
pub(crate) fn encoding_of(start: &[u8]) -> Result<Found> {
    let shown = Encoding::for_bom(start).or_else(|| Some((utf16_by_zeros(start)?, 0)));
    if let Some((encoding, mark)) = shown {
        let (text, _) = encoding.decode_without_bom_handling(&start[mark..]);
        let name = declared(text.as_bytes()).map(str::to_owned);
        // "UTF-16" names both byte orders.
        let same = |name: &String| {
            by_name(name)
                .is_ok_and(|named| named == encoding || (is_utf16(named) && is_utf16(encoding)))
        };
        let odd = name.filter(|name| !same(name)).map(|name| is_other(&name, encoding));
        return Ok(Found { encoding, mark, odd });
    }
    let Some(name) = declared(start) else {
        return Ok(Found { encoding: UTF_8, mark: 0, odd: None });
    };
    let named = by_name(name).map_err(|e| Error { kind: ErrorKind::Format, ..e })?;
    // Bytes that could be read as ASCII up to here are not UTF-16, whatever is declared. And
    // letters in a single-byte encoding do not all form valid UTF-8 by chance.
    let is_utf8 = is_utf16(named) || (named.is_single_byte() && is_wide_utf8(start));
    let encoding = if is_utf8 { UTF_8 } else { named };
    let odd = is_utf8.then(|| is_other(name, UTF_8));
    Ok(Found { encoding, mark: 0, odd })
}

fn is_utf16(encoding: &Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

fn is_other(named: &str, encoding: &'static Encoding) -> String {
    let name: String = named.chars().take(40).collect();
    format!("the file declares {name} but is encoded in {}", encoding.name())
}

/// Returns true if this is UTF-8 with at least three characters outside ASCII.
fn is_wide_utf8(start: &[u8]) -> bool {
    let text: Cow<'_, str> = match std::str::from_utf8(start) {
        Err(e) if e.error_len().is_some() => return false,
        _ => String::from_utf8_lossy(start),
    };
    text.chars().filter(|c| !c.is_ascii()).nth(2).is_some()
}

/// Returns the encoding that the XML declaration names.
fn declared(start: &[u8]) -> Option<&str> {
    let start = start.trim_ascii_start();
    let end = start.iter().position(|b| *b == b'>')?;
    let declaration = std::str::from_utf8(&start[..end]).ok()?.strip_prefix("<?xml")?;
    let (_, rest) = declaration.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split_once(quote).map(|(name, _)| name)
}

/// Maximum length in bytes of what invalid bytes are replaced by: three characters of three bytes.
pub(super) const LONGEST_MEANT: usize = 9;

/// Returns the text of bytes that are not UTF-8 but stand in Western text, where they are probably
/// windows-1252: letters beside letters, or the signs of that encoding. Bytes beside characters
/// outside of ASCII are probably damaged UTF-8.
pub(super) fn western(bytes: &[u8], near: (Option<u8>, Option<u8>)) -> Option<String> {
    let is_ascii = |byte: Option<u8>| byte.is_none_or(|byte| byte.is_ascii());
    let (before, after) = near;
    // The beginning of a character of UTF-8 is followed by bytes that are controls or signs in
    // windows-1252.
    let is_cut = bytes.len() > 1 && bytes[1..].iter().any(|byte| *byte < 0xA0);
    if !is_ascii(before) || !is_ascii(after) || is_cut || bytes.is_empty() || bytes.len() > 3 {
        return None;
    }
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
    let is_letter = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic());
    let beside = is_letter(before) || is_letter(after);
    let fits = |c: char| !c.is_control() && (!c.is_alphabetic() || beside);
    text.chars().all(fits).then(|| text.into_owned())
}

/// Counts line ends: of old Macs, of Windows, and all others.
pub(super) fn newlines(bytes: &[u8]) -> u64 {
    let feeds = bytes.iter().filter(|b| **b == b'\n').count();
    if memchr::memchr(b'\r', bytes).is_none() {
        return feeds as u64;
    }
    let returns = bytes.iter().filter(|b| **b == b'\r').count();
    let both = bytes.windows(2).filter(|pair| *pair == b"\r\n").count();
    (feeds + returns - both) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_bytes_in_western_text_are_windows_1252() {
        for (bytes, near, meant) in [
            (&b"\xEF"[..], (Some(b'a'), Some(b'v')), Some("ï")),
            (b"\x93", (Some(b' '), Some(b'Y')), Some("“")),
            (b"\x96", (Some(b' '), Some(b' ')), Some("–")),
            (b"\xE9\xBB", (Some(b'f'), Some(b' ')), Some("é»")),
            // The beginning of an Arabic letter, and of a quotation mark.
            (b"\xD9", (Some(0x85), Some(b' ')), None),
            (b"\xD9", (Some(b' '), Some(b' ')), None),
            (b"\xE2\x80", (Some(b'a'), Some(b'b')), None),
            (b"\x81", (Some(b'a'), Some(b'b')), None),
        ] {
            assert_eq!(western(bytes, near).as_deref(), meant, "{bytes:?}");
        }
    }
}
