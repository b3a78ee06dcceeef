//! Decimal digits of the Latin and the Arabic script.

/// Returns the value of a decimal digit: Western, Arabic-Indic, or Persian.
///
/// ```
/// use muwazi::text::digits::value;
/// assert_eq!(value('٧'), Some(7));
/// assert_eq!(value('x'), None);
/// ```
pub fn value(c: char) -> Option<u8> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        _ => return None,
    };
    Some((c as u32 - zero as u32) as u8)
}
