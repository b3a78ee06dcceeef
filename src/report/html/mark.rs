//! Evidence in a text: what is linked stands in an element with the number of its link.
//!
//! The number is drawn beside the word by the style, and whatever is drawn into a line takes part in
//! its order from left to right: a sign between `30` and `%` would send the `%` to the other side.
//! So the number stands after its word, before it, or not at all, where it parts nothing.

use std::io::{self, Write};

use super::escape::Escaped;
use crate::{align::link::LinkKind, document::Span};

/// A stretch of a side that a link marks.
pub(super) struct Mark {
    /// The link's number within the bead, the same on both sides.
    pub(super) number: usize,
    pub(super) kind: LinkKind,
    /// Where it stands in the document.
    pub(super) span: Span,
}

/// Writes a stretch of a text with its marks, which are in order and do not overlap.
pub(super) fn marked<'m>(
    text: &str,
    whole: Span,
    marks: impl Iterator<Item = &'m Mark>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut from = whole.start;
    for Mark { number, kind, span } in marks {
        let before = Span::new(from, span.start);
        write!(
            out,
            "{}<mark class=\"{}{}\" data-l=\"{number}\">{}</mark>",
            Escaped(before.of(text)),
            class(*kind),
            place(whole.of(text), span.start - whole.start, span.end - whole.start),
            Escaped(span.of(text))
        )?;
        from = span.end;
    }
    write!(out, "{}", Escaped(Span::new(from, whole.end).of(text)))
}

fn class(kind: LinkKind) -> &'static str {
    match kind {
        LinkKind::Number => "number",
        LinkKind::Term => "term",
        LinkKind::Name => "name",
        LinkKind::Latin => "latin",
        LinkKind::Word => "word",
    }
}

/// The class that says where a mark's number stands: after it, before it, nowhere.
fn place(text: &str, start: usize, end: usize) -> &'static str {
    if !parts(text, end) {
        ""
    } else if !parts(text, start) {
        " b"
    } else {
        " q"
    }
}

/// Whether something drawn at a place would part a number from what its order depends on: a digit
/// on one side, and on the other a sign that goes with numbers, at once or with a digit behind it.
fn parts(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    let mut after = text[at..].chars();
    let (left, right) = (before.next(), after.next());
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let belongs = |sign: Option<char>, behind: Option<char>| {
        sign.is_some_and(|c| match c {
            '.' | ',' | ':' | '/' | '،' | '\u{A0}' | '\u{202F}' => digit(behind),
            c => !(c.is_alphabetic() || c.is_whitespace() || BRACKETS.contains(c)),
        })
    };
    (digit(left) && belongs(right, after.next())) || (digit(right) && belongs(left, before.next()))
}

/// Signs that no number pulls to itself.
const BRACKETS: &str = "()[]{}«»‹›“”„\"'‘’!?؟;؛…–—";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_parts_nothing() {
        for (text, word, wanted) in [
            ("نحو 30% من", "30", " b"),
            ("نحو $30 من", "30", ""),
            ("نحو $30% من", "30", " q"),
            ("في 12/8 و", "12", " b"),
            ("في 12/8 و", "8", ""),
            ("في 1/12/8 و", "12", " q"),
            ("سنة 2026.", "2026", ""),
            ("(2026)", "2026", ""),
            ("كلمة، أخرى", "كلمة", ""),
        ] {
            let start = text.find(word).unwrap();
            assert_eq!(place(text, start, start + word.len()), wanted, "{text} {word}");
        }
    }
}
