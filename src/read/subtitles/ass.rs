//! ASS and SSA: lines of fields by sections. The events may stand in any order; they are read in that
//! of time.

use std::ops::Range;

use super::{film::Film, markup, times};
use crate::document::lines;

/// The fields of an event where the file does not say.
const FIELDS: [&str; 10] =
    ["layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text"];

/// The places of the fields that matter here.
struct Fields {
    start: usize,
    end: usize,
    /// The number of fields; the text is the last one.
    count: usize,
}

impl Fields {
    fn new<'f>(names: impl Iterator<Item = &'f str>) -> Option<Self> {
        let names: Vec<String> = names.map(|name| name.trim().to_lowercase()).collect();
        let find = |name: &str| names.iter().position(|field| field == name);
        Some(Self { start: find("start")?, end: find("end")?, count: names.len() })
    }
}

/// Reads ASS or SSA.
pub(super) fn read(film: &mut Film<'_>) {
    let source = film.source;
    let Some(mut fields) = Fields::new(FIELDS.into_iter()) else { return };
    let mut is_events = true;
    for span in lines(source) {
        let line = span.of(source);
        let trimmed = line.trim();
        if trimmed.starts_with('[') && trimmed.ends_with(']') {
            is_events = trimmed.eq_ignore_ascii_case("[Events]");
            continue;
        }
        let Some((key, _)) = line.split_once(':').filter(|_| is_events) else { continue };
        let value = span.start + key.len() + 1..span.end;
        match key.trim().to_lowercase().as_str() {
            "format" => {
                let names = source.get(value).unwrap_or_default().split(',');
                fields = Fields::new(names).unwrap_or(fields);
            }
            "dialogue" => event(film, value, &fields, false),
            "comment" => event(film, value, &fields, true),
            _ => {}
        }
        if film.is_full() {
            return;
        }
    }
    film.cues.sort_by_key(|cue| cue.time.map_or(0, |(from, _)| from));
}

fn event(film: &mut Film<'_>, value: Range<usize>, fields: &Fields, is_comment: bool) {
    let source = film.source;
    let line = source.get(value.clone()).unwrap_or_default();
    let parts: Vec<&str> = line.splitn(fields.count.clamp(1, 64), ',').collect();
    let field = |at: usize| parts.get(at).and_then(|part| times::time(part.trim()));
    let (Some(from), Some(to)) = (field(fields.start), field(fields.end)) else { return };
    let Some(text) = parts.last().filter(|_| parts.len() == fields.count) else { return };
    markup::read(film, value.end - text.len()..value.end, markup::Dialect::Ass);
    if is_comment {
        film.comment(Some((from, to)));
    } else {
        film.cue((from, to));
    }
}
