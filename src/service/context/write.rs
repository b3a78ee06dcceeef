//! A context as text, and as messages for a chat.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    Context,
    piece::{self, Piece},
};
use crate::lang::Lang;

/// A message of a chat, in the form that most servers of language models take.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The author.
    pub role: Role,
    /// The text.
    pub content: String,
}

/// The author of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Role {
    /// The one that sets the task.
    System,
    /// The one that asks.
    User,
}

/// Tokens that servers add to two messages and to the reply.
const CHAT: u64 = 12_000;

/// The sections, in the order in which they are written.
pub(super) const NOTES: &str = "\nNotes of style:\n";
pub(super) const TERMS: &str = "\nTerms that occur in the text:\n";
pub(super) const PAIRS: &str = "\nTranslations from the memory, best first. [-these words-] are only in the \
    memory, {+these words+} only in the text:\n";
pub(super) const PHRASES: &str = "\nPhrases of the text in the memory:\n";
pub(super) const BEFORE: &str = "\nSentences before the text:\n";
pub(super) const AFTER: &str = "\nSentences after the text:\n";
const TEXT: &str = "\nThe text:\n";

impl Context {
    /// Writes the context as text, the text to translate last.
    pub fn text(&self) -> String {
        format!("{}{TEXT}{}\n", self.system(), self.query)
    }

    /// Writes the context as the messages of a chat: the task with all that helps, and the text alone.
    pub fn messages(&self) -> [Message; 2] {
        let (system, text) = (self.system(), self.query.clone());
        [
            Message { role: Role::System, content: system },
            Message { role: Role::User, content: text },
        ]
    }

    /// Writes what the context adds to a task that somebody else sets: all but the task and the text.
    /// It is empty if there is nothing to add.
    pub fn material(&self) -> String {
        let system = self.system();
        system.get(self.task().text.len()..).unwrap_or_default().trim().to_owned()
    }

    /// All but the text to translate.
    fn system(&self) -> String {
        let mut out = self.task().text;
        if !self.notes.is_empty() {
            out.push_str(NOTES);
            out.push_str(&self.notes);
            out.push('\n');
        }
        let mut section = |title: &str, lines: &mut dyn Iterator<Item = Piece>| {
            let mut lines = lines.peekable();
            if lines.peek().is_some() {
                out.push_str(title);
                lines.for_each(|line| out.push_str(&line.text));
            }
        };
        section(TERMS, &mut self.terms.iter().map(|term| piece::term(self, term)));
        section(PAIRS, &mut self.pairs.iter().map(|found| piece::pair(&self.query, found)));
        let places = self.phrases.iter().flat_map(|phrase| {
            let text = phrase.query.of(&self.query);
            phrase.occurrences.iter().map(move |found| piece::occurrence(text, found))
        });
        section(PHRASES, &mut { places });
        section(BEFORE, &mut self.before.iter().map(|beside| piece::neighbour(self, beside)));
        section(AFTER, &mut self.after.iter().map(|beside| piece::neighbour(self, beside)));
        out
    }

    /// The task in words.
    fn task(&self) -> Piece {
        let name = |lang: &Option<Lang>| match lang {
            Some(lang) => Cow::from(format!("{} ({lang})", lang.name_in_english())),
            None => Cow::from("its language"),
        };
        let languages = match (&self.source_lang, &self.target_lang) {
            (from, Some(to)) => format!("from {} into {}", name(from), name(&Some(to.clone()))),
            _ => "into the other language of the examples".to_owned(),
        };
        Piece::default().label("Translate the text ").label(&languages).label(
            ". Keep to the notes, the terms and the manner of the translations below. Reply with \
             the translation only.\n",
        )
    }

    /// All that a context has even if nothing was found, with what servers of chats add.
    pub(super) fn frame(&self) -> Piece {
        let mut frame =
            self.task().label(TEXT).words(&self.query, self.source_lang.as_ref()).label("\n");
        frame.cost += CHAT;
        frame
    }
}
