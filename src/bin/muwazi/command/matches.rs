//! Matches as a person reads them. On a terminal each text stands between isolates, so that Arabic
//! and English keep their places in one line; what differs is coloured, and marked where there are
//! no colours.

use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Style};
use muwazi::{
    Span,
    glossary::TermFound,
    lookup::{
        Adapted, Detail, Match, MatchKind, PenaltyKind,
        diff::{Difference, Op},
    },
};

use crate::screen::{Look, Results};

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
/// Another meaning.
const OTHER: Style = AnsiColor::Red.on_default();
/// The same word, with another clitic.
const CLITIC: Style = AnsiColor::Cyan.on_default();
/// The same word, spelt otherwise, or another sign.
const SPELLING: Style = AnsiColor::Yellow.on_default();
/// What the query has.
const ASKED: Style = AnsiColor::Green.on_default();

pub(super) fn heading(out: &mut Results, query: &str) -> io::Result<()> {
    let (bold, query) = (out.look.style(BOLD), out.look.text(query));
    writeln!(out, "{bold}? {query}{bold:#}")
}

/// A match: the score and what was taken off it, the text found with what differs from the query,
/// its translation, where it comes from.
///
/// `[word]` stands only in the text found, `{word}` only in the query; `~word~` is the same word
/// otherwise spelt, and `~word~{word}` the same with another clitic. In the translation `[3]{4}`
/// says that its 3 becomes 4.
///
/// Returns true if there are such signs, which want a [`LEGEND`].
pub(super) fn show(out: &mut Results, query: &str, found: &[Match]) -> io::Result<bool> {
    let mut is_marked = false;
    let look = out.look;
    let (bold, dim, open, close) = (look.style(BOLD), look.style(DIM), look.open(), look.close());
    for hit in found {
        let (from, to) = (look.part(hit.source_lang.as_str()), look.part(hit.target_lang.as_str()));
        write!(out, "{bold}{:>3} %{bold:#}", hit.score)?;
        let note = note(hit);
        if !note.is_empty() {
            write!(out, "  {dim}{note}{dim:#}")?;
        }
        write!(out, "\n  {dim}{from}{dim:#} {open}")?;
        is_marked |= marked(out, query, hit)? || hit.adapted.is_some();
        write!(out, "{close}\n  {dim}{to}{dim:#} {open}")?;
        match &hit.adapted {
            Some(adapted) => changed(out, adapted)?,
            None => write!(out, "{}", look.part(&hit.target))?,
        }
        writeln!(out, "{close}")?;
        writeln!(out, "  {dim}{}{dim:#}", origin(hit, look))?;
    }
    Ok(is_marked)
}

/// What the signs around differences mean.
pub(super) const LEGEND: &str = "[word] only in the memory, {word} only in your text, ~word~ the same \
    word written otherwise; in the translation [3]{4}: 3 was changed to 4";

/// A query for a message, cut where it is long.
pub(super) fn short(query: &str) -> String {
    const LONG: usize = 60;
    match query.char_indices().nth(LONG) {
        Some((at, _)) => format!("{}…", &query[..at]),
        None => query.to_owned(),
    }
}

/// The nearest by letters, below a line that says so.
pub(super) fn nearest(out: &mut Results, query: &str, found: &[Match]) -> io::Result<bool> {
    if !found.is_empty() {
        let dim = out.look.style(DIM);
        writeln!(out, "{dim}nearest by letters:{dim:#}")?;
    }
    show(out, query, found)
}

/// The terms of a glossary that occur in a query: `term  اتفاق = agreement, deal  not bargain`.
pub(super) fn terms(out: &mut Results, query: &str, found: &[TermFound]) -> io::Result<()> {
    let (look, dim) = (out.look, out.look.style(DIM));
    for term in found {
        let (not, said): (Vec<&str>, Vec<&str>) =
            term.translations.iter().map(String::as_str).partition(|t| is_in(t, &term.forbidden));
        let (not, said) = (not.join(", "), said.join(", "));
        write!(out, "{dim}term{dim:#}  {}", look.text(term.span.of(query)))?;
        if !said.is_empty() {
            write!(out, " = {}", look.text(&said))?;
        }
        if !not.is_empty() {
            write!(out, "  {dim}not{dim:#} {}", look.text(&not))?;
        }
        if !term.notes.is_empty() {
            write!(out, "  {dim}{}{dim:#}", look.text(&term.notes.join("; ")))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn is_in(text: &str, list: &[String]) -> bool {
    list.iter().any(|item| item == text)
}

/// What kind of match it is, its similarity where the score says another number, and what was taken
/// off: `same words · case -1, punctuation -1`.
fn note(hit: &Match) -> String {
    let mut parts: Vec<String> = Vec::new();
    match hit.kind {
        MatchKind::Context => parts.push("same context".to_owned()),
        MatchKind::SameWords => parts.push("same words".to_owned()),
        _ => {}
    }
    let whole = hit.similarity.floor() as u32;
    if hit.kind == MatchKind::Fuzzy && whole != hit.score {
        parts.push(format!("similarity {whole} %"));
    }
    let taken: Vec<String> = hit
        .penalties
        .iter()
        .map(|penalty| format!("{} -{}", in_words(penalty.kind), penalty.points))
        .collect();
    if !taken.is_empty() {
        parts.push(taken.join(", "));
    }
    parts.join(" · ")
}

fn in_words(kind: PenaltyKind) -> &'static str {
    match kind {
        PenaltyKind::Spelling => "spelling",
        PenaltyKind::Case => "case",
        PenaltyKind::Punctuation => "punctuation",
        PenaltyKind::Spacing => "spaces",
        PenaltyKind::Numbers => "numbers",
        PenaltyKind::Tags => "tags",
        PenaltyKind::Unreviewed => "not reviewed",
        PenaltyKind::Machine => "machine",
        PenaltyKind::Memory => "memory",
        _ => "other",
    }
}

/// The number of a unit, and where it comes from: `unit 7 · aligned, confidence 0.93 · 2026-02-19 · work`.
fn origin(hit: &Match, look: Look) -> String {
    let mut parts = vec![format!("unit {}", hit.unit)];
    if let Some(origin) = &hit.origin {
        let confidence = hit.confidence.map(|c| format!(", confidence {c:.2}"));
        let reviewed = if hit.reviewed { ", reviewed" } else { "" };
        parts.push(format!("{origin}{}{reviewed}", confidence.unwrap_or_default()));
    }
    if let Some(date) = hit.created.as_deref() {
        parts.push(look.part(&day(date)).to_string());
    }
    parts.extend(hit.memory.as_deref().map(|memory| look.text(memory).to_string()));
    parts.join(" · ")
}

/// The day of a date in TMX's form; another text as it is.
fn day(date: &str) -> String {
    match date.get(..8).filter(|day| day.bytes().all(|b| b.is_ascii_digit())) {
        Some(day) => format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]),
        None => date.to_owned(),
    }
}

/// Writes the text found with its differences; returns true if there are any to see.
fn marked(out: &mut Results, query: &str, hit: &Match) -> io::Result<bool> {
    let (look, mut end) = (out.look, 0);
    let [for_query, for_other, for_clitic, for_spelling] =
        [ASKED, OTHER, CLITIC, SPELLING].map(|style| look.style(style));
    let marks = marks(&hit.differences);
    let is_marked = !marks.is_empty();
    for (mark, asked, source) in marks {
        write!(out, "{}", look.part(Span::new(end, source.start).of(&hit.source)))?;
        let (own, asked) = (source.of(&hit.source), asked.of(query));
        // A word more stands apart from the word before it.
        let space =
            if own.is_empty() && asked.starts_with(char::is_alphanumeric) { " " } else { "" };
        let asked = match (mark, asked) {
            (Mark::Spelling, _) | (_, "") => String::new(),
            (_, asked) => format!("{space}{{{}}}", look.part(asked)),
        };
        let shown = look.part(own);
        match (mark, own) {
            (_, "") => write!(out, "{for_query}{asked}{for_query:#}")?,
            (Mark::Other, _) => {
                write!(out, "{for_other}[{shown}]{for_other:#}")?;
                write!(out, "{for_query}{asked}{for_query:#}")?;
            }
            (Mark::Clitic, _) => write!(out, "{for_clitic}~{shown}~{asked}{for_clitic:#}")?,
            _ => write!(out, "{for_spelling}~{shown}~{asked}{for_spelling:#}")?,
        }
        end = source.end;
    }
    write!(out, "{}", look.part(&hit.source[end..]))?;
    Ok(is_marked)
}

/// What a difference means to a reader.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Another meaning.
    Other,
    Clitic,
    Spelling,
    /// A sign between words.
    Sign,
}

/// What is marked, in order: differences that touch on both sides, as those of a number and its
/// signs do, are one.
fn marks(differences: &[Difference]) -> Vec<(Mark, Span, Span)> {
    let mut out: Vec<(Mark, Span, Span)> = Vec::new();
    for Difference { op, detail, query, source, .. } in differences {
        let end = out.last().map_or(0, |last| last.2.end);
        // Of tags and spaces there is nothing to be seen in the text; the note says it. One sign can
        // be several words (½): it is shown once.
        if (*op == Op::Tag && query.is_empty() && source.is_empty())
            || *detail == Some(Detail::Space)
            || source.start < end
        {
            continue;
        }
        let mark = match op {
            Op::Clitic => Mark::Clitic,
            Op::Spelling => Mark::Spelling,
            Op::Tag => Mark::Sign,
            Op::Punctuation if *detail != Some(Detail::Number) => Mark::Sign,
            _ => Mark::Other,
        };
        match out.last_mut() {
            Some((last, asked, own))
                if *last == mark && own.end == source.start && asked.end == query.start =>
            {
                (asked.end, own.end) = (query.end, source.end);
            }
            _ => out.push((mark, *query, *source)),
        }
    }
    out
}

/// A translation and the numbers that it was given.
fn changed(out: &mut Results, adapted: &Adapted) -> io::Result<()> {
    let (look, mut end) = (out.look, 0);
    let (old, new) = (look.style(OTHER), look.style(ASKED));
    for change in &adapted.changes {
        let before = look.part(Span::new(end, change.span.start).of(&adapted.text));
        let (from, to) = (look.part(&change.from), look.part(&change.to));
        write!(out, "{before}{old}[{from}]{old:#}{new}{{{to}}}{new:#}")?;
        end = change.span.end;
    }
    write!(out, "{}", look.part(&adapted.text[end..]))
}
