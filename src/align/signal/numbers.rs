//! Numbers as anchors, compared by value: ٣٫٥ matches 3.5, عشرة آلاف matches 10,000.

use super::{
    anchors::{Items, Numbering},
    places::{self, Placed, PlacedItems},
};
use crate::{
    align::side::Side,
    text::{
        numbers::{Number, numbers},
        tokens::Token,
    },
};

pub(super) fn items(source: &Side, target: &Side) -> Items {
    places::items(&placed(source, target))
}

pub(super) fn placed(source: &Side, target: &Side) -> PlacedItems {
    let mut numbering = Numbering::default();
    [source, target].map(|side| {
        let mut of_segment = |tokens: &[Token]| {
            let number =
                |n: &Number| Placed { item: numbering.of(n.value.to_bits()), span: n.span };
            numbers(tokens, side.lang.profile()).iter().map(number).collect()
        };
        side.segments.iter().map(|s| of_segment(&s.tokens)).collect()
    })
}
