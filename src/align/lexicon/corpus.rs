//! The words of many units as numbers, with clitics and endings removed.

use super::LexiconOptions;
use crate::{
    align::lists::Lists,
    lang::profile::Profile,
    lookup_map::LookupMap,
    text::stem::{stems, without_article},
};

type Numbers = LookupMap<String, u32>;

/// All units, by side.
#[derive(Debug)]
pub(super) struct Corpus {
    pub(super) sides: [Half; 2],
    pub(super) units: usize,
}

/// One side: its words in alphabetical order, and the words of each unit.
#[derive(Debug)]
pub(super) struct Half {
    pub(super) words: Vec<String>,
    /// For each word, the number of units that hold it.
    pub(super) counts: Vec<u32>,
    units: Lists<u32>,
}

impl Half {
    /// The distinct words of a unit in ascending order, without words that are too rare or too common
    /// to learn from.
    pub(super) fn unit(&self, unit: usize) -> &[u32] {
        self.units.get(unit)
    }
}

/// Collects units one at a time.
#[derive(Debug, Default)]
pub(super) struct Reader([Raw; 2]);

/// One side with its words unchanged.
#[derive(Debug, Default)]
struct Raw {
    numbers: Numbers,
    words: Vec<String>,
    /// Number of occurrences of each word.
    counts: Vec<u32>,
    units: Lists<u32>,
}

impl Reader {
    pub(super) fn add(&mut self, words: [&[&str]; 2]) {
        for (raw, words) in self.0.iter_mut().zip(words) {
            for word in words {
                let id = raw.number(word);
                raw.counts[id as usize] += 1;
                raw.units.add(id);
            }
            raw.units.close();
        }
    }

    /// Returns the corpus. The words of either side are inflected as its profile says.
    pub(super) fn finish(
        self,
        options: &LexiconOptions,
        profiles: [&'static Profile; 2],
    ) -> Corpus {
        let units = self.0[0].units.len();
        let [source, target] = self.0;
        let sides = [source.finish(options, profiles[0]), target.finish(options, profiles[1])];
        Corpus { sides, units }
    }
}

impl Raw {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(id) = self.numbers.get(word) {
            return *id;
        }
        let id = self.words.len() as u32;
        self.numbers.get_or(word.to_owned(), || id);
        self.words.push(word.to_owned());
        self.counts.push(0);
        id
    }

    fn finish(self, options: &LexiconOptions, profile: &'static Profile) -> Half {
        let stems = self.stems(profile);
        let mut words = stems.clone();
        words.sort_unstable();
        words.dedup();
        let rank = |stem: &String| words.binary_search(stem).unwrap_or_default() as u32;
        let ranks: Vec<u32> = stems.iter().map(rank).collect();
        let mut counts = vec![0_u32; words.len()];
        let mut units = Lists::default();
        for unit in self.units.iter() {
            let mut held: Vec<u32> = unit.iter().map(|word| ranks[*word as usize]).collect();
            held.sort_unstable();
            held.dedup();
            held.iter().for_each(|word| counts[*word as usize] += 1);
            units.push(held);
        }
        let most = (options.commonest * units.len() as f64).max(3.0);
        let is_useful = |word: &u32| {
            let count = counts[*word as usize];
            count >= options.least_units && f64::from(count) <= most
        };
        let kept = units.iter().map(|unit| unit.iter().copied().filter(is_useful)).collect();
        Half { words, counts, units: kept }
    }

    /// Each word without clitics and endings. Removal can go too far: the ك of كتاب is not a
    /// preposition. So of all candidate forms of a word, the one that is most frequent in the texts is
    /// used; on a tie, the longer one.
    fn stems(&self, profile: &'static Profile) -> Vec<String> {
        let mut frequency = Numbers::default();
        for (word, count) in self.words.iter().zip(&self.counts) {
            *frequency.get_or(without_article(word, profile).to_owned(), || 0) += count;
        }
        let often = |stem: &str| frequency.get(stem).copied().unwrap_or(0);
        let stem = |word: &String| {
            let mut best = without_article(word, profile).to_owned();
            for other in stems(word, profile) {
                let key = |s: &str| (often(s), s.len());
                if (key(&other), &other) > (key(&best), &best) {
                    best = other;
                }
            }
            best
        };
        self.words.iter().map(stem).collect()
    }
}
