//! Names of glyphs: `eacute`, `uni0628`, `afii57415`, `beh-ar.init`.

use unicode_normalization::char::compose;

/// Names that no rule gives, and their characters.
const NAMES: &str = "space   exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & \
    quotesingle ' quoteright ’ quoteleft ‘ parenleft ( parenright ) asterisk * plus + comma , \
    hyphen - minus − period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7 \
    eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ \
    backslash \\ bracketright ] asciicircum ^ underscore _ grave ` braceleft { bar | braceright } \
    asciitilde ~ exclamdown ¡ cent ¢ sterling £ currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨ \
    copyright © ordfeminine ª guillemotleft « logicalnot ¬ registered ® macron ¯ degree ° \
    plusminus ± twosuperior ² threesuperior ³ acute ´ mu µ paragraph ¶ periodcentered · \
    cedilla ¸ onesuperior ¹ ordmasculine º guillemotright » onequarter ¼ onehalf ½ \
    threequarters ¾ questiondown ¿ AE Æ Eth Ð multiply × Oslash Ø Thorn Þ germandbls ß ae æ eth ð \
    divide ÷ oslash ø thorn þ dotlessi ı Lslash Ł lslash ł OE Œ oe œ florin ƒ circumflex ˆ \
    caron ˇ breve ˘ dotaccent ˙ ring ˚ ogonek ˛ tilde ˜ hungarumlaut ˝ endash – emdash — \
    quotesinglbase ‚ quotedblleft “ quotedblright ” quotedblbase „ dagger † daggerdbl ‡ bullet • \
    ellipsis … perthousand ‰ guilsinglleft ‹ guilsinglright › fraction ⁄ Euro € trademark ™ \
    fi ﬁ fl ﬂ ff ﬀ ffi ﬃ ffl ﬄ nbspace \u{A0} sfthyphen \u{AD} figuredash ‒ lozenge ◊ \
    alef ا beh ب tehmarbuta ة teh ت theh ث jeem ج hah ح khah خ dal د thal ذ reh ر zain ز seen س \
    sheen ش sad ص dad ض tah ط zah ظ ain ع ghain غ tatweel ـ kashida ـ feh ف qaf ق kaf ك lam ل \
    meem م noon ن heh ه waw و alefmaksura ى yeh ي hamza ء alefmadda آ alefmaddaabove آ \
    alefhamza أ alefhamzaabove أ alefhamzabelow إ wawhamza ؤ wawhamzaabove ؤ yehhamza ئ \
    yehhamzaabove ئ fathatan ً dammatan ٌ kasratan ٍ fatha َ damma ُ kasra ِ shadda ّ sukun ْ \
    lamalef لا";

/// Accents that follow a letter in names.
const ACCENTS: [(&str, char); 12] = [
    ("acute", '\u{301}'),
    ("grave", '\u{300}'),
    ("circumflex", '\u{302}'),
    ("dieresis", '\u{308}'),
    ("tilde", '\u{303}'),
    ("ring", '\u{30A}'),
    ("caron", '\u{30C}'),
    ("cedilla", '\u{327}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("ogonek", '\u{328}'),
    ("dotaccent", '\u{307}'),
];

/// Returns the characters of a glyph's name.
pub(super) fn characters(name: &str) -> Option<String> {
    let stem = name.split('.').next().filter(|stem| !stem.is_empty())?;
    let parts: Option<String> = stem.split('_').map(part).collect();
    parts.filter(|text| !text.is_empty())
}

fn part(name: &str) -> Option<String> {
    let hex = |digits: &str| {
        u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).filter(|c| !c.is_control())
    };
    if let Some(digits) = name.strip_prefix("uni").filter(|d| d.len() >= 4 && d.is_ascii()) {
        let each = digits.as_bytes().chunks(4).map(|d| std::str::from_utf8(d).ok().and_then(hex));
        return each.collect();
    }
    if let Some(c) = name.strip_prefix('u').filter(|d| (4..=6).contains(&d.len())).and_then(hex) {
        return Some(c.into());
    }
    if let Some(number) = name.strip_prefix("afii").and_then(|number| number.parse().ok()) {
        return afii(number).map(String::from);
    }
    let arabic = name.strip_suffix("-ar").or_else(|| name.strip_suffix("arabic")).map(|stem| {
        let forms = ["initial", "medial", "final", "isolated"];
        forms.iter().find_map(|form| stem.strip_suffix(form)).unwrap_or(stem)
    });
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(c), None) if c.is_ascii_alphabetic() => return Some(c.into()),
        _ => {}
    }
    listed(arabic.unwrap_or(name)).or_else(|| {
        let (accent, mark) = ACCENTS.iter().find(|(accent, _)| name.ends_with(accent))?;
        let letter = name.strip_suffix(accent).filter(|letter| letter.len() == 1)?;
        letter.chars().next().and_then(|letter| compose(letter, *mark)).map(String::from)
    })
}

fn listed(name: &str) -> Option<String> {
    if name == "space" {
        return Some(" ".into());
    }
    let mut words = NAMES.split(' ').filter(|word| !word.is_empty());
    words.next();
    while let (Some(listed), Some(text)) = (words.next(), words.next()) {
        if listed == name {
            return Some(text.to_owned());
        }
    }
    None
}

/// Characters by the numbers of the AFII registry: Arabic, in the order of Unicode but for a few.
fn afii(number: u32) -> Option<char> {
    let letter = match number {
        57381 => 0x66A,
        57388 => 0x60C,
        57392..=57401 => 0x660 + number - 57392,
        57403 => 0x61B,
        57407 => 0x61F,
        57409..=57434 => 0x621 + number - 57409,
        57440..=57458 => 0x640 + number - 57440,
        57470 => 0x647,
        57505 => 0x6A4,
        57506 => 0x67E,
        57507 => 0x686,
        57508 => 0x698,
        57509 => 0x6AF,
        57511 => 0x679,
        57512 => 0x688,
        57513 => 0x691,
        57514 => 0x6BA,
        57519 => 0x6D2,
        _ => return None,
    };
    char::from_u32(letter)
}

#[cfg(test)]
mod tests {
    use super::characters;

    #[test]
    fn names_have_characters() {
        let cases = [
            ("space", " "),
            ("A", "A"),
            ("eacute", "é"),
            ("ccedilla", "ç"),
            ("quotedblleft", "“"),
            ("uni0628", "ب"),
            ("uni06440627", "لا"),
            ("u1F600", "😀"),
            ("afii57415", "ا"),
            ("afii57450", "ي"),
            ("beh-ar.init", "ب"),
            ("seeninitialarabic", "س"),
            ("f_f_i", "ffi"),
        ];
        for (name, text) in cases {
            assert_eq!(characters(name).as_deref(), Some(text), "{name}");
        }
        for name in ["g12", "cid00034", ".notdef", "", "uniZZZZ"] {
            assert_eq!(characters(name), None, "{name}");
        }
    }
}
