//! Offsets in answers: in bytes of UTF-8 or, if requested, in characters.

use clap::ValueEnum;
use muwazi::{
    Span,
    lookup::Concordance,
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
        if self.are_chars() {
            answer.count_in_chars();
        }
    }

    /// Converts all offsets of a context.
    pub(super) fn convert_context(self, context: &mut Context) {
        if self.are_chars() {
            context.count_in_chars();
        }
    }

    /// Converts all offsets of a concordance.
    pub(super) fn convert_concordance(self, found: &mut Concordance) {
        if self.are_chars() {
            found.count_in_chars();
        }
    }
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
