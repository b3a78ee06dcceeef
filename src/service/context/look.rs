//! Contexts looked up in memories.

use std::collections::BTreeMap;

use super::{Context, ContextInput, ContextOptions, Neighbour};
use crate::{
    error::Result,
    event::{Report, silent},
    lookup::MatchKind,
    service::memories::Memories,
};

/// The sentences whose translations are remembered: each of a document is a neighbour several times.
const REMEMBERED: usize = 256;

/// Contexts of texts, one after the other. The memories must have been opened with
/// [`ContextOptions::memories`].
pub struct Contexts {
    memories: Memories,
    options: ContextOptions,
    notes: String,
    known: BTreeMap<String, Option<String>>,
}

impl Contexts {
    /// Contexts from memories, with notes of style, which may be empty.
    pub fn new(memories: Memories, options: ContextOptions, notes: String) -> Self {
        Self { memories, options, notes, known: BTreeMap::new() }
    }

    /// Looks up the context of a text. `before` and `after` are the sentences around it, in order; as
    /// many as the options say are used.
    ///
    /// # Errors
    /// As [`Memories::answer`], and a text that alone exceeds the budget.
    pub fn of(
        &mut self,
        text: &str,
        before: &[String],
        after: &[String],
        report: &mut Report<'_>,
    ) -> Result<Context> {
        let mut answer = self.memories.answer(text, report)?;
        if answer.matches.is_empty() {
            answer.phrases = self.memories.phrases_within(text, self.options.phrase_texts)?;
        }
        let languages = self.memories.languages(text)?;
        let count = self.options.neighbours;
        let before = self.neighbours(&before[before.len().saturating_sub(count)..]);
        let after = self.neighbours(&after[..after.len().min(count)]);
        let languages = languages.as_ref().map(|(from, to)| (from, to));
        let input = ContextInput { languages, before: &before, after: &after, notes: &self.notes };
        Context::build(&answer, &input, &self.options)
    }

    /// Looks up the context of a sentence among others.
    ///
    /// # Errors
    /// As [`Contexts::of`].
    pub fn in_document(
        &mut self,
        sentences: &[String],
        at: usize,
        report: &mut Report<'_>,
    ) -> Result<Context> {
        let (before, rest) = sentences.split_at(at.min(sentences.len()));
        let (text, after) =
            rest.split_first().map_or(("", rest), |(text, after)| (text.as_str(), after));
        self.of(text, before, after, report)
    }

    fn neighbours(&mut self, sentences: &[String]) -> Vec<Neighbour> {
        let one =
            |text: &String| Neighbour { text: text.clone(), translation: self.translation(text) };
        sentences.iter().map(one).collect()
    }

    /// The translation of a sentence that a memory has letter for letter. A sentence that cannot be
    /// looked up, as one in a third language, is a neighbour without translation.
    fn translation(&mut self, text: &str) -> Option<String> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let found = self.memories.exact(text, &mut silent()).ok().flatten();
        let found = found.filter(|m| matches!(m.kind, MatchKind::Exact | MatchKind::Context));
        let translation = found.map(|m| m.target).filter(|target| !target.is_empty());
        if self.known.len() >= REMEMBERED {
            self.known.clear();
        }
        self.known.insert(text.to_owned(), translation.clone());
        translation
    }
}
