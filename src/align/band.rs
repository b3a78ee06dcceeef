//! The part of the grid that the search covers.

use std::ops::Range;

/// A band of grid nodes: for each number of covered source segments (row), the range of covered
/// target segments that the search visits. Neighbouring rows overlap, so that a path always exists.
#[derive(Debug, Clone)]
pub(crate) struct Band {
    rows: Vec<Range<usize>>,
    /// Index of each row's first node.
    first: Vec<usize>,
    target: usize,
}

impl Band {
    /// All nodes of a pair of texts with the given numbers of segments.
    pub(crate) fn whole(source: usize, target: usize) -> Self {
        Self::from_rows(vec![0..target + 1; source + 1], target)
    }

    /// The nodes within `width` of a rising line through `points`. `(0, 0)` and the end node are
    /// always on the line.
    pub(crate) fn around(
        points: &[(usize, usize)],
        source: usize,
        target: usize,
        width: usize,
    ) -> Self {
        let mut line = vec![(0, 0)];
        line.extend(points.iter().copied().filter(|p| p.0 > 0 && p.0 < source));
        line.push((source, target));
        let mut rows = Vec::with_capacity(source + 1);
        for pair in line.windows(2) {
            let ((i0, j0), (i1, j1)) = (pair[0], pair[1]);
            for i in i0..i1 {
                let middle = j0 + (j1 - j0) * (i - i0) / (i1 - i0);
                // If the line passes many target segments in one source segment, the row holds all.
                let next = j0 + (j1 - j0) * (i + 1 - i0) / (i1 - i0);
                rows.push(middle.saturating_sub(width)..(next + width + 1).min(target + 1));
            }
        }
        rows.push(target.saturating_sub(width)..target + 1);
        rows[0].start = 0;
        Self::from_rows(rows, target)
    }

    /// Returns this band, widened near the `cramped` rows of `wider`: those rows and `by` rows before
    /// and after them are taken from `wider` and extended by `by` nodes to either side.
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

    /// A band of these rows. A path exists only if each row overlaps the next, the first row holds 0
    /// and the last row holds the end.
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

    /// Returns the number of the node `(i, j)`, or `None` if the band does not hold it.
    pub(super) fn node(&self, i: usize, j: usize) -> Option<usize> {
        let row = self.rows.get(i)?;
        row.contains(&j).then(|| self.first[i] + j - row.start)
    }

    /// Returns `true` for a node of the band.
    pub(super) fn holds(&self, (i, j): (usize, usize)) -> bool {
        self.rows.get(i).is_some_and(|row| row.contains(&j))
    }

    /// Number of nodes.
    pub(crate) fn nodes(&self) -> usize {
        self.first.last().map_or(0, |f| f + self.rows[self.rows.len() - 1].len())
    }

    /// Iterates over the nodes in the order of their numbers.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> {
        self.rows.iter().enumerate().flat_map(|(i, row)| row.clone().map(move |j| (i, j)))
    }

    /// The range of covered target segments in each row.
    pub(super) fn rows(&self) -> &[Range<usize>] {
        &self.rows
    }

    /// Numbers of segments.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.rows.len() - 1, self.target)
    }

    /// Number of target segments.
    pub(super) fn target(&self) -> usize {
        self.target
    }

    /// For each source segment, the target segments that a bead of at most `longest` segments on
    /// either side may join it with.
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
