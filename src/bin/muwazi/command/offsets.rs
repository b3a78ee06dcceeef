//! Offsets in answers: in bytes of UTF-8 or, if requested, in characters.

use clap::ValueEnum;
use muwazi::{
    Span,
    lookup::{Concordance, Match, Occurrence, Phrase},
    service::{context::Context, memories::Answer},
};

/// The option of every command that writes offsets.
#[derive(clap::Args)]
pub(crate) struct OffsetArgs {
    /// The unit of the offsets in JSON, and of those that --explain writes
    #[arg(
        id = "offsets",
        long = "offsets",
        value_enum,
        default_value_t,
        value_name = "bytes|chars",
        hide_possible_values = true
    )]
    pub(super) unit: Offsets,
}

/// The unit of offsets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Offsets {
    /// Bytes of UTF-8.
    #[default]
    Bytes,
    /// Unicode characters, as Python counts them.
    Chars,
}

impl Offsets {
    /// Returns true if offsets are to be in characters.
    pub(super) fn are_chars(self) -> bool {
        self == Self::Chars
    }

    /// Converts all offsets of an answer to a query.
    pub(super) fn convert_answer(self, answer: &mut Answer) {
        if !self.are_chars() {
            return;
        }
        let query = answer.query.as_str();
        answer.matches.iter_mut().for_each(|hit| convert_match(hit, query));
        answer.phrases.iter_mut().for_each(|phrase| convert_phrase(phrase, query));
        for term in &mut answer.terms {
            term.span = term.span.in_chars(query);
        }
    }

    /// Converts all offsets of a context.
    pub(super) fn convert_context(self, context: &mut Context) {
        if !self.are_chars() {
            return;
        }
        let query = context.query.as_str();
        context.pairs.iter_mut().for_each(|pair| convert_match(pair, query));
        context.phrases.iter_mut().for_each(|phrase| convert_phrase(phrase, query));
        let spans = context.terms.iter_mut().flat_map(|term| &mut term.spans);
        spans.for_each(|span| *span = span.in_chars(query));
    }

    /// Converts all offsets of a concordance.
    pub(super) fn convert_concordance(self, found: &mut Concordance) {
        if self.are_chars() {
            found.occurrences.iter_mut().for_each(convert);
        }
    }
}

fn convert_match(hit: &mut Match, query: &str) {
    for difference in &mut hit.differences {
        difference.query = difference.query.in_chars(query);
        difference.source = difference.source.in_chars(&hit.source);
    }
    if let Some(adapted) = &mut hit.adapted {
        for change in &mut adapted.changes {
            change.span = change.span.in_chars(&adapted.text);
        }
    }
}

fn convert_phrase(phrase: &mut Phrase, query: &str) {
    phrase.query = phrase.query.in_chars(query);
    phrase.occurrences.iter_mut().for_each(convert);
}

fn convert(occurrence: &mut Occurrence) {
    occurrence.span = occurrence.span.in_chars(&occurrence.source);
}

/// Offsets within a text that is read in parts, one after the other and in rising order.
#[derive(Debug, Default)]
pub(super) struct Running {
    /// Bytes and characters up to the last offset.
    bytes: usize,
    chars: usize,
}

impl Running {
    /// Converts an offset in bytes. `part` is a part of the text that begins at the offset `start` and
    /// reaches from the last offset to this one.
    pub(super) fn chars(&mut self, offset: usize, part: &str, start: usize) -> usize {
        let passed = part.get(self.bytes.saturating_sub(start)..offset.saturating_sub(start));
        self.chars += passed.map_or(0, |text| text.chars().count());
        self.bytes = offset;
        self.chars
    }
}

/// Converts a span that stands in a part of a text; see [`Running::chars`].
pub(super) fn in_chars(running: &mut Running, span: Span, part: &str, start: usize) -> Span {
    let from = running.chars(start + span.start, part, start);
    Span::new(from, from + span.of(part).chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_run_on_over_the_parts_of_a_text() {
        let (first, second) = ("سلام. ", "أهلا وسهلا. ok");
        let mut running = Running::default();
        let mut at = |span: (usize, usize), part: &str, start| {
            let span = in_chars(&mut running, Span::new(span.0, span.1), part, start);
            (span.start, span.end)
        };
        assert_eq!(at((0, 9), first, 0), (0, 5));
        running.chars(first.len(), first, 0);
        let mut at = |span: (usize, usize), part: &str, start| {
            let span = in_chars(&mut running, Span::new(span.0, span.1), part, start);
            (span.start, span.end)
        };
        assert_eq!(at((0, 20), second, first.len()), (6, 17));
        assert_eq!(at((21, 23), second, first.len()), (18, 20));
    }
}
