//! Word similarity: 100 (1 - d/L), where d is the edit distance in words (Levenshtein 1966) and L
//! the number of words of the longer text.

use serde::{Deserialize, Serialize};

use crate::text::{Words, figures::same_word};

/// A similarity, exactly: `distance` words of `length` differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Similarity {
    distance: u32,
    length: u32,
}

impl Similarity {
    /// The similarity of texts whose longer one has `length` words, `distance` of which differ.
    pub fn new(distance: usize, length: usize) -> Self {
        debug_assert!(distance <= length);
        Self { distance: distance as u32, length: length as u32 }
    }

    /// The similarity of two texts without words: full only if they are the same.
    pub fn of_wordless(same: bool) -> Self {
        Self { distance: u32::from(!same), length: 1 }
    }

    /// The largest distance among `length` words with at least this similarity.
    pub fn most_distance(self, length: usize) -> usize {
        let most = u64::from(self.distance) * length as u64;
        most.checked_div(u64::from(self.length)).unwrap_or(0) as usize
    }

    /// The number of words that differ.
    pub fn distance(self) -> usize {
        self.distance as usize
    }

    /// The number of words of the longer text.
    pub fn length(self) -> usize {
        self.length as usize
    }

    /// In percent.
    pub fn percent(self) -> f64 {
        if self.length == 0 {
            return 100.0;
        }
        100.0 * f64::from(self.length - self.distance) / f64::from(self.length)
    }

    /// In whole percent, rounded down.
    pub fn whole(self) -> u32 {
        let (d, l) = (u64::from(self.distance), u64::from(self.length));
        (100 * (l - d)).checked_div(l).unwrap_or(100) as u32
    }

    /// In percent to two places, rounded down so that nothing but the whole shows as 100.
    pub fn rounded(self) -> f64 {
        (self.percent() * 100.0 + 1e-9).floor() / 100.0
    }

    /// Returns whether every word is the same.
    pub fn is_full(self) -> bool {
        self.distance == 0
    }

    /// Returns whether it reaches `min` percent.
    pub fn reaches(self, min: f64) -> bool {
        self.distance as usize <= most_distance(self.length as usize, min)
    }
}

impl Ord for Similarity {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let cross = |a: &Self, b: &Self| u64::from(a.distance) * u64::from(b.length.max(1));
        cross(other, self).cmp(&cross(self, other))
    }
}

impl PartialOrd for Similarity {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The similarity of two texts of whose words one has some.
pub(super) fn of_words(a: &Words, b: &Words) -> Similarity {
    let length = a.len().max(b.len());
    let places = |words: &Words| (0..words.len()).collect::<Vec<_>>();
    let same = |i: &usize, j: &usize| same_word(a.folded(*i), b.folded(*j));
    let distance = distance_by(&places(a), &places(b), length, same);
    Similarity::new(distance.unwrap_or(length), length)
}

/// The largest distance that still reaches `min` percent among `length` words. A small tolerance keeps
/// 70 percent of 10 words at 3 despite rounding of 30/100.
pub(crate) fn most_distance(length: usize, min: f64) -> usize {
    let share = (100.0 - min.clamp(0.0, 100.0)) / 100.0;
    (length as f64 * share + 1e-9).floor() as usize
}

/// The edit distance of two sequences if it is at most `most`: insertions, deletions and
/// replacements cost 1. Looks only at the diagonals that can stay under `most` (Ukkonen 1985).
#[cfg(test)]
pub(crate) fn distance<T: PartialEq>(a: &[T], b: &[T], most: usize) -> Option<usize> {
    distance_by(a, b, most, T::eq)
}

/// [`distance`] where equality is not that of the items: a number may be equal to two others.
pub(crate) fn distance_by<A, B>(
    a: &[A],
    b: &[B],
    most: usize,
    same: impl Fn(&A, &B) -> bool,
) -> Option<usize> {
    let (a, b) = trim(a, b, &same);
    let (n, m) = (a.len(), b.len());
    if n.abs_diff(m) > most {
        return None;
    }
    let far = most + 1;
    let mut row: Vec<usize> = (0..=m).map(|j| j.min(far)).collect();
    for i in 1..=n {
        let (low, high) = (i.saturating_sub(most).max(1), (i + most).min(m));
        let mut diagonal = if low == 1 { i - 1 } else { row[low - 1] };
        // Left of the band everything is too far.
        row[low - 1] = if low == 1 { i.min(far) } else { far };
        let mut least = row[low - 1];
        for j in low..=high {
            let above = if j == i + most { far } else { row[j] };
            let cost = diagonal + usize::from(!same(&a[i - 1], &b[j - 1]));
            diagonal = row[j];
            row[j] = cost.min(above + 1).min(row[j - 1] + 1).min(far);
            least = least.min(row[j]);
        }
        if least >= far {
            return None;
        }
    }
    (row[m] <= most).then_some(row[m])
}

/// Strips common prefix and suffix, which no cheapest edit touches.
fn trim<'a, A, B>(a: &'a [A], b: &'a [B], same: &impl Fn(&A, &B) -> bool) -> (&'a [A], &'a [B]) {
    let front = a.iter().zip(b).take_while(|(x, y)| same(x, y)).count();
    let (a, b) = (&a[front..], &b[front..]);
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| same(x, y)).count();
    (&a[..a.len() - back], &b[..b.len() - back])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn percent_is_exact_at_the_threshold() {
        assert!(Similarity::new(3, 10).reaches(70.0));
        assert!(!Similarity::new(4, 13).reaches(70.0));
        assert_eq!(Similarity::new(1, 3).whole(), 66);
        assert_eq!(Similarity::new(1, 300).whole(), 99);
        assert_eq!(Similarity::new(1, 3).rounded(), 66.66);
        assert!(Similarity::new(1, 3) > Similarity::new(2, 5));
        assert!(Similarity::of_wordless(true).reaches(100.0));
        assert!(!Similarity::of_wordless(false).reaches(1.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn the_band_loses_nothing(
            a in prop::collection::vec(0..4_u8, 0..20),
            b in prop::collection::vec(0..4_u8, 0..20),
            most in 0..22_usize,
        ) {
            // An independent implementation.
            let full = strsim::generic_levenshtein(&a, &b);
            prop_assert_eq!(distance(&a, &b, most), (full <= most).then_some(full));
        }
    }
}
