//! The words of a side that have vectors.

use wide::{i16x8, i32x4};

use crate::{
    align::{Vectors, lists::Lists, side::Side},
    text::tokens::TokenKind,
};

/// The length to which all vectors are scaled, so that a dot product fits 32 bits.
const LENGTH: f32 = 16384.0;

/// Number of products computed at a time.
const LANES: usize = 8;

/// Number of most frequent words of a language that are ignored: they occur everywhere and carry no
/// evidence, and without them there is much less to compare.
const COMMON: u32 = 8;

/// The least share of a side's words that must have vectors. Below it the vectors compare what is left
/// of the texts by chance.
const KNOWN: f32 = 0.5;

/// The distinct words of one side that have vectors, and the words of each segment.
#[derive(Debug)]
pub(crate) struct WordVectors {
    /// The vectors, all scaled to the same length, each padded with zeros to a multiple of [`LANES`].
    rows: Vec<i16x8>,
    /// Number of elements of `rows` per vector.
    width: usize,
    pub(super) dims: usize,
    /// The weight of each word: words that are rare in the text and in the language weigh more.
    pub(super) weights: Vec<f32>,
    /// The frequency rank of each word: the number of words of the language that are more frequent.
    pub(super) ranks: Vec<u32>,
    /// For each entry of the side's vocabulary, the number of its word; `None` without a vector.
    numbers: Vec<Option<u32>>,
    /// For each segment its words, with repetitions.
    pub(super) segments: Lists<u32>,
}

impl WordVectors {
    /// Collects the words of both sides. Returns `None` where the vectors lack one of
    /// the languages, or most words of a side.
    pub(crate) fn of_both(sides: [&Side; 2], vectors: &Vectors) -> Option<[Self; 2]> {
        if !sides.iter().all(|side| vectors.knows(side.lang.primary())) {
            return None;
        }
        Some([Self::new(sides[0], vectors)?, Self::new(sides[1], vectors)?])
    }

    /// Collects the words of one side. Returns `None` where most of its words have no vectors.
    fn new(side: &Side, vectors: &Vectors) -> Option<Self> {
        let lang = side.lang.primary();
        let mut found = Vec::new();
        // For each entry of the vocabulary: no word, a word without, a word with a vector.
        let mut known = Vec::with_capacity(side.vocabulary.len());
        let numbers: Vec<Option<u32>> = side
            .vocabulary
            .iter()
            .map(|entry| {
                let word = (entry.kind == TokenKind::Word).then_some(entry);
                let vector = word.map(|word| vectors.find_first(lang, &word.stems));
                known.push(vector.as_ref().map(Option::is_some));
                let word = vector.flatten().filter(|w| w.rank >= COMMON)?;
                found.push(word);
                Some(found.len() as u32 - 1)
            })
            .collect();
        let words = side.tokens.values().iter().filter_map(|token| known[token.entry as usize]);
        let (all, with) =
            words.fold((0_u32, 0_u32), |(all, with), is| (all + 1, with + u32::from(is)));
        if (with as f32) < KNOWN * all as f32 {
            return None;
        }
        let mut counts = vec![0_u32; found.len()];
        let segments = side.tokens.filter_map(|token| {
            let word = numbers[token.entry as usize]?;
            counts[word as usize] += 1;
            Some(word)
        });
        let total = counts.iter().sum::<u32>().max(1) as f32;
        let weights = found
            .iter()
            .zip(&counts)
            .map(|(word, count)| {
                // Smooth inverse frequency (Arora et al. 2017) in the text and in the language; the
                // frequency in the language is estimated from the rank by Zipf's law.
                let (here, everywhere) =
                    (*count as f32 / total, 1.0 / (10.0 * (word.rank as f32 + 3.0)));
                0.004 / (0.004 + here) * 0.001 / (0.001 + everywhere)
            })
            .collect();
        let ranks = found.iter().map(|word| word.rank).collect();
        let rows = found.iter().flat_map(|word| scaled(word.row)).collect();
        let (width, dims) = (vectors.dims().div_ceil(LANES), vectors.dims());
        Some(Self { rows, width, dims, weights, ranks, numbers, segments })
    }

    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }

    /// The word number of an entry of the side's vocabulary, if it has a vector.
    pub(super) fn numbered(&self, number: u32) -> Option<u32> {
        self.numbers[number as usize]
    }

    pub(super) fn row(&self, word: u32) -> &[i16x8] {
        let at = word as usize * self.width;
        &self.rows[at..at + self.width]
    }

    /// The weighted sum of the vectors of each segment's words, one after the other.
    pub(super) fn sums(&self) -> Vec<f32> {
        let mut sums = vec![0.0; self.segments.len() * self.dims];
        for (sum, words) in sums.chunks_mut(self.dims.max(1)).zip(self.segments.iter()) {
            for word in words {
                let weight = self.weights[*word as usize] / LENGTH;
                let row = self.row(*word).iter().flat_map(|eight| eight.to_array());
                sum.iter_mut().zip(row).for_each(|(s, x)| *s += weight * f32::from(x));
            }
        }
        sums
    }
}

fn scaled(row: &[u8]) -> impl Iterator<Item = i16x8> {
    let length = row.iter().map(|x| f32::from(*x as i8).powi(2)).sum::<f32>().sqrt().max(1e-6);
    row.chunks(LANES).map(move |eight| {
        let mut out = [0; LANES];
        for (out, x) in out.iter_mut().zip(eight) {
            let x = f32::from(*x as i8) * LENGTH / length;
            // Rounds to the nearest without a call into the maths library.
            *out = (x + 0.5_f32.copysign(x)) as i16;
        }
        i16x8::new(out)
    })
}

/// The cosine of two vectors of [`LENGTH`]. Integer arithmetic, so the result is the same on all
/// machines, and several products at a time.
#[inline]
pub(super) fn cosine(a: &[i16x8], b: &[i16x8]) -> f32 {
    let products = a.iter().zip(b).map(|(a, b)| a.dot(*b));
    products.fold(i32x4::ZERO, |sum, p| sum + p).reduce_add() as f32 / (LENGTH * LENGTH)
}
