//! The few places where a sentence could end.

use crate::{document::Span, normalize::is_invisible};

/// A place where a sentence could end: one or more stops, what closes after them, and space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// The stops: `.`, `؟!`, `...`.
    pub(super) stop: Span,
    /// Where a sentence that ended here would end: after closing quotes and brackets.
    pub(super) end: usize,
    /// Where the next one would begin.
    pub(super) next: usize,
}

/// Every candidate but the one at the end of the text, from left to right.
pub(super) fn candidates(text: &str) -> impl Iterator<Item = Candidate> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let start = from + text[from..].find(is_stop)?;
            let stop = Span::new(start, skip(text, start, |c| is_stop(c) || is_invisible(c)));
            let end = closed(text, stop.end);
            let next = skip(text, end, char::is_whitespace);
            from = end;
            if next < text.len() {
                return Some(Candidate { stop, end, next });
            }
        }
    })
}

/// Where the quotes and brackets end that close right after a stop. A closing quote may stand
/// off by a space if another space follows it.
fn closed(text: &str, from: usize) -> usize {
    let end = skip(text, from, |c| is_closer(c) || is_invisible(c));
    let off = skip(text, end, char::is_whitespace);
    let mut rest = text[off..].chars();
    match (rest.next(), rest.next()) {
        (Some('”' | '»' | '’' | ')' | ']' | '﴾'), after)
            if off > end && after.is_none_or(char::is_whitespace) =>
        {
            closed(text, off)
        }
        _ => end,
    }
}

fn skip(text: &str, from: usize, wanted: impl Fn(char) -> bool) -> usize {
    text[from..].find(|c| !wanted(c)).map_or(text.len(), |n| from + n)
}

pub(super) fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '؟' | '…' | '۔' | '‼' | '⁇' | '⁈' | '⁉' | '。' | '！' | '？')
}

/// Quotes of every kind stand in either place: »…« closes with «, and a straight quote looks the
/// same on both sides. Right after a stop, without space between, each of them closes.
fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '›'
            | '«'
            | '‹'
            | '“'
            | '‘'
            | ')'
            | ']'
            | '}'
            | '﴾'
            | '﴿'
    )
}
