//! The words of a segment that differ from those of a query by a typing error.

use super::segment::IndexSegment;
use crate::text::{Words, letters::Letters};

/// So many words of a query are looked for: more are a text, not a sentence.
const MOST: usize = 64;

/// Adds the tokens of such words, each with the place of the query's word. Reads all words of the
/// segment once.
pub(super) fn add(segment: &IndexSegment, words: &Words, out: &mut Vec<(u32, u32)>) {
    let asked: Vec<(u32, Letters)> = (0..)
        .zip(words.iter().take(MOST))
        .filter_map(|(place, (word, _))| Some((place, Letters::of(word)?)))
        .collect();
    segment.each_word(|token, word| {
        for (place, letters) in &asked {
            if letters.is_near(word) {
                out.push((*place, token));
            }
        }
    });
}
