//! Places of phrases as a person reads them, each text between isolates.

use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Style};
use muwazi::lookup::{Occurrence, Phrase};

const ISOLATE: char = '\u{2068}';
const POP: char = '\u{2069}';

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const HIT: Style = AnsiColor::Cyan.on_default().bold();

/// So many letters of context stand to either side of a phrase.
const CONTEXT: usize = 60;

/// The phrases of a query that stand in a memory, each with units that hold it.
pub(super) fn phrases(out: &mut impl Write, query: &str, phrases: &[Phrase]) -> io::Result<()> {
    for phrase in phrases {
        writeln!(out, "{BOLD}… {ISOLATE}{}{POP} …{BOLD:#}", phrase.query.of(query))?;
        for occurrence in &phrase.occurrences {
            show(out, occurrence)?;
        }
    }
    Ok(())
}

/// A place of a phrase in its context, and the translation. The phrase stands between `«` and `»`.
pub(super) fn show(out: &mut impl Write, found: &Occurrence) -> io::Result<()> {
    let (from, to) = (found.source_lang.as_str(), found.target_lang.as_str());
    let before = tail(&found.source[..found.span.start]);
    let after = head(&found.source[found.span.end..]);
    let hit = found.span.of(&found.source);
    writeln!(out, "  {DIM}{from}{DIM:#} {ISOLATE}{before}{HIT}«{hit}»{HIT:#}{after}{POP}")?;
    let (target, unit) = (&found.target, found.unit);
    writeln!(out, "  {DIM}{to}{DIM:#} {ISOLATE}{target}{POP} {DIM}unit {unit}{DIM:#}")
}

/// The end of a text, from a word on.
fn tail(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(CONTEXT) else { return text.to_owned() };
    let at = text[cut..].find(' ').map_or(cut, |space| cut + space);
    format!("…{}", &text[at..])
}

/// The beginning of a text, up to a word.
fn head(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(CONTEXT) else { return text.to_owned() };
    let at = text[..cut].rfind(' ').unwrap_or(cut);
    format!("{}…", &text[..at])
}
