//! Alignment: beads of segments that translate each other, n to m, with a confidence.
//!
//! Each signal gives evidence for or against every possible bead; [`Weights`] turn the evidence into
//! scores; a grid of all beads finds those that cover both sides best, and their probabilities. [`Explainer`] tells why a bead was made.

mod aligner;
mod anew;
pub(crate) mod band;
mod beadings;
pub mod beads;
mod check;
mod decode;
pub(crate) mod explain;
mod fixed;
#[cfg(feature = "files")]
pub mod gather;
pub(crate) mod grid;
pub mod lexicon;
pub(crate) mod link;
mod lists;
mod model;
mod moved;
mod path;
pub mod recut;
pub mod score;
mod search;
mod sentences;
pub(crate) mod side;
pub(crate) mod signal;
#[cfg(test)]
mod swapped;
mod times;
#[cfg(feature = "training")]
pub mod train;
pub(crate) mod translit;
mod unrelated;
pub(crate) mod weights;

use std::{borrow::Cow, ops::Range};

use serde::{Deserialize, Serialize};

pub(crate) use self::model::Model;
pub use self::{
    aligner::{Aligner, Search, align},
    anew::{Anew, Beading},
    check::check,
    explain::{Explainer, Explanation},
    fixed::Fixed,
    link::{Link, LinkKind},
    moved::moved,
    sentences::{SentenceEncoder, SentenceVectors},
    side::Side,
    times::in_step,
    unrelated::unpair_unrelated,
    weights::Weights,
};
pub use crate::text::vectors::Vectors;
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
    /// Confidence from 0 to 1; none for a bead made by hand.
    pub confidence: Option<f64>,
    /// Evidence of each signal; silent signals are left out.
    pub evidence: Vec<Evidence>,
    /// Its target stands out of the order of the others; see [`moved`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub moved: bool,
}

/// Evidence of one signal for a bead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The signal, such as `numbers`.
    pub signal: Cow<'static, str>,
    /// Weighted evidence in nats, positive for the bead and negative against it.
    pub nats: f64,
}

impl Bead {
    /// Returns `true` where one side is empty.
    pub fn is_omission(&self) -> bool {
        self.source.is_empty() || self.target.is_empty()
    }

    /// Its segments, each without a partner. That is as likely as the pair was not.
    fn parted(&self) -> impl Iterator<Item = Self> {
        let (source, target) = (&self.source, &self.target);
        let of_source = source.clone().map(|at| (at..at + 1, target.start..target.start));
        let of_target = target.clone().map(|at| (source.end..source.end, at..at + 1));
        of_source.chain(of_target).map(|(source, target)| Self {
            source,
            target,
            confidence: self.confidence.map(|c| 1.0 - c),
            evidence: Vec::new(),
            moved: false,
        })
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
    /// Splits a document into segments by the built-in rules of its language.
    pub fn new(document: Document) -> Self {
        let segments = crate::segment::segments(&document);
        Self { document, segments }
    }

    /// Splits a document with the given segmenter.
    pub fn with(document: Document, segmenter: &Segmenter) -> Self {
        let segments = segments_with(&document, segmenter);
        Self { document, segments }
    }

    /// Returns the text of neighbouring segments. Line breaks inside and between them become spaces,
    /// because a translation unit is one line.
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
///
/// `units` turns the beads into translation units, and [`crate::report::write`] writes them in any
/// format.
#[derive(Debug, Clone)]
pub struct Alignment {
    /// The source.
    pub source: Segmented,
    /// The target.
    pub target: Segmented,
    /// The beads in the order of the source; each segment of either side is in exactly one. Targets are in
    /// order too but for moved beads.
    pub beads: Vec<Bead>,
}
