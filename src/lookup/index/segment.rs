//! A part of an index: the texts of one language of a range of units, ready to be searched.

use std::{
    fmt,
    ops::Range,
    sync::atomic::{AtomicBool, Ordering},
};

use super::{
    file::{Section, Sections},
    packed, words,
};
use crate::{lang::LangSet, unit::UnitId};

/// A sequence of words that one or more texts have.
///
/// Two 64-bit halves of its signature (a bit for each token; see [`IndexSegment::bits`]), then where its
/// tokens and its texts begin; they end where the next record's begin, and one record stands after
/// the last.
pub(super) type Record = [u32; 6];

/// A segment in numbers, as they stand in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) sequences: u64,
    pub(super) texts: u64,
    pub(super) words: u64,
    /// The words of the longest sequence.
    pub(super) longest: u64,
    /// The number that the units' numbers are counted from, so that 32 bits hold them.
    pub(super) base: u64,
}

impl Facts {
    pub(super) const COUNT: usize = 5;

    pub(super) fn to_numbers(self) -> [u64; Self::COUNT] {
        [self.sequences, self.texts, self.words, self.longest, self.base]
    }

    pub(super) fn from_numbers(numbers: &[u64]) -> Option<Self> {
        let &[sequences, texts, words, longest, base] = numbers else { return None };
        Some(Self { sequences, texts, words, longest, base })
    }
}

/// The looseness of the look-ups that postings serve: the largest share of the longer text's words
/// without a partner.
pub(super) struct Share(usize, usize);

/// Look-ups at 70 percent and more.
pub(super) const TIGHT: Share = Share(3, 10);
/// Look-ups at 50 percent and more.
pub(super) const LOOSE: Share = Share(1, 2);

impl Share {
    /// The largest number of such words in a text of that many words.
    pub(super) fn most_unmatched(&self, words: usize) -> usize {
        self.0 * words / self.1
    }
}

/// The highest bits of a posting are the sequence, the others the token's rank in it.
pub(super) const RANK_BITS: u32 = 6;
/// The largest rank that is stored. Larger ones are stored as this one; the filter then keeps more.
pub(super) const MOST_RANK: u32 = (1 << RANK_BITS) - 1;
/// A segment holds no more sequences than a posting can tell apart.
pub(super) const MOST_SEQUENCES: usize = 1 << (32 - RANK_BITS);

/// See the [module](self).
pub(super) struct IndexSegment {
    pub(super) sections: Sections,
    facts: Facts,
    base: i64,
    langs: Vec<LangSet>,
    /// The first sequence of each length, and of one length more: rising, none above their number.
    first: Vec<u32>,
    /// Whether a pass over all its sequences has been made.
    passed: AtomicBool,
}

impl IndexSegment {
    /// Checks that the sections fit each other; the rest of their content is checked where it is
    /// read.
    pub(super) fn new(sections: Sections) -> Option<Self> {
        let facts = Facts::from_numbers(sections.numbers(Section::Facts))?;
        let count = |section| sections.count::<u32>(section) as u64;
        let count_of_bytes = |section| sections.count::<u8>(section) as u64;
        let names = std::str::from_utf8(sections.bytes(Section::LangNames)).ok()?;
        let langs: Vec<LangSet> =
            names.lines().map(|line| line.parse().ok()).collect::<Option<_>>()?;
        let base = i64::try_from(facts.base).ok().filter(|base| *base <= MOST_BASE)?;
        let fits = count(Section::WordEnds) == facts.words
            && sections.count::<u16>(Section::Bits) as u64 == facts.words
            && count(Section::WordTable).is_power_of_two()
            && count(Section::WordTable) > facts.words
            && count(Section::First) == facts.longest.checked_add(2)?
            && sections.count::<Record>(Section::Records) as u64
                == facts.sequences.checked_add(1)?
            && facts.sequences <= MOST_SEQUENCES as u64
            // A word takes a byte at least.
            && facts.longest <= count_of_bytes(Section::Tokens)
            && count(Section::ListEnds) == facts.words
            && count(Section::Lists) == sections.count::<u64>(Section::ListSigs) as u64
            && count(Section::LooseEnds) == facts.words
            && [Section::Units, Section::Fingerprints, Section::Spellings]
                .iter()
                .all(|s| count(*s) == facts.texts)
            && matches!(sections.count::<u8>(Section::Langs) as u64, l if l == 0 || l == facts.texts);
        let first: Vec<u32> =
            if fits { sections.numbers(Section::First).to_vec() } else { return None };
        let rising =
            first.is_sorted() && first.last().map(|l| u64::from(*l)) == Some(facts.sequences);
        let passed = AtomicBool::new(false);
        let sound = rising && !sections.is_damaged();
        sound.then_some(Self { sections, facts, base, langs, first, passed })
    }

    /// Returns whether a part of it was not what was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.sections.is_damaged()
    }

    /// Takes note that what was read cannot be right.
    pub(super) fn accuse(&self) {
        self.sections.accuse();
    }

    pub(super) fn size(&self) -> u64 {
        self.sections.size()
    }

    pub(super) fn facts(&self) -> Facts {
        self.facts
    }

    /// The sets of languages that its units have, each named by its place.
    pub(super) fn langs(&self) -> &[LangSet] {
        &self.langs
    }

    /// Calls `each` for every word, with its token.
    pub(super) fn each_word(&self, mut each: impl FnMut(u32, &str)) {
        for token in 0..self.facts.words as u32 {
            if let Ok(word) = std::str::from_utf8(self.word(token)) {
                each(token, word);
            }
        }
    }

    /// The token of a word.
    pub(super) fn token(&self, word: &str) -> Option<u32> {
        let size = self.sections.count::<u32>(Section::WordTable);
        let mask = size.checked_sub(1)?;
        let mut at = words::hash(word) as usize & mask;
        for _ in 0..size {
            let token = self.sections.number::<u32>(Section::WordTable, at)?.checked_sub(1)?;
            if self.word(token) == word.as_bytes() {
                return Some(token);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// The word of a token.
    pub(super) fn word(&self, token: u32) -> &[u8] {
        self.sections.part(Section::Words, self.stretch(Section::WordEnds, token))
    }

    /// Of a token: its bit among 64 (low byte) and its bit among 128 (high byte).
    pub(super) fn bits(&self, token: u32) -> Option<u16> {
        self.sections.number(Section::Bits, token as usize)
    }

    /// The first sequence of each length, and of one length more.
    pub(super) fn first(&self) -> &[u32] {
        &self.first
    }

    /// The record of a sequence; one of zeros where there is none.
    #[inline(always)]
    pub(super) fn record(&self, sequence: u32) -> Record {
        self.sections.number(Section::Records, sequence as usize).unwrap_or_default()
    }

    /// The records of some sequences.
    pub(super) fn records(&self, sequences: Range<usize>) -> &[Record] {
        self.sections.some(Section::Records, sequences)
    }

    /// The postings of a token: where they are, and sequences with ranks.
    pub(super) fn list(&self, token: u32) -> (Range<usize>, &[u32]) {
        let range = self.stretch(Section::ListEnds, token);
        (range.clone(), self.sections.some(Section::Lists, range))
    }

    /// The signatures of postings.
    pub(super) fn list_sigs(&self, range: Range<usize>) -> &[u64] {
        self.sections.some(Section::ListSigs, range)
    }

    /// The postings that only loose look-ups need: sequences with ranks.
    pub(super) fn loose(&self, token: u32) -> &[u32] {
        self.sections.some(Section::Loose, self.stretch(Section::LooseEnds, token))
    }

    /// The range between two ends of a list of ends.
    fn stretch(&self, ends: Section, at: u32) -> Range<usize> {
        let [start, end] = match at.checked_sub(1) {
            Some(before) => self.sections.pair(ends, before as usize),
            None => self.sections.number::<u32>(ends, 0).map(|end| [0, end]),
        }
        .unwrap_or_default();
        start as usize..end.max(start) as usize
    }

    /// The tokens of a sequence.
    pub(super) fn tokens(&self, sequence: u32) -> impl Iterator<Item = u32> + '_ {
        packed::tokens(self.packed(sequence))
    }

    /// The tokens of a sequence, packed.
    #[inline]
    pub(super) fn packed(&self, sequence: u32) -> &[u8] {
        match self.sections.pair::<Record>(Section::Records, sequence as usize) {
            Some([here, next]) => {
                self.sections.part(Section::Tokens, here[4] as usize..next[4] as usize)
            }
            None => &[],
        }
    }

    /// Notes a pass over all sequences: whether it is the first. Later ones keep what they read.
    pub(super) fn is_first_pass(&self) -> bool {
        !self.passed.swap(true, Ordering::Relaxed)
    }

    /// The records of some sequences, for a pass over all.
    pub(super) fn records_in_passing<'b>(
        &'b self,
        sequences: Range<usize>,
        buffer: &'b mut Vec<u64>,
    ) -> &'b [Record] {
        self.sections.passing(Section::Records, sequences, buffer)
    }

    /// Packed tokens from one place to another, for such a pass.
    pub(super) fn packed_in_passing<'b>(
        &'b self,
        places: Range<usize>,
        buffer: &'b mut Vec<u64>,
    ) -> &'b [u8] {
        self.sections.passing(Section::Tokens, places, buffer)
    }

    /// Packed tokens from one place to another.
    pub(super) fn packed_between(&self, places: Range<usize>) -> &[u8] {
        self.sections.part(Section::Tokens, places)
    }

    /// The length of all packed tokens: what a search of every sequence reads.
    pub(super) fn packed_size(&self) -> usize {
        self.sections.count::<u8>(Section::Tokens)
    }

    /// The places of a sequence's texts.
    #[inline]
    pub(super) fn texts(&self, sequence: u32) -> Range<usize> {
        match self.sections.pair::<Record>(Section::Records, sequence as usize) {
            Some([here, next]) => {
                let end = (next[5] as usize).min(self.facts.texts as usize);
                (here[5] as usize).min(end)..end
            }
            None => 0..0,
        }
    }

    /// The unit of a text; within a sequence they rise. [`UnitId::ZERO`] where there is none.
    #[inline]
    pub(super) fn unit(&self, text: usize) -> UnitId {
        self.sections
            .number::<u32>(Section::Units, text)
            .map_or(UnitId::ZERO, |offset| UnitId::new(self.base + i64::from(offset)))
    }

    /// The fingerprint of a text; see [`words::fingerprint`].
    pub(super) fn fingerprint(&self, text: usize) -> u32 {
        self.sections.number(Section::Fingerprints, text).unwrap_or_default()
    }

    /// The fingerprint of a text's spelling; see [`words::Reader::spelling`].
    pub(super) fn spelling(&self, text: usize) -> u32 {
        self.sections.number(Section::Spellings, text).unwrap_or_default()
    }

    /// The place of a text's languages in [`IndexSegment::langs`].
    pub(super) fn langs_of(&self, text: usize) -> usize {
        self.sections.number::<u8>(Section::Langs, text).map_or(0, usize::from)
    }

    /// The length of a sequence in words.
    pub(super) fn length(&self, sequence: u32) -> usize {
        self.first().partition_point(|first| *first <= sequence).saturating_sub(1)
    }
}

/// No number of a unit overflows with such a base.
const MOST_BASE: i64 = i64::MAX - u32::MAX as i64;

impl fmt::Debug for IndexSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment").field("facts", &self.facts).finish_non_exhaustive()
    }
}
