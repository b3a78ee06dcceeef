//! Abbreviations that are spelled by the names of their letters: پی۔ آئی۔ اے۔

use super::{Verdict, abbreviation::begins_sentence, cut, stay};
use crate::segment::{
    place::{BreakSite, Folded, last_word, next_word},
    words::Kind,
};

/// Names of letters with a stop after each: the abbreviation goes on while they do. A single one after
/// a title is an initial.
///
/// Context: the word before the stop and the one before that, the first word after.
pub(super) fn spelled(p: &BreakSite<'_>) -> Option<Verdict> {
    if p.rules.cased || !p.closers.is_empty() || !p.is_single_stop() {
        return None;
    }
    if !p.own_kinds().has(Kind::LetterName) {
        return None;
    }
    let is_name = |word: &str| p.kinds(Folded::or_empty(word).as_str()).has(Kind::LetterName);
    let next = next_word(p.after);
    let stopped = p.after[next.end..].starts_with(['.', '۔']);
    if next.start == 0 && stopped && is_name(next.of(p.after)) {
        return stay("letters by name");
    }
    // Before a name: ڈاکٹر ایم۔ یوسف زئی.
    if p.kinds(Folded::or_empty(p.previous_word()).as_str()).has(Kind::NeverLast) {
        return stay("initial after a title");
    }
    let ahead = p.before.strip_suffix(p.raw())?.trim_end().strip_suffix(['.', '۔'])?;
    if !is_name(last_word(ahead).of(ahead)) {
        return None;
    }
    if begins_sentence(p, true) { cut("letters at the end") } else { stay("letters by name") }
}
