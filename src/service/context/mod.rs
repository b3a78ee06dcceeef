//! The context of a translation by a language model, within a number of tokens: pairs of the memory
//! that are like the text, with their differences; the terms that occur in it; phrases, where no pair
//! is like it; the sentences around it; notes of style.
//!
//! [`Context::build`] puts together what was found already, so that any front can call it;
//! [`Contexts`] looks it up. [`Context::text`] and [`Context::messages`] write it.

mod budget;
mod diverse;
mod look;
mod piece;
mod sentences;
mod terms;
mod tokens;
mod write;

use serde::{Deserialize, Serialize};

use self::budget::Room;
pub use self::{
    look::Contexts,
    piece::changes,
    sentences::{sentences_in, sentences_of},
    terms::ContextTerm,
    tokens::tokens_of,
    write::{Message, Role},
};
use super::memories::{Answer, MemoriesOptions};
use crate::{
    error::{Error, ErrorKind, Result, Setting},
    lang::Lang,
    lookup::{Match, Phrase},
};

/// Options of contexts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContextOptions {
    /// The largest number of tokens, by the estimate of [`tokens_of`].
    pub budget: usize,
    /// The lowest similarity of pairs.
    pub min: f64,
    /// The number of pairs that are taken by their score.
    pub limit: usize,
    /// The number of further pairs, which are chosen for what they add.
    pub further: usize,
    /// The number of sentences before the text, and after it.
    pub neighbours: usize,
    /// The number of texts of each memory that are read for phrases, those of the rarest words first.
    /// Ten thousand take about five milliseconds.
    pub phrase_texts: usize,
}

impl Default for ContextOptions {
    fn default() -> Self {
        Self { budget: 2000, min: 50.0, limit: 8, further: 4, neighbours: 2, phrase_texts: 3000 }
    }
}

impl ContextOptions {
    /// The matches to look up: enough to choose further pairs from.
    pub fn candidates(&self) -> usize {
        self.limit.saturating_add(self.further.saturating_mul(2))
    }

    /// Sets what look-ups for contexts need: the threshold and the number of matches. [`Contexts`] looks
    /// for phrases itself.
    #[must_use]
    pub fn memories(&self, mut options: MemoriesOptions) -> MemoriesOptions {
        (options.lookup.min, options.lookup.limit) = (self.min, self.candidates());
        (options.phrases, options.nearest) = (false, false);
        options
    }
}

/// A sentence beside the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Neighbour {
    /// The sentence.
    pub text: String,
    /// The translation, where a memory has the same sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<String>,
}

/// The material of a context, in addition to the answer of the memories.
#[derive(Debug, Clone, Copy, Default)]
pub struct ContextInput<'a> {
    /// The languages of the text and of the translation. Those of the matches count more.
    pub languages: Option<(&'a Lang, &'a Lang)>,
    /// The sentences before the text, in their order.
    pub before: &'a [Neighbour],
    /// Those after it.
    pub after: &'a [Neighbour],
    /// Notes of style.
    pub notes: &'a str,
}

/// The context of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Context {
    /// The text to translate.
    pub query: String,
    /// Its language, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_lang: Option<Lang>,
    /// The language of the translation, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_lang: Option<Lang>,
    /// The notes of style.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// The terms that occur in the text.
    pub terms: Vec<ContextTerm>,
    /// Pairs of the memories: the best by score, then further ones for what they add.
    pub pairs: Vec<Match>,
    /// The longest phrases of the text that occur in a memory, where there is no pair.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phrases: Vec<Phrase>,
    /// The sentences before the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before: Vec<Neighbour>,
    /// The sentences after the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<Neighbour>,
    /// The tokens of the context as text or messages, estimated.
    pub tokens: usize,
    /// The largest number of tokens.
    pub budget: usize,
    /// Content that had no room.
    pub left_out: LeftOut,
}

impl Context {
    /// Turns offsets in bytes into offsets in characters.
    pub fn count_in_chars(&mut self) {
        let query = self.query.as_str();
        self.pairs.iter_mut().for_each(|pair| pair.count_in_chars(query));
        self.phrases.iter_mut().for_each(|phrase| phrase.count_in_chars(query));
        let spans = self.terms.iter_mut().flat_map(|term| &mut term.spans);
        spans.for_each(|span| *span = span.in_chars(query));
    }
}

/// Counts of content that had no room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LeftOut {
    /// Lines of the notes.
    pub notes: usize,
    /// Terms.
    pub terms: usize,
    /// Pairs.
    pub pairs: usize,
    /// Places of phrases.
    pub phrases: usize,
    /// Sentences around the text.
    pub neighbours: usize,
}

impl LeftOut {
    /// The number of all.
    pub fn total(&self) -> usize {
        self.notes + self.terms + self.pairs + self.phrases + self.neighbours
    }
}

impl Context {
    /// Puts a context together. Where room is short, notes go before terms, then the best pairs, the
    /// sentences around the text, and further pairs.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use muwazi::{InMemoryStore, Lang, Unit, service::context::{Context, ContextInput, ContextOptions}};
    /// use muwazi::service::memories::{Memories, MemoriesOptions};
    /// let store = InMemoryStore::new("example");
    /// store.add(Unit::pair((Lang::arabic(), "بدأ الاجتماع أمس."), (Lang::english(), "The meeting began yesterday.")));
    /// let options = ContextOptions::default();
    /// let lookup = options.memories(MemoriesOptions::default());
    /// let answer = Memories::new(vec![Arc::new(store)], lookup)?.answer("The meeting began today.", &mut |_| {})?;
    /// let context = Context::build(&answer, &ContextInput::default(), &options)?;
    /// assert_eq!(context.pairs[0].target, "بدأ الاجتماع أمس.");
    /// assert!(context.tokens <= 2000 && context.messages()[1].content == "The meeting began today.");
    /// # Ok::<(), muwazi::Error>(())
    /// ```
    ///
    /// # Errors
    /// The text itself does not fit.
    pub fn build(
        answer: &Answer,
        input: &ContextInput<'_>,
        options: &ContextOptions,
    ) -> Result<Self> {
        let (source_lang, target_lang) = languages(answer, input);
        let mut context = Self {
            query: answer.query.clone(),
            source_lang,
            target_lang,
            notes: String::new(),
            terms: Vec::new(),
            pairs: Vec::new(),
            phrases: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            tokens: 0,
            budget: options.budget,
            left_out: LeftOut::default(),
        };
        let frame = context.frame();
        let Some(mut room) = Room::new(options.budget, &frame) else {
            let needs = piece::tokens(&frame);
            let message = format!(
                "the text and the instructions take {needs} tokens, the budget is {}",
                options.budget
            );
            return Err(Error::new(ErrorKind::Usage, message)
                .hint("raise the budget, or split the text")
                .settings(Setting::Budget));
        };
        context.put_notes(input.notes, &mut room);
        context.put_terms(terms::merged(answer), &mut room);
        let (best, further) = diverse::order(&answer.matches, options.limit, options.further);
        context.put_pairs(&answer.matches, &best, &mut room);
        if answer.matches.is_empty() {
            context.put_phrases(&answer.phrases, &mut room);
        }
        context.put_neighbours(input, options.neighbours, &mut room);
        context.put_pairs(&answer.matches, &further, &mut room);
        context.tokens = room.used();
        Ok(context)
    }
}

/// The languages of the matches, or the given ones.
fn languages(answer: &Answer, input: &ContextInput<'_>) -> (Option<Lang>, Option<Lang>) {
    let matched = answer.matches.first().map(|m| (&m.source_lang, &m.target_lang));
    match matched.or(input.languages) {
        Some((source, target)) => (Some(source.clone()), Some(target.clone())),
        None => (None, None),
    }
}

#[cfg(test)]
mod tests;
