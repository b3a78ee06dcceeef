//! Parts of a context as they are written, with their cost.

use std::fmt::Write;

use super::{
    Context, ContextTerm, Neighbour,
    tokens::{cost_of, whole},
};
use crate::{
    lang::Lang,
    lookup::{Match, Occurrence, diff::Op},
    segment::one_line,
    text::Span,
};

/// A text that grows with its cost.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) cost: u64,
}

impl Piece {
    /// Adds words of this program, which are English.
    pub(super) fn label(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self.cost += cost_of(text, true);
        self
    }

    /// Adds text of a language; the cost of an unknown one is the higher.
    pub(super) fn words(mut self, text: &str, lang: Option<&Lang>) -> Self {
        self.text.push_str(text);
        self.cost += cost_of(text, lang.is_some_and(|lang| lang.primary() == "en"));
        self
    }

    /// Adds text in one line.
    fn line(self, text: &str, lang: Option<&Lang>) -> Self {
        self.words(&one_line(text), lang)
    }
}

/// The tokens of a piece.
pub(super) fn tokens(piece: &Piece) -> usize {
    whole(piece.cost)
}

/// A term: `- council = مجلس; not: هيئة; in the text: councils (note)`.
pub(super) fn term(context: &Context, term: &ContextTerm) -> Piece {
    let (from, to) = (context.source_lang.as_ref(), context.target_lang.as_ref());
    let mut piece = Piece::default().label("- ").line(&term.term, from);
    if !term.translations.is_empty() {
        piece = piece.label(" = ").line(&term.translations.join(" | "), to);
    }
    if !term.forbidden.is_empty() {
        piece = piece.label("; not: ").line(&term.forbidden.join(" | "), to);
    }
    let others: Vec<&str> =
        term.forms.iter().filter(|form| **form != term.term).map(String::as_str).collect();
    if !others.is_empty() {
        piece = piece.label("; in the text: ").line(&others.join(", "), from);
    }
    if !term.notes.is_empty() {
        piece = piece.label(" (").line(&term.notes.join("; "), None).label(")");
    }
    piece.label("\n")
}

/// A pair, in three lines or two: source, target, differences.
pub(super) fn pair(query: &str, found: &Match) -> Piece {
    let (from, to) = (&found.source_lang, &found.target_lang);
    let score = format!("{} % {}: ", found.score, from.as_str());
    let piece = Piece::default().label(&score).line(&found.source, Some(from)).label("\n");
    let piece = piece.label(to.as_str()).label(": ").line(&found.target, Some(to)).label("\n");
    let changes = changes(query, found);
    if changes.is_empty() {
        return piece;
    }
    piece.label("differs: ").line(&changes, Some(from)).label("\n")
}

/// Writes the words that differ, as `[-only in the memory-]{+only in the text+}`. Differences with nothing but
/// space between them are one.
pub fn changes(query: &str, found: &Match) -> String {
    let mut runs: Vec<(Span, Span)> = Vec::new();
    let is_gap = |text: &str, from: usize, to: usize| {
        from <= to && text.get(from..to).is_some_and(|gap| gap.trim().is_empty())
    };
    for difference in &found.differences {
        if !(difference.op.is_word() || difference.op == Op::Number) {
            continue;
        }
        let (asked, own) = (difference.query, difference.source);
        match runs.last_mut() {
            Some((last, held))
                if is_gap(query, last.end, asked.start)
                    && is_gap(&found.source, held.end, own.start) =>
            {
                *last = joined(*last, asked);
                *held = joined(*held, own);
            }
            _ => runs.push((asked, own)),
        }
    }
    let mut out = String::new();
    for (asked, own) in runs {
        let cut = |text: &str, span: Span| {
            text.get(span.start..span.end).unwrap_or_default().trim().to_owned()
        };
        let (asked, own) = (cut(query, asked), cut(&found.source, own));
        if !out.is_empty() {
            out.push(' ');
        }
        if !own.is_empty() {
            let _ = write!(out, "[-{own}-]");
        }
        if !asked.is_empty() {
            let _ = write!(out, "{{+{asked}+}}");
        }
    }
    out
}

/// Two spans as one; an empty one is only a place and does not lengthen the other.
fn joined(a: Span, b: Span) -> Span {
    match (a.start == a.end, b.start == b.end) {
        (true, _) => b,
        (_, true) => a,
        _ => Span::new(a.start.min(b.start), a.end.max(b.end)),
    }
}

/// A place of a phrase: the phrase, the text that holds it, the translation.
pub(super) fn occurrence(phrase: &str, found: &Occurrence) -> Piece {
    let (from, to) = (&found.source_lang, &found.target_lang);
    Piece::default()
        .label("“")
        .line(phrase, Some(from))
        .label("” in ")
        .label(from.as_str())
        .label(": ")
        .line(&found.source, Some(from))
        .label("\n")
        .label(to.as_str())
        .label(": ")
        .line(&found.target, Some(to))
        .label("\n")
}

/// A sentence around the text, with its translation if known.
pub(super) fn neighbour(context: &Context, neighbour: &Neighbour) -> Piece {
    let (from, to) = (context.source_lang.as_ref(), context.target_lang.as_ref());
    let piece = Piece::default().label("- ").line(&neighbour.text, from);
    match &neighbour.translation {
        Some(translation) => piece.label(" = ").line(translation, to).label("\n"),
        None => piece.label("\n"),
    }
}
