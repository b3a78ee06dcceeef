//! Places of phrases as a person reads them.

use std::io::{self, Write};

use clap::builder::styling::{AnsiColor, Style};
use muwazi::lookup::{Occurrence, Phrase};

use crate::screen::Results;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const HIT: Style = AnsiColor::Cyan.on_default().bold();

/// So many letters of context stand to either side of a phrase.
const CONTEXT: usize = 60;

/// The phrases of a query that stand in a memory, each with units that hold it.
pub(super) fn phrases(out: &mut Results, query: &str, phrases: &[Phrase]) -> io::Result<()> {
    let (look, bold) = (out.look, out.look.style(BOLD));
    for phrase in phrases {
        writeln!(out, "{bold}… {} …{bold:#}", look.text(phrase.query.of(query)))?;
        for occurrence in &phrase.occurrences {
            show(out, occurrence)?;
        }
    }
    Ok(())
}

/// A place of a phrase in its context, and the translation. The phrase stands between `«` and `»`.
pub(super) fn show(out: &mut Results, found: &Occurrence) -> io::Result<()> {
    let look = out.look;
    let (dim, mark, open, close) = (look.style(DIM), look.style(HIT), look.open(), look.close());
    let (from, to) = (found.source_lang.as_str(), found.target_lang.as_str());
    let (from, to) = (look.part(from), look.part(to));
    let before = tail(&found.source[..found.span.start]);
    let after = head(&found.source[found.span.end..]);
    let (before, after) = (look.part(&before), look.part(&after));
    let hit = look.part(found.span.of(&found.source));
    writeln!(out, "  {dim}{from}{dim:#} {open}{before}{mark}«{hit}»{mark:#}{after}{close}")?;
    let (target, unit) = (look.text(&found.target), found.unit);
    writeln!(out, "  {dim}{to}{dim:#} {target} {dim}unit {unit}{dim:#}")
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
