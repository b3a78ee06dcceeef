//! Names across scripts, compared by sound (see [`crate::align::translit`]).

use std::collections::BTreeMap;

use unicode_script::Script;

use super::{
    anchors::Items,
    places::{self, Placed, PlacedItems},
};
use crate::{
    align::{
        lists::Lists,
        side::{Entry, Occurrence, Side},
        translit::Skeleton,
    },
    lang::profile::Profile,
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
/// texts in one script, or two without Latin letters, have no names across scripts.
pub(super) fn placed(source: &Side, target: &Side) -> PlacedItems {
    let none = |side: &Side| Lists::empty(side.len());
    let latin = |side: &Side| side.lang.profile().script == Script::Latin;
    match (latin(source), latin(target)) {
        (false, true) => link(source, target),
        (true, false) => {
            let [other, latin] = link(target, source);
            [latin, other]
        }
        _ => [none(source), none(target)],
    }
}

fn link(other: &Side, latin: &Side) -> PlacedItems {
    let mut by_sign: BTreeMap<u8, Vec<(Skeleton, u32)>> = BTreeMap::new();
    let mut named = vec![false; latin.vocabulary.len()];
    let common = common_words(latin.lang.profile());
    let names = latin.vocabulary.iter().enumerate().filter(|(_, e)| is_name(e, &common));
    for (number, entry) in names {
        if let Some(skeleton) = Skeleton::latin(&entry.folded) {
            named[number] = true;
            let sign = skeleton.consonants.as_bytes()[0];
            by_sign.entry(sign).or_default().push((skeleton, number as u32));
        }
    }
    let profile = other.lang.profile();
    let matches: Vec<Vec<u32>> =
        other.vocabulary.iter().map(|e| best(e, profile, &by_sign)).collect();
    let place = |t: &Occurrence, item: u32| Placed { item, span: t.span() };
    let of_other = other.tokens.iter().map(|tokens| {
        tokens
            .iter()
            .flat_map(|t| matches[t.entry as usize].iter().map(move |item| place(t, *item)))
    });
    let of_latin = |t: &Occurrence| named[t.entry as usize].then(|| place(t, t.entry));
    [of_other.collect(), latin.tokens.filter_map(of_latin)]
}

/// The names most similar to a word; several only if they are equally similar.
fn best(
    word: &Entry,
    profile: &'static Profile,
    by_sign: &BTreeMap<u8, Vec<(Skeleton, u32)>>,
) -> Vec<u32> {
    let mut found: (f64, Vec<u32>) = (ALIKE, Vec::new());
    let stems = word.stems.iter().filter(|s| s.chars().count() >= SHORTEST);
    for skeleton in stems.flat_map(|stem| Skeleton::all(stem, profile)) {
        let Some(names) = by_sign.get(&skeleton.consonants.as_bytes()[0]) else { continue };
        for (name, number) in names {
            if skeleton.at_most(name) < found.0 {
                continue;
            }
            let Some(alike) = skeleton.similarity(name, found.0) else { continue };
            if alike > found.0 {
                found = (alike, vec![*number]);
            } else if alike == found.0 && !found.1.contains(number) {
                found.1.push(*number);
            }
        }
    }
    found.1
}

/// Words with a capital that are mostly no names in a language.
fn common_words(profile: &'static Profile) -> Vec<&'static str> {
    if profile.openers.is_empty() {
        profile.common.split_whitespace().collect()
    } else {
        profile.openers.to_vec()
    }
}

/// Returns true for a word that occurs only capitalised and is not a common sentence opener.
fn is_name(entry: &Entry, common: &[&str]) -> bool {
    entry.kind == TokenKind::Word
        && !entry.small
        && entry.folded.chars().count() >= SHORTEST
        && !common.contains(&entry.folded.as_str())
}
