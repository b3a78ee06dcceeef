//! Arabic subtitles as they are typed for players that know no right-to-left order: a stop at the end
//! of a line would be shown at its right, so it is typed at the beginning, and the dash of a speaker
//! at the end. Where most lines of a file are so, its lines are mended; no other file is touched.

use std::ops::Range;

use super::film::{Film, Run};
use crate::text::is_arabic_letter;

/// Marks that end a sentence or a part of it.
const STOPS: [char; 10] = ['.', '!', '؟', '?', '،', ',', '؛', ';', ':', '…'];
/// Those of them that such players show at the right end by themselves, so that their place tells
/// nothing: they are letters to the rules of direction.
const STRONG: [char; 2] = ['؟', '؛'];
const DASHES: [char; 4] = ['-', '–', '—', '‐'];
/// Minimum number of lines that show it, and how many times those that show the contrary.
const LEAST: (usize, usize) = (3, 3);

/// A part of a mended line.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    /// A part of the line as it was.
    Was(Range<usize>),
    Space,
}

/// Mends a film if most of its lines show that it was typed so.
pub(super) fn mend(film: &mut Film<'_>) {
    let (mut wrong, mut right) = (0, 0);
    for line in film.cues.iter().flat_map(|cue| lines(&film.runs[cue.runs.clone()])) {
        match judge(&text(film, line)) {
            Some(true) => right += 1,
            Some(false) => wrong += 1,
            None => {}
        }
    }
    if wrong < LEAST.0 || wrong < LEAST.1 * right {
        return;
    }
    for cue in 0..film.cues.len() {
        let runs: Vec<Run> = film.runs[film.cues[cue].runs.clone()].to_vec();
        let start = film.runs.len();
        for line in lines(&runs) {
            let text = text(film, line);
            match mended(&text) {
                Some(parts) => add(film, line, parts),
                None => film.runs.extend_from_slice(line),
            }
        }
        film.cues[cue].runs = start..film.runs.len();
    }
}

/// Yields the runs of each line.
fn lines(runs: &[Run]) -> impl Iterator<Item = &[Run]> {
    runs.chunk_by(|_, next| !next.breaks)
}

fn text(film: &Film<'_>, line: &[Run]) -> String {
    line.iter().map(|run| film.get(run)).collect()
}

fn is_stop(c: char) -> bool {
    STOPS.contains(&c)
}

/// Returns true if a text is dots alone, which may begin a line rightly.
fn is_dots(text: &str) -> bool {
    let text = text.trim();
    (text.len() > 1 && text.bytes().all(|b| b == b'.')) || text == "…"
}

/// Returns the stops and spaces at the beginning of a line, and those at its end.
fn ends(line: &str) -> (&str, &str) {
    let is_end = |c: char| is_stop(c) || c == ' ';
    let inner = line.trim_start_matches(is_end);
    let lead = &line[..line.len() - inner.len()];
    let trail = &inner[inner.trim_end_matches(is_end).len()..];
    (lead, trail)
}

/// Returns whether a line shows that its stops stand where they belong; none if it shows nothing.
fn judge(line: &str) -> Option<bool> {
    let line = line.trim();
    let is_arabic = line.chars().find(|c| c.is_alphabetic()).is_some_and(is_arabic_letter);
    if !is_arabic || line.contains(is_embedding) {
        return None;
    }
    let (without, has_dash) = without_dash(line);
    let line = &line[without];
    let (lead, trail) = ends(line);
    let begins = !lead.trim().is_empty();
    if has_dash || (begins && !is_dots(lead) && trail.trim().is_empty()) {
        return Some(false);
    }
    let tells = trail.contains(|c: char| is_stop(c) && !STRONG.contains(&c)) && !is_dots(trail);
    let speaks = line.strip_prefix(DASHES).is_some_and(|rest| rest.starts_with(' '));
    (!begins && (tells || speaks)).then_some(true)
}

/// Returns true for characters that set the direction of a run: who types them sees the order right.
fn is_embedding(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Returns the line without a dash at its end, and whether there is one.
fn without_dash(line: &str) -> (Range<usize>, bool) {
    let inner = line.trim_end().trim_end_matches(DASHES);
    let begins = line.trim_start().starts_with(DASHES);
    let is_one = line.trim_end()[inner.len()..].chars().count() == 1;
    let has_dash = is_one && !begins && inner.ends_with(' ') && !inner.trim().is_empty();
    let start = line.len() - line.trim_start().len();
    let end = if has_dash { inner.trim_end().len() } else { line.trim_end().len() };
    (start..end.max(start), has_dash)
}

/// Returns a line with its stops and dashes where they belong; none if they are there.
fn mended(line: &str) -> Option<Vec<Part>> {
    let is_arabic = line.chars().any(is_arabic_letter);
    if !is_arabic || line.contains(is_embedding) {
        return None;
    }
    let (body, has_dash) = without_dash(line);
    let mut parts = Vec::new();
    if has_dash {
        let dash = body.end + line[body.end..].find(DASHES)?;
        let length = line[dash..].chars().next().map_or(0, char::len_utf8);
        parts.extend([Part::Was(dash..dash + length), Part::Space]);
    }
    let text = &line[body.clone()];
    let (lead, trail) = ends(text);
    let stops = lead.trim_end();
    let stays = leading(stops);
    let moved = body.start..body.start + stops.len() - stays;
    if moved.is_empty() || !trail.trim().is_empty() || lead.len() == text.len() {
        parts.push(Part::Was(body));
        return has_dash.then_some(parts);
    }
    let has_space = lead.len() > stops.len() && stays == 0;
    let rest = if stays > 0 { moved.end } else { body.start + lead.len() };
    parts.push(Part::Was(rest..body.end));
    parts.extend(has_space.then_some(Part::Space));
    parts.push(Part::Was(moved));
    Some(parts)
}

/// Returns the length of the dots that stay at the beginning: those of a sentence that goes on from
/// the cue before, behind the stop that was moved there.
fn leading(stops: &str) -> usize {
    let dots = if stops.ends_with("...") { 3 } else { 0 };
    let before = &stops[..stops.len() - dots];
    let is_one_stop = before.chars().count() == 1;
    if is_one_stop { dots } else { 0 }
}

/// Adds a mended line to the film.
fn add(film: &mut Film<'_>, line: &[Run], parts: Vec<Part>) {
    let mut breaks = line.first().is_some_and(|run| run.breaks);
    for part in parts {
        let Part::Was(sought) = part else {
            let start = film.text.len() as u32;
            film.text.push(' ');
            let text = start..start + 1;
            film.runs.push(Run { text, bytes: 0..0, marks: 0, breaks: false });
            continue;
        };
        let mut at = 0;
        for run in line {
            let length = run.text.len();
            let (from, to) =
                (sought.start.clamp(at, at + length) - at, sought.end.clamp(at, at + length) - at);
            at += length;
            if from < to {
                let mut piece = slice(run, from as u32, to as u32);
                piece.breaks = std::mem::take(&mut breaks);
                film.runs.push(piece);
            }
        }
    }
}

/// Returns a part of a run. Its bytes are known where the run is written as it reads.
fn slice(run: &Run, from: u32, to: u32) -> Run {
    let is_whole = from == 0 && to as usize == run.text.len();
    let is_plain = run.text.len() == run.bytes.len();
    let bytes = match (is_whole, is_plain) {
        (true, _) => run.bytes.clone(),
        (_, true) => run.bytes.start + from..run.bytes.start + to,
        _ => 0..0,
    };
    Run { text: run.text.start + from..run.text.start + to, bytes, ..*run }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mend_line(line: &str) -> Option<String> {
        let parts = mended(line)?;
        let part = |part: Part| match part {
            Part::Was(span) => line[span].to_owned(),
            Part::Space => " ".to_owned(),
        };
        Some(parts.into_iter().map(part).collect())
    }

    #[test]
    fn stops_and_dashes_are_put_where_they_belong() {
        for (wrong, right) in [
            (".وصل القطار", "وصل القطار."),
            ("؟من أنت", "من أنت؟"),
            ("! لا تذهب", "لا تذهب !"),
            ("...كنت أظن", "كنت أظن..."),
            ("....ثم عاد", "...ثم عاد."),
            ("؟...ثم ماذا", "...ثم ماذا؟"),
            ("؟من هناك -", "- من هناك؟"),
            ("! الآن -", "- الآن !"),
            ("نعم -", "- نعم"),
            ("،يا أمي", "يا أمي،"),
            ("!؟ماذا", "ماذا!؟"),
        ] {
            assert_eq!(mend_line(wrong).as_deref(), Some(right));
        }
        for right in ["وصل القطار.", "- نعم", "وصل", "...", ". - !", "OK.", "طبعا...", ".NET", ""]
        {
            assert_eq!(mend_line(right), None, "{right}");
        }
    }

    #[test]
    fn lines_are_judged() {
        for (line, told) in [
            (".وصل القطار", Some(false)),
            ("نعم -", Some(false)),
            ("وصل القطار.", Some(true)),
            ("- نعم", Some(true)),
            ("– نعم", Some(true)),
            ("وصل القطار؟", None),
            ("...وصل القطار", None),
            ("وصل القطار...", None),
            (".Hello", None),
            ("\u{202B}.وصل\u{202C}", None),
        ] {
            assert_eq!(judge(line), told, "{line}");
        }
    }
}
