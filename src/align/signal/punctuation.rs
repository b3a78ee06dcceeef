//! Punctuation that translators keep, and stretches that begin or end in mid-sentence.

use super::Signal;
use crate::align::{
    grid::Reach,
    side::{Features, Side},
};

pub(super) struct Punctuation {
    sides: [Vec<Marks>; 2],
}

/// Prefix counts up to the start of a segment, and the features of that segment. There is one more
/// than there are segments, so that the counts of any stretch are a difference.
#[derive(Default)]
struct Marks {
    /// Prefix counts of question marks, exclamation marks, quotation marks, colons, brackets, sentences.
    counts: [u32; 6],
    /// Prefix count of segment boundaries in mid-sentence, as in texts with broken lines.
    joined: u32,
    closed: bool,
    /// True if the segment begins in mid-sentence, with a small letter.
    open: bool,
}

impl Punctuation {
    pub(super) fn new(source: &Side, target: &Side) -> Self {
        Self { sides: [source, target].map(|side| marks(&side.segments)) }
    }
}

fn marks(segments: &[Features]) -> Vec<Marks> {
    let (mut counts, mut joined, mut before) = ([0; 6], 0, None);
    let mut out = Vec::with_capacity(segments.len() + 1);
    for s in segments {
        joined += u32::from(before.is_some_and(|closed: bool| !closed || s.opens_small));
        out.push(Marks { counts, joined, closed: s.closed, open: s.opens_small });
        let segment = [s.questions, s.exclamations, s.quotes, s.colons, s.brackets, s.sentences];
        counts.iter_mut().zip(segment).for_each(|(sum, count)| *sum += count as u32);
        before = Some(s.closed);
    }
    out.push(Marks { counts, joined, ..Marks::default() });
    out
}

impl Signal for Punctuation {
    fn parts(&self) -> &'static [&'static str] {
        &[
            "punctuation.questions",
            "punctuation.exclamations",
            "punctuation.quotes",
            "punctuation.colons",
            "punctuation.brackets",
            "punctuation.sentences",
            "punctuation.sentences-even",
            "punctuation.end",
            "punctuation.begin",
            "punctuation.joined",
        ]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        if bead.is_omission() {
            return;
        }
        let [source, target] = &self.sides;
        let (s, t) = (&source[bead.i], &target[bead.j]);
        let (after_s, after_t) = (&source[bead.i + bead.a], &target[bead.j + bead.b]);
        for (k, most) in [2, 2, 4, 2, 2].into_iter().enumerate() {
            let (here, there) = (after_s.counts[k] - s.counts[k], after_t.counts[k] - t.counts[k]);
            out[k] = f64::from(here.abs_diff(there).min(most));
        }
        let sentences = [after_s.counts[5] - s.counts[5], after_t.counts[5] - t.counts[5]];
        // Only segments of several sentences count here; otherwise the shape signal covers it.
        if sentences[0] as usize > bead.a || sentences[1] as usize > bead.b {
            out[5] = f64::from(sentences[0].abs_diff(sentences[1]).min(3));
            out[6] = f64::from(u8::from(sentences[0] == sentences[1]));
        }
        let (last_s, last_t) = (&source[bead.i + bead.a - 1], &target[bead.j + bead.b - 1]);
        out[7] = f64::from(u8::from(last_s.closed != last_t.closed));
        out[8] = f64::from(u8::from(s.open || t.open));
        out[9] = f64::from(last_s.joined - s.joined + last_t.joined - t.joined);
    }
}
