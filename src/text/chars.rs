//! Character classes: the one definition of what belongs to a word.
//!
//! Everything that splits text into words derives from these classes. [`words`](super::words())
//! takes runs of [`is_word`] in the matching view, in which letters of unspaced scripts stand alone
//! ([`stands_alone`]) and the marks of Hebrew abbreviations join letters, [`tokens`](super::tokens::tokens) splits those
//! runs further into letters ([`is_letter`]) and digits, and the segmenter, which reads the raw
//! text around a stop, takes [`is_letter_or_digit`] and [`is_mark`] and adds the joiners that may
//! stand inside an abbreviation.
//!
//! The common cases (ASCII, Arabic letters) are tested first, so that most text needs no look into
//! the Unicode tables.

use unicode_normalization::char::is_combining_mark;

use super::digits;

/// Returns true for a letter or a digit of any script: `char::is_alphanumeric`, with fast paths.
#[inline]
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        '\u{621}'..='\u{657}' | '\u{660}'..='\u{669}' => true,
        '\u{A0}' | '«' | '»' | '،' | '؛' | '؟' | '\u{2000}'..='\u{206F}' => false,
        _ => c.is_alphanumeric(),
    }
}

/// Returns true for a character of a word: a letter, a digit, an underscore, or a combining mark.
#[inline]
pub(crate) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric() || c == '_';
    }
    is_basic_arabic(c) || c.is_alphanumeric() || is_combining_mark(c)
}

/// Returns true for the word characters that are letters, with the marks on them.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    is_basic_arabic(c) || c.is_alphabetic() || is_combining_mark(c)
}

/// Returns true for a letter that is a word by itself: one of a script without spaces between words
/// (Han, Hiragana, Thai, Lao, Khmer, Myanmar). Marks on it belong to it; they are word characters
/// that never begin a word next to another. Katakana writes foreign words and names, which stay
/// whole.
#[inline]
pub(crate) fn stands_alone(c: char) -> bool {
    c >= '\u{E01}'
        && matches!(c,
            // Thai, Lao, without the digits.
            '\u{E01}'..='\u{E4F}' | '\u{E81}'..='\u{ECF}' | '\u{EDC}'..='\u{EDF}'
            // Myanmar, with its extensions, and Khmer.
            | '\u{1000}'..='\u{103F}' | '\u{104A}'..='\u{108F}' | '\u{109A}'..='\u{109F}'
            | '\u{A9E0}'..='\u{A9EF}' | '\u{A9FA}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}'
            | '\u{1780}'..='\u{17DF}'
            // Han with its iteration marks and numerals, Hiragana.
            | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{303B}'
            | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{1B001}'..='\u{1B11F}'
            | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFD}')
        && c.is_alphanumeric()
        && !is_combining_mark(c)
}

/// Returns true for a Hebrew letter.
#[inline]
pub(crate) fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5D0}'..='\u{5EA}')
}

/// Returns true for the signs of the matching view that belong to a word between two Hebrew letters:
/// the marks of an abbreviation (צה״ל) and of a foreign sound (צ׳ק), and what is typed for them.
#[inline]
pub(crate) fn is_hebrew_joiner(c: char) -> bool {
    matches!(c, '"' | '\'')
}

/// Returns true for a decimal digit that the matching view reads: Western, Arabic-Indic, Persian.
#[inline]
pub(crate) fn is_digit(c: char) -> bool {
    digits::value(c).is_some()
}

/// Returns true for a combining mark of any script, and for tatweel: characters that lie on or
/// between letters. [`is_arabic_mark`] is the narrower class that the matching view drops.
#[inline]
pub(crate) fn is_mark(c: char) -> bool {
    match c {
        '\0'..='\u{2FF}' => false,
        '\u{640}' | '\u{64B}'..='\u{652}' => true,
        '\u{621}'..='\u{64A}' | '\u{2000}'..='\u{206F}' => false,
        _ => is_combining_mark(c),
    }
}

/// Returns true for Arabic diacritics, Quranic marks, superscript alef, combining hamza and
/// tatweel. The matching view drops them: the word is the same without them.
#[inline]
pub(super) fn is_arabic_mark(c: char) -> bool {
    matches!(c,
        '\u{610}'..='\u{61A}' | '\u{640}' | '\u{64B}'..='\u{65F}' | '\u{670}'
        | '\u{6D6}'..='\u{6DC}' | '\u{6DF}'..='\u{6E8}' | '\u{6EA}'..='\u{6ED}'
        | '\u{8D3}'..='\u{8E1}' | '\u{8E3}'..='\u{8FF}')
}

/// Returns true for the letters U+0621 to U+064A, without tatweel: nearly all letters of Arabic
/// text. In UTF-8 they are two bytes, the first of which is D8 or D9.
#[inline]
pub(crate) fn is_basic_arabic(c: char) -> bool {
    matches!(c, '\u{621}'..='\u{63F}' | '\u{641}'..='\u{64A}')
}

/// Returns true for the range that holds every Arabic letter of the matching view, which has no
/// presentation forms and no marks. On raw text use [`is_arabic_letter`].
#[inline]
pub(crate) fn is_arabic(c: char) -> bool {
    matches!(c, '\u{620}'..='\u{6D5}')
}

/// Returns true for an Arabic letter of raw text, presentation forms included, marks excluded.
#[inline]
pub(crate) fn is_arabic_letter(c: char) -> bool {
    matches!(c,
        '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}' | '\u{671}'..='\u{6D3}'
        | '\u{FB50}'..='\u{FD3D}' | '\u{FD50}'..='\u{FEFC}')
}

/// Returns true for characters without a glyph: bidi controls, joiners, zero-width spaces, the soft
/// hyphen, variation selectors, the byte order mark.
#[inline]
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

/// Returns true for characters that the matching view drops: Arabic marks and invisible characters.
#[inline]
pub(crate) fn is_dropped(c: char) -> bool {
    !c.is_ascii() && (is_arabic_mark(c) || is_invisible(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fast_paths_agree_with_the_unicode_tables() {
        for c in '\0'..=char::MAX {
            let mark = is_combining_mark(c);
            assert_eq!(is_letter_or_digit(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(is_word(c), c.is_alphanumeric() || c == '_' || mark, "{c:?}");
            assert_eq!(is_letter(c), c.is_alphabetic() || mark, "{c:?}");
            assert_eq!(is_mark(c), c == '\u{640}' || mark, "{c:?}");
        }
    }

    #[test]
    fn narrow_classes_lie_within_wide_ones() {
        for c in '\0'..=char::MAX {
            assert!(!is_letter(c) || is_word(c), "{c:?}");
            assert!(!stands_alone(c) || is_letter(c) && !is_combining_mark(c), "{c:?}");
            assert!(!stands_alone(c) || !c.is_ascii_digit() && !is_digit(c), "{c:?}");
            assert!(!is_digit(c) || is_letter_or_digit(c), "{c:?}");
            assert!(!is_letter_or_digit(c) || is_word(c), "{c:?}");
            assert!(!is_basic_arabic(c) || (is_arabic(c) && is_arabic_letter(c)), "{c:?}");
            assert!(!is_basic_arabic(c) || !is_mark(c) && !is_arabic_mark(c), "{c:?}");
        }
    }
}
