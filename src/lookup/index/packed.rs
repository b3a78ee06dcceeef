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
    }
}
