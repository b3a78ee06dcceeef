//! The view that regular expressions search: the matching view, with every hamza one letter whatever it
//! sits on, as look-up compares words.

use super::{
    chars::{is_arabic, is_arabic_mark, is_dropped},
    digits,
    view::{View, scan_with},
};
use crate::lang::arabic;

/// Folds letters one after the other: a hamza is an alef, and that after it is one with it.
#[derive(Default)]
struct Hamza {
    /// True after a hamza on an alef or on no seat.
    open: bool,
    /// Alefs that were just shown.
    alefs: u8,
}

impl Hamza {
    /// Returns what is shown for a letter; none if it is one with the letter before. `next` is the
    /// letter after it.
    fn fold(&mut self, c: char, next: Option<char>) -> Option<char> {
        let folded = arabic::fold_but_hamza(c);
        if !matches!(folded, '\u{621}'..='\u{627}') {
            *self = Self::default();
            return Some(folded);
        }
        // In علاءالدين it is that of the article.
        let article = self.alefs > 1 && next == Some('ل');
        let one = folded == 'ا' && self.open && !article;
        self.open = matches!(folded, 'أ' | 'ء');
        if one {
            return None;
        }
        self.alefs = self.alefs.saturating_add(1);
        Some('ا')
    }
}

/// Computes the view of a text that patterns search.
pub(crate) fn search_view(text: &str) -> View {
    let mut view = View::default();
    let mut hamza = Hamza::default();
    scan_with(
        text,
        |c| c,
        |c, start, end| {
            let Some(c) = c else { return view.extend(start, end) };
            if !is_arabic(c) {
                hamza = Hamza::default();
                return view.put(c, start, end);
            }
            let next = text[end..].chars().find(|c| !is_dropped(*c));
            // A hamza above or below a letter, as a mark.
            let marked = end - start > c.len_utf8()
                && text[start..end].contains(['\u{654}', '\u{655}'])
                && !matches!(c, '\u{621}'..='\u{626}');
            let seat = matches!(c, 'و' | 'ي' | 'ى' | 'ی' | 'ا');
            if marked && seat {
                if let Some(c) = hamza.fold(if c == 'ا' { 'أ' } else { 'ئ' }, next) {
                    view.put(c, start, end);
                }
                return;
            }
            match hamza.fold(c, next) {
                Some(c) => view.put(c, start, end),
                None => view.extend(start, end),
            }
            if marked {
                view.put('ا', start, end);
            }
        },
    );
    view
}

/// Folds the letters of a pattern as [`search_view`] folds texts. Signs of the syntax are no letters.
pub(crate) fn search_pattern(pattern: &str) -> String {
    let mut hamza = Hamza::default();
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        // What repeats a letter does not follow it to another.
        let repeated = matches!(rest.peek(), Some('?' | '*' | '+' | '{'));
        if is_arabic_mark(c) && !repeated {
            continue;
        }
        let shown = match digits::value(c) {
            Some(digit) => Some(char::from(b'0' + digit)),
            None if is_arabic(c) => match hamza.fold(c, rest.peek().copied()) {
                None if repeated => Some('ا'),
                shown => shown,
            },
            None => {
                hamza = Hamza::default();
                Some(c)
            }
        };
        out.extend(shown);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;
    use proptest::prelude::*;

    #[test]
    fn texts_and_patterns_are_folded_alike() {
        for (a, b) in [
            ("بيئة", "بيأة"),
            ("فؤوس", "فئوس"),
            ("ءامنوا", "آمنوا"),
            ("القرءان", "القرآن"),
            ("مَسْؤُول", "مسئول"),
            ("مسو\u{654}ول", "مسؤول"),
            ("علاءالدين", "علاءالدين"),
            ("١٢", "12"),
            ("إلى", "الي"),
        ] {
            assert_eq!(search_view(a).text(), search_view(b).text(), "{a} {b}");
            assert_eq!(search_view(a).text(), search_pattern(b), "{a} {b}");
        }
        assert_eq!(search_pattern("[٠-٩]+ ءا?"), "[0-9]+ اا?");
    }

    proptest! {
        #[test]
        fn words_are_folded_as_look_up_folds_them(
            text in "[بءأآئؤاعدهةىم\u{64E}\u{654}]{0,12}",
        ) {
            // What is written joined is divided there, and a hundred has its own spelling.
            let folded: Vec<String> = words(&text).into_iter().map(|w| w.folded).collect();
            let marked = text.starts_with(['\u{654}', '\u{64E}']);
            let hundred = |folded: &str| folded.contains("ما") || folded.contains("لا");
            if let [word] = &folded[..] && !marked && !hundred(word) && !text.contains('\u{654}') {
                let view = search_view(&text);
                prop_assert_eq!(view.text(), word);
            }
        }

        #[test]
        fn every_span_maps_back(text in "[aبءأآئؤاي \u{64E}\u{654}\u{640}\u{301}ﷺﻷ1٣]{0,20}") {
            let view = search_view(&text);
            for (at, c) in view.text().char_indices() {
                let span = view.original(super::super::Span::new(at, at + c.len_utf8()));
                prop_assert!(!span.of(&text).is_empty());
            }
        }
    }
}
