//! A query against a segment.

use std::ops::Range;

mod ranks;

use super::{
    bounds::Bounds,
    myers::Pattern,
    packed,
    postings::{self, Bounds as PostingBounds, Chance, WideBounds},
    segment::{IndexSegment, MOST_RANK, RANK_BITS},
    top::{Hit, Top},
    words::{Reader, fingerprint},
};
use crate::{
    lookup::similarity::{Similarity, distance_by},
    text::Words,
    unit::UnitId,
};

/// Below this threshold the loose postings are needed too.
const TIGHT: f64 = 70.0;
/// Below this threshold every text is compared.
const LOOSE: f64 = 50.0;

/// The words of a query, and the hashes that tell its text from others with the same words.
#[derive(Debug, Clone, Copy)]
pub(super) struct IndexQuery<'q> {
    words: &'q Words,
    fingerprint: u32,
    spelling: u32,
    /// True if words that differ by a typing error count as equal.
    near: bool,
}

impl<'q> IndexQuery<'q> {
    /// A query and its words; `reader` lends its buffers.
    pub(super) fn new(query: &str, words: &'q Words, reader: &mut Reader) -> Self {
        let (fingerprint, spelling) = (fingerprint(query), reader.spelling(query));
        Self { words, fingerprint, spelling, near: false }
    }

    /// The same with words that differ by a typing error.
    pub(super) fn near(self) -> Self {
        Self { near: true, ..self }
    }
}

/// The texts of a segment that count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Accept<'a> {
    /// Units that have been changed or removed since, rising.
    pub(super) dead: &'a [UnitId],
    /// By set of languages: whether it has a target language.
    pub(super) langs: &'a [bool],
    /// The units that count, rising; `None`: all.
    pub(super) units: Option<&'a [UnitId]>,
    /// The place of the segment's language among those that are asked.
    pub(super) lang: u8,
}

impl Accept<'_> {
    fn takes(&self, segment: &IndexSegment, text: usize, unit: UnitId) -> bool {
        self.langs.get(segment.langs_of(text)).is_none_or(|wanted| *wanted)
            && (self.dead.is_empty() || self.dead.binary_search(&unit).is_err())
            && self.units.is_none_or(|units| units.binary_search(&unit).is_ok())
    }
}

/// The bits of a query's words: those that only one token has, and those of all tokens.
#[derive(Debug, Default)]
struct Signature<T> {
    own: T,
    allowed: T,
}

/// Buffers of a search, which the next one uses again.
#[derive(Debug, Default)]
pub(super) struct Room {
    pub(super) reader: Reader,
    fingerprint: u32,
    spelling: u32,
    pub(super) top: Top,
    tokens: Vec<u32>,
    /// Further tokens that count as the word at a place of the query: `12,500` is two numbers.
    others: Vec<(u32, u32)>,
    /// By place, the commonest of its tokens, where there are others.
    commonest: Vec<u32>,
    /// The query's tokens, each once, rarest first, and how many of its words are rarer.
    ranked: Vec<(u32, u32)>,
    near: Signature<u64>,
    wide: Signature<[u64; 2]>,
    /// Words of the query that the segment does not know.
    unknown: u32,
    pattern: Pattern,
    bounds: Bounds,
    kept: Vec<u32>,
    list: Vec<u32>,
    chances: Vec<Chance>,
    /// Sequences to be compared, by the lower bound of their distance.
    waiting: Vec<Vec<(u32, u32)>>,
    /// By sequence: the search in which it was seen last.
    seen: Vec<u32>,
    search: u32,
    /// How many texts, and how many bytes of words, a search may still read.
    left: (usize, usize),
}

impl Room {
    /// Finds the best texts of a segment, among what has been found in others.
    pub(super) fn search(
        &mut self,
        segment: &IndexSegment,
        asked: IndexQuery<'_>,
        accept: Accept<'_>,
        min: f64,
    ) {
        self.read(segment, asked);
        let longest = segment.facts().longest as usize;
        self.bounds.set(self.tokens.len(), longest, &self.top);
        if self.tokens.is_empty() {
            return self.wordless(segment, accept, min);
        }
        if min < LOOSE {
            self.every_text(segment);
        } else {
            for at in 0..self.ranked.len() {
                self.list(segment, self.ranked[at], min < TIGHT);
                // Sequences not met yet lack all words that are rarer than the next.
                let next = self.ranked.get(at + 1).map_or(u32::MAX, |(_, rarer)| *rarer);
                if next != self.ranked[at].1 {
                    self.compare(segment, accept, next);
                }
            }
        }
        self.compare(segment, accept, u32::MAX);
    }

    /// Finds the best texts by the distance of every one, without filters.
    pub(super) fn search_exhaustively(
        &mut self,
        segment: &IndexSegment,
        asked: IndexQuery<'_>,
        accept: Accept<'_>,
        min: f64,
    ) {
        self.read(segment, asked);
        if self.tokens.is_empty() {
            self.bounds.set(0, segment.facts().longest as usize, &self.top);
            return self.wordless(segment, accept, min);
        }
        let mut text = Vec::new();
        let places: Vec<u32> = (0..self.tokens.len() as u32).collect();
        for sequence in 0..segment.facts().sequences as u32 {
            text.clear();
            text.extend(packed::tokens(self.packed(segment, sequence)));
            let length = text.len().max(self.tokens.len());
            let most = self.top.most_distance(length);
            let same = |place: &u32, token: &u32| {
                self.tokens[*place as usize] == *token || self.others.contains(&(*place, *token))
            };
            if let Some(distance) = distance_by(&places, &text, most, same) {
                self.take(segment, accept, sequence, Similarity::new(distance, length));
            }
        }
    }

    /// The texts of a token's list that may be near enough.
    fn list(&mut self, segment: &IndexSegment, (token, rarer): (u32, u32), loose: bool) {
        let (Some((low, _)), Some((high, _))) =
            (self.bounds.lengths(rarer).next(), self.bounds.lengths(rarer).last())
        else {
            return;
        };
        let (place_of_list, lists) = segment.list(token);
        let first = |length: usize| segment.first().get(length).copied().unwrap_or(u32::MAX);
        let sequences = segment.facts().sequences;
        let mut kept = std::mem::take(&mut self.kept);
        kept.clear();
        let mut at = place(lists, first(low), sequences);
        let end = at + gallop(&lists[at..], first(high + 1));
        // Only the signatures of these lengths are read.
        let sigs = segment.list_sigs(place_of_list.start + at..place_of_list.start + end);
        let (lists, end) = (&lists[at..end], end - at);
        at = 0;
        let wanted = |(query, text): (u32, u32)| {
            Some(PostingBounds {
                signature: self.near.own,
                allowed: self.near.allowed,
                query: query.checked_sub(self.unknown)?,
                text,
            })
        };
        if end <= FEW {
            // Too few to search for the start of each length: the loosest bound of all lengths serves,
            // and the next filter has the exact one.
            let loosest = self
                .bounds
                .lengths(rarer)
                .fold((0, 0), |most: (u32, u32), (_, (q, t))| (most.0.max(q), most.1.max(t)));
            if let Some(wanted) = wanted(loosest) {
                postings::keep(sigs, lists, wanted, &mut kept);
            }
        } else {
            for (length, most) in self.bounds.lengths(rarer) {
                at += gallop(&lists[at..end], first(length));
                let until = at + gallop(&lists[at..end], first(length + 1));
                if let Some(wanted) = wanted(most) {
                    let sigs = sigs.get(at..until).unwrap_or(&[]);
                    postings::keep(sigs, &lists[at..until], wanted, &mut kept);
                }
                at = until;
            }
        }
        let mut list = std::mem::take(&mut self.list);
        if loose {
            let all = segment.loose(token);
            let mut at = place(all, first(low), sequences);
            for (length, (_, text)) in self.bounds.lengths(rarer) {
                at += gallop(&all[at..], first(length));
                let until = at + gallop(&all[at..], first(length + 1));
                kept.extend(all[at..until].iter().filter(|posting| **posting & MOST_RANK <= text));
                at = until;
            }
        }
        list.clear();
        list.extend(kept.iter().map(|posting| posting >> RANK_BITS));
        self.kept = kept;
        self.meet(segment, &list);
        self.list = list;
    }

    /// Every text whose length may be near enough.
    fn every_text(&mut self, segment: &IndexSegment) {
        let mut list = std::mem::take(&mut self.list);
        list.clear();
        for (length, _) in self.bounds.lengths(0) {
            let range = (segment.first().get(length), segment.first().get(length + 1));
            if let (Some(from), Some(to)) = range {
                list.extend(*from..*to);
            }
        }
        // All at once: the bounds are read whole each time, and one long text makes them long.
        self.meet(segment, &list);
        self.list = list;
    }

    /// The second filter: sequences met for the first time wait to be compared, if their wide signatures
    /// allow it.
    fn meet(&mut self, segment: &IndexSegment, sequences: &[u32]) {
        let wanted = WideBounds {
            signature: self.wide.own,
            allowed: self.wide.allowed,
            unknown: self.unknown,
            most: self.bounds.loosest(0),
        };
        let mut chances = std::mem::take(&mut self.chances);
        chances.clear();
        postings::chances(segment, sequences, wanted, &mut chances);
        for chance in &chances {
            self.wait(segment, *chance);
        }
        self.chances = chances;
    }

    fn wait(&mut self, segment: &IndexSegment, (sequence, query_lacks, text_lacks): Chance) {
        match self.seen.get_mut(sequence as usize) {
            Some(seen) if *seen != self.search => *seen = self.search,
            _ => return,
        }
        let length = self.bounds.length(segment.first(), sequence);
        let Some(most) = self.bounds.of(length) else { return };
        if query_lacks > most.0 || text_lacks > most.1 {
            return;
        }
        let least = self.bounds.least(length, query_lacks, text_lacks) as usize;
        if self.waiting.len() <= least {
            self.waiting.resize_with(least + 1, Vec::new);
        }
        self.waiting[least].push((sequence, length as u32));
    }

    /// Compares the waiting sequences with a lower bound up to `nearest`, nearest first.
    fn compare(&mut self, segment: &IndexSegment, accept: Accept<'_>, nearest: u32) {
        for least in 0..self.waiting.len().min(nearest.saturating_add(1) as usize) {
            let mut waiting = std::mem::take(&mut self.waiting[least]);
            for (sequence, length) in waiting.drain(..) {
                let length = length as usize;
                let longer = length.max(self.tokens.len());
                let most = self.top.most_distance(longer);
                let nearest = Similarity::new(least, longer);
                if least > most || self.top.is_late(nearest, || first_unit(segment, sequence)) {
                    continue;
                }
                let tokens = packed::tokens(self.packed(segment, sequence));
                if let Some(distance) = self.pattern.distance(tokens, length, most) {
                    self.take(segment, accept, sequence, Similarity::new(distance, longer));
                }
            }
            // Its buffer is kept.
            self.waiting[least] = waiting;
        }
    }

    /// The places of a sequence's texts; none where the sequences overlap, which would let a small
    /// file keep a search busy for ever.
    fn texts(&mut self, segment: &IndexSegment, sequence: u32) -> Range<usize> {
        let texts = segment.texts(sequence);
        match self.left.0.checked_sub(texts.len()) {
            Some(left) => self.left.0 = left,
            None => {
                segment.accuse();
                return 0..0;
            }
        }
        texts
    }

    /// The packed tokens of a sequence, likewise.
    fn packed<'s>(&mut self, segment: &'s IndexSegment, sequence: u32) -> &'s [u8] {
        let packed = segment.packed(sequence);
        match self.left.1.checked_sub(packed.len()) {
            Some(left) => self.left.1 = left,
            None => {
                segment.accuse();
                return &[];
            }
        }
        packed
    }

    /// Takes the texts of a sequence among the best, if they come there.
    fn take(
        &mut self,
        segment: &IndexSegment,
        accept: Accept<'_>,
        sequence: u32,
        similarity: Similarity,
    ) {
        let mut raised = false;
        let mut taken = 0;
        for text in self.texts(segment, sequence) {
            let unit = segment.unit(text);
            if self.top.is_late(similarity, || unit) {
                break;
            }
            if !accept.takes(segment, text, unit) {
                continue;
            }
            let print = segment.fingerprint(text);
            let tier = match similarity.is_full() {
                true if print == self.fingerprint => 0,
                true if segment.spelling(text) == self.spelling => 1,
                _ => 2,
            };
            let hit = Hit { similarity, tier, unit, text: print, lang: accept.lang };
            raised |= self.top.add(hit);
            taken += 1;
            // Texts come by unit: among equals no later one is better.
            if !similarity.is_full() && taken >= self.top.limit() {
                break;
            }
        }
        if raised {
            self.bounds.update(&self.top);
        }
    }

    /// Finds texts without words for a query without words: they match only if they are the same.
    fn wordless(&mut self, segment: &IndexSegment, accept: Accept<'_>, min: f64) {
        let range = (segment.first().first(), segment.first().get(1));
        let (Some(from), Some(to)) = range else { return };
        for sequence in *from..*to {
            for text in self.texts(segment, sequence) {
                let same = segment.fingerprint(text) == self.fingerprint;
                let unit = segment.unit(text);
                if (same || min <= 0.0) && accept.takes(segment, text, unit) {
                    let (similarity, tier) =
                        (Similarity::of_wordless(same), if same { 0 } else { 2 });
                    let text = segment.fingerprint(text);
                    self.top.add(Hit { similarity, tier, unit, text, lang: accept.lang });
                }
            }
        }
        if min <= 0.0 {
            for sequence in *to..segment.facts().sequences as u32 {
                let length = segment.length(sequence);
                self.take(segment, accept, sequence, Similarity::new(length, length));
            }
        }
    }
}

/// Up to this number of postings are scanned whatever their length.
const FEW: usize = 128;

fn first_unit(segment: &IndexSegment, sequence: u32) -> UnitId {
    segment.unit(segment.texts(sequence).start)
}

/// The number of postings of a list before a sequence, one of `sequences`. The search begins where an
/// even spread would put it.
fn place(list: &[u32], sequence: u32, sequences: u64) -> usize {
    let before = |at: usize| list[at] >> RANK_BITS < sequence;
    let likely = list.len() as u64 * u64::from(sequence) / sequences.max(1);
    let (mut low, mut step) = ((likely as usize).min(list.len()), 16);
    while low > 0 && !before(low - 1) {
        low = low.saturating_sub(step);
        step *= 2;
    }
    low + gallop(&list[low..], sequence)
}

/// The number of postings at the head of a list before a sequence; near ones are found first.
fn gallop(list: &[u32], sequence: u32) -> usize {
    let before = |posting: &u32| posting >> RANK_BITS < sequence;
    let mut step = 16;
    while step < list.len() && before(&list[step]) {
        step *= 2;
    }
    let (low, high) = (step / 2, (step + 1).min(list.len()));
    let low = if low >= 16 { low } else { 0 };
    low + list[low..high].partition_point(before)
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn a_place_is_found_wherever_it_is_looked_for(
            mut list in proptest::collection::vec(0..900_u32, 0..300),
            sequence in 0..1000_u32,
            sequences in 1..2000_u64,
        ) {
            list.sort_unstable();
            let list: Vec<u32> = list.iter().map(|s| s << RANK_BITS | s & MOST_RANK).collect();
            let plain = list.partition_point(|posting| posting >> RANK_BITS < sequence);
            proptest::prop_assert_eq!(place(&list, sequence, sequences), plain);
            proptest::prop_assert_eq!(gallop(&list, sequence), plain);
        }
    }
}
