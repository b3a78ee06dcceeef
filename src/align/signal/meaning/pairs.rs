//! Similarity of single words, for links between words and not between segments.

use super::{similarity::Similarity, words::WordVectors};

/// The words of both sides, by the numbers of their vocabularies.
pub(crate) struct WordPairs<'w> {
    words: &'w [WordVectors; 2],
    similarity: Similarity<'w>,
}

impl<'w> WordPairs<'w> {
    pub(crate) fn new(words: &'w [WordVectors; 2]) -> Self {
        Self { words, similarity: Similarity::new(words) }
    }

    /// The word of an entry of a side's vocabulary, if it has a vector.
    pub(crate) fn word(&self, side: usize, entry: u32) -> Option<u32> {
        self.words[side].numbered(entry)
    }

    /// The weight of a word, from 0 to 1: rare ones weigh more.
    pub(crate) fn weight(&self, side: usize, word: u32) -> f32 {
        self.words[side].weights[word as usize]
    }

    /// The similarities of a source word to target words, from 0 to 1.
    pub(crate) fn row<'a>(&'a self, u: u32, vs: &'a [u32]) -> impl Iterator<Item = f32> + 'a {
        self.similarity.row(u, vs).map(|value| f32::from(value) / 255.0)
    }
}
