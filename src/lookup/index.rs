//! Every text that can be found, as numbers for words, and the filter that leaves few of them to be
//! compared and loses none.
//!
//! Of a query of n words, at most D = floor(n (100 - min) / 100) can be without a partner in a text
//! that reaches `min`: with l ≤ n words in the text the distance d is at most D and every word
//! without a partner costs 1; with l > n it is at most floor(l (100 - min) / 100), l - n of which
//! the text's surplus words take, and what is left does not grow with l. So among any D + 1 words of
//! the query, one stands in the text; the rarest D + 1 stand in the fewest (prefix filter: Bayardo,
//! Ma and Srikant 2007). Only texts that hold one of them, and are neither too long nor too short,
//! are compared.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::{
    LookupOptions,
    similarity::{Similarity, distance, most_distance},
};
use crate::normalize::{self, words};

/// A text that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The unit that it belongs to.
    pub unit: i64,
    /// How like the query it is.
    pub similarity: Similarity,
    /// Words that are spelt otherwise than in the query, and those that are missing.
    spelling: u32,
    /// The fingerprint of the text.
    pub text: u64,
}

/// Texts of one language, ready to be compared.
#[derive(Debug, Default)]
pub struct Index {
    /// Numbers of words as they are compared.
    words: Numbers,
    /// Numbers of words as they are spelt, but for case and diacritics.
    spellings: Numbers,
    texts: Vec<Entry>,
    /// The words of all texts, one after another; the same for spellings.
    folded: Vec<u32>,
    spelt: Vec<u32>,
    /// For each word, the texts that hold it, in order.
    holders: Vec<Vec<u32>>,
    /// Texts without words.
    wordless: Vec<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    unit: i64,
    fingerprint: u64,
    /// Where its words begin; they end where the next text's begin.
    start: u32,
}

// A HashMap answers by key only here; its order reaches nothing.
#[expect(clippy::disallowed_types, reason = "looked up by key, never iterated")]
type Numbers = std::collections::HashMap<String, u32>;

/// Takes texts in, one after another.
#[derive(Debug, Default)]
pub struct Builder(Index);

impl Builder {
    /// Adds a text of a unit.
    pub fn add(&mut self, unit: i64, text: &str) {
        let index = &mut self.0;
        let number = index.texts.len() as u32;
        let start = index.folded.len() as u32;
        index.texts.push(Entry { unit, fingerprint: fingerprint(text), start });
        for word in words(text) {
            let spelling = normalize::spelling(word.span.of(text));
            let next = index.words.len() as u32;
            let id = *index.words.entry(word.folded).or_insert(next);
            if id == next {
                index.holders.push(Vec::new());
            }
            let holders = &mut index.holders[id as usize];
            if holders.last() != Some(&number) {
                holders.push(number);
            }
            index.folded.push(id);
            let next = index.spellings.len() as u32;
            index.spelt.push(*index.spellings.entry(spelling).or_insert(next));
        }
        if index.folded.len() as u32 == start {
            index.wordless.push(number);
        }
    }

    /// The index of all texts added.
    pub fn finish(self) -> Index {
        self.0
    }
}

/// A query in the index's numbers. A word that no text holds has no number but its own.
struct Query {
    folded: Vec<u32>,
    spelt: Vec<u32>,
    fingerprint: u64,
}

impl Index {
    /// How many texts.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The texts that are most like a query, best first.
    pub fn find(&self, query: &str, options: &LookupOptions) -> Vec<Hit> {
        let query = self.read(query);
        let candidates = self.candidates(&query.folded, options.min);
        self.rank(&query, candidates, options)
    }

    /// The same by comparing every text: slow, and obviously complete.
    pub fn find_exhaustively(&self, query: &str, options: &LookupOptions) -> Vec<Hit> {
        self.rank(&self.read(query), (0..self.texts.len() as u32).collect(), options)
    }

    fn read(&self, query: &str) -> Query {
        let unknown = |numbers: &Numbers, own: &mut BTreeMap<String, u32>, word: String| {
            numbers.get(&word).copied().unwrap_or_else(|| {
                let next = u32::MAX - own.len() as u32;
                *own.entry(word).or_insert(next)
            })
        };
        let (mut own_words, mut own_spellings) = (BTreeMap::new(), BTreeMap::new());
        let (mut folded, mut spelt) = (Vec::new(), Vec::new());
        for word in words(query) {
            let spelling = normalize::spelling(word.span.of(query));
            folded.push(unknown(&self.words, &mut own_words, word.folded));
            spelt.push(unknown(&self.spellings, &mut own_spellings, spelling));
        }
        Query { folded, spelt, fingerprint: fingerprint(query) }
    }

    /// The texts that may reach `min`, in order: all that do are among them.
    fn candidates(&self, query: &[u32], min: f64) -> Vec<u32> {
        let n = query.len();
        let needed = most_distance(n, min) + 1;
        // With nothing in common asked for, everything reaches it.
        if needed > n && most_distance(n.max(1), min) >= n.max(1) {
            return (0..self.texts.len() as u32).collect();
        }
        if n == 0 {
            return self.wordless.clone();
        }
        let empty = Vec::new();
        let holders = |word: u32| self.holders.get(word as usize).unwrap_or(&empty);
        let mut rarest = query.to_vec();
        rarest.sort_by_key(|word| (holders(*word).len(), *word));
        rarest.truncate(needed);
        rarest.dedup();
        let mut out: Vec<u32> = Vec::new();
        for word in rarest {
            out.extend(holders(word).iter().filter(|text| {
                let l = self.range(**text).len();
                n.abs_diff(l) <= most_distance(n.max(l), min)
            }));
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    fn range(&self, text: u32) -> std::ops::Range<usize> {
        let at = text as usize;
        let end = self.texts.get(at + 1).map_or(self.folded.len(), |next| next.start as usize);
        self.texts[at].start as usize..end
    }

    fn rank(&self, query: &Query, candidates: Vec<u32>, options: &LookupOptions) -> Vec<Hit> {
        let compared = |text| Some((text, self.compare(query, text, options.min)?));
        let mut found: Vec<(u32, Similarity)> =
            candidates.into_iter().filter_map(compared).collect();
        found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        // Keep what ties with the last place: spelling decides among those.
        if let Some(last) = options.limit.checked_sub(1).and_then(|at| found.get(at)).copied() {
            found.retain(|(_, similarity)| *similarity >= last.1);
        }
        let mut hits: Vec<Hit> = found.into_iter().map(|(t, s)| self.hit(query, t, s)).collect();
        hits.sort_by(|a, b| {
            let order = |h: &Hit| (h.text != query.fingerprint, h.spelling, h.unit);
            b.similarity.cmp(&a.similarity).then_with(|| order(a).cmp(&order(b)))
        });
        hits.truncate(options.limit);
        hits
    }

    /// How like a query a text is, if it reaches `min`.
    fn compare(&self, query: &Query, text: u32, min: f64) -> Option<Similarity> {
        let words = &self.folded[self.range(text)];
        let length = words.len().max(query.folded.len());
        let similarity = if length == 0 {
            let fingerprint = self.texts[text as usize].fingerprint;
            Similarity::of_wordless(fingerprint == query.fingerprint)
        } else {
            Similarity::new(distance(&query.folded, words, most_distance(length, min))?, length)
        };
        similarity.reaches(min).then_some(similarity)
    }

    fn hit(&self, query: &Query, text: u32, similarity: Similarity) -> Hit {
        let entry = self.texts[text as usize];
        let spelt = &self.spelt[self.range(text)];
        let length = spelt.len().max(query.spelt.len());
        let spelling = distance(&query.spelt, spelt, length).unwrap_or(length) as u32;
        Hit { unit: entry.unit, similarity, spelling, text: entry.fingerprint }
    }
}

/// 8 bytes that tell one text from another.
pub(super) fn fingerprint(text: &str) -> u64 {
    let hash = Sha256::digest(text.trim().as_bytes());
    hash.iter().take(8).fold(0, |sum, byte| (sum << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index(texts: &[String]) -> Index {
        let mut builder = Builder::default();
        for (unit, text) in texts.iter().enumerate() {
            builder.add(unit as i64, text);
        }
        builder.finish()
    }

    fn text() -> impl Strategy<Value = String> {
        // Few words, so that many texts are alike; some repeated, some spelt in two ways, some none.
        let word = prop::sample::select(vec![
            "one",
            "One",
            "two",
            "three",
            "four",
            "من",
            "إلى",
            "الى",
            "كتابٌ",
            "كتاب",
            "...",
            "«",
            "7",
            "٧",
        ]);
        prop::collection::vec(word, 0..14).prop_map(|words| words.join(" "))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_filter_loses_nothing(
            texts in prop::collection::vec(text(), 0..60),
            queries in prop::collection::vec(text(), 1..8),
            min in prop::sample::select(vec![0.0, 30.0, 50.0, 69.5, 70.0, 85.0, 100.0]),
            limit in 1..8_usize,
        ) {
            let index = index(&texts);
            let options = LookupOptions { min, limit };
            for query in &queries {
                prop_assert_eq!(index.find(query, &options), index.find_exhaustively(query, &options));
            }
        }

        #[test]
        fn a_text_is_found_by_itself(texts in prop::collection::vec(text(), 1..30), at in 0..30_usize) {
            let at = at % texts.len();
            let found = index(&texts).find(&texts[at], &LookupOptions { min: 100.0, limit: 1 });
            prop_assert!(found[0].similarity.is_full());
            prop_assert_eq!(found[0].text, fingerprint(&texts[at]));
        }
    }

    #[test]
    fn ties_go_to_the_same_spelling_then_to_the_older_unit() {
        let texts = ["علي الكتاب", "على الكتاب", "على الكتابِ", "على الكتاب"].map(str::to_owned);
        let found = index(&texts).find("على الكتاب", &LookupOptions::default());
        assert_eq!(found.iter().map(|h| h.unit).collect::<Vec<_>>(), [1, 3, 2, 0]);
        assert!(found.iter().all(|h| h.similarity.is_full()));
    }
}
