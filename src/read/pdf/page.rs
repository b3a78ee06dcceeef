//! A page: its glyphs turned upright, arranged in regions and read line by line.

use std::collections::BTreeMap;

use super::{
    cluster::{Cluster, Turn, clusters, is_right_to_left as is_right_to_left_letter},
    glyphs::{Content, Glyph, Rule},
    grid::{Grid, grids, horizontal},
    line::Line,
    regions::{Area, Column, Regions},
    rows::{Row, Segment, rows},
};

/// The angle up to which a line is only slanted, in degrees.
const SLANT: i32 = 4;

/// The text of a page.
#[derive(Debug, Default)]
pub(super) struct PageText {
    /// Its parts in the order of reading.
    pub parts: Vec<Part>,
    /// Text at an angle: the angle in degrees against that of the page, and the lines.
    pub aside: Vec<(i32, Vec<Line>)>,
}

/// A part of a page.
#[derive(Debug)]
pub(super) enum Part {
    /// Lines below each other, and the edges that they may fill; narrow if they stand beside others.
    Lines { lines: Vec<Line>, left: f64, right: f64, is_narrow: bool },
    /// A table: rows of cells of lines.
    Table(Vec<Vec<Vec<Line>>>),
}

impl PageText {
    /// Reads a page.
    pub(super) fn new(content: &Content) -> Self {
        let mut angles: BTreeMap<i32, Vec<(usize, &Glyph)>> = BTreeMap::new();
        for (order, glyph) in content.glyphs.iter().enumerate() {
            angles.entry(degrees(glyph)).or_default().push((order, glyph));
        }
        let Some(main) = angles.iter().max_by_key(|(_, g)| g.len()).map(|(angle, _)| *angle) else {
            return Self::default();
        };
        let mut page = Self::default();
        let mut upright = Vec::new();
        let mut others: BTreeMap<i32, Vec<(usize, &Glyph)>> = BTreeMap::new();
        for (angle, glyphs) in angles {
            let by = (angle - main + 540).rem_euclid(360) - 180;
            if by.abs() <= SLANT {
                upright.extend(glyphs);
            } else {
                // Slanted lines of one direction stay together.
                let near = others.keys().copied().find(|other| (other - by).abs() <= SLANT);
                others.entry(near.unwrap_or(by)).or_default().extend(glyphs);
            }
        }
        upright.sort_by_key(|(order, _)| *order);
        page.parts = parts(content, &upright, turn(main));
        page.even_sizes();
        for (by, mut glyphs) in others {
            glyphs.sort_by_key(|(order, _)| *order);
            let clusters = clusters(content, &glyphs, turn(main + by));
            let rows = rows(clusters);
            let right_to_left = is_right_to_left(&rows);
            let mut segments: Vec<&Segment> = Vec::new();
            for row in &rows {
                segments.extend(&row.segments);
            }
            let lines = segments.iter().map(|s| Line::new(s, right_to_left)).collect();
            page.aside.push((by, lines));
        }
        page
    }

    /// The sizes of text over a scanned page are guessed line by line; those near the usual one are it.
    fn even_sizes(&mut self) {
        let mut sizes: Vec<f64> = self.lines().filter(|l| l.hidden).map(|l| l.size).collect();
        sizes.sort_by(f64::total_cmp);
        let Some(usual) = sizes.get(sizes.len() / 2).copied() else { return };
        for line in self.lines_mut().filter(|line| line.hidden) {
            if (line.size - usual).abs() < 0.4 * usual {
                line.size = usual;
            }
        }
    }

    /// All lines in the order of reading.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        let main = self.parts.iter().flat_map(|part| -> Box<dyn Iterator<Item = &Line>> {
            match part {
                Part::Lines { lines, .. } => Box::new(lines.iter()),
                Part::Table(rows) => Box::new(rows.iter().flatten().flatten()),
            }
        });
        main.chain(self.aside.iter().flat_map(|(_, lines)| lines))
    }

    /// All lines in the order of reading, to be changed.
    pub(super) fn lines_mut(&mut self) -> impl Iterator<Item = &mut Line> {
        let main = self.parts.iter_mut().flat_map(|part| -> Box<dyn Iterator<Item = &mut Line>> {
            match part {
                Part::Lines { lines, .. } => Box::new(lines.iter_mut()),
                Part::Table(rows) => Box::new(rows.iter_mut().flatten().flatten()),
            }
        });
        main.chain(self.aside.iter_mut().flat_map(|(_, lines)| lines))
    }
}

fn degrees(glyph: &Glyph) -> i32 {
    glyph.along.1.atan2(glyph.along.0).to_degrees().round() as i32
}

fn turn(angle: i32) -> Turn {
    let angle = f64::from(angle).to_radians();
    Turn::new((angle.cos(), angle.sin()))
}

fn parts(content: &Content, glyphs: &[(usize, &Glyph)], turn: Turn) -> Vec<Part> {
    let turned = |rule: &Rule| Rule {
        from: turn.point(rule.from.0, rule.from.1),
        to: turn.point(rule.to.0, rule.to.1),
    };
    let rules: Vec<Rule> = content.rules.iter().map(turned).collect();
    let mut clusters = clusters(content, glyphs, turn);
    let tables = ruled_tables(grids(&rules), &mut clusters);
    let mut rows = rows(clusters);
    let all: Vec<Row> =
        rows.iter().cloned().chain(tables.iter().flat_map(|table| table.rows())).collect();
    let right_to_left = is_right_to_left(&all);
    for (number, table) in tables.iter().enumerate() {
        let Grid { left, right, top, .. } = table.grid;
        let place =
            Segment { left, right, y: top, size: 10., table: Some(number), ..Default::default() };
        let at = rows.partition_point(|row| row.y > top);
        rows.insert(at, Row { y: top, segments: vec![place] });
    }
    let edges = edges(&rows);
    let rules = horizontal(&rules);
    let regions = Regions { right_to_left, rules: &rules };
    let areas = regions.areas(rows, edges, 0);
    areas.into_iter().flat_map(|area| read(area, &tables, right_to_left)).collect()
}

fn edges(rows: &[Row]) -> (f64, f64) {
    let text = rows.iter().flat_map(|row| &row.segments).filter(|s| s.table.is_none());
    text.fold((f64::MAX, f64::MIN), |(l, r), s| (l.min(s.left), r.max(s.right)))
}

/// A table with rules, and the clusters of its cells.
struct Table {
    grid: Grid,
    cells: Vec<Vec<Row>>,
}

impl Table {
    fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        self.cells.iter().flatten().cloned()
    }

    fn read(&self, right_to_left: bool) -> Part {
        let mut rows: BTreeMap<usize, Vec<Vec<Line>>> = BTreeMap::new();
        for (cell, text) in self.grid.cells.iter().zip(&self.cells) {
            let mut segments: Vec<&Segment> = Vec::new();
            let (rtl, ltr) = letters(text);
            let own = if rtl + ltr == 0 { right_to_left } else { 2 * rtl >= ltr };
            for row in text {
                let mut row: Vec<&Segment> = row.segments.iter().collect();
                if own {
                    row.reverse();
                }
                segments.extend(row);
            }
            let lines = segments.into_iter().map(|s| Line::new(s, own)).collect();
            let row = rows.entry(cell.row).or_default();
            let at = if right_to_left { 0 } else { row.len() };
            row.insert(at, lines);
        }
        Part::Table(rows.into_values().collect())
    }
}

/// Takes the clusters of the cells out of those of the page. A grid with hardly any text is a
/// drawing.
fn ruled_tables(grids: Vec<Grid>, clusters: &mut Vec<Cluster>) -> Vec<Table> {
    let mut tables = Vec::new();
    for grid in grids {
        if grid.cells.len().saturating_mul(clusters.len()) > 50_000_000 {
            continue;
        }
        let mut cells: Vec<Vec<Cluster>> = vec![Vec::new(); grid.cells.len()];
        let mut owner: Vec<Option<usize>> = Vec::with_capacity(clusters.len());
        for cluster in clusters.iter() {
            let (x, y) = (cluster.middle(), cluster.y + 0.25 * cluster.size);
            let inside = grid.left <= x && x <= grid.right && grid.bottom <= y && y <= grid.top;
            let cell =
                inside.then(|| grid.cells.iter().position(|cell| cell.holds(x, y))).flatten();
            owner.push(cell);
        }
        let mut used: Vec<usize> = owner.iter().flatten().copied().collect();
        used.sort_unstable();
        used.dedup();
        if used.len() < 2 {
            continue;
        }
        let mut rest = Vec::new();
        for (cluster, owner) in std::mem::take(clusters).into_iter().zip(owner) {
            match owner.and_then(|cell| cells.get_mut(cell)) {
                Some(cell) => cell.push(cluster),
                None => rest.push(cluster),
            }
        }
        *clusters = rest;
        tables.push(Table { grid, cells: cells.into_iter().map(rows).collect() });
    }
    tables
}

fn letters<'r>(rows: impl IntoIterator<Item = &'r Row>) -> (usize, usize) {
    let segments = rows.into_iter().flat_map(|row| &row.segments);
    segments.map(Segment::letters).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
}

/// The direction of a page: that of most letters, or where they are mixed, the side at which the
/// Arabic lines begin.
fn is_right_to_left(rows: &[Row]) -> bool {
    let (rtl, ltr) = letters(rows);
    if rtl > 3 * ltr || ltr > 3 * rtl {
        return rtl > ltr;
    }
    let arabic = || {
        rows.iter().flat_map(|row| &row.segments).filter(|s| {
            let (rtl, ltr) = s.letters();
            rtl > ltr
        })
    };
    let lefts = most_shared(arabic().map(|s| s.left));
    let rights = most_shared(arabic().map(|s| s.right));
    // One line shares an edge with none: it begins at the right if it has Arabic there.
    if lefts.max(rights) > 1 {
        return rights >= lefts;
    }
    let begins = |s: &Segment| {
        let last = s.clusters.iter().rev().flat_map(|c| c.text.chars()).find(|c| c.is_alphabetic());
        last.is_some_and(is_right_to_left_letter)
    };
    rows.iter().flat_map(|row| &row.segments).filter(|s| s.letters().0 > 0).any(begins)
}

fn most_shared(edges: impl Iterator<Item = f64>) -> usize {
    let mut edges: Vec<f64> = edges.collect();
    edges.sort_by(f64::total_cmp);
    let shared = |from: &f64| {
        edges.partition_point(|e| *e <= from + 1.5) - edges.partition_point(|e| e < from)
    };
    edges.iter().map(shared).max().unwrap_or(0)
}

fn read(area: Area, tables: &[Table], right_to_left: bool) -> Vec<Part> {
    match area {
        Area::Lines(column) => read_column(column, tables, right_to_left),
        Area::Table(rows) => {
            let cell = |cell: Vec<Segment>| -> Vec<Line> {
                let (rtl, ltr) = sum(&cell);
                let own = if rtl + ltr == 0 || right_to_left && rtl > 0 {
                    right_to_left
                } else {
                    rtl > ltr
                };
                cell.iter().map(|s| Line::new(s, own)).collect()
            };
            let row = |row: Vec<Vec<Segment>>| row.into_iter().map(cell).collect();
            vec![Part::Table(rows.into_iter().map(row).collect())]
        }
    }
}

fn sum(segments: &[Segment]) -> (usize, usize) {
    segments.iter().map(Segment::letters).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1))
}

fn read_column(column: Column, tables: &[Table], page: bool) -> Vec<Part> {
    let (rtl, ltr) = sum(&column.segments);
    let own = match page {
        true => 3 * rtl >= ltr,
        false => rtl > ltr,
    };
    let Column { segments, left, right, is_narrow } = column;
    let mut parts = Vec::new();
    let mut open: Vec<Line> = Vec::new();
    for segment in segments {
        match segment.table.and_then(|number| tables.get(number)) {
            Some(table) => {
                if !open.is_empty() {
                    parts.push(Part::Lines {
                        lines: std::mem::take(&mut open),
                        left,
                        right,
                        is_narrow,
                    });
                }
                parts.push(table.read(page));
            }
            None => open.push(Line::new(&segment, own)),
        }
    }
    if !open.is_empty() {
        parts.push(Part::Lines { lines: open, left, right, is_narrow });
    }
    parts
}
