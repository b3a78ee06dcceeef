//! Matches as a person reads them. Each text stands between isolates, so that Arabic and English
//! keep their places in one line; what differs is coloured, and marked where there are no colours.

use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Style};
use muwazi::{
    Span,
    lookup::{
        Match, MatchKind, Occurrence, Phrase,
        diff::{Difference, Op},
    },
};

/// First strong isolate and its end: the text between them keeps its own direction.
const ISOLATE: char = '\u{2068}';
const POP: char = '\u{2069}';

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const OTHER: Style = AnsiColor::Red.on_default();
const SPELLING: Style = AnsiColor::Yellow.on_default();

pub(super) fn heading(out: &mut impl Write, query: &str) -> io::Result<()> {
    writeln!(out, "{BOLD}? {ISOLATE}{query}{POP}{BOLD:#}")
}

/// A match: the score, the text found with what differs from the query, its translation.
///
/// `[word]` stands only in the text found, `{word}` only in the query, `~word~` is spelt otherwise.
pub(super) fn show(out: &mut impl Write, query: &str, found: &[Match]) -> io::Result<()> {
    for hit in found {
        let note = match hit.kind {
            MatchKind::Context => "  same context",
            MatchKind::Exact => "",
            MatchKind::SameWords => "  same words",
            MatchKind::Fuzzy => "",
        };
        let (from, to) = (hit.source_lang.as_str(), hit.target_lang.as_str());
        writeln!(out, "{BOLD}{:>3} %{BOLD:#}{DIM}{note}{DIM:#}", hit.score)?;
        write!(out, "  {DIM}{from}{DIM:#} {ISOLATE}")?;
        marked(out, query, hit)?;
        writeln!(out, "{POP}")?;
        writeln!(out, "  {DIM}{to}{DIM:#} {ISOLATE}{}{POP}", hit.target)?;
    }
    Ok(())
}

fn marked(out: &mut impl Write, query: &str, hit: &Match) -> io::Result<()> {
    let mut end = 0;
    for Difference { op, query: asked, source, .. } in &hit.differences {
        let before = Span::new(end.min(source.start), source.start);
        write!(out, "{}", before.of(&hit.source))?;
        let own = source.of(&hit.source);
        let asked = asked.of(query);
        match op {
            Op::Punctuation | Op::Tag => write!(out, "{own}")?,
            Op::Clitic | Op::Number | Op::Replace => {
                write!(out, "{OTHER}[{own}]{OTHER:#}{DIM}{{{asked}}}{DIM:#}")?
            }
            Op::Delete => write!(out, "{OTHER}[{own}]{OTHER:#}")?,
            Op::Insert => write!(out, " {DIM}{{{asked}}}{DIM:#}")?,
            _ => write!(out, "{SPELLING}~{own}~{SPELLING:#}")?,
        }
        end = source.end;
    }
    write!(out, "{}", &hit.source[end..])
}

/// The phrases of a query that stand in a memory, each with units that hold it.
pub(super) fn show_phrases(
    out: &mut impl Write,
    query: &str,
    phrases: &[Phrase],
) -> io::Result<()> {
    for phrase in phrases {
        writeln!(out, "{BOLD}  … {ISOLATE}{}{POP} …{BOLD:#}", phrase.query.of(query))?;
        for occurrence in &phrase.occurrences {
            show_occurrence(out, occurrence)?;
        }
    }
    Ok(())
}

/// A place of a phrase: the text with the phrase marked, and its translation.
pub(super) fn show_occurrence(out: &mut impl Write, found: &Occurrence) -> io::Result<()> {
    let (from, to) = (found.source_lang.as_str(), found.target_lang.as_str());
    let (before, after) = (&found.source[..found.span.start], &found.source[found.span.end..]);
    let hit = found.span.of(&found.source);
    writeln!(out, "  {DIM}{from}{DIM:#} {ISOLATE}{before}{BOLD}«{hit}»{BOLD:#}{after}{POP}")?;
    writeln!(out, "  {DIM}{to}{DIM:#} {ISOLATE}{}{POP}", found.target)
}
