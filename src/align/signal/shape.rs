//! Shape: the numbers of segments that a bead joins. Most beads are one to one.

use super::Signal;
use crate::align::{grid::Reach, side::Side};

pub(super) struct Shape {
    /// For each segment its number of letters over the mean of its side.
    mass: [Vec<f64>; 2],
}

impl Shape {
    pub(super) fn new(source: &Side, target: &Side) -> Self {
        let mass = [source, target].map(|side| {
            let total: f64 = side.segments.iter().map(|s| s.chars).sum();
            let mean = (total / side.len().max(1) as f64).max(1.0);
            side.segments.iter().map(|s| s.chars / mean).collect()
        });
        Self { mass }
    }
}

impl Signal for Shape {
    fn parts(&self) -> &'static [&'static str] {
        &[
            "shape.omission",
            "shape.omitted-mass",
            "shape.omitted-run",
            "shape.1-1",
            "shape.1-2",
            "shape.1-3",
            "shape.1-n",
            "shape.2-2",
            "shape.n-m",
            "shape.beyond",
        ]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        let (a, b) = (bead.source().len(), bead.target().len());
        match (a.min(b), a.max(b)) {
            (0, _) => {
                out[0] = 1.0;
                let mass =
                    |side: &[f64], range: std::ops::Range<usize>| side[range].iter().sum::<f64>();
                out[1] = mass(&self.mass[0], bead.source()) + mass(&self.mass[1], bead.target());
                out[2] = (a + b - 1) as f64;
                return;
            }
            (1, 1) => out[3] = 1.0,
            (1, 2) => out[4] = 1.0,
            (1, 3) => out[5] = 1.0,
            (1, _) => out[6] = 1.0,
            (2, 2) => out[7] = 1.0,
            _ => out[8] = 1.0,
        }
        out[9] = (a + b).saturating_sub(4) as f64;
    }
}
