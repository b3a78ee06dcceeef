//! The text of a file of strings, and where its characters stand in the bytes of the file.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::{
    error::{Error, ErrorKind, Place, Result},
    read::{input::Input, plain::ReadOptions},
    text::decode,
};

/// Maximum size of a file of strings in bytes; those of the largest programs have a few.
const MAX_FILE: usize = 32 << 20;

/// A file of strings.
pub(super) struct StringFile {
    pub(super) origin: String,
    pub(super) text: String,
    pub(super) places: Places,
}

/// Converts offsets in the text to offsets in the file.
#[derive(Debug, Clone)]
pub(super) enum Places {
    /// The text is the file after its first bytes, as UTF-8.
    Same(usize),
    /// Each unit of UTF-16 is two bytes. Keeps the last place.
    Wide { text: usize, file: usize },
    /// Each character is one byte. Keeps the last place.
    Narrow { text: usize, file: usize },
    /// The places are not known.
    Unknown,
}

impl Places {
    /// Returns the offset in the file. Offsets in the text may not become smaller from call to call
    /// but for UTF-8.
    pub(super) fn of(&mut self, text: &str, at: usize) -> Option<usize> {
        let (last, file, width): (&mut usize, &mut usize, fn(&str) -> usize) = match self {
            Self::Same(before) => return Some(at + *before),
            Self::Wide { text, file } => (text, file, |s| 2 * s.encode_utf16().count()),
            Self::Narrow { text, file } => (text, file, |s| s.chars().count()),
            Self::Unknown => return None,
        };
        *file += width(text.get(*last..at)?);
        *last = at;
        Some(*file)
    }
}

/// Reads and decodes a file.
///
/// # Errors
/// It cannot be read, is larger than the limit, or is no text in its encoding.
pub(super) fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<StringFile> {
    let bytes = bytes(input)?;
    decoded(bytes, input.origin(), options.encoding.as_deref())
}

/// Reads the bytes of a file.
///
/// # Errors
/// It cannot be read or is larger than the limit.
pub(super) fn bytes(input: &mut Input<'_>) -> Result<Vec<u8>> {
    let bytes = input.bytes()?;
    if bytes.len() > MAX_FILE {
        let message = format!("the file is larger than {} MiB", MAX_FILE >> 20);
        return Err(Error::new(ErrorKind::Text, message)
            .at(Place::file(input.origin()))
            .hint("split it; no program has so many strings"));
    }
    Ok(bytes)
}

/// Decodes a file.
///
/// # Errors
/// It is no text in its encoding.
pub(super) fn decoded(bytes: Vec<u8>, origin: &str, encoding: Option<&str>) -> Result<StringFile> {
    let known = decode::of_beginning(&bytes, origin, encoding)?;
    let places = places(known, &bytes);
    // A file of no strings is no error.
    let is_blank = bytes.len() < 4096 && bytes.iter().all(u8::is_ascii_whitespace);
    let text = match is_blank {
        true => String::new(),
        false => decode::decode(bytes, origin, encoding)?,
    };
    Ok(StringFile { origin: origin.to_owned(), text, places })
}

fn places((encoding, mark): (&'static Encoding, usize), bytes: &[u8]) -> Places {
    // The beginning may be plain ASCII where the rest is not.
    let is_utf8 = encoding == UTF_8 && std::str::from_utf8(bytes).is_ok();
    if is_utf8 {
        Places::Same(mark)
    } else if [UTF_16LE, UTF_16BE].contains(&encoding) {
        Places::Wide { text: 0, file: mark }
    } else if encoding.is_single_byte() {
        Places::Narrow { text: 0, file: mark }
    } else {
        Places::Unknown
    }
}

/// Returns the line of an offset, from 1.
pub(super) fn line_of(text: &str, at: usize) -> u64 {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    1 + memchr::memchr_iter(b'\n', before).count() as u64
}

/// Creates the error for a file that breaks the rules of its format.
pub(super) fn damaged(file: &StringFile, at: usize, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Text, message)
        .at(Place::line(file.origin.as_str(), line_of(&file.text, at)))
        .hint("mend this line; the program that the file belongs to could not read it either")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_found_in_any_encoding() {
        let text = "\"أ\" = \"ب😀ج\";";
        let at = text.find('ج').unwrap();
        let wide: Vec<u8> =
            format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, encoding) in [
            (text.as_bytes().to_vec(), None),
            (format!("\u{FEFF}{text}").into_bytes(), None),
            (wide, None),
        ] {
            let mut file = decoded(bytes.clone(), "a", encoding).unwrap();
            assert_eq!(file.text, text);
            let from = file.places.of(text, at).unwrap();
            let letter = match bytes.starts_with(b"\xFF\xFE") {
                true => "ج".encode_utf16().flat_map(u16::to_le_bytes).collect(),
                false => "ج".as_bytes().to_vec(),
            };
            assert_eq!(bytes[from..from + 2], letter[..]);
        }
        let narrow = b"a = \xC8\xC7\xC8".to_vec();
        let mut file = decoded(narrow, "a", Some("windows-1256")).unwrap();
        assert_eq!(file.places.of(&file.text.clone(), 6), Some(5));
        assert_eq!(line_of("a\nb", 2), 2);
    }
}
