//! Phrases in an index: where a phrase stands, and which phrases of a query stand anywhere.
//!
//! The tokens of all sequences lie packed one after another, so a phrase is a string of bytes, and
//! one pass over them, with many bytes looked at in a step, finds every place of it.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::{Index, Part, packed, segment::Segment};

/// Where a phrase stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhrasePlace {
    /// The unit.
    pub unit: i64,
    /// The place of the text's language among those of the index.
    pub(in crate::lookup) lang: u8,
    /// The fingerprint of the text.
    pub(in crate::lookup) text: u32,
    /// The first of its words, by number, and how many they are.
    pub first: u32,
    /// How many words.
    pub words: u32,
}

/// A phrase of a query that stands in some text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The first of the query's words.
    pub first: usize,
    /// How many words.
    pub words: usize,
    /// Texts that hold it, the shortest first, a few at the most.
    pub places: Vec<PhrasePlace>,
}

impl Index {
    /// The places of a phrase: for each of its words the forms that count as it. By unit.
    pub fn places(&self, phrase: &[Vec<String>]) -> Vec<PhrasePlace> {
        let mut out = Vec::new();
        for part in &self.parts {
            part.places(phrase, &mut out);
        }
        out.sort_unstable();
        out
    }

    /// The longest phrases of a query's words, of two words and more, that stand in texts; none
    /// within another. In the order of the query.
    pub fn covered(&self, words: &[String], examples: usize) -> Vec<Covered> {
        let mut best: Vec<Covered> = Vec::new();
        for part in &self.parts {
            for found in part.covered(words, examples) {
                match best.iter_mut().find(|b| (b.first, b.words) == (found.first, found.words)) {
                    Some(known) => known.places.extend(found.places),
                    None => best.push(found),
                }
            }
        }
        let all = best.clone();
        let within = |a: &Covered, b: &Covered| {
            a.words < b.words && b.first <= a.first && a.first + a.words <= b.first + b.words
        };
        best.retain(|a| !all.iter().any(|b| within(a, b)));
        best.sort_by_key(|found| (found.first, found.words));
        best.iter_mut().for_each(|found| found.places.truncate(examples));
        best
    }
}

impl Part {
    fn places(&self, phrase: &[Vec<String>], out: &mut Vec<PhrasePlace>) {
        let segment = &self.segment;
        let tokens: Vec<Vec<u32>> = phrase
            .iter()
            .map(|forms| {
                let mut tokens: Vec<u32> = forms.iter().filter_map(|f| segment.token(f)).collect();
                tokens.sort_unstable();
                tokens.dedup();
                tokens
            })
            .collect();
        // The word whose commonest form is the rarest is met least often.
        let Some(key) = (0..tokens.len()).max_by_key(|k| tokens[*k].first().copied()) else {
            return;
        };
        if tokens.iter().any(Vec::is_empty) {
            return;
        }
        let patterns: Vec<Vec<u8>> = tokens[key].iter().map(|token| pack(&[*token])).collect();
        self.each_match(&patterns, |sequence, place, _| {
            let own: Vec<u32> = segment.tokens(sequence).collect();
            let Some(first) = place.checked_sub(key) else { return };
            let stands = own.get(first..first + tokens.len()).is_some_and(|stretch| {
                stretch.iter().zip(&tokens).all(|(token, forms)| forms.binary_search(token).is_ok())
            });
            if stands {
                self.tell(sequence, first, tokens.len(), usize::MAX, out);
            }
        });
    }

    /// Tells of each place of some tokens: the sequence, the number of the token's word, and which
    /// of the patterns it is.
    fn each_match(&self, patterns: &[Vec<u8>], mut tell: impl FnMut(u32, usize, usize)) {
        let searcher = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::Standard)
            .build(patterns);
        let Ok(searcher) = searcher else { return };
        let bytes = self.segment.all_packed();
        let mut sequence = 0;
        for found in searcher.find_overlapping_iter(bytes) {
            // What begins within another token is none.
            if found.start() > 0 && bytes[found.start() - 1] >= 0x80 {
                continue;
            }
            sequence = sequence_at(&self.segment, found.start(), sequence);
            let range = self.segment.packed_range(sequence);
            if found.end() > range.end {
                continue;
            }
            let before = bytes.get(range.start..found.start()).unwrap_or(&[]);
            let words = before.iter().filter(|byte| **byte < 0x80).count();
            tell(sequence, words, found.pattern().as_usize());
        }
    }

    /// Adds a place in each text of a sequence.
    fn tell(
        &self,
        sequence: u32,
        first: usize,
        words: usize,
        most: usize,
        out: &mut Vec<PhrasePlace>,
    ) {
        let segment = &self.segment;
        let accepted = segment.texts(sequence).filter(|text| self.takes(*text));
        out.extend(accepted.take(most).map(|text| PhrasePlace {
            unit: i64::from(segment.units()[text]),
            lang: self.lang,
            text: segment.fingerprints()[text],
            first: first as u32,
            words: words as u32,
        }));
    }

    /// Whether a text is still there and has a translation that is wanted.
    fn takes(&self, text: usize) -> bool {
        let unit = i64::from(self.segment.units()[text]);
        self.wanted.get(self.segment.langs_of(text)).is_none_or(|wanted| *wanted)
            && self.dead.binary_search(&unit).is_err()
    }

    fn covered(&self, words: &[String], examples: usize) -> Vec<Covered> {
        let segment = &self.segment;
        let tokens: Vec<Option<u32>> = words.iter().map(|word| segment.token(word)).collect();
        let pairs: Vec<(usize, Vec<u8>)> = tokens
            .windows(2)
            .enumerate()
            .filter_map(|(at, pair)| Some((at, pack(&[pair[0]?, pair[1]?]))))
            .collect();
        // By the first word of the query: how far the longest phrase goes, and who holds it.
        let mut longest: Vec<(usize, Vec<(u32, usize)>)> = vec![(0, Vec::new()); words.len()];
        let patterns: Vec<Vec<u8>> = pairs.iter().map(|(_, bytes)| bytes.clone()).collect();
        self.each_match(&patterns, |sequence, place, pattern| {
            let first = pairs[pattern].0;
            let own = segment.tokens(sequence).skip(place);
            let long = own.zip(&tokens[first..]).take_while(|(a, b)| Some(*a) == **b).count();
            let (known, holders) = &mut longest[first];
            if long > *known {
                *known = long;
                holders.clear();
            }
            if long == *known && holders.len() < examples {
                holders.push((sequence, place));
            }
        });
        let found = longest.into_iter().enumerate().filter(|(_, (long, _))| *long > 1);
        found
            .map(|(first, (words, holders))| {
                let mut places = Vec::new();
                for (sequence, place) in holders {
                    self.tell(sequence, place, words, examples, &mut places);
                }
                Covered { first, words, places }
            })
            .filter(|covered| !covered.places.is_empty())
            .collect()
    }
}

fn pack(tokens: &[u32]) -> Vec<u8> {
    let mut bytes = Vec::new();
    tokens.iter().for_each(|token| packed::push(&mut bytes, *token));
    bytes
}

/// The sequence whose tokens hold a byte, at or after one that is known not to come later.
fn sequence_at(segment: &Segment, byte: usize, known: u32) -> u32 {
    let records = segment.records();
    let ends_before =
        |sequence: usize| records.get(sequence + 1).is_some_and(|next| next[4] as usize <= byte);
    let mut low = known as usize;
    let mut step = 1;
    // Places come rising: the next is mostly near.
    while ends_before(low + step) {
        low += step;
        step *= 2;
    }
    let high = (low + step + 1).min(records.len());
    (low + records[low.min(high)..high].partition_point(|r| r[4] as usize <= byte))
        .saturating_sub(1) as u32
}
