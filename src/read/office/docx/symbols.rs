//! Characters of symbol fonts, as Unicode has them.

/// The characters 20 to 7E of the font Symbol.
const SYMBOL_LOW: &str = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾\
                          αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼";
/// Its characters A0 to EF.
const SYMBOL_HIGH: &str = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊⟨®©™∑\
                           ⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪";
/// The characters of the font Wingdings that texts use: arrows, ticks, bullets.
const WINGDINGS: [(u32, char); 44] = [
    (0x21, '✏'),
    (0x22, '✂'),
    (0x28, '☎'),
    (0x29, '✆'),
    (0x2A, '✉'),
    (0x36, '⌛'),
    (0x45, '☜'),
    (0x46, '☞'),
    (0x4A, '☺'),
    (0x4C, '☹'),
    (0x52, '☼'),
    (0x5B, '☯'),
    (0x6C, '●'),
    (0x6D, '❍'),
    (0x6E, '■'),
    (0x6F, '□'),
    (0x70, '◻'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x74, '⧫'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x78, '⌧'),
    (0x9E, '·'),
    (0x9F, '•'),
    (0xA1, '○'),
    (0xA7, '▪'),
    (0xA8, '☐'),
    (0xAB, '★'),
    (0xD8, '➢'),
    (0xDF, '←'),
    (0xE0, '→'),
    (0xE1, '↑'),
    (0xE2, '↓'),
    (0xE7, '➲'),
    (0xE8, '➔'),
    (0xEF, '⇦'),
    (0xF0, '⇨'),
    (0xF3, '⇔'),
    (0xFB, '✗'),
    (0xFC, '✓'),
    (0xFD, '☒'),
    (0xFE, '☑'),
];
/// Those of the font Wingdings 2.
const WINGDINGS_2: [(u32, char); 7] =
    [(0x4F, '✗'), (0x50, '✓'), (0x51, '☒'), (0x52, '☑'), (0x54, '☒'), (0x97, '●'), (0xA3, '☐')];

/// Returns the character that a font shows for a code, given in hexadecimal digits. One that is not
/// known stays in the private area where the file has it.
pub(super) fn symbol(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    let place = if (0xF000..=0xF0FF).contains(&code) { code - 0xF000 } else { code };
    let one_of = |list: &[(u32, char)]| {
        list.iter().find(|(known, _)| *known == place).map(|(_, shown)| *shown)
    };
    let nth =
        |list: &str, from: u32| list.chars().nth(usize::try_from(place.checked_sub(from)?).ok()?);
    let known = match font.to_lowercase().as_str() {
        "symbol" if place < 0x7F => nth(SYMBOL_LOW, 0x20),
        "symbol" => nth(SYMBOL_HIGH, 0xA0),
        "wingdings" => match place {
            0x80 => Some('⓪'),
            0x81..=0x8A => char::from_u32(0x2460 + place - 0x81),
            0x8B => Some('⓿'),
            0x8C..=0x95 => char::from_u32(0x2776 + place - 0x8C),
            _ => one_of(&WINGDINGS),
        },
        "wingdings 2" => one_of(&WINGDINGS_2),
        // A code in the private area of an ordinary font is the character of its lower byte.
        _ if code != place && place >= 0x20 => char::from_u32(place),
        _ => None,
    };
    known.or_else(|| char::from_u32(code)).filter(|c| !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_are_unicode() {
        for (font, code, shown) in [
            ("Symbol", "F061", 'α'),
            ("Symbol", "F0AE", '→'),
            ("Symbol", "F0B7", '•'),
            ("Symbol", "F0E5", '∑'),
            ("Wingdings", "F0FC", '✓'),
            ("Wingdings", "F081", '①'),
            ("Wingdings 2", "F052", '☑'),
            ("Times New Roman", "00A9", '©'),
            ("Times New Roman", "F0A9", '©'),
            ("Webdings", "F0", 'ð'),
        ] {
            assert_eq!(symbol(font, code), Some(shown), "{font} {code}");
        }
        assert_eq!(symbol("Symbol", "xyz"), None);
        assert_eq!(symbol("Wingdings", "F001"), Some('\u{F001}'));
        assert_eq!((SYMBOL_LOW.chars().count(), SYMBOL_HIGH.chars().count()), (95, 80));
    }
}
