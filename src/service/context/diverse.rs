//! The choice of further pairs: like the query, and unlike the pairs that are there already
//! (maximal marginal relevance, Carbonell and Goldstein 1998).

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use crate::{
    lookup::Match,
    text::{View, Words},
};

/// The part of the score in the choice; the rest is the likeness to the nearest pair chosen before.
const RELEVANCE: f64 = 0.6;
/// Pairs as like as this to a chosen one say nothing new.
const SAME: f64 = 0.9;
/// The matches of a memory that a look-up with its usual limit shows.
const BEST: usize = 5;

/// Orders matches for a context: the best `limit`, by score; then those that are chosen for what they
/// add. Pairs that are equal in the matching view come once, near-identical ones only among the best.
pub(super) fn order(matches: &[Match], limit: usize, further: usize) -> (Vec<usize>, Vec<usize>) {
    let unique = unique(matches);
    let best = best(matches, &unique, limit);
    let rest: Vec<usize> = unique.into_iter().filter(|at| !best.contains(at)).collect();
    let further = diverse(matches, &best, rest, further);
    (best, further)
}

/// The first of each set of equal pairs.
fn unique(matches: &[Match]) -> Vec<usize> {
    let mut seen: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let view = |text: &str| View::new(text).text().trim().to_owned();
    (0..matches.len())
        .filter(|&at| {
            let targets = seen.entry(view(&matches[at].source)).or_default();
            let target = view(&matches[at].target);
            let is_new = !targets.contains(&target);
            if is_new {
                targets.push(target);
            }
            is_new
        })
        .collect()
}

/// The best matches, best first. A look-up selects by similarity and orders by score: with a higher
/// limit, units of lower similarity may stand before those that it shows, and must not displace them. It
/// takes as many of each memory.
fn best(matches: &[Match], unique: &[usize], limit: usize) -> Vec<usize> {
    let mut by_similarity = unique.to_vec();
    let is_same = |m: &Match| m.differences.is_empty();
    by_similarity.sort_by(|&a, &b| {
        let (a, b) = (&matches[a], &matches[b]);
        let by = b.similarity.total_cmp(&a.similarity);
        by.then(is_same(b).cmp(&is_same(a))).then(a.order(b))
    });
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    let mut best: Vec<usize> = by_similarity;
    best.retain(|&at| {
        let count = counts.entry(matches[at].memory.as_deref()).or_default();
        *count += 1;
        *count <= BEST
    });
    best.sort_by(|&a, &b| matches[a].order(&matches[b]));
    best.truncate(BEST.min(limit));
    for &at in unique {
        if best.len() >= limit {
            break;
        }
        if !best.contains(&at) {
            best.push(at);
        }
    }
    best.sort_by(|&a, &b| matches[a].order(&matches[b]));
    best
}

fn diverse(matches: &[Match], best: &[usize], mut rest: Vec<usize>, further: usize) -> Vec<usize> {
    if rest.is_empty() || further == 0 {
        return Vec::new();
    }
    let mut prints: Vec<Vec<u64>> = vec![Vec::new(); matches.len()];
    best.iter().chain(&rest).for_each(|&at| prints[at] = print_of(&matches[at]));
    let mut nearest = vec![0.0f64; matches.len()];
    let mut update = |chosen: usize, rest: &mut Vec<usize>| {
        for &at in rest.iter() {
            nearest[at] = nearest[at].max(likeness(&prints[at], &prints[chosen]));
        }
        rest.retain(|&at| nearest[at] < SAME);
        // The first of the best: rest is in the order of matches.
        let value = |at: usize| {
            RELEVANCE * f64::from(matches[at].score) / 100.0 - (1.0 - RELEVANCE) * nearest[at]
        };
        rest.iter().copied().reduce(|a, b| if value(b) > value(a) { b } else { a })
    };
    let mut next = rest.first().copied();
    for &chosen in best {
        next = update(chosen, &mut rest);
    }
    let mut out = Vec::new();
    while let Some(at) = next.filter(|_| out.len() < further) {
        out.push(at);
        rest.retain(|&other| other != at);
        next = update(at, &mut rest);
    }
    out
}

/// The words of both sides of a pair, hashed and sorted.
fn print_of(pair: &Match) -> Vec<u64> {
    let mut print = Vec::new();
    for (side, text) in [&pair.source, &pair.target].into_iter().enumerate() {
        for (word, _) in Words::new(text).iter() {
            let mut hasher = DefaultHasher::new();
            (side, word).hash(&mut hasher);
            print.push(hasher.finish());
        }
    }
    print.sort_unstable();
    print
}

/// The shared words of two pairs as a part of all (Dice 1945).
fn likeness(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut shared) = (0, 0, 0usize);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, shared) = (i + 1, j + 1, shared + 1),
        }
    }
    match a.len() + b.len() {
        0 => 0.0,
        all => 2.0 * shared as f64 / all as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        InMemoryStore, Lang, Unit,
        event::silent,
        lookup::LookupOptions,
        service::memories::{Memories, MemoriesOptions},
    };

    fn found(query: &str, pairs: &[(&str, &str)]) -> Vec<Match> {
        let store = InMemoryStore::new("m");
        for (english, arabic) in pairs {
            store.add(Unit::pair((Lang::english(), *english), (Lang::arabic(), *arabic)));
        }
        let lookup = LookupOptions { min: 20.0, limit: 50, ..LookupOptions::default() };
        let options = MemoriesOptions { lookup, ..MemoriesOptions::default() };
        let mut memories = Memories::new(vec![std::sync::Arc::new(store)], options).unwrap();
        memories.find(query, &mut silent()).unwrap()
    }

    #[test]
    fn near_identical_pairs_do_not_fill_the_room() {
        let matches = found(
            "The council met on Monday in the old town hall.",
            &[
                ("The council met on Sunday in the old town hall.", "ا ب ت ث ج ح خ د ذ ر"),
                ("The council met on Sunday in the old town hall!", "ا ب ت ث ج ح خ د ذ ر"),
                ("The council met on Friday in the new town hall.", "س ش ص ض ط ظ ع غ ف ق"),
                ("The mayor spoke on Monday in the old market square.", "ك ل م ن ه و ي"),
            ],
        );
        let (best, further) = order(&matches, 1, 2);
        assert_eq!((best.len(), further.len()), (1, 2));
        let sources: Vec<&str> =
            best.iter().chain(&further).map(|&at| matches[at].source.as_str()).collect();
        assert!(sources[0].contains("Sunday"), "{sources:?}");
        assert_eq!(sources.iter().filter(|s| s.contains("Sunday")).count(), 1, "{sources:?}");
    }

    #[test]
    fn equal_pairs_come_once_and_other_translations_stay() {
        let matches = found(
            "Save the file",
            &[
                ("Save the file", "احفظ الملف"),
                ("SAVE the file", "أحفظ الملفَ"),
                ("Save the file", "حفظ"),
            ],
        );
        let (best, _) = order(&matches, 8, 0);
        let targets: Vec<&str> = best.iter().map(|&at| matches[at].target.as_str()).collect();
        assert_eq!(targets, ["احفظ الملف", "حفظ"]);
    }
}
