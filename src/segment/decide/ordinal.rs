//! Rules about numbers before the stop, in languages that write ordinals as a number with a stop.

use super::{Verdict, abbreviation::begins_sentence, stay};
use crate::segment::{
    place::{BreakSite, Folded},
    words::Kind,
};

/// Ordinals and dates: `am 12. Mai`, `12. 5. 2024`, `II. Abdülhamit`.
///
/// Context: the number; the word before it and the word after.
pub(super) fn ordinal(p: &BreakSite<'_>) -> Option<Verdict> {
    if !p.rules.ordinals || !p.is_single_stop() || !p.closers.is_empty() {
        return None;
    }
    let number = p.raw();
    if is_roman(number) && number.len() > 1 {
        return if begins_sentence(p, true) { None } else { stay("number of a ruler") };
    }
    if !is_short_number(number) {
        return None;
    }
    if p.small_follows() {
        return stay("ordinal");
    }
    let next = p.first_word();
    let before = Folded::or_empty(p.previous_word());
    let named = p.kinds(next.as_str()).has(Kind::AfterOrdinal)
        || p.kinds(before.as_str()).has(Kind::BeforeOrdinal) && !begins_sentence(p, true);
    if named {
        return stay("ordinal");
    }
    if in_date(p, number, next.as_str()) { stay("part of a date") } else { None }
}

/// Returns true for the day and the month of a date in numbers: `12. 5. 2024`.
fn in_date(p: &BreakSite<'_>, number: &str, next: &str) -> bool {
    let stop_after = || p.after.strip_prefix(next).is_some_and(|rest| rest.starts_with('.'));
    let month = || {
        let ahead = p.before.trim_end().strip_suffix(number).unwrap_or_default().trim_end();
        ahead.ends_with('.') && has_digits(p.previous_word(), 2)
    };
    has_digits(number, 2) && (has_digits(next, 2) && stop_after() || has_digits(next, 4) && month())
}

/// Returns true for a number that may be an ordinal.
pub(super) fn is_short_number(word: &str) -> bool {
    has_digits(word, 3)
}

fn has_digits(word: &str, most: usize) -> bool {
    (1..=most).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

/// Returns true for a Roman numeral up to some hundreds, written in capitals.
pub(in crate::segment) fn is_roman(word: &str) -> bool {
    (1..=6).contains(&word.len())
        && word.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L' | b'C'))
}
