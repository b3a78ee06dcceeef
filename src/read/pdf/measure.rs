//! Measures of the text of a document: the usual size and leading, the edges of columns.

use std::collections::BTreeMap;

use super::{
    line::Line,
    page::{PageText, Part},
};

/// What is usual in a document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measure {
    /// The size of most letters.
    pub body: f64,
    /// The distance of lines, in ems.
    pub leading: f64,
    /// True if most letters are bold.
    pub is_bold: bool,
    /// True if most text lies unpainted over a scanned page.
    pub is_hidden: bool,
}

impl Measure {
    pub(super) fn of(pages: &[PageText]) -> Self {
        let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
        let (mut bold, mut hidden, mut all) = (0, 0, 0);
        let mut gaps = Vec::new();
        let plain = |part: &Part| matches!(part, Part::Lines { .. });
        let has_lines = pages.iter().flat_map(|page| &page.parts).any(plain);
        for page in pages {
            let lines: Box<dyn Iterator<Item = &Line>> = match has_lines {
                true => Box::new(page.parts.iter().flat_map(|part| match part {
                    Part::Lines { lines, .. } => lines.as_slice(),
                    Part::Table(_) => &[],
                })),
                false => Box::new(page.lines()),
            };
            for line in lines {
                let letters = line.text.chars().count();
                *sizes.entry((line.size * 4.).round() as i64).or_default() += letters;
                all += letters;
                bold += if line.bold { letters } else { 0 };
                hidden += if line.hidden { letters } else { 0 };
            }
            for part in &page.parts {
                if let Part::Lines { lines, .. } = part {
                    gaps.extend(distances(lines));
                }
            }
        }
        let body = sizes
            .iter()
            .max_by_key(|(_, letters)| **letters)
            .map_or(10., |(size, _)| *size as f64 / 4.);
        Self {
            body,
            leading: usual(gaps).unwrap_or(1.4),
            is_bold: 2 * bold > all,
            is_hidden: 2 * hidden > all,
        }
    }
}

/// The distances of lines that follow each other in one size, in ems.
fn distances(lines: &[Line]) -> Vec<f64> {
    let pairs = lines
        .windows(2)
        .filter(|pair| (pair[0].size - pair[1].size).abs() < 0.08 * pair[0].size || pair[0].hidden);
    let gaps = pairs.map(|pair| (pair[0].y - pair[1].y) / pair[0].size.max(pair[1].size));
    gaps.filter(|gap| (0.7..3.5).contains(gap)).collect()
}

/// The usual distance of the lines of a column, in ems, if there are enough to tell.
pub(super) fn leading(lines: &[Line]) -> Option<f64> {
    let gaps = distances(lines);
    (gaps.len() >= 6).then(|| usual(gaps)).flatten()
}

/// The distance that most have, of the smaller ones.
fn usual(mut gaps: Vec<f64>) -> Option<f64> {
    gaps.sort_by(f64::total_cmp);
    let near = |gap: f64| {
        let from = gaps.partition_point(|g| *g < gap * 0.97);
        gaps.partition_point(|g| *g <= gap * 1.03) - from
    };
    let most = gaps.iter().map(|gap| near(*gap)).max()?;
    // Of two that are nearly as common the smaller one: the other is that of paragraphs.
    gaps.iter().copied().find(|gap| 2 * near(*gap) >= most)
}

/// The edges that lines may fill.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Edges {
    left: f64,
    right: f64,
}

impl Edges {
    pub(super) fn new(left: f64, right: f64) -> Self {
        Self { left, right }
    }

    /// The edges of the text of a page that does not stand in columns. Lines that others follow closely
    /// tell them: headings, numbers and single lines may stand anywhere.
    pub(super) fn of_page(page: &PageText) -> Option<Self> {
        let mut lines = Vec::new();
        for part in &page.parts {
            let Part::Lines { lines: own, is_narrow: false, .. } = part else { continue };
            lines.extend(
                own.windows(2)
                    .filter(|pair| {
                        let gap = pair[0].y - pair[1].y;
                        gap > 0.
                            && gap < 2.2 * pair[0].size
                            && (pair[0].size - pair[1].size).abs() < 0.1 * pair[0].size
                    })
                    .map(|pair| &pair[0]),
            );
        }
        let edge = |of: fn(&Line) -> f64, pick: fn(f64, f64) -> f64, start| {
            lines.iter().map(|l| of(l)).fold(start, pick)
        };
        (lines.len() >= 4).then(|| {
            Self::new(edge(|l| l.left, f64::min, f64::MAX), edge(|l| l.right, f64::max, f64::MIN))
        })
    }

    /// The middle ones of some edges.
    pub(super) fn usual(edges: &[Self]) -> Option<Self> {
        let middle = |of: fn(&Self) -> f64| {
            let mut all: Vec<f64> = edges.iter().map(of).collect();
            all.sort_by(f64::total_cmp);
            all.get(all.len() / 2).copied()
        };
        Some(Self::new(middle(|e| e.left)?, middle(|e| e.right)?))
    }

    /// The edges of each stretch of lines that follow each other closely.
    pub(super) fn of_group(self, lines: &[Line]) -> Groups {
        let mut groups = Vec::with_capacity(lines.len());
        let mut from = 0;
        while from < lines.len() {
            let follows = |pair: &&[Line]| {
                let (a, b) = (&pair[0], &pair[1]);
                let gap = a.y - b.y;
                b.label.is_none()
                    && gap > 0.
                    && gap < 2.2 * a.size
                    && (a.size - b.size).abs() < 0.1 * a.size
            };
            let rest = lines.get(from..).unwrap_or_default();
            let length = 1 + rest.windows(2).take_while(follows).count();
            let edges = self.narrowed(rest.get(..length).unwrap_or_default());
            groups.extend(std::iter::repeat_n(edges, length));
            from += length;
        }
        Groups(groups)
    }

    /// A block that is set in has edges of its own: several of its lines end there.
    fn narrowed(self, lines: &[Line]) -> Self {
        let left = lines.iter().map(|l| l.left).fold(f64::MAX, f64::min);
        let right = lines.iter().map(|l| l.right).fold(f64::MIN, f64::max);
        let size = lines.first().map_or(1., |l| l.size);
        let shared = |edge: f64, of: &dyn Fn(&Line) -> f64| {
            let at_edge = lines.iter().filter(|l| (of(l) - edge).abs() < 0.25 * size).count();
            at_edge >= 2 && 5 * at_edge >= 2 * lines.len()
        };
        let width = self.right - self.left;
        if lines.len() < 3 || right - left < 0.4 * width {
            return self;
        }
        Self {
            left: if shared(left, &|l| l.left) { left } else { self.left },
            right: if shared(right, &|l| l.right) { right } else { self.right },
        }
    }

    /// Returns true if the first word of a line would not have fitted behind the line before.
    pub(super) fn is_full(&self, before: &Line, line: &Line) -> bool {
        let (left, right) = (before.left - self.left, self.right - before.right);
        let size = before.size;
        let is_centred =
            left > size && right > size && (left - right).abs() < size.max(0.1 * (left + right));
        let next = line.left - self.left - (self.right - line.right);
        let room = match is_centred && next.abs() < 2. * size {
            true => left + right,
            // A line of the other direction than its column may begin at the far edge.
            false if before.right_to_left && left < size && right > 6. * size => right,
            false if before.right_to_left => left,
            false => right,
        };
        let space = 0.25 * size;
        room < line.first_word + space
    }

    /// Returns true if a line has room on both sides, or none on either.
    fn is_centred(&self, line: &Line) -> bool {
        let (left, right) = (line.left - self.left, self.right - line.right);
        (left - right).abs() < line.size && (left > line.size || left < 0.5 * line.size)
    }

    /// Returns true if a line begins where text of the direction of the line before does.
    pub(super) fn has_start(&self, line: &Line, before: &Line) -> bool {
        if line.right_to_left == before.right_to_left
            || self.is_centred(line) && self.is_centred(before)
        {
            return true;
        }
        let off =
            if before.right_to_left { self.right - line.right } else { line.left - self.left };
        off < 1.5 * line.size
    }

    /// Returns true if a line is set in like the first of a paragraph.
    pub(super) fn is_indented(&self, line: &Line, before: &Line) -> bool {
        let indent = |line: &Line| {
            if before.right_to_left { self.right - line.right } else { line.left - self.left }
        };
        let (now, then) = (indent(line), indent(before));
        let room = (line.left - self.left).min(self.right - line.right);
        !(self.is_centred(line) && room > line.size)
            && before.label.is_none()
            && then < 0.5 * line.size
            && (0.8 * line.size..6. * line.size).contains(&now)
    }
}

/// The edges of the stretch of each line.
#[derive(Debug)]
pub(super) struct Groups(Vec<Edges>);

impl Groups {
    /// The edges of a line and the one before it.
    pub(super) fn edges(&self, at: usize) -> Edges {
        self.0.get(at.saturating_sub(1)).copied().unwrap_or_default()
    }

    /// The edges of a line.
    pub(super) fn of_line(&self, at: usize) -> Option<Edges> {
        self.0.get(at).copied()
    }
}
