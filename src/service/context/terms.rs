//! The terms of a text, each once, with the forms in which it occurs.

use serde::{Deserialize, Serialize};

use crate::{glossary::TermFound, service::memories::Answer, text::Span};

/// A term that occurs in a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ContextTerm {
    /// The term in the form of the glossary.
    pub term: String,
    /// The forms in which it occurs in the text.
    pub forms: Vec<String>,
    /// The places in the text, in bytes.
    pub spans: Vec<Span>,
    /// The translations that may be used, in the order of the glossary.
    pub translations: Vec<String>,
    /// Those that may not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forbidden: Vec<String>,
    /// The notes of the entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// Merges the places and entries of each term.
pub(super) fn merged(answer: &Answer) -> Vec<ContextTerm> {
    let mut out: Vec<ContextTerm> = Vec::new();
    for found in &answer.terms {
        let at = out.iter().position(|term| term.term == found.term).unwrap_or_else(|| {
            out.push(ContextTerm {
                term: found.term.clone(),
                forms: Vec::new(),
                spans: Vec::new(),
                translations: Vec::new(),
                forbidden: Vec::new(),
                notes: Vec::new(),
            });
            out.len() - 1
        });
        out[at].add(found, &answer.query);
    }
    out
}

impl ContextTerm {
    fn add(&mut self, found: &TermFound, text: &str) {
        let form = text.get(found.span.start..found.span.end).unwrap_or_default().to_owned();
        let put = |list: &mut Vec<String>, item: &String| {
            if !list.contains(item) {
                list.push(item.clone());
            }
        };
        put(&mut self.forms, &form);
        if !self.spans.contains(&found.span) {
            self.spans.push(found.span);
        }
        for translation in &found.translations {
            let is_forbidden = found.forbidden.contains(translation);
            put(
                if is_forbidden { &mut self.forbidden } else { &mut self.translations },
                translation,
            );
        }
        // One entry may forbid what another one, of another glossary, lists.
        let forbidden = &self.forbidden;
        self.translations.retain(|translation| !forbidden.contains(translation));
        found.notes.iter().for_each(|note| put(&mut self.notes, note));
    }
}
