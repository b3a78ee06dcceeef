//! Where the first pass looks: at every bead of short texts, near a path through long ones.

use super::{
    Model, SentenceVectors, Side,
    band::Band,
    grid::{Grid, SHAPES},
    path,
    signal::{self, AllItems, WordVectors},
    weights::Parts,
};

/// Up to so many nodes the first pass looks at every bead.
const SMALL: usize = 200;
/// Up to so many it looks for the likely nodes among all; beyond, around a coarse path.
const MIDDLE: usize = 160_000;
/// How far from the coarse path it looks, in segments.
const WIDTH: usize = 20;
/// Where that proves too near it looks twice as far, and so on, so many times.
const ROUNDS: usize = 5;
/// The shapes that show which nodes are likely: the commonest seven.
const FEW: usize = 7;
/// Nodes that beads so probable touch are likely, and so many beside them are looked at too.
const LIKELY: f64 = 1e-4;
const MARGIN: usize = 1;

/// What the passes read.
pub(super) struct Texts<'t> {
    pub(super) sides: [&'t Side; 2],
    pub(super) items: &'t AllItems,
    pub(super) words: Option<&'t [WordVectors; 2]>,
    /// A vector for each segment, for the second pass.
    pub(super) sentences: Option<&'t SentenceVectors>,
}

impl Texts<'_> {
    /// How many segments each side has.
    pub(super) fn len(&self) -> (usize, usize) {
        (self.sides[0].len(), self.sides[1].len())
    }

    /// The first pass's model over a band.
    pub(super) fn model(&self, band: &Band, weights: &Parts) -> Model {
        let mut model = Model::default();
        model.add(signal::first(self.sides[0], self.sides[1], self.items, self.words, band));
        model.weigh(weights);
        model
    }

    /// Scores every bead.
    pub(super) fn whole(&self, weights: &Parts) -> (Model, Grid) {
        let (n, m) = self.len();
        let band = Band::whole(n, m);
        let mut model = self.model(&band, weights);
        let grid = Grid::new(band, |bead| model.score(bead));
        (model, grid)
    }

    /// Scores the beads that may be right, coarse to fine: the commonest shapes alone, over all nodes
    /// or near a path through shared anchors, show which nodes are likely; there all shapes are
    /// looked at. Time and memory are linear in the texts once they are long.
    pub(super) fn likely(&self, weights: &Parts) -> (Model, Grid) {
        let (n, m) = self.len();
        let nodes = (n + 1) * (m + 1);
        if nodes <= SMALL {
            return self.whole(weights);
        }
        let mut wide = if nodes <= MIDDLE {
            Band::whole(n, m)
        } else {
            Band::around(&path::coarse(self.items.kinds()), n, m, WIDTH)
        };
        let mut by = WIDTH;
        for _ in 0..ROUNDS {
            let mut model = self.model(&wide, weights);
            let few = Grid::with_shapes(wide, &SHAPES[..FEW], |bead| model.score(bead));
            let (narrow, cramped) = few.narrowed(LIKELY, MARGIN);
            if cramped.is_empty() {
                wide = narrow;
                break;
            }
            wide = narrow.relieved(few.band(), &cramped, by);
            by *= 2;
        }
        let mut model = self.model(&wide, weights);
        let grid = Grid::new(wide, |bead| model.score(bead));
        (model, grid)
    }
}
