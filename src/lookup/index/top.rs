//! The best hits so far.

use std::cmp::Ordering;

use crate::{
    lookup::similarity::{Similarity, most_distance},
    unit::UnitId,
};

/// A text that was found.
///
/// Order: similarity, falling; among texts with the query's words first the one that is the query letter
/// for letter, then those with its spelling; then the unit with the smaller number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// Its similarity to the query.
    pub similarity: Similarity,
    /// 0: the query itself; 1: its words in the same spelling; 2: anything else.
    pub(super) tier: u8,
    /// The unit that it belongs to.
    pub unit: UnitId,
    /// The fingerprint of the text.
    pub(in crate::lookup) text: u32,
    /// The place of its language among those that were asked.
    pub(in crate::lookup) lang: u8,
}

impl Ord for Hit {
    fn cmp(&self, other: &Self) -> Ordering {
        let rest = |h: &Self| (h.tier, h.unit, h.lang, h.text);
        other.similarity.cmp(&self.similarity).then_with(|| rest(self).cmp(&rest(other)))
    }
}

impl PartialOrd for Hit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The best hits, best first, and the bound that a further text must reach.
#[derive(Debug, Default)]
pub(super) struct Top {
    min: f64,
    limit: usize,
    hits: Vec<Hit>,
}

impl Top {
    pub(super) fn start(&mut self, min: f64, limit: usize) {
        (self.min, self.limit) = (min, limit);
        self.hits.clear();
    }

    /// Takes a hit if it is among the best; returns whether that raised the bound.
    pub(super) fn add(&mut self, hit: Hit) -> bool {
        if self.limit == 0 || (self.is_full() && hit >= self.hits[self.limit - 1]) {
            return false;
        }
        let before = self.worst().map(|worst| worst.similarity);
        let at = self.hits.partition_point(|known| *known < hit);
        self.hits.insert(at, hit);
        self.hits.truncate(self.limit);
        self.is_full() && self.worst().map(|worst| worst.similarity) != before
    }

    fn is_full(&self) -> bool {
        self.hits.len() == self.limit
    }

    /// The last of the best, once there are as many as are wanted.
    fn worst(&self) -> Option<&Hit> {
        self.hits.last().filter(|_| self.is_full())
    }

    /// The largest distance with which a text can still come among the best, where the longer of
    /// it and the query has so many words. One that is as good as the last may: ties go by unit.
    pub(super) fn most_distance(&self, length: usize) -> usize {
        let least = most_distance(length, self.min);
        self.worst().map_or(least, |worst| least.min(worst.similarity.most_distance(length)))
    }

    /// Returns whether a text comes too late: equally good ones have smaller numbers. Its own is asked
    /// for only where it decides.
    pub(super) fn is_late(
        &self,
        similarity: Similarity,
        first_unit: impl FnOnce() -> UnitId,
    ) -> bool {
        self.worst().is_some_and(|w| match similarity.cmp(&w.similarity) {
            Ordering::Less => true,
            Ordering::Equal => !similarity.is_full() && w.tier == 2 && first_unit() > w.unit,
            Ordering::Greater => false,
        })
    }

    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    pub(super) fn hits(&self) -> &[Hit] {
        &self.hits
    }
}
