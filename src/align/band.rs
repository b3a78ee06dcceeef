//! The part of the plane of positions that the search looks at.

use std::ops::Range;

/// For each number of source segments covered, the numbers of target segments that the search
/// looks at. Neighbouring rows overlap, so that a path always exists.
#[derive(Debug, Clone)]
pub struct Band {
    rows: Vec<Range<usize>>,
    /// Index of each row's first node.
    first: Vec<usize>,
    target: usize,
}

impl Band {
    /// Every node of a pair of so many segments.
    pub fn whole(source: usize, target: usize) -> Self {
        Self::from_rows(vec![0..target + 1; source + 1], target)
    }

    /// The nodes within `width` of a rising line through the given nodes; `(0, 0)` and the end are
    /// always on it.
    pub fn around(points: &[(usize, usize)], source: usize, target: usize, width: usize) -> Self {
        let mut line = vec![(0, 0)];
        line.extend(points.iter().copied().filter(|p| p.0 > 0 && p.0 < source));
        line.push((source, target));
        let mut rows = Vec::with_capacity(source + 1);
        for pair in line.windows(2) {
            let ((i0, j0), (i1, j1)) = (pair[0], pair[1]);
            for i in i0..i1 {
                let middle = j0 + (j1 - j0) * (i - i0) / (i1 - i0);
                // Where one source segment stands against many target ones, the row holds them all.
                let next = j0 + (j1 - j0) * (i + 1 - i0) / (i1 - i0);
                rows.push(middle.saturating_sub(width)..(next + width + 1).min(target + 1));
            }
        }
        rows.push(target.saturating_sub(width)..target + 1);
        rows[0].start = 0;
        Self::from_rows(rows, target)
    }

    /// This band, but where another, wider one was cramped: there, and `by` rows before and after,
    /// that one, made wider `by` nodes to either side.
    pub(super) fn relieved(&self, wider: &Self, cramped: &[usize], by: usize) -> Self {
        let mut rows = self.rows.clone();
        for &i in cramped {
            for k in i.saturating_sub(by)..(i + by + 1).min(rows.len()) {
                let wide = &wider.rows[k];
                rows[k] = wide.start.saturating_sub(by)..(wide.end + by).min(self.target + 1);
            }
        }
        Self::from_rows(rows, self.target)
    }

    /// The nodes of these rows. For a path to lead through, each must overlap the next, the first
    /// hold 0 and the last the end.
    pub(super) fn from_rows(rows: Vec<Range<usize>>, target: usize) -> Self {
        let mut nodes = 0;
        let first = rows
            .iter()
            .map(|row| {
                nodes += row.len();
                nodes - row.len()
            })
            .collect();
        Self { rows, first, target }
    }

    /// The number of a node.
    pub(super) fn node(&self, i: usize, j: usize) -> Option<usize> {
        let row = self.rows.get(i)?;
        row.contains(&j).then(|| self.first[i] + j - row.start)
    }

    /// The position of a node.
    pub(super) fn place(&self, node: usize) -> (usize, usize) {
        let i = self.first.partition_point(|first| *first <= node) - 1;
        (i, self.rows[i].start + node - self.first[i])
    }

    /// How many nodes it has.
    pub fn nodes(&self) -> usize {
        self.first.last().map_or(0, |f| f + self.rows[self.rows.len() - 1].len())
    }

    /// The nodes in the order of their numbers.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        self.rows.iter().enumerate().flat_map(|(i, row)| row.clone().map(move |j| (i, j)))
    }

    /// The numbers of target segments in each row.
    pub(super) fn rows(&self) -> &[Range<usize>] {
        &self.rows
    }

    /// How many target segments there are.
    pub(super) fn target(&self) -> usize {
        self.target
    }

    /// For each source segment, the target segments that a bead of at most so many segments a side
    /// may join it with.
    pub(super) fn segments(&self, longest: usize) -> Vec<Range<usize>> {
        let source = self.rows.len() - 1;
        (0..source)
            .map(|i| {
                let near = &self.rows[(i + 1).saturating_sub(longest)..=(i + longest).min(source)];
                let start = near.iter().map(|row| row.start).min().unwrap_or(0);
                let end = near.iter().map(|row| row.end - 1).max().unwrap_or(0);
                start..end.max(start)
            })
            .collect()
    }
}
