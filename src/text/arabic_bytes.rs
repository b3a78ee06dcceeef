//! Arabic in encodings of one byte a letter, told by how frequent its letters are. Each encoding makes
//! letters of the bytes of any other, but rare ones too often.

/// An encoding of one byte a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Windows1256,
    Iso88596,
    /// The letters of ISO 8859-6, with signs that are not in it.
    MacArabic,
    Cp720,
}

/// Number of bytes that are looked at.
const LOOK: usize = 64 * 1024;
/// Fewer letters tell nothing.
const LEAST_LETTERS: u64 = 12;
/// The mean cost of a letter in Arabic text is near 3 nats, in the bytes of another encoding above
/// 3.6. In hundredths.
const HIGHEST_COST: u64 = 340;
/// The cost by which the next best encoding must be worse.
const MARGIN: u64 = 50;

/// The costs of the letters from ء to غ and from ف to ي: minus the logarithm of their frequency in a
/// text, in tenths.
const FIRST: [u8; 26] = [
    57, 64, 37, 62, 52, 57, 19, 34, 37, 31, 49, 44, 40, 48, 34, 49, 29, 53, 36, 48, 46, 49, 45, 58,
    35, 51,
];
const SECOND: [u8; 10] = [36, 35, 37, 21, 27, 30, 36, 30, 47, 28];
/// That of a mark or of tatweel, of a letter of Persian or Urdu, and of what is no letter in Arabic.
const OF_MARK: u8 = 60;
const OF_NEIGHBOUR: u8 = 45;
const OF_OTHER: u8 = 90;

/// The letters of cp720 from 98, from A0 and from E0 on.
const CP720: [(u8, &str); 3] =
    [(0x98, "ءآأؤ£إئا"), (0xA0, "بةتثجحخدذرزسشص"), (0xE0, "ضطظعغفµقكلمنهوىي")];

/// The encoding of a text that is Arabic, if its letters tell it.
pub(super) fn told_by_letters(bytes: &[u8]) -> Option<Found> {
    let bytes = &bytes[..bytes.len().min(LOOK)];
    if !has_words_of_its_own(bytes) {
        return None;
    }
    let mut counts = [0_u64; 128];
    bytes.iter().filter(|b| !b.is_ascii()).for_each(|b| counts[usize::from(b & 0x7F)] += 1);
    let mut costs = [
        (mean(&counts, of_iso_8859_6), Found::Iso88596),
        (mean(&counts, of_windows_1256), Found::Windows1256),
        (mean(&counts, of_cp720), Found::Cp720),
    ];
    costs.sort_by_key(|(cost, _)| *cost);
    let [(best, found), (next, _), _] = costs;
    if best > HIGHEST_COST || next < best + MARGIN {
        return None;
    }
    // A no-break space, a comma, a soft hyphen, a semicolon and a question mark.
    let in_iso = |b: &u8| matches!(b, 0..=0x7F | 0xA0 | 0xA4 | 0xAC | 0xAD | 0xBB | 0xBF | 0xC1..=0xDA | 0xE0..=0xF2);
    let is_mac = found == Found::Iso88596 && !bytes.iter().all(in_iso);
    Some(if is_mac { Found::MacArabic } else { found })
}

/// Returns true if few words mix Latin letters and others, as words of Western languages do.
fn has_words_of_its_own(bytes: &[u8]) -> bool {
    let words = bytes.split(|b| b.is_ascii_whitespace() || *b == 0xA0);
    let (mut wide, mut mixed) = (0_usize, 0_usize);
    for word in words.filter(|word| !word.is_ascii()) {
        wide += 1;
        mixed += usize::from(word.iter().any(u8::is_ascii_alphabetic));
    }
    wide > 0 && mixed * 10 <= wide
}

/// A byte in an encoding: its cost, or none for a sign.
type Cost = Option<u8>;

/// The mean cost of the letters, in hundredths; a high one if there are too few of them.
fn mean(counts: &[u64; 128], of: impl Fn(u8) -> Cost) -> u64 {
    let (mut letters, mut signs, mut cost) = (0, 0, 0);
    for (byte, count) in (0x80..=0xFF_u8).zip(counts) {
        match of(byte) {
            Some(of_one) => {
                letters += count;
                cost += u64::from(of_one) * 10 * count;
            }
            // A space of MacArabic stands between all words.
            None if byte == 0xA0 => {}
            None => signs += count,
        }
    }
    if letters < LEAST_LETTERS || signs * 3 > letters { u64::MAX / 2 } else { cost / letters }
}

fn of_letter(c: char) -> Cost {
    match c {
        'ء'..='غ' => FIRST.get(c as usize - 'ء' as usize).copied(),
        'ف'..='ي' => SECOND.get(c as usize - 'ف' as usize).copied(),
        '\u{640}' | '\u{64B}'..='\u{652}' => Some(OF_MARK),
        '\u{671}'..='\u{6D3}' => Some(OF_NEIGHBOUR),
        _ => Some(OF_OTHER),
    }
}

fn of_iso_8859_6(byte: u8) -> Cost {
    match byte {
        0xC1..=0xDA | 0xE0..=0xF2 => {
            of_letter(char::from_u32(0x621 + u32::from(byte - 0xC1)).unwrap_or_default())
        }
        0x80..=0xC0 | 0xDB..=0xDF => None,
        _ => Some(OF_OTHER),
    }
}

fn of_windows_1256(byte: u8) -> Cost {
    let bytes = [byte];
    let (text, _) = encoding_rs::WINDOWS_1256.decode_without_bom_handling(&bytes);
    let c = text.chars().next().unwrap_or_default();
    if byte < 0xC0 && !c.is_alphabetic() { None } else { of_letter(c) }
}

fn of_cp720(byte: u8) -> Cost {
    match byte {
        0xAE | 0xAF => None,
        // Marks.
        0xF1..=0xF6 => Some(OF_MARK),
        _ => {
            let (first, letters) = CP720.iter().rev().find(|(first, _)| *first <= byte)?;
            let letter = letters.chars().nth(usize::from(byte - first));
            letter.map_or(Some(OF_OTHER), of_letter)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCE: &str =
        "هبت رياح باردة على قريتنا قبل غروب شمس يوم خميس فأغلق جدي نوافذ بيته كلها";

    #[test]
    fn letters_tell_the_encoding() {
        let iso: Vec<u8> = SENTENCE
            .chars()
            .map(|c| if c == ' ' { 0x20 } else { (c as u32 - 0x621 + 0xC1) as u8 })
            .collect();
        assert_eq!(told_by_letters(&iso), Some(Found::Iso88596));
        let mac: Vec<u8> = iso.iter().map(|b| if *b == 0x20 { 0xA0 } else { *b }).collect();
        let mac = [&mac[..], b"\xA0\xB1\xB9\xB7\xB0\xAE"].concat();
        assert_eq!(told_by_letters(&mac), Some(Found::MacArabic));
        let in_720 = |c: char| {
            let place = |(first, letters): &(u8, &str)| {
                letters.chars().position(|letter| letter == c).map(|at| *first + at as u8)
            };
            CP720.iter().find_map(place).unwrap_or(0x20)
        };
        let cp720: Vec<u8> = SENTENCE.chars().map(in_720).collect();
        assert_eq!(told_by_letters(&cp720), Some(Found::Cp720));
        let (windows, ..) = encoding_rs::WINDOWS_1256.encode(SENTENCE);
        // Its letters lie among Latin ones, so that another reading of them may come near.
        assert!(matches!(told_by_letters(&windows), None | Some(Found::Windows1256)));
    }

    #[test]
    fn other_languages_are_not_taken_for_arabic() {
        for (encoding, text) in [
            (
                encoding_rs::WINDOWS_1251,
                "Вчера вечером мы долго гуляли по набережной и говорили о книгах",
            ),
            (
                encoding_rs::KOI8_R,
                "Вчера вечером мы долго гуляли по набережной и говорили о книгах",
            ),
            (
                encoding_rs::IBM866,
                "Вчера вечером мы долго гуляли по набережной и говорили о книгах",
            ),
            (encoding_rs::WINDOWS_1253, "Χθες το βράδυ περπατήσαμε πολύ ώρα δίπλα στη θάλασσα"),
            (encoding_rs::WINDOWS_1255, "אתמול בערב טיילנו זמן רב ליד הים ודיברנו על ספרים"),
            (encoding_rs::WINDOWS_874, "เมื่อวานนี้เราเดินเล่นริมทะเลเป็นเวลานาน"),
            (encoding_rs::GBK, "昨天晚上我们在海边走了很久，谈论了许多书。"),
            (encoding_rs::SHIFT_JIS, "昨日の夜、私たちは海辺を長い間歩きました。"),
            (encoding_rs::WINDOWS_1252, "À été où à là ça été à ô à é è où là à été"),
        ] {
            let (bytes, ..) = encoding.encode(text);
            assert_eq!(told_by_letters(&bytes), None, "{text}");
        }
    }
}
