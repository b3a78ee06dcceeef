//! Paragraphs: lines that belong together, over columns and pages, and the kinds of blocks.

use std::{collections::BTreeMap, ops::Range};

use super::{
    line::Line,
    measure::{Edges, Groups, Measure, leading},
    page::{PageText, Part},
    words::Words,
};
use crate::document::{BlockKind, MarkKind};

/// A block of text.
#[derive(Debug, Clone, Default)]
pub(super) struct Built {
    pub kind: Option<BlockKind>,
    pub text: String,
    pub marks: Vec<(MarkKind, Range<usize>)>,
    /// The label that stood before it.
    pub label: Option<String>,
    /// The number of raised signs of notes that were dropped.
    pub calls: usize,
    /// The size of its letters.
    size: f64,
    /// True if all of it is bold.
    bold: bool,
    lines: usize,
}

impl Built {
    /// The number of a heading is part of it, as it is of a name.
    fn restore_number(&mut self) {
        if self.label.as_ref().is_some_and(|label| label.chars().any(char::is_alphanumeric)) {
            self.restore_label();
        }
    }

    /// Puts the label before the text again.
    pub(super) fn restore_label(&mut self) {
        let Some(label) = self.label.take() else { return };
        self.text.insert_str(0, &format!("{label} "));
        let by = label.len() + 1;
        self.marks.iter_mut().for_each(|(_, range)| *range = range.start + by..range.end + by);
    }
}

/// Puts the blocks of a document together.
pub(super) struct Builder<'w> {
    measure: Measure,
    words: &'w Words,
    blocks: Vec<Built>,
    /// The last block of running text, with its last line: it may go on in the next column.
    open: Option<(usize, Line, Edges)>,
}

impl<'w> Builder<'w> {
    pub(super) fn new(measure: Measure, words: &'w Words) -> Self {
        Self { measure, words, blocks: Vec::new(), open: None }
    }

    /// Adds a page.
    pub(super) fn page(&mut self, page: &PageText, usual: Option<Edges>) {
        let of_page = Edges::of_page(page).or(usual);
        let last = page.parts.iter().rposition(|part| matches!(part, Part::Lines { .. }));
        for (at, part) in page.parts.iter().enumerate() {
            match part {
                Part::Lines { lines, left, right, is_narrow } => {
                    let own = Edges::new(*left, *right);
                    let edges = of_page.filter(|_| !is_narrow).unwrap_or(own);
                    self.lines(lines, edges, Some(at) == last);
                }
                Part::Table(rows) => self.table(rows),
            }
        }
        for (angle, lines) in &page.aside {
            let kind = match angle.rem_euclid(90) {
                0..=4 | 86..=89 => BlockKind::TextBox,
                _ => BlockKind::Header,
            };
            self.aside(lines, kind);
        }
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> Vec<Built> {
        for block in &mut self.blocks {
            let may_be = matches!(block.kind, Some(BlockKind::Paragraph | BlockKind::ListItem));
            if may_be && is_heading(block, &self.measure) {
                block.kind = Some(BlockKind::Heading);
                block.restore_number();
            }
            // The style of a whole heading or cell is not that of some of its words.
            if matches!(block.kind, Some(BlockKind::Heading | BlockKind::Cell)) {
                let length = block.text.len();
                block.marks.retain(|(_, range)| range.len() < length);
            }
        }
        self.blocks
    }

    fn lines(&mut self, lines: &[Line], edges: Edges, is_last: bool) {
        let usual = leading(lines).unwrap_or(self.measure.leading);
        let notes = is_last.then(|| self.notes_from(lines)).flatten().unwrap_or(lines.len());
        let (text, notes) = lines.split_at(notes);
        let own = edges.of_group(text);
        for (at, line) in text.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| text.get(at));
            let joins = match before {
                Some(before) => self.joins(before, line, &own, at, usual),
                None => self.goes_on(line),
            };
            if !joins {
                let kind =
                    if line.label.is_some() { BlockKind::ListItem } else { BlockKind::Paragraph };
                self.blocks.push(Built { kind: Some(kind), ..Built::default() });
            }
            let block = match (joins, &self.open) {
                (true, Some((open, ..))) => *open,
                _ => self.blocks.len().saturating_sub(1),
            };
            self.add(block, line);
            self.open = Some((block, line.clone(), own.of_line(at).unwrap_or(edges)));
        }
        self.notes(notes, usual);
    }

    /// Returns true if a line belongs to the paragraph of the line before it.
    fn joins(&self, before: &Line, line: &Line, groups: &Groups, at: usize, usual: f64) -> bool {
        let gap = before.y - line.y;
        let size = before.size.max(line.size);
        let edges = groups.edges(at);
        line.label.is_none()
            && !line.is_note
            && self.open.is_some()
            && gap > 0.3 * size
            && gap <= 1.22 * usual * size
            && is_same_style(before, line)
            && edges.has_start(line, before)
            && !edges.is_indented(line, before)
            && edges.is_full(before, line)
    }

    /// Returns true if the first line of a column or page goes on with the paragraph before.
    fn goes_on(&self, line: &Line) -> bool {
        let Some((at, before, edges)) = &self.open else { return false };
        let ended = before.text.ends_with(['.', ':', '؟', '?', '!', '؛', ';', '…', '۔']);
        let is_text = self.blocks.get(*at).is_some_and(|block| {
            matches!(block.kind, Some(BlockKind::Paragraph | BlockKind::ListItem))
                && (!is_heading(block, &self.measure) || line.size > 1.15 * self.measure.body)
        });
        let is_same = is_same_style(before, line) && before.right_to_left == line.right_to_left;
        is_text
            && !ended
            && is_same
            && line.label.is_none()
            && !line.is_note
            && edges.is_full(before, line)
    }

    fn add(&mut self, at: usize, line: &Line) {
        let Some(block) = self.blocks.get_mut(at) else { return };
        let is_first = block.text.is_empty();
        if !is_first {
            self.words.join(&mut block.text, &line.text);
        }
        let by = block.text.len();
        // A hyphen at the end may have gone.
        block.marks.iter_mut().for_each(|(_, range)| range.end = range.end.min(by));
        block.text.push_str(&line.text);
        for (kind, range) in &line.marks {
            let range = by + range.start..by + range.end;
            let last = block.marks.iter_mut().rev().find(|(other, _)| other == kind);
            match last {
                // A mark that goes on in the next line.
                Some((_, last)) if range.start <= last.end + 1 => last.end = range.end,
                _ => block.marks.push((*kind, range)),
            }
        }
        if is_first && line.label.is_some() {
            block.label = line.label.clone();
        }
        block.calls += line.calls;
        block.bold = line.bold && (is_first || block.bold);
        block.size = if is_first { line.size } else { block.size };
        block.lines += 1;
    }

    /// The first of the lines at the end of a page that are notes: smaller than the text, and
    /// numbered.
    fn notes_from(&self, lines: &[Line]) -> Option<usize> {
        let is_small = |line: &&Line| line.size < 0.93 * self.measure.body;
        let small = lines.iter().rev().take_while(is_small).count();
        let from = lines.len() - small;
        let is_note = |line: &Line| {
            line.is_note
                || line.label.is_some()
                || number_length(&line.text) > 0
                || is_number(&line.text)
        };
        let first = lines.iter().skip(from).position(is_note)?;
        Some(from + first)
    }

    fn notes(&mut self, lines: &[Line], usual: f64) {
        for (at, line) in lines.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|at| lines.get(at));
            let number = number_length(&line.text);
            if is_number(&line.text) {
                // The number stands apart from its note.
                let label = Some(line.text.clone());
                self.blocks.push(Built { kind: Some(BlockKind::Note), label, ..Built::default() });
                continue;
            }
            let is_new = line.is_note || line.label.is_some() || number > 0;
            let follows_number = self.blocks.last().is_some_and(|block| block.text.is_empty());
            let is_far = before.is_none_or(|b| b.y - line.y > 1.5 * usual * line.size);
            if (is_new || is_far) && !follows_number {
                self.blocks.push(Built { kind: Some(BlockKind::Note), ..Built::default() });
            }
            let block = self.blocks.len().saturating_sub(1);
            match line.text.get(number..).filter(|_| is_new && number > 0) {
                Some(text) => {
                    let mut line = line.clone();
                    line.marks.clear();
                    line.label = line.text.get(..number).map(str::to_owned);
                    line.text = text.trim_start().to_owned();
                    self.add(block, &line);
                }
                None => self.add(block, line),
            }
        }
    }

    fn table(&mut self, rows: &[Vec<Vec<Line>>]) {
        let kind = if is_verse(rows) { BlockKind::Paragraph } else { BlockKind::Cell };
        for cell in rows.iter().flatten() {
            let mut before: Option<&Line> = None;
            for line in cell {
                let is_far = before.is_none_or(|b| b.y - line.y > 2.4 * line.size);
                if is_far {
                    self.blocks.push(Built { kind: Some(kind), ..Built::default() });
                }
                self.add(self.blocks.len().saturating_sub(1), line);
                before = Some(line);
            }
        }
        self.open = None;
    }

    fn aside(&mut self, lines: &[Line], kind: BlockKind) {
        let mut before: Option<&Line> = None;
        for line in lines {
            let joins = before.is_some_and(|b| {
                b.y - line.y <= 2. * line.size && b.y > line.y && is_same_style(b, line)
            });
            if !joins {
                self.blocks.push(Built { kind: Some(kind), ..Built::default() });
            }
            self.add(self.blocks.len().saturating_sub(1), line);
            before = Some(line);
        }
    }
}

/// Returns true if two lines have letters of one size and weight, or the style goes on from one line
/// to the next. The sizes of text over a scanned page are guessed.
fn is_same_style(before: &Line, line: &Line) -> bool {
    let larger = before.size.max(line.size);
    let differs = (before.size - line.size).abs() / larger;
    if before.hidden && line.hidden {
        return differs < 0.4;
    }
    let is_bold = |line: &Line, at: usize| {
        line.marks.iter().any(|(kind, range)| *kind == MarkKind::Bold && range.contains(&at))
    };
    // Latin words often stand in a smaller font than the Arabic around them.
    let most = if before.has_arabic == line.has_arabic { 0.08 } else { 0.3 };
    let same_weight = before.bold == line.bold
        || is_bold(before, before.text.len().saturating_sub(1)) == is_bold(line, 0);
    differs < most && same_weight
}

fn is_heading(block: &Built, measure: &Measure) -> bool {
    if measure.is_hidden || block.text.chars().count() > 200 {
        return false;
    }
    let is_large = block.size > 1.15 * measure.body;
    let ends = block.text.ends_with(['.', '،', ',', ';', '؛', ':', '۔']);
    let is_bold = block.bold
        && !measure.is_bold
        && block.lines <= 3
        && !ends
        && block.size > 0.95 * measure.body;
    (is_large || is_bold) && block.text.chars().any(char::is_alphabetic)
}

/// The length of the number that a note begins with: `1 `, `(2) `.
fn number_length(text: &str) -> usize {
    let (number, rest) = text.split_once(' ').unwrap_or_default();
    if is_number(number) && !rest.is_empty() { number.len() } else { 0 }
}

/// Returns true for the number of a note.
fn is_number(text: &str) -> bool {
    let core = text.trim_matches(['(', ')', '[', ']', '.']);
    let is_sign = |c: char| c.is_numeric() || matches!(c, '*' | '†' | '‡');
    (1..=3).contains(&core.chars().count()) && core.chars().all(is_sign)
}

/// Returns true for a poem in two columns: each row has two halves of nearly one width, and no
/// figures.
fn is_verse(rows: &[Vec<Vec<Line>>]) -> bool {
    let mut widths: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            let [line] = cell.as_slice() else { return false };
            if row.len() != 2 || line.text.chars().any(char::is_numeric) || !line.right_to_left {
                return false;
            }
            widths.entry(at).or_default().push(line.width());
        }
    }
    widths.values().all(|widths| {
        let most = widths.iter().copied().fold(0., f64::max);
        widths.iter().all(|width| *width > 0.6 * most)
    })
}
