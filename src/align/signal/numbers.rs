//! Numbers as anchors, compared by value: ٣٫٥ matches 3.5, عشرة آلاف matches 10,000.

use super::{
    anchors::{Items, Numbering},
    places::{self, Placed, PlacedItems},
};
use crate::{
    align::side::{Entry, Occurrence, Side},
    text::{
        numbers::{Number, numbers, value_of_word},
        tokens::TokenKind,
    },
};

pub(super) fn items(source: &Side, target: &Side) -> Items {
    places::items(&placed(source, target))
}

pub(super) fn placed(source: &Side, target: &Side) -> PlacedItems {
    let mut numbering = Numbering::default();
    [source, target].map(|side| {
        let profile = side.lang.profile();
        // Most segments have no token that can be a number or part of one, and need not be read.
        let may_be = |entry: &Entry| match entry.kind {
            TokenKind::Number => true,
            TokenKind::Word => value_of_word(&entry.folded, profile).is_some(),
            TokenKind::Sign => false,
        };
        let parts: Vec<bool> =
            side.vocabulary.iter().map(|e| !profile.spaced || may_be(e)).collect();
        let mut of_segment = |(segment, tokens): (usize, &[Occurrence])| -> Vec<Placed> {
            if !tokens.iter().any(|t| parts[t.entry as usize]) {
                return Vec::new();
            }
            let number =
                |n: &Number| Placed { item: numbering.of(n.value.to_bits()), span: n.span };
            numbers(&side.tokens_of(segment), profile).iter().map(number).collect()
        };
        side.tokens.iter().enumerate().map(&mut of_segment).collect()
    })
}
