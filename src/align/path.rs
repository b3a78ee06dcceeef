//! A coarse path through two long texts, along anchors that stand rarely on both sides.

use super::{
    side::Side,
    signal::{Items, rare_items},
    terms::Terms,
};

/// An item that stands more often than this on a side says too little of where it belongs.
const MOST: usize = 4;

/// Nodes on a rising line through the anchors that agree with each other best.
///
/// Every pair of places of a rare item votes for a node. Chance votes stand alone, true ones have
/// others along their diagonal: a vote weighs as much as the votes that support it. The heaviest
/// rising chain of votes is the path (a weighted longest increasing subsequence, by a Fenwick
/// tree of running maxima).
pub(super) fn coarse(source: &Side, target: &Side, terms: &[&Terms]) -> Vec<(usize, usize)> {
    let mut votes: Vec<(usize, usize, f64)> = Vec::new();
    for items in rare_items(source, target, terms) {
        vote(&items, &mut votes);
    }
    votes.sort_by_key(|v| (v.0, v.1));
    votes.dedup_by(|b, a| {
        let same = (a.0, a.1) == (b.0, b.1);
        if same {
            a.2 += b.2;
        }
        same
    });
    let mut supported = support(&votes);
    // Lone votes are chance; without them the chain bends less.
    supported.retain(|v| v.2 > 0.0);
    chain(&supported, target.len())
}

/// How far around a vote its supporters stand, and how far off its diagonal, in segments.
const AROUND: usize = 12;
const OFF: usize = 6;

fn support(votes: &[(usize, usize, f64)]) -> Vec<(usize, usize, f64)> {
    let mut first = 0;
    votes
        .iter()
        .map(|&(i, j, own)| {
            while votes[first].0 + AROUND < i {
                first += 1;
            }
            let near = votes[first..].iter().take_while(|v| v.0 <= i + AROUND);
            let others: f64 =
                near.filter(|v| v.0 != i && (v.1 + i).abs_diff(j + v.0) <= OFF).map(|v| v.2).sum();
            // One more chance vote lies near by than none; count what goes beyond.
            (i, j, own.min(2.0) * (others - 1.0).max(0.0))
        })
        .collect()
}

fn vote(items: &Items, votes: &mut Vec<(usize, usize, f64)>) {
    use std::collections::BTreeMap;
    let places = |side: &[Vec<u32>]| {
        let mut places: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, items) in side.iter().enumerate() {
            for item in items {
                places.entry(*item).or_default().push(at);
            }
        }
        places
    };
    let (here, there) = (places(&items[0]), places(&items[1]));
    for (item, a) in here.iter().filter(|(_, a)| a.len() <= MOST) {
        let Some(b) = there.get(item).filter(|b| b.len() <= MOST) else { continue };
        let weight = 1.0 / (a.len() * b.len()) as f64;
        votes.extend(a.iter().flat_map(|i| b.iter().map(move |j| (*i, *j, weight))));
    }
}

/// The heaviest chain that rises on both sides.
fn chain(votes: &[(usize, usize, f64)], target: usize) -> Vec<(usize, usize)> {
    // best[k]: the heaviest chain that ends at or below some j, as weight and index of its last vote.
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
