//! Coverage of a segment by a stretch of the other side.

use std::ops::Range;

use super::{
    similarity::{Similarity, spread},
    words::WordVectors,
};
use crate::align::{band::Band, grid::Reach, lists::Lists};

/// Maximum length of a stretch, in segments.
const LONGEST: usize = 9;
/// The number of segments on either side of an omission that are searched for a partner.
const AROUND: usize = 4;
/// In texts of up to this many segments, coverage by chance is the mean over all stretches.
const SHORT: usize = 64;
/// In longer texts it is the mean over the stretches that begin at this many evenly spread places.
const PLACES: usize = 5;

/// For the relevant pairs of segments, the similarity of each word of either segment to the most similar
/// word of the other.
pub(super) struct Coverage {
    /// For each source segment, the target segments with which it is compared.
    cells: Band,
    sides: [Covered; 2],
}

/// One side of [`Coverage`].
struct Covered {
    /// For each segment the weights of its words, divided by the mean weight of a segment.
    weights: Lists<f32>,
    /// The weight of each segment.
    mass: Vec<f32>,
    /// For each cell the index of its first value in `similarities`; it has one per word of the segment.
    starts: Vec<usize>,
    similarities: Vec<u8>,
    /// For each cell the coverage by the one segment of the other side.
    single: Vec<f32>,
    /// By segment and by length less one: the mean coverage by a stretch of that length.
    chance: Vec<[f32; LONGEST]>,
}

/// A coverage, in units of the mean weight of a segment.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) mass: f32,
    pub(super) found: f32,
    /// `found` less the coverage by chance.
    pub(super) net: f32,
}

impl Found {
    /// The share of the weight that is covered beyond chance.
    pub(super) fn share(&self) -> f32 {
        self.net / self.mass.max(0.1)
    }
}

impl Coverage {
    /// Compares the segments that the beads join, and omitted segments with those around the omission.
    pub(super) fn new(words: &[WordVectors; 2], beads: impl Iterator<Item = Reach>) -> Self {
        let similarity = Similarity::new(words);
        let rows = needed(words[0].segments.len(), words[1].segments.len(), beads);
        let [chance_here, chance_there] = chances(words, &similarity);
        let mut sides =
            [Covered::new(&words[0], chance_here), Covered::new(&words[1], chance_there)];
        for (i, row) in rows.iter().enumerate() {
            for j in row.clone() {
                compare(words, &similarity, i, j, &mut sides);
            }
        }
        Self { cells: Band::from_rows(rows, words[1].segments.len()), sides }
    }

    /// Computes the coverage of a segment by a stretch of the other side.
    pub(super) fn of(&self, side: usize, segment: usize, others: &Range<usize>) -> Found {
        let here = &self.sides[side];
        let found = if others.len() == 1 {
            self.cell(side, segment, others.start).map_or(0.0, |cell| here.single[cell])
        } else {
            let mut rows: [&[u8]; LONGEST] = [&[]; LONGEST];
            let mut count = 0;
            let cells = others.clone().take(LONGEST);
            for cell in cells.filter_map(|other| self.cell(side, segment, other)) {
                rows[count] = here.row(cell, segment);
                count += 1;
            }
            let best = |word: usize| rows[..count].iter().map(|row| row[word]).max().unwrap_or(0);
            let words = here.weights.get(segment).iter().enumerate();
            words.map(|(word, weight)| weight * f32::from(best(word))).sum::<f32>() / 255.0
        };
        let chance = here.chance[segment][others.len().min(LONGEST) - 1];
        Found { mass: here.mass[segment], found, net: found - chance }
    }

    /// Returns the best coverage beyond chance that an omitted segment would have by a segment around
    /// the omission, and the weight of the segment.
    pub(super) fn elsewhere(&self, side: usize, segment: usize, there: usize) -> (f32, f32) {
        let here = &self.sides[side];
        let others = self.sides[1 - side].mass.len();
        let around = there.saturating_sub(AROUND)..(there + AROUND).min(others);
        let cells = around.filter_map(|other| self.cell(side, segment, other));
        let most = cells.map(|cell| here.single[cell]).fold(0.0, f32::max);
        ((most - here.chance[segment][0]).max(0.0), here.mass[segment])
    }

    fn cell(&self, side: usize, segment: usize, other: usize) -> Option<usize> {
        let (i, j) = if side == 0 { (segment, other) } else { (other, segment) };
        self.cells.node(i, j)
    }
}

impl Covered {
    fn new(words: &WordVectors, chance: Vec<[f32; LONGEST]>) -> Self {
        let weight = |word: &u32| words.weights[*word as usize];
        let mass = words.segments.iter().map(|s| s.iter().map(weight).sum());
        let mass: Vec<f32> = mass.collect();
        let mean = (mass.iter().sum::<f32>() / mass.len().max(1) as f32).max(1e-6);
        Self {
            weights: words.segments.filter_map(|word| Some(weight(word) / mean)),
            mass: mass.iter().map(|mass| mass / mean).collect(),
            starts: Vec::new(),
            similarities: Vec::new(),
            single: Vec::new(),
            chance: chance.into_iter().map(|c| c.map(|x| x / mean)).collect(),
        }
    }

    /// The similarities of a cell, one per word of the segment.
    fn row(&self, cell: usize, segment: usize) -> &[u8] {
        &self.similarities[self.starts[cell]..][..self.weights.range(segment).len()]
    }
}

/// Computes the cell of two segments and appends it to both sides.
fn compare(
    words: &[WordVectors; 2],
    similarity: &Similarity<'_>,
    i: usize,
    j: usize,
    sides: &mut [Covered; 2],
) {
    let (here, there) = (words[0].segments.get(i), words[1].segments.get(j));
    let [source, target] = sides;
    let from = target.similarities.len();
    target.starts.push(from);
    target.similarities.resize(from + there.len(), 0);
    let columns = &mut target.similarities[from..];
    source.starts.push(source.similarities.len());
    let mut single = 0.0;
    for (u, weight) in here.iter().zip(source.weights.get(i)) {
        let mut most = 0;
        for (value, column) in similarity.row(*u, there).zip(columns.iter_mut()) {
            most = most.max(value);
            *column = (*column).max(value);
        }
        single += weight * f32::from(most);
        source.similarities.push(most);
    }
    source.single.push(single / 255.0);
    let weighed = columns.iter().zip(target.weights.get(j)).map(|(value, w)| w * f32::from(*value));
    let single = weighed.sum::<f32>() / 255.0;
    target.single.push(single);
}

/// For each source segment, the range of target segments with which the beads compare it.
fn needed(source: usize, target: usize, beads: impl Iterator<Item = Reach>) -> Vec<Range<usize>> {
    let untouched = Range { start: usize::MAX, end: 0 };
    let mut rows = vec![untouched; source];
    let mut widen = |segments: Range<usize>, others: Range<usize>| {
        for row in &mut rows[segments] {
            *row = row.start.min(others.start)..row.end.max(others.end);
        }
    };
    for bead in beads {
        let (mut s, mut t) = (bead.source(), bead.target());
        if t.is_empty() {
            t = bead.j.saturating_sub(AROUND)..(bead.j + AROUND).min(target);
        } else if s.is_empty() {
            s = bead.i.saturating_sub(AROUND)..(bead.i + AROUND).min(source);
        }
        widen(s, t);
    }
    rows.into_iter().map(|row| if row.start > row.end { 0..0 } else { row }).collect()
}

/// The mean coverage of each segment of either side by stretches of each length.
fn chances(words: &[WordVectors; 2], similarity: &Similarity<'_>) -> [Vec<[f32; LONGEST]>; 2] {
    [0, 1].map(|side: usize| {
        let by_word = chance_by_word(words, similarity, side);
        let of = |segment: &[u32]| {
            let mut sum = [0.0; LONGEST];
            for word in segment {
                let weight = words[side].weights[*word as usize];
                for (sum, chances) in sum.iter_mut().zip(&by_word) {
                    *sum += weight * chances[*word as usize];
                }
            }
            sum
        };
        words[side].segments.iter().map(of).collect()
    })
}

/// By length less one and by word of a side: the similarity of the word to the most similar word of a
/// stretch, as a mean over stretches.
fn chance_by_word(
    words: &[WordVectors; 2],
    similarity: &Similarity<'_>,
    side: usize,
) -> [Vec<f32>; LONGEST] {
    let (count, others) = (words[side].len(), &words[1 - side].segments);
    let all: Vec<u32> = (0..count as u32).collect();
    let mut by_segment: Vec<Option<Vec<u8>>> = vec![None; others.len()];
    let mut sums: [Vec<u32>; LONGEST] = std::array::from_fn(|_| vec![0; count]);
    let mut counts = [0_u32; LONGEST];
    for start in starts(others.len()) {
        let mut most = vec![0_u8; count];
        for (length, at) in (start..others.len()).take(LONGEST).enumerate() {
            let best =
                by_segment[at].get_or_insert_with(|| best(similarity, side, &all, others.get(at)));
            counts[length] += 1;
            for ((most, best), sum) in most.iter_mut().zip(best).zip(&mut sums[length]) {
                *most = (*most).max(*best);
                *sum += u32::from(*most);
            }
        }
    }
    let mut out: [Vec<f32>; LONGEST] = std::array::from_fn(|_| Vec::new());
    for length in 0..LONGEST {
        // Only full-length stretches count; shorter ones at the end of the text would lower the mean. A
        // stretch longer than the text covers as much as the longest possible one.
        out[length] = match counts[length] {
            0 => length.checked_sub(1).map_or_else(|| vec![0.0; count], |l| out[l].clone()),
            full => sums[length].iter().map(|s| *s as f32 / (255 * full) as f32).collect(),
        };
    }
    out
}

/// The first segments of the stretches over which coverage by chance is computed.
fn starts(segments: usize) -> impl Iterator<Item = usize> {
    spread(segments, if segments <= SHORT { segments } else { PLACES })
}

/// For each word of a side, its similarity to the most similar word of a segment of the other side.
fn best(similarity: &Similarity<'_>, side: usize, all: &[u32], segment: &[u32]) -> Vec<u8> {
    let mut most = vec![0_u8; all.len()];
    if side == 0 {
        for (u, most) in all.iter().zip(&mut most) {
            *most = similarity.row(*u, segment).max().unwrap_or(0);
        }
    } else {
        for u in segment {
            let row = similarity.row(*u, all);
            most.iter_mut().zip(row).for_each(|(most, value)| *most = (*most).max(value));
        }
    }
    most
}
