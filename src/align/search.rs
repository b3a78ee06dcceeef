//! The search space of the first pass: all beads of short texts, a band around a path in long texts.

use super::{
    Model, SentenceVectors, Side,
    band::Band,
    fixed::Frame,
    grid::{Grid, Reach, SHAPES},
    path,
    signal::{self, AllItems, Summed, WordVectors},
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
    /// What every path has to pass.
    pub(super) frame: Option<&'t Frame>,
}

impl<'t> Texts<'t> {
    /// The same texts with what every path has to pass.
    pub(super) fn within<'f>(&self, frame: &'f Frame) -> Texts<'f>
    where
        't: 'f,
    {
        Texts { frame: Some(frame), ..*self }
    }

    /// Number of segments on each side.
    pub(super) fn len(&self) -> (usize, usize) {
        (self.sides[0].len(), self.sides[1].len())
    }

    /// The summed word vectors of all segments, if words have vectors.
    fn summed(&self) -> Option<Summed> {
        self.words.map(Summed::new)
    }

    /// Builds the first-pass model over a band.
    fn model(&self, summed: Option<&Summed>, band: &Band, weights: &Parts) -> Model {
        let mut model = Model::default();
        model.add(signal::first(self.sides[0], self.sides[1], self.items, summed, band));
        model.weigh(weights);
        model
    }

    /// Scores all beads.
    pub(super) fn whole(&self, weights: &Parts) -> (Model, Grid) {
        let (n, m) = self.len();
        let band = Band::whole(n, m);
        let mut model = self.model(self.summed().as_ref(), &band, weights);
        let grid = Grid::new(band, |bead| self.score(&mut model, bead));
        (model, grid)
    }

    /// The score of a bead; none for one that the frame forbids.
    fn score(&self, model: &mut Model, bead: Reach) -> f64 {
        match self.frame {
            Some(frame) if frame.forbids(bead) => f64::NEG_INFINITY,
            _ => model.score(bead),
        }
    }

    /// The nodes to look at first, and `true` where they are all nodes that a path can pass.
    fn first_band(&self) -> (Band, bool) {
        let (n, m) = self.len();
        match self.frame {
            Some(frame) if frame.band().nodes() <= MIDDLE => return (frame.band().clone(), true),
            None if (n + 1) * (m + 1) <= MIDDLE => return (Band::whole(n, m), true),
            _ => {}
        }
        let points = path::coarse(self.items.kinds());
        let points = match self.frame {
            Some(frame) => frame.with(&points),
            None => points,
        };
        (Band::around(&points, n, m, WIDTH), false)
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
        let summed = self.summed();
        let (mut wide, is_all) = self.first_band();
        let mut by = WIDTH;
        for _ in 0..ROUNDS {
            let mut model = self.model(summed.as_ref(), &wide, weights);
            let few = Grid::with_shapes(wide, &SHAPES[..FEW], |bead| self.score(&mut model, bead));
            let (narrow, cramped) = few.narrowed(LIKELY, MARGIN);
            if cramped.is_empty() || is_all {
                wide = narrow;
                break;
            }
            wide = narrow.relieved(few.band(), &cramped, by);
            by *= 2;
        }
        let mut model = self.model(summed.as_ref(), &wide, weights);
        drop(summed);
        let grid = Grid::new(wide, |bead| self.score(&mut model, bead));
        (model, grid)
    }
}
