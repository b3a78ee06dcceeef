//! A query in the tokens of a segment: which of them are rarest, and its signatures.

use super::{
    super::{segment::IndexSegment, typos},
    IndexQuery, Room, Signature,
};
use crate::text::figures;

impl Room {
    /// The query in the segment's tokens.
    pub(super) fn read(&mut self, segment: &IndexSegment, asked: IndexQuery<'_>) {
        (self.fingerprint, self.spelling) = (asked.fingerprint, asked.spelling);
        self.tokens.clear();
        self.others.clear();
        for (place, (word, _)) in asked.words.iter().enumerate() {
            self.tokens.push(segment.token(word).unwrap_or(u32::MAX));
            figures::equals(word, |other| {
                self.others.extend(segment.token(other).map(|token| (place as u32, token)));
            });
        }
        if asked.near {
            typos::add(segment, asked.words, &mut self.others);
        }
        self.pattern.set(&self.tokens, &self.others);
        self.rank(segment);
        self.search = self.search.wrapping_add(1);
        if self.search == 0 {
            self.seen.fill(0);
            self.search = 1;
        }
        // Each text belongs to one sequence, and each sequence is compared once.
        self.left = (segment.facts().texts as usize, segment.packed_size());
        let sequences = segment.facts().sequences as usize;
        if self.seen.len() < sequences {
            self.seen = vec![0; sequences];
        }
    }

    /// Orders the query's tokens by their rarity, and sets its signatures.
    ///
    /// A word of the query that several tokens count as has no partner if the text has none of them. So
    /// it is as rare as the commonest of them, and its bits are not asked of the text, but allowed.
    fn rank(&mut self, segment: &IndexSegment) {
        (self.near, self.wide) = (Signature::default(), Signature::default());
        self.ranked.clear();
        self.ranked.extend(self.tokens.iter().map(|token| (*token, 0)));
        self.ranked.sort_unstable_by_key(|(token, _)| std::cmp::Reverse(*token));
        for (rarer, (token, place)) in self.ranked.iter_mut().enumerate() {
            *place = rarer as u32;
            if let Some(bits) = segment.bits(*token) {
                self.near.own |= 1 << (bits & 63);
                self.wide.own[usize::from(bits >> 14) & 1] |= 1 << ((bits >> 8) & 63);
            }
        }
        (self.near.allowed, self.wide.allowed) = (self.near.own, self.wide.own);
        if !self.others.is_empty() {
            return self.rank_with_others(segment);
        }
        self.unknown = self.ranked.partition_point(|(token, _)| *token == u32::MAX) as u32;
        self.ranked.drain(..self.unknown as usize);
        self.ranked.dedup_by_key(|(token, _)| *token);
    }

    fn rank_with_others(&mut self, segment: &IndexSegment) {
        let Self { tokens, others, commonest, ranked, near, wide, .. } = self;
        commonest.clear();
        commonest.extend_from_slice(tokens);
        for (place, token) in others.iter() {
            let least = &mut commonest[*place as usize];
            *least = (*least).min(*token);
            if let Some(bits) = segment.bits(*token) {
                near.allowed |= 1 << (bits & 63);
                wide.allowed[usize::from(bits >> 14) & 1] |= 1 << ((bits >> 8) & 63);
            }
        }
        (near.own, wide.own) = (0, [0; 2]);
        let mut many = others.iter().map(|(place, _)| *place as usize).collect::<Vec<_>>();
        many.sort_unstable();
        for (place, token) in tokens.iter().enumerate() {
            if let Some(bits) = segment.bits(*token)
                && many.binary_search(&place).is_err()
            {
                near.own |= 1 << (bits & 63);
                wide.own[usize::from(bits >> 14) & 1] |= 1 << ((bits >> 8) & 63);
            }
        }
        commonest.sort_unstable_by_key(|token| std::cmp::Reverse(*token));
        let all = tokens.iter().chain(others.iter().map(|(_, token)| token));
        ranked.clear();
        ranked.extend(
            all.filter(|token| **token != u32::MAX)
                .map(|token| (*token, commonest.partition_point(|least| least > token) as u32)),
        );
        ranked.sort_unstable_by_key(|(token, _)| std::cmp::Reverse(*token));
        ranked.dedup_by_key(|(token, _)| *token);
        self.unknown = self.commonest.partition_point(|least| *least == u32::MAX) as u32;
    }
}
