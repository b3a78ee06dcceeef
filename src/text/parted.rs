//! Arabic words that are written without the spaces between them, as bad PDF files and hasty writers
//! give them: `المحكمةالابتدائية`. They are parted by the words that have vectors, for comparing only.
//! Long words of other scripts are compounds or forms, which the same rule would break.

use super::{
    Span, View,
    chars::is_arabic_letter,
    tokens::{Token, TokenKind},
    vectors::Vectors,
};
use crate::lang::{Lang, profile::Profile};

/// Minimum number of letters of a token that may be several words.
const SHORTEST: usize = 10;
/// A token of so many letters is hardly ever one word.
const LONG: usize = 18;
/// Maximum number of letters of a word within a token.
const LONGEST_WORD: usize = 16;
/// The highest price of a letter, in nats, at which a token is parted, and that of a long one. Of the
/// words of news that have no vectors half cost more, and hardly any run of words does.
const PRICES: [f64; 2] = [2.4, 4.0];
/// The price of a piece without a vector, and of each of its letters.
const UNKNOWN: [f64; 2] = [12.0, 3.0];
/// The price of a particle that is written onto a word, and of a word of one letter.
const ATTACHED: f64 = 3.0;

/// Returns the tokens of a text with those parted that are several words run together.
pub(crate) fn parted(text: &str, tokens: Vec<Token>, lang: &Lang, vectors: &Vectors) -> Vec<Token> {
    let lang = lang.primary();
    let is_long = |token: &Token| {
        token.kind == TokenKind::Word
            && token.folded.starts_with(is_arabic_letter)
            && token.folded.chars().nth(SHORTEST - 1).is_some()
    };
    if !tokens.iter().any(is_long) || !vectors.knows(lang) {
        return tokens;
    }
    let mut out = Vec::with_capacity(tokens.len());
    for token in tokens {
        let is_one = !is_long(&token) || vectors.find(lang, &token.folded).is_some();
        match if is_one { None } else { Words { lang, vectors }.of(&token.folded) } {
            Some(ends) => part(text, &token, &ends, &mut out),
            None => out.push(token),
        }
    }
    out
}

/// Adds the words of a token, which end at `ends` of its folded form.
fn part(text: &str, token: &Token, ends: &[usize], out: &mut Vec<Token>) {
    let view = View::new(token.span.of(text));
    // Letters that are left out of the folded form, as the stops of an acronym are, hide the places.
    if view.text() != token.folded {
        out.push(token.clone());
        return;
    }
    let mut start = 0;
    for &end in ends {
        let original = view.original(Span::new(start, end));
        let base = token.span.start;
        out.push(Token {
            folded: token.folded[start..end].to_owned(),
            span: Span::new(base + original.start, base + original.end),
            kind: token.kind,
            capital: token.capital && start == 0,
            gap: if start == 0 { token.gap } else { None },
        });
        start = end;
    }
}

/// The words of a language that have vectors.
struct Words<'v> {
    lang: &'v str,
    vectors: &'v Vectors,
}

impl Words<'_> {
    /// The ends of the words of the cheapest way to part a token; none where it is rather one word.
    fn of(&self, token: &str) -> Option<Vec<usize>> {
        let mut at: Vec<usize> = token.char_indices().map(|(at, _)| at).collect();
        at.push(token.len());
        let letters = at.len() - 1;
        let profile = self.profile();
        // The price of the letters up to each place, and where the last word of them begins.
        let mut best = vec![(f64::INFINITY, 0); at.len()];
        best[0].0 = 0.0;
        for from in 0..letters {
            for to in from + 1..=letters.min(from + LONGEST_WORD) {
                let word = &token[at[from]..at[to]];
                let price = self
                    .price(word, profile)
                    .unwrap_or_else(|| UNKNOWN[0] + UNKNOWN[1] * (to - from) as f64);
                if best[from].0 + price < best[to].0 {
                    best[to] = (best[from].0 + price, from);
                }
            }
        }
        let highest = PRICES[usize::from(letters >= LONG)];
        if best[letters].0 > highest * letters as f64 || best[letters].1 == 0 {
            return None;
        }
        let mut ends = Vec::new();
        let mut end = letters;
        while end > 0 {
            ends.push(at[end]);
            end = best[end].1;
        }
        ends.reverse();
        Some(ends)
    }

    fn profile(&self) -> Option<&'static Profile> {
        crate::lang::profile::of(self.lang)
    }

    /// The price of a word: minus the logarithm of its frequency, by Zipf's law from its rank.
    fn price(&self, word: &str, profile: Option<&Profile>) -> Option<f64> {
        let of_rank = |rank: u32| (10.0 * (f64::from(rank) + 3.0)).ln();
        if let Some(rank) = self.vectors.rank(self.lang, word) {
            let is_letter = word.chars().nth(1).is_none();
            return Some(of_rank(rank) + if is_letter { ATTACHED } else { 0.0 });
        }
        let mut cheapest: Option<f64> = None;
        let layers = profile.map_or(&[][..], |profile| profile.inflection.proclitics);
        let mut bare = vec![word];
        for layer in layers {
            for at in 0..bare.len() {
                let word = bare[at];
                let rests = layer.iter().filter_map(|particle| word.strip_prefix(particle));
                bare.extend(rests.filter(|rest| rest.chars().nth(2).is_some()));
            }
        }
        for rest in &bare[1..] {
            if let Some(rank) = self.vectors.rank(self.lang, rest) {
                let price = of_rank(rank) + ATTACHED;
                cheapest = Some(cheapest.map_or(price, |other| other.min(price)));
            }
        }
        cheapest
    }
}

#[cfg(all(test, feature = "vectors"))]
mod tests {
    use super::*;
    use crate::text::tokens::tokens;

    fn words<'t>(lang: &Lang, text: &'t str) -> Vec<&'t str> {
        let vectors = Vectors::built_in().unwrap();
        let tokens = parted(text, tokens(text), lang, &vectors);
        tokens.iter().map(|token| token.span.of(text)).collect()
    }

    #[test]
    fn words_run_together_are_parted_in_the_original() {
        for (lang, text, expected) in [
            (Lang::arabic(), "أصدرتِ المحكمةالابتدائيةُ حكمها", "أصدرتِ|المحكمة|الابتدائيةُ|حكمها"),
            (Lang::arabic(), "وقالالوزيرفيالمؤتمرالصحفي", "وقال|الوزير|في|المؤتمر|الصحفي"),
            (Lang::arabic(), "زارتالرئيسة١٢مدينةفيالجنوب", "زارت|الرئيسة|١٢|مدينة|في|الجنوب"),
        ] {
            assert_eq!(words(&lang, text), expected.split('|').collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_long_word_stays_one() {
        for (lang, text) in [
            (Lang::arabic(), "أفنستدرجونهم"),
            (Lang::arabic(), "فسيكفيكهم"),
            (Lang::arabic(), "ططططططططططططططططططططططط"),
            (Lang::english(), "internationalisation"),
            (Lang::english(), "xqzkvwpjxqzkvwpjxqzkvwpj"),
        ] {
            assert_eq!(words(&lang, text), [text]);
        }
    }
}
