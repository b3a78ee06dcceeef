//! Sentences over several subtitles: where a run of cues is cut before sentences are sought in it, and
//! where it is joined again.
//!
//! A sentence may go on in the next cue. It does not go on over a pause, over a song or a sound in
//! brackets, or into the line of another speaker, which begins with a dash. Where the writer of a film
//! hardly ever uses full stops, as in many Arabic ones, nothing tells a sentence that goes on from one
//! that ends, and each cue is taken for one unless a comma, or dots on both sides, join it to the next.

use super::Segmenter;
use crate::{
    document::{Block, Document, Label, Span, lines},
    text::is_invisible,
};

/// Milliseconds without text after which a sentence does not go on.
const PAUSE: u64 = 2000;
/// Minimum share of cues that end with a full stop, as a fraction of those that end with one or with a
/// letter, for a missing stop to tell that the sentence goes on.
const STOPPED: (usize, usize) = (1, 3);
/// Number of cues that a sentence may have; in more of them stops were left out.
const LONGEST: usize = 5;
const DASHES: [char; 4] = ['-', '–', '—', '‐'];

/// Appends the sentences of a run of cues; `first` is the index of its first block.
pub(super) fn sentences_into(
    document: &Document,
    run: &[Block],
    first: usize,
    segmenter: &Segmenter,
    out: &mut Vec<Span>,
) {
    let text = &document.text;
    let mut found = Vec::new();
    for part in parts(document, run, first) {
        found.clear();
        segmenter.sentences_into(part.of(text), &mut found);
        let mut sentence: Option<Span> = None;
        for s in &found {
            let span = Span::new(part.start + s.start, part.start + s.end);
            match &mut sentence {
                Some(last) if goes_on_over(text, *last, span) => last.end = span.end,
                _ => {
                    sentence.iter().for_each(|last| split_long(text, run, *last, out));
                    sentence = Some(span);
                }
            }
        }
        sentence.iter().for_each(|last| split_long(text, run, *last, out));
    }
}

/// Appends a sentence, or its cues if there are too many.
fn split_long(text: &str, run: &[Block], sentence: Span, out: &mut Vec<Span>) {
    let first = run.partition_point(|block| block.span.end <= sentence.start);
    let last = run.partition_point(|block| block.span.start < sentence.end);
    let cues = run.get(first..last).unwrap_or_default();
    if cues.len() <= LONGEST {
        return out.push(sentence);
    }
    let mut start = sentence.start;
    for pair in cues.windows(2) {
        let (before, after) = (pair[0].span, pair[1].span);
        if !goes_on(before.of(text), after.of(text)) {
            out.push(Span::new(start, before.end));
            start = after.start;
        }
    }
    out.push(Span::new(start, sentence.end));
}

/// Returns the parts of a run of cues that no sentence leaves, in order; `first` is the index of the
/// first block.
fn parts(document: &Document, run: &[Block], first: usize) -> Vec<Span> {
    let text = |block: &Block| block.span.of(&document.text);
    let ends = |is: fn(&str) -> bool| run.iter().filter(|block| is(bare(text(block)))).count();
    let (stopped, open) = (ends(is_stopped), ends(|cue| cue.ends_with(char::is_alphanumeric)));
    let are_stopped = stopped * STOPPED.1 >= (stopped + open) * STOPPED.0;
    let mut cuts = Vec::new();
    for (at, block) in run.iter().enumerate() {
        if let Some(before) = at.checked_sub(1).and_then(|before| run.get(before)) {
            let goes_on = goes_on(text(before), text(block));
            let ends = is_pause(document, first + at)
                || is_sound(text(before))
                || is_sound(text(block))
                || begins_anew(text(before), text(block))
                || (!are_stopped && !goes_on);
            cuts.extend(ends.then_some(block.span.start));
        }
        let speakers = lines(text(block)).filter(|line| begins_speech(line.of(text(block))));
        cuts.extend(speakers.map(|line| block.span.start + line.start));
    }
    let (Some(start), Some(end)) = (run.first(), run.last()) else { return Vec::new() };
    let mut from = start.span.start;
    let mut parts = Vec::with_capacity(cuts.len() + 1);
    for cut in cuts.into_iter().filter(|cut| *cut > start.span.start) {
        if cut > from {
            parts.push(Span::new(from, cut).trimmed(&document.text));
        }
        from = cut;
    }
    parts.push(Span::new(from, end.span.end).trimmed(&document.text));
    parts
}

/// Returns true if a sentence that ends at the end of a cue goes on in the next one: it ends with
/// dots there, and goes on with dots.
fn goes_on_over(text: &str, before: Span, after: Span) -> bool {
    let between = text.get(before.end..after.start).unwrap_or_default();
    let (before, after) = (bare(before.of(text)), bare(after.of(text)));
    between.contains('\n') && ends_with_dots(before) && begins_with_dots(after)
}

fn goes_on(before: &str, after: &str) -> bool {
    let (before, after) = (bare(before), bare(after));
    before.ends_with([',', '،', '-', '–', '—'])
        || (ends_with_dots(before) && begins_with_dots(after))
}

/// Returns true if a cue breaks off with dots and the next one begins with a capital.
fn begins_anew(before: &str, after: &str) -> bool {
    ends_with_dots(bare(before)) && bare(after).starts_with(char::is_uppercase)
}

fn ends_with_dots(text: &str) -> bool {
    text.ends_with("...") || text.ends_with("..") || text.ends_with('…')
}

fn begins_with_dots(text: &str) -> bool {
    text.starts_with("..") || text.starts_with('…')
}

/// Returns a text without the invisible characters, spaces and quotation marks around it.
fn bare(text: &str) -> &str {
    text.trim_matches(|c: char| {
        is_invisible(c) || c.is_whitespace() || matches!(c, '"' | '»' | '«' | '”' | '“' | ')')
    })
}

fn is_stopped(cue: &str) -> bool {
    cue.ends_with(['.', '۔', '。']) && !ends_with_dots(cue)
}

/// Returns true if nothing is shown for a while before this cue.
fn is_pause(document: &Document, at: usize) -> bool {
    let time = |at: usize| match document.structure.labels.get(&at) {
        Some(Label::Time { from, to }) => Some((*from, *to)),
        _ => None,
    };
    let before = at.checked_sub(1).and_then(time);
    match (before, time(at)) {
        (Some((_, end)), Some((start, _))) => start.saturating_sub(end) >= PAUSE,
        _ => false,
    }
}

/// Returns true for a cue that is a song or a sound: `♪ …`, `[applause]`, `(laughs)`.
fn is_sound(text: &str) -> bool {
    let text = bare_but_brackets(text);
    let is_in = |open: char, close: char| {
        let inner = text.strip_prefix(open).and_then(|text| text.strip_suffix(close));
        inner.is_some_and(|inner| !inner.contains([open, close]))
    };
    text.starts_with(['♪', '♫', '♬'])
        || text.starts_with("# ")
        || is_in('[', ']')
        || is_in('(', ')')
        || is_in('（', '）')
}

fn bare_but_brackets(text: &str) -> &str {
    text.trim_matches(|c: char| is_invisible(c) || c.is_whitespace())
}

/// Returns true for a line with which another one begins to speak.
fn begins_speech(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| is_invisible(c) || c.is_whitespace());
    let Some(rest) = line.strip_prefix(DASHES) else { return line.starts_with(">>") };
    let next = rest.trim_start().chars().next();
    next.is_some_and(|c| {
        c.is_alphabetic() || matches!(c, '.' | '…' | '"' | '«' | '“' | '¿' | '¡' | '[' | '(')
    }) && (rest.starts_with(' ') || !rest.starts_with(DASHES))
}

#[cfg(test)]
mod tests {
    use super::super::segments;
    use crate::{
        BlockKind, Document, Lang,
        document::{Label, Structure},
    };

    /// Segments cues, each given with its times in tenths of a second.
    fn cut(lang: Lang, cues: &[(u64, u64, &str)]) -> Vec<String> {
        let mut text = String::new();
        let mut blocks = Vec::new();
        let mut structure = Structure::default();
        for (at, (from, to, cue)) in cues.iter().enumerate() {
            let start = text.len();
            text.push_str(cue);
            let span = crate::document::Span::new(start, text.len());
            blocks.push(crate::document::Block { kind: BlockKind::Cue, span });
            text.push('\n');
            structure.labels.insert(at, Label::Time { from: from * 100, to: to * 100 });
        }
        let document = Document { origin: "-".into(), lang, text, blocks, structure };
        let segments = segments(&document);
        segments.iter().map(|s| s.span.of(&document.text).replace('\n', " ")).collect()
    }

    #[test]
    fn a_sentence_goes_on_in_the_next_cue() {
        let found = cut(
            Lang::arabic(),
            &[
                (10, 20, "كلما سألت الجيران عنه"),
                (21, 30, "قالوا إنه سافر."),
                (31, 40, "انتظرت في المحطة..."),
                (41, 50, "...حتى طلع الصباح."),
                (51, 60, "ثم رجعت."),
            ],
        );
        let expected = [
            "كلما سألت الجيران عنه قالوا إنه سافر.",
            "انتظرت في المحطة... ...حتى طلع الصباح.",
            "ثم رجعت.",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_pause_a_song_or_a_speaker_ends_it() {
        let found = cut(
            Lang::english(),
            &[
                (10, 20, "I thought that he"),
                (60, 70, "would come by train."),
                (71, 80, "Once upon a time"),
                (81, 90, "♪ La la la ♪"),
                (91, 95, "there was"),
                (96, 99, "[door slams]"),
                (100, 110, "- Who is it?\n- It is me, and I"),
                (111, 120, "am cold."),
                (121, 130, "It is -5 outside,\n-- or so they say."),
            ],
        );
        let expected = [
            "I thought that he",
            "would come by train.",
            "Once upon a time",
            "♪ La la la ♪",
            "there was",
            "[door slams]",
            "- Who is it?",
            "- It is me, and I am cold.",
            "It is -5 outside, -- or so they say.",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_sentence_of_too_many_cues_is_none() {
        let cues: Vec<(u64, u64, &str)> = (0..9)
            .map(|at| (at * 10, at * 10 + 9, if at < 5 { "نعم." } else { "كنت هناك" }))
            .collect();
        assert_eq!(cut(Lang::arabic(), &cues).len(), 6);
        let cues: Vec<(u64, u64, &str)> = (0..19)
            .map(|at| (at * 10, at * 10 + 9, if at < 13 { "نعم." } else { "كنت هناك" }))
            .collect();
        assert_eq!(cut(Lang::arabic(), &cues).len(), 19);
    }

    #[test]
    fn without_stops_each_cue_is_a_sentence() {
        let found = cut(
            Lang::arabic(),
            &[
                (10, 20, "لم أره منذ سنين"),
                (21, 30, "أين ذهب؟"),
                (31, 40, "لا أعرف"),
                (41, 50, "ربما سافر،"),
                (51, 60, "وربما بقي"),
                (61, 70, "تعال معي"),
            ],
        );
        let expected =
            ["لم أره منذ سنين", "أين ذهب؟", "لا أعرف", "ربما سافر، وربما بقي", "تعال معي"];
        assert_eq!(found, expected);
    }

    #[test]
    fn questions_do_not_tell_that_stops_are_used() {
        let found = cut(
            Lang::arabic(),
            &[
                (10, 20, "هل وصلت ؟"),
                (21, 30, "أنا هنا"),
                (31, 40, "انتظرني عند الباب..."),
                (41, 50, "لماذا ؟"),
                (51, 60, "هيا !"),
            ],
        );
        assert_eq!(found.len(), 5, "{found:?}");
        let english = cut(
            Lang::english(),
            &[(10, 20, "Over there I saw..."), (21, 30, "Look out!"), (31, 40, "He fell.")],
        );
        assert_eq!(english, ["Over there I saw...", "Look out!", "He fell."]);
    }
}
