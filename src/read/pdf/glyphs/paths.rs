//! Straight lines that a page draws: the rules of tables.

use super::{Rule, state::Matrix};
use crate::read::pdf::limits::RULES;

/// Thickness up to which a filled rectangle is a line.
const THIN: f64 = 3.;

/// The path under construction, in the coordinates of the page.
#[derive(Debug, Default)]
pub(super) struct Path {
    lines: Vec<Rule>,
    start: (f64, f64),
    at: (f64, f64),
    /// True if a curve is part of it: letters and pictures.
    is_curved: bool,
}

impl Path {
    pub(super) fn move_to(&mut self, point: (f64, f64)) {
        (self.start, self.at) = (point, point);
    }

    pub(super) fn line_to(&mut self, point: (f64, f64)) {
        if self.lines.len() < RULES {
            self.lines.push(Rule { from: self.at, to: point });
        }
        self.at = point;
    }

    pub(super) fn curve_to(&mut self, point: (f64, f64)) {
        self.is_curved = true;
        self.at = point;
    }

    pub(super) fn close(&mut self) {
        if self.at != self.start {
            self.line_to(self.start);
        }
    }

    pub(super) fn rectangle(&mut self, ctm: &Matrix, [x, y, w, h]: [f64; 4]) {
        self.move_to(ctm.apply(x, y));
        self.line_to(ctm.apply(x + w, y));
        self.line_to(ctm.apply(x + w, y + h));
        self.line_to(ctm.apply(x, y + h));
        self.close();
    }

    /// Ends the path. A stroked one gives all its lines, a filled one those that bound it: a thin
    /// rectangle is one line, a wide one the background of a cell.
    pub(super) fn paint(&mut self, out: &mut Vec<Rule>, is_painted: bool) {
        let path = std::mem::take(self);
        if !is_painted || path.is_curved || out.len() + path.lines.len() > RULES {
            return;
        }
        for rule in path.lines {
            let (w, h) = ((rule.to.0 - rule.from.0).abs(), (rule.to.1 - rule.from.1).abs());
            // The short sides of thin rectangles say nothing.
            if w.max(h) > THIN && w.min(h) < THIN / 6. {
                out.push(rule);
            }
        }
    }
}
