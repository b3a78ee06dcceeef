//! Phrases in an index: where a phrase stands, and which phrases of a query stand anywhere.
//!
//! Every place of a phrase: one pass over the signatures of all sequences leaves those that may hold
//! its words, and their words are read. The phrases of a query: the postings of its words lead to
//! the sequences in which they are among the rarer half of the words, which is what makes a phrase
//! worth showing.

use super::{
    Index, Part,
    segment::{RANK_BITS, Segment},
};

/// So many texts are read for the phrases of a query, those of its rarest words first.
const MOST_READ: usize = 20_000;

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

    /// The longest phrases of a query's words, of two words and more, that stand in texts, one of the
    /// words being among the rarer half there; none within another. In the order of the query.
    pub fn covered(
        &self,
        words: &[String],
        examples: usize,
        units: Option<&[i64]>,
    ) -> Vec<Covered> {
        let mut best: Vec<Covered> = Vec::new();
        for part in &self.parts {
            for found in part.covered(words, examples, units) {
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
        let forms: Vec<Vec<u32>> = phrase
            .iter()
            .map(|forms| {
                let mut tokens: Vec<u32> = forms.iter().filter_map(|f| segment.token(f)).collect();
                tokens.sort_unstable();
                tokens.dedup();
                tokens
            })
            .collect();
        if forms.is_empty() || forms.iter().any(Vec::is_empty) {
            return;
        }
        let masks: Vec<[u64; 2]> = forms.iter().map(|tokens| signature(segment, tokens)).collect();
        let may_hold = |text: [u64; 2]| {
            masks.iter().all(|mask| (mask[0] & text[0]) | (mask[1] & text[1]) != 0)
        };
        // The phrase word by word as bits (Baeza-Yates and Gonnet 1992): bit k of a state is set where
        // its first k + 1 words stand. What is longer than a state is compared word by word.
        let mut is_word = vec![0_u64; segment.facts().words as usize];
        for (k, tokens) in forms.iter().take(64).enumerate() {
            for token in tokens {
                is_word[*token as usize] |= 1 << k;
            }
        }
        let whole = 1_u64 << (forms.len().min(64) - 1);
        for sequence in sequences(segment, may_hold) {
            let mut state = 0_u64;
            for (place, token) in segment.tokens(sequence).enumerate() {
                state = (state << 1 | 1) & is_word.get(token as usize).copied().unwrap_or(0);
                if state & whole != 0 {
                    let first = place + 1 - forms.len().min(64);
                    let rest = segment.tokens(sequence).skip(place + 1);
                    let follows = forms.iter().skip(64).zip(rest);
                    let mut stands = follows.map(|(forms, token)| forms.contains(&token));
                    let long = forms.len() <= 64 || {
                        let follow = stands.by_ref().take_while(|stands| *stands).count();
                        follow == forms.len() - 64
                    };
                    if long {
                        self.tell(sequence, first, forms.len(), usize::MAX, None, out);
                    }
                }
            }
        }
    }

    /// Adds a place in each text of a sequence.
    fn tell(
        &self,
        sequence: u32,
        first: usize,
        words: usize,
        most: usize,
        units: Option<&[i64]>,
        out: &mut Vec<PhrasePlace>,
    ) {
        let segment = &self.segment;
        let accepted = segment.texts(sequence).filter(|text| self.takes(*text, units));
        out.extend(accepted.take(most).map(|text| PhrasePlace {
            unit: i64::from(segment.units()[text]),
            lang: self.lang,
            text: segment.fingerprints()[text],
            first: first as u32,
            words: words as u32,
        }));
    }

    /// Whether a sequence is that of a text of some units.
    fn is_of(&self, sequence: u32, units: &[i64]) -> bool {
        self.segment.texts(sequence).any(|text| self.takes(text, Some(units)))
    }

    /// Whether a text is still there, has a translation that is wanted, and is of some units.
    fn takes(&self, text: usize, units: Option<&[i64]>) -> bool {
        let unit = i64::from(self.segment.units()[text]);
        if units.is_some_and(|units| units.binary_search(&unit).is_err()) {
            return false;
        }
        self.wanted.get(self.segment.langs_of(text)).is_none_or(|wanted| *wanted)
            && self.dead.binary_search(&unit).is_err()
    }

    fn covered(&self, words: &[String], examples: usize, units: Option<&[i64]>) -> Vec<Covered> {
        let segment = &self.segment;
        let query: Vec<Option<u32>> = words.iter().map(|word| segment.token(word)).collect();
        let mut known: Vec<(u32, usize)> =
            query.iter().enumerate().filter_map(|(at, token)| Some(((*token)?, at))).collect();
        known.sort_unstable_by_key(|(token, at)| (std::cmp::Reverse(*token), *at));
        // By the first word of the query: how far the longest phrase goes, and who holds it.
        let mut longest: Vec<(usize, Vec<u32>)> = vec![(0, Vec::new()); words.len()];
        let (mut own, mut left) = (Vec::new(), MOST_READ);
        for (token, at) in known {
            let postings = segment.list(token).1.iter().chain(segment.loose(token));
            for posting in postings.take(left) {
                left -= 1;
                let sequence = posting >> RANK_BITS;
                if units.is_some_and(|units| !self.is_of(sequence, units)) {
                    continue;
                }
                own.clear();
                own.extend(segment.tokens(sequence));
                for place in (0..own.len()).filter(|place| own[*place] == token) {
                    let same = |(a, b): &(&u32, &Option<u32>)| Some(**a) == **b;
                    let before = own[..place].iter().rev().zip(query[..at].iter().rev());
                    let before = before.take_while(same).count();
                    let after = own[place..].iter().zip(&query[at..]).take_while(same).count();
                    let (most, holders) = &mut longest[at - before];
                    if before + after > *most {
                        *most = before + after;
                        holders.clear();
                    }
                    if before + after == *most
                        && holders.len() < examples
                        && !holders.contains(&sequence)
                    {
                        holders.push(sequence);
                    }
                }
            }
        }
        let found = longest.into_iter().enumerate().filter(|(_, (long, _))| *long > 1);
        found
            .map(|(first, (words, holders))| {
                let mut places = Vec::new();
                let phrase: Vec<u32> =
                    query[first..first + words].iter().flatten().copied().collect();
                for sequence in holders {
                    own.clear();
                    own.extend(segment.tokens(sequence));
                    if let Some(place) = own.windows(words).position(|stretch| stretch == phrase) {
                        self.tell(sequence, place, words, examples, units, &mut places);
                    }
                }
                Covered { first, words, places }
            })
            .filter(|covered| !covered.places.is_empty())
            .collect()
    }
}

/// The sequences whose signatures may be right.
fn sequences(segment: &Segment, may_hold: impl Fn([u64; 2]) -> bool) -> Vec<u32> {
    let both = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
    let records = segment.records();
    let records = &records[..records.len().saturating_sub(1)];
    let held = records
        .iter()
        .zip(0..)
        .filter(|([a, b, c, d, ..], _)| may_hold([both(*a, *b), both(*c, *d)]));
    held.map(|(_, sequence)| sequence).collect()
}

/// The bits of some tokens in the wider signature.
fn signature(segment: &Segment, tokens: &[u32]) -> [u64; 2] {
    let mut signature = [0; 2];
    for token in tokens {
        if let Some(bits) = segment.bits().get(*token as usize) {
            signature[usize::from(bits >> 14) & 1] |= 1 << ((bits >> 8) & 63);
        }
    }
    signature
}
