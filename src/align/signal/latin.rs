//! Words that both texts write alike: Latin names inside Arabic, or cognates of two languages that
//! share a script.

use super::{
    anchors::{Items, Numbering},
    places::{self, Placed, PlacedItems},
};
use crate::align::{
    side::Side,
    stem::stems,
    tokens::{Token, TokenKind},
};

/// Shorter words of one script are too often alike by chance.
const SHORTEST_COGNATE: usize = 4;

pub(super) fn items(source: &Side, target: &Side) -> Items {
    places::items(&placed(source, target))
}

pub(super) fn placed(source: &Side, target: &Side) -> PlacedItems {
    let one_script = source.lang.is_rtl() == target.lang.is_rtl();
    let mut numbering = Numbering::default();
    [source, target].map(|side| {
        let mut of_segment = |tokens: &[Token]| {
            tokens
                .iter()
                .filter(|t| t.kind == TokenKind::Word)
                .filter_map(|t| {
                    // A Latin word may carry an Arabic و or ب.
                    let word = match t.folded.find(|c: char| c.is_ascii_alphabetic()) {
                        Some(at) => &t.folded[at..],
                        None => &t.folded,
                    };
                    let latin = word.chars().all(|c| c < '\u{250}');
                    let long = word.chars().count() >= SHORTEST_COGNATE;
                    ((one_script && long) || (!one_script && latin)).then(|| Placed {
                        item: numbering.of(stems(word).pop().unwrap_or_default()),
                        span: t.span,
                    })
                })
                .collect()
        };
        side.segments.iter().map(|s| of_segment(&s.tokens)).collect()
    })
}
