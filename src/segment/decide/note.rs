//! Rules about numbers after the stop: notes, and references after unknown abbreviations.

use super::{Verdict, cut, stay};
use crate::{
    segment::{
        place::{BreakSite, Folded, next_word},
        words::Kind,
    },
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
/// Context: the word before and the one before that; the number after and the sign or word after it.
pub(super) fn unknown(p: &BreakSite<'_>) -> Option<Verdict> {
    const LONGEST: usize = 5;
    if p.after.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let number = p.after.trim_start_matches(['(', '[']);
    if !number.starts_with(is_digit) || !p.is_single_stop() || !p.closers.is_empty() || !p.spaced {
        return None;
    }
    let word = p.raw();
    let letters = word.chars().filter(|c| !is_mark(*c) && !is_invisible(*c)).count();
    let lowered = |c: char| is_mark(c) || c.is_alphabetic() && !c.is_uppercase();
    let mut tail = word.chars();
    let capital = tail.next().is_some_and(char::is_uppercase);
    if !(2..=LONGEST).contains(&letters) || !tail.all(lowered) || p.is_common(p.word()) {
        return None;
    }
    // A unit, or an item of a numbered list.
    let ahead = p.before.trim_end().strip_suffix(word).unwrap_or_default().trim_end();
    if p.before.trim_start().starts_with(is_digit) || ahead.ends_with(is_digit) {
        return None;
    }
    let latin = word.chars().all(|c| c.is_ascii_alphabetic());
    if latin && !word.contains(['A', 'E', 'I', 'O', 'U', 'Y', 'a', 'e', 'i', 'o', 'u', 'y']) {
        return stay("abbreviation before a number");
    }
    if capital || !latin && letters > 3 {
        return None;
    }
    let rest = number.trim_start_matches(|c| is_digit(c) || matches!(c, '-' | '–' | '٫' | ':'));
    let refers = |word: &str| p.kinds(Folded::or_empty(word).as_str()).has(Kind::Reference);
    let previous = p.previous_word();
    // "fig. 3 and tab. 4", but not "flour and sugar. 3."
    let joins = matches!(previous, "and" | "or" | "أو");
    let after_number =
        || ahead.strip_suffix(previous).is_some_and(|ahead| ahead.trim_end().ends_with(is_digit));
    let referred = ahead.ends_with(['(', ',', ';', '،', '؛'])
        || refers(previous) && (!joins || after_number());
    let ends = rest.is_empty() || rest.starts_with('.') || refers(next_word(rest).of(rest));
    let listed = rest.starts_with([',', '،', ';', '؛', ')', ']']);
    if listed || referred && ends { stay("abbreviation before a number") } else { None }
}
