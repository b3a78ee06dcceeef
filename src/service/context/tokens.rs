//! An estimate of the tokens that a language model counts in a text.
//!
//! Tokenizers differ and none is part of this library, so the estimate is meant to lie above the
//! count of any usual one: a cost by kind of character, found by comparison with three vocabularies
//! (`docs/context.md` has the figures). It is additive: the parts of a text cost at least as much as
//! the whole.

use crate::lang::Lang;

/// The unit of costs: thousandths of a token.
const TOKEN: u64 = 1000;

/// The cost of a word in Latin letters. Vocabularies have more whole words of English than of any
/// other language.
#[derive(Debug, Clone, Copy)]
struct Latin {
    word: u64,
    letter: u64,
}

const ENGLISH: Latin = Latin { word: 730, letter: 250 };
const OTHER: Latin = Latin { word: 640, letter: 370 };
/// A letter with a diacritic, which often breaks a word into several tokens.
const ACCENTED: u64 = 1100;
/// A capital after another.
const CAPITAL: u64 = 300;

/// Tokens of a text, estimated rather too high. The language is that of the text; it matters only for
/// Latin letters.
///
/// ```
/// use muwazi::{Lang, service::context::tokens_of};
/// assert_eq!(tokens_of("The council met on Monday.", &Lang::english()), 10);
/// ```
pub fn tokens_of(text: &str, lang: &Lang) -> usize {
    whole(cost_of(text, lang.primary() == "en"))
}

/// Thousandths as tokens, rounded up.
pub(super) fn whole(cost: u64) -> usize {
    usize::try_from(cost.div_ceil(TOKEN)).unwrap_or(usize::MAX)
}

/// The kinds of characters that form runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Latin,
    Arabic,
    /// A vowel sign, which does not end a word.
    Vowel,
    Cyrillic,
    /// Greek and Hebrew.
    Small,
    Digit,
    Space,
    /// A character that costs the same wherever it is.
    Alone(u64),
}

impl Kind {
    fn of(c: char) -> Self {
        match c {
            ' ' => Self::Space,
            'a'..='z' | 'A'..='Z' => Self::Latin,
            '0'..='9' => Self::Digit,
            '\u{C0}'..='\u{24F}' if c.is_alphabetic() => Self::Latin,
            '\u{621}'..='\u{64A}' => Self::Arabic,
            '\u{64B}'..='\u{652}' => Self::Vowel,
            '\u{600}'..='\u{77F}' => Self::Alone(2 * TOKEN),
            '\u{400}'..='\u{52F}' => Self::Cyrillic,
            '\u{370}'..='\u{3FF}' | '\u{590}'..='\u{5FF}' => Self::Small,
            // Han, kana, Hangul and their wide signs.
            '\u{3000}'..='\u{30FF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{AC00}'..='\u{D7AF}'
            | '\u{FF00}'..='\u{FF5F}' => Self::Alone(1700),
            // A token holds at least a byte, in any vocabulary of bytes.
            _ => Self::Alone(TOKEN * c.len_utf8() as u64),
        }
    }
}

/// The cost of a text in thousandths of a token.
pub(super) fn cost_of(text: &str, is_english: bool) -> u64 {
    let latin = if is_english { ENGLISH } else { OTHER };
    let (mut cost, mut last, mut was_capital) = (0u64, Kind::Space, false);
    for c in text.chars() {
        let kind = Kind::of(c);
        let begins = kind != last;
        cost += match kind {
            Kind::Latin => {
                let is_capital = c.is_uppercase();
                let letter = if c.is_ascii() { latin.letter } else { ACCENTED };
                let start = match (begins, is_capital, was_capital) {
                    (true, ..) | (_, true, false) => latin.word,
                    (_, true, true) => CAPITAL,
                    _ => 0,
                };
                was_capital = is_capital;
                start + letter
            }
            Kind::Arabic => 900 + if begins && last != Kind::Vowel { 600 } else { 0 },
            Kind::Vowel => 1150,
            Kind::Cyrillic => 720 + if begins { 500 } else { 0 },
            Kind::Small => 1100 + if begins { 600 } else { 0 },
            // Words carry the space before them; digits do not.
            Kind::Digit => TOKEN + if last == Kind::Space { TOKEN } else { 0 },
            Kind::Space if begins => 0,
            Kind::Space => 300,
            Kind::Alone(cost) => cost,
        };
        last = kind;
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_estimate_lies_above_the_counts_of_three_vocabularies() {
        // The largest count of the vocabularies that `docs/context.md` names.
        for (text, lang, counted) in [
            ("The council met on Monday.", "en", 6),
            ("اجتمع مجلس الوزراء يوم الأحد.", "ar", 22),
            ("بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ", "ar", 35),
            ("Rząd zatwierdził wczoraj nowy budżet na przyszły rok.", "pl", 21),
            ("1234567890", "en", 10),
        ] {
            let estimated = tokens_of(text, &lang.parse().unwrap());
            assert!(estimated >= counted, "{text}: {estimated}");
            assert!(estimated <= 2 * counted + 4, "{text}: {estimated}");
        }
    }

    proptest! {
        #[test]
        fn parts_cost_as_much_as_the_whole(a in "[ a-zA-Zé0-9ابتَ.]{0,12}", b in "[ a-zA-Zé0-9ابتَ.]{0,12}") {
            for english in [true, false] {
                let parts = cost_of(&a, english) + cost_of(&b, english);
                // Two spaces that meet are the only exception.
                let joined = u64::from(a.ends_with(' ') && b.starts_with(' ')) * 300;
                let whole = cost_of(&[a.as_str(), b.as_str()].concat(), english);
                prop_assert!(whole <= parts + joined);
            }
        }

        #[test]
        fn any_text_has_an_estimate(text in ".{0,60}") {
            prop_assert!(tokens_of(&text, &Lang::english()) <= 2 * text.len() + 1);
        }
    }
}
