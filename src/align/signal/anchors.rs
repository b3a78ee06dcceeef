//! Anchors: items that both texts should hold at the same place, such as numbers, names, terms and
//! Latin words.
//!
//! An item of one side that also occurs on the other side is either found in the bead or missing from
//! it. The evidence of a found item is larger the less likely a match by chance is: if k of the N
//! segments of the other side hold the item, a stretch of b segments holds it by chance with
//! probability p = 1 - (1 - k/N)^b, and the evidence is -ln p. Large beads, which contain most items
//! anyway, therefore gain almost nothing from found items.

use std::{cell::Cell, hash::Hash, ops::Range};

use super::Signal;
use crate::{
    align::{grid::Reach, lists::Lists},
    lookup_map::LookupMap,
};

/// The items of each segment of either side, as numbers; corresponding items have the same number.
pub(crate) type Items = [Lists<u32>; 2];

/// The names of the parts of one kind of anchor: found, missing, omitted.
pub(super) struct Parts(&'static [&'static str; 3]);

pub(super) const NUMBERS: Parts = Parts(&["numbers.found", "numbers.missing", "numbers.omitted"]);
pub(super) const LATIN: Parts = Parts(&["latin.found", "latin.missing", "latin.omitted"]);
pub(super) const NAMES: Parts = Parts(&["names.found", "names.missing", "names.omitted"]);
pub(super) const TERMS: Parts = Parts(&["terms.found", "terms.missing", "terms.omitted"]);
pub(super) const LEXICON: Parts = Parts(&["lexicon.found", "lexicon.missing", "lexicon.omitted"]);

pub(super) struct Anchors {
    parts: Parts,
    sides: [AnchoredSide; 2],
}

/// The items of one side that also occur on the other.
struct AnchoredSide {
    /// For each segment the items that also occur on the other side, as indices into `places`.
    segments: Lists<u32>,
    /// For each item the segments of the other side that hold it, in ascending order.
    places: Lists<u32>,
    /// For each item the index of the place that was looked for last: the next one is mostly near it.
    last: Vec<Cell<u32>>,
    /// Number of segments of the other side.
    others: usize,
    /// Computed evidence: neighbouring beads need the same values.
    memo: Memo,
}

/// A cache of the evidence (found, missing) of a segment for a stretch of the other side.
///
/// For short texts it is a table of all values. For longer texts it is a direct-mapped cache: each key
/// has one slot, in which a later value may replace it.
struct Memo {
    /// The key of the value in each slot; empty if the cache is a table of all values.
    keys: Vec<Cell<u64>>,
    values: Vec<Cell<[f32; 2]>>,
    others: usize,
}

/// Maximum length of the stretches that are cached, in segments.
const LONGEST: usize = 9;
/// Up to this many pairs of segments all values are kept: 72 bytes per pair, side and kind of anchor.
const TABLED: usize = 60_000;
/// For longer texts, 2 to the power of this many values are kept, 16 bytes each. That covers the last
/// rows of the grid.
const MEMO_BITS: u32 = 12;

impl Memo {
    fn new(here: usize, others: usize, used: bool) -> Self {
        let tabled = !used || here * others <= TABLED;
        let slots = if !used {
            0
        } else if tabled {
            here * others * LONGEST
        } else {
            1 << MEMO_BITS
        };
        Self {
            keys: if tabled { Vec::new() } else { vec![Cell::new(u64::MAX); slots] },
            values: vec![Cell::new([f32::NAN; 2]); slots],
            others,
        }
    }

    fn get(
        &self,
        here: usize,
        there: &Range<usize>,
        compute: impl FnOnce() -> [f32; 2],
    ) -> [f32; 2] {
        if there.len() > LONGEST {
            return compute();
        }
        let (slot, key) = if self.keys.is_empty() {
            ((here * self.others + there.start) * LONGEST + there.len() - 1, None)
        } else {
            // The fields do not overlap: a stretch is short, and no text has 2^28 segments.
            let key = (here as u64) << 36 | (there.start as u64) << 8 | there.len() as u64;
            // Fibonacci hashing (Knuth 1973) spreads neighbouring keys evenly.
            let slot = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - MEMO_BITS);
            (slot as usize, Some(key))
        };
        let Some(cell) = self.values.get(slot) else { return compute() };
        let cached = cell.get();
        if !cached[0].is_nan() && key.is_none_or(|key| self.keys[slot].get() == key) {
            return cached;
        }
        let value = compute();
        cell.set(value);
        if let Some(key) = key {
            self.keys[slot].set(key);
        }
        value
    }
}

/// So many places are tried before a search over all.
const STEPS: usize = 8;
/// The probability of a match by chance is computed over this many segments to either side:
/// occurrences far away in a long text are no counterpart and do not make an item common.
const NEAR: usize = 60;

impl Anchors {
    pub(super) fn new(parts: Parts, [a, b]: &Items) -> Self {
        Self { parts, sides: [AnchoredSide::new(a, b), AnchoredSide::new(b, a)] }
    }
}

impl AnchoredSide {
    fn new(here: &Lists<u32>, there: &Lists<u32>) -> Self {
        let mut numbers: LookupMap<u32, u32> = LookupMap::default();
        // The items in the order of their segments, and for each the last segment so far.
        let (mut held, mut last) = (Vec::new(), Vec::new());
        for (at, items) in (0_u32..).zip(there.iter()) {
            for item in items {
                let number = *numbers.get_or(*item, || {
                    last.push(None);
                    last.len() as u32 - 1
                });
                if last[number as usize].replace(at) != Some(at) {
                    held.push((number, at));
                }
            }
        }
        let segments = here.filter_map(|item| numbers.get(item).copied());
        let used = !segments.values().is_empty();
        Self {
            segments,
            places: Lists::grouped(last.len(), &held),
            last: vec![Cell::new(0); last.len()],
            others: there.len(),
            memo: Memo::new(here.len(), there.len(), used),
        }
    }

    /// Returns the share of the segments around a stretch of the other side that hold an item, and true
    /// if the stretch itself holds it. Returns `None` if no segment around it does.
    fn near(&self, item: u32, there: &Range<usize>) -> Option<(f64, bool)> {
        let places = self.places.get(item as usize);
        let middle = usize::midpoint(there.start, there.end);
        let around = middle.saturating_sub(NEAR)..(middle + NEAR).min(self.others);
        let before =
            |places: &[u32], at: usize| places.partition_point(|place| (*place as usize) < at);
        let places = if self.others <= NEAR {
            places
        } else {
            let last = &self.last[item as usize];
            let first = stepped(places, last.get() as usize, around.start);
            last.set(first as u32);
            let places = &places[first..];
            // Places are distinct, so that no more of them can lie around.
            let places = &places[..places.len().min(around.len())];
            &places[..before(places, around.end)]
        };
        let next = places.get(before(places, there.start));
        let found = next.is_some_and(|place| there.contains(&(*place as usize)));
        let count = places.len();
        (count > 0).then(|| ((count as f64 + 0.5) / (around.len() as f64 + 1.0), found))
    }

    /// Adds the evidence of a stretch of this side for a stretch of the other side: found, missing.
    fn add(&self, here: Range<usize>, there: &Range<usize>, out: &mut [f64]) {
        for segment in here.filter(|segment| !self.segments.get(*segment).is_empty()) {
            let compute = || self.one(segment, there).map(|x| x as f32);
            let [found, missing] = self.memo.get(segment, there, compute).map(f64::from);
            out[0] += found;
            out[1] += missing;
        }
    }

    /// Computes the evidence of one segment for a stretch of the other side: found, missing.
    fn one(&self, here: usize, there: &Range<usize>) -> [f64; 2] {
        let (mut found, mut missing) = (0.0, 0.0);
        for item in self.segments.get(here) {
            let Some((share, holds)) = self.near(*item, there) else { continue };
            let chance = 1.0 - (1.0 - share).powi(there.len() as i32);
            if holds {
                found -= chance.ln();
            } else {
                missing += 1.0 - chance;
            }
        }
        [found, missing]
    }

    /// Computes the evidence against omitting segments at a position of the other side: the segments
    /// hold items that occur near that position.
    fn omitted(&self, here: Range<usize>, there: usize) -> f64 {
        let near = |item: &u32| self.near(*item, &(there..there));
        let weight = 1.0 + (self.others.min(2 * NEAR) as f64).ln();
        self.segments.of_all(here).iter().filter_map(near).map(|(s, _)| (1.0 - s) / weight).sum()
    }
}

/// The number of places before a segment, which is mostly near `guess`.
fn stepped(places: &[u32], guess: usize, segment: usize) -> usize {
    let is_before = |at: usize| (places[at] as usize) < segment;
    let mut at = guess.min(places.len());
    for _ in 0..STEPS {
        if at > 0 && !is_before(at - 1) {
            at -= 1;
        } else if at < places.len() && is_before(at) {
            at += 1;
        } else {
            return at;
        }
    }
    places.partition_point(|place| (*place as usize) < segment)
}

impl Signal for Anchors {
    fn parts(&self) -> &'static [&'static str] {
        self.parts.0
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        let (source, target) = (bead.source(), bead.target());
        if source.is_empty() || target.is_empty() {
            out[2] = self.sides[0].omitted(source, bead.j) + self.sides[1].omitted(target, bead.i);
        } else {
            self.sides[0].add(source.clone(), &target, out);
            self.sides[1].add(target, &source, out);
        }
    }
}

/// Assigns numbers to keys in the order of their first use; equal keys get equal numbers.
pub(crate) struct Numbering<K>(LookupMap<K, u32>);

impl<K> Default for Numbering<K> {
    fn default() -> Self {
        Self(LookupMap::default())
    }
}

impl<K: Hash + Eq> Numbering<K> {
    pub(crate) fn of(&mut self, key: K) -> u32 {
        let next = self.0.len() as u32;
        *self.0.get_or(key, || next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_found_rare_item_is_stronger_evidence_than_a_common_one() {
        let here = Lists::from_iter([vec![1], vec![2], vec![2], vec![2]]);
        let side = AnchoredSide::new(&here, &here);
        let mut rare = [0.0; 3];
        side.add(0..1, &(0..1), &mut rare);
        let mut common = [0.0; 3];
        side.add(1..2, &(1..2), &mut common);
        assert!(rare[0] > common[0] && common[0] > 0.0);
        let mut missing = [0.0; 3];
        side.add(0..1, &(1..2), &mut missing);
        assert!(missing[0] == 0.0 && missing[1] > 0.5);
        let mut all = [0.0; 3];
        side.add(0..1, &(0..4), &mut all);
        assert!(all[0] < rare[0] / 2.0, "a bead over all segments holds the item anyway");
    }

    #[test]
    fn steps_find_what_a_search_finds() {
        let places = [2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377];
        for guess in 0..=13 {
            for segment in 0..400 {
                let searched = places.partition_point(|place| (*place as usize) < segment);
                assert_eq!(stepped(&places, guess, segment), searched);
            }
        }
        assert_eq!(stepped(&[], 3, 5), 0);
    }

    #[test]
    fn cached_evidence_equals_computed_evidence() {
        let items: Lists<u32> = (0..300).map(|i| vec![i % 7, i % 50, i]).collect();
        let side = AnchoredSide::new(&items, &items);
        assert!(!side.memo.keys.is_empty());
        for _ in 0..2 {
            for (here, start, length) in [(5, 3, 4), (299, 290, 9), (0, 0, 1), (5, 3, 5)] {
                let (mut out, stretch) = ([0.0; 3], start..start + length);
                side.add(here..here + 1, &stretch, &mut out);
                let computed = side.one(here, &stretch);
                assert!((out[0] - computed[0]).abs() < 1e-5 && (out[1] - computed[1]).abs() < 1e-5);
            }
        }
    }
}
