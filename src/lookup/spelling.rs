//! Differences between two spellings of one word.

use serde::{Deserialize, Serialize};

use crate::text::{digits, is_arabic, is_dropped};

/// Details of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Detail {
    /// Upper and lower case: Council and council.
    Case,
    /// Diacritics, tatweel and invisible characters: الوزيرُ and الوزير.
    Diacritics,
    /// Letters that writers interchange, such as hamza, ya and ta marbuta: إلى and الي.
    Letters,
    /// Digits of another script: ٣ and 3.
    Digits,
    /// Another form of the same letters: ﻛﺘﺎﺏ and كتاب.
    Form,
    /// A sign within a number: 3.5 and 3,5.
    Number,
    /// A typing error or two in a word: meetng and meeting.
    Typo,
    /// Spaces and invisible characters between words.
    Space,
    /// A tag that only the query has.
    QueryOnly,
    /// A tag that only the text found has.
    SourceOnly,
    /// The same tag in another place.
    Moved,
}

/// Tells two spellings of one word apart; `None` where they are the same.
pub(super) fn detail(a: &str, b: &str) -> Option<Detail> {
    if a == b {
        return None;
    }
    let bare = |word: &'_ str| word.chars().filter(|c| !is_dropped(*c)).collect::<Vec<_>>();
    let (x, y) = (bare(a), bare(b));
    if x == y {
        return Some(Detail::Diacritics);
    }
    let digit = |c: &char| digits::value(*c).is_some();
    if x.first().is_some_and(digit) && y.first().is_some_and(digit) {
        let western = |word: &[char]| word.iter().map(|c| western(*c)).collect::<String>();
        return Some(if western(&x) == western(&y) { Detail::Digits } else { Detail::Number });
    }
    if x.iter().chain(&y).all(|c| is_arabic(*c)) {
        return Some(Detail::Letters);
    }
    if x.len() != y.len() {
        return Some(Detail::Form);
    }
    let all = |test: fn(char, char) -> bool| x.iter().zip(&y).all(|(a, b)| a == b || test(*a, *b));
    Some(if all(|a, b| a.to_lowercase().eq(b.to_lowercase())) {
        Detail::Case
    } else {
        Detail::Form
    })
}

/// A character of a number in Western digits.
fn western(c: char) -> char {
    match c {
        '\u{66B}' => '.',
        '\u{66C}' => ',',
        c => digits::value(c).map_or(c, |value| char::from(b'0' + value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_to_spell_a_word_are_told_apart() {
        for (a, b, wanted) in [
            ("الوزير", "الوزير", None),
            ("الوزير", "الوزيرُ", Some(Detail::Diacritics)),
            ("محـمد", "محمد", Some(Detail::Diacritics)),
            ("إلى", "الي", Some(Detail::Letters)),
            ("الحكومةُ", "الحكومه", Some(Detail::Letters)),
            ("١٩٩٠", "1990", Some(Detail::Digits)),
            ("٣٫٥", "3.5", Some(Detail::Digits)),
            ("3,5", "3.5", Some(Detail::Number)),
            ("آمن", "ءامن", Some(Detail::Letters)),
            ("Council", "council", Some(Detail::Case)),
            ("ﻛﺘﺎﺏ", "كتاب", Some(Detail::Form)),
            ("Cafe\u{301}", "Café", Some(Detail::Form)),
        ] {
            assert_eq!(detail(a, b), wanted, "{a} {b}");
        }
    }
}
