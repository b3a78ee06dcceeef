//! Abbreviations of several words, with or without spaces between them: `z. B.`, `и т. д.`,
//! `av. J.-C.` Their words end in stops or hyphens.

use super::{
    place::{Folded, last_word, next_word},
    words::{Kinds, WordLists},
};

/// Maximum number of words on either side of one that are examined.
const REACH: usize = 3;

/// Returns the kinds of the abbreviation that a word ends, or those of a word inside an
/// abbreviation that goes on after it; the empty set if it belongs to none.
///
/// `before` ends with the word, `after` begins after the stop.
pub(super) fn kinds(before: &str, word: &str, after: &str, lists: &WordLists) -> Kinds {
    if word.is_empty() {
        return Kinds::default();
    }
    let (mut ahead, mut behind) = ([""; REACH], [""; REACH]);
    let count_ahead = parts_ahead(&before[..before.len() - word.len()], &mut ahead);
    let count_behind = parts_behind(after, &mut behind);
    if count_ahead + count_behind == 0 {
        return after_plain_word(&before[..before.len() - word.len()], word, lists);
    }
    let ahead = &ahead[..count_ahead];
    let behind = &behind[..count_behind];
    for from in 0..=ahead.len() {
        for to in (0..=behind.len()).rev() {
            let parts = ahead[from..].iter().chain([&word]).chain(&behind[..to]);
            let kinds = Folded::separated(parts, '.').map(|key| lists.compound(key.as_bytes()));
            match kinds {
                Some(kinds) if !kinds.is_empty() => {
                    return if to == 0 { kinds } else { Kinds::never_last() };
                }
                _ => {}
            }
        }
    }
    Kinds::default()
}

/// Returns the kinds of a word in an abbreviation that begins with a whole word: `и пр.`
fn after_plain_word(ahead: &str, word: &str, lists: &WordLists) -> Kinds {
    let bare = ahead.trim_end();
    let first = last_word(bare).of(bare);
    if first.is_empty() || bare.len() == ahead.len() {
        return Kinds::default();
    }
    let key = Folded::separated([&first, &word].into_iter(), ' ');
    key.map_or(Kinds::default(), |key| lists.compound(key.as_bytes()))
}

/// Collects the abbreviated words right before a place, the nearest last; returns their number.
fn parts_ahead<'t>(mut rest: &'t str, out: &mut [&'t str; REACH]) -> usize {
    let mut count = 0;
    while count < REACH {
        let stopped = rest.trim_end_matches(between);
        let hyphen = rest.ends_with('-').then_some(stopped);
        let Some(bare) = stopped.strip_suffix(['.', '۔']).or(hyphen) else { break };
        let span = last_word(bare);
        let word = span.of(bare);
        if word.is_empty() || span.end < bare.len() {
            break;
        }
        out[count] = word;
        count += 1;
        rest = &bare[..span.start];
    }
    out[..count].reverse();
    count
}

/// Collects the abbreviated words right after a place; returns their number.
fn parts_behind<'t>(mut rest: &'t str, out: &mut [&'t str; REACH]) -> usize {
    let mut count = 0;
    while count < REACH {
        let begun = rest.trim_start_matches(between);
        let span = next_word(begun);
        let word = span.of(begun);
        let Some(after) = begun[span.end..].strip_prefix(['.', '۔', '-']) else { break };
        if word.is_empty() || span.start > 0 {
            break;
        }
        out[count] = word;
        count += 1;
        rest = after;
    }
    count
}

/// Returns true for what may stand between the words: spaces and the hyphen of `J.-C.`
fn between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '\u{2010}' | '\u{2011}')
}
