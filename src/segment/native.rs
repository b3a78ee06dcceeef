//! The built-in rules applied to a paragraph.

use super::{
    Decision, SegmentOptions,
    decide::{Verdict, decide},
    place::BreakSite,
    rules::{self, Rules},
    scan::{Candidate, Candidates},
    words::WordLists,
};
use crate::{document::Span, lang::Lang};

/// The rules of a language, ready to use.
#[derive(Debug, Clone)]
pub(super) struct Native {
    rules: &'static Rules,
    /// The user's own words, which take precedence over the built-in ones.
    user: Option<WordLists>,
}

impl Native {
    pub(super) fn new(lang: &Lang, options: &SegmentOptions) -> Self {
        let user = &options.abbreviations;
        Self {
            rules: rules::for_lang(lang),
            user: (!user.is_empty()).then(|| WordLists::new(user)),
        }
    }

    pub(super) fn sentences_into(&self, text: &str, out: &mut Vec<Span>) {
        let mut start = 0;
        self.each(text, |candidate, _, verdict| {
            if verdict.breaks {
                out.push(Span::new(start, candidate.end).trimmed(text));
                start = candidate.next;
            }
        });
        let last = Span::new(start, text.len()).trimmed(text);
        if !last.is_empty() {
            out.push(last);
        }
    }

    pub(super) fn explain(&self, text: &str) -> Vec<Decision> {
        let mut out = Vec::new();
        self.each(text, |candidate, place, verdict| {
            let rule = match place.raw() {
                word if verdict.of_word && !word.is_empty() => format!("{} ({word})", verdict.rule),
                _ => verdict.rule.to_owned(),
            };
            out.push(Decision { at: candidate.end, breaks: verdict.breaks, rule });
        });
        out
    }

    /// Decides at each candidate in order. After a break, the next candidate sees only its own
    /// sentence.
    fn each(&self, text: &str, mut on: impl FnMut(&Candidate, &BreakSite<'_>, Verdict)) {
        let mut start = 0;
        for candidate in Candidates::new(text) {
            let place = BreakSite::new(text, start, &candidate, self.rules, self.user.as_ref());
            let verdict = decide(&place);
            on(&candidate, &place, verdict);
            if verdict.breaks {
                start = candidate.next;
            }
        }
    }
}
