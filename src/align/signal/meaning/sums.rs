//! Cosine of the summed word vectors of two stretches: the meaning signal of the first pass.

use std::{ops::Range, sync::Arc};

use super::words::WordVectors;
use crate::align::{
    band::Band,
    grid::Reach,
    signal::{Signal, dot::dot},
};

/// Maximum length of a stretch, in segments.
const LONGEST: usize = 9;

/// The cosine of summed vectors, and its margin over the mean cosine with the other side (Thompson and
/// Koehn 2019; Artetxe and Schwenk 2019).
pub(crate) struct Sums {
    /// For each source segment the target segments that a bead of the band may join it with.
    rows: Vec<Range<usize>>,
    /// For each source segment the index of its row in `products`.
    first: Vec<usize>,
    /// Dot products of the sums of segments, as prefix sums along each row, so that the product with a
    /// stretch is a difference. A row is one element longer than its range.
    products: Vec<f32>,
    sides: Arc<[Lengths; 2]>,
}

/// The summed vectors of all segments: what [`Sums`] over different bands share.
pub(crate) struct Summed {
    /// By side, the vectors in one list.
    rows: [Vec<f32>; 2],
    dims: usize,
    lengths: Arc<[Lengths; 2]>,
}

impl Summed {
    pub(crate) fn new(words: &[WordVectors; 2]) -> Self {
        let dims = words[0].dims;
        let rows = words.each_ref().map(WordVectors::sums);
        let means = rows.each_ref().map(|side| mean_direction(side, dims));
        let lengths = [Lengths::new(&rows[0], &means[1]), Lengths::new(&rows[1], &means[0])];
        Self { rows, dims, lengths: Arc::new(lengths) }
    }

    fn row(&self, side: usize, segment: usize) -> &[f32] {
        &self.rows[side][segment * self.dims..][..self.dims]
    }
}

/// Values of the stretches of a side, by start and by length less one.
struct Lengths {
    /// The length of the summed vector.
    lengths: Vec<[f32; LONGEST]>,
    /// The dot product of the summed vector with the mean direction of the other side, over its length.
    usual: Vec<[f32; LONGEST]>,
}

impl Sums {
    pub(crate) fn new(summed: &Summed, band: &Band) -> Self {
        let rows = band.segments(LONGEST);
        let mut products = Vec::with_capacity(rows.iter().map(|row| row.len() + 1).sum());
        let first = rows
            .iter()
            .enumerate()
            .map(|(i, row)| {
                let from = products.len();
                let mut sum = 0.0;
                products.push(sum);
                for other in row.clone() {
                    sum += dot(summed.row(0, i), summed.row(1, other));
                    products.push(sum);
                }
                from
            })
            .collect();
        Self { rows, first, products, sides: Arc::clone(&summed.lengths) }
    }

    /// The dot product of the sums of two stretches.
    fn product(&self, s: Range<usize>, t: &Range<usize>) -> f32 {
        s.map(|i| {
            let (row, first) = (&self.rows[i], self.first[i]);
            let at = |j: usize| self.products[first + j.clamp(row.start, row.end) - row.start];
            at(t.end) - at(t.start)
        })
        .sum()
    }
}

impl Lengths {
    fn new(rows: &[f32], other_mean: &[f32]) -> Self {
        let dims = other_mean.len().max(1);
        let count = rows.len() / dims;
        let (mut lengths, mut usual) = (Vec::with_capacity(count), Vec::with_capacity(count));
        let mut sum = vec![0.0_f32; dims];
        for start in 0..count {
            sum.fill(0.0);
            let (mut long, mut common) = ([1e-3_f32; LONGEST], [0.0_f32; LONGEST]);
            for (k, segment) in rows[start * dims..].chunks(dims).take(LONGEST).enumerate() {
                sum.iter_mut().zip(segment).for_each(|(s, x)| *s += x);
                long[k] = dot(&sum, &sum).sqrt().max(1e-3);
                common[k] = dot(&sum, other_mean) / long[k];
            }
            lengths.push(long);
            usual.push(common);
        }
        Self { lengths, usual }
    }
}

fn mean_direction(rows: &[f32], dims: usize) -> Vec<f32> {
    let mut mean = vec![0.0_f32; dims];
    for sum in rows.chunks(dims.max(1)) {
        let length = dot(sum, sum).sqrt().max(1e-6);
        mean.iter_mut().zip(sum).for_each(|(m, x)| *m += x / length);
    }
    let count = rows.len() / dims.max(1);
    mean.iter_mut().for_each(|m| *m /= count.max(1) as f32);
    mean
}

impl Signal for Sums {
    fn parts(&self) -> &'static [&'static str] {
        &["meaning.cosine", "meaning.margin"]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        if bead.is_omission() || bead.a > LONGEST || bead.b > LONGEST {
            return;
        }
        let [source, target] = &*self.sides;
        let (a, b) = (bead.a - 1, bead.b - 1);
        let lengths = source.lengths[bead.i][a] * target.lengths[bead.j][b];
        let cosine = self.product(bead.source(), &bead.target()) / lengths;
        let usual = (source.usual[bead.i][a] + target.usual[bead.j][b]) / 2.0;
        (out[0], out[1]) = (f64::from(cosine), f64::from(cosine - usual));
    }
}
