//! The search space of the first pass: all beads of short texts, a band around a path in long texts.

use super::{
    Model, SentenceVectors, Side,
    band::Band,
    grid::{Grid, SHAPES},
    path,
    signal::{self, AllItems, WordVectors},
    weights::Parts,
};

/// Up to this many nodes the first pass scores all beads.
const SMALL: usize = 200;
/// Up to this many nodes the likely nodes are sought among all nodes; beyond, around a coarse path.
const MIDDLE: usize = 160_000;
/// Initial width of the band on either side of the coarse path, in segments.
const WIDTH: usize = 20;
/// Maximum number of rounds. After each round cramped rows are widened, by twice as much each time.
const ROUNDS: usize = 5;
/// Number of shapes, the commonest, that are scored to find the likely nodes.
const FEW: usize = 7;
/// A node is likely if a bead of at least this probability touches it.
const LIKELY: f64 = 1e-4;
/// Number of nodes on either side of the likely ones that stay in the band.
const MARGIN: usize = 1;

/// The input of both passes.
pub(super) struct Texts<'t> {
    pub(super) sides: [&'t Side; 2],
    pub(super) items: &'t AllItems,
    pub(super) words: Option<&'t [WordVectors; 2]>,
    /// A vector for each segment, for the second pass.
    pub(super) sentences: Option<&'t SentenceVectors>,
}

impl Texts<'_> {
    /// Number of segments on each side.
    pub(super) fn len(&self) -> (usize, usize) {
        (self.sides[0].len(), self.sides[1].len())
    }

    /// Builds the first-pass model over a band.
    pub(super) fn model(&self, band: &Band, weights: &Parts) -> Model {
        let mut model = Model::default();
        model.add(signal::first(self.sides[0], self.sides[1], self.items, self.words, band));
        model.weigh(weights);
        model
    }

    /// Scores all beads.
    pub(super) fn whole(&self, weights: &Parts) -> (Model, Grid) {
        let (n, m) = self.len();
        let band = Band::whole(n, m);
        let mut model = self.model(&band, weights);
        let grid = Grid::new(band, |bead| model.score(bead));
        (model, grid)
    }

    /// Scores the plausible beads, coarse to fine. First only the commonest shapes are scored, over all
    /// nodes or near a path through shared anchors, to find the likely nodes; then all shapes are
    /// scored at those nodes. For long texts, time and memory are linear in their length.
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
