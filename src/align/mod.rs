//! Which segments of two texts translate each other: beads, n to m, with a confidence.
//!
//! Each [`signal`] says something of every possible bead; the [`weights`] make a score of it; the
//! [`grid`] finds the beads that cover both sides best, and how sure that is.

mod check;
pub mod grid;
mod model;
mod path;
pub mod side;
pub mod signal;
pub mod stem;
pub mod terms;
pub mod tokens;
pub mod train;
pub mod translit;
pub mod weights;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use self::grid::{Band, Grid, Reach};
pub use self::{
    check::check,
    model::{Model, adapt},
    side::Side,
    terms::Terms,
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

/// Above so many nodes the search keeps to a band around a coarse path. Below it is exact.
const EXACT: usize = 400_000;
/// How far from the coarse path the search looks, in segments.
const WIDTH: usize = 40;

/// Pairs the segments of two texts. The beads cover each side once, in order.
///
/// Time and memory grow with the product of the numbers of segments up to 400,000, and linearly
/// beyond, where the search keeps to a band of 80 segments around a path through shared anchors.
///
/// ```
/// use muwazi::{BlockKind, Document, Lang, align::{Segmented, Terms, Weights, align}};
/// let doc = |lang: Lang, text| Segmented::new(Document::from_lines("-", lang, text, BlockKind::Paragraph));
/// let source = doc(Lang::arabic(), "زار الرئيس باريس. وبقي فيها ثلاثة أيام.");
/// let target = doc(Lang::english(), "The president visited Paris and stayed three days.");
/// let pair = align(source, target, &[Terms::built_in()], Weights::built_in());
/// assert_eq!((pair.beads[0].source.clone(), pair.beads[0].target.clone()), (0..2, 0..1));
/// ```
pub fn align(
    source: Segmented,
    target: Segmented,
    terms: &[&Terms],
    weights: &Weights,
) -> Alignment {
    let sides = [&source, &target].map(|s| Side::new(&s.document, &s.segments));
    let mut model = Model::new(&sides[0], &sides[1], terms);
    let each = model.weights(weights);
    let (n, m) = (sides[0].len(), sides[1].len());
    let band = if (n + 1) * (m + 1) <= EXACT {
        Band::whole(n, m)
    } else {
        Band::around(&path::coarse(&sides[0], &sides[1], terms), n, m, WIDTH)
    };
    let mut grid = Grid::new(band, |bead| model.score(bead, &each));
    let mut posterior = grid.posterior(|_| true);
    if weights.adapt > 0.0 {
        adapt(&mut grid, &posterior, weights.adapt);
        posterior = grid.posterior(|_| true);
    }
    let parts = model.parts.clone();
    let beads = grid
        .best(&posterior, worth)
        .into_iter()
        .map(|(reach, p)| {
            let evidence = by_signal(&parts, model.evidence(reach), &each);
            Bead {
                source: reach.source(),
                target: reach.target(),
                confidence: Some(weights.calibration.confidence(p)),
                evidence,
            }
        })
        .collect();
    Alignment { source, target, beads }
}

/// What a bead of a probability is worth: as many right beads as can be expected. An omission is
/// half a bead, for it is one segment; the small price of a bead keeps unlikely ones together.
pub fn worth(bead: Reach, probability: f64) -> f64 {
    if bead.is_omission() { 0.5 * probability } else { probability - 0.1 }
}

fn by_signal(parts: &[&str], evidence: &[f64], weights: &[f64]) -> Vec<Evidence> {
    let mut out: Vec<Evidence> = Vec::new();
    for ((part, said), weight) in parts.iter().zip(evidence).zip(weights) {
        let signal = part.split('.').next().unwrap_or(part);
        let nats = said * weight;
        match out.last_mut().filter(|last| last.signal == signal) {
            Some(last) => last.nats += nats,
            None => out.push(Evidence { signal: signal.to_owned(), nats }),
        }
    }
    out.retain(|e| e.nats != 0.0);
    out
}
