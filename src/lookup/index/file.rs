//! A segment of an index as bytes: a header, then sections of numbers, each aligned to 64 bytes, so
//! that a mapped file is read in place.
//!
//! ```text
//! 8 bytes   magic "MUWAZIX1"
//! 4         1, in the byte order of the machine that wrote it
//! 4         number of sections
//! 8         checksum of the sections' table and of all that follows it (XXH3)
//! 8+8 each  offset and length in bytes of a section
//! ```

use std::{
    io::{self, Seek, SeekFrom, Write},
    ops::Range,
};

#[cfg(feature = "files")]
use memmap2::Mmap;
use xxhash_rust::xxh3::Xxh3Default;

const MAGIC: &[u8; 8] = b"MUWAZIX1";
const ORDER: u32 = 1;
const ALIGN: usize = 64;
/// Magic, order, count, checksum.
pub(super) const HEAD: usize = 24;

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

/// The number of sections.
pub(super) const SECTIONS: usize = Section::LangNames as usize + 1;

/// The bytes of a segment.
pub(super) enum Bytes {
    /// A file.
    #[cfg(feature = "files")]
    Mapped(Mmap),
    /// In 64-bit words, so that numbers are aligned.
    Owned(Vec<u64>, usize),
}

impl Bytes {
    pub(super) fn all(&self) -> &[u8] {
        match self {
            #[cfg(feature = "files")]
            Self::Mapped(map) => map,
            Self::Owned(eights, length) => &bytemuck::cast_slice(eights)[..*length],
        }
    }
}

/// The sections of a segment, found and within bounds.
pub(super) struct Sections {
    pub(super) bytes: Bytes,
    places: [Range<usize>; SECTIONS],
}

impl Sections {
    /// Finds the sections; `None` if this is not a segment, or cut off.
    pub(super) fn new(bytes: Bytes) -> Option<Self> {
        let all = bytes.all();
        let number = |at: usize| Some(u64::from_ne_bytes(all.get(at..at + 8)?.try_into().ok()?));
        let order = u32::from_ne_bytes(all.get(8..12)?.try_into().ok()?);
        let count = u32::from_ne_bytes(all.get(12..16)?.try_into().ok()?);
        if !all.starts_with(MAGIC) || order != ORDER || count as usize != SECTIONS {
            return None;
        }
        let mut places: [Range<usize>; SECTIONS] = std::array::from_fn(|_| 0..0);
        for (k, place) in places.iter_mut().enumerate() {
            let start = usize::try_from(number(HEAD + 16 * k)?).ok()?;
            let length = usize::try_from(number(HEAD + 16 * k + 8)?).ok()?;
            *place = start..start.checked_add(length)?;
            if start % ALIGN != 0 || place.end > all.len() {
                return None;
            }
        }
        Some(Self { bytes, places })
    }

    /// A section as bytes.
    pub(super) fn bytes(&self, section: Section) -> &[u8] {
        &self.bytes.all()[self.places[section as usize].clone()]
    }

    /// A section as numbers; empty where it does not hold a whole number of them.
    pub(super) fn numbers<T: bytemuck::AnyBitPattern>(&self, section: Section) -> &[T] {
        bytemuck::try_cast_slice(self.bytes(section)).unwrap_or(&[])
    }

    /// The size in bytes.
    pub(super) fn size(&self) -> u64 {
        self.bytes.all().len() as u64
    }
}

/// Writes sections in the order of [`Section`].
pub(super) fn write(out: &mut (impl Write + Seek), sections: [&[u8]; SECTIONS]) -> io::Result<()> {
    let mut table = Vec::with_capacity(16 * SECTIONS);
    let mut at = (HEAD + 16 * SECTIONS).next_multiple_of(ALIGN);
    for section in sections {
        table.extend((at as u64).to_ne_bytes());
        table.extend((section.len() as u64).to_ne_bytes());
        at = (at + section.len()).next_multiple_of(ALIGN);
    }
    let mut sum = Xxh3Default::new();
    let start = out.stream_position()?;
    out.write_all(MAGIC)?;
    out.write_all(&ORDER.to_ne_bytes())?;
    out.write_all(&(SECTIONS as u32).to_ne_bytes())?;
    out.write_all(&[0; 8])?;
    let mut put = |bytes: &[u8], written: usize| {
        let padding =
            &[0; ALIGN][..(written + bytes.len()).next_multiple_of(ALIGN) - written - bytes.len()];
        for part in [bytes, padding] {
            sum.update(part);
            out.write_all(part)?;
        }
        Ok::<_, io::Error>(())
    };
    put(&table, HEAD)?;
    for section in sections {
        put(section, 0)?;
    }
    out.seek(SeekFrom::Start(start + 16))?;
    out.write_all(&sum.digest().to_ne_bytes())
}

/// Writes sections into memory.
pub(super) fn in_memory(sections: [&[u8]; SECTIONS]) -> Option<Sections> {
    let mut out = io::Cursor::new(Vec::new());
    write(&mut out, sections).ok()?;
    let bytes = out.into_inner();
    let mut eights = vec![0_u64; bytes.len().div_ceil(8)];
    bytemuck::cast_slice_mut(&mut eights)[..bytes.len()].copy_from_slice(&bytes);
    Sections::new(Bytes::Owned(eights, bytes.len()))
}
