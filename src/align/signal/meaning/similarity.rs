//! Similarity of the words of one side to the words of the other.

use super::words::{WordVectors, cosine};

/// Number of largest cosines of a word whose mean is subtracted from its similarities.
const NEAREST: usize = 5;
/// In long texts that mean is computed over this many evenly spread words of the other side.
const SAMPLE: usize = 500;
/// Up to this many pairs of words are compared in advance, at one byte per pair.
const TABLED: usize = 1_000_000;

/// Similarity of words: the cosine of their vectors, less a part of the cosines that each of the two
/// has with its nearest neighbours (cross-domain similarity local scaling; Conneau et al. 2018).
/// Values from 0 to 255 stand for 0 to 1.
pub(super) struct Similarity<'w> {
    words: &'w [WordVectors; 2],
    /// By side and word: a quarter of the mean of the word's largest cosines.
    crowd: [Vec<f32>; 2],
    /// All similarities, by source word, then by target word; only if the texts are short.
    table: Option<Vec<u8>>,
}

impl<'w> Similarity<'w> {
    pub(super) fn new(words: &'w [WordVectors; 2]) -> Self {
        let (here, there) = (words[0].len(), words[1].len());
        let tabled = here * there <= TABLED && here.max(there) <= SAMPLE;
        let (cosines, crowd) = if tabled {
            let cosines = cosines(words);
            let crowd = crowds(&cosines, here, there);
            (cosines, crowd)
        } else {
            (Vec::new(), [crowd_of(&words[0], &words[1]), crowd_of(&words[1], &words[0])])
        };
        let mut similarity = Self { words, crowd, table: None };
        if tabled {
            let rows = cosines.chunks(there.max(1)).zip(&similarity.crowd[0]);
            let table = rows.flat_map(|(row, u)| {
                row.iter().zip(&similarity.crowd[1]).map(move |(cosine, v)| scaled(*cosine, *u, *v))
            });
            similarity.table = Some(table.collect());
        }
        similarity
    }

    /// Iterates over the similarities of a source word to the given target words.
    #[inline]
    pub(super) fn row<'a>(&'a self, u: u32, vs: &'a [u32]) -> impl Iterator<Item = u8> + 'a {
        let there = self.words[1].len();
        let tabled = self.table.as_ref().map(|t| &t[u as usize * there..][..there]);
        let (row, crowd) = (self.words[0].row(u), self.crowd[0][u as usize]);
        vs.iter().map(move |v| match tabled {
            Some(table) => table[*v as usize],
            None => {
                let cosine = cosine(row, self.words[1].row(*v));
                scaled(cosine, crowd, self.crowd[1][*v as usize])
            }
        })
    }
}

/// Computes a similarity as a byte. The two corrections are summed first, so that swapped sides give
/// exactly the same value.
fn scaled(cosine: f32, u: f32, v: f32) -> u8 {
    ((cosine - (u + v)) / 0.6 * 255.0 + 0.5).clamp(0.0, 255.0) as u8
}

fn cosines(words: &[WordVectors; 2]) -> Vec<f32> {
    let (here, there) = (words[0].len() as u32, words[1].len() as u32);
    let mut cosines = Vec::with_capacity(words[0].len() * words[1].len());
    for u in 0..here {
        let row = words[0].row(u);
        cosines.extend((0..there).map(|v| cosine(row, words[1].row(v))));
    }
    cosines
}

/// Computes the correction of each word of either side from all cosines.
fn crowds(cosines: &[f32], here: usize, there: usize) -> [Vec<f32>; 2] {
    let mut columns = vec![Crowd::default(); there];
    let rows = cosines.chunks(there.max(1)).take(here).map(|row| {
        let mut crowd = Crowd::default();
        for (cosine, column) in row.iter().zip(&mut columns) {
            crowd.add(*cosine);
            column.add(*cosine);
        }
        crowd.quarter(there)
    });
    let mut rows: Vec<f32> = rows.collect();
    rows.resize(here, 0.0);
    [rows, columns.iter().map(|crowd| crowd.quarter(here)).collect()]
}

/// Computes the correction of each word of one side of long texts from a sample of the other side.
fn crowd_of(here: &WordVectors, there: &WordVectors) -> Vec<f32> {
    let sample: Vec<u32> = spread(there.len(), SAMPLE).map(|v| v as u32).collect();
    let crowd = |u: u32| {
        let mut crowd = Crowd::default();
        let row = here.row(u);
        sample.iter().for_each(|v| crowd.add(cosine(row, there.row(*v))));
        crowd.quarter(sample.len())
    };
    (0..here.len() as u32).map(crowd).collect()
}

/// At most `most` indices of a list of `all` elements, evenly spread.
pub(super) fn spread(all: usize, most: usize) -> impl Iterator<Item = usize> {
    let count = all.min(most);
    (0..count).map(move |k| k * all / count)
}

/// The largest cosines of a word, largest first.
#[derive(Clone, Copy)]
struct Crowd([f32; NEAREST]);

impl Default for Crowd {
    fn default() -> Self {
        Self([-1.0; NEAREST])
    }
}

impl Crowd {
    #[inline]
    fn add(&mut self, cosine: f32) {
        if cosine <= self.0[NEAREST - 1] {
            return;
        }
        let mut at = NEAREST - 1;
        while at > 0 && self.0[at - 1] < cosine {
            self.0[at] = self.0[at - 1];
            at -= 1;
        }
        self.0[at] = cosine;
    }

    /// A quarter of the mean; `of` is the number of cosines added.
    fn quarter(&self, of: usize) -> f32 {
        let count = NEAREST.min(of).max(1);
        0.25 * self.0[..count].iter().sum::<f32>() / count as f32
    }
}
