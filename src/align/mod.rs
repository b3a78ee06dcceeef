//! Which segments of two texts translate each other: beads, n to m, with a confidence.
//!
//! Each [`signal`] says something of every possible bead; the [`weights`] make a score of it; the
//! [`grid`] finds the beads that cover both sides best, and how sure that is.

mod aligner;
pub mod band;
pub mod beads;
mod check;
pub mod explain;
pub mod grid;
pub mod lexicon;
pub mod link;
mod model;
mod path;
pub mod score;
mod search;
mod sentences;
pub mod side;
pub mod signal;
#[cfg(test)]
mod swapped;
pub mod train;
pub mod translit;
pub mod vectors;
pub mod weights;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use self::{
    aligner::{Aligner, Search, align, expected_gain},
    check::check,
    model::Model,
    sentences::{SentenceEncoder, SentenceVectors},
    side::Side,
    vectors::Vectors,
    weights::Weights,
};
use crate::{
    document::Document,
    segment::{Segment, Segmenter, one_line, segments_with},
};

/// Segments of the source and of the target that translate each other; one side is empty where a
/// segment has no partner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bead {
    /// Indices of source segments.
    pub source: Range<usize>,
    /// Indices of target segments.
    pub target: Range<usize>,
    /// How sure it is, from 0 to 1; none for a bead made by hand.
    pub confidence: Option<f64>,
    /// What each signal said, in nats: higher is better, silent ones left out.
    pub evidence: Vec<Evidence>,
}

/// What one signal said of a bead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The signal, such as `numbers`.
    pub signal: String,
    /// Its weighted word, in nats.
    pub nats: f64,
}

impl Bead {
    /// Whether one side is empty.
    pub fn is_omission(&self) -> bool {
        self.source.is_empty() || self.target.is_empty()
    }
}

/// A document with its segments.
#[derive(Debug, Clone)]
pub struct Segmented {
    /// The document.
    pub document: Document,
    /// Its segments, in order.
    pub segments: Vec<Segment>,
}

impl Segmented {
    /// Splits a document into its segments.
    pub fn new(document: Document) -> Self {
        let segments = crate::segment::segments(&document);
        Self { document, segments }
    }

    /// The same by a segmenter of one's own.
    pub fn with(document: Document, segmenter: &Segmenter) -> Self {
        let segments = segments_with(&document, segmenter);
        Self { document, segments }
    }

    /// The text of neighbouring segments, as it stands, but for a line break inside one or between two,
    /// which becomes a space: a translation unit is one line.
    pub fn text(&self, range: &Range<usize>) -> String {
        let text = &self.document.text;
        let mut out = String::new();
        let mut end = None;
        for segment in &self.segments[range.clone()] {
            match end.map(|end| &text[end..segment.span.start]) {
                Some(gap) if gap.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) => {
                    out.push(' ');
                }
                Some(gap) => out.push_str(gap),
                None => {}
            }
            out.push_str(&one_line(segment.span.of(text)));
            end = Some(segment.span.end);
        }
        out
    }
}

/// Two texts and the beads between them.
#[derive(Debug, Clone)]
pub struct Alignment {
    /// The source.
    pub source: Segmented,
    /// The target.
    pub target: Segmented,
    /// The beads: each segment of either side in one, in order.
    pub beads: Vec<Bead>,
}
