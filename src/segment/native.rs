//! The built-in rules applied to a paragraph.

use super::{
    Decision, SegmentOptions,
    decide::{Verdict, decide},
    place::{BreakSite, Folded},
    rules::{self, Rules},
    scan::{Candidate, Candidates},
    words::{Kind, WordLists},
};
use crate::{
    document::Span,
    lang::Lang,
    text::{is_letter_or_digit, is_mark},
};

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
            let decision = Decision { at: candidate.end, breaks: verdict.breaks, rule };
            // A stop and the bullet after it are candidates of one place.
            match out.last_mut().filter(|last: &&mut Decision| last.at == decision.at) {
                Some(last) if decision.breaks => *last = decision,
                Some(_) => {}
                None => out.push(decision),
            }
        });
        out
    }

    /// Decides at each candidate in order. After a break, the next candidate sees only its own
    /// sentence.
    fn each(&self, text: &str, mut on: impl FnMut(&Candidate, &BreakSite<'_>, Verdict)) {
        let Some(last) = text.rfind(is_letter_or_digit) else { return };
        let mut start = self.after_sounds(text, 0, &mut on);
        for candidate in Candidates::new(text) {
            if candidate.stop.start < start {
                continue;
            }
            let place = BreakSite::new(text, start, &candidate, self.rules, self.user.as_ref());
            let mut verdict = decide(&place);
            if verdict.breaks
                && (candidate.next > last || !place.before.contains(is_letter_or_digit))
            {
                verdict = Verdict::SIGNS_ONLY;
            }
            on(&candidate, &place, verdict);
            if verdict.breaks {
                start = self.after_sounds(text, candidate.next, &mut on);
            }
        }
    }

    /// Makes sounds in brackets at the beginning of a sentence, such as `(Applause)`, a segment of
    /// their own; returns where the sentence begins then.
    #[inline]
    fn after_sounds(
        &self,
        text: &str,
        start: usize,
        on: &mut impl FnMut(&Candidate, &BreakSite<'_>, Verdict),
    ) -> usize {
        if !matches!(text.as_bytes().get(start), Some(b'(' | b'[')) {
            return start;
        }
        let Some(candidate) = self.sounds(text, start) else { return start };
        let place = BreakSite::new(text, start, &candidate, self.rules, self.user.as_ref());
        on(&candidate, &place, Verdict::SOUND);
        candidate.next
    }

    fn sounds(&self, text: &str, start: usize) -> Option<Candidate> {
        let mut rest = text.get(start..)?;
        while rest.starts_with(['(', '[']) {
            const LONGEST: usize = 40;
            let inner = &rest[1..];
            let ends = |c: &(usize, char)| !(c.1.is_alphabetic() || is_mark(c.1) || c.1 == ' ');
            let (end, closer) = inner.char_indices().take(LONGEST).find(ends)?;
            let words = || inner[..end].split(' ').map(Folded::or_empty);
            let lists = || self.user.iter().chain([&self.rules.words]);
            let sound =
                |word: Folded| lists().any(|list| list.kinds(word.as_bytes()).has(Kind::Sound));
            if !matches!(closer, ')' | ']') || !words().any(sound) {
                break;
            }
            rest = inner[end + 1..].trim_start();
        }
        let next = text.len() - rest.len();
        let end = text[..next].trim_end().len();
        let begins = next > end && rest.starts_with(|c| !matches!(c, '.' | ',' | '،' | ':' | '-'));
        let candidate = Candidate { stop: Span::new(end, end), end, next };
        (next > start && begins && rest.contains(is_letter_or_digit)).then_some(candidate)
    }
}
