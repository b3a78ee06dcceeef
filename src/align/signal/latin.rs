//! Words that both texts spell alike: Latin names in Arabic text, or cognates of two languages that
//! share a script.

use super::{
    anchors::{Items, Numbering},
    places::{self, Placed, PlacedItems},
};
use crate::{
    align::side::{Entry, Features, Side},
    lang::profile::Profile,
    text::{
        stem::stems,
        tokens::{Token, TokenKind},
    },
};

/// In texts of one script, shorter words are too often alike by chance.
const SHORTEST_COGNATE: usize = 4;

pub(super) fn items(source: &Side, target: &Side) -> Items {
    places::items(&placed(source, target))
}

pub(super) fn placed(source: &Side, target: &Side) -> PlacedItems {
    let [a, b] = [source, target].map(|side| side.lang.profile());
    let one_script = a.writes(b.script) || b.writes(a.script);
    let mut numbering = Numbering::default();
    [source, target].map(|side| {
        let items: Vec<Option<u32>> = side
            .vocabulary
            .iter()
            .map(|entry| Some(numbering.of(shared(entry, one_script, side.lang.profile())?)))
            .collect();
        let place = |(t, number): (&Token, &u32)| {
            Some(Placed { item: items[*number as usize]?, span: t.span })
        };
        let of = |s: &Features| s.tokens.iter().zip(&s.numbers).filter_map(place).collect();
        side.segments.iter().map(of).collect()
    })
}

/// The part of a token that the other text may spell alike, as its shortest stem.
fn shared(entry: &Entry, one_script: bool, profile: &'static Profile) -> Option<String> {
    if entry.kind != TokenKind::Word {
        return None;
    }
    // A Latin word may have an Arabic و or ب as a prefix, or a Hebrew one.
    let at = entry.folded.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
    let word = &entry.folded[at..];
    let comparable = if one_script {
        word.chars().count() >= SHORTEST_COGNATE
    } else {
        word.chars().all(|c| c < '\u{250}')
    };
    let last = |stems: &[String]| stems.last().cloned().unwrap_or_default();
    comparable.then(|| if at == 0 { last(&entry.stems) } else { last(&stems(word, profile)) })
}
