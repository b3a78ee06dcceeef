//! Segments that are long because their text has no stops.

use crate::{align::Segmented, document::BlockKind};

/// Texts with more words to a stop than this lack stops.
const RARE: usize = 60;
/// In texts that lack stops, a segment of this many words may hold several sentences.
const SOME: usize = 12;
/// In other texts a segment without a stop at its end must have this many.
const MANY: usize = 60;
/// One that ends with a stop must have this many, and its text must lack stops.
const CLOSED: usize = 90;

/// For each segment `true` where it has many words and no stop, so that it may hold several sentences.
/// Lines that the user gave as sentences, and subtitles, stay whole.
pub(super) fn without_stops(side: &Segmented) -> Vec<bool> {
    let text = &side.document.text;
    let counts: Vec<(usize, bool)> = side
        .segments
        .iter()
        .map(|segment| {
            let own = segment.span.of(text);
            (own.split_whitespace().count(), is_closed(own))
        })
        .collect();
    let words: usize = counts.iter().map(|(words, _)| words).sum();
    let stops = counts.iter().filter(|(_, closed)| *closed).count();
    let lacks = words > RARE * stops;
    let kinds = side.segments.iter().map(|segment| side.document.blocks[segment.block].kind);
    let is_cut = |kind| {
        matches!(
            kind,
            BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Note | BlockKind::TextBox
        )
    };
    counts
        .iter()
        .zip(kinds)
        .map(|((words, closed), kind)| {
            let least = match (closed, lacks) {
                (false, true) => SOME,
                (false, false) => MANY,
                (true, true) => CLOSED,
                (true, false) => usize::MAX,
            };
            is_cut(kind) && *words >= least
        })
        .collect()
}

/// Returns `true` where a text ends with a mark that ends a sentence or a clause.
fn is_closed(text: &str) -> bool {
    let is_mark = |c: char| {
        matches!(
            c,
            '.' | '!' | '?' | '؟' | '…' | '۔' | '؛' | ';' | ':' | '。' | '！' | '？' | '։' | '।'
        )
    };
    let end = text.trim_end_matches(|c: char| !c.is_alphanumeric() && !is_mark(c));
    end.ends_with(is_mark)
}
