//! Decimal digits of the Latin and the Arabic script.

/// Returns the value of a decimal digit: Western, Arabic-Indic, or Persian.
pub(crate) fn value(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        _ => return None,
    };
    Some((c as u32 - zero as u32) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_both_scripts_have_values() {
        assert_eq!(
            [value('7'), value('٧'), value('۷'), value('x')],
            [Some(7), Some(7), Some(7), None]
        );
    }
}
