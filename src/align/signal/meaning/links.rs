//! Links between similar words of two stretches, for the explanation of an alignment.

use std::ops::Range;

use super::words::{WordVectors, cosine};
use crate::{
    align::{Vectors, lists::Lists, side::Side},
    document::Span,
};

/// Least cosine of linked words.
const SIMILAR: f32 = 0.55;
/// Number of most frequent words of a language that are not linked: they occur everywhere.
const COMMON: u32 = 40;

/// The place of a word: the segment's index, and the span in the segment's text.
pub(crate) type WordPlace = (usize, Span);

/// The words of both sides that have vectors, with their places.
pub(crate) struct WordLinks {
    words: [WordVectors; 2],
    /// For each segment of either side, its words and their spans.
    places: [Lists<(u32, Span)>; 2],
}

impl WordLinks {
    /// Collects the words of both sides. Returns `None` if the vectors lack one of the languages.
    pub(crate) fn new(source: &Side, target: &Side, vectors: &Vectors) -> Option<Self> {
        let sides = [source, target];
        let words = WordVectors::of_both(sides, vectors)?;
        let places = [0, 1].map(|side: usize| {
            sides[side].tokens.filter_map(|token| {
                let word = words[side].numbered(token.entry)?;
                (words[side].ranks[word as usize] >= COMMON).then_some((word, token.span()))
            })
        });
        Some(Self { words, places })
    }

    /// The pairs of similar words of two stretches, most similar first.
    pub(crate) fn pairs(&self, s: Range<usize>, t: Range<usize>) -> Vec<(WordPlace, WordPlace)> {
        let mut pairs = Vec::new();
        for i in s {
            for &(u, here) in self.places[0].get(i) {
                for j in t.clone() {
                    for &(v, there) in self.places[1].get(j) {
                        let similarity = cosine(self.words[0].row(u), self.words[1].row(v));
                        if similarity >= SIMILAR {
                            pairs.push((similarity, ((i, here), (j, there))));
                        }
                    }
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        pairs.into_iter().map(|(_, pair)| pair).collect()
    }
}
