//! Building a segment from texts.

use std::{cmp::Reverse, collections::BinaryHeap};

use super::{
    file::{self, SECTIONS, Section},
    packed,
    segment::{Facts, IndexSegment, LOOSE, MOST_RANK, MOST_SEQUENCES, RANK_BITS, Record, TIGHT},
    words::{self, Reader, fingerprint},
};
use crate::{lang::LangSet, lookup_map::LookupMap, unit::UnitId};

/// A segment being built from texts. Memory: about 4 bytes a word and 36 a text, and then the segment
/// itself, about as much again.
#[derive(Debug, Default)]
pub struct Builder {
    reader: Reader,
    /// Numbers of words as they came.
    known: LookupMap<Box<str>, u32>,
    words: Vec<Box<str>>,
    counts: Vec<u32>,
    /// The words of all texts, one after another.
    numbers: Vec<u32>,
    texts: Vec<Text>,
    langs: Vec<LangSet>,
    /// The least and the largest number of a unit.
    span: Option<(UnitId, UnitId)>,
}

#[derive(Debug, Clone, Copy)]
struct Text {
    unit: UnitId,
    fingerprint: u32,
    spelling: u32,
    langs: u8,
    /// The start of its words; they end where the next text's begin.
    start: u32,
}

impl Builder {
    /// Adds a text of a unit, and the languages of all texts of that unit. Returns `false` where there
    /// is no room for it: what was added must be built, and a new segment begun.
    pub fn add(&mut self, unit: UnitId, text: &str, langs: &LangSet) -> bool {
        let Some(langs) = self.room(unit, langs) else { return false };
        let start = self.numbers.len() as u32;
        let Self { reader, known, words, counts, numbers, .. } = self;
        for (word, _) in reader.words(text).iter() {
            let number = match known.get(word) {
                Some(number) => *number,
                None => {
                    let next = words.len() as u32;
                    words.push(word.into());
                    counts.push(0);
                    *known.get_or(word.into(), || next)
                }
            };
            counts[number as usize] += 1;
            numbers.push(number);
        }
        let spelling = reader.spelling(text);
        self.texts.push(Text { unit, fingerprint: fingerprint(text), spelling, langs, start });
        true
    }

    /// Returns the number of texts.
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns whether there are no texts.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The place of a text's languages, if a segment has room for them and for its unit.
    fn room(&mut self, unit: UnitId, langs: &LangSet) -> Option<u8> {
        let (least, most) = self.span.unwrap_or((unit, unit));
        let (least, most) = (least.min(unit), most.max(unit));
        let apart = most.get().checked_sub(least.get())?;
        if least < UnitId::ZERO
            || apart > i64::from(u32::MAX)
            || self.texts.len() >= MOST_SEQUENCES
            || self.numbers.len() > (u32::MAX / 2) as usize
        {
            return None;
        }
        let at = self.langs.iter().position(|known| known == langs).unwrap_or_else(|| {
            self.langs.push(langs.clone());
            self.langs.len() - 1
        });
        let place = u8::try_from(at).ok()?;
        self.span = Some((least, most));
        Some(place)
    }

    /// The least number of a unit, from which a segment counts.
    fn base(&self) -> UnitId {
        self.span.map_or(UnitId::ZERO, |(least, _)| least)
    }

    /// Makes the segment in memory.
    pub(super) fn finish(self) -> Option<IndexSegment> {
        let built = self.build();
        IndexSegment::new(file::in_memory(built.sections()))
    }

    fn build(mut self) -> Built {
        let tokens = self.rename();
        let words = self.spell_out(&tokens);
        let order = self.sequences();
        let bits = bits(&words.counts);
        let mut built = Built { words, bits, ..Built::default() };
        built.fill(&self, &order);
        built
    }

    /// Gives words their tokens, commonest first, equals by letters; the token of each number.
    fn rename(&mut self) -> Vec<u32> {
        let mut order: Vec<u32> = (0..self.words.len() as u32).collect();
        order.sort_unstable_by(|a, b| {
            let key = |n: u32| (Reverse(self.counts[n as usize]), &self.words[n as usize]);
            key(*a).cmp(&key(*b))
        });
        let mut tokens = vec![0; order.len()];
        for (token, number) in order.iter().enumerate() {
            tokens[*number as usize] = token as u32;
        }
        self.numbers.iter_mut().for_each(|number| *number = tokens[*number as usize]);
        tokens
    }

    /// The words in the order of their tokens, and the table that leads from a word to its token.
    fn spell_out(&mut self, tokens: &[u32]) -> Words {
        self.known = LookupMap::default();
        let mut by_token = vec![0_u32; tokens.len()];
        for (number, token) in tokens.iter().enumerate() {
            by_token[*token as usize] = number as u32;
        }
        let mut out = Words {
            table: vec![0; (tokens.len() * 3 / 2).next_power_of_two().max(2)],
            ..Words::default()
        };
        let mask = out.table.len() - 1;
        for (token, number) in by_token.iter().enumerate() {
            let word = std::mem::take(&mut self.words[*number as usize]);
            let mut at = words::hash(&word) as usize & mask;
            while out.table[at] != 0 {
                at = (at + 1) & mask;
            }
            out.table[at] = token as u32 + 1;
            out.bytes.extend(word.as_bytes());
            out.ends.push(out.bytes.len() as u32);
            out.counts.push(self.counts[*number as usize]);
        }
        self.words = Vec::new();
        self.counts = Vec::new();
        out
    }

    fn tokens(&self, text: u32) -> &[u32] {
        let at = text as usize;
        let end = self.texts.get(at + 1).map_or(self.numbers.len(), |next| next.start as usize);
        &self.numbers[self.texts[at].start as usize..end]
    }

    /// The texts by sequence: sequences by length, then by their first unit; texts by unit.
    fn sequences(&self) -> Vec<Vec<u32>> {
        // Hashes bring equal sequences together; collisions are told apart by the tokens.
        let hash = |text: u32| xxhash_rust::xxh3::xxh3_64(bytemuck::cast_slice(self.tokens(text)));
        let mut keyed: Vec<(u32, u64, u32)> = (0..self.texts.len() as u32)
            .map(|text| (self.tokens(text).len() as u32, hash(text), text))
            .collect();
        keyed.sort_unstable_by(|a, b| {
            let unit = |text: u32| (self.texts[text as usize].unit, text);
            (a.0, a.1)
                .cmp(&(b.0, b.1))
                .then_with(|| self.tokens(a.2).cmp(self.tokens(b.2)))
                .then_with(|| unit(a.2).cmp(&unit(b.2)))
        });
        let same = |a: &(u32, u64, u32), b: &(u32, u64, u32)| {
            (a.0, a.1) == (b.0, b.1) && self.tokens(a.2) == self.tokens(b.2)
        };
        let mut groups: Vec<&[(u32, u64, u32)]> = keyed.chunk_by(same).collect();
        groups.sort_unstable_by_key(|g| (g[0].0, self.texts[g[0].2 as usize].unit, g[0].2));
        groups.iter().map(|group| group.iter().map(|(_, _, text)| *text).collect()).collect()
    }
}

#[cfg(feature = "files")]
impl Builder {
    /// The unit of the text that was added last.
    pub(super) fn last_unit(&self) -> Option<UnitId> {
        self.texts.last().map(|text| text.unit)
    }

    /// That unit and the fingerprint of its text.
    pub(super) fn witness(&self) -> Option<(UnitId, u32)> {
        self.texts.last().map(|text| (text.unit, text.fingerprint))
    }

    /// Writes the segment; returns its checksum.
    pub(super) fn write(self, out: &mut impl std::io::Write) -> std::io::Result<u64> {
        file::write(out, self.build().sections())
    }
}

/// The words of a segment.
#[derive(Default)]
struct Words {
    ends: Vec<u32>,
    bytes: Vec<u8>,
    table: Vec<u32>,
    counts: Vec<u32>,
}

/// The sections of a segment, built.
#[derive(Default)]
struct Built {
    facts: [u64; Facts::COUNT],
    words: Words,
    bits: Vec<u16>,
    first: Vec<u32>,
    records: Vec<Record>,
    tokens: Vec<u8>,
    list_ends: Vec<u32>,
    list_sigs: Vec<u64>,
    lists: Vec<u32>,
    loose_ends: Vec<u32>,
    loose: Vec<u32>,
    units: Vec<u32>,
    fingerprints: Vec<u32>,
    spellings: Vec<u32>,
    langs: Vec<u8>,
    lang_names: Vec<u8>,
}

impl Built {
    fn fill(&mut self, builder: &Builder, order: &[Vec<u32>]) {
        let vocabulary = self.words.ends.len();
        (self.list_ends, self.loose_ends) = (vec![0; vocabulary], vec![0; vocabulary]);
        let mut ranked = Vec::new();
        for texts in order {
            for (tight, (token, _)) in postings(builder.tokens(texts[0]), &mut ranked) {
                let ends = if tight { &mut self.list_ends } else { &mut self.loose_ends };
                ends[token as usize] += 1;
            }
        }
        let (tight, loose) = (begin(&mut self.list_ends), begin(&mut self.loose_ends));
        (self.list_sigs, self.lists, self.loose) = (vec![0; tight], vec![0; tight], vec![0; loose]);
        for (sequence, texts) in order.iter().enumerate() {
            self.add(builder, sequence as u32, texts, &mut ranked);
        }
        self.close(builder, order.len());
    }

    fn add(&mut self, builder: &Builder, sequence: u32, texts: &[u32], ranked: &mut Vec<u32>) {
        let tokens = builder.tokens(texts[0]);
        while self.first.len() <= tokens.len() {
            self.first.push(sequence);
        }
        let (mut near, mut wide) = (0_u64, [0_u64; 2]);
        for token in tokens {
            let bits = self.bits[*token as usize];
            near |= 1 << (bits & 63);
            wide[usize::from(bits >> 14) & 1] |= 1 << ((bits >> 8) & 63);
        }
        let halves = |x: u64| [x as u32, (x >> 32) as u32];
        let ([a, b], [c, d]) = (halves(wide[0]), halves(wide[1]));
        self.records.push([a, b, c, d, self.tokens.len() as u32, self.units.len() as u32]);
        tokens.iter().for_each(|token| packed::push(&mut self.tokens, *token));
        for (tight, (token, rank)) in postings(tokens, ranked) {
            let posting = (sequence << RANK_BITS) | rank.min(MOST_RANK);
            let ends = if tight { &mut self.list_ends } else { &mut self.loose_ends };
            let at = ends[token as usize] as usize;
            ends[token as usize] += 1;
            if tight {
                (self.list_sigs[at], self.lists[at]) = (near, posting);
            } else {
                self.loose[at] = posting;
            }
        }
        let base = builder.base().get();
        for text in texts {
            let text = builder.texts[*text as usize];
            self.units.push((text.unit.get() - base) as u32);
            self.fingerprints.push(text.fingerprint);
            self.spellings.push(text.spelling);
            self.langs.push(text.langs);
        }
    }

    fn close(&mut self, builder: &Builder, sequences: usize) {
        self.records.push([0, 0, 0, 0, self.tokens.len() as u32, self.units.len() as u32]);
        self.first.push(sequences as u32);
        if self.first.len() < 2 {
            self.first.push(sequences as u32);
        }
        if builder.langs.len() < 2 {
            self.langs = Vec::new();
        }
        let names: Vec<String> = builder.langs.iter().map(LangSet::to_string).collect();
        self.lang_names = names.join("\n").into_bytes();
        self.facts = Facts {
            sequences: sequences as u64,
            texts: self.units.len() as u64,
            words: self.words.ends.len() as u64,
            longest: self.first.len() as u64 - 2,
            base: builder.base().get() as u64,
        }
        .to_numbers();
    }

    fn sections(&self) -> [&[u8]; SECTIONS] {
        let mut out: [&[u8]; SECTIONS] = [&[]; SECTIONS];
        let mut put = |section: Section, bytes| out[section as usize] = bytes;
        put(Section::Facts, bytemuck::cast_slice(&self.facts));
        put(Section::WordEnds, bytemuck::cast_slice(&self.words.ends));
        put(Section::Words, &self.words.bytes);
        put(Section::WordTable, bytemuck::cast_slice(&self.words.table));
        put(Section::Bits, bytemuck::cast_slice(&self.bits));
        put(Section::First, bytemuck::cast_slice(&self.first));
        put(Section::Records, bytemuck::cast_slice(&self.records));
        put(Section::Tokens, &self.tokens);
        put(Section::ListEnds, bytemuck::cast_slice(&self.list_ends));
        put(Section::ListSigs, bytemuck::cast_slice(&self.list_sigs));
        put(Section::Lists, bytemuck::cast_slice(&self.lists));
        put(Section::LooseEnds, bytemuck::cast_slice(&self.loose_ends));
        put(Section::Loose, bytemuck::cast_slice(&self.loose));
        put(Section::Units, bytemuck::cast_slice(&self.units));
        put(Section::Fingerprints, bytemuck::cast_slice(&self.fingerprints));
        put(Section::Spellings, bytemuck::cast_slice(&self.spellings));
        put(Section::Langs, &self.langs);
        put(Section::LangNames, &self.lang_names);
        out
    }
}

/// Turns the lengths of lists into their starts, which filling moves to their ends; returns the sum.
fn begin(lists: &mut [u32]) -> usize {
    let mut sum = 0;
    for list in lists {
        sum += std::mem::replace(list, sum);
    }
    sum as usize
}

/// The tokens of a sequence that get a posting, each once, rarest first, with the number of its tokens
/// that are rarer; `true` for those that look-ups at 70 percent and more need.
fn postings<'r>(
    tokens: &[u32],
    ranked: &'r mut Vec<u32>,
) -> impl Iterator<Item = (bool, (u32, u32))> + 'r {
    ranked.clear();
    ranked.extend(tokens);
    ranked.sort_unstable_by_key(|token| Reverse(*token));
    let (tight, loose) = (TIGHT.most_unmatched(ranked.len()), LOOSE.most_unmatched(ranked.len()));
    let ranked = ranked.as_slice();
    let each = ranked.iter().enumerate().take(loose + 1);
    each.filter(move |(rank, token)| *rank == 0 || ranked[rank - 1] != **token)
        .map(move |(rank, token)| (rank <= tight, (*token, rank as u32)))
}

/// Spreads the tokens over the bits of the signatures so that each bit is as busy as the others.
fn bits(counts: &[u32]) -> Vec<u16> {
    let spread = |bits: u16| {
        let mut free: BinaryHeap<Reverse<(u64, u16)>> =
            (0..bits).map(|bit| Reverse((0, bit))).collect();
        let mut out = Vec::with_capacity(counts.len());
        for count in counts {
            if let Some(Reverse((load, bit))) = free.pop() {
                out.push(bit);
                free.push(Reverse((load + u64::from(*count), bit)));
            }
        }
        out
    };
    spread(64).iter().zip(spread(128)).map(|(near, wide)| near | wide << 8).collect()
}
