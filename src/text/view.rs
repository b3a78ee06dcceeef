//! The matching view: a text as look-up and alignment compare it, with the way back to the
//! original by byte offset.
//!
//! The view drops what does not change the words (diacritics, tatweel, bidi marks, joiners) and
//! makes one what is written in several ways (case, alef and hamza forms, ya and alef maqsura,
//! ta marbuta, either script's digits, presentation forms, kinds of space). The original is never
//! touched; [`View::original`] leads from any stretch of the view to the bytes it was made from.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use super::words::is_word;
use super::{arabic, digits};
use crate::document::Span;

/// A text as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    text: String,
    /// For each byte of `text`, where the piece of the original that it was made from begins.
    starts: Vec<u32>,
    /// The same for where it ends.
    ends: Vec<u32>,
}

impl View {
    /// The view of a text. Linear in time and memory: 9 bytes a byte of view.
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
            None => {
                if let Some(last) = view.ends.last_mut().filter(|last| **last as usize == start) {
                    *last = end as u32;
                }
            }
        });
        view
    }

    /// The text of the view.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The piece of the original that a stretch of the view was made from, with the diacritics
    /// that follow its last letter. An empty stretch leads to an empty one.
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

    fn put(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.starts.push(start as u32);
            self.ends.push(end as u32);
        }
    }
}

/// What the view makes of a text, character by character, each with the piece of the original that
/// it is made from. `None` is a piece that the view drops: it belongs to what came before where it
/// follows at once, so that a span back to the original keeps it.
#[inline]
pub(super) fn scan(text: &str, mut take: impl FnMut(Option<char>, usize, usize)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&first) = bytes.get(at) {
        // What most text is made of needs no table: ASCII, and letters of Arabic. No byte below
        // MARKS begins a mark that could belong to them.
        if first.is_ascii() {
            if bytes.get(at + 1).is_none_or(|next| *next < MARKS) {
                take(Some(char::from(first.to_ascii_lowercase())), at, at + 1);
                at += 1;
                continue;
            }
        } else if let (0xD8 | 0xD9, Some(second)) = (first, bytes.get(at + 1)) {
            let c = char::from_u32(u32::from(first & 0x1F) << 6 | u32::from(second & 0x3F));
            let c = c.filter(|c| is_letter(*c) && !begins_mark(text, at + 2));
            if let Some(c) = c {
                take(Some(arabic::fold(c)), at, at + 2);
                at += 2;
                continue;
            }
        }
        at = scan_cluster(text, at, &mut take);
    }
}

/// The least byte that a mark may begin with: all of them lie behind U+0300.
const MARKS: u8 = 0xCC;

/// Whether a character that may be a mark begins there.
#[inline]
fn begins_mark(text: &str, at: usize) -> bool {
    text.as_bytes().get(at).is_some_and(|b| *b >= MARKS)
        && text[at..].chars().next().is_some_and(may_be_mark)
}

/// The letters of Arabic that the view makes one letter of.
#[inline]
fn is_letter(c: char) -> bool {
    matches!(c, '\u{621}'..='\u{63F}' | '\u{641}'..='\u{64A}')
}

/// One character with the marks that belong to it, and where they end.
fn scan_cluster(text: &str, at: usize, take: &mut impl FnMut(Option<char>, usize, usize)) -> usize {
    let mut push = |c: char, start: usize, end: usize| {
        if !c.is_ascii() && (arabic::is_mark(c) || is_invisible(c)) {
            return take(None, start, end);
        }
        fold(c, |c| take(Some(c), start, end));
    };
    let mut chars = text[at..].chars().peekable();
    let Some(c) = chars.next() else { return text.len() };
    // Marks that follow a letter of another script belong to it: é may be one code or two.
    let mut end = at + c.len_utf8();
    let mut composed = false;
    while let Some(&mark) = chars.peek().filter(|c| may_be_mark(**c)) {
        let arabic_mark = arabic::is_mark(mark);
        if !arabic_mark && (!is_combining_mark(mark) || bears_nothing(c)) {
            break;
        }
        composed |= !arabic_mark;
        end += mark.len_utf8();
        chars.next();
    }
    if composed {
        let cluster: String = text[at..end].chars().filter(|c| !arabic::is_mark(*c)).collect();
        for c in cluster.nfc() {
            push(c, at, end);
        }
    } else {
        push(c, at, end);
    }
    end
}

/// Whether a character can be a mark at all: most text is spared the tables.
#[inline]
fn may_be_mark(c: char) -> bool {
    c >= '\u{300}' && !matches!(c, '\u{620}'..='\u{63F}' | '\u{641}'..='\u{64A}')
}

/// Whether a mark of another script that follows stands by itself: what the view drops or makes a
/// space cannot take it along.
fn bears_nothing(c: char) -> bool {
    // A mark without a letter, and ¨, which is a space with a mark on it, would be put in another
    // order with those that follow.
    let is_dropped = c.is_whitespace() || is_invisible(c) || arabic::is_mark(c);
    is_dropped || is_combining_mark(c) || std::iter::once(c).nfkc().next() == Some(' ')
}

/// What the view makes of one character: none, one, or several.
#[inline]
pub(crate) fn fold(c: char, mut put: impl FnMut(char)) {
    // What most text is made of needs no table.
    if c.is_ascii() {
        return put(c.to_ascii_lowercase());
    }
    if is_letter(c) {
        return put(arabic::fold(c));
    }
    if arabic::is_mark(c) || is_invisible(c) {
        return;
    }
    if let Some(digit) = digits::value(c) {
        return put(char::from(b'0' + digit));
    }
    match c {
        '\u{66B}' => return put('.'),
        '\u{66C}' => return put(','),
        _ if c.is_whitespace() => return put(' '),
        // Whole phrases in one sign: as words they would weigh as much as a clause.
        'ﷺ' | 'ﷻ' => return put(c),
        '\u{620}'..='\u{6D5}' => return put(arabic::fold(c)),
        _ => {}
    }
    for c in std::iter::once(c).nfkc().filter(|c| !arabic::is_mark(*c)) {
        for c in arabic::fold(c).to_lowercase() {
            put(c);
        }
    }
}

/// Puts the words of a text behind `out` as they are spelt, but for case, diacritics, tatweel and the
/// seat of an alef's hamza, with a space between them: what ranks texts that the view finds equal.
pub(crate) fn spell_into(text: &str, out: &mut String) {
    let start = out.len();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c.to_ascii_lowercase());
        } else if matches!(c, 'أ' | 'إ' | 'آ' | 'ٱ') {
            out.push('ا');
        } else if matches!(c, '\u{621}'..='\u{63A}' | '\u{641}'..='\u{64A}') {
            out.push(c);
        } else if !c.is_ascii() && (arabic::is_mark(c) || is_invisible(c)) {
            // It parts no word.
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

/// A letter as the view shows it, where it shows one letter for it; itself elsewhere.
pub(crate) fn fold_letter(c: char) -> char {
    if matches!(c, '\u{620}'..='\u{6D5}') { arabic::fold(c) } else { c }
}

/// Whether a character changes no word: what no reader sees, and the marks of Arabic.
pub(crate) fn is_dropped(c: char) -> bool {
    !c.is_ascii() && (arabic::is_mark(c) || is_invisible(c))
}

/// Characters that no reader sees: bidi controls, joiners, zero-width spaces, the soft hyphen.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> String {
        View::new(text).text().to_owned()
    }

    #[test]
    fn spellings_of_one_word_are_one() {
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
        ] {
            assert_eq!(folded(a), folded(b), "{a} {b}");
        }
        assert_ne!(folded("علم"), folded("عمل"));
    }

    #[test]
    fn a_mark_after_what_is_dropped_leads_back_to_itself() {
        let text = "»\u{202B}\u{1E8D0}";
        let view = View::new(text);
        assert_eq!(view.text(), "»\u{1E8D0}");
        assert_eq!(view.original(Span::new(0, 2)).of(text), "»\u{202B}");
        assert_eq!(view.original(Span::new(2, 6)).of(text), "\u{1E8D0}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_short_ways_are_no_other_ways(
            text in prop_oneof!["\\PC{0,20}", "[ aZ1.«\u{301}\u{64E}\u{640}\u{20D0}\u{200F}ابةأ٣ﷺé]{0,20}"],
        ) {
            let mut short = Vec::new();
            scan(&text, |c, start, end| short.push((c, start, end)));
            let mut long = Vec::new();
            let mut at = 0;
            while at < text.len() {
                at = scan_cluster(&text, at, &mut |c, start, end| long.push((c, start, end)));
            }
            prop_assert_eq!(short, long);
        }
    }

    #[test]
    fn what_is_folded_stays_as_it_is() {
        for text in ["¨\u{16AF0}", "\u{308}\u{16AF0}", "a\u{308}\u{16AF0}", "´\u{301}ب\u{301}"] {
            assert_eq!(folded(&folded(text)), folded(text), "{text:?}");
        }
    }

    #[test]
    fn every_stretch_leads_back() {
        let text = "قالَ «أَحمد»\u{200F}: ﷲ ١٢ Cafe\u{301}";
        let view = View::new(text);
        let at = view.text().find("احمد").unwrap();
        assert_eq!(view.original(Span::new(at, at + 8)).of(text), "أَحمد");
        let at = view.text().find("café").unwrap();
        assert_eq!(view.original(Span::new(at, at + 5)).of(text), "Cafe\u{301}");
        // A mark on nothing that is seen stands for itself.
        let stray = View::new("“\u{202B}\u{DD8}");
        assert_eq!(stray.original(Span::new(0, 3)), Span::new(0, 6));
        assert_eq!(stray.original(Span::new(3, 6)), Span::new(6, 9));
        let whole = view.original(Span::new(0, view.text().len()));
        assert_eq!(whole.of(text), text);
    }
}
