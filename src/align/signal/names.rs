//! Names across scripts, compared by sound (see [`crate::align::translit`]).

use std::collections::BTreeMap;

use super::{
    anchors::Items,
    places::{self, Placed, PlacedItems},
};
use crate::{
    align::{
        side::{Entry, Features, Side},
        translit::Skeleton,
    },
    text::tokens::TokenKind,
};

/// Least similarity of two words that count as the same name.
const ALIKE: f64 = 0.76;
/// Least length of a name in characters; shorter words are too often alike by chance.
const SHORTEST: usize = 3;

pub(super) fn items(source: &Side, target: &Side) -> Items {
    places::items(&placed(source, target))
}

/// Links each capitalised word of the Latin side with the most similar words of the other side. Two
/// texts in one script have no names across scripts.
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
    let mut by_sign: BTreeMap<u8, Vec<(Skeleton, u32)>> = BTreeMap::new();
    let mut named = vec![false; latin.vocabulary.len()];
    for (number, entry) in latin.vocabulary.iter().enumerate().filter(|(_, e)| is_name(e)) {
        if let Some(skeleton) = Skeleton::of(&entry.folded) {
            named[number] = true;
            let sign = skeleton.consonants.as_bytes()[0];
            by_sign.entry(sign).or_default().push((skeleton, number as u32));
        }
    }
    let matches: Vec<Vec<u32>> = rtl.vocabulary.iter().map(|e| best(e, &by_sign)).collect();
    let place = |side: &Side, items: &dyn Fn(u32) -> Vec<u32>| -> Vec<Vec<Placed>> {
        let of = |s: &Features| {
            let tokens = s.tokens.iter().zip(&s.numbers);
            tokens
                .flat_map(|(t, &n)| items(n).into_iter().map(|item| Placed { item, span: t.span }))
                .collect()
        };
        side.segments.iter().map(of).collect()
    };
    let itself = |n: u32| if named[n as usize] { vec![n] } else { Vec::new() };
    [place(rtl, &|n| matches[n as usize].clone()), place(latin, &itself)]
}

/// The names most similar to a word; several only if they are equally similar.
fn best(word: &Entry, by_sign: &BTreeMap<u8, Vec<(Skeleton, u32)>>) -> Vec<u32> {
    let mut found: (f64, Vec<u32>) = (ALIKE, Vec::new());
    for stem in word.stems.iter().filter(|s| s.chars().count() >= SHORTEST) {
        let Some(skeleton) = Skeleton::of(stem) else { continue };
        let Some(names) = by_sign.get(&skeleton.consonants.as_bytes()[0]) else { continue };
        for (name, number) in names {
            if skeleton.at_most(name) < found.0 {
                continue;
            }
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

/// Returns true for a word that occurs only capitalised and is not a common sentence opener.
fn is_name(entry: &Entry) -> bool {
    entry.kind == TokenKind::Word
        && !entry.small
        && entry.folded.chars().count() >= SHORTEST
        && !COMMON.contains(&entry.folded.as_str())
}

/// Words that often open sentences. In a short text they may occur only capitalised.
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
