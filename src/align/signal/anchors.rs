//! Anchors: items that both texts should hold at the same place: numbers, names, terms, Latin words.
//!
//! An item of one side that stands on the other side too, somewhere, is either found within the
//! bead or missing from it. Found, it speaks the more for the bead the less it would be found by
//! chance: with the item in k of N segments over there, a stretch of b segments holds it by chance
//! with probability p = 1 - (1 - k/N)^b, and -ln p is what finding it tells. That is why large
//! beads, which find everything, gain nothing by it.

use std::{cell::Cell, hash::Hash, ops::Range};

use super::Signal;
use crate::{align::grid::Reach, lookup_map::LookupMap};

/// The items of each segment of either side, numbered so that equal numbers answer each other.
pub(crate) type Items = [Vec<Vec<u32>>; 2];

/// The parts of one kind of anchor.
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

/// The items of one side that also stand on the other.
struct AnchoredSide {
    /// For each segment the items that also stand on the other side, by their place in `places`.
    segments: Vec<Vec<u32>>,
    /// Where the other side holds each item, rising.
    places: Vec<Vec<u32>>,
    /// How many segments the other side has.
    others: usize,
    /// What was said of stretches: neighbouring beads ask for the same.
    said: Memo,
}

/// What segments said of stretches: found, missing.
///
/// Short texts have a place for every answer. Of longer ones each answer has the one place that its
/// number leads to, where a later one may take its place.
struct Memo {
    /// The key that an answer answers; none where keys are places.
    keys: Vec<Cell<u64>>,
    answers: Vec<Cell<[f32; 2]>>,
    others: usize,
}

/// Stretches of up to so many segments have a place for their answer.
const LONGEST: usize = 9;
/// Up to so many pairs of segments all have one: 72 bytes a pair, side and kind of anchor.
const TABLED: usize = 60_000;
/// Beyond, two to this power of answers are kept, 16 bytes each: those of the last rows of the grid.
const MEMO_BITS: u32 = 12;

impl Memo {
    fn new(here: usize, others: usize, asked: bool) -> Self {
        let tabled = !asked || here * others <= TABLED;
        let answers = if !asked {
            0
        } else if tabled {
            here * others * LONGEST
        } else {
            1 << MEMO_BITS
        };
        Self {
            keys: if tabled { Vec::new() } else { vec![Cell::new(u64::MAX); answers] },
            answers: vec![Cell::new([f32::NAN; 2]); answers],
            others,
        }
    }

    fn get(&self, here: usize, there: &Range<usize>, say: impl FnOnce() -> [f32; 2]) -> [f32; 2] {
        if there.len() > LONGEST {
            return say();
        }
        let (place, key) = if self.keys.is_empty() {
            ((here * self.others + there.start) * LONGEST + there.len() - 1, None)
        } else {
            // A stretch is short, and no text has 2^28 segments.
            let key = (here as u64) << 36 | (there.start as u64) << 8 | there.len() as u64;
            // Fibonacci hashing (Knuth 1973): neighbours spread evenly.
            let place = key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - MEMO_BITS);
            (place as usize, Some(key))
        };
        let Some(cell) = self.answers.get(place) else { return say() };
        let known = cell.get();
        if !known[0].is_nan() && key.is_none_or(|key| self.keys[place].get() == key) {
            return known;
        }
        let answer = say();
        cell.set(answer);
        if let Some(key) = key {
            self.keys[place].set(key);
        }
        answer
    }
}

/// Chance is reckoned among so many segments to either side: what stands far away in a long text
/// neither answers for an item nor makes it common.
const NEAR: usize = 60;

impl Anchors {
    pub(super) fn new(parts: Parts, [a, b]: &Items) -> Self {
        Self { parts, sides: [AnchoredSide::new(a, b), AnchoredSide::new(b, a)] }
    }
}

impl AnchoredSide {
    fn new(here: &[Vec<u32>], there: &[Vec<u32>]) -> Self {
        let mut known: LookupMap<u32, u32> = LookupMap::default();
        let mut places: Vec<Vec<u32>> = Vec::new();
        for (at, items) in there.iter().enumerate() {
            for item in items {
                let list = *known.get_or(*item, || {
                    places.push(Vec::new());
                    places.len() as u32 - 1
                });
                let list = &mut places[list as usize];
                if list.last() != Some(&(at as u32)) {
                    list.push(at as u32);
                }
            }
        }
        let answered =
            |items: &Vec<u32>| items.iter().filter_map(|i| known.get(i).copied()).collect();
        let segments: Vec<Vec<u32>> = here.iter().map(answered).collect();
        let asked = segments.iter().any(|items| !items.is_empty());
        Self {
            segments,
            places,
            others: there.len(),
            said: Memo::new(here.len(), there.len(), asked),
        }
    }

    /// The share of the segments around a place that hold an item, if any does, and whether a
    /// stretch does.
    fn near(&self, item: u32, there: &Range<usize>) -> Option<(f64, bool)> {
        let places = &self.places[item as usize];
        let middle = usize::midpoint(there.start, there.end);
        let around = middle.saturating_sub(NEAR)..(middle + NEAR).min(self.others);
        let before = |at: usize| places.partition_point(|p| (*p as usize) < at);
        let (from, to) = if self.others <= NEAR {
            (0, places.len())
        } else {
            (before(around.start), before(around.end))
        };
        let found = places[from..to].iter().any(|p| there.contains(&(*p as usize)));
        let count = to - from;
        (count > 0).then(|| ((count as f64 + 0.5) / (around.len() as f64 + 1.0), found))
    }

    /// Adds what a stretch of this side says of a stretch of the other: found, missing.
    fn add(&self, here: Range<usize>, there: &Range<usize>, out: &mut [f64]) {
        for segment in here.filter(|segment| !self.segments[*segment].is_empty()) {
            let say = || self.one(segment, there).map(|x| x as f32);
            let [found, missing] = self.said.get(segment, there, say).map(f64::from);
            out[0] += found;
            out[1] += missing;
        }
    }

    /// What one segment says of a stretch of the other side: found, missing.
    fn one(&self, here: usize, there: &Range<usize>) -> [f64; 2] {
        let (mut found, mut missing) = (0.0, 0.0);
        for item in &self.segments[here] {
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

    /// How much speaks against leaving segments out at a place of the other side: they hold what
    /// stands near it.
    fn omitted(&self, here: Range<usize>, there: usize) -> f64 {
        let near = |item: &u32| self.near(*item, &(there..there));
        let weight = 1.0 + (self.others.min(2 * NEAR) as f64).ln();
        self.segments[here].iter().flatten().filter_map(near).map(|(s, _)| (1.0 - s) / weight).sum()
    }
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

/// Numbers keys as they come, so that equal keys get equal numbers.
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
    fn a_rare_item_found_tells_more_than_a_common_one() {
        let here = vec![vec![1], vec![2], vec![2], vec![2]];
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
        assert!(all[0] < rare[0] / 2.0, "a bead over everything finds it anyway");
    }

    #[test]
    fn what_was_said_is_said_again() {
        let items: Vec<Vec<u32>> = (0..300).map(|i| vec![i % 7, i % 50, i]).collect();
        let side = AnchoredSide::new(&items, &items);
        assert!(!side.said.keys.is_empty());
        for _ in 0..2 {
            for (here, start, length) in [(5, 3, 4), (299, 290, 9), (0, 0, 1), (5, 3, 5)] {
                let (mut said, stretch) = ([0.0; 3], start..start + length);
                side.add(here..here + 1, &stretch, &mut said);
                let anew = side.one(here, &stretch);
                assert!((said[0] - anew[0]).abs() < 1e-5 && (said[1] - anew[1]).abs() < 1e-5);
            }
        }
    }
}
