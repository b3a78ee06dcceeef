//! The words of a side that have vectors.

use wide::{i16x8, i32x4};

use crate::{
    align::{side::Side, vectors::Vectors},
    text::tokens::TokenKind,
};

/// The length that every vector is brought to, so that a product of two fits 32 bits.
const LENGTH: f32 = 16384.0;

/// So many products at a time.
const LANES: usize = 8;

/// So many words of a language stand everywhere and tell nothing; leaving them out spares a good
/// part of the text.
const COMMON: u32 = 8;

/// One side's words with vectors, each once, and which of them stand in each segment.
#[derive(Debug)]
pub(crate) struct WordVectors {
    /// Vectors of one length, one after another, each filled up with zeros.
    rows: Vec<i16x8>,
    /// How many elements of `rows` a vector takes.
    width: usize,
    pub(super) dims: usize,
    /// How much each word tells: rare words, in the text and in the language, tell more.
    pub(super) weights: Vec<f32>,
    /// How many words of the language are more frequent than each.
    pub(super) ranks: Vec<u32>,
    /// For each entry of the side's vocabulary, its word.
    known: Vec<Option<u32>>,
    /// For each segment its words, as often as they stand there.
    pub(super) segments: Vec<Vec<u32>>,
}

impl WordVectors {
    /// The words of both sides, if the vectors know both languages.
    pub(crate) fn of_both(sides: [&Side; 2], vectors: &Vectors) -> Option<[Self; 2]> {
        let known = sides.iter().all(|side| vectors.knows(side.lang.primary()));
        known.then(|| sides.map(|side| Self::new(side, vectors)))
    }

    fn new(side: &Side, vectors: &Vectors) -> Self {
        let lang = side.lang.primary();
        let mut found = Vec::new();
        let known: Vec<Option<u32>> = side
            .vocabulary
            .iter()
            .map(|entry| {
                let word = (entry.kind == TokenKind::Word).then_some(entry)?;
                let word = vectors.find_first(lang, &word.stems).filter(|w| w.rank >= COMMON)?;
                found.push(word);
                Some(found.len() as u32 - 1)
            })
            .collect();
        let mut counts = vec![0_u32; found.len()];
        let mut numbered = |number: &u32| {
            let word = known[*number as usize]?;
            counts[word as usize] += 1;
            Some(word)
        };
        let segments: Vec<Vec<u32>> = side
            .segments
            .iter()
            .map(|s| s.numbers.iter().filter_map(&mut numbered).collect())
            .collect();
        let total = counts.iter().sum::<u32>().max(1) as f32;
        let weights = found
            .iter()
            .zip(&counts)
            .map(|(word, count)| {
                // Smooth inverse frequency (Arora et al. 2017), in the text and, by rank as Zipf
                // has it, in the language.
                let (here, everywhere) =
                    (*count as f32 / total, 1.0 / (10.0 * (word.rank as f32 + 3.0)));
                0.004 / (0.004 + here) * 0.001 / (0.001 + everywhere)
            })
            .collect();
        let ranks = found.iter().map(|word| word.rank).collect();
        let rows = found.iter().flat_map(|word| scaled(word.row)).collect();
        let (width, dims) = (vectors.dims().div_ceil(LANES), vectors.dims());
        Self { rows, width, dims, weights, ranks, known, segments }
    }

    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }

    /// The word of an entry of the side's vocabulary, if it has a vector.
    pub(super) fn numbered(&self, number: u32) -> Option<u32> {
        self.known[number as usize]
    }

    pub(super) fn row(&self, word: u32) -> &[i16x8] {
        let at = word as usize * self.width;
        &self.rows[at..at + self.width]
    }

    /// The words of a segment, summed by their weights.
    pub(super) fn sum(&self, segment: usize) -> Vec<f32> {
        let mut sum = vec![0.0; self.dims];
        for word in &self.segments[segment] {
            let weight = self.weights[*word as usize] / LENGTH;
            let row = self.row(*word).iter().flat_map(|eight| eight.to_array());
            sum.iter_mut().zip(row).for_each(|(s, x)| *s += weight * f32::from(x));
        }
        sum
    }
}

fn scaled(row: &[u8]) -> impl Iterator<Item = i16x8> {
    let length = row.iter().map(|x| f32::from(*x as i8).powi(2)).sum::<f32>().sqrt().max(1e-6);
    row.chunks(LANES).map(move |eight| {
        let mut out = [0; LANES];
        for (out, x) in out.iter_mut().zip(eight) {
            let x = f32::from(*x as i8) * LENGTH / length;
            // To the nearest, without a call into the library of mathematics.
            *out = (x + 0.5_f32.copysign(x)) as i16;
        }
        i16x8::new(out)
    })
}

/// The cosine of two vectors of one length. In whole numbers, so that it is the same everywhere,
/// and many at a time.
#[inline]
pub(super) fn cosine(a: &[i16x8], b: &[i16x8]) -> f32 {
    let products = a.iter().zip(b).map(|(a, b)| a.dot(*b));
    products.fold(i32x4::ZERO, |sum, p| sum + p).reduce_add() as f32 / (LENGTH * LENGTH)
}
