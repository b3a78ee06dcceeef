//! The words of a side that have vectors, and how like each is to each of the other side.

use std::collections::BTreeMap;

use crate::align::{side::Side, tokens::TokenKind, vectors::Vectors};

/// Of how many likest words the mean is taken off a likeness.
const NEAREST: usize = 5;

/// One side's words with vectors, each once, and which of them stand in each segment.
pub(super) struct Words {
    /// Vectors of length 1, one after another.
    pub(super) rows: Vec<f32>,
    pub(super) dims: usize,
    /// How much each word tells: rare words, in the text and in the language, tell more.
    pub(super) weights: Vec<f32>,
    /// For each segment its words, as often as they stand there.
    pub(super) segments: Vec<Vec<u32>>,
}

impl Words {
    pub(super) fn new(side: &Side, vectors: &Vectors) -> Self {
        let lang = side.lang.primary();
        let mut known: BTreeMap<&str, Option<u32>> = BTreeMap::new();
        let mut found = Vec::new();
        let segments: Vec<Vec<u32>> = side
            .segments
            .iter()
            .map(|segment| {
                let words = segment.tokens.iter().filter(|t| t.kind == TokenKind::Word);
                words
                    .filter_map(|t| {
                        *known.entry(&t.folded).or_insert_with(|| {
                            found.push(vectors.find(lang, &t.folded)?);
                            Some(found.len() as u32 - 1)
                        })
                    })
                    .collect()
            })
            .collect();
        let mut counts = vec![0_u32; found.len()];
        segments.iter().flatten().for_each(|w| counts[*w as usize] += 1);
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
        let mut rows = Vec::with_capacity(found.len() * vectors.dims());
        for word in &found {
            let length = word.row.iter().map(|x| f32::from(*x as i8).powi(2)).sum::<f32>().sqrt();
            rows.extend(word.row.iter().map(|x| f32::from(*x as i8) / length.max(1e-6)));
        }
        Self { rows, dims: vectors.dims(), weights, segments }
    }

    pub(super) fn len(&self) -> usize {
        self.weights.len()
    }

    pub(super) fn row(&self, word: usize) -> &[f32] {
        &self.rows[word * self.dims..(word + 1) * self.dims]
    }
}

/// How like each word of one side is to each of the other, from 0 to 1.
pub(super) struct Likeness {
    /// By word of the other side, then by word of this.
    pub(super) rows: Vec<f32>,
    pub(super) here: usize,
    pub(super) there: usize,
}

impl Likeness {
    /// The same from the other side.
    pub(super) fn turned(&self) -> Self {
        let mut rows = vec![0.0; self.rows.len()];
        for (v, row) in self.rows.chunks(self.here.max(1)).enumerate() {
            for (u, like) in row.iter().enumerate() {
                rows[u * self.there + v] = *like;
            }
        }
        Self { rows, here: self.there, there: self.here }
    }
}

pub(super) fn likeness(a: &Words, b: &Words) -> Likeness {
    let (here, there) = (a.len(), b.len());
    let mut rows = Vec::with_capacity(here * there);
    for v in 0..there {
        let row = b.row(v);
        rows.extend((0..here).map(|u| dot(a.row(u), row)));
    }
    let mut like = Likeness { rows, here, there };
    let crowd_there: Vec<f32> = like.rows.chunks(here.max(1)).map(crowd).collect();
    let turned = like.turned();
    let crowd_here: Vec<f32> = turned.rows.chunks(there.max(1)).map(crowd).collect();
    for (row, own) in like.rows.chunks_mut(here.max(1)).zip(&crowd_there) {
        for (cosine, other) in row.iter_mut().zip(&crowd_here) {
            *cosine = ((*cosine - 0.25 * (own + other)) / 0.6).clamp(0.0, 1.0);
        }
    }
    like
}

/// The mean of the largest cosines.
fn crowd(cosines: &[f32]) -> f32 {
    let mut top = [-1.0_f32; NEAREST];
    for &cosine in cosines {
        if cosine > top[NEAREST - 1] {
            let at = top.partition_point(|t| *t >= cosine);
            top[at..].rotate_right(1);
            top[at] = cosine;
        }
    }
    let known = NEAREST.min(cosines.len()).max(1);
    top[..known].iter().sum::<f32>() / known as f32
}

/// In eight lanes, so that the sum can be vectorised and is the same everywhere.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0_f32; 8];
    let (chunks_a, chunks_b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f32 = chunks_a.remainder().iter().zip(chunks_b.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in chunks_a.zip(chunks_b) {
        for k in 0..8 {
            lanes[k] += x[k] * y[k];
        }
    }
    lanes.iter().sum::<f32>() + rest
}
