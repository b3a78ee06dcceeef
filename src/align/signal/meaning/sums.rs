//! Summed vectors of stretches, compared as a whole.

use std::ops::Range;

use super::words::{Words, dot};

/// Products of summed vectors over every stretch, from sums of products over corners: the product
/// of two stretches is four numbers of a table.
pub(super) struct Sums {
    across: Corners,
    own: [Corners; 2],
    /// Product of each segment's sum with the mean direction of the other side, summed up to it.
    drift: [Vec<f64>; 2],
}

struct Corners {
    sums: Vec<f64>,
    width: usize,
}

impl Sums {
    pub(super) fn new(a: &Words, b: &Words) -> Self {
        let sums = [a, b].map(segment_sums);
        let mean = [0, 1].map(|side: usize| {
            let mut mean = vec![0.0; a.dims];
            for row in &sums[side] {
                let length = dot(row, row).sqrt().max(1e-6);
                mean.iter_mut().zip(row).for_each(|(m, x)| *m += x / length);
            }
            let count = sums[side].len().max(1) as f32;
            mean.iter_mut().for_each(|m| *m /= count);
            mean
        });
        let drift = [0, 1].map(|side: usize| {
            let mut sum = 0.0;
            std::iter::once(0.0)
                .chain(sums[side].iter().map(|row| {
                    sum += f64::from(dot(row, &mean[1 - side]));
                    sum
                }))
                .collect()
        });
        Self {
            across: Corners::new(&sums[0], &sums[1]),
            own: [Corners::new(&sums[0], &sums[0]), Corners::new(&sums[1], &sums[1])],
            drift,
        }
    }

    /// The cosine of two stretches, and by how much it exceeds what each has with the whole of the
    /// other side.
    pub(super) fn cosine(&self, s: Range<usize>, t: Range<usize>) -> (f64, f64) {
        let length = |side: usize, r: &Range<usize>| {
            self.own[side].of(r.clone(), r.clone()).max(0.0).sqrt().max(1e-3)
        };
        let (x, y) = (length(0, &s), length(1, &t));
        let drift =
            |side: usize, r: &Range<usize>| self.drift[side][r.end] - self.drift[side][r.start];
        let usual = (drift(0, &s) / x + drift(1, &t) / y) / 2.0;
        let cosine = self.across.of(s, t) / (x * y);
        (cosine, cosine - usual)
    }
}

fn segment_sums(words: &Words) -> Vec<Vec<f32>> {
    words
        .segments
        .iter()
        .map(|segment| {
            let mut sum = vec![0.0; words.dims];
            for word in segment {
                let weight = words.weights[*word as usize];
                let row = words.row(*word as usize);
                sum.iter_mut().zip(row).for_each(|(s, x)| *s += weight * x);
            }
            sum
        })
        .collect()
}

impl Corners {
    fn new(a: &[Vec<f32>], b: &[Vec<f32>]) -> Self {
        let width = b.len() + 1;
        let mut sums = vec![0.0; (a.len() + 1) * width];
        for (i, x) in a.iter().enumerate() {
            let mut row = 0.0;
            for (j, y) in b.iter().enumerate() {
                row += f64::from(dot(x, y));
                sums[(i + 1) * width + j + 1] = sums[i * width + j + 1] + row;
            }
        }
        Self { sums, width }
    }

    fn of(&self, a: Range<usize>, b: Range<usize>) -> f64 {
        let at = |i: usize, j: usize| self.sums[i * self.width + j];
        at(a.end, b.end) - at(a.start, b.end) - at(a.end, b.start) + at(a.start, b.start)
    }
}
