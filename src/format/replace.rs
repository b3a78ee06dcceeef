//! Tells whether an existing file may be replaced by a new one: only by one of the same format.

use csv::ReaderBuilder;

use super::units::{AlignmentLayout, Format, Start};
use crate::text::decode;

/// Number of lines or records that are looked at.
const LOOK: usize = 20;

/// Returns true if a file that begins with `head` (up to 64 KiB) is in a format, so that a new file
/// in it may take its place. `layout` is that of an alignment.
///
/// ```
/// use muwazi::format::{registry, replace::is_in};
/// let tsv = registry::by_name("tsv")?;
/// assert!(is_in(tsv, None, "سلام\tPeace\n".as_bytes()));
/// assert!(!is_in(tsv, None, "The council met on Monday.\n".as_bytes()));
/// # Ok::<(), muwazi::Error>(())
/// ```
pub fn is_in(format: &Format, layout: Option<AlignmentLayout>, head: &[u8]) -> bool {
    let text = decode::beginning(head);
    let start = Start { bytes: head, text: &text };
    let lines = || text.trim_start_matches('\u{FEFF}').lines().filter(|l| !l.trim().is_empty());
    // The last line may be cut off.
    let whole = || lines().take(lines().count().saturating_sub(1).clamp(1, LOOK));
    match (layout, format.name) {
        (Some(AlignmentLayout::Beads), _) => whole().all(is_bead),
        (Some(AlignmentLayout::Objects), _) | (_, "jsonl") => {
            whole().all(|line| line.trim_start().starts_with('{'))
        }
        (_, "tsv") => whole().all(|line| line.contains('\t')),
        (_, "csv") => is_table(&text),
        (_, "po" | "pot") => lines().any(|line| line.starts_with("msgid ")),
        (_, "xlsx") => head.starts_with(b"PK\x03\x04") && has(head, b"xl/"),
        (_, "xliff" | "xliff2") => start.root() == Some("xliff"),
        (_, "tbx" | "tbx2019") => start.root().is_some_and(|r| matches!(r, "martif" | "tbx")),
        _ => (format.is)(&start),
    }
}

fn is_bead(line: &str) -> bool {
    let side = |side: &str| {
        side.starts_with('[')
            && side.ends_with(']')
            && side.chars().all(|c| c.is_ascii_digit() || matches!(c, '[' | ']' | ',' | ' '))
    };
    let mut parts = line.splitn(3, ':');
    parts.next().is_some_and(side) && parts.next().is_some_and(side)
}

/// Returns true for records of one length, of two fields or more.
fn is_table(text: &str) -> bool {
    [b',', b';'].into_iter().any(|delimiter| {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let lengths: Vec<usize> =
            reader.records().take(LOOK).map_while(|r| r.ok().map(|r| r.len())).collect();
        lengths.first().is_some_and(|&first| first > 1 && lengths.iter().all(|&n| n == first))
    })
}

fn has(bytes: &[u8], wanted: &[u8]) -> bool {
    memchr::memmem::find(bytes, wanted).is_some()
}

/// Returns true if a file begins like a page of [`crate::report::html`].
pub fn is_report(head: &[u8]) -> bool {
    head.starts_with(b"<!DOCTYPE html>") && has(head, b"<b>Muwazi</b>")
}

/// Returns true if a file is a list of segmentation rules (SRX).
pub fn is_srx(head: &[u8]) -> bool {
    let text = decode::beginning(head);
    Start { bytes: head, text: &text }.root() == Some("srx")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::registry;

    #[test]
    fn only_files_of_the_format_are_replaced() {
        const PROSE: &str =
            "The council met, and the mayor spoke.\nNobody, it seems, left early.\n";
        let written: &[(&str, Option<AlignmentLayout>, &str)] = &[
            ("tmx", None, "<?xml version=\"1.0\"?><tmx version=\"1.4\">"),
            ("xliff", None, "<xliff version=\"1.2\">"),
            ("tsv", Some(AlignmentLayout::Pairs), "سلام\tPeace\t0.98\n"),
            ("csv", None, "en,ar\nPeace,سلام\n"),
            ("po", None, "msgid \"\"\nmsgstr \"\"\n"),
            ("jsonl", Some(AlignmentLayout::Objects), "{\"source\": \"a\"}\n"),
            ("beads", Some(AlignmentLayout::Beads), "[0, 1]:[0]:0.93\n[2]:[]\n"),
        ];
        for (name, layout, text) in written {
            let format = registry::by_name(name).unwrap();
            assert!(is_in(format, *layout, text.as_bytes()), "{name}");
            assert!(!is_in(format, *layout, PROSE.as_bytes()), "{name}");
            for (other, _, text) in written.iter().filter(|(other, ..)| other != name) {
                assert!(!is_in(format, *layout, text.as_bytes()), "{other} is no {name}");
            }
        }
    }
}
