//! Lines: the text of a segment in the order of reading.

use std::ops::Range;

use super::{
    bidi::{self, Item},
    clean::SOFT_HYPHEN,
    cluster::{Cluster, is_right_to_left},
    mirror::is_bracket,
    rows::Segment,
};
use crate::{document::MarkKind, text::is_mark};

/// Gap that is a space, in ems, where the line has drawn spaces as well.
const SPACE: f64 = 0.22;
/// Gap that is a space, in ems, where it has none.
const SPACE_ALONE: f64 = 0.16;

/// A line of text and its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub text: String,
    /// Bold and italic stretches of the text.
    pub marks: Vec<(MarkKind, Range<usize>)>,
    /// Spaces that only a gap shows.
    pub gaps: Vec<usize>,
    /// Brackets of right-to-left text, which may be mirrored: their place and font.
    pub brackets: Vec<(usize, usize)>,
    pub left: f64,
    pub right: f64,
    pub y: f64,
    pub size: f64,
    /// The width of its first word.
    pub first_word: f64,
    /// The label of a list item or a note.
    pub label: Option<String>,
    /// True if all its letters are bold.
    pub bold: bool,
    /// True if its text is not painted.
    pub hidden: bool,
    /// True if the file says that it belongs to the page.
    pub furniture: bool,
    pub right_to_left: bool,
    /// True if it has letters that run to the left.
    pub has_arabic: bool,
    /// True if it begins with the raised number of a note.
    pub is_note: bool,
    /// The number of raised signs of notes that were dropped.
    pub calls: usize,
}

impl Line {
    /// Reads a segment; `right_to_left` is the direction of its column.
    pub(super) fn new(segment: &Segment, right_to_left: bool) -> Self {
        let clusters = &segment.clusters;
        let right_to_left = direction(segment, right_to_left);
        let items = match is_logical(clusters) {
            true => in_stream_order(clusters),
            false => bidi::logical(spaced(clusters), right_to_left),
        };
        let mut line = Self {
            left: segment.left,
            right: segment.right,
            y: segment.y,
            size: segment.size,
            label: segment.label.clone(),
            right_to_left,
            is_note: segment.is_note,
            calls: calls(clusters),
            has_arabic: segment.letters().0 > 0,
            ..Self::default()
        };
        line.fill(&items, clusters);
        line.first_word = first_word(&items, clusters);
        let letters = || clusters.iter().filter(|c| c.text.chars().any(char::is_alphanumeric));
        line.bold = letters().next().is_some() && letters().all(|c| c.bold);
        line.hidden = clusters.iter().all(|c| c.hidden);
        line.furniture = letters().next().is_some() && letters().all(|c| c.furniture);
        line.take_bullet();
        line.take_number();
        line
    }

    fn fill(&mut self, items: &[Item], clusters: &[Cluster]) {
        let mut open: [Option<usize>; 2] = [None; 2];
        let mut after_filler = false;
        for item in items {
            let cluster = item.cluster.and_then(|at| clusters.get(at));
            let text = cluster.map_or(" ", |c| c.text.as_str());
            if text == " " {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    if cluster.is_none() {
                        self.gaps.push(self.text.len());
                    }
                    self.text.push(' ');
                }
                continue;
            }
            let Some(cluster) = cluster else { continue };
            if cluster.is_filler() {
                after_filler = true;
                continue;
            }
            if !std::mem::take(&mut after_filler) && is_script_change(&self.text, text) {
                self.text.push(' ');
            }
            let at = self.text.len();
            // A gap before a comma or a full stop is none.
            let at = match text {
                "،" | "؛" | "؟" if self.text.ends_with(' ') => {
                    self.text.pop();
                    at - 1
                }
                _ => at,
            };
            self.style(&mut open, [cluster.bold, cluster.italic], at);
            let mut letters = text.chars();
            let only = letters.next().filter(|_| letters.next().is_none());
            if item.is_odd() && !cluster.is_actual && only.is_some_and(is_bracket) {
                self.brackets.push((at, cluster.font));
            }
            self.text.push_str(text);
        }
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        self.style(&mut open, [false; 2], end);
        self.drop_soft_hyphens();
    }

    fn style(&mut self, open: &mut [Option<usize>; 2], now: [bool; 2], at: usize) {
        for ((open, now), kind) in open.iter_mut().zip(now).zip([MarkKind::Bold, MarkKind::Italic])
        {
            match (*open, now) {
                (None, true) => *open = Some(at),
                (Some(start), false) => {
                    if start < at {
                        self.marks.push((kind, start..at));
                    }
                    *open = None;
                }
                _ => {}
            }
        }
    }

    /// Soft hyphens are no text but at the end, where they are drawn.
    fn drop_soft_hyphens(&mut self) {
        while let Some(at) = self.text.find(SOFT_HYPHEN) {
            if at + SOFT_HYPHEN.len_utf8() == self.text.len() {
                return;
            }
            self.cut(at..at + SOFT_HYPHEN.len_utf8());
        }
    }

    /// Removes a stretch of the text.
    fn cut(&mut self, range: Range<usize>) {
        self.text.replace_range(range.clone(), "");
        let moved = |at: usize| match at {
            at if at >= range.end => at - range.len(),
            at => at.min(range.start),
        };
        for (_, mark) in &mut self.marks {
            *mark = moved(mark.start)..moved(mark.end);
        }
        self.marks.retain(|(_, mark)| !mark.is_empty());
        self.brackets.retain(|(at, _)| !range.contains(at));
        self.brackets.iter_mut().for_each(|(at, _)| *at = moved(*at));
        self.gaps.retain(|at| !range.contains(at));
        self.gaps.iter_mut().for_each(|at| *at = moved(*at));
    }

    /// Drops spaces on the inner side of brackets: where fonts change they are gaps, and nobody types
    /// them. French puts spaces within quotation marks, so there only gaps are dropped.
    pub(super) fn close_brackets(&mut self) {
        let spaces: Vec<usize> = self.text.match_indices(' ').map(|(at, _)| at).collect();
        for at in spaces.into_iter().rev() {
            let before = self.text.get(..at).and_then(|text| text.chars().next_back());
            let after = self.text.get(at + 1..).and_then(|text| text.chars().next());
            let in_brackets = matches!(before, Some('(' | '[')) || matches!(after, Some(')' | ']'));
            let in_quotes = matches!(before, Some('«' | '“')) || matches!(after, Some('»' | '”'));
            if in_brackets || in_quotes && self.gaps.contains(&at) {
                self.cut(at..at + 1);
            }
        }
    }

    /// A bullet before the text is its label.
    fn take_bullet(&mut self) {
        let Some(bullet) = self.text.chars().next().filter(|c| is_list_bullet(*c)) else { return };
        let after = self.text.get(bullet.len_utf8()..).unwrap_or_default();
        let space = after.len() - after.trim_start().len();
        if space == 0 || space == after.len() || self.label.is_some() {
            return;
        }
        self.cut(0..bullet.len_utf8() + space);
        self.label = Some(bullet.into());
    }

    /// A number or a letter with a full stop or a bracket before the text is its label: `1. `, `(أ) `.
    fn take_number(&mut self) {
        let Some(length) = typed_label(&self.text).filter(|_| self.label.is_none()) else { return };
        let label = self.text.get(..length).unwrap_or_default().to_owned();
        let space = self.text.get(length..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        self.cut(0..length + space);
        self.label = Some(label);
    }

    pub(super) fn width(&self) -> f64 {
        self.right - self.left
    }
}

/// The number of raised signs of notes, of which one may be several digits.
fn calls(clusters: &[Cluster]) -> usize {
    let all = clusters.iter().filter(|c| c.is_call).count();
    all - clusters.windows(2).filter(|pair| pair.iter().all(|c| c.is_call)).count()
}

/// The length of the label that a text begins with.
fn typed_label(text: &str) -> Option<usize> {
    let (label, rest) = text.split_once(' ')?;
    let core = label.strip_prefix(['(', '[']).unwrap_or(label);
    let stem = core.strip_suffix(['.', ')', ']', '-'])?;
    let has_open = core.len() < label.len();
    let (count, end) = (stem.chars().count(), core.chars().next_back());
    let is_number = (1..=3).contains(&count) && stem.chars().all(char::is_numeric);
    let is_arabic = count == 1 && stem.chars().all(is_right_to_left);
    // A capital with a full stop is an initial.
    let is_latin = count == 1 && stem.chars().all(|c| c.is_ascii_alphabetic()) && end == Some(')');
    let is_roman = (1..=4).contains(&count) && stem.chars().all(|c| "ivx".contains(c));
    let fits = is_number || is_arabic || is_latin || is_roman;
    let closes = !has_open || matches!(end, Some(')' | ']'));
    (fits && closes && rest.chars().any(char::is_alphabetic)).then_some(label.len())
}

/// Returns true if an Arabic and a Latin letter meet without a space. Some producers leave it out,
/// though nobody writes so, but for a prefix, which a filler sets apart.
fn is_script_change(text: &str, next: &str) -> bool {
    let (Some(last), Some(first)) = (text.chars().rfind(|c| !is_mark(*c)), next.chars().next())
    else {
        return false;
    };
    if !last.is_alphabetic() || !first.is_alphabetic() {
        return false;
    }
    match (is_right_to_left(last), is_right_to_left(first)) {
        (true, false) => {
            let word = text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            !matches!(word, "ب" | "ل" | "ك" | "ف" | "ال" | "لل" | "بال" | "وال" | "كال" | "فال")
        }
        (false, true) => true,
        _ => false,
    }
}

/// Bullets that are no dash: a dash may be the first sign of a sentence.
fn is_list_bullet(c: char) -> bool {
    super::rows::is_bullet(c) && !matches!(c, '-' | '–' | '—' | '*' | '·' | '→' | '←')
}

/// The direction of a line within a column of that direction.
fn direction(segment: &Segment, column: bool) -> bool {
    match segment.letters() {
        (0, 0) => column,
        (_, 0) => true,
        // A Latin line of Arabic text has its full stop on the left.
        (0, _) => {
            let is_stop = |c: Option<&Cluster>| {
                c.is_some_and(|c| {
                    matches!(c.text.as_str(), "." | "," | ":" | ";" | "!" | "،" | "؛" | "؟")
                })
            };
            column && is_stop(segment.clusters.first()) && !is_stop(segment.clusters.last())
        }
        (rtl, ltr) if column => ltr <= 8 * rtl,
        (rtl, ltr) => rtl > ltr,
    }
}

/// The items of a line from left to right, with the spaces that gaps show.
fn spaced(clusters: &[Cluster]) -> Vec<Item> {
    let limit = if clusters.iter().any(Cluster::is_space) { SPACE } else { SPACE_ALONE };
    let mut items: Vec<Item> = Vec::with_capacity(clusters.len() + clusters.len() / 4);
    let mut right = f64::MAX;
    let mut after_space = true;
    for (at, cluster) in clusters.iter().enumerate() {
        if cluster.is_space() {
            items.push(bidi::item(at, cluster));
            after_space = true;
            continue;
        }
        if !after_space && cluster.left - right > limit * cluster.size {
            items.push(bidi::space());
        }
        right = if right == f64::MAX { cluster.right } else { right.max(cluster.right) };
        after_space = false;
        items.push(bidi::item(at, cluster));
    }
    items
}

/// Returns true if the stream has the text in logical order, and the letters say so themselves.
fn is_logical(clusters: &[Cluster]) -> bool {
    let mut letters: Vec<&Cluster> =
        clusters.iter().filter(|c| c.text.chars().any(is_right_to_left)).collect();
    letters.sort_by_key(|c| c.order);
    let pairs = letters.windows(2).count();
    let falling = letters
        .windows(2)
        .filter(|pair| pair.iter().all(|c| c.backwards) && pair[0].middle() > pair[1].middle());
    pairs > 0 && falling.count() * 10 >= pairs * 9
}

/// The items of a line whose stream is logical.
fn in_stream_order(clusters: &[Cluster]) -> Vec<Item> {
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    let get = |at: usize| clusters.get(at);
    order.sort_by_key(|at| get(*at).map(|c| c.order));
    turn_falling_runs(&mut order, clusters);
    let mut items = Vec::with_capacity(order.len());
    let mut before: Option<&Cluster> = None;
    for at in order {
        let Some(cluster) = get(at) else { continue };
        if let Some(before) = before.filter(|b| !b.is_space() && !cluster.is_space()) {
            let gap = (before.left - cluster.right).max(cluster.left - before.right);
            if gap > SPACE_ALONE * cluster.size {
                items.push(bidi::space());
            }
        }
        before = Some(cluster);
        if !cluster.is_filler() {
            items.push(bidi::item(at, cluster));
        }
    }
    items
}

/// A Latin word or a number of one operation that falls stands backwards in the stream.
fn turn_falling_runs(order: &mut [usize], clusters: &[Cluster]) {
    let is_latin = |at: usize| {
        clusters.get(at).is_some_and(|c| {
            !c.is_space()
                && !c.backwards
                && !c.text.chars().any(is_right_to_left)
                && c.text.chars().any(char::is_alphanumeric)
        })
    };
    let mut from = 0;
    while from < order.len() {
        let op = |at: usize| clusters.get(at).map(|c| c.op);
        let first = order.get(from).copied();
        let run = order
            .iter()
            .skip(from)
            .take_while(|at| is_latin(**at) && first.is_some_and(|first| op(first) == op(**at)));
        let end = from + run.count();
        if let Some(run) = order.get_mut(from..end) {
            let x = |at: usize| clusters.get(at).map_or(0., Cluster::middle);
            if run.len() > 1 && run.windows(2).all(|pair| x(pair[0]) > x(pair[1])) {
                run.reverse();
            }
        }
        from = end.max(from + 1);
    }
}

fn first_word(items: &[Item], clusters: &[Cluster]) -> f64 {
    let word =
        items.iter().filter_map(|i| i.cluster.map_or(Some(None), |at| clusters.get(at).map(Some)));
    let word = word.take_while(|c| c.is_some_and(|c| !c.is_space())).flatten();
    let (left, right) =
        word.fold((f64::MAX, f64::MIN), |(l, r), c| (l.min(c.left), r.max(c.right)));
    (right - left).max(0.)
}
