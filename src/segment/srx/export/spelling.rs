//! Listed words as patterns that match all spellings that the matching view unites.

use crate::text::{View, digits, is_arabic};

/// Marks and invisible characters that may stand between the letters of a word.
pub(super) const MARKS: &str = r"[\u0610-\u061A\u0640\u064B-\u065F\u0670\u06D6-\u06ED\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]*";

/// Converts a folded word to a pattern.
pub(super) fn pattern(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        if c == DOT_ABOVE && out.ends_with(SMALL_I) {
            out.truncate(out.len() - SMALL_I.len());
            out.push_str(DOTTED_I);
            continue;
        }
        letter(c, &mut out);
        if is_arabic(c) {
            out.push_str(MARKS);
        }
    }
    out
}

/// The small letter of İ consists of i and this.
const DOT_ABOVE: char = '\u{307}';
const SMALL_I: &str = "[Ii]";
const DOTTED_I: &str = "(?:\u{130}|[Ii]\u{307})";

/// Converts a folded word to a pattern with an initial capital, if its first letter has one.
pub(super) fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some('i') if word[1..].starts_with(DOT_ABOVE) => pattern(word),
        Some(first) if first.is_lowercase() => {
            let mut out: String = first.to_uppercase().collect();
            if first == 'i' && is_shown_as_i('\u{130}') {
                out = "[I\u{130}]".to_owned();
            }
            chars.for_each(|c| letter(c, &mut out));
            out
        }
        _ => pattern(word),
    }
}

/// Returns true if the matching view shows a letter as i.
fn is_shown_as_i(c: char) -> bool {
    View::new(&c.to_string()).text() == "i"
}

/// Appends the set of all characters that the view shows as this one.
fn letter(c: char, out: &mut String) {
    if c == '\'' {
        out.push_str("['\\u2019]");
        return;
    }
    if let Some(value) = digits::value(c) {
        let (a, b) = (0x660 + u32::from(value), 0x6F0 + u32::from(value));
        out.push_str(&format!("[{c}\\u{a:04X}\\u{b:04X}]"));
        return;
    }
    if is_arabic(c) {
        let same: Vec<char> = ('\u{620}'..='\u{6D5}')
            .filter(|other| View::new(&other.to_string()).text() == c.to_string())
            .collect();
        match &same[..] {
            [] | [_] => out.push(c),
            all => {
                out.push('[');
                out.extend(all);
                out.push(']');
            }
        }
        return;
    }
    if c == 'i' && is_shown_as_i('\u{130}') {
        out.push_str("[Ii\u{130}\u{131}]");
        return;
    }
    if c.is_alphabetic() {
        let upper: String = c.to_uppercase().collect();
        if upper.chars().count() == 1 && upper != c.to_string() {
            out.push_str(&format!("[{upper}{c}]"));
            return;
        }
        out.push(c);
        return;
    }
    out.push('\\');
    out.push(c);
}

/// Returns an alternation of patterns; if there are none, a pattern that matches nothing.
pub(super) fn any_of(mut all: Vec<String>) -> String {
    // Longest first, because some engines take the first alternative that matches.
    all.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    all.dedup();
    match all.is_empty() {
        true => "(?!)".to_owned(),
        false => format!("(?:{})", all.join("|")),
    }
}
