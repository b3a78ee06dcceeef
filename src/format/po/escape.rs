//! PO strings: quoted, with C escapes.

use std::fmt::Write;

/// Returns the text between the first and the last quote, and what is wrong with it.
pub(super) fn quoted(raw: &str) -> (&str, Option<&'static str>) {
    let Some(inner) = raw.strip_prefix('"') else {
        let fault = if raw.is_empty() { "a string is missing" } else { "a string without quotes" };
        return (raw, Some(fault));
    };
    let is_escaped = |at: usize| {
        let slashes = inner[..at].bytes().rev().take_while(|b| *b == b'\\').count();
        slashes % 2 == 1
    };
    let mut quotes = memchr::memchr_iter(b'"', inner.as_bytes()).filter(|at| !is_escaped(*at));
    let Some(first) = quotes.next() else {
        return (inner, Some("the string has no closing quote"));
    };
    let last = quotes.next_back().unwrap_or(first);
    let fault = if !inner[last + 1..].trim().is_empty() {
        Some("text after the string; left out")
    } else if last > first {
        Some("a quote inside the string without a backslash")
    } else {
        None
    };
    (&inner[..last], fault)
}

/// Appends the unescaped content of a string. Unknown escapes are kept as they are.
pub(super) fn unescape(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let escape = &rest[at..];
        let taken = one(&escape[1..], out);
        if taken == 0 {
            out.push('\\');
        }
        rest = &escape[1 + taken..];
    }
    out.push_str(rest);
}

/// Appends the character of an escape. Returns the length of the escape after the backslash in
/// bytes, or 0 for an unknown escape.
fn one(escape: &str, out: &mut String) -> usize {
    let bytes = escape.as_bytes();
    let Some(first) = bytes.first() else { return 0 };
    let plain = match first {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'"' => '"',
        b'\\' => '\\',
        b'a' => '\x07',
        b'b' => '\x08',
        b'f' => '\x0C',
        b'v' => '\x0B',
        b'x' => return number(&bytes[1..], 16, 2, out).map_or(0, |n| n + 1),
        b'0'..=b'7' => return number(bytes, 8, 3, out).unwrap_or(0),
        _ => return 0,
    };
    out.push(plain);
    1
}

/// Appends a character given by its number. A number above ASCII is a byte in an unknown encoding
/// and is kept as it is.
fn number(bytes: &[u8], radix: u32, most: usize, out: &mut String) -> Option<usize> {
    let is_digit = |b: &&u8| char::from(**b).is_digit(radix);
    let length = bytes.iter().take(most).take_while(is_digit).count();
    let digits = std::str::from_utf8(&bytes[..length]).ok()?;
    let value = u8::from_str_radix(digits, radix).ok().filter(u8::is_ascii)?;
    out.push(char::from(value));
    Some(length)
}

/// Writes a keyword and its string. A string with several lines begins on the next line.
pub(super) fn write(out: &mut String, prefix: &str, keyword: &str, text: &str) {
    let _ = write!(out, "{prefix}{keyword} ");
    let mut begun = true;
    if text.is_empty() || text.trim_end_matches('\n').contains('\n') {
        out.push_str("\"\"\n");
        begun = false;
    }
    for line in text.split_inclusive('\n') {
        if !std::mem::take(&mut begun) {
            out.push_str(prefix);
        }
        out.push('"');
        escape(line, out);
        out.push_str("\"\n");
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\x07' => out.push_str("\\a"),
            '\x08' => out.push_str("\\b"),
            '\x0C' => out.push_str("\\f"),
            '\x0B' => out.push_str("\\v"),
            // Always three digits, so that a digit that follows is not read as part of the escape.
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\{:03o}", u32::from(c));
            }
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(raw: &str) -> String {
        let mut out = String::new();
        unescape(raw, &mut out);
        out
    }

    #[test]
    fn c_escapes() {
        assert_eq!(read(r#"a\n\t\"\\ \101\x41\7"#), "a\n\t\"\\ AA\x07");
        for kept in [r"\q", r"\xE9", r"\351", "\\", r"\x"] {
            assert_eq!(read(kept), kept);
        }
    }

    proptest! {
        #[test]
        fn strings_round_trip(text in any::<String>()) {
            let mut out = String::new();
            write(&mut out, "", "msgid", &text);
            let lines = out.strip_prefix("msgid ").unwrap().lines();
            let mut back = String::new();
            for line in lines {
                let inner = line.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
                unescape(inner, &mut back);
            }
            prop_assert_eq!(back, text);
        }
    }
}
