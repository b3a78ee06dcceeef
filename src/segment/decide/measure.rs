//! Rules about units, eras and dates after a number.

use super::{Verdict, abbreviation::undecided, cut, ordinal::is_roman, stay};
use crate::{
    segment::{
        place::{BreakSite, Folded},
        words::Kind,
    },
    text::is_digit,
};

/// Dates and amounts that go on: `12/3/1445 هـ. الموافق 27/9/2023 م.`
///
/// Context: the number or unit before; the first word after.
pub(super) fn date_goes_on(p: &BreakSite<'_>) -> Option<Verdict> {
    let number = p.own_kinds().has(Kind::AfterNumber) || p.last().is_some_and(is_digit);
    if !number || !p.spaced || !p.is_single_stop() {
        return None;
    }
    let next = p.first_word();
    // عاش بين 450 هـ. و505 هـ.
    let mut joined = next.as_str().chars();
    let joins = joined.next().is_some_and(|c| p.rules.words.starting_letters.contains(&c));
    let number_joined = joins && joined.next().is_some_and(|c| c.is_ascii_digit());
    if !number_joined && !p.kinds(next.as_str()).has(Kind::Continues) {
        return None;
    }
    stay("date goes on")
}

/// Decides after an era or a unit that follows a number, in Arabic.
///
/// Context: the number; the first words after.
pub(super) fn measure(p: &BreakSite<'_>, word: &str) -> Option<Verdict> {
    let number = p.previous_word();
    let unit = word.chars().nth(1).is_some();
    if (unit || !is_year(number)) && next_measure(p) {
        return stay("unit before the next measure");
    }
    if unit || !is_hour(number) { year(p) } else { undecided(p) }
}

/// Decides after a unit whose number is in words: عشرة كم. من المركز.
pub(super) fn measure_in_words(p: &BreakSite<'_>, word: &str) -> Option<Verdict> {
    let goes_on =
        word.chars().nth(1).is_some() && p.kinds(p.first_word().as_str()).has(Kind::NotStarter);
    if goes_on { stay("unit in the middle") } else { None }
}

/// Returns true for a unit of more than one letter in a script without capitals.
pub(super) fn is_unit(p: &BreakSite<'_>, word: &str) -> bool {
    let arabic = !p.rules.cased && !p.rules.strict_quotes;
    arabic && p.own_kinds().has(Kind::AfterNumber) && word.chars().nth(1).is_some()
}

/// Decides after a rate, which is no initial: 90 كم/س.
pub(super) fn rate(p: &BreakSite<'_>) -> Option<Verdict> {
    if p.rules.cased || p.rules.strict_quotes || !p.is_after_slash() {
        return None;
    }
    let ahead = p.before.strip_suffix(p.raw())?.strip_suffix('/')?;
    if !p.raw().chars().all(char::is_alphabetic) {
        return None;
    }
    let mut words = ahead.split_whitespace().rev();
    let unit = words.next().unwrap_or_default();
    let numbered = unit.contains(is_digit) || words.next().is_some_and(|n| n.ends_with(is_digit));
    if numbered { year(p) } else { None }
}

/// Returns true if a clause follows that is a measure too: `الطول 3 م. والعرض 2 م.`
///
/// Context: the first four words after.
fn next_measure(p: &BreakSite<'_>) -> bool {
    const FAR: usize = 4;
    let mut words = p.next_words().map(Folded::or_empty);
    let Some(first) = words.next() else { return false };
    if !first.as_str().starts_with(&p.rules.words.starting_letters[..]) {
        return false;
    }
    let mut number = first.as_str().ends_with(|c: char| c.is_ascii_digit());
    for word in words.take(FAR) {
        if number && p.kinds(word.as_str()).has(Kind::AfterNumber) {
            return true;
        }
        number = word.as_str().bytes().all(|b| b.is_ascii_digit());
    }
    false
}

fn is_year(number: &str) -> bool {
    number.chars().filter(|c| is_digit(*c)).count() > 2 && number.chars().all(is_digit)
}

/// Returns true for an hour, which is no year: `8:30 ص.`, `6 م.`
fn is_hour(number: &str) -> bool {
    number.contains([':', '٫']) || number.chars().filter(|c| is_digit(*c)).count() < 3
}

pub(super) fn follows_number(p: &BreakSite<'_>) -> bool {
    let previous = p.previous_word();
    previous.ends_with(is_digit) || p.rules.strict && is_roman(previous)
}

/// Decides after a year: the sentence ends unless the next word cannot begin one.
pub(super) fn year(p: &BreakSite<'_>) -> Option<Verdict> {
    let next = p.first_word();
    let goes_on = next.as_str().starts_with(|c: char| c.is_ascii_digit())
        || p.kinds(next.as_str()).has(Kind::NotStarter);
    if goes_on { stay("era in the middle") } else { cut("era at the end") }
}
