//! Tokens: the words, numbers and signs of a segment that the aligner compares.

use super::Span;
use super::{
    View,
    chars::{is_hebrew, is_hebrew_joiner, is_letter, stands_alone},
};
use unicode_normalization::char::is_combining_mark;

/// A word, a number with its separators, or a sign that is read as a word (`%`, `$`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Its text in the matching view (see [`super`]).
    pub folded: String,
    /// Its place in the segment's text.
    pub span: Span,
    /// Its kind.
    pub kind: TokenKind,
    /// True if its first letter is a capital.
    pub capital: bool,
    /// The only character of the matching view between it and the token before. `None` if there are
    /// more, or none.
    pub(crate) gap: Option<char>,
}

/// The kind of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits, with the separators between them.
    Number,
    /// A sign that is read as a word.
    Sign,
}

/// Returns the tokens of a text, in order. The English possessive 's is removed; the letters of
/// `U.S.` are one word. Letters of scripts without spaces are words, as in [`super::words()`].
pub fn tokens(text: &str) -> Vec<Token> {
    tokens_of(text, &View::new(text))
}

/// Returns the tokens of a text whose matching view is available already.
pub(crate) fn tokens_of(text: &str, view: &View) -> Vec<Token> {
    let mut chars: Vec<(usize, char)> = Vec::with_capacity(view.text().len());
    chars.extend(view.text().char_indices());
    let at = |i: usize| chars.get(i).map_or(view.text().len(), |c| c.0);
    let is = |i: usize, test: fn(char) -> bool| chars.get(i).is_some_and(|c| test(c.1));
    let letter: fn(char) -> bool = |c| is_letter(c) && !stands_alone(c);
    let joins =
        |i: usize| is(i, is_hebrew_joiner) && i > 0 && is(i - 1, is_hebrew) && is(i + 1, is_hebrew);
    let mut out = Vec::with_capacity(chars.len() / 5);
    let mut before = 0;
    let mut i = 0;
    while i < chars.len() {
        let from = i;
        let kind = match chars[i].1 {
            c if c.is_ascii_digit() => {
                let digit = |i: usize| is(i, |c| c.is_ascii_digit());
                // An Arabic comma groups three digits; else it parts two numbers.
                let groups =
                    |i: usize| is(i, |c| c == '،') && (1..4).all(|k| digit(i + k)) && !digit(i + 4);
                while digit(i)
                    || (is(i, |c| matches!(c, '.' | ',')) && digit(i + 1))
                    || (i - from <= 3 || chars[from..i].iter().any(|c| c.1 == '،')) && groups(i)
                {
                    i += 1;
                }
                TokenKind::Number
            }
            c if stands_alone(c) => {
                i += 1;
                while is(i, is_combining_mark) {
                    i += 1;
                }
                TokenKind::Word
            }
            c if is_letter(c) => {
                let acronym = is(i + 1, |c| c == '.') && is(i + 2, letter);
                while is(i, letter)
                    || (acronym && is(i, |c| c == '.') && (i - from) % 2 == 1)
                    || joins(i)
                {
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
            (TokenKind::Number, number) => number.replace('،', ","),
            (_, sign) => sign.to_owned(),
        };
        // The s of "Trump's" is not a word.
        let possessive = folded == "s"
            && original.start > 0
            && text[..original.start].ends_with(['\'', '’', '\u{2BC}']);
        if !possessive {
            let gap = (from == before + 1 && from > 0).then(|| chars[before].1);
            out.push(Token { folded, span: original, kind, capital, gap });
            before = i;
        }
    }
    out
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
        assert_eq!(folded("٩١،٤٠٠٫٧ و١٩٩٨،١٩٩٩"), ["91,400.7", "و", "1998", "1999"]);
        assert_eq!(folded("ق.م. وFIFA"), ["قم", "وfifa"]);
        assert_eq!(folded("共3.5万人。"), ["共", "3.5", "万", "人"]);
        assert_eq!(folded("ด.ญ. a.漢"), ["ด", "ญ", "a", "漢"]);
        assert_eq!(folded("\"ארה\"ב\" וצה״ל"), ["ארה\"ב", "וצה\"ל"]);
    }

    #[test]
    fn a_token_knows_the_only_sign_before_it() {
        let gaps = |text| tokens(text).iter().map(|t| t.gap).collect::<Vec<_>>();
        assert_eq!(gaps("12 500, 3/4万"), [None, Some(' '), None, Some('/'), None]);
        assert_eq!(gaps("-a b"), [Some('-'), Some(' ')]);
    }
}
