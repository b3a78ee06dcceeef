//! A segment's words and signs as the aligner reads them.

use super::View;
use crate::document::Span;

/// A word, a number with its separators, or a sign that stands for a word (`%`, `$`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// As it is compared (see [`super`]).
    pub folded: String,
    /// Where it stands in the segment's text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// Whether its first letter is a capital.
    pub capital: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits, with the separators between them.
    Number,
    /// A sign that is said as a word.
    Sign,
}

/// The tokens of a text, in order. An English 's is cut off its word; the letters of `U.S.` stay
/// one word.
pub fn tokens(text: &str) -> Vec<Token> {
    tokens_of(text, &View::new(text))
}

/// The same of a text whose view is at hand.
pub(crate) fn tokens_of(text: &str, view: &View) -> Vec<Token> {
    let mut chars: Vec<(usize, char)> = Vec::with_capacity(view.text().len());
    chars.extend(view.text().char_indices());
    let at = |i: usize| chars.get(i).map_or(view.text().len(), |c| c.0);
    let is = |i: usize, test: fn(char) -> bool| chars.get(i).is_some_and(|c| test(c.1));
    let mut out = Vec::with_capacity(chars.len() / 5);
    let mut i = 0;
    while i < chars.len() {
        let from = i;
        let kind = match chars[i].1 {
            c if c.is_ascii_digit() => {
                while is(i, |c| c.is_ascii_digit())
                    || (is(i, |c| matches!(c, '.' | ',')) && is(i + 1, |c| c.is_ascii_digit()))
                {
                    i += 1;
                }
                TokenKind::Number
            }
            c if is_letter(c) => {
                let acronym = is(i + 1, |c| c == '.') && is(i + 2, is_letter);
                while is(i, is_letter) || (acronym && is(i, |c| c == '.') && (i - from) % 2 == 1) {
                    i += 1;
                }
                TokenKind::Word
            }
            '%' | '٪' | '$' | '€' | '£' | '¥' => {
                i += 1;
                TokenKind::Sign
            }
            _ => {
                i += 1;
                continue;
            }
        };
        let span = Span::new(at(from), at(i));
        let original = view.original(span);
        let capital = original.of(text).chars().next().is_some_and(char::is_uppercase);
        let folded = match (kind, span.of(view.text())) {
            (TokenKind::Sign, "٪") => "%".to_owned(),
            (TokenKind::Word, word) => word.replace('.', ""),
            (_, sign) => sign.to_owned(),
        };
        // The s of ‹Trump's› is no word.
        let possessive = folded == "s"
            && original.start > 0
            && text[..original.start].ends_with(['\'', '’', '\u{2BC}']);
        if !possessive {
            out.push(Token { folded, span: original, kind, capital });
        }
    }
    out
}

fn is_letter(c: char) -> bool {
    // What most text is made of needs no table.
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    matches!(c, '\u{620}'..='\u{64A}')
        || c.is_alphabetic()
        || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_signs() {
        let folded = |text| tokens(text).into_iter().map(|t| t.folded).collect::<Vec<_>>();
        assert_eq!(
            folded("Trump's U.S. visit, 3.5% of $1,000."),
            ["trump", "us", "visit", "3.5", "%", "of", "$", "1,000"]
        );
        assert_eq!(folded("بلغت ٣٫٥٪ في ١٢/٨."), ["بلغت", "3.5", "%", "في", "12", "8"]);
        assert_eq!(folded("ق.م. وFIFA"), ["قم", "وfifa"]);
    }
}
