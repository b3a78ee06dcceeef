//! Regions of a page: columns of running text, tables without rules, and plain lines.

use super::rows::{Row, Segment};

/// Width of a gutter, in ems.
const GUTTER: f64 = 0.7;
/// Depth of columns within columns.
const DEPTH: usize = 4;
/// Number of rows by which one column may begin above the other.
const FIRST: usize = 4;
/// Number of rows up to which a page is searched for columns.
const MOST_ROWS: usize = 3000;

/// A part of a page, in the order of reading.
#[derive(Debug, Clone)]
pub(super) enum Area {
    /// Lines below each other.
    Lines(Column),
    /// A table: rows of cells of lines.
    Table(Vec<Vec<Vec<Segment>>>),
}

/// Lines below each other, and the edges that they may fill.
#[derive(Debug, Clone, Default)]
pub(super) struct Column {
    pub segments: Vec<Segment>,
    pub left: f64,
    pub right: f64,
    /// True if it stands beside others; else it is as wide as the page.
    pub is_narrow: bool,
}

/// What all regions of a page have in common.
pub(super) struct Regions<'r> {
    /// True if columns and cells follow each other to the left.
    pub right_to_left: bool,
    /// Horizontal rules: height and ends.
    pub rules: &'r [(f64, f64, f64)],
}

impl Regions<'_> {
    /// Divides the rows of a page or a column.
    pub(super) fn areas(&self, rows: Vec<Row>, edges: (f64, f64), depth: usize) -> Vec<Area> {
        let mut areas = Vec::new();
        let mut plain: Vec<Row> = Vec::new();
        let mut rest: std::collections::VecDeque<Row> = rows.into();
        let may_have_columns = depth < DEPTH && rest.len() <= MOST_ROWS;
        while !rest.is_empty() {
            let length = if may_have_columns { stretch(rest.make_contiguous()) } else { 0 };
            if length == 0 {
                plain.extend(rest.pop_front());
                continue;
            }
            let mut region: Vec<Row> = rest.drain(..length).collect();
            let tail = loose_tail(&region);
            for row in region.drain(region.len() - tail..).rev() {
                rest.push_front(row);
            }
            areas.extend(self.lines(std::mem::take(&mut plain), edges, depth > 0));
            areas.extend(self.region(region, edges, depth));
        }
        areas.extend(self.lines(plain, edges, depth > 0));
        areas
    }

    fn lines(&self, rows: Vec<Row>, (left, right): (f64, f64), is_narrow: bool) -> Option<Area> {
        let mut segments = Vec::new();
        for row in rows {
            let from = segments.len();
            segments.extend(row.segments);
            if let Some(row) = segments.get_mut(from..).filter(|_| self.right_to_left) {
                row.reverse();
            }
        }
        (!segments.is_empty()).then_some(Area::Lines(Column { segments, left, right, is_narrow }))
    }

    fn region(&self, mut rows: Vec<Row>, edges: (f64, f64), depth: usize) -> Vec<Area> {
        let columns = columns(&rows);
        if let Some(bands) = self.bands(&rows, &columns) {
            return vec![Area::Table(self.banded(rows, &bands, &columns))];
        }
        if !is_running_text(&rows, &columns) {
            // Lines above the first row of a table are none of it.
            let first = rows.iter().position(|row| row.segments.len() > 1).unwrap_or(0);
            let rest = rows.split_off(first);
            let mut areas: Vec<Area> = self.lines(rows, edges, depth > 0).into_iter().collect();
            areas.push(Area::Table(self.row_by_row(rest)));
            return areas;
        }
        let mut areas = Vec::new();
        for part in cut_at_headings(rows, &columns) {
            match part {
                Part::Heading(row) => {
                    let (Some(first), Some(last)) = (columns.first(), columns.last()) else {
                        continue;
                    };
                    let edges = (first.0, last.1);
                    areas.extend(self.lines(vec![row], edges, depth > 0));
                }
                Part::Columns(rows) => areas.extend(self.text(rows, &columns, depth)),
            }
        }
        areas
    }

    fn text(&self, rows: Vec<Row>, columns: &[(f64, f64)], depth: usize) -> Vec<Area> {
        let mut each: Vec<Vec<Row>> = vec![Vec::new(); columns.len()];
        for row in rows {
            for segment in row.segments {
                let Some(column) = each.get_mut(column_of(&segment, columns)) else { continue };
                match column.last_mut() {
                    Some(last) if last.y == row.y => last.segments.push(segment),
                    _ => column.push(Row { y: row.y, segments: vec![segment] }),
                }
            }
        }
        let mut order: Vec<usize> = (0..columns.len()).collect();
        if self.right_to_left {
            order.reverse();
        }
        let mut areas = Vec::new();
        for at in order {
            if let (Some(rows), Some(edges)) = (each.get_mut(at), columns.get(at)) {
                areas.extend(self.areas(std::mem::take(rows), *edges, depth + 1));
            }
        }
        areas
    }

    /// The first row of each row of a table whose cells have several lines: the gaps between rows are
    /// wider than those between lines, and cells begin at one height. `None` if it is no such table.
    fn bands(&self, rows: &[Row], columns: &[(f64, f64)]) -> Option<Vec<usize>> {
        if let Some(ruled) = self.ruled_bands(rows, columns) {
            return Some(ruled);
        }
        let leading = column_leading(rows, columns)?;
        let mut starts = vec![0];
        for (at, pair) in rows.windows(2).enumerate() {
            if pair[0].y - pair[1].y > 1.22 * leading {
                starts.push(at + 1);
            }
        }
        let is_even = |at: &usize, end: usize| {
            let band = rows.get(*at..end).unwrap_or_default();
            let tops = columns.iter().enumerate().map(|(column, _)| {
                let has = |row: &&Row| row.segments.iter().any(|s| column_of(s, columns) == column);
                band.iter().find(has).map(|row| row.y)
            });
            let top = band.first().map(|row| row.y)?;
            let size = band.first().and_then(|row| row.segments.first()).map_or(1., |s| s.size);
            let tops: Vec<f64> = tops.flatten().collect();
            Some(tops.len() > 1 && tops.iter().all(|y| top - y < 0.3 * size))
        };
        let ends = starts.iter().skip(1).copied().chain([rows.len()]);
        let even: Vec<bool> =
            starts.iter().zip(ends).filter_map(|(at, end)| is_even(at, end)).collect();
        let share = even.iter().filter(|is| **is).count() as f64 / even.len().max(1) as f64;
        let has_lines = starts.len() < rows.len();
        (even.len() >= 3 && share >= 0.8 && has_lines).then_some(starts)
    }

    /// Rows of a table that horizontal rules part.
    fn ruled_bands(&self, rows: &[Row], columns: &[(f64, f64)]) -> Option<Vec<usize>> {
        let (left, right) = (columns.first()?.0, columns.last()?.1);
        let wide =
            |rule: &&(f64, f64, f64)| rule.2.min(right) - rule.1.max(left) > 0.8 * (right - left);
        let (top, bottom) = (rows.first()?.y, rows.last()?.y);
        let mut heights: Vec<f64> = self
            .rules
            .iter()
            .filter(wide)
            .map(|rule| rule.0)
            .filter(|y| bottom < *y && *y < top)
            .collect();
        heights.sort_by(|a, b| b.total_cmp(a));
        let mut starts = vec![0];
        for y in &heights {
            let at = rows.iter().position(|row| row.y < *y)?;
            if starts.last() != Some(&at) {
                starts.push(at);
            }
        }
        // One rule below the head parts no rows.
        (starts.len() >= 3).then_some(starts)
    }

    fn banded(
        &self,
        rows: Vec<Row>,
        starts: &[usize],
        columns: &[(f64, f64)],
    ) -> Vec<Vec<Vec<Segment>>> {
        let mut table: Vec<Vec<Vec<Segment>>> = Vec::new();
        for (at, row) in rows.into_iter().enumerate() {
            if starts.contains(&at) || table.is_empty() {
                table.push(vec![Vec::new(); columns.len()]);
            }
            let Some(cells) = table.last_mut() else { continue };
            for segment in row.segments {
                if let Some(cell) = cells.get_mut(column_of(&segment, columns)) {
                    cell.push(segment);
                }
            }
        }
        if self.right_to_left {
            table.iter_mut().for_each(|row| row.reverse());
        }
        table
    }

    fn row_by_row(&self, rows: Vec<Row>) -> Vec<Vec<Vec<Segment>>> {
        let cells = |row: Row| {
            let mut cells: Vec<Vec<Segment>> = row.segments.into_iter().map(|s| vec![s]).collect();
            if self.right_to_left {
                cells.reverse();
            }
            cells
        };
        rows.into_iter().map(cells).collect()
    }
}

/// Returns the number of rows from the first on that share a gutter; 0 if they are no region.
fn stretch(rows: &[Row]) -> usize {
    let Some(first) = rows.first() else { return 0 };
    let beside = |a: &Row, b: &Row| match (a.segments.first(), b.segments.first()) {
        (Some(x), Some(y)) => {
            let gap = (x.left - y.right).max(y.left - x.right);
            gap > GUTTER * x.size.min(y.size) && a.y - b.y < 1.9 * x.size.max(y.size) * FIRST as f64
        }
        _ => false,
    };
    // One column may begin some lines above the other.
    let near = rows.iter().take(1 + FIRST).skip(1);
    if first.segments.len() < 2
        && !near.clone().any(|next| next.segments.len() > 1 || beside(first, next))
    {
        return 0;
    }
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut length = 0;
    let mut size = f64::MAX;
    for row in rows {
        let mut wider = taken.clone();
        row.segments.iter().for_each(|s| cover(&mut wider, s.left, s.right));
        size = row.segments.iter().map(|s| s.size).fold(size, f64::min);
        let has_gutter = wider.windows(2).any(|pair| pair[1].0 - pair[0].1 > GUTTER * size);
        let is_first = taken.len() < 2 && wider.len() < 2 && length < FIRST;
        let has_table = row.segments.iter().any(|s| s.table.is_some() && row.segments.len() < 2);
        if !has_gutter && !is_first || has_table {
            break;
        }
        taken = wider;
        length += 1;
    }
    if taken.len() < 2 {
        return 0;
    }
    let rows = rows.get(..length).unwrap_or_default();
    let wide = rows.iter().filter(|row| row.segments.len() > 1).count();
    if wide >= 2 || is_side_by_side(rows) { length } else { 0 }
}

/// Returns true if the columns of some rows stand beside each other, not below.
fn is_side_by_side(rows: &[Row]) -> bool {
    let columns = columns(rows);
    if columns.len() < 2 {
        return false;
    }
    let changes = rows.windows(2).filter(|pair| {
        let column = |row: &Row| row.segments.first().map(|s| column_of(s, &columns));
        column(&pair[0]) != column(&pair[1])
    });
    changes.count() >= 3
}

/// Adds an interval to a sorted set of intervals.
fn cover(taken: &mut Vec<(f64, f64)>, left: f64, right: f64) {
    let from = taken.partition_point(|(_, end)| *end < left);
    let to = taken.partition_point(|(start, _)| *start <= right);
    let within = taken.get(from..to.max(from)).unwrap_or_default();
    let low = within.first().map_or(left, |(start, _)| start.min(left));
    let high = within.last().map_or(right, |(_, end)| end.max(right));
    taken.splice(from..to.max(from), [(low, high)]);
}

/// The columns of a region, from left to right: what its gutters part.
fn columns(rows: &[Row]) -> Vec<(f64, f64)> {
    let mut taken = Vec::new();
    for segment in rows.iter().flat_map(|row| &row.segments) {
        cover(&mut taken, segment.left, segment.right);
    }
    let size = usual_size(rows);
    let mut columns: Vec<(f64, f64)> = Vec::new();
    for (left, right) in taken {
        match columns.last_mut() {
            Some(last) if left - last.1 <= GUTTER * size => last.1 = right,
            _ => columns.push((left, right)),
        }
    }
    columns
}

fn usual_size(rows: &[Row]) -> f64 {
    let mut sizes: Vec<f64> = rows.iter().flat_map(|row| &row.segments).map(|s| s.size).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.)
}

fn column_of(segment: &Segment, columns: &[(f64, f64)]) -> usize {
    let middle = f64::midpoint(segment.left, segment.right);
    columns.partition_point(|(_, right)| *right < middle).min(columns.len().saturating_sub(1))
}

/// The number of rows at the end of a region that only one column has, and that are not its next
/// lines.
fn loose_tail(rows: &[Row]) -> usize {
    let columns = columns(rows);
    let size = usual_size(rows);
    let mut tail = 0;
    for at in (1..rows.len()).rev() {
        let Some(row) = rows.get(at).filter(|row| row.segments.len() == 1) else { break };
        let Some(segment) = row.segments.first() else { break };
        let own = column_of(segment, &columns);
        let mut above = rows.iter().take(at).rev();
        let last = above.find_map(|row| {
            row.segments.iter().find(|s| column_of(s, &columns) == own).map(|s| (row.y, s.size))
        });
        let follows = last.is_some_and(|(y, other)| {
            y - row.y < 1.9 * size && (other - segment.size).abs() < 0.1 * size
        });
        // The columns above may end before it without being over.
        let goes_on = rows.iter().take(at).rev().take(2).any(|row| row.segments.len() > 1);
        if follows && (goes_on || rows.len() > 6) {
            break;
        }
        tail = rows.len() - at;
    }
    tail
}

/// The usual distance of lines within the columns.
fn column_leading(rows: &[Row], columns: &[(f64, f64)]) -> Option<f64> {
    let mut gaps: Vec<f64> = Vec::new();
    for column in 0..columns.len() {
        let ys: Vec<f64> = rows
            .iter()
            .filter(|row| row.segments.iter().any(|s| column_of(s, columns) == column))
            .map(|row| row.y)
            .collect();
        gaps.extend(ys.windows(2).map(|pair| pair[0] - pair[1]));
    }
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 4).copied()
}

/// Returns true if the columns hold running text: enough long lines that fill them.
fn is_running_text(rows: &[Row], columns: &[(f64, f64)]) -> bool {
    let size = usual_size(rows);
    let mut good = 0;
    for (column, (left, right)) in columns.iter().enumerate() {
        let lines: Vec<&Segment> = rows
            .iter()
            .flat_map(|row| &row.segments)
            .filter(|s| column_of(s, columns) == column)
            .collect();
        let full = lines.iter().filter(|s| s.width() > 0.9 * (right - left)).count();
        let is_wide = right - left > 12. * size;
        if lines.len() >= 4 && is_wide && full * 10 >= 3 * lines.len() {
            good += 1;
        }
    }
    good * 2 > columns.len() || good >= 2
}

/// A part of a region of running text.
enum Part {
    Heading(Row),
    Columns(Vec<Row>),
}

/// A heading that stands alone at its height, with columns above and below, ends the columns.
fn cut_at_headings(rows: Vec<Row>, columns: &[(f64, f64)]) -> Vec<Part> {
    let size = usual_size(&rows);
    let leading = column_leading(&rows, columns).unwrap_or(size);
    let in_columns = |rows: &[Row]| {
        let mut has = vec![false; columns.len()];
        for segment in rows.iter().flat_map(|row| &row.segments) {
            if let Some(has) = has.get_mut(column_of(segment, columns)) {
                *has = true;
            }
        }
        has.iter().filter(|has| **has).count() > 1
    };
    let is_heading = |at: usize| {
        let row = rows.get(at).filter(|row| row.segments.len() == 1)?;
        let segment = row.segments.first()?;
        let is_bold = segment.clusters.iter().filter(|c| !c.is_space()).all(|c| c.bold);
        let before =
            at.checked_sub(1).and_then(|at| rows.get(at)).map_or(f64::MAX, |b| b.y - row.y);
        let after = rows.get(at + 1).map_or(f64::MAX, |after| row.y - after.y);
        let alone = before > 1.15 * leading && after > 1.05 * leading;
        let is_other = segment.size > 1.1 * size || is_bold;
        let split = rows.split_at(at);
        (alone && is_other && in_columns(split.0) && in_columns(split.1.get(1..)?)).then_some(())
    };
    let headings: Vec<usize> = (0..rows.len()).filter(|at| is_heading(*at).is_some()).collect();
    let mut parts = Vec::new();
    let mut open = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        if headings.contains(&at) {
            parts.push(Part::Columns(std::mem::take(&mut open)));
            parts.push(Part::Heading(row));
        } else {
            open.push(row);
        }
    }
    parts.push(Part::Columns(open));
    parts
}
