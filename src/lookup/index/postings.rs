//! The first filter: a list of postings gone through for the texts whose signatures can be near
//! enough. Most of the time of a look-up is spent here.

use super::segment::MOST_RANK;

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

/// The same where the processor counts bits in one step.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn keep_fast(sigs: &[u64], lists: &[u32], wanted: Wanted, out: &mut Vec<u32>) {
    keep_all(sigs, lists, wanted, out);
}

#[inline(always)]
fn keep_all(sigs: &[u64], lists: &[u32], wanted: Wanted, out: &mut Vec<u32>) {
    const BLOCK: usize = 64;
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
