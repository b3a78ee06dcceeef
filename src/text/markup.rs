//! Markup in plain texts: tags (`<b>`), entities (`&nbsp;`), and the letter of a shortcut in brackets
//! (`(&F)`). Look-up compares them as tags, not as words.

use super::Span;
use crate::lang::markup;

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) span: Span,
    /// True if it may stand within a word: `<b>`, but not `<br>`.
    pub(crate) within: bool,
}

/// Tags that change the letters of a word and do not end it.
const WITHIN: &[&str] = &[
    "a", "b", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "tt", "u",
    "g", "x", "bpt", "ept", "ph", "it",
];

/// Returns false for texts without markup; most are.
#[inline]
pub(super) fn may_stand(text: &str) -> bool {
    // An underscore may be part of (_F).
    memchr::memchr3(b'<', b'&', b'_', text.as_bytes()).is_some()
}

/// Returns the pieces of markup of a text, in order.
pub(crate) fn pieces(text: &str) -> impl Iterator<Item = Piece> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + memchr::memchr3(b'<', b'&', b'(', text.as_bytes().get(from..)?)?;
            let rest = &text[at..];
            let length = match rest.as_bytes()[0] {
                b'(' => shortcut(rest),
                b'&' => markup(rest),
                _ => Some(markup(rest)).filter(|end| is_tag(&rest[..*end])).unwrap_or(0),
            };
            from = at + length.max(1);
            if length > 0 {
                let span = Span::new(at, at + length);
                return Some(Piece { span, within: is_within(span.of(text)) });
            }
        }
    })
}

/// The length of `(&F)` or `(_F)` at the beginning of a text: in languages of other scripts the letter
/// of a shortcut stands so after the words.
fn shortcut(rest: &str) -> usize {
    let mut chars = rest.chars().skip(1);
    let signs = (chars.next(), chars.next(), chars.next());
    match signs {
        (Some('&' | '_'), Some(letter), Some(')')) if letter.is_alphanumeric() => {
            3 + letter.len_utf8()
        }
        _ => 0,
    }
}

/// Returns true for a tag: a name, and then attributes with values. `a <b and c> d` holds none.
fn is_tag(tag: &str) -> bool {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    if inner.starts_with(['!', '?', '%']) {
        return true;
    }
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let inner = inner.strip_suffix('/').unwrap_or(inner).trim_end();
    let name = inner.split(char::is_whitespace).next().unwrap_or_default();
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let attributes = inner[name.len()..].trim_start();
    let named = attributes.is_empty()
        || attributes
            .split_once('=')
            .is_some_and(|(name, _)| !name.trim().is_empty() && name.trim().chars().all(fits));
    // `i<10 and i>5` is no tag, nor is an address: `<a@b.org>`.
    !name.is_empty() && name.chars().all(fits) && named
}

fn is_within(markup: &str) -> bool {
    let inner =
        markup.strip_prefix('<').or_else(|| markup.strip_prefix("&lt;")).unwrap_or_default();
    let inner = inner.trim_start_matches('/');
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    WITHIN.iter().any(|name| inner[..end].eq_ignore_ascii_case(name))
}

/// Returns true if `sign`, after a letter and at an offset of a text, marks the next letter as that of
/// a shortcut: `F&ile`, but not `AT&T` or `R&D`. `before` is the part of the word before it.
pub(super) fn is_shortcut(before: &str, after: &str) -> bool {
    let next: Vec<char> = after.chars().take_while(|c| c.is_alphabetic()).take(2).collect();
    let Some(first) = next.first() else { return false };
    let letters = before.chars().rev().take_while(|c| c.is_alphabetic()).take(2).count();
    !first.is_uppercase() && letters > 0 && (letters > 1 || next.len() > 1)
}

/// Returns true if an underscore marks a letter as that of a shortcut: `_File`, `E_xit`, but no part
/// of `snake_case`.
pub(super) fn is_shortcut_underscore(before: &str, after: &str) -> bool {
    let own: Vec<char> = before.chars().rev().take_while(|c| is_name(*c)).take(5).collect();
    let mut rest = after.chars().take_while(|c| is_name(*c)).peekable();
    if own.is_empty() {
        return rest.peek().is_some_and(|c| c.is_alphabetic()) && {
            let name: String = rest.collect();
            !name.trim_end_matches('_').contains('_')
        };
    }
    // At the end of emphasis: `_so_`.
    if rest.peek().is_none() {
        return own[0].is_alphanumeric();
    }
    let (first, others) = (own[own.len() - 1], &own[..own.len() - 1]);
    own.len() <= 3
        && first.is_uppercase()
        && others.iter().all(|c| c.is_lowercase())
        && rest.all(char::is_lowercase)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words;

    fn told(text: &str) -> String {
        words(text).iter().map(|w| w.folded.clone()).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn the_letter_of_a_shortcut_is_no_word() {
        for (text, wanted) in [
            ("&Open", "open"),
            ("_Open", "open"),
            ("O&pen", "open"),
            ("Pr&int _again", "print|again"),
            ("E_xit", "exit"),
            ("&فتح ملف", "فتح|ملف"),
            ("ف&تح", "فتح"),
            ("فتح (&O)", "فتح"),
            ("開く(_O)", "開|く"),
            ("AT&T R&D Q&A p&l", "at|t|r|d|q|a|p|l"),
            ("bread & butter", "bread|butter"),
            ("user_name MAX_SIZE __init__", "user_name|max_size|__init__"),
            ("_so_ it is", "so|it|is"),
            ("O~pen", "open"),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn tags_are_no_words() {
        for (text, wanted) in [
            ("Press <b>Save</b> now", "press|save|now"),
            ("un<i>true</i>", "untrue"),
            ("one<br/>two", "one|two"),
            ("<a href=\"http://a.org/b?c=1\">here</a>", "here"),
            ("&lt;strong&gt;Save&lt;/strong&gt;&nbsp;it", "save|it"),
            ("if a < b and c > d", "if|a|b|and|c|d"),
            ("x<y and y>z", "x|y|and|y|z"),
            ("<variable_name>x", "x"),
            ("<!-- no --> yes", "yes"),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
        let text = "x <b>y</b>";
        let found: Vec<&str> = pieces(text).map(|p| p.span.of(text)).collect();
        assert_eq!(found, ["<b>", "</b>"]);
    }
}
