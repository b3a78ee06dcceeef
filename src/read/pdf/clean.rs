//! The characters of a glyph as text has them: no presentation forms, no fillers, no marks of
//! direction.

use unicode_normalization::UnicodeNormalization;

/// A soft hyphen; it stays until it is known whether it ends its line.
pub(super) const SOFT_HYPHEN: char = '\u{AD}';
const TATWEEL: char = '\u{640}';

/// What a glyph is for the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Clean {
    /// Letters, digits or signs.
    Text(String),
    /// A space.
    Space,
    /// The stroke that lengthens a word: it takes room and is no text.
    Filler,
    /// Nothing at all.
    Nothing,
}

/// Cleans the characters of a glyph.
pub(super) fn clean(text: &str) -> Clean {
    if text == " " {
        return Clean::Space;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{FB00}'..='\u{FB06}' | '\u{FB1D}'..='\u{FDFC}' | '\u{FE70}'..='\u{FEFC}' => {
                // The forms of vowel signs that stand alone hold a space or a tatweel.
                out.extend(std::iter::once(c).nfkc().filter(|c| !matches!(*c, ' ' | TATWEEL)));
            }
            TATWEEL => {}
            c if is_space(c) => out.push(' '),
            c if is_private(c) => out.push('•'),
            c if is_invisible(c) => {}
            c => out.push(c),
        }
    }
    let is_blank = out.chars().all(|c| c == ' ');
    match (is_blank, out.is_empty()) {
        (_, true) if text.contains(TATWEEL) => Clean::Filler,
        (_, true) => Clean::Nothing,
        (true, _) => Clean::Space,
        _ => Clean::Text(out),
    }
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{2028}')
        || matches!(c, '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Returns true for characters that only their font has a meaning for; mostly bullets.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}')
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{61C}' | '\u{FEFF}' | '\u{FFFC}' | '\u{FFFD}' | '\u{FFF9}'..='\u{FFFB}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_become_letters() {
        let text = |text: &str| Clean::Text(text.into());
        assert_eq!(clean("\u{FEFB}"), text("لا"));
        assert_eq!(clean("\u{FE8D}"), text("ا"));
        assert_eq!(clean("\u{FE76}"), text("\u{64E}"));
        assert_eq!(clean("\u{FB01}"), text("fi"));
        assert_eq!(clean("ﷲ"), text("الله"));
        assert_eq!(clean("\u{F0B7}"), text("•"));
        assert_eq!(clean("\u{200F}ب\u{640}"), text("ب"));
    }

    #[test]
    fn fillers_spaces_and_nothing() {
        assert_eq!(clean("\u{640}\u{640}"), Clean::Filler);
        assert_eq!((clean("\u{A0}"), clean(" ")), (Clean::Space, Clean::Space));
        assert_eq!((clean("\u{200E}"), clean("")), (Clean::Nothing, Clean::Nothing));
        assert_eq!(clean("\u{AD}"), Clean::Text("\u{AD}".into()));
    }
}
