//! Contexts for language models.

use serde::{Deserialize, Serialize};

use super::{Live, LiveMemory, QueryRequest, ask::check};
use crate::{
    error::Result,
    event::Report,
    lang::Lang,
    lookup::ScoreOptions,
    service::context::{Context, ContextOptions, Contexts, sentences_in},
};

/// A text whose context is wanted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContextRequest {
    /// The text to translate.
    pub text: String,
    /// The names of the memories; all when empty.
    pub memories: Vec<String>,
    /// The language of the text; detected when not given.
    pub from: Option<Lang>,
    /// The language of the translation; the other one of each memory when not given.
    pub to: Option<Lang>,
    /// The text before it.
    pub before: String,
    /// The text after it.
    pub after: String,
    /// Notes of style.
    pub notes: String,
    /// The size of the context and of its parts.
    #[serde(flatten)]
    pub options: ContextOptions,
}

impl Live {
    /// Puts together what a language model needs to translate a text as some of the memories do.
    ///
    /// # Errors
    /// As [`Live::lookup`], and a text that alone exceeds the budget.
    pub fn context(
        &self,
        memories: &[&LiveMemory],
        asked: &ContextRequest,
        report: &mut Report<'_>,
    ) -> Result<Context> {
        for text in [&asked.text, &asked.before, &asked.after, &asked.notes] {
            check(text)?;
        }
        let (before, after) = (
            sentences_in(&asked.before, asked.from.as_ref()),
            sentences_in(&asked.after, asked.from.as_ref()),
        );
        let how = QueryRequest {
            from: asked.from.clone(),
            to: asked.to.clone(),
            min: asked.options.min,
            limit: asked.options.candidates(),
            ..QueryRequest::default()
        };
        let score = ScoreOptions {
            context_before: before.last().cloned(),
            context_after: after.first().cloned(),
            ..ScoreOptions::default()
        };
        let gathered = self.gather(memories, &how, score)?;
        let mut contexts = Contexts::new(gathered, asked.options.clone(), asked.notes.clone());
        contexts.of(&asked.text, &before, &after, report)
    }
}
