//! The bytes of a segment in blocks, each read from its file and checked when it is first needed.
//!
//! A mapped file would save the copy, but whoever truncates it ends every process that has it
//! mapped, and whoever overwrites it changes what has been checked already. A block that was read is
//! ours: nothing changes it any more. A block that cannot be read, or is not what was written, reads
//! as zeros, and the segment is known to be damaged from then on; callers ask when they are done.

use std::{
    cell::UnsafeCell,
    io,
    ops::Range,
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

use xxhash_rust::xxh3::xxh3_64;

/// The size of a block in bytes: small, since a look-up of a large index touches few bytes in many
/// places, and large enough for the checksums to be a two-thousandth of the file.
pub(super) const BLOCK: usize = 1 << 14;
const EIGHTS: usize = BLOCK / 8;

/// Where the bytes of a segment are read from.
pub(super) trait Source: Send + Sync {
    /// Fills a buffer from a place on.
    fn read(&self, from: u64, out: &mut [u8]) -> io::Result<()>;
}

/// See the [module](self).
pub(super) struct Blocks {
    /// In 64-bit words, so that numbers are aligned. Zeros that nobody has touched take no memory.
    words: Box<UnsafeCell<[u64]>>,
    length: usize,
    /// Set once for each block, by the thread that fills it.
    ready: Box<[OnceLock<()>]>,
    /// The checksum of each block.
    sums: Vec<u64>,
    source: Option<(Box<dyn Source>, u64)>,
    damaged: AtomicBool,
}

// SAFETY: a word is written only while the lock of its block is being set, which one thread does and
// all others wait for, and read only when that lock is set.
#[expect(unsafe_code, reason = "blocks are filled behind a shared reference")]
unsafe impl Sync for Blocks {}

impl Blocks {
    /// Bytes that are read from a source when they are needed, from a place of it on; `None` where
    /// there is no memory for them, or not one checksum a block.
    pub(super) fn of(
        source: Box<dyn Source>,
        from: u64,
        length: usize,
        sums: Vec<u64>,
    ) -> Option<Self> {
        let count = length.div_ceil(BLOCK);
        if sums.len() != count {
            return None;
        }
        let words = bytemuck::allocation::try_zeroed_slice_box(length.div_ceil(8)).ok()?;
        let ready = (0..count).map(|_| OnceLock::new()).collect();
        let words = in_cell(words);
        let (source, damaged) = (Some((source, from)), AtomicBool::new(false));
        Some(Self { words, length, ready, sums, source, damaged })
    }

    /// That many bytes that `fill` puts there, zeros before.
    pub(super) fn owned(length: usize, fill: impl FnOnce(&mut [u8])) -> Self {
        let mut words = vec![0_u64; length.div_ceil(8)].into_boxed_slice();
        fill(&mut bytemuck::cast_slice_mut(&mut words)[..length]);
        let ready = (0..length.div_ceil(BLOCK)).map(|_| OnceLock::from(())).collect();
        let (words, damaged) = (in_cell(words), AtomicBool::new(false));
        Self { words, length, ready, sums: Vec::new(), source: None, damaged }
    }

    /// Returns whether a block was not what was written.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    /// Takes note that what was read cannot be right, though its checksum is.
    pub(super) fn accuse(&self) {
        self.damaged.store(true, Ordering::Relaxed);
    }

    /// Bytes of a range; none where it does not lie within.
    #[inline]
    pub(super) fn bytes(&self, range: Range<usize>) -> &[u8] {
        if range.start >= range.end || range.end > self.length {
            return &[];
        }
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        // Most ranges are numbers within one block.
        if !self.is_ready(first) || last > first && !(first + 1..=last).all(|b| self.is_ready(b)) {
            self.fetch(first, last);
        }
        // SAFETY: the range lies within the words, and all its blocks have been filled: none of their
        // words is ever written again.
        #[expect(unsafe_code, reason = "other blocks may be filled meanwhile")]
        unsafe {
            let first = self.words.get().cast::<u8>();
            std::slice::from_raw_parts(first.add(range.start), range.end - range.start)
        }
    }

    /// Bytes of a range, read into a buffer unless they are there: for a pass over many bytes that
    /// nobody may ask for again, since memory that is touched for the first time costs more than the
    /// reading.
    pub(super) fn passing<'b>(&'b self, range: Range<usize>, buffer: &'b mut Vec<u64>) -> &'b [u8] {
        if range.start >= range.end || range.end > self.length {
            return &[];
        }
        let (first, last) = (range.start / BLOCK, (range.end - 1) / BLOCK);
        let Some((source, from)) = &self.source else { return self.bytes(range) };
        if (first..=last).all(|block| self.is_ready(block)) {
            return self.bytes(range);
        }
        let start = first * BLOCK;
        let length = ((last + 1) * BLOCK).min(self.length) - start;
        if buffer.len() < length.div_ceil(8) {
            buffer.resize(length.div_ceil(8), 0);
        }
        let bytes = &mut bytemuck::cast_slice_mut(buffer)[..length];
        let read = source.read(*from + start as u64, bytes).is_ok();
        let sums = bytes.chunks(BLOCK).map(xxh3_64);
        if !read || !sums.eq(self.sums[first..=last].iter().copied()) {
            bytes.fill(0);
            self.accuse();
        }
        &bytes[range.start - start..range.end - start]
    }

    #[inline]
    fn is_ready(&self, block: usize) -> bool {
        self.ready[block].get().is_some()
    }

    /// Fills blocks that are not filled yet.
    #[cold]
    fn fetch(&self, first: usize, last: usize) {
        for block in first..=last {
            self.ready[block].get_or_init(|| self.fill(block));
        }
    }

    /// Reads and checks a block.
    fn fill(&self, block: usize) {
        let Some((source, from)) = &self.source else { return };
        let start = block * BLOCK;
        let length = BLOCK.min(self.length - start);
        // SAFETY: these words belong to this block alone, and while its lock is being set, this is the
        // only reference to them.
        #[expect(unsafe_code, reason = "see the field")]
        let words = unsafe {
            let first = self.words.get().cast::<u64>();
            std::slice::from_raw_parts_mut(first.add(block * EIGHTS), length.div_ceil(8))
        };
        let bytes = &mut bytemuck::cast_slice_mut(words)[..length];
        let read = source.read(from + start as u64, bytes);
        if read.is_err() || Some(&xxh3_64(bytes)) != self.sums.get(block) {
            bytes.fill(0);
            self.accuse();
        }
    }
}

/// A slice in a cell.
fn in_cell(words: Box<[u64]>) -> Box<UnsafeCell<[u64]>> {
    // SAFETY: a cell has the layout of what it holds.
    #[expect(unsafe_code, reason = "there is no safe way to put a boxed slice into a cell")]
    unsafe {
        Box::from_raw(Box::into_raw(words) as *mut UnsafeCell<[u64]>)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Text(Vec<u8>);

    impl Source for Text {
        fn read(&self, from: u64, out: &mut [u8]) -> io::Result<()> {
            let from = from as usize;
            let range = self.0.get(from..from + out.len());
            out.copy_from_slice(range.ok_or(io::ErrorKind::UnexpectedEof)?);
            Ok(())
        }
    }

    fn blocks(text: &[u8], change: impl Fn(&mut Vec<u8>)) -> Blocks {
        let sums = text.chunks(BLOCK).map(xxh3_64).collect();
        let mut held = text.to_vec();
        change(&mut held);
        Blocks::of(Box::new(Text(held)), 0, text.len(), sums).unwrap()
    }

    #[test]
    fn blocks_are_read_when_they_are_needed() {
        let text: Vec<u8> = (0..3 * BLOCK + 5).map(|at| (at % 251) as u8).collect();
        for held in
            [blocks(&text, |_| {}), Blocks::owned(text.len(), |out| out.copy_from_slice(&text))]
        {
            for range in [0..1, BLOCK - 1..BLOCK + 1, 0..text.len(), 3 * BLOCK..text.len()] {
                assert_eq!(held.bytes(range.clone()), &text[range]);
            }
            for range in [0..1, BLOCK - 1..BLOCK + 1, 0..text.len(), 3 * BLOCK..text.len()] {
                assert_eq!(held.passing(range.clone(), &mut Vec::new()), &text[range]);
            }
            assert!(held.bytes(5..5).is_empty() && held.bytes(0..text.len() + 1).is_empty());
            assert!(!held.is_damaged());
        }
        let passed = blocks(&text, |_| {});
        let mut buffer = Vec::new();
        for range in [BLOCK - 1..BLOCK + 1, 0..text.len(), 3 * BLOCK + 1..text.len(), 7..9] {
            assert_eq!(passed.passing(range.clone(), &mut buffer), &text[range]);
        }
        assert!(passed.passing(5..text.len() + 1, &mut buffer).is_empty());
        assert!(!passed.is_damaged() && !(0..4).any(|block| passed.is_ready(block)));
        let changed = blocks(&text, |bytes| bytes[BLOCK + 7] ^= 1);
        assert_eq!(changed.passing(0..BLOCK, &mut buffer), &text[..BLOCK]);
        assert!(!changed.is_damaged());
        assert!(changed.passing(9..2 * BLOCK, &mut buffer).iter().all(|b| *b == 0));
        assert!(changed.is_damaged());
        // Damage is met by those who come by.
        let changed = blocks(&text, |bytes| bytes[BLOCK + 7] ^= 1);
        assert_eq!(changed.bytes(0..BLOCK), &text[..BLOCK]);
        assert!(!changed.is_damaged());
        assert!(changed.bytes(BLOCK..BLOCK + 1) == [0] && changed.is_damaged());
        let shorter = blocks(&text, |bytes| bytes.truncate(2 * BLOCK));
        assert_eq!(shorter.bytes(0..2 * BLOCK), &text[..2 * BLOCK]);
        assert!(shorter.bytes(2 * BLOCK..text.len()).iter().all(|b| *b == 0));
        assert!(shorter.is_damaged());
    }

    #[test]
    fn threads_may_share_it() {
        let text: Vec<u8> = (0..40 * BLOCK).map(|at| (at % 253) as u8).collect();
        let held = blocks(&text, |_| {});
        std::thread::scope(|scope| {
            for k in 0..4 {
                let (held, text) = (&held, &text);
                scope.spawn(move || {
                    for at in (k..text.len() - 9).step_by(4099) {
                        assert_eq!(held.bytes(at..at + 9), &text[at..at + 9]);
                    }
                });
            }
        });
    }
}
