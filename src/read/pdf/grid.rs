//! Tables with drawn rules: the cells that horizontal and vertical lines enclose.

use super::glyphs::Rule;

/// Distance up to which two rules are one, or touch.
const NEAR: f64 = 2.5;
/// Number of pairs of rules that are looked at, and of cells.
const MOST: usize = 1_000_000;

/// A table with rules.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// The cells, row by row from the top, from left to right.
    pub cells: Vec<Cell>,
    pub left: f64,
    pub right: f64,
    pub bottom: f64,
    pub top: f64,
}

/// A cell, perhaps over several rows and columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cell {
    /// The first row and column.
    pub row: usize,
    pub column: usize,
    pub left: f64,
    pub right: f64,
    pub bottom: f64,
    pub top: f64,
}

impl Cell {
    pub(super) fn holds(&self, x: f64, y: f64) -> bool {
        self.left <= x && x <= self.right && self.bottom <= y && y <= self.top
    }
}

/// A rule: its place across, and its ends.
#[derive(Debug, Clone, Copy)]
struct Stroke {
    at: f64,
    from: f64,
    to: f64,
}

impl Stroke {
    fn covers(&self, x: f64) -> bool {
        self.from - NEAR <= x && x <= self.to + NEAR
    }
}

/// The horizontal rules of a page, merged: the height and the ends of each.
pub(super) fn horizontal(rules: &[Rule]) -> Vec<(f64, f64, f64)> {
    strokes(rules).0.into_iter().map(|s| (s.at, s.from, s.to)).collect()
}

/// Finds the tables.
pub(super) fn grids(rules: &[Rule]) -> Vec<Grid> {
    let (across, down) = strokes(rules);
    if across.len().saturating_mul(down.len()) > MOST {
        return Vec::new();
    }
    let mut groups = Groups::new(across.len() + down.len());
    for (h, a) in across.iter().enumerate() {
        for (v, d) in down.iter().enumerate() {
            if a.covers(d.at) && d.covers(a.at) {
                groups.join(h, across.len() + v);
            }
        }
    }
    let mut found: std::collections::BTreeMap<usize, (Vec<Stroke>, Vec<Stroke>)> =
        Default::default();
    for (h, stroke) in across.iter().enumerate() {
        found.entry(groups.of(h)).or_default().0.push(*stroke);
    }
    for (v, stroke) in down.iter().enumerate() {
        found.entry(groups.of(across.len() + v)).or_default().1.push(*stroke);
    }
    let mut grids: Vec<Grid> = found.values().filter_map(|(h, v)| grid(h, v)).collect();
    grids.sort_by(|a, b| b.top.total_cmp(&a.top));
    grids
}

fn strokes(rules: &[Rule]) -> (Vec<Stroke>, Vec<Stroke>) {
    let (mut across, mut down) = (Vec::new(), Vec::new());
    for Rule { from, to } in rules {
        let (w, h) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        if h <= 1. && w > h {
            let at = f64::midpoint(from.1, to.1);
            across.push(Stroke { at, from: from.0.min(to.0), to: from.0.max(to.0) });
        } else if w <= 1. {
            let at = f64::midpoint(from.0, to.0);
            down.push(Stroke { at, from: from.1.min(to.1), to: from.1.max(to.1) });
        }
    }
    (merged(across), merged(down))
}

/// Joins strokes that lie on each other or follow each other.
fn merged(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Stroke> = Vec::new();
    let mut rest = strokes.as_mut_slice();
    while let Some(first) = rest.first().copied() {
        let length = rest.iter().take_while(|s| s.at - first.at <= NEAR).count();
        let (line, tail) = rest.split_at_mut(length);
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        for stroke in line {
            match out.last_mut() {
                Some(last) if follows(last, stroke) => last.to = last.to.max(stroke.to),
                _ => out.push(*stroke),
            }
        }
        rest = tail;
    }
    out
}

fn follows(last: &Stroke, next: &Stroke) -> bool {
    (next.at - last.at).abs() <= NEAR && next.from <= last.to + NEAR && next.from >= last.from
}

fn grid(across: &[Stroke], down: &[Stroke]) -> Option<Grid> {
    if across.len() < 2 || down.is_empty() {
        return None;
    }
    let low = |s: &[Stroke]| s.iter().map(|s| s.from).fold(f64::MAX, f64::min);
    let high = |s: &[Stroke]| s.iter().map(|s| s.to).fold(f64::MIN, f64::max);
    // A table often has no rules at its sides: the others reach there.
    let xs = places(down, low(across), high(across));
    let mut ys = places(across, low(down), high(down));
    ys.reverse();
    let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
    if columns < 2 || rows == 0 || columns.saturating_mul(rows) > 20_000 {
        return None;
    }
    let cells = cells(&xs, &ys, across, down);
    let grid = Grid {
        left: *xs.first()?,
        right: *xs.last()?,
        top: *ys.first()?,
        bottom: *ys.last()?,
        cells,
    };
    let columns = grid
        .cells
        .iter()
        .any(|a| grid.cells.iter().any(|b| a.row == b.row && a.column != b.column));
    columns.then_some(grid)
}

fn places(strokes: &[Stroke], low: f64, high: f64) -> Vec<f64> {
    let mut all: Vec<f64> = strokes.iter().map(|s| s.at).chain([low, high]).collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|b, a| *b - *a <= 2. * NEAR);
    all
}

/// Fields with no rule between them are one cell.
fn cells(xs: &[f64], ys: &[f64], across: &[Stroke], down: &[Stroke]) -> Vec<Cell> {
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let mut groups = Groups::new(columns * rows);
    let has = |strokes: &[Stroke], at: f64, along: f64| {
        strokes.iter().any(|s| (s.at - at).abs() <= 2. * NEAR && s.covers(along))
    };
    for (row, y) in ys.windows(2).enumerate() {
        for (column, x) in xs.windows(2).enumerate() {
            let (middle_x, middle_y) = (f64::midpoint(x[0], x[1]), f64::midpoint(y[0], y[1]));
            let field = row * columns + column;
            if column + 1 < columns && !has(down, x[1], middle_y) {
                groups.join(field, field + 1);
            }
            if row + 1 < rows && !has(across, y[1], middle_x) {
                groups.join(field, field + columns);
            }
        }
    }
    let mut boxes: std::collections::BTreeMap<usize, Cell> = Default::default();
    for (row, y) in ys.windows(2).enumerate() {
        for (column, x) in xs.windows(2).enumerate() {
            let (left, right, top, bottom) = (x[0], x[1], y[0], y[1]);
            let field = Cell { row, column, left, right, bottom, top };
            let cell = boxes.entry(groups.of(row * columns + column)).or_insert(field);
            cell.column = cell.column.min(column);
            cell.left = cell.left.min(left);
            cell.right = cell.right.max(right);
            cell.bottom = cell.bottom.min(bottom);
        }
    }
    let mut cells: Vec<Cell> = boxes.into_values().collect();
    cells.sort_by_key(|cell| (cell.row, cell.column));
    cells
}

/// Sets of numbers that were joined.
struct Groups(Vec<usize>);

impl Groups {
    fn new(count: usize) -> Self {
        Self((0..count).collect())
    }

    fn of(&mut self, mut at: usize) -> usize {
        while let Some(&above) = self.0.get(at).filter(|above| **above != at) {
            let top = self.0.get(above).copied().unwrap_or(above);
            if let Some(place) = self.0.get_mut(at) {
                *place = top;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.of(a), self.of(b));
        if let Some(place) = self.0.get_mut(a.max(b)) {
            *place = a.min(b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(from: (f64, f64), to: (f64, f64)) -> Rule {
        Rule { from, to }
    }

    #[test]
    fn rules_enclose_cells_and_a_missing_one_joins_two() {
        // Two rows and columns; the upper row is one cell.
        let rules = [
            rule((0., 0.), (100., 0.)),
            rule((0., 20.), (50., 20.)),
            rule((50., 20.5), (100., 20.5)),
            rule((0., 40.), (100., 40.)),
            rule((0., 0.), (0., 40.)),
            rule((50., 0.), (50., 20.)),
            rule((100., 0.), (100., 40.)),
        ];
        let grids = grids(&rules);
        assert_eq!(grids.len(), 1);
        let places: Vec<_> = grids[0].cells.iter().map(|c| (c.row, c.left, c.right)).collect();
        assert_eq!(places, [(0, 0., 100.), (1, 0., 50.), (1, 50., 100.)]);
    }

    #[test]
    fn a_frame_is_no_table() {
        let rules = [
            rule((0., 0.), (100., 0.)),
            rule((0., 40.), (100., 40.)),
            rule((0., 0.), (0., 40.)),
            rule((100., 0.), (100., 40.)),
        ];
        assert!(grids(&rules).is_empty());
    }
}
