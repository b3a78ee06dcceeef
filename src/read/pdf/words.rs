//! Words over the end of a line: hyphens and addresses.

use std::collections::BTreeSet;

use super::{clean::SOFT_HYPHEN, page::PageText};
use crate::text::vectors::Vectors;

/// The words of a document, which tell whether a hyphen at the end of a line belongs to a word.
#[derive(Debug, Default)]
pub(super) struct Words {
    words: BTreeSet<String>,
}

impl Words {
    /// Collects the words of the Latin text of a document that has hyphens at the ends of lines.
    pub(super) fn of(pages: &[PageText]) -> Self {
        let lines = || pages.iter().flat_map(PageText::lines);
        if !lines().any(|line| line.text.ends_with('-')) {
            return Self::default();
        }
        let words = lines().flat_map(|line| line.text.split_whitespace().map(bare));
        Self { words: words.filter(|word| !word.is_empty()).collect() }
    }

    /// Adds to a text what joins the next line to it: a space, or nothing where a word or an address
    /// goes on.
    pub(super) fn join(&self, text: &mut String, next: &str) {
        if text.ends_with([SOFT_HYPHEN, '\u{2010}']) && is_letter(next.chars().next()) {
            text.pop();
            return;
        }
        // A line may break behind a bracket where the script changes.
        if text.ends_with(['(', '[', '«']) || next.starts_with([')', ']', '»', '،', '؛', '؟'])
        {
            return;
        }
        let last = text.rsplit(' ').next().unwrap_or_default();
        let first = next.split(' ').next().unwrap_or_default();
        if is_address(last, first) {
            return;
        }
        let goes_on = first.chars().next().is_some_and(char::is_lowercase);
        let stem = last.strip_suffix('-').filter(|stem| is_letter(stem.chars().last()) && goes_on);
        if let Some(stem) = stem {
            if !self.has_hyphen(stem, first) {
                text.pop();
            }
            return;
        }
        if text.ends_with(SOFT_HYPHEN) {
            text.pop();
        }
        text.push(' ');
    }

    /// Returns true if a word is written with a hyphen, not only divided.
    fn has_hyphen(&self, stem: &str, rest: &str) -> bool {
        let (stem, rest) = (bare(stem), bare(rest));
        let knows = |word: &str| self.words.contains(word);
        if knows(&format!("{stem}-{rest}")) {
            return true;
        }
        if knows(&format!("{stem}{rest}")) {
            return false;
        }
        let Some(known) = Vectors::built_in() else { return stem.contains('-') };
        let is_word = |word: &str| known.find("en", word).is_some();
        let both = stem.len() > 2 && rest.len() > 2 && is_word(&stem) && is_word(&rest);
        stem.contains('-') || both && !is_word(&format!("{stem}{rest}"))
    }
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphabetic)
}

/// Returns true if an address goes on in the next line.
fn is_address(last: &str, first: &str) -> bool {
    let is_open = last.contains("://") || last.starts_with("www.");
    let is_sign = |c: char| matches!(c, '/' | '-' | '_' | '?' | '=' | '&' | '.' | '#' | '%');
    let goes_on = last.ends_with(is_sign) && !last.ends_with('.') || first.starts_with(is_sign);
    is_open && first.is_ascii() && goes_on && first.len() > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_with_a_space_or_without() {
        let words = Words { words: ["well-known", "paper"].map(String::from).into() };
        let join = |a: &str, b: &str| {
            let mut text = a.to_owned();
            words.join(&mut text, b);
            text + b
        };
        assert_eq!(join("one", "two"), "one two");
        assert_eq!(join("trans\u{AD}", "port"), "transport");
        assert_eq!(join("trans\u{2010}", "port"), "transport");
        assert_eq!(join("a well-", "known man"), "a well-known man");
        assert_eq!(join("the pa-", "per"), "the paper");
        assert_eq!(join("see https://example.com/", "a/b."), "see https://example.com/a/b.");
        assert_eq!(join("see https://example.com.", "Then"), "see https://example.com. Then");
        assert_eq!(join("2019 -", "2020"), "2019 - 2020");
        assert_eq!(join("قدره (", "US$ 3)"), "قدره (US$ 3)");
    }
}
