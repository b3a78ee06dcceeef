//! From two segmented texts to beads: a first pass over every bead with what is cheap to reckon, a
//! second over what that has left, with everything.

use super::{
    Alignment, Bead, Evidence, Model, Segmented, Side, Terms, Vectors, Weights,
    grid::{Band, Grid, Posterior, Reach},
    path,
    signal::{self, habits::Habits, meaning::Meaning, own_words::own_words},
};

/// Above so many nodes the search keeps to a band around a coarse path. Below it is exact.
const EXACT: usize = 400_000;
/// How far from the coarse path the search looks, in segments.
const WIDTH: usize = 40;
/// What the first pass finds less probable the second does not look at.
pub(super) const UNLIKELY: f32 = 1e-5;

/// What an alignment is made with, beside the texts.
#[derive(Debug, Clone)]
pub struct Aligner<'a> {
    /// Anchor terms: ours, the user's glossaries, what memories taught.
    pub terms: Vec<&'a Terms>,
    /// Word vectors, which serve where they know both languages.
    pub vectors: Option<&'a Vectors>,
    /// Weights; ours for texts with or without vectors where none are given.
    pub weights: Option<&'a Weights>,
}

impl Default for Aligner<'_> {
    fn default() -> Self {
        Self { terms: vec![Terms::built_in()], vectors: Vectors::built_in(), weights: None }
    }
}

/// Pairs the segments of two texts with what comes with Muwazi; see [`Aligner::align`].
pub fn align(source: Segmented, target: Segmented) -> Alignment {
    Aligner::default().align(source, target)
}

impl Aligner<'_> {
    /// Pairs the segments of two texts. The beads cover each side once, in order.
    ///
    /// Time and memory grow with the product of the numbers of segments up to 400,000, and linearly
    /// beyond, where the search keeps to a band of 80 segments around a path through shared anchors.
    ///
    /// ```
    /// use muwazi::{BlockKind, Document, Lang, align::{Aligner, Segmented}};
    /// let doc = |lang: Lang, text| Segmented::new(Document::from_lines("-", lang, text, BlockKind::Paragraph));
    /// let source = doc(Lang::arabic(), "زار الرئيس باريس. وبقي فيها ثلاثة أيام.");
    /// let target = doc(Lang::english(), "The president visited Paris and stayed three days.");
    /// let pair = Aligner::default().align(source, target);
    /// assert_eq!((pair.beads[0].source.clone(), pair.beads[0].target.clone()), (0..2, 0..1));
    /// ```
    pub fn align(&self, source: Segmented, target: Segmented) -> Alignment {
        let sides = [&source, &target].map(|s| Side::new(&s.document, &s.segments));
        let (n, m) = (sides[0].len(), sides[1].len());
        let exact = (n + 1) * (m + 1) <= EXACT;
        let meaning = self.vectors.filter(|_| exact);
        let meaning = meaning.and_then(|v| Meaning::new(&sides[0], &sides[1], v));
        let weights = self.weights.unwrap_or(Weights::built_in(meaning.is_some()));

        let mut model = Model::default();
        model.add(signal::first(&sides[0], &sides[1], &self.terms));
        model.weigh(&weights.first);
        let band = if exact {
            Band::whole(n, m)
        } else {
            Band::around(&path::coarse(&sides[0], &sides[1], &self.terms), n, m, WIDTH)
        };
        let mut grid = Grid::new(band, |bead| model.score(bead));
        let posterior = second_pass(&mut grid, &mut model, meaning, weights, &sides);

        let beads = grid
            .best(&posterior, worth)
            .into_iter()
            .map(|(reach, p)| Bead {
                source: reach.source(),
                target: reach.target(),
                confidence: Some(weights.calibration.confidence(p)),
                evidence: model
                    .by_signal(reach)
                    .into_iter()
                    .map(|(signal, nats)| Evidence { signal: signal.to_owned(), nats })
                    .collect(),
            })
            .collect();
        Alignment { source, target, beads }
    }
}

/// Leaves what the first pass finds likely, and scores that with all signals.
fn second_pass(
    grid: &mut Grid,
    model: &mut Model,
    meaning: Option<Meaning>,
    weights: &Weights,
    sides: &[Side; 2],
) -> Posterior {
    let first = grid.posterior();
    model.add(signal::second(meaning, Habits::new(grid, &first)));
    model.add(own_words(&sides[0], &sides[1], grid, &first));
    model.weigh(&weights.second);
    grid.prune(&first, UNLIKELY, |_| false);
    grid.rescore(|bead| model.score(bead));
    grid.posterior()
}

/// What a bead of a probability is worth: as many right beads as can be expected. An omission is
/// half a bead, for it is one segment; the small price of a bead keeps unlikely ones together.
pub fn worth(bead: Reach, probability: f64) -> f64 {
    if bead.is_omission() { 0.5 * probability } else { probability - 0.1 }
}
