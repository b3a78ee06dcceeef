//! Rules about numbers after the stop: notes, and references after unknown abbreviations.

use super::{Verdict, cut, stay};
use crate::{
    segment::{place::BreakSite, words::Kind},
    text::{is_digit, is_invisible, is_mark},
};

/// Notes with plain numbers after the stop: `open.4 They`; but `No.4 Mill Road`.
///
/// Context: the word before the stop.
pub(super) fn note(p: &BreakSite<'_>) -> Option<Verdict> {
    let digits = !p.closers.is_empty() && p.closers.chars().next_back().is_some_and(is_digit);
    if !digits {
        return None;
    }
    let takes_number = p.own_kinds().are_of_abbreviation() || p.own_kinds().has(Kind::Label);
    if takes_number { stay("abbreviation before a number") } else { cut("note after the stop") }
}

/// Unknown abbreviations before a number: `tab. 2.`, `pkt. 5`.
///
/// Context: the word before; the number after and the sign or word after that.
pub(super) fn unknown(p: &BreakSite<'_>) -> Option<Verdict> {
    const LONGEST: usize = 5;
    let number = p.after.trim_start_matches(['(', '[']);
    if !number.starts_with(is_digit) || !p.is_single_stop() || !p.closers.is_empty() || !p.spaced {
        return None;
    }
    let word = p.raw();
    let letters = word.chars().filter(|c| !is_mark(*c) && !is_invisible(*c)).count();
    let lowered = |c: char| is_mark(c) || c.is_alphabetic() && !c.is_uppercase();
    if !(2..=LONGEST).contains(&letters) || !word.chars().all(lowered) || p.is_common(p.word()) {
        return None;
    }
    let latin = word.chars().all(|c| c.is_ascii_lowercase());
    if latin && !word.contains(['a', 'e', 'i', 'o', 'u', 'y']) {
        return stay("abbreviation before a number");
    }
    let rest = number.trim_start_matches(|c| is_digit(c) || matches!(c, '-' | '–' | '٫' | ':'));
    let referred = rest.is_empty() || rest.starts_with(['.', ',', '،', ';', '؛', ')', ']']);
    let short = latin || letters <= 3;
    if referred && short && rest.chars().nth(1).is_none_or(|c| !is_digit(c)) {
        return stay("abbreviation before a number");
    }
    None
}
