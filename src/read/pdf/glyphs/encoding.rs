//! Encodings of simple fonts: characters by code.

use encoding_rs::{MACINTOSH, WINDOWS_1252};

/// The characters of the 256 codes of a font; `None` where there is none, or none is known.
pub(super) type Codes = [Option<char>; 256];

/// The second half of the standard encoding of PostScript, from code 0xA1; a space is no character.
const STANDARD: &str =
    "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß";

/// Returns the standard encoding of PostScript.
pub(super) fn standard() -> Codes {
    let mut codes = [None; 256];
    for code in 0x20..0x7Fu8 {
        codes[usize::from(code)] = Some(match code {
            b'\'' => '’',
            b'`' => '‘',
            _ => char::from(code),
        });
    }
    for (at, c) in STANDARD.chars().enumerate() {
        if let Some(code) = codes.get_mut(0xA1 + at).filter(|_| c != ' ') {
            *code = Some(c);
        }
    }
    codes
}

/// Returns the encoding of that name.
pub(super) fn named(name: &[u8]) -> Option<Codes> {
    let encoding = match name {
        b"WinAnsiEncoding" => WINDOWS_1252,
        b"MacRomanEncoding" => MACINTOSH,
        b"StandardEncoding" => return Some(standard()),
        _ => return None,
    };
    let mut codes = [None; 256];
    for code in 0x20..=0xFFu8 {
        let bytes = [code];
        let (text, _) = encoding.decode_without_bom_handling(&bytes);
        codes[usize::from(code)] = text.chars().next().filter(|c| !c.is_control());
    }
    if encoding == WINDOWS_1252 {
        codes[0x95] = Some('•');
        codes[0xAD] = Some('-');
    }
    Some(codes)
}

/// Decodes a text string: UTF-16 or UTF-8 behind a mark, else nearly Latin-1.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, text @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(text).0.into(),
        [0xFF, 0xFE, text @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(text).0.into(),
        [0xEF, 0xBB, 0xBF, text @ ..] => String::from_utf8_lossy(text).into_owned(),
        _ => WINDOWS_1252.decode_without_bom_handling(bytes).0.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_have_their_characters() {
        let standard = standard();
        assert_eq!(
            (standard[0x27], standard[0xAE], standard[0xFB]),
            (Some('’'), Some('ﬁ'), Some('ß'))
        );
        assert_eq!((standard[0xD0], standard[0xE1], standard[0xA0]), (Some('—'), Some('Æ'), None));
        assert_eq!(named(b"WinAnsiEncoding").unwrap()[0x93], Some('“'));
        assert_eq!(named(b"MacRomanEncoding").unwrap()[0x8E], Some('é'));
        assert_eq!(text_string(&[0xFE, 0xFF, 6, 0x27]), "ا");
    }
}
