//! Evaluation of an alignment against a gold alignment: strict and lax precision, recall and F1
//! (Sennrich and Volk 2011), for pairs and for omissions.
//!
//! A bead is a strict hit if the other list holds the same bead, and a lax hit if it shares both a
//! source and a target segment with one bead of the other list. Beads with an empty side are not
//! counted as pairs; they count as omissions, one per segment. Lists are treated as sets: neither the
//! order of the beads nor duplicates change a figure. Figures over several documents are computed from
//! the sums of their counts (micro-averaged), so long documents weigh more.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::beads::Pair;

/// Strict and lax hits among a number of beads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Hits {
    strict: usize,
    lax: usize,
    of: usize,
}

/// The counts from which the figures are computed. Counts of several documents can be added.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Found pairs that are in the gold.
    precision: Hits,
    /// Gold pairs that were found.
    recall: Hits,
    /// Found beads, including omissions, that are in the gold.
    vecalign: Hits,
    /// Numbers of segments without a partner: in both lists, in the found list, in the gold.
    omissions: (usize, usize, usize),
}

/// Precision, recall and F1, rounded to four decimals, under their usual names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[allow(
    missing_docs,
    reason = "kind and measure: p is precision, r recall, f1 their harmonic mean"
)]
#[non_exhaustive]
pub struct Scores {
    pub strict_p: f64,
    pub strict_r: f64,
    pub strict_f1: f64,
    /// As Vecalign counts: omissions count in the precision, and can be strict hits.
    pub vecalign_strict_p: f64,
    pub vecalign_strict_f1: f64,
    pub lax_p: f64,
    pub lax_r: f64,
    pub lax_f1: f64,
    pub vecalign_lax_p: f64,
    pub vecalign_lax_f1: f64,
    /// Omissions (deletions), by segment.
    pub del_p: f64,
    pub del_r: f64,
    pub del_f1: f64,
    /// Number of distinct pairs in the gold.
    pub gold_beads: usize,
    /// Number of distinct pairs that were found.
    pub test_beads: usize,
}

impl Tally {
    /// Compares two bead lists and counts the hits.
    ///
    /// ```
    /// use muwazi::align::score::Tally;
    /// let gold = [(vec![0], vec![0, 1]), (vec![1], vec![2])];
    /// let found = [(vec![0], vec![0]), (vec![1], vec![2])];
    /// let scores = Tally::of(&gold, &found).scores();
    /// assert_eq!((scores.strict_f1, scores.lax_f1), (0.5, 1.0));
    /// ```
    pub fn of(gold: &[Pair], found: &[Pair]) -> Self {
        let (gold, found) = (set(gold), set(found));
        let pairs = |beads: &BTreeSet<Pair>| -> BTreeSet<Pair> {
            beads.iter().filter(|(s, t)| !s.is_empty() && !t.is_empty()).cloned().collect()
        };
        let (gold_pairs, found_pairs) = (pairs(&gold), pairs(&found));
        let (in_gold, in_found) = (alone(&gold), alone(&found));
        Self {
            precision: hits(&found_pairs, &gold_pairs),
            recall: hits(&gold_pairs, &found_pairs),
            vecalign: hits(&found, &gold),
            omissions: (in_gold.intersection(&in_found).count(), in_found.len(), in_gold.len()),
        }
    }

    /// Adds the counts of another document.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in [
            (&mut self.precision, other.precision),
            (&mut self.recall, other.recall),
            (&mut self.vecalign, other.vecalign),
        ] {
            sum.strict += more.strict;
            sum.lax += more.lax;
            sum.of += more.of;
        }
        self.omissions.0 += other.omissions.0;
        self.omissions.1 += other.omissions.1;
        self.omissions.2 += other.omissions.2;
    }

    /// Returns true if either list has an omission. If not, the figures for omissions are meaningless.
    pub fn has_omissions(&self) -> bool {
        self.omissions.1 + self.omissions.2 > 0
    }

    /// Computes the figures. A figure whose denominator is 0 is 0.
    pub fn scores(&self) -> Scores {
        let (p, r, v) = (self.precision, self.recall, self.vecalign);
        let of = |hits: fn(&Hits) -> usize| {
            let (a, b, c) = (ratio(hits(&p), p.of), ratio(hits(&r), r.of), ratio(hits(&v), v.of));
            [a, b, f1(a, b), c, f1(c, b)].map(rounded)
        };
        let [strict_p, strict_r, strict_f1, vecalign_strict_p, vecalign_strict_f1] =
            of(|h| h.strict);
        let [lax_p, lax_r, lax_f1, vecalign_lax_p, vecalign_lax_f1] = of(|h| h.lax);
        let (both, found, gold) = self.omissions;
        let (a, b) = (ratio(both, found), ratio(both, gold));
        let [del_p, del_r, del_f1] = [a, b, f1(a, b)].map(rounded);
        Scores {
            strict_p,
            strict_r,
            strict_f1,
            vecalign_strict_p,
            vecalign_strict_f1,
            lax_p,
            lax_r,
            lax_f1,
            vecalign_lax_p,
            vecalign_lax_f1,
            del_p,
            del_r,
            del_f1,
            gold_beads: r.of,
            test_beads: p.of,
        }
    }
}

/// The distinct beads with their indices in order. Beads with two empty sides are dropped.
fn set(beads: &[Pair]) -> BTreeSet<Pair> {
    let in_order = |side: &Vec<usize>| {
        let mut side = side.clone();
        side.sort_unstable();
        side
    };
    let all = beads.iter().filter(|(s, t)| !s.is_empty() || !t.is_empty());
    all.map(|(s, t)| (in_order(s), in_order(t))).collect()
}

/// The segments without a partner, each as (true if it is a source segment, index).
fn alone(beads: &BTreeSet<Pair>) -> BTreeSet<(bool, usize)> {
    let of = |is_source, side: &[usize], other: &[usize]| -> Vec<(bool, usize)> {
        let omitted = if other.is_empty() { side } else { &[] };
        omitted.iter().map(|i| (is_source, *i)).collect()
    };
    beads.iter().flat_map(|(s, t)| [of(true, s, t), of(false, t, s)].concat()).collect()
}

fn hits(candidates: &BTreeSet<Pair>, reference: &BTreeSet<Pair>) -> Hits {
    // For each segment, the reference beads that contain it. This finds lax hits without listing all
    // pairs of segments, which could be very many.
    let mut by_segment: [BTreeMap<usize, Vec<usize>>; 2] = Default::default();
    for (number, (s, t)) in reference.iter().enumerate() {
        for (index, side) in by_segment.iter_mut().zip([s, t]) {
            for segment in side {
                index.entry(*segment).or_default().push(number);
            }
        }
    }
    let touched = |side: usize, segments: &[usize]| -> BTreeSet<usize> {
        segments.iter().filter_map(|i| by_segment[side].get(i)).flatten().copied().collect()
    };
    let mut out = Hits { of: candidates.len(), ..Hits::default() };
    for bead in candidates {
        let strict = reference.contains(bead);
        out.strict += usize::from(strict);
        let lax = strict || !touched(0, &bead.0).is_disjoint(&touched(1, &bead.1));
        out.lax += usize::from(lax);
    }
    out
}

fn ratio(a: usize, b: usize) -> f64 {
    if b == 0 { 0.0 } else { a as f64 / b as f64 }
}

fn f1(p: f64, r: f64) -> f64 {
    if p + r == 0.0 { 0.0 } else { 2.0 * p * r / (p + r) }
}

/// Rounds through the decimal form, which is exact; scaling by 10,000 would shift some halves.
fn rounded(x: f64) -> f64 {
    format!("{x:.4}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::align::beads;

    fn tally(gold: &str, found: &str) -> Tally {
        Tally::of(&beads::read(gold, "g").unwrap(), &beads::read(found, "f").unwrap())
    }

    #[test]
    fn scores_match_a_computation_by_hand() {
        // Strict hits: one of three found pairs, one of two gold pairs. Lax hits: two and two.
        let t = tally(
            "[0]:[0]\n[1, 2]:[1]\n[3]:[]\n[]:[2]",
            "[0]:[0]\n[1]:[1]\n[3]:[3]\n[2]:[]\n[]:[2]",
        );
        let s = t.scores();
        assert_eq!((s.strict_p, s.strict_r, s.strict_f1), (0.3333, 0.5, 0.4));
        assert_eq!((s.lax_p, s.lax_r, s.lax_f1), (0.6667, 1.0, 0.8));
        // By Vecalign's count the right omission is a hit among five beads.
        assert_eq!((s.vecalign_strict_p, s.vecalign_lax_p), (0.4, 0.6));
        assert_eq!((s.del_p, s.del_r, s.del_f1), (0.5, 0.5, 0.5));
        assert_eq!((s.gold_beads, s.test_beads), (2, 3));
    }

    #[test]
    fn order_and_duplicates_do_not_matter() {
        let gold = "[0]:[0]\n[1, 2]:[1]\n[]:[]";
        assert_eq!(tally(gold, "[2, 1]:[1]\n[0]:[0]\n[0]:[0]\n"), tally(gold, gold));
        let nothing = tally(gold, "").scores();
        assert_eq!((nothing.strict_f1, nothing.del_f1, nothing.gold_beads), (0.0, 0.0, 2));
        assert!(!tally(gold, gold).has_omissions());
    }

    #[test]
    fn a_lax_hit_shares_both_sides_with_one_bead() {
        // 0 and 1 are both in the gold, but not in the same bead.
        assert_eq!(tally("[0]:[0]\n[1]:[1]", "[0]:[1]").scores().lax_p, 0.0);
    }

    #[test]
    fn a_huge_bead_is_compared_quickly() {
        let side: Vec<usize> = (0..50_000).collect();
        let all = [(side.clone(), side)];
        assert_eq!(Tally::of(&all, &[(vec![49_999], vec![0])]).scores().lax_f1, 1.0);
    }
}
