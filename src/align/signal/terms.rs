//! Terms of the lists as anchors.

use super::{
    anchors::Items,
    places::{self, Placed, PlacedItems},
};
use crate::{
    align::side::{Occurrence, Side},
    glossary::{TermHit, Terms},
};

/// The terms in each segment of either side. Each list has its own range of numbers.
pub(super) fn items(lists: &[&Terms], source: &Side, target: &Side) -> Items {
    places::items(&placed(lists, source, target))
}

/// The terms in each segment of either side, with their places.
pub(super) fn placed(lists: &[&Terms], source: &Side, target: &Side) -> PlacedItems {
    [source, target].map(|side| {
        let stems: Vec<&[String]> = side.vocabulary.iter().map(|e| e.stems.as_slice()).collect();
        let mut first = 0;
        let finders: Vec<_> = lists
            .iter()
            .filter_map(|list| {
                let offset = first;
                first += list.len() as u32;
                Some((offset, list.finder(&side.lang, &stems)?))
            })
            .collect();
        let of = |tokens: &[Occurrence]| -> Vec<Placed> {
            let token = |at: usize| (tokens[at].entry, tokens[at].span());
            let hits = finders.iter().flat_map(|(first, finder)| {
                let placed = move |h: TermHit| Placed { item: first + h.term, span: h.span };
                finder.find(tokens.len(), token).into_iter().map(placed)
            });
            hits.collect()
        };
        side.tokens.iter().map(of).collect()
    })
}
