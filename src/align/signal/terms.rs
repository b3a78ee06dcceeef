//! Terms of the lists as anchors.

use super::{
    anchors::Items,
    places::{self, Placed, PlacedItems},
};
use crate::{align::side::Side, glossary::Terms};

/// The terms in each segment of either side. Each list has its own range of numbers.
pub(super) fn items(lists: &[&Terms], source: &Side, target: &Side) -> Items {
    places::items(&placed(lists, source, target))
}

/// The terms in each segment of either side, with their places.
pub(super) fn placed(lists: &[&Terms], source: &Side, target: &Side) -> PlacedItems {
    [source, target].map(|side| {
        let stems: Vec<&[String]> = side.vocabulary.iter().map(|e| e.stems.as_slice()).collect();
        let mut out = vec![Vec::new(); side.len()];
        let mut first = 0;
        for list in lists {
            let segments =
                side.segments.iter().map(|s| (s.tokens.as_slice(), s.numbers.as_slice()));
            let hits = list.find_in_all(&side.lang, &stems, segments);
            for (placed, hits) in out.iter_mut().zip(hits) {
                placed.extend(hits.iter().map(|h| Placed { item: first + h.term, span: h.span }));
            }
            first += list.len() as u32;
        }
        out
    })
}
