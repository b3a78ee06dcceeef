//! The words of a name or heading.

use super::key;

/// A word as it is compared.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) key: String,
    /// The sign between it and the word before.
    pub(super) sign: Sign,
}

/// The sign before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// The beginning of the text, or a space.
    None,
    /// A dash, comma, or other.
    Other,
    /// An opening bracket: `US` in `English (US)`.
    Bracket,
}

/// Words that say that a language is named.
const LANGUAGE: &[&str] = &["language", "lang", "لغه", "and"];

/// Returns the words of a text without those that mean "language".
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut sign = Sign::None;
    let mut rest = text;
    while let Some(start) = rest.find(is_letter) {
        sign = rest[..start].chars().map(sign_of).fold(sign, Ord::max);
        rest = &rest[start..];
        let end = rest.find(|c| !is_letter(c)).unwrap_or(rest.len());
        let key = key::of_word(&rest[..end]);
        if !key.is_empty() && !LANGUAGE.contains(&key.as_str()) {
            words.push(Word { key, sign });
            sign = Sign::None;
        }
        rest = &rest[end..];
    }
    words
}

fn sign_of(c: char) -> Sign {
    match c {
        '(' | '[' | '（' | '{' | '<' => Sign::Bracket,
        c if c.is_whitespace() || key::is_invisible(c) => Sign::None,
        _ => Sign::Other,
    }
}

/// Returns true for characters of words, also marks and joiners, which begin none.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || key::is_invisible(c) || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_sign_before_them() {
        let word = |key: &str, sign| Word { key: key.into(), sign };
        assert_eq!(words("English_US"), [word("english", Sign::None), word("us", Sign::Other)]);
        assert_eq!(
            words(" اللغة العربية (مصر)"),
            [word("عربي", Sign::None), word("مصر", Sign::Bracket)]
        );
    }
}
