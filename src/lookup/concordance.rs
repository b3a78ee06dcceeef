//! Concordance: the occurrences of a phrase in a store, on either side; and, for a query without
//! matches, its longest phrases that occur.
//!
//! Words are those of the matching view. An Arabic word also counts with the conjunctions,
//! prepositions and the article that are written onto it, and, last in a phrase, with the pronouns.

use serde::{Deserialize, Serialize};

use super::{Lookup, index::PhrasePlace};
use crate::{
    document::Span,
    error::Result,
    lang::Lang,
    text::{
        Words,
        clitics::{PROCLITICS, PRONOUN_YA, PRONOUNS},
        is_arabic, words,
    },
    unit::{Unit, UnitId},
};

/// An occurrence of a phrase, in keyword-in-context form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Occurrence {
    /// The unit.
    pub unit: UnitId,
    /// The text that holds the phrase.
    pub source: String,
    /// The span of the phrase in it, in bytes.
    pub span: Span,
    /// Its translation.
    pub target: String,
    /// The language of the text.
    pub source_lang: Lang,
    /// The language of the translation.
    pub target_lang: Lang,
}

/// The occurrences of a phrase.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Concordance {
    /// The number of occurrences.
    pub total: usize,
    /// The first occurrences, by unit.
    pub occurrences: Vec<Occurrence>,
}

/// A phrase of a query that occurs in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Phrase {
    /// The span of the phrase in the query, in bytes.
    pub query: Span,
    /// Units that hold it.
    pub occurrences: Vec<Occurrence>,
}

/// The number of units that are shown for a phrase of a query.
const EXAMPLES: usize = 2;
/// The number of units that are read from the store at a time.
const CHUNK: usize = 256;

impl Lookup {
    /// Counts the occurrences of a phrase and returns the first ones, up to `limit`. Words match exactly
    /// or, with `clitics`, also with Arabic clitics.
    ///
    /// # Errors
    /// The store's own.
    pub fn concordance(&self, phrase: &str, clitics: bool, limit: usize) -> Result<Concordance> {
        let words = Words::new(phrase);
        let last = words.len().saturating_sub(1);
        // Of a language without a profile letters decide.
        let profiles = self.direction.from.iter().map(Lang::profile);
        let clitics =
            clitics && profiles.into_iter().any(|p| p.inflection.clitics || p.codes.is_empty());
        let forms: Vec<Vec<String>> = words
            .iter()
            .enumerate()
            .map(
                |(at, (word, _))| {
                    if clitics { forms(word, at == last) } else { vec![word.to_owned()] }
                },
            )
            .collect();
        let (total, places) = self.index.places(&forms, limit);
        Ok(Concordance { total, occurrences: self.occurrences(&places)? })
    }

    /// Finds the longest phrases of a query, of two words and more, that occur in the store, or in the
    /// given units, their numbers rising.
    ///
    /// # Errors
    /// The store's own.
    pub fn phrases(&self, query: &str, units: Option<&[UnitId]>) -> Result<Vec<Phrase>> {
        let words = words(query);
        let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
        let mut out = Vec::new();
        for covered in self.index.covered(&folded, EXAMPLES, units) {
            let span = |at: usize| words[at].span;
            let query =
                Span::new(span(covered.first).start, span(covered.first + covered.words - 1).end);
            out.push(Phrase { query, occurrences: self.occurrences(&covered.places)? });
        }
        Ok(out)
    }

    /// Reads the texts of occurrences, without those whose unit no longer holds that text.
    fn occurrences(&self, places: &[PhrasePlace]) -> Result<Vec<Occurrence>> {
        let mut out = Vec::new();
        // A limit may be a hundred thousand: not all units at once.
        for places in places.chunks(CHUNK) {
            let ids: Vec<UnitId> = places.iter().map(|place| place.unit).collect();
            let units = self.store.units(&ids)?;
            out.extend(places.iter().zip(&units).filter_map(|(place, unit)| {
                let unit = unit.as_ref()?;
                occurrence(unit, self.sides(unit, place.text)?, place)
            }));
        }
        Ok(out)
    }
}

fn occurrence(
    unit: &Unit,
    (source, target): (usize, Option<usize>),
    place: &PhrasePlace,
) -> Option<Occurrence> {
    let source = unit.variants.get(source)?;
    let target = target.and_then(|target| unit.variants.get(target));
    let words = Words::new(&source.text.text);
    let (first, last) = (place.first as usize, (place.first + place.words) as usize - 1);
    if last >= words.len() {
        return None;
    }
    Some(Occurrence {
        unit: place.unit,
        span: Span::new(words.span(first).start, words.span(last).end),
        source: source.text.text.clone(),
        target: target.map(|v| v.text.text.clone()).unwrap_or_default(),
        source_lang: source.lang.clone(),
        target_lang: target.map_or_else(|| source.lang.clone(), |v| v.lang.clone()),
    })
}

/// The forms of a word that count as it.
fn forms(word: &str, last: bool) -> Vec<String> {
    if !word.starts_with(is_arabic) {
        return vec![word.to_owned()];
    }
    let before = || std::iter::once("").chain(PROCLITICS);
    let pronouns = || PRONOUNS.into_iter().chain([PRONOUN_YA]).filter(|_| last);
    let mut out: Vec<String> = before()
        .flat_map(|b| std::iter::once("").chain(pronouns()).map(move |a| format!("{b}{word}{a}")))
        .collect();
    // Before a pronoun, the ه of a feminine noun is written ت: مدينتها.
    if let Some(stem) = word.strip_suffix('ه') {
        out.extend(before().flat_map(|b| pronouns().map(move |a| format!("{b}{stem}ت{a}"))));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arabic_word_counts_with_its_clitics() {
        let has = |word: &str, form: &str| forms(word, true).iter().any(|f| f == form);
        assert!(has("مجلس", "والمجلس") && has("مدينه", "مدينتها") && has("كتاب", "كتابهم"));
        assert_eq!(forms("council", true), ["council"]);
    }
}
