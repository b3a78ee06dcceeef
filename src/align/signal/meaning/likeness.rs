//! How like each word of one side is to each of the other.

use super::words::{WordVectors, cosine};

/// Of how many likest words the mean is taken off a likeness.
const NEAREST: usize = 5;
/// What a word has with everything is reckoned over so many words of the other side, spread evenly.
const SAMPLE: usize = 500;
/// Up to so many pairs of words are all compared beforehand, a byte each.
const TABLED: usize = 1_000_000;

/// Likeness of words: the cosine of their vectors, less a part of what the two have with everything
/// (cross-domain similarity local scaling; Conneau et al. 2018). From 0 to 255, for 0 to 1.
pub(super) struct Likeness<'w> {
    words: &'w [WordVectors; 2],
    /// A quarter of the mean of each word's largest cosines, by side.
    crowd: [Vec<f32>; 2],
    /// By word of the source, then of the target, where the texts are short.
    table: Option<Vec<u8>>,
}

impl<'w> Likeness<'w> {
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
        let mut likeness = Self { words, crowd, table: None };
        if tabled {
            let rows = cosines.chunks(there.max(1)).zip(&likeness.crowd[0]);
            let table = rows.flat_map(|(row, u)| {
                row.iter().zip(&likeness.crowd[1]).map(move |(cosine, v)| scaled(*cosine, *u, *v))
            });
            likeness.table = Some(table.collect());
        }
        likeness
    }

    /// How like a word of the source is to each of some words of the target.
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

/// A likeness as a byte. What both words have with everything is summed first, so that swapped sides
/// give the same to the last digit.
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

/// What each word of either side has with everything, from all cosines.
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

/// The same of one side of long texts, from some of the other side's words.
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

/// At most so many places of a list, spread evenly.
pub(super) fn spread(all: usize, most: usize) -> impl Iterator<Item = usize> {
    let count = all.min(most);
    (0..count).map(move |k| k * all / count)
}

/// The largest cosines, largest first.
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

    /// A quarter of the mean, of so many cosines at most.
    fn quarter(&self, of: usize) -> f32 {
        let known = NEAREST.min(of).max(1);
        0.25 * self.0[..known].iter().sum::<f32>() / known as f32
    }
}
