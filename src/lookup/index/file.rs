//! A segment of an index as bytes: a header, checksums, then sections of numbers, each aligned to 64
//! bytes, so that numbers are read in place.
//!
//! ```text
//! 8 bytes   magic "MUWAZIX2"
//! 4         1, in the byte order of the machine that wrote it
//! 4         number of sections
//! 8         checksum of all that follows it up to the sections (XXH3); the list of segments has it
//!           too
//! 8         length of the sections in bytes
//! 8+8 each  offset (from the first section on) and length in bytes of a section
//! 8 each    checksum of a block of the sections
//! ```

use std::{
    io::{self, Write},
    ops::Range,
};

use xxhash_rust::xxh3::xxh3_64;

use super::blocks::{BLOCK, Blocks, Source};

const MAGIC: &[u8; 8] = b"MUWAZIX2";
const ORDER: u32 = 1;
const ALIGN: usize = 64;
/// Twice what a segment of as many words as one can hold takes.
const MOST_BYTES: u64 = 1 << 36;
/// Magic, order, count, checksum.
const HEAD: usize = 24;
/// The length of the sections and their table.
const TABLE: usize = 8 + 16 * SECTIONS;

/// The sections of a segment, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Section {
    /// The numbers of [`super::segment::Facts`].
    Facts,
    /// The end of each word in `Words`, by token.
    WordEnds,
    /// The words, commonest first.
    Words,
    /// Tokens plus one by the hash of their words; 0 where a place is free.
    WordTable,
    /// By token: its bit among 64, and its bit among 128, eight bits each.
    Bits,
    /// The first sequence of each length.
    First,
    /// By sequence: see [`super::segment::Record`].
    Records,
    /// The tokens of all sequences, packed.
    Tokens,
    /// The end of each token's postings, by token.
    ListEnds,
    /// By posting: the signature of its sequence.
    ListSigs,
    /// By posting: the sequence and the token's rank in it.
    Lists,
    /// Ends and postings that only loose look-ups need.
    LooseEnds,
    Loose,
    /// By text: its unit, its fingerprint, and that of its spelling.
    Units,
    Fingerprints,
    Spellings,
    /// By text: the place of its unit's languages among `LangNames`; empty where all have the first.
    Langs,
    /// Sets of languages, one a line.
    LangNames,
}

#[cfg(test)]
impl Section {
    /// All of them, in order.
    pub(super) const ALL: [Self; SECTIONS] = [
        Self::Facts,
        Self::WordEnds,
        Self::Words,
        Self::WordTable,
        Self::Bits,
        Self::First,
        Self::Records,
        Self::Tokens,
        Self::ListEnds,
        Self::ListSigs,
        Self::Lists,
        Self::LooseEnds,
        Self::Loose,
        Self::Units,
        Self::Fingerprints,
        Self::Spellings,
        Self::Langs,
        Self::LangNames,
    ];
}

/// The number of sections.
pub(super) const SECTIONS: usize = Section::LangNames as usize + 1;

/// The sections of a segment, found and within bounds.
pub(super) struct Sections {
    blocks: Blocks,
    places: [Range<usize>; SECTIONS],
    size: u64,
}

impl Sections {
    /// Finds the sections in a source of that size; `None` if this is not a segment, is truncated, or
    /// has another checksum.
    pub(super) fn open(source: Box<dyn Source>, size: u64, sum: Option<u64>) -> Option<Self> {
        let mut head = [0; HEAD + TABLE];
        source.read(0, &mut head).ok()?;
        let table: Vec<u64> =
            head[HEAD..].as_chunks().0.iter().map(|n| u64::from_ne_bytes(*n)).collect();
        let told = u64::from_ne_bytes(head[16..HEAD].try_into().ok()?);
        if head[..16] != start() || sum.is_some_and(|sum| sum != told) {
            return None;
        }
        // Nothing is allocated for more than the file holds, nor for the holes of one that has few bytes.
        if size > MOST_BYTES {
            return None;
        }
        let (length, places) = places(&table)?;
        let sums_end = (HEAD + TABLE).checked_add(length.div_ceil(BLOCK).checked_mul(8)?)?;
        let from = sums_end.checked_next_multiple_of(ALIGN)?;
        if from.checked_add(length)? as u64 != size {
            return None;
        }
        let mut checked = head[HEAD..].to_vec();
        checked.resize(from - HEAD, 0);
        source.read((HEAD + TABLE) as u64, &mut checked[TABLE..]).ok()?;
        if xxh3_64(&checked) != told {
            return None;
        }
        let sums = checked[TABLE..sums_end - HEAD].as_chunks().0;
        let sums = sums.iter().map(|sum| u64::from_ne_bytes(*sum)).collect();
        let blocks = Blocks::of(source, from as u64, length, sums)?;
        Some(Self { blocks, places, size })
    }

    /// A section as bytes.
    pub(super) fn bytes(&self, section: Section) -> &[u8] {
        self.blocks.bytes(self.places[section as usize].clone())
    }

    /// A part of a section; none where it does not lie within.
    #[inline]
    pub(super) fn part(&self, section: Section, range: Range<usize>) -> &[u8] {
        let place = &self.places[section as usize];
        let (start, end) =
            (place.start.saturating_add(range.start), place.start.saturating_add(range.end));
        if end <= place.end { self.blocks.bytes(start..end) } else { &[] }
    }

    /// The length of a section in numbers; 0 where it does not hold a whole number of them.
    pub(super) fn count<T>(&self, section: Section) -> usize {
        let bytes = self.places[section as usize].len();
        if bytes.is_multiple_of(size_of::<T>()) { bytes / size_of::<T>() } else { 0 }
    }

    /// A section as numbers; empty where it does not hold a whole number of them.
    pub(super) fn numbers<T: bytemuck::AnyBitPattern>(&self, section: Section) -> &[T] {
        bytemuck::try_cast_slice(self.bytes(section)).unwrap_or(&[])
    }

    /// Some numbers of a section; none where they do not lie within.
    #[inline]
    pub(super) fn some<T: bytemuck::AnyBitPattern>(
        &self,
        section: Section,
        range: Range<usize>,
    ) -> &[T] {
        let size = size_of::<T>();
        let part =
            self.part(section, range.start.saturating_mul(size)..range.end.saturating_mul(size));
        bytemuck::try_cast_slice(part).unwrap_or(&[])
    }

    /// A number of a section.
    #[inline(always)]
    pub(super) fn number<T: bytemuck::AnyBitPattern>(
        &self,
        section: Section,
        at: usize,
    ) -> Option<T> {
        self.read(section, at.checked_mul(size_of::<T>())?)
    }

    /// Two numbers that follow each other.
    #[inline]
    pub(super) fn pair<T: bytemuck::Pod>(&self, section: Section, at: usize) -> Option<[T; 2]> {
        self.read(section, at.checked_mul(size_of::<T>())?)
    }

    #[inline(always)]
    fn read<T: bytemuck::AnyBitPattern>(&self, section: Section, from: usize) -> Option<T> {
        let place = &self.places[section as usize];
        let start = place.start.checked_add(from)?;
        let end = start.checked_add(size_of::<T>())?;
        // What lies within is read without being checked once more.
        let bytes = if end <= place.end { self.blocks.bytes(start..end) } else { &[] };
        (bytes.len() == size_of::<T>()).then(|| bytemuck::pod_read_unaligned(bytes))
    }

    /// Some numbers of a section, for a pass over many; see [`Blocks::passing`].
    pub(super) fn passing<'b, T: bytemuck::AnyBitPattern>(
        &'b self,
        section: Section,
        range: Range<usize>,
        buffer: &'b mut Vec<u64>,
    ) -> &'b [T] {
        let place = &self.places[section as usize];
        let byte = |at: usize| place.start.saturating_add(at.saturating_mul(size_of::<T>()));
        let (start, end) = (byte(range.start), byte(range.end));
        let part = if end <= place.end { self.blocks.passing(start..end, buffer) } else { &[] };
        bytemuck::try_cast_slice(part).unwrap_or(&[])
    }

    /// The size in bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn is_damaged(&self) -> bool {
        self.blocks.is_damaged()
    }

    /// See [`Blocks::accuse`].
    pub(super) fn accuse(&self) {
        self.blocks.accuse();
    }
}

/// The first bytes of a file.
fn start() -> [u8; 16] {
    let mut start = [0; 16];
    start[..8].copy_from_slice(MAGIC);
    start[8..12].copy_from_slice(&ORDER.to_ne_bytes());
    start[12..].copy_from_slice(&(SECTIONS as u32).to_ne_bytes());
    start
}

/// The length of all sections and the place of each: one after another, without room for anything
/// else.
fn places(table: &[u64]) -> Option<(usize, [Range<usize>; SECTIONS])> {
    let number = |at: usize| usize::try_from(*table.get(at)?).ok();
    let mut places: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
    let mut next = 0_usize;
    for (k, place) in places.iter_mut().enumerate() {
        let (start, length) = (number(1 + 2 * k)?, number(2 + 2 * k)?);
        if start != next {
            return None;
        }
        *place = start..start.checked_add(length)?;
        next = place.end.checked_next_multiple_of(ALIGN)?;
    }
    (number(0)? == next).then_some((next, places))
}

/// Writes sections in the order of [`Section`]; returns the checksum of the header.
pub(super) fn write(out: &mut impl Write, sections: [&[u8]; SECTIONS]) -> io::Result<u64> {
    let length =
        sections.iter().map(|section| section.len().next_multiple_of(ALIGN)).sum::<usize>();
    let mut checked = Vec::with_capacity(TABLE + length / BLOCK * 8 + 2 * ALIGN);
    checked.extend((length as u64).to_ne_bytes());
    let mut at = 0;
    for section in sections {
        checked.extend((at as u64).to_ne_bytes());
        checked.extend((section.len() as u64).to_ne_bytes());
        at += section.len().next_multiple_of(ALIGN);
    }
    let mut block = Vec::with_capacity(BLOCK);
    each_piece(sections, |mut piece| {
        while !piece.is_empty() {
            let (some, rest) = piece.split_at(piece.len().min(BLOCK - block.len()));
            block.extend_from_slice(some);
            piece = rest;
            if block.len() == BLOCK {
                checked.extend(xxh3_64(&block).to_ne_bytes());
                block.clear();
            }
        }
        Ok(())
    })?;
    if !block.is_empty() {
        checked.extend(xxh3_64(&block).to_ne_bytes());
    }
    checked.resize((HEAD + checked.len()).next_multiple_of(ALIGN) - HEAD, 0);
    let sum = xxh3_64(&checked);
    out.write_all(&start())?;
    out.write_all(&sum.to_ne_bytes())?;
    out.write_all(&checked)?;
    each_piece(sections, |piece| out.write_all(piece))?;
    Ok(sum)
}

/// Hands out the sections, each with what fills it up to where the next begins.
fn each_piece(
    sections: [&[u8]; SECTIONS],
    mut each: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    for section in sections {
        each(section)?;
        each(&[0; ALIGN][..section.len().next_multiple_of(ALIGN) - section.len()])?;
    }
    Ok(())
}

/// Puts sections together in memory.
pub(super) fn in_memory(sections: [&[u8]; SECTIONS]) -> Sections {
    let mut places: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
    let mut length = 0;
    for (place, section) in places.iter_mut().zip(sections) {
        *place = length..length + section.len();
        length = place.end.next_multiple_of(ALIGN);
    }
    let blocks = Blocks::owned(length, |out| {
        for (place, section) in places.iter().zip(sections) {
            out[place.clone()].copy_from_slice(section);
        }
    });
    Sections { blocks, places, size: length as u64 }
}
