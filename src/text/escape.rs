//! XML references for the characters that XML reserves.

/// Appends text with references for characters that XML reserves; in attribute values also for
/// quotes, tabs and line ends. Returns the number of dropped characters, which XML cannot
/// represent.
pub(crate) fn escape_into(out: &mut String, text: &str, quoted: bool) -> u64 {
    let (mut done, mut dropped) = (0, 0);
    for (at, b) in text.bytes().enumerate() {
        let reference = match b {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'\r' => "&#13;",
            b'"' if quoted => "&quot;",
            b'\t' if quoted => "&#9;",
            b'\n' if quoted => "&#10;",
            b'\t' | b'\n' => continue,
            0..b' ' => "",
            // U+FFFE and U+FFFF, the only other characters that XML forbids, are three bytes that
            // begin with EF.
            0xEF if text[at..].starts_with(['\u{FFFE}', '\u{FFFF}']) => "",
            _ => continue,
        };
        out.push_str(&text[done..at]);
        out.push_str(reference);
        done = at + if b == 0xEF { 3 } else { 1 };
        dropped += u64::from(reference.is_empty());
    }
    out.push_str(&text[done..]);
    dropped
}

/// Returns true if XML 1.0 allows a character.
pub(crate) fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}
