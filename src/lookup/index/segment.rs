//! A part of an index: the texts of one language of a range of units, ready to be searched.

use std::{fmt, ops::Range};

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
        let (&[sequences, texts, words, longest], rest) = numbers.split_first_chunk()?;
        // Segments of list version 1 have no base: their units are counted from 0.
        let base = match rest {
            [] => 0,
            [base] => *base,
            _ => return None,
        };
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
}

impl IndexSegment {
    /// Checks that the sections fit each other; their content is checked where it is read.
    pub(super) fn new(sections: Sections) -> Option<Self> {
        let facts = Facts::from_numbers(sections.numbers(Section::Facts))?;
        let count = |section| sections.numbers::<u32>(section).len() as u64;
        let names = std::str::from_utf8(sections.bytes(Section::LangNames)).ok()?;
        let langs: Vec<LangSet> =
            names.lines().map(|line| line.parse().ok()).collect::<Option<_>>()?;
        let base = i64::try_from(facts.base).ok().filter(|base| *base <= MOST_BASE)?;
        let fits = count(Section::WordEnds) == facts.words
            && sections.numbers::<u16>(Section::Bits).len() as u64 == facts.words
            && count(Section::WordTable).is_power_of_two()
            && count(Section::First) == facts.longest.checked_add(2)?
            && sections.numbers::<Record>(Section::Records).len() as u64
                == facts.sequences.checked_add(1)?
            && count(Section::ListEnds) == facts.words
            && count(Section::Lists) == sections.numbers::<u64>(Section::ListSigs).len() as u64
            && count(Section::LooseEnds) == facts.words
            && [Section::Units, Section::Fingerprints, Section::Spellings]
                .iter()
                .all(|s| count(*s) == facts.texts)
            && matches!(sections.bytes(Section::Langs).len() as u64, l if l == 0 || l == facts.texts);
        fits.then_some(Self { sections, facts, base, langs })
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

    /// The token of a word.
    pub(super) fn token(&self, word: &str) -> Option<u32> {
        let table: &[u32] = self.sections.numbers(Section::WordTable);
        let mask = table.len() - 1;
        let mut at = words::hash(word) as usize & mask;
        for _ in 0..table.len() {
            let token = table[at].checked_sub(1)?;
            if self.word(token) == word.as_bytes() {
                return Some(token);
            }
            at = (at + 1) & mask;
        }
        None
    }

    /// The word of a token.
    pub(super) fn word(&self, token: u32) -> &[u8] {
        let ends: &[u32] = self.sections.numbers(Section::WordEnds);
        let range = stretch(ends, token);
        self.sections.bytes(Section::Words).get(range).unwrap_or(&[])
    }

    /// By token: its bit among 64 (low byte) and its bit among 128 (high byte).
    pub(super) fn bits(&self) -> &[u16] {
        self.sections.numbers(Section::Bits)
    }

    /// The first sequence of each length, and of one length more.
    pub(super) fn first(&self) -> &[u32] {
        self.sections.numbers(Section::First)
    }

    pub(super) fn records(&self) -> &[Record] {
        self.sections.numbers(Section::Records)
    }

    /// The postings of a token: signatures, sequences with ranks.
    pub(super) fn list(&self, token: u32) -> (&[u64], &[u32]) {
        let range = stretch(self.sections.numbers(Section::ListEnds), token);
        let sigs: &[u64] = self.sections.numbers(Section::ListSigs);
        let lists: &[u32] = self.sections.numbers(Section::Lists);
        (sigs.get(range.clone()).unwrap_or(&[]), lists.get(range).unwrap_or(&[]))
    }

    /// The postings that only loose look-ups need: sequences with ranks.
    pub(super) fn loose(&self, token: u32) -> &[u32] {
        let range = stretch(self.sections.numbers(Section::LooseEnds), token);
        self.sections.numbers(Section::Loose).get(range).unwrap_or(&[])
    }

    /// The tokens of a sequence.
    pub(super) fn tokens(&self, sequence: u32) -> impl Iterator<Item = u32> + '_ {
        packed::tokens(self.packed(sequence))
    }

    /// The tokens of a sequence, packed.
    pub(super) fn packed(&self, sequence: u32) -> &[u8] {
        match self.records().get(sequence as usize..sequence as usize + 2) {
            Some([here, next]) => {
                let range = here[4] as usize..next[4] as usize;
                self.sections.bytes(Section::Tokens).get(range).unwrap_or(&[])
            }
            _ => &[],
        }
    }

    /// The places of a sequence's texts.
    pub(super) fn texts(&self, sequence: u32) -> Range<usize> {
        match self.records().get(sequence as usize..sequence as usize + 2) {
            Some([here, next]) => {
                let end = (next[5] as usize).min(self.facts.texts as usize);
                (here[5] as usize).min(end)..end
            }
            _ => 0..0,
        }
    }

    /// By text, sequence after sequence, rising within one: its unit.
    pub(super) fn units(&self) -> Units<'_> {
        Units { base: self.base, offsets: self.sections.numbers(Section::Units) }
    }

    /// By text: see [`words::fingerprint`].
    pub(super) fn fingerprints(&self) -> &[u32] {
        self.sections.numbers(Section::Fingerprints)
    }

    /// By text: see [`words::Reader::spelling`].
    pub(super) fn spellings(&self) -> &[u32] {
        self.sections.numbers(Section::Spellings)
    }

    /// The place of a text's languages in [`IndexSegment::langs`].
    pub(super) fn langs_of(&self, text: usize) -> usize {
        self.sections.bytes(Section::Langs).get(text).map_or(0, |place| usize::from(*place))
    }

    /// The length of a sequence in words.
    pub(super) fn length(&self, sequence: u32) -> usize {
        self.first().partition_point(|first| *first <= sequence).saturating_sub(1)
    }
}

/// No number of a unit overflows with such a base.
const MOST_BASE: i64 = i64::MAX - u32::MAX as i64;

/// The units of texts, by place.
#[derive(Clone, Copy)]
pub(super) struct Units<'s> {
    base: i64,
    offsets: &'s [u32],
}

impl Units<'_> {
    /// The unit of the text at a place; [`UnitId::ZERO`] where there is none.
    #[inline]
    pub(super) fn of(self, text: usize) -> UnitId {
        self.offsets
            .get(text)
            .map_or(UnitId::ZERO, |offset| UnitId::new(self.base + i64::from(*offset)))
    }
}

impl fmt::Debug for IndexSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Segment").field("facts", &self.facts).finish_non_exhaustive()
    }
}

/// The range between two ends of a list of ends.
fn stretch(ends: &[u32], at: u32) -> Range<usize> {
    let end = |at: usize| ends.get(at).map_or(0, |end| *end as usize);
    let start = (at as usize).checked_sub(1).map_or(0, end);
    start..end(at as usize).max(start)
}
