//! SRT and WebVTT: cues below a line with their times. SRT is read as players read it: a number may
//! be missing, and what stands between two lines of times belongs to the first one, blank lines or
//! not.

use std::ops::Range;

use super::{film::Film, markup, times};
use crate::document::lines;

/// A cue whose lines are being read.
struct Open {
    time: (u64, u64),
    /// The text so far, and the text before the last line.
    text: Range<usize>,
    before: usize,
    /// True if a blank line stands before the last line.
    has_gap: bool,
}

/// What the lines belong to.
#[derive(PartialEq, Eq)]
enum Inside {
    Cue,
    /// The head of a WebVTT file, a style or a region.
    Other,
    /// A note in WebVTT, which begins here.
    Note(usize),
}

/// Reads SRT.
pub(super) fn srt(film: &mut Film<'_>) {
    read(film, false);
}

/// Reads WebVTT.
pub(super) fn vtt(film: &mut Film<'_>) {
    read(film, true);
}

fn read(film: &mut Film<'_>, is_vtt: bool) {
    let source = film.source;
    let mut open: Option<Open> = None;
    let mut inside = if is_vtt { Inside::Other } else { Inside::Cue };
    let mut is_blank_before = true;
    let mut number = 0;
    for span in lines(source) {
        let line = span.of(source);
        let trimmed = line.trim().trim_matches('\u{FEFF}');
        let was_blank = std::mem::replace(&mut is_blank_before, trimmed.is_empty());
        if trimmed.is_empty() {
            if let Inside::Note(start) = inside {
                note(film, start..span.start);
            }
            inside = Inside::Cue;
            continue;
        }
        if let Some(time) = times::line(trimmed) {
            if let Inside::Note(start) = inside {
                note(film, start..span.start);
            }
            number = close(film, open.take(), !was_blank, number, is_vtt);
            let text = span.end..span.end;
            open = Some(Open { time, before: span.end, text, has_gap: false });
            inside = Inside::Cue;
        } else if is_vtt && was_blank && is_word(trimmed, "NOTE") {
            inside = Inside::Note(span.start + line.find("NOTE").unwrap_or_default() + 4);
        } else if is_vtt && was_blank && (is_word(trimmed, "STYLE") || is_word(trimmed, "REGION")) {
            inside = Inside::Other;
        } else if inside == Inside::Cue
            && let Some(open) = &mut open
        {
            open.before = open.text.end;
            open.has_gap = was_blank;
            open.text.end = span.end;
        } else if inside == Inside::Other && film.lang.is_none() {
            let lang = trimmed.strip_prefix("Language:").map(|lang| lang.trim().to_owned());
            film.lang = lang.filter(|_| film.cues.is_empty());
        }
        if film.is_full() {
            return;
        }
    }
    if let Inside::Note(start) = inside {
        note(film, start..source.len());
    }
    close(film, open, false, number, is_vtt);
}

fn is_word(line: &str, word: &str) -> bool {
    line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// Ends a cue. `is_above` says that its last line stands right above the times of the next one: then
/// it may be the number or the name of that one. Returns the number of the next one.
fn close(
    film: &mut Film<'_>,
    open: Option<Open>,
    is_above: bool,
    number: u64,
    is_vtt: bool,
) -> u64 {
    let Some(Open { time, mut text, before, has_gap }) = open else { return number };
    let last = film.source.get(before..text.end).unwrap_or_default().trim();
    let last_number = times::number(last);
    let is_only = before == text.start;
    let is_next = last_number.is_some_and(|last| has_gap || is_only || last == number + 1);
    let is_name = is_vtt && has_gap && !last.is_empty();
    if is_above && (is_next || is_name) {
        text.end = before;
    }
    let dialect = if is_vtt { markup::Dialect::Vtt } else { markup::Dialect::Srt };
    markup::read(film, text, dialect);
    film.cue(time);
    last_number.unwrap_or(number + 1)
}

fn note(film: &mut Film<'_>, text: Range<usize>) {
    let raw = film.source.get(text.clone()).unwrap_or_default();
    let start = text.start + (raw.len() - raw.trim_start().len());
    film.push(raw.trim(), start..start + raw.trim().len(), 0, false);
    film.comment(None);
}
