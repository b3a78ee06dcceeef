//! Filters by signature, of postings, then of the records of sequences. Most of the time of a look-up is
//! spent here.

use super::segment::{IndexSegment, MOST_RANK};

/// The bounds of the first filter.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    /// The bits of the query's words, without those of words that several tokens count as.
    pub(super) signature: u64,
    /// The bits of all tokens that count as a word of the query.
    pub(super) allowed: u64,
    /// The most of them without a partner.
    pub(super) query: u32,
    /// The most of the text's without a partner.
    pub(super) text: u32,
}

/// The bounds of the second filter, on wide signatures.
#[derive(Debug, Clone, Copy)]
pub(super) struct WideBounds {
    /// The bits of the query's words, without those of words that several tokens count as.
    pub(super) signature: [u64; 2],
    /// The bits of all tokens that count as a word of the query.
    pub(super) allowed: [u64; 2],
    /// Words of the query that no text has.
    pub(super) unknown: u32,
    /// The most words of the query, and of the text, without a partner.
    pub(super) most: (u32, u32),
}

/// A sequence, and lower bounds of the words of the query and of it without a partner.
pub(super) type Chance = (u32, u32, u32);

/// Adds the postings within the bounds.
pub(super) fn keep(sigs: &[u64], lists: &[u32], bounds: Bounds, out: &mut Vec<u32>) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has just said that it can.
        #[expect(unsafe_code, reason = "a function for some processors only")]
        return unsafe { keep_fast(sigs, lists, bounds, out) };
    }
    keep_all(sigs, lists, bounds, out);
}

/// Adds the sequences within the bounds.
pub(super) fn chances(
    segment: &IndexSegment,
    sequences: &[u32],
    bounds: WideBounds,
    out: &mut Vec<Chance>,
) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has just said that it can.
        #[expect(unsafe_code, reason = "a function for some processors only")]
        return unsafe { chances_fast(segment, sequences, bounds, out) };
    }
    chances_of_all(segment, sequences, bounds, out);
}

/// [`keep`] for processors with a population count.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn keep_fast(sigs: &[u64], lists: &[u32], bounds: Bounds, out: &mut Vec<u32>) {
    keep_all(sigs, lists, bounds, out);
}

/// [`chances`] for processors with a population count.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn chances_fast(
    segment: &IndexSegment,
    sequences: &[u32],
    bounds: WideBounds,
    out: &mut Vec<Chance>,
) {
    chances_of_all(segment, sequences, bounds, out);
}

#[inline(always)]
fn chances_of_all(
    segment: &IndexSegment,
    sequences: &[u32],
    bounds: WideBounds,
    out: &mut Vec<Chance>,
) {
    let both = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
    let lacks =
        |x: [u64; 2], y: [u64; 2]| (x[0] & !y[0]).count_ones() + (x[1] & !y[1]).count_ones();
    let mut found = [(0, 0, 0); BLOCK];
    for sequences in sequences.chunks(BLOCK) {
        let mut count = 0;
        // Each record lies somewhere else: without a branch on what it holds, the processor fetches
        // many at once.
        for sequence in sequences {
            let [a, b, c, d, ..] = segment.record(*sequence);
            let text = [both(a, b), both(c, d)];
            let query_lacks = bounds.unknown + lacks(bounds.signature, text);
            let text_lacks = lacks(text, bounds.allowed);
            found[count % BLOCK] = (*sequence, query_lacks, text_lacks);
            let near = (query_lacks <= bounds.most.0) & (text_lacks <= bounds.most.1);
            count += usize::from(near);
        }
        out.extend(&found[..count]);
    }
}

/// The number that is filtered at a time.
const BLOCK: usize = 64;

#[inline(always)]
fn keep_all(sigs: &[u64], lists: &[u32], bounds: Bounds, out: &mut Vec<u32>) {
    let rank = bounds.text.min(MOST_RANK);
    let mut kept = [0_u32; BLOCK];
    for (sigs, lists) in sigs.chunks(BLOCK).zip(lists.chunks(BLOCK)) {
        let mut count = 0;
        // No branch depends on what is read: which way it goes cannot be foreseen.
        for (sig, posting) in sigs.iter().zip(lists) {
            let query = (bounds.signature & !sig).count_ones();
            let text = (sig & !bounds.allowed).count_ones();
            let near =
                (query <= bounds.query) & (text <= bounds.text) & (posting & MOST_RANK <= rank);
            kept[count % BLOCK] = *posting;
            count += usize::from(near);
        }
        out.extend(&kept[..count]);
    }
}
