//! Concordance: where a phrase stands in a memory, whichever the side; and, for a query that nothing
//! is like, the longest phrases of it that stand somewhere.
//!
//! Words are those of the matching view. An Arabic word also counts with the conjunctions,
//! prepositions and the article that are written onto it, and, last in a phrase, with the pronouns.

use serde::{Deserialize, Serialize};

use super::{Lookup, index::PhrasePlace};
use crate::{
    document::Span,
    error::Result,
    lang::Lang,
    normalize::{Words, words},
    unit::Unit,
};

/// A place of a phrase, in keyword-in-context form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// The unit.
    pub unit: i64,
    /// The text that holds the phrase.
    pub source: String,
    /// Where in it, in bytes.
    pub span: Span,
    /// Its translation.
    pub target: String,
    /// Their languages.
    pub source_lang: Lang,
    /// That of the translation.
    pub target_lang: Lang,
}

/// What a concordance found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concordance {
    /// How many places there are.
    pub total: usize,
    /// The first of them, by unit.
    pub occurrences: Vec<Occurrence>,
}

/// A phrase of a query that stands in the memory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// Where it stands in the query, in bytes.
    pub query: Span,
    /// Units that hold it.
    pub occurrences: Vec<Occurrence>,
}

/// So many units are shown for a phrase of a query.
const EXAMPLES: usize = 2;

/// What is written onto an Arabic word before it; the empty one is the word itself.
const BEFORE: &[&str] = &[
    "", "ال", "و", "ف", "ب", "ل", "ك", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وبال",
    "وب", "ول", "وك", "فب", "فل", "س", "وس", "فس",
];
/// And after it.
const AFTER: &[&str] = &["", "ه", "ها", "هم", "هن", "هما", "ك", "كم", "نا", "ي"];

impl Lookup<'_> {
    /// The places of a phrase, at most so many of them told in full. Exact words only, or, with
    /// `clitics`, also with Arabic clitics.
    ///
    /// # Errors
    /// The store's own.
    pub fn concordance(&self, phrase: &str, clitics: bool, limit: usize) -> Result<Concordance> {
        let words = Words::new(phrase);
        let last = words.len().saturating_sub(1);
        let forms: Vec<Vec<String>> = words
            .iter()
            .enumerate()
            .map(
                |(at, (word, _))| {
                    if clitics { forms(word, at == last) } else { vec![word.to_owned()] }
                },
            )
            .collect();
        let places = self.index.places(&forms);
        let mut occurrences = Vec::new();
        for place in places.iter().take(limit) {
            occurrences.extend(self.occurrence(place)?);
        }
        Ok(Concordance { total: places.len(), occurrences })
    }

    /// The longest phrases of a query, of two words and more, that stand in the memory.
    ///
    /// # Errors
    /// The store's own.
    pub fn phrases(&self, query: &str) -> Result<Vec<Phrase>> {
        let words = words(query);
        let folded: Vec<String> = words.iter().map(|word| word.folded.clone()).collect();
        let mut out = Vec::new();
        for covered in self.index.covered(&folded, EXAMPLES) {
            let span = |at: usize| words[at].span;
            let query =
                Span::new(span(covered.first).start, span(covered.first + covered.words - 1).end);
            let mut occurrences = Vec::new();
            for place in &covered.places {
                occurrences.extend(self.occurrence(place)?);
            }
            out.push(Phrase { query, occurrences });
        }
        Ok(out)
    }

    /// A place in full; `None` if the unit does not hold that text any more.
    fn occurrence(&self, place: &PhrasePlace) -> Result<Option<Occurrence>> {
        let Some(unit) = self.memory.find_unit(place.unit)? else { return Ok(None) };
        Ok(self.sides(&unit, place.text).and_then(|sides| occurrence(&unit, sides, place)))
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
    if !word.starts_with(|c: char| ('\u{620}'..='\u{6D3}').contains(&c)) {
        return vec![word.to_owned()];
    }
    let after = if last { AFTER } else { &AFTER[..1] };
    let mut out: Vec<String> =
        BEFORE.iter().flat_map(|b| after.iter().map(move |a| format!("{b}{word}{a}"))).collect();
    // The ه of a feminine noun is written ت before a pronoun: مدينتها.
    if let (Some(stem), true) = (word.strip_suffix('ه'), last) {
        out.extend(
            BEFORE.iter().flat_map(|b| after[1..].iter().map(move |a| format!("{b}{stem}ت{a}"))),
        );
    }
    out
}

/// Where a pattern stands in a text, by way of the matching view.
///
/// # Errors
/// None: what cannot be read as a pattern was refused when it was made.
pub fn find_pattern(pattern: &regex_automata::meta::Regex, text: &str) -> Option<Span> {
    let view = crate::normalize::View::new(text);
    let found = pattern.find(view.text())?;
    Some(view.original(Span::new(found.start(), found.end())))
}
