//! Names across scripts, by transliteration (see [`crate::align::translit`]).

use std::collections::BTreeMap;

use super::{
    anchors::Items,
    places::{self, Placed, PlacedItems},
};
use crate::align::{
    side::Side,
    stem::stems,
    tokens::{Token, TokenKind},
    translit::Skeleton,
};

/// From here on two words count as one name.
const ALIKE: f64 = 0.76;
/// Shorter words are too often alike by chance.
const SHORTEST: usize = 3;

pub(super) fn items(source: &Side, target: &Side) -> Items {
    places::items(&placed(source, target))
}

/// Links each capitalised word of the Latin side to the words of the other side that sound like it
/// best. Two texts in one script have no names across scripts.
pub(super) fn placed(source: &Side, target: &Side) -> PlacedItems {
    let none = |side: &Side| vec![Vec::new(); side.len()];
    match (source.lang.is_rtl(), target.lang.is_rtl()) {
        (true, false) => {
            let [rtl, latin] = link(source, target);
            [rtl, latin]
        }
        (false, true) => {
            let [rtl, latin] = link(target, source);
            [latin, rtl]
        }
        _ => [none(source), none(target)],
    }
}

fn link(rtl: &Side, latin: &Side) -> PlacedItems {
    let mut names: BTreeMap<&str, u32> = BTreeMap::new();
    let mut by_sign: BTreeMap<u8, Vec<(Skeleton, u32)>> = BTreeMap::new();
    for token in latin.segments.iter().flat_map(|s| &s.tokens).filter(|t| is_name(t, latin)) {
        let number = names.len() as u32;
        if names.contains_key(token.folded.as_str()) {
            continue;
        }
        if let Some(skeleton) = Skeleton::of(&token.folded) {
            names.insert(&token.folded, number);
            by_sign.entry(skeleton.consonants.as_bytes()[0]).or_default().push((skeleton, number));
        }
    }
    let mut known: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let rtl_items = rtl
        .segments
        .iter()
        .map(|segment| {
            let words = segment.tokens.iter().filter(|t| t.kind == TokenKind::Word);
            words
                .flat_map(|t| {
                    let names = known.entry(&t.folded).or_insert_with(|| best(&t.folded, &by_sign));
                    names.iter().map(|&item| Placed { item, span: t.span }).collect::<Vec<_>>()
                })
                .collect()
        })
        .collect();
    let latin_items = latin
        .segments
        .iter()
        .map(|s| {
            let name = |t: &Token| {
                let item = *names.get(t.folded.as_str())?;
                Some(Placed { item, span: t.span })
            };
            s.tokens.iter().filter_map(name).collect()
        })
        .collect();
    [rtl_items, latin_items]
}

/// The names that a word sounds like best; several only if equally alike.
fn best(word: &str, by_sign: &BTreeMap<u8, Vec<(Skeleton, u32)>>) -> Vec<u32> {
    let mut found: (f64, Vec<u32>) = (ALIKE, Vec::new());
    for stem in stems(word).iter().filter(|s| s.chars().count() >= SHORTEST) {
        let Some(skeleton) = Skeleton::of(stem) else { continue };
        let Some(names) = by_sign.get(&skeleton.consonants.as_bytes()[0]) else { continue };
        for (name, number) in names {
            let alike = skeleton.similarity(name);
            if alike > found.0 {
                found = (alike, vec![*number]);
            } else if alike == found.0 && !found.1.contains(number) {
                found.1.push(*number);
            }
        }
    }
    found.1
}

/// A capitalised word that is not also written small.
fn is_name(token: &Token, side: &Side) -> bool {
    token.kind == TokenKind::Word
        && token.capital
        && token.folded.chars().count() >= SHORTEST
        && !side.small_words.contains(&token.folded)
        && !COMMON.contains(&token.folded.as_str())
}

/// Words that open sentences, and in a short text may stand nowhere else.
#[rustfmt::skip]
const COMMON: &[&str] = &[
    "after", "all", "also", "although", "and", "another", "any", "are", "because", "before", "both",
    "but", "can", "did", "does", "each", "even", "every", "for", "from", "had", "has", "have", "her",
    "here", "his", "how", "however", "its", "just", "let", "many", "may", "meanwhile", "more", "most",
    "much", "neither", "never", "nor", "not", "now", "one", "only", "other", "our", "out", "over",
    "she", "should", "since", "some", "such", "than", "that", "the", "their", "then", "there",
    "these", "they", "this", "those", "though", "through", "thus", "too", "two", "under", "until",
    "upon", "very", "was", "were", "what", "when", "where", "which", "while", "who", "whoever",
    "whose", "why", "will", "with", "within", "without", "would", "yes", "yet", "you", "your",
];
