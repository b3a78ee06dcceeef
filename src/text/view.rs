//! The matching view: a text as look-up and alignment compare it, with a map of byte offsets back
//! to the original.
//!
//! The view drops characters that do not change the words (diacritics, tatweel, bidi marks, joiners)
//! and unites spellings of one thing (case, alef and hamza forms, ya and alef maqsura, ta marbuta,
//! digits of both scripts, the two i of Turkish, presentation forms, kinds of space). The original is never altered;
//! [`View::original`] maps any span of the view to the bytes that it was made from.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::{
    Span,
    chars::{is_arabic, is_arabic_mark, is_basic_arabic, is_dropped, is_word},
    digits,
};
use crate::lang::arabic;

/// A text as it is compared, with a map back to the original.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    text: String,
    /// For each byte of `text`, the start of the piece of the original that it was made from.
    starts: Vec<u32>,
    /// For each byte of `text`, the end of that piece.
    ends: Vec<u32>,
}

impl View {
    /// Computes the view of a text. Linear in time and memory: 9 bytes per byte of the view.
    ///
    /// ```
    /// use muwazi::{Span, View};
    /// let text = "مُدَرِّسَة ٣٫٥";
    /// let view = View::new(text);
    /// assert_eq!(view.text(), "مدرسه 3.5");
    /// assert_eq!(view.original(Span::new(0, 10)).of(text), "مُدَرِّسَة");
    /// ```
    pub fn new(text: &str) -> Self {
        let mut view = Self::default();
        view.text.reserve(text.len());
        view.starts.reserve(text.len());
        view.ends.reserve(text.len());
        scan(text, |c, start, end| match c {
            Some(c) => view.put(c, start, end),
            None => view.extend(start, end),
        });
        view
    }

    /// Returns the text of the view.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the piece of the original that a span of the view was made from, with the diacritics
    /// that follow its last letter. An empty span maps to an empty one.
    pub fn original(&self, span: Span) -> Span {
        if span.is_empty() {
            let at = match self.starts.get(span.start) {
                Some(&at) => at,
                None => self.ends.last().copied().unwrap_or(0),
            };
            return Span::new(at as usize, at as usize);
        }
        Span::new(self.starts[span.start] as usize, self.ends[span.end - 1] as usize)
    }

    /// Adds a piece that the view drops to the character right before it.
    pub(super) fn extend(&mut self, start: usize, end: usize) {
        if let Some(last) = self.ends.last_mut().filter(|last| **last as usize == start) {
            *last = end as u32;
        }
    }

    pub(super) fn put(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.starts.push(start as u32);
            self.ends.push(end as u32);
        }
    }
}

/// Passes the characters of the view of a text to `take`, each with the start and end of the piece
/// of the original that it is made from. `None` stands for a piece that the view drops; it belongs
/// to the character right before it, so that a span mapped back to the original includes it.
#[inline]
pub(super) fn scan(text: &str, take: impl FnMut(Option<char>, usize, usize)) {
    scan_with(text, arabic::fold, take);
}

/// [`scan`] with another way to fold Arabic letters.
#[inline]
pub(super) fn scan_with(
    text: &str,
    letter: impl Fn(char) -> char + Copy,
    mut take: impl FnMut(Option<char>, usize, usize),
) {
    let mut at = 0;
    while at < text.len() {
        at = scan_one(text, at, letter, &mut take);
    }
}

/// Handles the next character, with the marks that belong to it, and returns their end.
#[inline(always)]
pub(super) fn scan_one(
    text: &str,
    at: usize,
    letter: impl Fn(char) -> char + Copy,
    take: &mut impl FnMut(Option<char>, usize, usize),
) -> usize {
    let bytes = text.as_bytes();
    if let Some(&first) = bytes.get(at) {
        // Fast path without tables for most text: ASCII and Arabic letters. No byte below MARKS
        // begins a mark that could belong to them.
        if first.is_ascii() {
            if bytes.get(at + 1).is_none_or(|next| *next < MARKS) {
                take(Some(char::from(first.to_ascii_lowercase())), at, at + 1);
                return at + 1;
            }
        } else if let (0xD8 | 0xD9, Some(second)) = (first, bytes.get(at + 1)) {
            let c = char::from_u32(u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F));
            let c = c.filter(|c| is_basic_arabic(*c) && !begins_mark(text, at + 2));
            if let Some(c) = c {
                take(Some(letter(c)), at, at + 2);
                return at + 2;
            }
        }
    }
    scan_cluster(text, at, letter, take)
}

/// Returns the length of the letters at the beginning of a text that the view shows as they are or small,
/// and that no mark follows: those and the digits of ASCII, or of Arabic without those that are folded.
#[inline]
pub(super) fn plain_letters(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    if bytes.first().is_some_and(u8::is_ascii) {
        while bytes.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            end += 1;
        }
        let marked = end > 0 && bytes.get(end).is_some_and(|next| *next >= MARKS);
        return end - usize::from(marked);
    }
    while let (Some(first), Some(second)) = (bytes.get(end), bytes.get(end + 1)) {
        // ا to غ without ة, ف to ي without tatweel and ى.
        let plain = match first {
            0xD8 => matches!(second, 0xA7 | 0xA8 | 0xAA..=0xBA),
            0xD9 => matches!(second, 0x81..=0x88 | 0x8A),
            _ => false,
        };
        if !plain {
            break;
        }
        end += 2;
    }
    if end > 0 && begins_mark(text, end) { end - 2 } else { end }
}

/// The lowest byte that a mark may begin with: all of them lie at or above U+0300.
pub(super) const MARKS: u8 = 0xCC;

/// Returns true if a character that may be a mark begins at a byte offset.
#[inline]
fn begins_mark(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(|b| *b >= MARKS)
        && text[at..].chars().next().is_some_and(may_be_mark)
}

/// Handles one character with the marks that belong to it, and returns their end.
fn scan_cluster(
    text: &str,
    at: usize,
    letter: impl Fn(char) -> char + Copy,
    take: &mut impl FnMut(Option<char>, usize, usize),
) -> usize {
    let mut push = |c: char, start: usize, end: usize| {
        if is_dropped(c) {
            return take(None, start, end);
        }
        fold_with(c, letter, |c| take(Some(c), start, end));
    };
    let mut chars = text[at..].chars().peekable();
    let Some(c) = chars.next() else { return text.len() };
    // Marks after a letter of another script belong to it: é may be one code point or two.
    let mut end = at + c.len_utf8();
    let mut composed = false;
    while let Some(&mark) = chars.peek().filter(|c| may_be_mark(**c)) {
        let arabic_mark = is_arabic_mark(mark);
        if !arabic_mark && (!is_combining_mark(mark) || bears_nothing(c)) {
            break;
        }
        composed |= !arabic_mark;
        end += mark.len_utf8();
        chars.next();
    }
    if composed {
        let cluster: String = text[at..end].chars().filter(|c| !is_arabic_mark(*c)).collect();
        for c in cluster.nfc() {
            push(c, at, end);
        }
    } else {
        push(c, at, end);
    }
    end
}

/// Returns false for characters that cannot be marks, to avoid looking most text up in the tables.
#[inline]
fn may_be_mark(c: char) -> bool {
    c >= '\u{300}' && !is_basic_arabic(c)
}

/// Returns true if a following mark of another script stands by itself, because the view drops `c`
/// or turns it into a space.
fn bears_nothing(c: char) -> bool {
    // Normalisation would reorder a mark without a letter, and ¨ (a space with a mark on it), with
    // the marks that follow.
    c.is_whitespace()
        || is_dropped(c)
        || is_combining_mark(c)
        || std::iter::once(c).nfkc().next() == Some(' ')
}

/// Passes what the view shows for one character to `put`: no character, one, or several.
#[inline]
pub(crate) fn fold(c: char, put: impl FnMut(char)) {
    fold_with(c, arabic::fold, put);
}

#[inline]
fn fold_with(c: char, letter: impl Fn(char) -> char, mut put: impl FnMut(char)) {
    // Fast paths without tables.
    if c.is_ascii() {
        return put(c.to_ascii_lowercase());
    }
    if is_basic_arabic(c) {
        return put(letter(c));
    }
    if is_dropped(c) {
        return;
    }
    if let Some(digit) = digits::value(c) {
        return put(char::from(b'0' + digit));
    }
    match c {
        '\u{66B}' => return put('.'),
        '\u{66C}' => return put(','),
        _ if c.is_whitespace() => return put(' '),
        // Ligatures of whole phrases: as separate words they would weigh as much as a clause.
        'ﷺ' | 'ﷻ' => return put(c),
        _ if is_arabic(c) => return put(letter(c)),
        _ => {}
    }
    for c in std::iter::once(c).nfkc().filter(|c| !is_arabic_mark(*c)) {
        match c {
            // Turkish has an i with a dot and one without; writers without its keyboard have one.
            'İ' | 'ı' => put('i'),
            // The marks of Hebrew abbreviations are often typed as quotation marks.
            '\u{5F3}' => put('\''),
            '\u{5F4}' => put('"'),
            c => letter(c).to_lowercase().for_each(&mut put),
        }
    }
}

/// Returns what the view shows for a word of a list.
pub(crate) fn folded(word: &str) -> String {
    View::new(word).text
}

/// Appends the words of a text to `out`, separated by spaces, in their spelling except for case,
/// diacritics, tatweel and the hamza of an alef. Ranks texts that are equal in the view.
pub(crate) fn spell_into(text: &str, out: &mut String) {
    let start = out.len();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c.to_ascii_lowercase());
        } else if matches!(c, 'أ' | 'إ' | 'آ' | 'ٱ') {
            out.push('ا');
        } else if is_basic_arabic(c) {
            out.push(c);
        } else if is_dropped(c) {
            // Dropped characters do not separate words.
        } else if is_word(c) {
            out.extend(c.to_lowercase());
        } else if out.len() > start && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if out.len() > start && out.ends_with(' ') {
        out.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        View::new(text).text().to_owned()
    }

    #[test]
    fn spellings_of_one_word_are_equal() {
        for (a, b) in [
            ("أحمد", "احمد"),
            ("إلى", "الي"),
            ("آل", "ال"),
            ("مسؤول", "مسوول"),
            ("شيئا", "شييا"),
            ("مدينة", "مدينه"),
            ("مـــدينة", "مدينة"),
            ("كِتَابٌ", "كتاب"),
            ("ﻛﺘﺎﺏ", "كتاب"),
            ("ﷲ", "الله"),
            ("١٩٩٠", "1990"),
            ("۱۹۹۰", "1990"),
            ("٣٫٥", "3.5"),
            ("\u{202B}نص\u{202C}", "نص"),
            ("a\u{A0}b", "A B"),
            ("Cafe\u{301}", "café"),
            ("ﬁne", "fine"),
            ("گفت", "گفت"),
            ("ارڈو", "ارڈو"),
            ("ی", "ي"),
            ("ک", "ك"),
            ("İstanbul ılık KIRK", "istanbul ilik kirk"),
            ("I\u{307}stanbul", "istanbul"),
            ("צה״ל", "צה\"ל"),
            ("צ׳ק", "צ'ק"),
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_ne!(folded("علم"), folded("عمل"));
    }

    #[test]
    fn a_mark_after_a_dropped_character_maps_back_to_itself() {
        let text = "»\u{202B}\u{1E8D0}";
        let view = View::new(text);
        assert_eq!(view.text(), "»\u{1E8D0}");
        assert_eq!(view.original(Span::new(0, 2)).of(text), "»\u{202B}");
        assert_eq!(view.original(Span::new(2, 6)).of(text), "\u{1E8D0}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn fast_paths_agree_with_the_general_path(
            text in prop_oneof!["\\PC{0,20}", "[ aZıİI1.«\u{301}\u{64E}\u{640}\u{20D0}\u{200F}ابةأ٣ﷺé]{0,20}"],
        ) {
            let mut fast = Vec::new();
            scan(&text, |c, start, end| fast.push((c, start, end)));
            let mut general = Vec::new();
            let mut at = 0;
            while at < text.len() {
                let take = &mut |c, start, end| general.push((c, start, end));
                at = scan_cluster(&text, at, arabic::fold, take);
            }
            prop_assert_eq!(fast, general);
        }
    }

    #[test]
    fn folding_is_idempotent() {
        for text in [
            "İ\u{1D6A4}I\u{307}ı",
            "¨\u{16AF0}",
            "\u{308}\u{16AF0}",
            "a\u{308}\u{16AF0}",
            "´\u{301}ب\u{301}",
        ] {
            assert_eq!(folded(&folded(text)), folded(text), "{text:?}");
        }
    }

    #[test]
    fn every_span_maps_back() {
        let text = "قالَ «أَحمد»\u{200F}: ﷲ ١٢ Cafe\u{301}";
        let view = View::new(text);
        let at = view.text().find("احمد").unwrap();
        assert_eq!(view.original(Span::new(at, at + 8)).of(text), "أَحمد");
        let at = view.text().find("café").unwrap();
        assert_eq!(view.original(Span::new(at, at + 5)).of(text), "Cafe\u{301}");
        // A mark on an invisible character maps back to itself.
        let stray = View::new("“\u{202B}\u{DD8}");
        assert_eq!(stray.original(Span::new(0, 3)), Span::new(0, 6));
        assert_eq!(stray.original(Span::new(3, 6)), Span::new(6, 9));
        let whole = view.original(Span::new(0, view.text().len()));
        assert_eq!(whole.of(text), text);
    }
}
