//! Encodings of Arabic from before Windows, which this program does not read. A guess at the encoding
//! of such a text finds another one, in which the text is nonsense; it is told by the frequency of its
//! letters, and where these do not tell it, by the article, with which a fifth of all Arabic words begin.

use encoding_rs::Encoding;

use super::arabic_bytes::{Found, told_by_letters};

/// Number of bytes that are looked at.
const LOOK: usize = 64 * 1024;

/// An encoding: its name for `iconv`, and the bytes of the two letters of the article.
struct Legacy {
    name: &'static str,
    alef: &'static [u8],
    lam: &'static [u8],
}

/// The letters of the last one are shaped, so that a letter has several bytes.
const ALL: [Legacy; 3] = [
    Legacy { name: "CP720", alef: &[0x9F], lam: &[0xE9] },
    Legacy { name: "MACARABIC", alef: &[0xC7], lam: &[0xE4] },
    Legacy { name: "CP864", alef: &[0xA8, 0xC7], lam: &[0xE4, 0xF1] },
];

/// Returns the name of the encoding that a text is in rather than in the one that was guessed.
pub(super) fn rather(bytes: &[u8], guessed: &'static Encoding) -> Option<&'static str> {
    let bytes = &bytes[..bytes.len().min(LOOK)];
    match told_by_letters(bytes) {
        Some(Found::MacArabic) => return Some("MACARABIC"),
        Some(Found::Cp720) => return Some("CP720"),
        Some(Found::Windows1256 | Found::Iso88596) => return None,
        None => {}
    }
    let (text, _) = guessed.decode_without_bom_handling(bytes);
    let readable = text.split_whitespace().filter(|word| word.starts_with("ال")).count();
    let words = words(bytes);
    let wide = words.iter().filter(|word| !word.is_ascii()).count();
    let with_article = |legacy: &Legacy| {
        let begins = |word: &&&[u8]| match word[..] {
            [alef, lam, _, ..] => legacy.alef.contains(&alef) && legacy.lam.contains(&lam),
            _ => false,
        };
        words.iter().filter(begins).count()
    };
    let is_likely = |found: usize| found > 2 * readable && found * 8 >= wide;
    // In windows-1256 the article of the last two is the beginning of many words; their other
    // letters are Latin there.
    let is_mixed = |word: &str| {
        let is_latin = |c: char| c.is_alphabetic() && u32::from(c) < 0x250;
        word.contains(super::is_arabic_letter) && word.contains(is_latin)
    };
    let is_sound = guessed == encoding_rs::WINDOWS_1256 && !text.split_whitespace().any(is_mixed);
    let all = ALL.iter().filter(|legacy| !is_sound || legacy.alef == [0x9F]);
    let found = all.into_iter().find(|legacy| is_likely(with_article(legacy)))?;
    // Both have the same article; the letters of MacArabic lie together.
    let is_shaped =
        bytes.iter().filter(|b| matches!(b, 0xA2..=0xAB | 0xBB..=0xC0 | 0xEB..)).count();
    let letters = bytes.iter().filter(|b| !b.is_ascii()).count();
    let is_864 = found.name == "MACARABIC" && is_shaped * 10 > letters;
    Some(if is_864 { ALL[2].name } else { found.name })
}

/// Returns the words of a text in any encoding that extends ASCII.
fn words(bytes: &[u8]) -> Vec<&[u8]> {
    // A space in MacArabic may be the one for text that runs from the right.
    let is_space = |b: &u8| b.is_ascii_whitespace() || *b == 0xA0;
    bytes.split(is_space).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::decode::{decode, likeliest};
    use super::*;

    const MACARABIC: &[&[u8]] = &[
        b"\xE8\xD5\xE4\xCA\xA0\xC7\xE4\xD3\xE1\xEA\xE6\xC9\xA0\xC5\xE4\xE9\xA0\xC7\xE4\xE5",
        b"\xEA\xE6\xC7\xC1\xA0\xE1\xEA\xA0\xC7\xE4\xD5\xC8\xC7\xCD\xA0\xC7\xE4\xC8\xC7\xE3",
        b"\xD1\xAC\xA0\xCB\xE5\xA0\xDA\xC7\xCF\xD1\xCA\xA0\xC8\xD9\xCF\xA0\xD3\xC7\xD9\xCA",
        b"\xEA\xE6\xAE\x0A\xE3\xCA\xC8\xA0\xC7\xE4\xD7\xC7\xE4\xC8\xA0\xC7\xE4\xD1\xD3\xC7",
        b"\xE4\xC9\xA0\xB3\xA0\xE5\xD1\xC7\xCA\xAC\xA0\xE8\xC3\xD1\xD3\xE4\xE7\xC7\xA0\xC5",
        b"\xE4\xE9\xA0\xC7\xE4\xC3\xD3\xCA\xC7\xD0\xAE\x0A",
    ];
    const CP720: &[&[u8]] = &[
        b"\xED\xAD\xE9\xA2 \x9F\xE9\xAB\xE5\xEF\xEB\xA1 \x9D\xE9\xEE \x9F\xE9\xEA\xEF\xEB",
        b"\x9F\x98 \xE5\xEF \x9F\xE9\xAD\xA0\x9F\xA5 \x9F\xE9\xA0\x9F\xE8\xA9? \xA3\xEA ",
        b"\xE4\x9F\xA7\xA9\xA2 \xA0\xE3\xA7 \xAB\x9F\xE3\xA2\xEF\xEB.\x0A\xE8\xA2\xA0 \x9F",
        b"\xE9\xE1\x9F\xE9\xA0 \x9F\xE9\xA9\xAB\x9F\xE9\xA1 3 \xEA\xA9\x9F\xA2? \xED\x9A",
        b"\xA9\xAB\xE9\xEC\x9F \x9D\xE9\xEE \x9F\xE9\x9A\xAB\xA2\x9F\xA8.\x0A",
    ];
    const CP864: &[&[u8]] = &[
        b"\xE8\xBE\xE4\xAA \xC7\xE4\xBC\xBA\xEA\xE6\xC9 ?\xE4\xE9 \xC7\xE4\xE5\xEA\xE6\xC7",
        b"\xC1 \xBA\xEA \xC7\xE4\xBE\xA9\xC7\xAE \xC7\xE4\xA9\xC7\xE3\xD1\xAC \xAB\xE5 ",
        b"\xDA\xC7\xCF\xD1\xAA \xA9\xC5\xCF \xBC\xC7\xC5\xAA\xEA\xE6.\x0A\xE3\xAA\xA9 \xC7",
        b"\xE4\xD7\xC7\xE4\xA9 \xC7\xE4\xD1\xBC\xC7\xE4\xC9 \xB3 \xE5\xD1\xC7\xAA\xAC \xE8",
        b"\xA5\xD1\xBC\xE4\xE7\xC7 ?\xE4\xE9 \xC7\xE4\xA5\xBC\xAA\xC7\xD0.\x0A",
    ];

    #[test]
    fn texts_in_old_encodings_are_refused_by_name() {
        for (name, bytes) in [("MACARABIC", MACARABIC), ("CP720", CP720), ("CP864", CP864)] {
            let bytes = bytes.concat();
            assert_eq!(rather(&bytes, likeliest(&bytes)), Some(name));
            let error = decode(bytes, "a.txt", None).unwrap_err();
            assert!(error.message.contains(name), "{error}");
            assert!(error.hint.is_some_and(|hint| hint.contains("iconv")));
        }
    }

    #[test]
    fn others_are_read() {
        let arabic = "وصلت السفينة إلى الميناء في الصباح الباكر. انتخب المجلس رئيسا.";
        let western = "Ça alors, déjà vu à Noël; über Äpfel Ängste ändern.";
        for (text, encoding) in [
            (arabic, encoding_rs::WINDOWS_1256),
            (arabic, encoding_rs::ISO_8859_6),
            ("انتقل انتباه انسان", encoding_rs::WINDOWS_1256),
            (western, encoding_rs::WINDOWS_1252),
        ] {
            let (bytes, ..) = encoding.encode(text);
            assert_eq!(rather(&bytes, likeliest(&bytes)), None, "{text}");
        }
    }
}
