//! The edit distance of two sequences of words, 64 words of one side at a time (Myers 1999, for
//! any length as Hyyrö 2003 has it).

/// A query, ready to be compared with many sequences.
#[derive(Debug, Default)]
pub(super) struct Pattern {
    /// Words of the query.
    length: usize,
    blocks: usize,
    /// An open table of tokens and the numbers of their masks; a power of two.
    slots: Vec<(u32, u32)>,
    /// By number and block: where the token stands in the query. The first is of all others.
    masks: Vec<u64>,
    columns: Vec<Column>,
}

/// Of a block of the query: where a step down costs one more, and one less.
#[derive(Debug, Clone, Copy)]
struct Column {
    plus: u64,
    minus: u64,
}

/// A free slot: no token is so large (see [`super::segment::MOST_SEQUENCES`]).
const FREE: u32 = u32::MAX;

impl Pattern {
    /// Takes a query; a token that no sequence has may stand in it as [`u32::MAX`]. `others` are further
    /// tokens that count as the one at a place.
    pub(super) fn set(&mut self, query: &[u32], others: &[(u32, u32)]) {
        self.length = query.len();
        self.blocks = query.len().div_ceil(64).max(1);
        let size = (2 * (query.len() + others.len())).next_power_of_two().max(4);
        self.slots.clear();
        self.slots.resize(size, (FREE, 0));
        self.masks.clear();
        self.masks.resize(self.blocks, 0);
        let places = query.iter().enumerate().map(|(place, token)| (place, *token));
        let others = others.iter().map(|(place, token)| (*place as usize, *token));
        for (place, token) in places.chain(others).filter(|(_, token)| *token != FREE) {
            let slot = self.slot(token);
            if self.slots[slot].0 == FREE {
                self.slots[slot] = (token, (self.masks.len() / self.blocks) as u32);
                self.masks.resize(self.masks.len() + self.blocks, 0);
            }
            let mask = self.slots[slot].1 as usize * self.blocks;
            self.masks[mask + place / 64] |= 1 << (place % 64);
        }
    }

    /// The slot of a token, or the free one where it would stand.
    #[inline]
    fn slot(&self, token: u32) -> usize {
        let mask = self.slots.len() - 1;
        // Fibonacci hashing (Knuth 1973).
        let mut at = (token.wrapping_mul(0x9E37_79B9) >> 12) as usize & mask;
        while self.slots[at].0 != token && self.slots[at].0 != FREE {
            at = (at + 1) & mask;
        }
        at
    }

    /// Where in `masks` a token's begin.
    #[inline]
    fn mask(&self, token: u32) -> usize {
        let (known, number) = self.slots[self.slot(token)];
        if known == token { number as usize * self.blocks } else { 0 }
    }

    /// The distance to a sequence of `length` tokens, if it is at most `most`.
    #[inline]
    pub(super) fn distance(
        &mut self,
        tokens: impl Iterator<Item = u32>,
        length: usize,
        most: usize,
    ) -> Option<usize> {
        if self.length == 0 {
            return (length <= most).then_some(length);
        }
        if self.blocks == 1 {
            self.short(tokens, length, most)
        } else {
            self.long(tokens, length, most)
        }
    }

    fn short(
        &self,
        tokens: impl Iterator<Item = u32>,
        length: usize,
        most: usize,
    ) -> Option<usize> {
        let last = 1_u64 << (self.length - 1);
        let (mut plus, mut minus) = (u64::MAX, 0_u64);
        let mut distance = self.length;
        let mut left = length;
        for token in tokens {
            let equal = self.masks[self.mask(token)];
            let vertical = equal | minus;
            let horizontal = (((equal & plus).wrapping_add(plus)) ^ plus) | equal;
            let more = minus | !(horizontal | plus);
            let less = plus & horizontal;
            distance += usize::from(more & last != 0);
            distance -= usize::from(less & last != 0);
            left = left.saturating_sub(1);
            // Each word that is left can take one off at the most.
            if distance > most + left {
                return None;
            }
            let (more, less) = (more << 1 | 1, less << 1);
            plus = less | !(vertical | more);
            minus = more & vertical;
        }
        (distance <= most).then_some(distance)
    }

    fn long(
        &mut self,
        tokens: impl Iterator<Item = u32>,
        length: usize,
        most: usize,
    ) -> Option<usize> {
        self.columns.clear();
        self.columns.resize(self.blocks, Column { plus: u64::MAX, minus: 0 });
        let last = 1_u64 << ((self.length - 1) % 64);
        let mut distance = self.length;
        let mut left = length;
        for token in tokens {
            let mask = self.mask(token);
            // What the row above gives to a block: one more at first, for the row of nothing rises.
            let (mut plus_in, mut minus_in) = (1_u64, 0_u64);
            for block in 0..self.blocks {
                let equal = self.masks[mask + block];
                let Column { plus, minus } = self.columns[block];
                let vertical = equal | minus;
                let equal = equal | minus_in;
                let horizontal = (((equal & plus).wrapping_add(plus)) ^ plus) | equal;
                let more = minus | !(horizontal | plus);
                let less = plus & horizontal;
                if block == self.blocks - 1 {
                    distance += usize::from(more & last != 0);
                    distance -= usize::from(less & last != 0);
                }
                let (plus_out, minus_out) = (more >> 63, less >> 63);
                let (more, less) = (more << 1 | plus_in, less << 1 | minus_in);
                self.columns[block] =
                    Column { plus: less | !(vertical | more), minus: more & vertical };
                (plus_in, minus_in) = (plus_out, minus_out);
            }
            left = left.saturating_sub(1);
            if distance > most + left {
                return None;
            }
        }
        (distance <= most).then_some(distance)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn several_tokens_may_count_as_one() {
        let mut pattern = Pattern::default();
        pattern.set(&[1, 2, 3], &[(1, 7), (1, 8)]);
        let distance =
            |pattern: &mut Pattern, text: [u32; 3]| pattern.distance(text.into_iter(), 3, 3);
        assert_eq!(distance(&mut pattern, [1, 8, 3]), Some(0));
        assert_eq!(distance(&mut pattern, [1, 9, 3]), Some(1));
        assert_eq!(distance(&mut pattern, [7, 8, 3]), Some(1));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn it_is_the_distance(
            query in prop::collection::vec(0..6_u32, 0..200),
            text in prop::collection::vec(0..8_u32, 0..200),
            most in 0..210_usize,
        ) {
            let mut pattern = Pattern::default();
            pattern.set(&query, &[]);
            let found = pattern.distance(text.iter().copied(), text.len(), most);
            // An independent implementation.
            let full = strsim::generic_levenshtein(&query, &text);
            prop_assert_eq!(found, (full <= most).then_some(full));
        }

        #[test]
        fn short_ones_too(
            query in prop::collection::vec(0..4_u32, 0..12),
            text in prop::collection::vec(0..5_u32, 0..12),
        ) {
            let mut pattern = Pattern::default();
            pattern.set(&query, &[]);
            let full = strsim::generic_levenshtein(&query, &text);
            prop_assert_eq!(pattern.distance(text.iter().copied(), text.len(), 12), Some(full));
        }
    }
}
