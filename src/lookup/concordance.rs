//! Concordance: the occurrences of a phrase in a store, on either side; and, for a query without
//! matches, its longest phrases that occur.
//!
//! Words are those of the matching view. An Arabic word also counts with the conjunctions,
//! prepositions and the article that are written onto it, and, last in a phrase, with the pronouns.

use serde::{Deserialize, Serialize};

use super::{
    Lookup,
    index::{MOST_READ, PhrasePlace},
    steps,
};
use crate::{
    document::Span,
    error::Result,
    lang::Lang,
    text::{
        Words,
        clitics::{PROCLITICS, PRONOUN_YA, PRONOUNS},
        figures, is_arabic, words,
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

impl Concordance {
    /// Turns offsets in bytes into offsets in characters.
    pub fn count_in_chars(&mut self) {
        self.occurrences.iter_mut().for_each(Occurrence::count_in_chars);
    }
}

impl Occurrence {
    /// Turns offsets in bytes into offsets in characters.
    pub fn count_in_chars(&mut self) {
        self.span = self.span.in_chars(&self.source);
    }
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

impl Phrase {
    /// Turns offsets in bytes into offsets in characters.
    pub fn count_in_chars(&mut self, query: &str) {
        self.query = self.query.in_chars(query);
        self.occurrences.iter_mut().for_each(Occurrence::count_in_chars);
    }
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
            .map(|(at, (word, _))| if clitics { forms(word, at == last) } else { equals(word) })
            .collect();
        let (total, places) = self.believed(|index| index.places(&forms, limit))?;
        Ok(Concordance { total, occurrences: self.occurrences(&places)? })
    }

    /// Finds the longest phrases of a query, of two words and more, that occur in the store, or in the
    /// given units, their numbers rising.
    ///
    /// # Errors
    /// The store's own.
    pub fn phrases(&self, query: &str, units: Option<&[UnitId]>) -> Result<Vec<Phrase>> {
        self.phrases_within(query, units, MOST_READ)
    }

    /// Finds phrases as [`Lookup::phrases`] does, but reads at most `most` texts for them, those of the
    /// rarest words first.
    ///
    /// # Errors
    /// The store's own.
    pub fn phrases_within(
        &self,
        query: &str,
        units: Option<&[UnitId]>,
        most: usize,
    ) -> Result<Vec<Phrase>> {
        let most = most.min(MOST_READ);
        let words = words(query);
        let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
        let mut out = Vec::new();
        let found = self.believed(|index| index.covered(&folded, (EXAMPLES, most), units))?;
        for covered in found {
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
            // Those of one text follow each other; a long text is read once for all of them.
            let texts: Vec<&[PhrasePlace]> =
                places.chunk_by(|a, b| (a.unit, a.text) == (b.unit, b.text)).collect();
            let ids: Vec<UnitId> = texts.iter().map(|places| places[0].unit).collect();
            for (places, unit) in texts.into_iter().zip(self.store.units(&ids)?) {
                let Some(unit) = unit else { continue };
                let Some(sides) = self.sides(&unit, places[0].text) else { continue };
                occurrences_in(&unit, sides, places, &mut out);
            }
        }
        Ok(out)
    }
}

/// Adds the occurrences in one text of a unit.
fn occurrences_in(
    unit: &Unit,
    (source, target): (usize, Option<usize>),
    places: &[PhrasePlace],
    out: &mut Vec<Occurrence>,
) {
    let Some(source) = unit.variants.get(source) else { return };
    let target = target.and_then(|target| unit.variants.get(target));
    let words = Words::new(&source.text.text);
    steps::take(source.text.text.len());
    for place in places {
        let first = place.first as usize;
        let last = first.saturating_add((place.words as usize).saturating_sub(1));
        if place.words == 0 || last >= words.len() {
            continue;
        }
        out.push(Occurrence {
            unit: place.unit,
            span: Span::new(words.span(first).start, words.span(last).end),
            source: source.text.text.clone(),
            target: target.map(|v| v.text.text.clone()).unwrap_or_default(),
            source_lang: source.lang.clone(),
            target_lang: target.map_or_else(|| source.lang.clone(), |v| v.lang.clone()),
        });
    }
}

/// A word, and the other words of the same value if it is a number.
fn equals(word: &str) -> Vec<String> {
    let mut all = vec![word.to_owned()];
    figures::equals(word, |other| all.push(other.to_owned()));
    all
}

/// The forms of a word that count as it.
fn forms(word: &str, last: bool) -> Vec<String> {
    let before = || std::iter::once("").chain(PROCLITICS);
    if figures::is_number(word) {
        let all = equals(word);
        return before().flat_map(|b| all.iter().map(move |word| format!("{b}{word}"))).collect();
    }
    if !word.starts_with(is_arabic) {
        return vec![word.to_owned()];
    }
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
        assert!(has("84300", "84,300") && has("84300", "و84300") && has("7.25", "7,250"));
    }
}
