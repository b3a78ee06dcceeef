//! Tokens, packed: seven bits a byte, the last byte of a token below 128. The commonest 128 words
//! take a byte, the next 16,000 two. A token never ends inside another, so that a phrase can be
//! looked for as bytes.

/// Adds a token.
pub(super) fn push(out: &mut Vec<u8>, mut token: u32) {
    // The highest bits go first: what marks a token's last byte is that it is below 128.
    let mut bytes = [0; 5];
    let mut count = 0;
    loop {
        bytes[count] = (token & 0x7F) as u8 | if count == 0 { 0 } else { 0x80 };
        count += 1;
        token >>= 7;
        if token == 0 {
            break;
        }
    }
    out.extend(bytes[..count].iter().rev());
}

/// The tokens of a stretch of bytes.
#[inline]
pub(super) fn tokens(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let mut rest = bytes.iter();
    std::iter::from_fn(move || {
        let mut token = 0_u32;
        loop {
            let byte = *rest.next()?;
            token = (token << 7) | u32::from(byte & 0x7F);
            if byte < 0x80 {
                return Some(token);
            }
        }
    })
}

/// What the last bytes of some tokens are, with the byte before each: a bit for each pair.
#[derive(Debug)]
pub(super) struct Ends(Box<[u64; 1024]>);

impl Ends {
    pub(super) fn of(tokens: &[u32]) -> Self {
        let mut pairs = Box::new([0_u64; 1024]);
        let mut set = |before: u32, last: u32| {
            let pair = (before << 8 | last) as usize;
            pairs[pair / 64] |= 1 << (pair % 64);
        };
        for token in tokens {
            match token >> 7 {
                // What is before belongs to another token, or there is nothing.
                0 => (0..0x80).for_each(|before| set(before, *token)),
                high => set(high & 0x7F | 0x80, token & 0x7F),
            }
        }
        Self(pairs)
    }

    /// Where one of the tokens may end; it ends nowhere else. No branch depends on the bytes: which
    /// tokens are long cannot be foreseen, and reading them one by one takes five times as long.
    #[inline]
    pub(super) fn places<'a>(&'a self, bytes: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
        let mut before = 0;
        let blocks = bytes.chunks(64).zip((0..).step_by(64)).map(move |(block, start)| {
            let mut places = 0_u64;
            for (at, byte) in block.iter().enumerate() {
                let pair = before << 8 | usize::from(*byte);
                places |= (self.0[pair / 64] >> (pair % 64) & 1) << at;
                before = usize::from(*byte);
            }
            (places, start)
        });
        blocks.flat_map(|(mut places, start)| {
            std::iter::from_fn(move || {
                let place = (places != 0).then(|| start + places.trailing_zeros() as usize)?;
                places &= places - 1;
                Some(place)
            })
        })
    }
}

/// Where the token begins that ends before a place.
pub(super) fn start_before(bytes: &[u8], end: usize) -> Option<usize> {
    let high = |byte: &&u8| **byte >= 0x80;
    let last = end.checked_sub(1)?;
    Some(last - bytes[..last].iter().rev().take_while(high).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn what_is_packed_comes_out(list: Vec<u32>) {
            let mut bytes = Vec::new();
            list.iter().for_each(|token| push(&mut bytes, *token));
            proptest::prop_assert_eq!(tokens(&bytes).collect::<Vec<_>>(), list);
        }

        #[test]
        fn tokens_are_found_from_their_ends(
            list in proptest::collection::vec(0..40_000_u32, 0..60), others: Vec<u32>, at: usize,
        ) {
            let (mut bytes, mut ends) = (Vec::new(), Vec::new());
            for token in &list {
                let start = bytes.len();
                push(&mut bytes, *token);
                ends.push(bytes.len());
                proptest::prop_assert_eq!(start_before(&bytes, bytes.len()), Some(start));
            }
            proptest::prop_assert_eq!(start_before(&bytes, 0), None);
            let token = list.get(at % list.len().max(1)).copied();
            let sought: Vec<u32> = others.into_iter().chain(token).collect();
            let found: Vec<usize> = Ends::of(&sought).places(&bytes).collect();
            for (token, end) in list.iter().zip(ends) {
                proptest::prop_assert!(!sought.contains(token) || found.contains(&(end - 1)));
            }
            // Below 16,384 tokens have two bytes at most, and nothing is mistaken for another.
            if sought.iter().chain(&list).all(|token| *token < 16_384) {
                let all = list.iter().filter(|token| sought.contains(token)).count();
                proptest::prop_assert_eq!(found.len(), all);
            }
        }
    }
}
