//! Sentence embeddings: the cosine of the summed vectors of both stretches, and its margin over the
//! cosine of each stretch with the other side as a whole.
//!
//! The scale of cosines differs between models: with some, any two sentences have 0.8, with others 0.1.
//! So the evidence is in standard deviations of the values of chance pairs of segments of these two
//! texts, and weights trained with one model suit others.
//!
//! There is no table over both texts: the dot product of a bead is computed on demand.

use std::ops::Range;

use super::{Signal, dot::dot};
use crate::align::{SentenceVectors, grid::Reach};

/// Approximate number of chance pairs of segments that are sampled.
const SAMPLE: usize = 4096;
/// Number of pseudo-pairs without evidence that are added to the sample: a small sample says little.
const DOUBT: f64 = 12.0;
/// Evidence is limited to this many standard deviations.
const MOST: f64 = 8.0;

/// The signal of sentence vectors for a pair of texts.
pub(crate) struct Embeddings {
    sides: [Rows; 2],
    /// The distribution of the cosines of chance pairs.
    cosine: Spread,
    /// The distribution of the margins of chance pairs.
    margin: Spread,
}

/// The vectors of one side, scaled to length 1.
struct Rows {
    rows: Vec<Vec<f32>>,
    /// Prefix sums of the dot product of each row with the mean of the other side's rows.
    drift: Vec<f64>,
}

#[derive(Clone, Copy)]
struct Spread {
    mean: f64,
    /// A difference of 1 in standard deviations.
    scale: f64,
}

impl Embeddings {
    /// Prepares the signal. There must be one vector for each segment.
    pub(crate) fn new(vectors: &SentenceVectors) -> Self {
        let rows = vectors.sides().map(|side| side.iter().map(|row| unit(row)).collect::<Vec<_>>());
        let means = [mean(&rows[0]), mean(&rows[1])];
        let drift = [0, 1].map(|side: usize| {
            let mut sum = 0.0;
            let drift = rows[side].iter().map(|row| {
                sum += f64::from(dot(row, &means[1 - side]));
                sum
            });
            std::iter::once(0.0).chain(drift).collect()
        });
        let [a, b] = rows;
        let [x, y] = drift;
        let sides = [Rows { rows: a, drift: x }, Rows { rows: b, drift: y }];
        let unscaled = Spread { mean: 0.0, scale: 1.0 };
        let mut new = Self { sides, cosine: unscaled, margin: unscaled };
        let (cosines, margins): (Vec<f64>, Vec<f64>) =
            chance_pairs(new.sides[0].rows.len(), new.sides[1].rows.len())
                .map(|(i, j)| new.raw(i..i + 1, j..j + 1))
                .unzip();
        (new.cosine, new.margin) = (Spread::of(&cosines), Spread::of(&margins));
        new
    }

    /// Prepares the signal as a trait object.
    pub(crate) fn signal(vectors: &SentenceVectors) -> Box<dyn Signal> {
        Box::new(Self::new(vectors))
    }

    /// Computes the cosine of two stretches, and by how much it exceeds the mean of their cosines with
    /// the whole of the other side.
    fn raw(&self, s: Range<usize>, t: Range<usize>) -> (f64, f64) {
        let [a, b] = &self.sides;
        let usual = [a.drift[s.end] - a.drift[s.start], b.drift[t.end] - b.drift[t.start]];
        let (x, y) = (a.sum(s), b.sum(t));
        let length = |sum: &[f32]| f64::from(dot(sum, sum)).sqrt().max(1e-6);
        let lengths = [length(&x), length(&y)];
        let cosine = f64::from(dot(&x, &y)) / (lengths[0] * lengths[1]);
        (cosine, cosine - f64::midpoint(usual[0] / lengths[0], usual[1] / lengths[1]))
    }
}

impl Signal for Embeddings {
    fn parts(&self) -> &'static [&'static str] {
        &["embeddings.cosine", "embeddings.margin", "embeddings.more"]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        if bead.is_omission() {
            return;
        }
        let (cosine, margin) = self.raw(bead.source(), bead.target());
        out[0] = self.cosine.of_value(cosine);
        out[1] = self.margin.of_value(margin);
        // Several small beads each add their margin, but a large bead only one for all its segments;
        // this part compensates for that.
        out[2] = out[1] * (bead.a + bead.b - 2) as f64;
    }
}

impl Rows {
    fn sum(&self, range: Range<usize>) -> Vec<f32> {
        let mut rows = self.rows[range].iter();
        let mut sum = rows.next().cloned().unwrap_or_default();
        for row in rows {
            sum.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        }
        sum
    }
}

impl Spread {
    fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count.max(1.0);
        let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count.max(1.0);
        let trust = count / (count + DOUBT);
        Self { mean, scale: trust / variance.sqrt().max(1e-3) }
    }

    fn of_value(self, value: f64) -> f64 {
        ((value - self.mean) * self.scale).clamp(-MOST, MOST)
    }
}

/// A deterministic sample of pairs of segments, spread over both texts.
fn chance_pairs(n: usize, m: usize) -> impl Iterator<Item = (usize, usize)> {
    let each = (SAMPLE / n.max(1)).clamp(1, m.max(1));
    // Scattered, because a regular step could run along the diagonal, where true pairs lie.
    let scattered = |at: usize| (at as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let column = move |i: usize, k: usize| match each == m {
        true => k,
        false => scattered(i * each + k) as usize % m,
    };
    (0..n * m.min(1)).flat_map(move |i| (0..each).map(move |k| (i, column(i, k))))
}

fn unit(row: &[f32]) -> Vec<f32> {
    let length = f64::from(dot(row, row)).sqrt();
    row.iter().map(|x| if length > 0.0 { (f64::from(*x) / length) as f32 } else { 0.0 }).collect()
}

fn mean(rows: &[Vec<f32>]) -> Vec<f32> {
    let mut mean = vec![0.0_f32; rows.first().map_or(0, Vec::len)];
    let count = rows.len().max(1) as f32;
    for row in rows {
        mean.iter_mut().zip(row).for_each(|(mean, x)| *mean += x / count);
    }
    mean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(side: &[[f32; 3]]) -> Vec<Vec<f32>> {
        side.iter().map(|row| row.to_vec()).collect()
    }

    fn evidence(signal: &Embeddings, s: Range<usize>, t: Range<usize>) -> Vec<f64> {
        let mut out = vec![0.0; signal.parts().len()];
        let bead = Reach { i: s.start, a: s.len(), j: t.start, b: t.len() };
        signal.evidence(bead, &mut out);
        out
    }

    fn signal(source: &[[f32; 3]], target: &[[f32; 3]]) -> Embeddings {
        Embeddings::new(&SentenceVectors::new(vectors(source), vectors(target)).unwrap())
    }

    const SOURCE: &[[f32; 3]] = &[[1.0, 0.1, 0.0], [0.0, 1.0, 0.2], [0.1, 0.0, 1.0]];
    const TARGET: &[[f32; 3]] = &[[2.0, 0.0, 0.0], [0.0, 3.0, 3.0]];

    #[test]
    fn true_pairs_exceed_chance() {
        let signal = signal(SOURCE, TARGET);
        let right = evidence(&signal, 0..1, 0..1);
        let wrong = evidence(&signal, 0..1, 1..2);
        assert!(right[0] > 0.0 && right[1] > 0.0 && wrong[0] < 0.0 && wrong[1] < 0.0);
        let joined = evidence(&signal, 1..3, 1..2);
        let half = evidence(&signal, 1..2, 1..2);
        assert!(joined[0] > half[0], "{joined:?} {half:?}");
        assert_eq!((half[2], joined[2]), (0.0, joined[1]));
        assert_eq!(evidence(&signal, 0..1, 0..0), [0.0; 3]);
    }

    #[test]
    fn the_length_of_vectors_does_not_matter() {
        let lift = |side: &[[f32; 3]], k: f32| -> Vec<[f32; 3]> {
            side.iter().map(|row| row.map(|x| k * x)).collect()
        };
        let (plain, long) = (signal(SOURCE, TARGET), signal(&lift(SOURCE, 70.0), TARGET));
        let (a, b) = (evidence(&plain, 1..3, 1..2), evidence(&long, 1..3, 1..2));
        assert!(a.iter().zip(&b).all(|(x, y)| (x - y).abs() < 1e-3), "{a:?} {b:?}");
    }

    #[test]
    fn degenerate_vectors_give_little_evidence() {
        let zero = signal(&[[0.0; 3]; 2], &[[0.0; 3]; 3]);
        assert!(evidence(&zero, 0..1, 0..1).iter().all(|x| x.abs() < 1e-6));
        let one = signal(&[[1.0, 0.0, 0.0]], &[[1.0, 0.0, 0.0]]);
        assert!(evidence(&one, 0..1, 0..1).iter().all(|x| x.is_finite() && x.abs() < 1.0));
        let empty = signal(&[], &[[1.0, 0.0, 0.0]]);
        assert!(evidence(&empty, 0..0, 0..1).iter().all(|x| *x == 0.0));
    }

    #[test]
    fn chance_pairs_are_spread_over_both_texts() {
        for (n, m) in [(0, 5), (5, 0), (1, 1), (64, 64), (3000, 2000), (4096, 4095)] {
            let pairs: Vec<_> = chance_pairs(n, m).collect();
            assert_eq!(pairs.is_empty(), n * m == 0);
            assert!(pairs.len() <= 2 * SAMPLE && pairs.iter().all(|(i, j)| *i < n && *j < m));
            let last = pairs.iter().map(|(_, j)| *j).max().unwrap_or(0);
            assert!(last + 10 > m || n == 0, "{n} {m} {last}");
            let diagonal = pairs.iter().filter(|(i, j)| i == j).count();
            assert!(n < 100 || diagonal < 10, "{n} {m} {diagonal}");
        }
    }
}
