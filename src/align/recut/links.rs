//! Links between the words of both sides near a path: how surely two words translate each other.

use std::ops::Range;

use super::{chain::p, words::Words};
use crate::{
    align::{
        Side,
        signal::{WordPairs, WordVectors, anchors_by_kind},
    },
    glossary::Terms,
};

/// The number of words on either side of the path that are compared.
const AROUND: usize = 60;
/// Two items that should be equal and are.
const ANCHOR: f32 = 0.9;

/// Sums of links by row.
pub(super) struct Links {
    /// For each source word the first target word that it is compared with.
    low: Vec<usize>,
    /// For each source word the sums of its links before each of those target words, and of all.
    sums: Vec<Vec<f32>>,
}

impl Links {
    /// Links the words along a path of points, from `(0, 0)` to the ends.
    pub(super) fn new(
        words: &[Words; 2],
        sides: &[Side; 2],
        terms: &[&Terms],
        vectors: Option<&[WordVectors; 2]>,
        path: &[(usize, usize)],
        near: f32,
    ) -> Self {
        let centres = centres(path, words[0].words.len());
        let end = words[1].words.len();
        let rows = centres.iter().map(|c| c.saturating_sub(AROUND)..(c + AROUND).min(end));
        let rows: Vec<Range<usize>> = rows.collect();
        let mut cells: Vec<Vec<f32>> = rows.iter().map(|row| vec![0.0; row.len()]).collect();
        if let Some(vectors) = vectors {
            by_meaning(words, &WordPairs::new(vectors), &rows, &mut cells);
        }
        by_anchors(words, sides, terms, &rows, &mut cells);
        for ((row, cells), centre) in rows.iter().zip(&mut cells).zip(&centres) {
            for (k, cell) in row.clone().zip(cells) {
                *cell = cell.powf(p(13) as f32) / (1.0 + k.abs_diff(*centre) as f32 / near);
            }
        }
        compete(&rows, &mut cells, end);
        let sums = cells.into_iter().map(|row| {
            let mean = p(15) as f32 * row.iter().sum::<f32>() / row.len().max(1) as f32;
            let mut sum = 0.0;
            let mut sums = vec![0.0];
            sums.extend(row.into_iter().map(|cell| {
                sum += cell - mean;
                sum
            }));
            sums
        });
        Self { low: rows.iter().map(|row| row.start).collect(), sums: sums.collect() }
    }

    /// The target words near which the path passes a source border.
    pub(super) fn row(&self, at: usize) -> Range<usize> {
        let at = at.min(self.low.len().saturating_sub(1));
        match self.low.get(at) {
            Some(low) => *low..low + self.sums[at].len(),
            None => 0..0,
        }
    }

    /// The sums of the links of each source word and those before it, in a range, to the target words before
    /// a border, beginning with 0.
    pub(super) fn column(&self, source: Range<usize>, before: usize) -> Vec<f32> {
        let mut sum = 0.0;
        let rows = source.map(|row| {
            let (low, sums) = (self.low[row], &self.sums[row]);
            sum += sums[before.saturating_sub(low).min(sums.len() - 1)];
            sum
        });
        std::iter::once(0.0).chain(rows).collect()
    }

    /// The sum of the links between two ranges of words.
    pub(super) fn between(&self, source: Range<usize>, target: &Range<usize>) -> f64 {
        let sum = |row: usize| {
            let (low, sums) = (self.low[row], &self.sums[row]);
            let at = |k: usize| sums[k.saturating_sub(low).min(sums.len() - 1)];
            at(target.end) - at(target.start)
        };
        f64::from(source.map(sum).sum::<f32>())
    }
}

/// For each source word the target word on the path.
fn centres(path: &[(usize, usize)], count: usize) -> Vec<usize> {
    let mut out = Vec::with_capacity(count);
    for pair in path.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let step = |i: usize| from.1 + (to.1 - from.1) * (i - from.0) / (to.0 - from.0).max(1);
        out.extend((from.0..to.0).map(step));
    }
    let last = path.last().map_or(0, |point| point.1);
    out.resize(count, last);
    out
}

fn by_meaning(
    words: &[Words; 2],
    pairs: &WordPairs<'_>,
    rows: &[Range<usize>],
    cells: &mut [Vec<f32>],
) {
    let found = |side: usize| {
        words[side].words.iter().map(move |word| -> Vec<u32> {
            word.entries.iter().filter_map(|entry| pairs.word(side, *entry)).collect()
        })
    };
    let targets: Vec<Vec<u32>> = found(1).collect();
    for ((us, row), cells) in found(0).zip(rows).zip(cells) {
        for u in us {
            let weight = pairs.weight(0, u);
            for (vs, cell) in targets[row.clone()].iter().zip(cells.iter_mut()) {
                for (v, similarity) in vs.iter().zip(pairs.row(u, vs)) {
                    let weight = (weight * pairs.weight(1, *v)).sqrt();
                    *cell = cell.max(similarity * (0.2 + 0.8 * weight.sqrt()));
                }
            }
        }
    }
}

fn by_anchors(
    words: &[Words; 2],
    sides: &[Side; 2],
    terms: &[&Terms],
    rows: &[Range<usize>],
    cells: &mut [Vec<f32>],
) {
    // The words of each segment: items are placed in the texts of segments.
    let firsts = words.each_ref().map(|side| {
        let mut firsts = vec![usize::MAX; side.words.last().map_or(0, |word| word.segment + 1)];
        for (at, word) in side.words.iter().enumerate().rev() {
            firsts[word.segment] = at;
        }
        firsts
    });
    for (_, placed) in anchors_by_kind(&sides[0], &sides[1], terms) {
        let mut by_word: [Vec<(u32, usize)>; 2] = Default::default();
        for side in 0..2 {
            let all = &words[side].words;
            for (segment, items) in placed[side].iter().enumerate() {
                let Some(first) = firsts[side].get(segment).filter(|at| **at != usize::MAX) else {
                    continue;
                };
                let start = all[*first].start;
                let own = &all[*first..];
                for item in items {
                    let from = own.partition_point(|word| {
                        word.segment == segment && word.end - start <= item.span.start
                    });
                    let to = own.partition_point(|word| {
                        word.segment == segment && word.start - start < item.span.end
                    });
                    by_word[side].extend((from..to).map(|at| (item.item, first + at)));
                }
            }
        }
        let [source, mut target] = by_word;
        target.sort_unstable();
        for (item, i) in source {
            let from = target.partition_point(|(other, k)| (*other, *k) < (item, rows[i].start));
            let near =
                target[from..].iter().take_while(|(other, k)| *other == item && *k < rows[i].end);
            for (_, k) in near {
                let cell = &mut cells[i][k - rows[i].start];
                *cell = cell.max(ANCHOR);
            }
        }
    }
}

/// Each word has one partner at most, so its links compete, on either side.
fn compete(rows: &[Range<usize>], cells: &mut [Vec<f32>], end: usize) {
    let alone = (p(11) as f32).powi(2);
    let mut columns = vec![alone; end];
    for (row, cells) in rows.iter().zip(cells.iter()) {
        for (k, cell) in row.clone().zip(cells) {
            columns[k] += cell;
        }
    }
    for (row, cells) in rows.iter().zip(cells) {
        let sum = alone + cells.iter().sum::<f32>();
        for (k, cell) in row.clone().zip(cells.iter_mut()) {
            *cell = *cell / sum.max(1e-6).sqrt() / columns[k].max(1e-6).sqrt()
                * cell.powf(p(14) as f32);
        }
    }
}
