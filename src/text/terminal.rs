//! Texts as a terminal may show them: nothing in a text of somebody else moves the cursor, sets the
//! title, turns the direction of what follows or ends the isolation around it.
//!
//! The escaped form is that of JSON (`\u001b`), so that JSON on a screen keeps its meaning.

use std::{borrow::Cow, fmt::Write as _};

/// First strong isolate: the text up to [`POP`] keeps its own direction.
pub const ISOLATE: char = '\u{2068}';
/// The end of an isolate.
pub const POP: char = '\u{2069}';

/// Returns true for a character that a terminal would obey instead of showing it, or that changes
/// the direction or place of what stands around it.
pub fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // Ends of lines and paragraphs, which would end an isolate.
            '\u{2028}' | '\u{2029}'
            // Embeddings, overrides and isolates. The marks of direction U+200E, U+200F and U+061C
            // reach no further than their neighbours.
            | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            // Deprecated controls of shaping and symmetry, notes between lines.
            | '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}')
}

/// Returns a text or name for a terminal, on one line.
///
/// ```
/// use muwazi::text::terminal::escaped;
/// assert_eq!(escaped("a\u{1b}[2J\u{202e}b\n"), r"a\u001b[2J\u202eb\n");
/// assert_eq!(escaped("سلام"), "سلام");
/// ```
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    text.chars().for_each(|c| push(&mut out, c));
    Cow::Owned(out)
}

/// Returns a message for a terminal, on one line. It may isolate parts of itself: isolates that are
/// balanced stay, others are escaped.
pub fn escaped_message(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let kept = balanced(text);
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        match kept.binary_search(&at) {
            Ok(_) => out.push(c),
            Err(_) => push(&mut out, c),
        }
    }
    Cow::Owned(out)
}

/// Appends output of which lines and tabs are a part, such as a table, as a terminal may show it.
/// Bytes that are not UTF-8 become `\x9b`.
pub fn escape_output(output: &[u8], out: &mut String) {
    for chunk in output.utf8_chunks() {
        let mut chars = chunk.valid().chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\n' | '\t' => out.push(c),
                '\r' if chars.peek() == Some(&'\n') => out.push(c),
                c => push(out, c),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
}

fn push(out: &mut String, c: char) {
    match c {
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        c if is_unsafe(c) => {
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// Returns the offsets of all isolates that end, and of their ends, in order.
fn balanced(text: &str) -> Vec<usize> {
    let (mut open, mut kept) = (Vec::new(), Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '\u{2066}'..='\u{2068}' => open.push(at),
            POP => kept.extend(open.pop().into_iter().flat_map(|start| [start, at])),
            _ => {}
        }
    }
    kept.sort_unstable();
    kept
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn controls_of_all_kinds_are_escaped() {
        for (text, shown) in [
            ("\u{1b}[31mred\u{7}", r"\u001b[31mred\u0007"),
            ("\u{9b}31m\u{85}\u{7f}\0", r"\u009b31m\u0085\u007f\u0000"),
            ("a\r\n\tb\u{8}", r"a\r\n\tb\u0008"),
            ("\u{202e}x\u{2069}\u{2066}\u{2028}", r"\u202ex\u2069\u2066\u2028"),
            ("\u{200f}a\u{200d}ب\u{61c}", "\u{200f}a\u{200d}ب\u{61c}"),
        ] {
            assert_eq!(escaped(text), shown);
            let value: String = serde_json::from_str(&format!("\"{shown}\"")).unwrap();
            assert_eq!(value, text, "the escaped form is that of JSON");
        }
    }

    #[test]
    fn balanced_isolates_of_a_message_stay() {
        let message = "\u{2068}ملف\u{2069}: a\u{2069}b\u{2066}c\u{1b}";
        assert_eq!(escaped_message(message), "\u{2068}ملف\u{2069}: a\\u2069b\\u2066c\\u001b");
    }

    #[test]
    fn output_keeps_its_lines() {
        let mut out = String::new();
        escape_output(b"a\tb\r\nc\rd\x9b\xff\xc2\x9b\x1b\n", &mut out);
        assert_eq!(out, "a\tb\r\nc\\rd\\x9b\\xff\\u009b\\u001b\n");
    }

    proptest! {
        #[test]
        fn nothing_unsafe_is_left(text in "(\\PC|[\\x00-\\x1f\u{80}-\u{9f}\u{2028}-\u{202e}\u{2066}-\u{206f}])*") {
            prop_assert!(!escaped(&text).contains(is_unsafe));
            let message = escaped_message(&text);
            let depth = message.chars().filter(|c| is_unsafe(*c)).try_fold(0_i32, |depth, c| match c {
                '\u{2066}'..='\u{2068}' => Some(depth + 1),
                POP if depth > 0 => Some(depth - 1),
                _ => None,
            });
            prop_assert_eq!(depth, Some(0));
            let mut output = String::new();
            escape_output(text.as_bytes(), &mut output);
            prop_assert!(!output.replace("\r\n", "").contains(|c| is_unsafe(c) && c != '\n' && c != '\t'));
        }
    }
}
