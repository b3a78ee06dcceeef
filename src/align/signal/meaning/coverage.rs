//! How much of a segment is covered by a stretch of the other side.

use std::ops::Range;

use super::{
    likeness::{Likeness, spread},
    words::WordVectors,
};
use crate::align::{band::Band, grid::Reach};

/// Stretches of up to so many segments.
const LONGEST: usize = 9;
/// A partner is looked for so many segments around an omission.
const AROUND: usize = 4;
/// Chance is the mean over all stretches in texts of up to so many segments; in longer ones over
/// those that begin at a few places, spread evenly.
const SHORT: usize = 64;
const PLACES: usize = 5;

/// For the pairs of segments that matter, how like each word of either is to its likest in the other.
pub(super) struct Coverage {
    /// For each source segment, the target segments that it is compared with.
    cells: Band,
    sides: [Covered; 2],
}

/// One side of [`Coverage`].
struct Covered {
    /// For each segment the weights of its words, over the mean segment's weight.
    weights: Vec<Vec<f32>>,
    /// Weight of each segment.
    mass: Vec<f32>,
    /// By cell, where its likenesses begin: one for each word of the segment.
    starts: Vec<usize>,
    likest: Vec<u8>,
    /// By cell, what one segment of the other side covers.
    single: Vec<f32>,
    /// By segment and length less one: what a stretch covers on the mean.
    chance: Vec<[f32; LONGEST]>,
}

/// A coverage, in segments' mean weight.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) mass: f32,
    pub(super) found: f32,
    /// Less what is found by chance.
    pub(super) net: f32,
}

impl Found {
    /// The share that is found beyond chance.
    pub(super) fn share(&self) -> f32 {
        self.net / self.mass.max(0.1)
    }
}

impl Coverage {
    /// Compares the segments that these beads hold, and those around omissions.
    pub(super) fn new(words: &[WordVectors; 2], beads: impl Iterator<Item = Reach>) -> Self {
        let likeness = Likeness::new(words);
        let rows = needed(words[0].segments.len(), words[1].segments.len(), beads);
        let [chance_here, chance_there] = chances(words, &likeness);
        let mut sides =
            [Covered::new(&words[0], chance_here), Covered::new(&words[1], chance_there)];
        for (i, row) in rows.iter().enumerate() {
            for j in row.clone() {
                compare(words, &likeness, i, j, &mut sides);
            }
        }
        Self { cells: Band::from_rows(rows, words[1].segments.len()), sides }
    }

    /// What a stretch of the other side covers of a segment.
    pub(super) fn of(&self, side: usize, segment: usize, others: &Range<usize>) -> Found {
        let own = &self.sides[side];
        let found = if others.len() == 1 {
            self.cell(side, segment, others.start).map_or(0.0, |cell| own.single[cell])
        } else {
            let mut likest: [&[u8]; LONGEST] = [&[]; LONGEST];
            let mut count = 0;
            let cells = others.clone().take(LONGEST);
            for cell in cells.filter_map(|other| self.cell(side, segment, other)) {
                likest[count] = own.likest(cell, segment);
                count += 1;
            }
            let best = |word: usize| likest[..count].iter().map(|l| l[word]).max().unwrap_or(0);
            let words = own.weights[segment].iter().enumerate();
            words.map(|(word, weight)| weight * f32::from(best(word))).sum::<f32>() / 255.0
        };
        let chance = own.chance[segment][others.len().min(LONGEST) - 1];
        Found { mass: own.mass[segment], found, net: found - chance }
    }

    /// What an omitted segment would find around a place of the other side beyond chance, and its
    /// weight.
    pub(super) fn elsewhere(&self, side: usize, segment: usize, there: usize) -> (f32, f32) {
        let own = &self.sides[side];
        let others = self.sides[1 - side].mass.len();
        let around = there.saturating_sub(AROUND)..(there + AROUND).min(others);
        let cells = around.filter_map(|other| self.cell(side, segment, other));
        let most = cells.map(|cell| own.single[cell]).fold(0.0, f32::max);
        ((most - own.chance[segment][0]).max(0.0), own.mass[segment])
    }

    fn cell(&self, side: usize, segment: usize, other: usize) -> Option<usize> {
        let (i, j) = if side == 0 { (segment, other) } else { (other, segment) };
        self.cells.node(i, j)
    }
}

impl Covered {
    fn new(words: &WordVectors, chance: Vec<[f32; LONGEST]>) -> Self {
        let weights: Vec<Vec<f32>> = words
            .segments
            .iter()
            .map(|s| s.iter().map(|w| words.weights[*w as usize]).collect())
            .collect();
        let mass: Vec<f32> = weights.iter().map(|w: &Vec<f32>| w.iter().sum()).collect();
        let mean = (mass.iter().sum::<f32>() / mass.len().max(1) as f32).max(1e-6);
        let over_mean = |list: &Vec<f32>| list.iter().map(|w| w / mean).collect();
        Self {
            weights: weights.iter().map(over_mean).collect(),
            mass: over_mean(&mass),
            starts: Vec::new(),
            likest: Vec::new(),
            single: Vec::new(),
            chance: chance.into_iter().map(|c| c.map(|x| x / mean)).collect(),
        }
    }

    fn likest(&self, cell: usize, segment: usize) -> &[u8] {
        &self.likest[self.starts[cell]..][..self.weights[segment].len()]
    }
}

/// Adds the cell of two segments to both sides.
fn compare(
    words: &[WordVectors; 2],
    likeness: &Likeness<'_>,
    i: usize,
    j: usize,
    sides: &mut [Covered; 2],
) {
    let (here, there) = (&words[0].segments[i], &words[1].segments[j]);
    let [source, target] = sides;
    let from = target.likest.len();
    target.starts.push(from);
    target.likest.resize(from + there.len(), 0);
    let columns = &mut target.likest[from..];
    source.starts.push(source.likest.len());
    let mut single = 0.0;
    for (u, weight) in here.iter().zip(&source.weights[i]) {
        let mut most = 0;
        for (like, column) in likeness.row(*u, there).zip(columns.iter_mut()) {
            most = most.max(like);
            *column = (*column).max(like);
        }
        single += weight * f32::from(most);
        source.likest.push(most);
    }
    source.single.push(single / 255.0);
    let weighed = columns.iter().zip(&target.weights[j]).map(|(like, w)| w * f32::from(*like));
    let single = weighed.sum::<f32>() / 255.0;
    target.single.push(single);
}

/// For each source segment, the target segments that some bead compares it with.
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

/// What stretches of each length cover on the mean of each segment of either side.
fn chances(words: &[WordVectors; 2], likeness: &Likeness<'_>) -> [Vec<[f32; LONGEST]>; 2] {
    [0, 1].map(|side: usize| {
        let by_word = chance_by_word(words, likeness, side);
        let of = |segment: &Vec<u32>| {
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

/// By length less one and word of a side: the likeness of the likest word of a stretch, on the mean.
fn chance_by_word(
    words: &[WordVectors; 2],
    likeness: &Likeness<'_>,
    side: usize,
) -> [Vec<f32>; LONGEST] {
    let (own, others) = (words[side].len(), &words[1 - side].segments);
    let all: Vec<u32> = (0..own as u32).collect();
    let mut by_segment: Vec<Option<Vec<u8>>> = vec![None; others.len()];
    let mut sums: [Vec<u32>; LONGEST] = std::array::from_fn(|_| vec![0; own]);
    let mut counts = [0_u32; LONGEST];
    for start in starts(others.len()) {
        let mut most = vec![0_u8; own];
        for (length, at) in (start..others.len()).take(LONGEST).enumerate() {
            let likest =
                by_segment[at].get_or_insert_with(|| likest(likeness, side, &all, &others[at]));
            counts[length] += 1;
            for ((most, likest), sum) in most.iter_mut().zip(likest).zip(&mut sums[length]) {
                *most = (*most).max(*likest);
                *sum += u32::from(*most);
            }
        }
    }
    let mut out: [Vec<f32>; LONGEST] = std::array::from_fn(|_| Vec::new());
    for length in 0..LONGEST {
        // Only whole stretches count, or the end of the text would pull the mean down; one longer
        // than the text finds what the longest does.
        out[length] = match counts[length] {
            0 => length.checked_sub(1).map_or_else(|| vec![0.0; own], |l| out[l].clone()),
            count => sums[length].iter().map(|s| *s as f32 / (255 * count) as f32).collect(),
        };
    }
    out
}

/// Where the stretches begin over which chance is reckoned.
fn starts(segments: usize) -> impl Iterator<Item = usize> {
    spread(segments, if segments <= SHORT { segments } else { PLACES })
}

/// For each word of a side, how like the likest word is that a segment of the other side holds.
fn likest(likeness: &Likeness<'_>, side: usize, all: &[u32], segment: &[u32]) -> Vec<u8> {
    let mut most = vec![0_u8; all.len()];
    if side == 0 {
        for (u, most) in all.iter().zip(&mut most) {
            *most = likeness.row(*u, segment).max().unwrap_or(0);
        }
    } else {
        for u in segment {
            let row = likeness.row(*u, all);
            most.iter_mut().zip(row).for_each(|(most, like)| *most = (*most).max(like));
        }
    }
    most
}
