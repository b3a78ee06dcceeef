//! A coarse path through two long texts, along anchors that are rare on both sides.

use std::collections::BTreeMap;

use super::{lists::Lists, signal::Items};
use crate::lookup_map::LookupMap;

/// Items with more occurrences on a side are ignored: they locate nothing.
const MOST: usize = 64;
/// Maximum number of occurrences on the other side that vote with one occurrence on this side: those
/// nearest to the position that it would have if both texts ran evenly.
const NEAREST: usize = 4;

/// A vote for a node: its position `(i, j)` and its weight.
type Vote = (usize, usize, f64);

/// Finds nodes on a rising line through the anchors that support each other best.
///
/// Each pair of occurrences of a rare item votes for a node. Chance votes stand alone; true votes
/// have others along their diagonal, so a vote weighs as much as the votes that support it. The path
/// is the heaviest rising chain of votes (a weighted longest increasing subsequence, computed with a
/// Fenwick tree of running maxima). There are at most 4 votes per occurrence of an item. Memory is
/// linear in the votes, and so is time but for sorting them and for the logarithm of the tree.
pub(super) fn coarse(kinds: [&Items; 4]) -> Vec<(usize, usize)> {
    let mut votes: Vec<Vote> = Vec::new();
    for items in kinds {
        vote(items, &mut votes);
    }
    votes.sort_unstable_by_key(|v| (v.0, v.1));
    votes.dedup_by(|b, a| {
        let same = (a.0, a.1) == (b.0, b.1);
        if same {
            a.2 += b.2;
        }
        same
    });
    let mut supported = support(&votes);
    // Votes without support are chance; without them the chain bends less.
    supported.retain(|v| v.2 > 0.0);
    chain(&supported, kinds[0][1].len())
}

/// Size, along the source, of the squares within which votes support each other, in segments.
const AROUND: usize = 12;
/// Size of the squares across the diagonal, in segments.
const OFF: usize = 6;

/// Weighs each vote by the votes in its own square and the squares around it, along the diagonal.
fn support(votes: &[Vote]) -> Vec<Vote> {
    let square = |i: usize, j: usize| {
        let off = (j as isize - i as isize).div_euclid(OFF as isize);
        ((i / AROUND) as isize, off)
    };
    let mut squares: LookupMap<(isize, isize), f64> = LookupMap::default();
    let mut by_segment: LookupMap<usize, Vec<Vote>> = LookupMap::default();
    for &(i, j, weight) in votes {
        *squares.get_or(square(i, j), || 0.0) += weight;
        by_segment.get_or(i, Vec::new).push((i, j, weight));
    }
    votes
        .iter()
        .map(|&(i, j, weight)| {
            let (along, off) = square(i, j);
            let mut others = 0.0;
            for (along, off) in
                (along - 1..=along + 1).flat_map(|a| (off - 1..=off + 1).map(move |o| (a, o)))
            {
                others += squares.get(&(along, off)).copied().unwrap_or(0.0);
            }
            // Nearby votes of the same segment are no support.
            let same = |v: &&Vote| square(v.0, v.1).1.abs_diff(off) <= 1;
            let nearby = by_segment.get(&i).into_iter().flatten().filter(same);
            others -= nearby.map(|v| v.2).sum::<f64>();
            // Support of up to 1 may be a chance vote nearby; count only what exceeds it.
            (i, j, weight.min(2.0) * (others - 1.0).max(0.0))
        })
        .collect()
}

fn vote(items: &Items, votes: &mut Vec<Vote>) {
    let places = |side: &Lists<u32>| {
        let mut places: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, items) in side.iter().enumerate() {
            for item in items {
                places.entry(*item).or_default().push(at);
            }
        }
        places
    };
    let (here, there) = (places(&items[0]), places(&items[1]));
    let [source, target] = [items[0].len().max(1), items[1].len()];
    for (item, a) in here.iter().filter(|(_, a)| a.len() <= MOST) {
        let Some(b) = there.get(item).filter(|b| b.len() <= MOST) else { continue };
        let weight = 1.0 / (a.len().min(NEAREST) * b.len().min(NEAREST)) as f64;
        for &i in a {
            let expected = i * target / source;
            let next = b.partition_point(|j| *j < expected);
            let from = next.saturating_sub(NEAREST / 2).min(b.len().saturating_sub(NEAREST));
            votes.extend(b[from..].iter().take(NEAREST).map(|j| (i, *j, weight)));
        }
    }
}

/// Finds the heaviest chain of votes that rises on both sides.
fn chain(votes: &[(usize, usize, f64)], target: usize) -> Vec<(usize, usize)> {
    // Fenwick tree: the heaviest chain that ends at or below some j, as weight and index of its last
    // vote.
    let mut best: Vec<(f64, Option<usize>)> = vec![(0.0, None); target + 1];
    let mut before: Vec<Option<usize>> = vec![None; votes.len()];
    let mut weights = vec![0.0; votes.len()];
    let mut from = 0;
    while from < votes.len() {
        // Votes of one source segment do not chain with each other.
        let to = from + votes[from..].iter().take_while(|v| v.0 == votes[from].0).count();
        for k in from..to {
            let (mut at, mut top) = (votes[k].1, (0.0, None));
            while at > 0 {
                if best[at].0 > top.0 {
                    top = best[at];
                }
                at &= at - 1;
            }
            weights[k] = top.0 + votes[k].2;
            before[k] = top.1;
        }
        for k in from..to {
            let mut at = votes[k].1 + 1;
            while at <= target {
                if weights[k] > best[at].0 {
                    best[at] = (weights[k], Some(k));
                }
                at += at & at.wrapping_neg();
            }
        }
        from = to;
    }
    let mut last = None;
    for k in 0..votes.len() {
        if last.is_none_or(|l: usize| weights[k] > weights[l]) {
            last = Some(k);
        }
    }
    let mut path = Vec::new();
    while let Some(k) = last {
        path.push((votes[k].0, votes[k].1));
        last = before[k];
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_rising_chain_is_found() {
        let votes = [(0, 0, 1.0), (1, 9, 5.0), (2, 2, 3.0), (3, 3, 3.0), (4, 1, 1.0)];
        assert_eq!(chain(&votes, 10), [(0, 0), (2, 2), (3, 3)]);
        assert!(chain(&[], 4).is_empty());
    }
}
