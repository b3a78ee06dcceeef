//! Phrases in an index: the occurrences of a phrase, and the phrases of a query that occur.
//!
//! For the occurrences of a phrase, one pass over the signatures of all sequences leaves those that may
//! hold its words; in them the rarest word is searched by its bytes, and the others beside it. For the
//! phrases of a query, the postings of its words lead to the sequences in which these are among the
//! rarer half of the words, which makes a phrase worth showing.

use std::{convert::Infallible, num::NonZeroUsize, ops::Range};

use super::{
    Index, Part,
    packed::{self, Ends},
    segment::{IndexSegment, RANK_BITS, Record},
};
use crate::{
    lookup::steps,
    parallel::{all_cores, ordered},
    text::figures,
    unit::UnitId,
};

/// The number of texts that are read for the phrases of a query, those of its rarest words first.
pub(in crate::lookup) const MOST_READ: usize = 20_000;

/// The number of words that are read and compared for them: many times what so many sentences hold, so
/// that only texts as long as books come to it.
const MOST_COMPARED: usize = 1 << 24;

/// The number of sequences that a thread takes at a time.
const STRETCH: usize = if cfg!(test) { 4 } else { 1 << 15 };

/// The number of sequences that are read at a time in such a stretch: what they take fits the cache.
const PASS: usize = if cfg!(test) { 3 } else { 1 << 11 };

/// An occurrence of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhrasePlace {
    /// The unit.
    pub unit: UnitId,
    /// The place of the text's language among those of the index.
    pub(in crate::lookup) lang: u8,
    /// The fingerprint of the text.
    pub(in crate::lookup) text: u32,
    /// The index of its first word.
    pub first: u32,
    /// The number of words.
    pub words: u32,
}

/// A phrase of a query that occurs in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Covered {
    /// The first of the query's words.
    pub first: usize,
    /// The number of words.
    pub words: usize,
    /// A few occurrences, in the shortest texts first.
    pub places: Vec<PhrasePlace>,
}

impl Index {
    /// Counts the occurrences of a phrase, given by the accepted forms of each word, and returns the
    /// first ones by unit, up to `most`.
    pub fn places(&self, phrase: &[Vec<String>], most: usize) -> (usize, Vec<PhrasePlace>) {
        let (mut total, mut first) = (0, Vec::new());
        for part in &self.parts {
            part.places(phrase, most, |(count, places)| {
                total += count;
                first.extend(places);
            });
        }
        keep_first(&mut first, most);
        first.sort_unstable();
        (total, first)
    }

    /// Finds the longest phrases of a query, of two words and more, that occur in texts, where one of
    /// the words is among the rarer half of the text; none within another, in the order of the query.
    /// At most `most` texts of each segment are read.
    pub fn covered(
        &self,
        words: &[String],
        (examples, most): (usize, usize),
        units: Option<&[UnitId]>,
    ) -> Vec<Covered> {
        let mut best: Vec<Covered> = Vec::new();
        for part in &self.parts {
            for found in part.covered(words, (examples, most), units) {
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
    /// Hands out, range by range, the number of occurrences and the first ones, in no order.
    fn places(
        &self,
        phrase: &[Vec<String>],
        most: usize,
        mut tell: impl FnMut((usize, Vec<PhrasePlace>)),
    ) {
        let Some(sought) = Sought::new(&self.segment, phrase) else { return };
        let sequences = self.segment.facts().sequences as usize;
        let stretches = (0..sequences).step_by(STRETCH).map(|s| s..(s + STRETCH).min(sequences));
        let first_pass = self.segment.is_first_pass();
        let look = |stretch: Range<usize>| {
            let mut places = Vec::new();
            sought.each(&self.segment, stretch, first_pass, |sequence, first| {
                self.tell(sequence, first, sought.words.len(), usize::MAX, None, &mut places);
            });
            let total = places.len();
            keep_first(&mut places, most);
            (total, places)
        };
        let threads = all_cores().get().min(stretches.len());
        match NonZeroUsize::new(threads).filter(|threads| threads.get() > 1) {
            None => stretches.for_each(|stretch| tell(look(stretch))),
            Some(threads) => {
                let told = ordered(stretches, threads, 2 * threads.get(), look, |places| {
                    tell(places);
                    Ok::<_, Infallible>(())
                });
                match told {
                    Ok(()) => {}
                    Err(never) => match never {},
                }
            }
        }
    }

    /// Adds an occurrence in each text of a sequence.
    fn tell(
        &self,
        sequence: u32,
        first: usize,
        words: usize,
        most: usize,
        units: Option<&[UnitId]>,
        out: &mut Vec<PhrasePlace>,
    ) {
        let segment = &self.segment;
        let accepted = segment.texts(sequence).filter(|text| self.takes(*text, units));
        out.extend(accepted.take(most).map(|text| PhrasePlace {
            unit: segment.unit(text),
            lang: self.lang,
            text: segment.fingerprint(text),
            first: first as u32,
            words: words as u32,
        }));
    }

    /// Returns whether a sequence is that of a text of some units.
    fn is_of(&self, sequence: u32, units: &[UnitId]) -> bool {
        self.segment.texts(sequence).any(|text| self.takes(text, Some(units)))
    }

    /// Returns whether a text is current, has a translation in a target language, and is of some units.
    fn takes(&self, text: usize, units: Option<&[UnitId]>) -> bool {
        let unit = self.segment.unit(text);
        if units.is_some_and(|units| units.binary_search(&unit).is_err()) {
            return false;
        }
        self.wanted.get(self.segment.langs_of(text)).is_none_or(|wanted| *wanted)
            && self.dead.binary_search(&unit).is_err()
    }

    fn covered(
        &self,
        words: &[String],
        (examples, most): (usize, usize),
        units: Option<&[UnitId]>,
    ) -> Vec<Covered> {
        let segment = &self.segment;
        let query: Vec<Vec<u32>> = words
            .iter()
            .map(|word| {
                let mut tokens: Vec<u32> = segment.token(word).into_iter().collect();
                figures::equals(word, |other| tokens.extend(segment.token(other)));
                tokens
            })
            .collect();
        let mut known: Vec<(u32, usize)> = Vec::new();
        for (at, tokens) in query.iter().enumerate() {
            known.extend(tokens.iter().map(|token| (*token, at)));
        }
        known.sort_unstable_by_key(|(token, at)| (std::cmp::Reverse(*token), *at));
        // By the first word of the query: how far the longest phrase goes, and who holds it.
        let mut longest: Vec<(usize, Vec<u32>)> = vec![(0, Vec::new()); words.len()];
        let (mut own, mut left, mut work) = (Vec::new(), most, MOST_COMPARED);
        for (token, at) in known {
            let postings = segment.list(token).1.iter().chain(segment.loose(token));
            for posting in postings.take(left) {
                left -= 1;
                if work == 0 {
                    break;
                }
                let sequence = posting >> RANK_BITS;
                if units.is_some_and(|units| !self.is_of(sequence, units)) {
                    continue;
                }
                own.clear();
                own.extend(segment.tokens(sequence));
                work = work.saturating_sub(own.len());
                steps::take(own.len());
                for place in (0..own.len()).filter(|place| own[*place] == token) {
                    if work == 0 {
                        break;
                    }
                    let same = |(a, b): &(&u32, &Vec<u32>)| b.contains(a);
                    let before = own[..place].iter().rev().zip(query[..at].iter().rev());
                    let before = before.take_while(same).count();
                    let after = own[place..].iter().zip(&query[at..]).take_while(same).count();
                    work = work.saturating_sub(before + after);
                    steps::take(before + after);
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
                let phrase = &query[first..first + words];
                let stands = |stretch: &[u32]| {
                    stretch.iter().zip(phrase).all(|(token, tokens)| tokens.contains(token))
                };
                for sequence in holders {
                    own.clear();
                    own.extend(segment.tokens(sequence));
                    if let Some(place) = own.windows(words).position(stands) {
                        self.tell(sequence, place, words, examples, units, &mut places);
                    }
                }
                Covered { first, words, places }
            })
            .filter(|covered| !covered.places.is_empty())
            .collect()
    }
}

/// Keeps the first occurrences: a common phrase has a hundred thousand, and few are wanted.
fn keep_first(places: &mut Vec<PhrasePlace>, most: usize) {
    if most < places.len() {
        places.select_nth_unstable(most);
        places.truncate(most);
    }
}

/// A phrase in the tokens of a segment.
struct Sought {
    /// The accepted tokens of each word, as a bit set.
    words: Vec<Vec<u64>>,
    /// Their bits in the wide signature.
    masks: Vec<[u64; 2]>,
    /// The word whose commonest form is rarest, and the ends of its forms.
    rarest: usize,
    ends: Ends,
}

impl Sought {
    /// Prepares a phrase; `None` where no text can hold it.
    fn new(segment: &IndexSegment, phrase: &[Vec<String>]) -> Option<Self> {
        let tokens = |forms: &Vec<String>| -> Vec<u32> {
            forms.iter().filter_map(|form| segment.token(form)).collect()
        };
        let forms: Vec<Vec<u32>> = phrase.iter().map(tokens).collect();
        if forms.iter().any(Vec::is_empty) {
            return None;
        }
        // Commoner words are smaller tokens.
        let commonest = |tokens: &Vec<u32>| tokens.iter().min().copied();
        let rarest = (0..forms.len()).max_by_key(|word| commonest(&forms[*word]))?;
        let bits = |tokens: &Vec<u32>| {
            let mut bits = vec![0; (segment.facts().words as usize).div_ceil(64)];
            tokens.iter().for_each(|token| bits[*token as usize / 64] |= 1 << (token % 64));
            bits
        };
        Some(Self {
            words: forms.iter().map(bits).collect(),
            masks: forms.iter().map(|tokens| signature(segment, tokens)).collect(),
            rarest,
            ends: Ends::of(&forms[rarest]),
        })
    }

    /// Hands out the occurrences in a range of sequences: the sequence and the index of the first word.
    fn each(
        &self,
        segment: &IndexSegment,
        stretch: Range<usize>,
        first_pass: bool,
        mut tell: impl FnMut(u32, usize),
    ) {
        let (mut records_buffer, mut tokens_buffer) = (Vec::new(), Vec::new());
        let mut chances = Vec::new();
        let mut left = segment.packed_size();
        for start in stretch.clone().step_by(PASS) {
            let sequences = start..(start + PASS).min(stretch.end);
            // The record after the last tells where its tokens end.
            let wanted = sequences.start..sequences.end + 1;
            let records = match first_pass {
                true => segment.records_in_passing(wanted, &mut records_buffer),
                false => segment.records(wanted),
            };
            chances.clear();
            let held = records.iter().zip(records.get(1..).unwrap_or_default());
            chances.extend(
                held.zip(sequences.start as u32..)
                    .filter(|((record, _), _)| self.may_stand(record))
                    .map(|((record, next), sequence)| (sequence, record[4], next[4])),
            );
            let (Some((_, from, _)), Some((_, _, to))) = (chances.first(), chances.last()) else {
                continue;
            };
            let (from, to) = (*from as usize, *to as usize);
            // Sequences that overlap would let a small file keep a search busy for ever.
            let Some(rest) = left.checked_sub(to.saturating_sub(from)) else {
                return segment.accuse();
            };
            left = rest;
            let tokens = match first_pass {
                true => segment.packed_in_passing(from..to, &mut tokens_buffer),
                false => segment.packed_between(from..to),
            };
            let mut done = from;
            for (sequence, start, end) in &chances {
                let (start, end) = (*start as usize, *end as usize);
                let bytes =
                    start.checked_sub(from).and_then(|at| tokens.get(at..end.checked_sub(from)?));
                let Some(bytes) = bytes.filter(|_| start >= done) else { return segment.accuse() };
                done = end;
                self.each_in(bytes, |first| tell(*sequence, first));
            }
        }
    }

    /// Hands out the occurrences in packed tokens.
    #[inline]
    fn each_in(&self, bytes: &[u8], mut tell: impl FnMut(usize)) {
        // A long text may hold the phrase many times: its words are counted once.
        let (mut counted, mut first) = (0, 0);
        for end in self.ends.places(bytes) {
            if let Some(start) = self.start(bytes, end + 1) {
                let next = bytes.get(counted..start).unwrap_or(&[]);
                steps::take(next.len());
                first += next.iter().filter(|byte| **byte < 0x80).count();
                counted = start;
                tell(first);
            }
        }
    }

    /// Returns whether a sequence has a bit of each word.
    fn may_stand(&self, [a, b, c, d, ..]: &Record) -> bool {
        let both = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
        let text = [both(*a, *b), both(*c, *d)];
        self.masks.iter().all(|mask| (mask[0] & text[0]) | (mask[1] & text[1]) != 0)
    }

    /// The start of the phrase in packed tokens, if its rarest word begins to end there.
    fn start(&self, bytes: &[u8], end: usize) -> Option<usize> {
        let mut tokens = packed::tokens(&bytes[end..]);
        let mut after = self.words[self.rarest + 1..].iter();
        if !after.all(|word| tokens.next().is_some_and(|token| has(word, token))) {
            return None;
        }
        let mut start = end;
        for word in self.words[..=self.rarest].iter().rev() {
            let end = start;
            start = packed::start_before(bytes, end)?;
            let token = packed::tokens(&bytes[start..end]).next()?;
            if !has(word, token) {
                return None;
            }
        }
        Some(start)
    }
}

/// Returns whether a token's bit is set.
fn has(bits: &[u64], token: u32) -> bool {
    bits.get(token as usize / 64).is_some_and(|bits| bits >> (token % 64) & 1 != 0)
}

/// The bits of some tokens in the wide signature.
fn signature(segment: &IndexSegment, tokens: &[u32]) -> [u64; 2] {
    let mut signature = [0; 2];
    for token in tokens {
        if let Some(bits) = segment.bits(*token) {
            signature[usize::from(bits >> 14) & 1] |= 1 << ((bits >> 8) & 63);
        }
    }
    signature
}
