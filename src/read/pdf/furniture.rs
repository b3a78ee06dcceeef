//! Running heads and feet, and page numbers: what stands at the edge of pages and is no part of the
//! text.

use std::collections::BTreeMap;

use super::{
    line::Line,
    page::{PageText, Part},
};
use crate::document::BlockKind;

/// Number of lines from the edge of a page that may be a head or a foot.
const EDGE: f64 = 3.5;

/// Heads and feet of a page.
pub(super) type Furniture = Vec<(BlockKind, Line)>;

/// Takes the heads and feet out of the pages.
pub(super) fn take(pages: &mut [PageText]) -> Vec<Furniture> {
    let mut counts: BTreeMap<(String, i64), usize> = BTreeMap::new();
    for page in pages.iter() {
        let Some(edges) = Edges::of(page) else { continue };
        let mut own: Vec<(String, i64)> =
            plain_lines(page).filter(|l| edges.kind(l).is_some()).map(key).collect();
        own.sort();
        own.dedup();
        own.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    let many = pages.len().div_ceil(2).max(2);
    let is_common = |line: &Line| {
        // Heights are rounded, so that one may fall on either side.
        let (text, height) = key(line);
        let near = (height - 1..=height + 1).map(|h| counts.get(&(text.clone(), h)).copied());
        near.flatten().sum::<usize>() >= many
    };
    pages.iter_mut().map(|page| take_of(page, &is_common)).collect()
}

fn take_of(page: &mut PageText, is_common: &impl Fn(&Line) -> bool) -> Furniture {
    let Some(edges) = Edges::of(page) else { return Vec::new() };
    let mut taken = Vec::new();
    for part in &mut page.parts {
        let Part::Lines { lines, .. } = part else { continue };
        let mut kept = Vec::with_capacity(lines.len());
        for line in std::mem::take(lines) {
            let kind = edges.kind(&line);
            let outermost = (line.y - edges.top).abs() < 0.3 * line.size
                || (line.y - edges.bottom).abs() < 0.3 * line.size;
            let is_number = outermost && edges.lines > 2 && is_page_number(&line.text);
            match kind.filter(|_| line.furniture || is_number || is_common(&line)) {
                Some(kind) => taken.push((kind, line)),
                None => kept.push(line),
            }
        }
        *lines = kept;
    }
    page.parts.retain(|part| !matches!(part, Part::Lines { lines, .. } if lines.is_empty()));
    taken
}

fn plain_lines(page: &PageText) -> impl Iterator<Item = &Line> {
    page.parts.iter().flat_map(|part| match part {
        Part::Lines { lines, .. } => lines.as_slice(),
        Part::Table(_) => &[],
    })
}

/// The text of a line with its digits masked, and its height.
fn key(line: &Line) -> (String, i64) {
    let mask = |c: char| if c.is_numeric() { '0' } else { c };
    let mut text: String = line.text.chars().map(mask).collect();
    while text.contains("00") {
        text = text.replace("00", "0");
    }
    (text, (line.y / 4.).round() as i64)
}

/// The outermost lines of a page.
struct Edges {
    top: f64,
    bottom: f64,
    leading: f64,
    lines: usize,
}

impl Edges {
    fn of(page: &PageText) -> Option<Self> {
        let mut ys: Vec<f64> = Vec::new();
        let mut sizes: Vec<f64> = Vec::new();
        for part in &page.parts {
            let lines: Box<dyn Iterator<Item = &Line>> = match part {
                Part::Lines { lines, .. } => Box::new(lines.iter()),
                Part::Table(rows) => Box::new(rows.iter().flatten().flatten()),
            };
            for line in lines {
                ys.push(line.y);
                sizes.push(line.size);
            }
        }
        ys.sort_by(f64::total_cmp);
        sizes.sort_by(f64::total_cmp);
        Some(Self {
            top: *ys.last()?,
            bottom: *ys.first()?,
            leading: 1.4 * sizes.get(sizes.len() / 2)?,
            lines: ys.len(),
        })
    }

    fn kind(&self, line: &Line) -> Option<BlockKind> {
        let room = EDGE * self.leading;
        let (from_top, from_bottom) = (self.top - line.y, line.y - self.bottom);
        if from_top <= room && from_top <= from_bottom {
            Some(BlockKind::Header)
        } else {
            (from_bottom <= room).then_some(BlockKind::Footer)
        }
    }
}

/// Returns true for a page number: `12`, `– 3 –`, `iv`, `صفحة 1 / 4`, `Page 2 of 9`.
fn is_page_number(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| {
            c.is_whitespace()
                || matches!(c, '/' | '-' | '–' | '—' | '|' | '.' | '(' | ')' | '[' | ']')
        })
        .filter(|word| !word.is_empty())
        .collect();
    let is_number = |word: &str| word.chars().count() <= 4 && word.chars().all(|c| c.is_numeric());
    let is_word = |word: &str| {
        matches!(
            word,
            "صفحة" | "الصفحة" | "ص" | "من" | "Page" | "page" | "p" | "PAGE" | "of" | "Seite"
        )
    };
    let numbers = words.iter().filter(|word| is_number(word)).count();
    let is_roman = words.len() == 1 && text.len() <= 5 && text.chars().all(|c| "ivxl".contains(c));
    is_roman
        || (1..=2).contains(&numbers) && words.iter().all(|word| is_number(word) || is_word(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_text() {
        for text in ["12", "– 3 –", "٤", "iv", "صفحة 1 / 4", "Page 2 of 9", "- 7 -"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["12345", "المادة 3", "1 2 3", "live", "", "ص"] {
            assert!(!is_page_number(text), "{text}");
        }
    }
}
