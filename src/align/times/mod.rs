//! Times of subtitles: how the clocks of two films agree, when each segment is spoken, and where
//! sentences over several cues are cut because the other side cuts them.

mod clock;

pub(super) use self::clock::Clock;
use super::Segmented;
use crate::{
    document::{BlockKind, Document, Label},
    segment::Segment,
};

/// Seconds between the beginnings of two cues that are one in both languages.
const SAME: f64 = 1.0;

/// A subtitle, in seconds.
#[derive(Debug, Clone, Copy)]
struct Cue {
    block: usize,
    from: f64,
    to: f64,
}

fn cue(document: &Document, block: usize) -> Option<Cue> {
    match document.structure.labels.get(&block)? {
        Label::Time { from, to } => {
            let seconds = |millis: u64| millis as f64 / 1000.0;
            Some(Cue { block, from: seconds(*from), to: seconds(*to) })
        }
        Label::Key(_) => None,
    }
}

/// The beginnings of the cues of a document, in seconds, in order.
pub(super) fn beginnings(document: &Document) -> Vec<f64> {
    let cues = (0..document.blocks.len()).filter_map(|block| cue(document, block));
    let mut beginnings: Vec<f64> = cues.map(|cue| cue.from).collect();
    beginnings.sort_unstable_by(f64::total_cmp);
    beginnings
}

/// Returns when a segment is spoken, in seconds. The speech of a cue is taken to be even, so that
/// parts of it have times too.
pub(super) fn spoken(document: &Document, segment: &Segment) -> Option<(f64, f64)> {
    let place = |at: usize, cue: Cue| {
        let span = document.blocks.get(cue.block)?.span;
        let (done, all) = (at.saturating_sub(span.start), span.end - span.start);
        let share = if all == 0 { 0.0 } else { done.min(all) as f64 / all as f64 };
        Some(cue.from + share * (cue.to - cue.from).max(0.0))
    };
    let blocks = document.blocks.get(segment.block..)?;
    let last = blocks.iter().take_while(|block| block.span.start < segment.span.end).count();
    let from = place(segment.span.start, cue(document, segment.block)?)?;
    let to = place(segment.span.end, cue(document, segment.block + last.checked_sub(1)?)?)?;
    Some((from, to.max(from)))
}

/// Cuts sentences over several subtitles at the ends of cues where the other film ends one too, so
/// that pairs are as short as both films allow. Sentences that go on in both stay whole. Texts without
/// times, or whose times do not agree, stay as they are.
pub fn in_step(source: Segmented, target: Segmented) -> (Segmented, Segmented) {
    let sides = [&source, &target].map(|side| beginnings(&side.document));
    let Some(clock) = Clock::between(&sides[0], &sides[1]) else { return (source, target) };
    let (of_source, of_target) = (ends(&source), ends(&target));
    let told = of_source.into_iter();
    let told = told.filter_map(|end| Some(End { time: clock.tell(end.time)?, ..end }));
    let told: Vec<End> = told.collect();
    let (cut_source, cut_target) = (cuts(&told, &of_target), cuts(&of_target, &told));
    (cut(source, &cut_source), cut(target, &cut_target))
}

/// The place between two cues.
#[derive(Debug, Clone, Copy)]
struct End {
    /// When the next one begins.
    time: f64,
    /// The block of the next one.
    block: usize,
    /// True if a segment ends here.
    is_cut: bool,
}

/// The places between cues, by time.
fn ends(side: &Segmented) -> Vec<End> {
    let document = &side.document;
    let is_cue = |block: usize| document.blocks[block].kind == BlockKind::Cue;
    let mut segments = side.segments.iter().peekable();
    let mut ends = Vec::new();
    for block in (1..document.blocks.len()).filter(|block| is_cue(*block) && is_cue(block - 1)) {
        let start = document.blocks[block].span.start;
        while segments.next_if(|segment| segment.span.end <= start).is_some() {}
        let is_cut = segments.peek().is_none_or(|segment| segment.span.start >= start);
        ends.extend(cue(document, block).map(|cue| End { time: cue.from, block, is_cut }));
    }
    ends.sort_by(|a, b| a.time.total_cmp(&b.time));
    ends
}

/// The blocks before which a side is to be cut.
fn cuts(ours: &[End], others: &[End]) -> Vec<usize> {
    let nearest = |ends: &[End], time: f64| {
        let at = ends.partition_point(|end| end.time < time);
        let near = at.saturating_sub(1)..ends.len().min(at + 1);
        near.min_by(|a, b| (ends[*a].time - time).abs().total_cmp(&(ends[*b].time - time).abs()))
    };
    let uncut = ours.iter().enumerate().filter(|(_, end)| !end.is_cut);
    let found = uncut.filter(|(at, end)| {
        let Some(other) = nearest(others, end.time).map(|other| others[other]) else {
            return false;
        };
        let is_same = (other.time - end.time).abs() <= SAME;
        is_same && other.is_cut && nearest(ours, other.time) == Some(*at)
    });
    let mut blocks: Vec<usize> = found.map(|(_, end)| end.block).collect();
    blocks.sort_unstable();
    blocks
}

/// Cuts segments before blocks.
fn cut(side: Segmented, before: &[usize]) -> Segmented {
    let Segmented { document, segments } = side;
    let mut before = before.iter().copied().peekable();
    let mut out = Vec::with_capacity(segments.len());
    for mut segment in segments {
        while let Some(block) = before.peek().copied() {
            let start = document.blocks[block].span.start;
            if start >= segment.span.end {
                break;
            }
            before.next();
            if segment.span.start < start {
                let mut first = segment;
                first.span.end = document.blocks[block - 1].span.end;
                out.push(first);
                segment.span.start = start;
                segment.block = block;
            }
        }
        out.push(segment);
    }
    Segmented { document, segments: out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Lang,
        document::{Block, Span, Structure},
    };

    /// A film of cues, each with the times in tenths of a second.
    fn film(lang: Lang, cues: &[(u64, u64, &str)]) -> Segmented {
        let mut text = String::new();
        let mut blocks = Vec::new();
        let mut structure = Structure::default();
        for (at, (from, to, cue)) in cues.iter().enumerate() {
            let span = Span::new(text.len(), text.len() + cue.len());
            text.push_str(cue);
            text.push('\n');
            blocks.push(Block { kind: BlockKind::Cue, span });
            structure.labels.insert(at, Label::Time { from: from * 100, to: to * 100 });
        }
        Segmented::new(Document { origin: "-".into(), lang, text, blocks, structure })
    }

    fn texts(side: &Segmented) -> Vec<String> {
        (0..side.segments.len()).map(|at| side.text(&(at..at + 1))).collect()
    }

    #[test]
    fn a_sentence_is_cut_where_the_other_film_ends_one() {
        let english = [
            (10, 30, "I waited there..."),
            (35, 52, "...until morning."),
            (60, 71, "Nobody knew that he"),
            (85, 99, "had gone, and she did not"),
            (112, 130, "tell them."),
            (140, 149, "Good."),
            (161, 180, "Come."),
            (199, 205, "Look."),
        ];
        let arabic = [
            (13, 33, "انتظرت هناك..."),
            (37, 55, "...حتى الصباح."),
            (63, 74, "لم يعلم أحد أنه ذهب."),
            (88, 103, "وهي"),
            (115, 133, "لم تخبرهم."),
            (143, 152, "حسن."),
            (164, 183, "تعال."),
            (202, 208, "انظر."),
        ];
        let (source, target) =
            in_step(film(Lang::english(), &english), film(Lang::arabic(), &arabic));
        let expected = [
            "I waited there... ...until morning.",
            "Nobody knew that he",
            "had gone, and she did not tell them.",
            "Good.",
            "Come.",
            "Look.",
        ];
        assert_eq!(texts(&source), expected);
        assert_eq!(texts(&target).len(), 6);
        let blocks: Vec<usize> = source.segments.iter().map(|segment| segment.block).collect();
        assert_eq!(blocks, [0, 2, 3, 5, 6, 7]);
    }

    #[test]
    fn segments_have_times() {
        let film = film(Lang::english(), &[(10, 20, "Yes. Go on"), (30, 40, "now.")]);
        let times: Vec<_> =
            film.segments.iter().map(|segment| spoken(&film.document, segment)).collect();
        assert_eq!(times, [Some((1.0, 1.4)), Some((1.5, 4.0))]);
        let text = Segmented::new(Document::new("Yes.", Lang::english()));
        assert_eq!(spoken(&text.document, &text.segments[0]), None);
    }
}
