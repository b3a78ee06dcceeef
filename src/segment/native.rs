//! The built-in rules at work on a paragraph.

use super::{
    Decision, SegmentOptions, decide,
    rules::{self, Rules},
    scan,
};
use crate::{document::Span, lang::Lang};

/// The rules of a language, ready to use.
#[derive(Debug, Clone)]
pub(super) struct Native {
    rules: &'static Rules,
}

impl Native {
    pub(super) fn new(lang: &Lang, _options: &SegmentOptions) -> Self {
        Self { rules: rules::for_lang(lang) }
    }

    pub(super) fn sentences_into(&self, text: &str, out: &mut Vec<Span>) {
        let mut start = 0;
        for candidate in scan::candidates(text) {
            if candidate.stop.start < start {
                continue;
            }
            if decide::breaks(text, start, &candidate, self.rules).breaks {
                out.push(Span::new(start, candidate.end).trimmed(text));
                start = candidate.next;
            }
        }
        let last = Span::new(start, text.len()).trimmed(text);
        if !last.is_empty() {
            out.push(last);
        }
    }

    pub(super) fn explain(&self, text: &str) -> Vec<Decision> {
        let mut out = Vec::new();
        let mut start = 0;
        for candidate in scan::candidates(text) {
            let d = decide::breaks(text, start, &candidate, self.rules);
            if d.breaks {
                start = candidate.next;
            }
            out.push(Decision { at: candidate.end, breaks: d.breaks, rule: d.rule.to_owned() });
        }
        out
    }
}
