//! Which words of two stretches answer each other, for whoever has to show why.

use std::ops::Range;

use super::words::{WordVectors, cosine};
use crate::{
    align::{side::Side, vectors::Vectors},
    document::Span,
};

/// Words answer each other from this cosine on.
const ALIKE: f32 = 0.55;
/// So many words of a language are linked to nothing: they stand everywhere.
const COMMON: u32 = 40;

/// A word of a segment: the segment's number, and where the word stands in its text.
pub(crate) type WordPlace = (usize, Span);

/// The words of both sides that have vectors, with their places.
pub(crate) struct WordLinks {
    words: [WordVectors; 2],
    /// For each segment of either side, words and their spans.
    places: [Vec<Vec<(u32, Span)>>; 2],
}

impl WordLinks {
    /// Reads them off both sides, if the vectors know both languages.
    pub(crate) fn new(source: &Side, target: &Side, vectors: &Vectors) -> Option<Self> {
        let sides = [source, target];
        let words = WordVectors::of_both(sides, vectors)?;
        let places = [0, 1].map(|side: usize| {
            let of = |(number, span): (&u32, Span)| {
                let word = words[side].numbered(*number)?;
                (words[side].ranks[word as usize] >= COMMON).then_some((word, span))
            };
            let segments = sides[side].segments.iter();
            segments
                .map(|s| {
                    s.numbers.iter().zip(s.tokens.iter().map(|t| t.span)).filter_map(of).collect()
                })
                .collect()
        });
        Some(Self { words, places })
    }

    /// The pairs of words that may answer each other, the likest first.
    pub(crate) fn pairs(&self, s: Range<usize>, t: Range<usize>) -> Vec<(WordPlace, WordPlace)> {
        let mut pairs = Vec::new();
        for i in s {
            for &(u, here) in &self.places[0][i] {
                for j in t.clone() {
                    for &(v, there) in &self.places[1][j] {
                        let alike = cosine(self.words[0].row(u), self.words[1].row(v));
                        if alike >= ALIKE {
                            pairs.push((alike, ((i, here), (j, there))));
                        }
                    }
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        pairs.into_iter().map(|(_, pair)| pair).collect()
    }
}
