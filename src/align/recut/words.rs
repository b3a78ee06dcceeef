//! One side as words between white space, with the borders at which it may be cut.

use std::ops::Range;

use super::begins::gains;
use crate::{
    align::{Segmented, Side},
    segment::Segment,
};

/// A word with the signs around it.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Its first byte in the document.
    pub(super) start: usize,
    /// The byte after it.
    pub(super) end: usize,
    /// The index of its segment.
    pub(super) segment: usize,
    /// The entries of the side's vocabulary that it holds.
    pub(super) entries: Vec<u32>,
}

/// A place between two words, or at either end of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Border {
    /// The number of words before it.
    pub(super) at: usize,
    /// The evidence that a sentence begins here, in nats.
    pub(super) gain: f64,
    /// `true` inside a segment that lacks stops.
    pub(super) inner: bool,
    /// `true` at the end of a segment that has its stop.
    pub(super) stop: bool,
}

/// The words and borders of a side.
pub(super) struct Words {
    pub(super) words: Vec<Word>,
    /// The borders in order, from 0 to the number of words.
    pub(super) borders: Vec<Border>,
    /// The number of letters before each border between words.
    pub(super) letters: Vec<f64>,
}

impl Words {
    pub(super) fn new(segmented: &Segmented, side: &Side, uncut: &[bool]) -> Self {
        let text = &segmented.document.text;
        let mut words: Vec<Word> = Vec::new();
        for (number, segment) in segmented.segments.iter().enumerate() {
            let mut tokens = side.tokens.get(number).iter().peekable();
            for span in chunks(segment.span.of(text)) {
                let mut entries = Vec::new();
                while let Some(token) = tokens.next_if(|token| token.span().start < span.end) {
                    entries.push(token.entry);
                }
                let (start, end) = (segment.span.start + span.start, segment.span.start + span.end);
                words.push(Word { start, end, segment: number, entries });
            }
        }
        let forms: Vec<&str> = words.iter().map(|word| &text[word.start..word.end]).collect();
        let gains = gains(&side.lang, &forms);
        let mut borders = Vec::new();
        for at in 0..=words.len() {
            let is_edge = at == 0 || at == words.len();
            let inside = !is_edge && words[at - 1].segment == words[at].segment;
            if !inside {
                let stop = is_edge || !uncut[words[at - 1].segment];
                borders.push(Border { at, gain: 0.0, inner: false, stop });
            } else if uncut[words[at].segment] {
                borders.push(Border { at, gain: gains[at], inner: true, stop: false });
            }
        }
        let mut letters = vec![0.0];
        for word in &words {
            let own = text[word.start..word.end].chars().filter(|c| c.is_alphanumeric()).count();
            letters.push(letters[letters.len() - 1] + own as f64);
        }
        Self { words, borders, letters }
    }

    /// The number of letters of a range of words.
    pub(super) fn letters(&self, range: &Range<usize>) -> f64 {
        self.letters[range.end] - self.letters[range.start]
    }

    /// The segments of the side, cut before the given words.
    pub(super) fn cut(&self, whole: &[Segment], before: &[usize]) -> Vec<Segment> {
        let mut segments = Vec::with_capacity(whole.len() + before.len());
        let mut before = before.iter().copied().peekable();
        for (number, segment) in whole.iter().enumerate() {
            let mut segment = *segment;
            while let Some(at) = before.next_if(|at| self.words[*at].segment == number) {
                let mut first = segment;
                first.span.end = self.words[at - 1].end;
                segment.span.start = self.words[at].start;
                segments.push(first);
            }
            segments.push(segment);
        }
        segments
    }
}

/// The stretches between white space.
fn chunks(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_whitespace(), start) {
            (true, Some(from)) => {
                out.push(from..at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    out
}
