//! Decoding of bytes into text: detection of the encoding, and errors with the place of the first
//! invalid byte.
//!
//! Invalid bytes are never replaced; a byte that has no meaning in the file's encoding is an error.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

use super::{
    arabic_bytes::{Found, told_by_letters},
    legacy,
};
use crate::error::{Error, ErrorKind, Place, Result, Setting};

/// Decodes a file into text, without its byte order mark.
///
/// The encoding is, in this order: that of the byte order mark, the one named by `encoding`, UTF-16
/// if the pattern of zero bytes shows it, UTF-8 if the bytes are valid, else a guess.
///
/// ```
/// use muwazi::text::decode::decode;
/// assert_eq!(decode(b"\xE3\xD1\xCD\xC8\xC7".into(), "a.txt", Some("windows-1256"))?, "مرحبا");
/// # Ok::<(), muwazi::Error>(())
/// ```
pub fn decode(bytes: Vec<u8>, origin: &str, encoding: Option<&str>) -> Result<String> {
    let declared = encoding.map(by_name).transpose()?;
    let fail = |message: &str| Error::new(ErrorKind::Text, message).at(Place::file(origin));
    if bytes.is_empty() {
        return Err(fail("the file is empty"));
    }
    if let Some(what) = looks_like(&bytes) {
        return Err(
            fail(&format!("this is {what}, not plain text")).hint("save it as plain text first")
        );
    }
    let text = if let Some((marked, length)) = Encoding::for_bom(&bytes) {
        strict(&bytes[length..], marked, origin)?
    } else if let Some(encoding) = declared.or_else(|| utf16_by_zeros(&bytes)) {
        strict(&bytes, encoding, origin)?
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(e) => guessed(e.as_bytes(), origin)?,
        }
    };
    if is_binary(&text) {
        return Err(binary(origin));
    }
    if text.trim().is_empty() {
        return Err(fail("the file contains only white space"));
    }
    Ok(text)
}

/// Returns the encoding of a name, by the labels of the WHATWG Encoding Standard.
pub(crate) fn by_name(name: &str) -> Result<&'static Encoding> {
    Encoding::for_label_no_replacement(name.as_bytes()).ok_or_else(|| {
        Error::new(ErrorKind::Usage, format!("unknown encoding '{name}'")).hint(
            "common ones: utf-8, utf-16le, utf-16be, windows-1256 or iso-8859-6 (Arabic), \
             windows-1252 (Western)",
        )
    })
}

/// Returns the kind of document that the first bytes show, for formats that people mistake for
/// text.
pub(crate) fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 11] = [
        (b"PK\x03\x04", "a zip archive, such as .docx, .odt or .xlsx"),
        (b"%PDF-", "a PDF"),
        (b"\xD0\xCF\x11\xE0", "an old .doc, .xls or .ppt"),
        (b"{\\rtf", "an RTF document"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
        (b"Rar!\x1A\x07", "a RAR archive"),
        (b"SQLite format 3\0", "a database"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a picture"),
        (b"GIF8", "a picture"),
    ];
    SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, what)| *what)
}

/// Detects UTF-16 without a byte order mark: in Arabic and English every other byte is 00 or 06.
pub(crate) fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let pairs = sample.len() / 2;
    let high =
        |from: usize| sample.iter().skip(from).step_by(2).filter(|b| matches!(b, 0 | 6)).count();
    let (first, second) = (high(0), high(1));
    let most = |n: usize| n > 0 && n * 10 >= pairs * 7;
    let few = |n: usize| n * 10 <= pairs;
    if most(second) && few(first) {
        Some(UTF_16LE)
    } else if most(first) && few(second) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Decodes in one encoding; an error names the line of the first invalid byte.
fn strict(bytes: &[u8], encoding: &'static Encoding, origin: &str) -> Result<String> {
    if encoding == UTF_8 {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.to_owned()),
            Err(e) => Err(bad_utf8(bytes, &e, (0, 0), origin)),
        };
    }
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text.into_owned());
    }
    let (replaced, _) = encoding.decode_without_bom_handling(bytes);
    let line = 1 + replaced.split('\u{FFFD}').next().map_or(0, |text| lines(text.as_bytes()));
    Err(not_valid(encoding, line, origin))
}

/// Decodes text that is not valid UTF-8 in the likeliest encoding.
fn guessed(bytes: &[u8], origin: &str) -> Result<String> {
    let encoding = likeliest(bytes);
    refuse_legacy(bytes, encoding, origin)?;
    strict(bytes, encoding, origin)
}

/// Refuses text in an encoding that is not read, for which another one was guessed.
fn refuse_legacy(bytes: &[u8], guessed: &'static Encoding, origin: &str) -> Result<()> {
    let Some(name) = legacy::rather(bytes, guessed) else { return Ok(()) };
    let message = format!("this seems to be Arabic in {name}, an encoding that is not read");
    Err(Error::new(ErrorKind::Text, message)
        .at(Place::file(origin))
        .hint(format!("convert it first: iconv -f {name} -t UTF-8; or name the encoding"))
        .settings(Setting::Encoding))
}

/// Returns the likeliest encoding of text that is not valid UTF-8: damaged UTF-8, or another one.
pub(crate) fn likeliest(bytes: &[u8]) -> &'static Encoding {
    let (mut letters, mut damages) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        damages += usize::from(!chunk.invalid().is_empty());
    }
    // Non-ASCII letters of another encoding seldom form valid UTF-8 by chance, so many of them mean
    // UTF-8.
    if letters > damages {
        return UTF_8;
    }
    match told_by_letters(bytes) {
        Some(Found::Windows1256) => return WINDOWS_1256,
        Some(Found::Iso88596) => return ISO_8859_6,
        _ => {}
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Returns the encoding that the beginning of a long file shows, and the length of its byte order
/// mark.
pub(crate) fn of_beginning(
    bytes: &[u8],
    origin: &str,
    declared: Option<&str>,
) -> Result<(&'static Encoding, usize)> {
    let declared = declared.map(by_name).transpose()?;
    if let Some(what) = looks_like(bytes) {
        let message = format!("this is {what}, not plain text");
        return Err(Error::new(ErrorKind::Text, message)
            .at(Place::file(origin))
            .hint("save it as plain text first"));
    }
    if let Some((marked, length)) = Encoding::for_bom(bytes) {
        return Ok((marked, length));
    }
    if let Some(known) = declared.or_else(|| utf16_by_zeros(bytes)) {
        return Ok((known, 0));
    }
    match std::str::from_utf8(bytes) {
        Err(e) if e.error_len().is_some() => {
            let encoding = likeliest(bytes);
            refuse_legacy(bytes, encoding, origin)?;
            Ok((encoding, 0))
        }
        _ => Ok((UTF_8, 0)),
    }
}

/// Decodes the beginning of a file as far as it goes; empty if it is not text.
pub(crate) fn beginning(bytes: &[u8]) -> String {
    let Ok((encoding, mark)) = of_beginning(bytes, "", None) else { return String::new() };
    encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned()
}

/// Returns the error for data that is not text.
pub(crate) fn binary(origin: &str) -> Error {
    Error::new(ErrorKind::Text, "this is binary data, not text")
        .at(Place::file(origin))
        .hint("save it as plain text first")
}

/// Returns the error for bytes that are not UTF-8; `before` counts the bytes and lines ahead of
/// them.
pub(crate) fn bad_utf8(
    bytes: &[u8],
    error: &std::str::Utf8Error,
    before: (u64, u64),
    origin: &str,
) -> Error {
    let at = error.valid_up_to();
    let byte = before.0 + at as u64 + 1;
    let place = Place::line(origin, 1 + before.1 + lines(&bytes[..at]));
    if error.error_len().is_none() {
        let message = format!("the file ends in the middle of a character, at byte {byte}");
        return Error::new(ErrorKind::Text, message)
            .at(place)
            .hint("the file appears to be truncated; copy or download it again");
    }
    let message = format!("byte {byte} ({:02X}) is not valid UTF-8", bytes[at]);
    Error::new(ErrorKind::Text, message)
        .at(place)
        .hint("the file is damaged or in another encoding; mend the line or name the encoding")
        .settings(Setting::Encoding)
}

/// Returns the error for a byte that has no meaning in an encoding other than UTF-8.
pub(crate) fn not_valid(encoding: &'static Encoding, line: u64, origin: &str) -> Error {
    Error::new(ErrorKind::Text, format!("this is not valid {}", encoding.name()))
        .at(Place::line(origin, line))
        .hint("the file is damaged or in another encoding; name the right one")
        .settings(Setting::Encoding)
}

pub(crate) fn lines(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|b| **b == b'\n').count() as u64
}

/// Returns true if a text contains NUL or more than a few control characters.
pub(crate) fn is_binary(text: &str) -> bool {
    let controls = text
        .bytes()
        .filter(|b| *b < b' ' && !matches!(b, b'\t' | b'\n' | b'\r' | b'\x0C' | b'\x1A'))
        .count();
    text.contains('\0') || (controls > 1 && controls * 50 > text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ARABIC: &str = "قال رئيس الوزراء إنّ الحكومة ستعلن الموازنة الجديدة يوم الخميس المقبل.\r\n\
                          وأضاف: «لن نرفع الضرائب» في عام 2019، بحسب الوكالة.\r\n";
    const ENGLISH: &str =
        "The minister said “no” – for now… and the café’s naïve résumé stays.\r\n";

    fn encoded(text: &str, encoding: &'static Encoding) -> Vec<u8> {
        let (bytes, _, lossy) = encoding.encode(text);
        assert!(!lossy, "{}", encoding.name());
        bytes.into_owned()
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    fn read(bytes: &[u8]) -> Result<String> {
        decode(bytes.to_vec(), "a.txt", None)
    }

    #[test]
    fn encodings_are_recognised() {
        for text in [ARABIC, ENGLISH, "مرحبا", "Hello\n"] {
            assert_eq!(read(text.as_bytes()).unwrap(), text);
            assert_eq!(read(format!("\u{FEFF}{text}").as_bytes()).unwrap(), text);
            for order in [u16::to_le_bytes, u16::to_be_bytes] {
                assert_eq!(read(&utf16(text, order)).unwrap(), text);
                assert_eq!(read(&utf16(&format!("\u{FEFF}{text}"), order)).unwrap(), text);
            }
        }
        for (text, encoding) in [
            (ARABIC, encoding_rs::WINDOWS_1256),
            ("مرحبا بكم في المكتبة العامة", encoding_rs::WINDOWS_1256),
            ("مرحبا بكم في المكتبة العامة", encoding_rs::ISO_8859_6),
            (ENGLISH, encoding_rs::WINDOWS_1252),
            ("café", encoding_rs::WINDOWS_1252),
        ] {
            assert_eq!(read(&encoded(text, encoding)).unwrap(), text, "{}", encoding.name());
        }
    }

    #[test]
    fn a_declared_encoding_is_used() {
        let bytes = encoded("مرحبا", encoding_rs::WINDOWS_1256);
        for name in ["windows-1256", " CP1256 "] {
            assert_eq!(decode(bytes.clone(), "-", Some(name)).unwrap(), "مرحبا");
        }
        let marked = utf16("\u{FEFF}مرحبا", u16::to_be_bytes);
        assert_eq!(decode(marked, "-", Some("utf-16")).unwrap(), "مرحبا");
        let unknown = decode(bytes.clone(), "-", Some("arabic-dos")).unwrap_err();
        assert!(unknown.hint.unwrap().contains("windows-1256"));
        let wrong = decode(bytes, "-", Some("utf-8")).unwrap_err();
        assert_eq!(wrong.to_string(), "-:1: byte 1 (E3) is not valid UTF-8");
        let odd = decode(b"a\0b\0\n\0\0\xD8".to_vec(), "-", Some("utf-16le")).unwrap_err();
        assert_eq!(odd.to_string(), "-:2: this is not valid UTF-16LE");
    }

    #[test]
    fn invalid_bytes_are_reported_with_their_place() {
        let whole = ARABIC.trim_end().trim_end_matches('.').as_bytes();
        let error = read(&whole[..whole.len() - 1]).unwrap_err();
        let byte = whole.len() - 1;
        let message =
            format!("a.txt:2: the file ends in the middle of a character, at byte {byte}");
        assert_eq!(error.to_string(), message);
        assert!(error.hint.unwrap().contains("truncated"));

        let mut bytes = ARABIC.as_bytes().to_vec();
        let second = ARABIC.find('\n').unwrap() + 1;
        bytes[second] = 0xFF;
        let error = read(&bytes).unwrap_err();
        let byte = second + 1;
        assert_eq!(error.to_string(), format!("a.txt:2: byte {byte} (FF) is not valid UTF-8"));
    }

    #[test]
    fn binary_data_is_refused() {
        for (bytes, message) in [
            (&b""[..], "a.txt: the file is empty"),
            (b" \r\n\t \n", "a.txt: the file contains only white space"),
            (b"\xEF\xBB\xBF", "a.txt: the file contains only white space"),
            (
                b"PK\x03\x04rest",
                "a.txt: this is a zip archive, such as .docx, .odt or .xlsx, not plain text",
            ),
            (b"%PDF-1.7\n", "a.txt: this is a PDF, not plain text"),
            (
                b"\xD0\xCF\x11\xE0\xA1\xB1",
                "a.txt: this is an old .doc, .xls or .ppt, not plain text",
            ),
            (b"some\0thing", "a.txt: this is binary data, not text"),
            (b"\x01\x02\x03 text \x04\x05", "a.txt: this is binary data, not text"),
        ] {
            let error = read(bytes).unwrap_err();
            assert_eq!(error.to_string(), message);
            assert_eq!(error.kind, ErrorKind::Text);
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(bytes: Vec<u8>, declared in proptest::option::of("[a-z0-9-]{0,12}")) {
            let _ = decode(bytes, "-", declared.as_deref());
        }

        #[test]
        fn utf8_is_never_altered(text in "\\PC*[a-z]\\PC*") {
            prop_assume!(Encoding::for_bom(text.as_bytes()).is_none());
            prop_assume!(looks_like(text.as_bytes()).is_none());
            prop_assert_eq!(read(text.as_bytes()).unwrap(), text);
        }
    }
}
