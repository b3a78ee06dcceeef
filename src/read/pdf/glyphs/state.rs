//! The state of the interpreter of content streams: matrices, the text state, marked content.

use std::{ops::Mul, rc::Rc};

use super::font::Font;

/// A transformation of the plane, in the order of the six numbers of the `cm` operation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Matrix(pub [f64; 6]);

impl Matrix {
    pub(super) const IDENTITY: Self = Self([1., 0., 0., 1., 0., 0.]);

    pub(super) fn translation(x: f64, y: f64) -> Self {
        Self([1., 0., 0., 1., x, y])
    }

    pub(super) fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    pub(super) fn determinant(&self) -> f64 {
        let [a, b, c, d, ..] = self.0;
        a * d - b * c
    }

    pub(super) fn is_finite(&self) -> bool {
        self.0.iter().all(|n| n.is_finite() && n.abs() < 1e9)
    }
}

impl Mul for Matrix {
    type Output = Self;

    /// First `self`, then `then`.
    fn mul(self, then: Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [g, h, i, j, k, l] = then.0;
        Self([
            a * g + b * i,
            a * h + b * j,
            c * g + d * i,
            c * h + d * j,
            e * g + f * i + k,
            e * h + f * j + l,
        ])
    }
}

/// What `q` saves and `Q` restores.
#[derive(Debug, Clone)]
pub(super) struct State {
    pub ctm: Matrix,
    pub font: Option<Rc<Font>>,
    pub size: f64,
    pub char_spacing: f64,
    pub word_spacing: f64,
    /// Horizontal scaling, 1 for none.
    pub scaling: f64,
    pub leading: f64,
    pub rise: f64,
    pub mode: u8,
}

impl State {
    pub(super) fn new(ctm: Matrix) -> Self {
        Self {
            ctm,
            font: None,
            size: 0.,
            char_spacing: 0.,
            word_spacing: 0.,
            scaling: 1.,
            leading: 0.,
            rise: 0.,
            mode: 0,
        }
    }
}

/// Marked content that is open.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marked {
    /// The number of its text.
    pub span: Option<usize>,
    pub reversed: bool,
    pub furniture: bool,
}
