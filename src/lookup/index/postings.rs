//! The filters by signature: postings, then the records of sequences, gone through for those that can
//! be near enough. Most of the time of a look-up is spent here.

use super::segment::{MOST_RANK, Record};

/// What a text must show.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// The bits of the query's words.
    pub(super) signature: u64,
    /// At most so many of them may be without a partner.
    pub(super) query: u32,
    /// And of the text's.
    pub(super) text: u32,
}

/// What a sequence must show of the wider signature.
#[derive(Debug, Clone, Copy)]
pub(super) struct WantedWide {
    /// The bits of the query's words.
    pub(super) signature: [u64; 2],
    /// Words of the query that no text has.
    pub(super) unknown: u32,
    /// At most so many words of the query, and of the text, may be without a partner.
    pub(super) most: (u32, u32),
}

/// A sequence, and how many words of the query and of it have no partner at least.
pub(super) type Chance = (u32, u32, u32);

/// Adds the postings that may be near enough.
pub(super) fn keep(sigs: &[u64], lists: &[u32], wanted: Wanted, out: &mut Vec<u32>) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has just said that it can.
        #[expect(unsafe_code, reason = "a function for some processors only")]
        return unsafe { keep_fast(sigs, lists, wanted, out) };
    }
    keep_all(sigs, lists, wanted, out);
}

/// Adds the sequences that may be near enough.
pub(super) fn chances(
    records: &[Record],
    sequences: &[u32],
    wanted: WantedWide,
    out: &mut Vec<Chance>,
) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has just said that it can.
        #[expect(unsafe_code, reason = "a function for some processors only")]
        return unsafe { chances_fast(records, sequences, wanted, out) };
    }
    chances_of_all(records, sequences, wanted, out);
}

/// The same where the processor counts bits in one step.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn keep_fast(sigs: &[u64], lists: &[u32], wanted: Wanted, out: &mut Vec<u32>) {
    keep_all(sigs, lists, wanted, out);
}

/// The same where the processor counts bits in one step.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn chances_fast(records: &[Record], sequences: &[u32], wanted: WantedWide, out: &mut Vec<Chance>) {
    chances_of_all(records, sequences, wanted, out);
}

#[inline(always)]
fn chances_of_all(
    records: &[Record],
    sequences: &[u32],
    wanted: WantedWide,
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
            let [a, b, c, d, ..] = records.get(*sequence as usize).copied().unwrap_or_default();
            let text = [both(a, b), both(c, d)];
            let query_lacks = wanted.unknown + lacks(wanted.signature, text);
            let text_lacks = lacks(text, wanted.signature);
            found[count % BLOCK] = (*sequence, query_lacks, text_lacks);
            let near = (query_lacks <= wanted.most.0) & (text_lacks <= wanted.most.1);
            count += usize::from(near);
        }
        out.extend(&found[..count]);
    }
}

/// So many are looked at together.
const BLOCK: usize = 64;

#[inline(always)]
fn keep_all(sigs: &[u64], lists: &[u32], wanted: Wanted, out: &mut Vec<u32>) {
    let rank = wanted.text.min(MOST_RANK);
    let mut kept = [0_u32; BLOCK];
    for (sigs, lists) in sigs.chunks(BLOCK).zip(lists.chunks(BLOCK)) {
        let mut count = 0;
        // No branch depends on what is read: which way it goes cannot be foreseen.
        for (sig, posting) in sigs.iter().zip(lists) {
            let query = (wanted.signature & !sig).count_ones();
            let text = (sig & !wanted.signature).count_ones();
            let near =
                (query <= wanted.query) & (text <= wanted.text) & (posting & MOST_RANK <= rank);
            kept[count % BLOCK] = *posting;
            count += usize::from(near);
        }
        out.extend(&kept[..count]);
    }
}
