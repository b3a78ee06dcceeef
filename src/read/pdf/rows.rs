//! Rows of clusters on one baseline, and their segments: what stands together without a wide gap.

use super::cluster::{Cluster, is_right_to_left};

/// Gap that ends a segment, in ems, where spaces are drawn in it.
const WIDE_WITH_SPACES: f64 = 1.6;
/// Gap that ends a segment, in ems, where nothing is drawn in it.
const WIDE: f64 = 0.95;
/// Gap that ends a segment if other segments have an edge there, in ems.
const NARROW: f64 = 0.6;
/// Number of segments that share the edge.
const SHARED: usize = 4;
/// Number of clusters of a segment, and of what is moved about in a row: no line of a real page has as
/// many.
const LONGEST: usize = 4096;
/// Distance of a label from its text, in ems.
const LABEL_GAP: f64 = 3.;

/// A stretch of a row without a wide gap.
#[derive(Debug, Clone, Default)]
pub(super) struct Segment {
    /// The clusters from left to right, without spaces at the ends.
    pub clusters: Vec<Cluster>,
    pub left: f64,
    pub right: f64,
    pub y: f64,
    /// The size of most of its letters.
    pub size: f64,
    /// The label of a list item or a note, which stood before it.
    pub label: Option<String>,
    /// True if it begins with the raised number of a note.
    pub is_note: bool,
    /// The number of a table in whose place it stands.
    pub table: Option<usize>,
}

/// The segments on one baseline, from left to right.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub y: f64,
    pub segments: Vec<Segment>,
}

impl Segment {
    /// Makes a segment of clusters in the order of the row; `None` if there is no text.
    pub(super) fn new(mut clusters: Vec<Cluster>) -> Option<Self> {
        let is_blank = |c: &Cluster| c.is_space() || c.is_filler();
        let rtl = clusters.iter().any(|c| c.text.chars().any(is_right_to_left));
        let start = if rtl { clusters.last() } else { clusters.first() };
        let is_note = start.is_some_and(|c| c.is_call);
        let end = clusters.iter().rposition(|c| !is_blank(c))?;
        clusters.truncate(end + 1);
        let start = clusters.iter().position(|c| !is_blank(c))?;
        clusters.drain(..start);
        let size = usual_size(&clusters);
        let left = clusters.iter().map(|c| c.left).fold(f64::MAX, f64::min);
        let right = clusters.iter().map(|c| c.right).fold(f64::MIN, f64::max);
        let of_size = |c: &&Cluster| (c.size - size).abs() < 0.1 * size;
        let y = clusters.iter().find(of_size).map_or(0., |c| c.y);
        Some(Self { clusters, left, right, y, size, label: None, is_note, table: None })
    }

    /// The numbers of letters that run to the left and to the right.
    pub(super) fn letters(&self) -> (usize, usize) {
        let letters =
            self.clusters.iter().flat_map(|c| c.text.chars()).filter(|c| c.is_alphabetic());
        letters.fold((0, 0), |(rtl, ltr), c| match is_right_to_left(c) {
            true => (rtl + 1, ltr),
            false => (rtl, ltr + 1),
        })
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }
}

/// The size of most letters; in Arabic text that of the Arabic ones, for Latin words often stand in a
/// smaller font.
fn usual_size(clusters: &[Cluster]) -> f64 {
    let letters = || clusters.iter().filter(|c| !c.is_space() && !c.is_filler());
    let arabic = || letters().filter(|c| c.text.chars().any(is_right_to_left));
    let mut sizes: Vec<f64> = match arabic().nth(1) {
        Some(_) => arabic().map(|c| c.size).collect(),
        None => letters().map(|c| c.size).collect(),
    };
    sizes.sort_by(f64::total_cmp);
    sizes.get(sizes.len() / 2).copied().unwrap_or(1.)
}

/// Arranges clusters in rows from the top, and cuts the rows.
pub(super) fn rows(clusters: Vec<Cluster>) -> Vec<Row> {
    let mut rows: Vec<Row> = baselines(clusters)
        .into_iter()
        .map(|(y, clusters)| Row { y, segments: cut(clusters) })
        .filter(|row| !row.segments.is_empty())
        .collect();
    split_at_shared_edges(&mut rows);
    rows.iter_mut().for_each(join_labels);
    rows
}

fn baselines(mut clusters: Vec<Cluster>) -> Vec<(f64, Vec<Cluster>)> {
    clusters.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.order.cmp(&b.order)));
    let mut rows: Vec<(f64, Vec<Cluster>)> = Vec::new();
    for cluster in clusters {
        match rows.last_mut() {
            Some((y, row)) if is_level(*y, row, &cluster) => row.push(cluster),
            _ => rows.push((cluster.y, vec![cluster])),
        }
    }
    for (_, row) in &mut rows {
        row.sort_by(|a, b| a.middle().total_cmp(&b.middle()).then(a.order.cmp(&b.order)));
    }
    merge_raised(&mut rows);
    rows
}

/// Returns true if a cluster stands on the baseline of a row. Baselines of text over a scanned page
/// are guessed.
fn is_level(y: f64, row: &[Cluster], cluster: &Cluster) -> bool {
    // The first ones tell: a row of many thousand clusters is not gone through for each.
    let size = row.iter().take(8).map(|c| c.size).fold(cluster.size, f64::max);
    let share = if cluster.hidden { 0.4 } else { 0.2 };
    y - cluster.y <= share * size
}

/// Moves small raised and lowered clusters to the row of the letter that they touch. The raised
/// number of a note is no text; one behind a unit or a number is a power.
fn merge_raised(rows: &mut Vec<(f64, Vec<Cluster>)>) {
    for at in 0..rows.len() {
        let Some((y, row)) = rows.get_mut(at).map(|(y, row)| (*y, std::mem::take(row))) else {
            continue;
        };
        let mut kept = Vec::with_capacity(row.len());
        for cluster in row {
            match host(rows, at, y, &cluster) {
                Some(row) => insert(rows, row, cluster),
                None => kept.push(cluster),
            }
        }
        if let Some((_, row)) = rows.get_mut(at) {
            *row = kept;
        }
    }
    rows.retain(|(_, row)| !row.is_empty());
}

/// Returns the row of the letter that a small cluster touches.
fn host(rows: &[(f64, Vec<Cluster>)], at: usize, y: f64, small: &Cluster) -> Option<usize> {
    let below = (at + 1..rows.len()).take(4);
    let above = (at.saturating_sub(3)..at).rev();
    below.chain(above).find_map(|other| {
        let (base, row) = rows.get(other).filter(|(_, row)| row.len() < LONGEST)?;
        let from = row.partition_point(|c| c.middle() < small.middle());
        (from.saturating_sub(2)..(from + 2).min(row.len())).find_map(|place| {
            let c = row.get(place)?;
            let raise = (y - base) / c.size;
            let is_raised = (0.1..0.65).contains(&raise) || (-0.4..-0.1).contains(&raise);
            let touches =
                c.left - 0.3 * c.size < small.right && small.left < c.right + 0.3 * c.size;
            let is_small = small.size < 0.83 * c.size && !c.is_space();
            (is_raised && touches && is_small).then_some(other)
        })
    })
}

fn insert(rows: &mut [(f64, Vec<Cluster>)], row: usize, mut small: Cluster) {
    let Some((y, row)) = rows.get_mut(row) else { return };
    let is_number = !small.text.is_empty()
        && small
            .text
            .chars()
            .all(|c| c.is_numeric() || matches!(c, '*' | '†' | '‡' | '(' | ')' | ','));
    let is_raised = small.y > *y;
    if is_number && is_raised {
        let from = row.partition_point(|c| c.middle() < small.middle());
        let is_unit = is_unit(row.get(..from).unwrap_or_default(), &small);
        small.is_call = !is_unit;
        small.text = match is_unit {
            true => small.text.chars().map(power).collect(),
            false => String::new(),
        };
    }
    small.y = *y;
    let at = row.partition_point(|c| c.middle() < small.middle());
    row.insert(at, small);
}

/// Returns true if what stands on the left of a raised number can have a power: a number or a unit.
fn is_unit(before: &[Cluster], small: &Cluster) -> bool {
    let Some(last) = before.last().filter(|c| small.left - c.right < 0.15 * c.size) else {
        return false;
    };
    if last.text.chars().all(|c| c.is_ascii_digit()) {
        return true;
    }
    let is_letter = |c: &&Cluster| c.text.chars().all(char::is_alphabetic) && !c.is_space();
    let word = before.iter().rev().take_while(is_letter).take(4);
    let word: Vec<&str> = word.map(|c| c.text.as_str()).collect();
    let word: String = word.into_iter().rev().collect();
    matches!(&*word, "m" | "M" | "s" | "km" | "cm" | "dm" | "mm" | "nm" | "µm" | "ms")
}

fn power(c: char) -> char {
    match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + c as u32 - 0x30).unwrap_or(c),
        _ => c,
    }
}

fn cut(row: Vec<Cluster>) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut open: Vec<Cluster> = Vec::new();
    let (mut right, mut spaces) = (f64::MIN, false);
    for cluster in row {
        if cluster.is_space() {
            spaces = true;
            open.push(cluster);
            continue;
        }
        let limit = if spaces { WIDE_WITH_SPACES } else { WIDE };
        // The sizes of text over a scanned page are guessed, often too small.
        let limit = if cluster.hidden { 1.5 * limit } else { limit };
        let is_far = cluster.left - right > limit * cluster.size && right > f64::MIN;
        if !open.is_empty() && is_far || open.len() >= LONGEST {
            segments.extend(Segment::new(std::mem::take(&mut open)));
        }
        (right, spaces) = (right.max(cluster.right), false);
        open.push(cluster);
    }
    segments.extend(Segment::new(open));
    segments
}

/// Cuts at gaps without a drawn space where many segments of the page have an edge: the narrow
/// gutter of a table.
fn split_at_shared_edges(rows: &mut [Row]) {
    let mut edges: Vec<f64> = Vec::new();
    for segment in rows.iter().flat_map(|row| &row.segments) {
        edges.extend([segment.left, segment.right]);
        edges.extend(gaps(segment).into_iter().flat_map(|(_, left, right)| [left, right]));
    }
    edges.sort_by(f64::total_cmp);
    let shared = |x: f64, size: f64| {
        let near = 0.15 * size;
        let from = edges.partition_point(|edge| *edge < x - near);
        edges.partition_point(|edge| *edge <= x + near) - from >= SHARED
    };
    for row in rows {
        let mut cut: Vec<Segment> = Vec::with_capacity(row.segments.len());
        for mut segment in row.segments.drain(..) {
            let size = segment.size;
            let places: Vec<usize> = gaps(&segment)
                .into_iter()
                .filter(|(_, left, right)| shared(*left, size) || shared(*right, size))
                .map(|(at, ..)| at)
                .collect();
            let mut tails = Vec::new();
            for at in places.into_iter().rev() {
                tails.push(segment.clusters.split_off(at));
            }
            cut.extend(Segment::new(segment.clusters));
            cut.extend(tails.into_iter().rev().filter_map(Segment::new));
        }
        row.segments = cut;
    }
}

/// The gaps of a segment that may be a gutter: the index of the cluster behind, the edges.
fn gaps(segment: &Segment) -> Vec<(usize, f64, f64)> {
    let mut found = Vec::new();
    let mut right = f64::MAX;
    let mut spaces = false;
    for (at, cluster) in segment.clusters.iter().enumerate() {
        if cluster.is_space() {
            spaces = true;
            continue;
        }
        if !spaces && cluster.left - right > NARROW * segment.size {
            found.push((at, right, cluster.left));
        }
        right = if right == f64::MAX { cluster.right } else { right.max(cluster.right) };
        spaces = false;
    }
    found
}

/// Joins a label that stands alone to the segment that follows it in its direction.
fn join_labels(row: &mut Row) {
    let mut at = 0;
    while at < row.segments.len() && row.segments.len() < LONGEST {
        let Some(label) = row.segments.get(at).and_then(label_of) else {
            at += 1;
            continue;
        };
        let next_is_near = |other: usize, to_the_left: bool| {
            let (Some(a), Some(b)) = (row.segments.get(at), row.segments.get(other)) else {
                return false;
            };
            let gap = if to_the_left { a.left - b.right } else { b.left - a.right };
            let (rtl, ltr) = b.letters();
            let fits = if to_the_left { rtl > 0 && 3 * rtl > ltr } else { rtl == 0 && ltr > 0 };
            fits && gap < LABEL_GAP * b.size && b.label.is_none()
        };
        let left = at.checked_sub(1).filter(|left| next_is_near(*left, true));
        let right = Some(at + 1).filter(|right| next_is_near(*right, false));
        match left.or(right) {
            Some(other) => {
                if let Some(segment) = row.segments.get_mut(other) {
                    segment.label = Some(label);
                }
                row.segments.remove(at);
            }
            None => at += 1,
        }
    }
}

/// Returns the label that a segment is, if it is one: a bullet, `1.`, `(أ)`, `iv)`.
fn label_of(segment: &Segment) -> Option<String> {
    let text: String = segment.clusters.iter().map(|c| c.text.as_str()).collect();
    is_label(text.trim()).then(|| text.trim().to_owned())
}

/// Returns true for a sign that begins an item of a list.
pub(super) fn is_bullet(c: char) -> bool {
    matches!(
        c,
        '•' | '·'
            | '▪'
            | '▫'
            | '◦'
            | '‣'
            | '●'
            | '○'
            | '■'
            | '□'
            | '◆'
            | '◇'
            | '►'
            | '▶'
    ) || matches!(c, '➢' | '➤' | '✓' | '✔' | '⁃' | '∙' | '–' | '—' | '-' | '*' | '❖' | '→' | '←')
}

/// Returns true for the label of an item of a list, in whichever order its characters stand.
pub(super) fn is_label(text: &str) -> bool {
    let mut chars = text.chars();
    if let (Some(c), None) = (chars.next(), chars.next()) {
        return is_bullet(c) || c == 'o';
    }
    let is_sign = |c: char| matches!(c, '.' | ')' | '(' | '-' | ']' | '[' | '/');
    let core: Vec<char> = text.chars().filter(|c| !is_sign(*c)).collect();
    let has_sign = text.chars().any(is_sign) && text.chars().count() <= core.len() + 2;
    let is_roman = core.iter().all(|c| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'));
    let is_number = core.iter().all(|c| c.is_numeric());
    has_sign
        && match core.len() {
            1 => core.iter().all(|c| c.is_alphanumeric()),
            2 | 3 => is_number || is_roman,
            4 => is_roman,
            _ => false,
        }
}
