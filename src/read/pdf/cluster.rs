//! Clusters: what cannot be taken apart when a line is brought into logical order. A letter with its
//! marks, a ligature, or content that is marked with a text of its own.

use super::{
    clean::{Clean, clean},
    glyphs::{Content, Glyph},
};
use crate::text::{is_arabic_letter, is_hebrew, is_mark};

/// A cluster in its place on the page, turned so that its baseline runs to the right.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cluster {
    /// Its characters in logical order; empty for fillers.
    pub text: String,
    pub left: f64,
    pub right: f64,
    pub y: f64,
    pub size: f64,
    pub bold: bool,
    pub italic: bool,
    pub hidden: bool,
    pub furniture: bool,
    pub font: usize,
    pub op: usize,
    /// Its place in the stream.
    pub order: usize,
    /// True if the text runs from right to left in the stream as well.
    pub backwards: bool,
    /// True within content that is marked as running backwards.
    pub reversed: bool,
    /// True for the raised number of a note, which is no text.
    pub is_call: bool,
    /// True if the text is that of marked content, in logical order and with logical brackets.
    pub is_actual: bool,
}

impl Cluster {
    /// True for a drawn space.
    pub(super) fn is_space(&self) -> bool {
        self.text == " "
    }

    /// True for what takes room and is no text.
    pub(super) fn is_filler(&self) -> bool {
        self.text.is_empty()
    }

    /// The middle of its box.
    pub(super) fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }

    fn of(glyph: &Glyph, order: usize, turn: &Turn) -> Self {
        let (x, y) = turn.point(glyph.x, glyph.y);
        let slope = turn.slope(glyph.along);
        Self {
            text: String::new(),
            left: x.min(x + glyph.advance),
            right: x.max(x + glyph.advance),
            y: turn.level(x, y, slope),
            size: glyph.size,
            bold: glyph.bold,
            italic: glyph.italic,
            hidden: glyph.hidden,
            furniture: glyph.furniture,
            font: glyph.font,
            op: glyph.op,
            order,
            backwards: glyph.advance < 0.,
            reversed: glyph.reversed,
            is_call: false,
            is_actual: false,
        }
    }

    fn widen(&mut self, left: f64, right: f64) {
        self.left = self.left.min(left);
        self.right = self.right.max(right);
    }
}

/// The turn that brings a baseline to the horizontal.
#[derive(Debug, Clone, Copy)]
pub(super) struct Turn {
    cos: f64,
    sin: f64,
    /// The middle of the page, about which slanted lines are levelled.
    middle: f64,
}

impl Turn {
    /// The turn of text along this direction.
    pub(super) fn new((cos, sin): (f64, f64)) -> Self {
        Self { cos, sin, middle: 0. }
    }

    /// Turns a point.
    pub(super) fn point(&self, x: f64, y: f64) -> (f64, f64) {
        (x * self.cos + y * self.sin, y * self.cos - x * self.sin)
    }

    /// The slope that a baseline still has after the turn.
    fn slope(&self, (x, y): (f64, f64)) -> f64 {
        let (x, y) = self.point(x, y);
        if x > 0.9 { y / x } else { 0. }
    }

    fn level(&self, x: f64, y: f64, slope: f64) -> f64 {
        y - (x - self.middle) * slope
    }

    fn centred(mut self, glyphs: &[(usize, &Glyph)]) -> Self {
        let xs = glyphs.iter().map(|(_, g)| self.point(g.x, g.y).0);
        let (low, high) = xs.fold((f64::MAX, f64::MIN), |(l, h), x| (l.min(x), h.max(x)));
        self.middle = f64::midpoint(low, high);
        self
    }
}

/// Makes the clusters of some glyphs of a page, in the order of the stream.
pub(super) fn clusters(content: &Content, glyphs: &[(usize, &Glyph)], turn: Turn) -> Vec<Cluster> {
    let turn = turn.centred(glyphs);
    let mut parts: Vec<Part> = Vec::new();
    let mut rest = glyphs;
    while let Some((_, glyph)) = rest.first() {
        let length = match glyph.span {
            Some(span) => rest.iter().take_while(|(_, g)| g.span == Some(span)).count(),
            None => 1,
        };
        let (run, tail) = rest.split_at(length);
        let told = glyph.span.and_then(|span| content.spans.get(span));
        match told {
            Some(told) if is_one_place(run) => parts.extend(of_span(run, told, &turn)),
            _ => parts.extend(run.iter().map(|(order, g)| Part::of(g, *order, &turn))),
        }
        rest = tail;
    }
    give_letters(&mut parts);
    join_marks(parts)
}

/// A glyph on its way to a cluster.
struct Part {
    cluster: Cluster,
    /// True for marks, which belong to a letter before or after.
    is_mark: bool,
    /// True if the glyph has no text, though its font tells one for it: the empty one.
    is_empty: bool,
}

impl Part {
    fn of(glyph: &Glyph, order: usize, turn: &Turn) -> Self {
        let mut cluster = Cluster::of(glyph, order, turn);
        let text = match glyph.text.as_deref().map(clean) {
            Some(Clean::Text(text)) => text,
            Some(Clean::Space) => " ".into(),
            _ => String::new(),
        };
        let is_filler = glyph.text.as_deref().map(clean) == Some(Clean::Filler);
        let is_mark = !text.is_empty() && text.chars().all(is_mark);
        let is_empty = text.is_empty() && !is_filler;
        cluster.text = text;
        Self { cluster, is_mark, is_empty }
    }
}

/// Text of its own that covers several lines is that of a picture or a paragraph, not of glyphs.
fn is_one_place(run: &[(usize, &Glyph)]) -> bool {
    let Some((_, first)) = run.first() else { return false };
    let off = |g: &Glyph| {
        let (x, y) = (g.x - first.x, g.y - first.y);
        (y * first.along.0 - x * first.along.1).abs()
    };
    run.iter().all(|(_, g)| off(g) < first.size)
}

fn of_span(run: &[(usize, &Glyph)], told: &str, turn: &Turn) -> Option<Part> {
    let widest = run.iter().max_by(|a, b| a.1.advance.abs().total_cmp(&b.1.advance.abs()))?;
    let mut cluster = Cluster::of(widest.1, run.first()?.0, turn);
    for (order, glyph) in run {
        let other = Cluster::of(glyph, *order, turn);
        cluster.widen(other.left, other.right);
    }
    cluster.is_actual = true;
    cluster.text = match clean(told) {
        Clean::Text(text) => text,
        Clean::Space => " ".into(),
        Clean::Filler => return Some(Part { cluster, is_mark: false, is_empty: false }),
        Clean::Nothing => return None,
    };
    let is_mark = cluster.text.chars().all(is_mark);
    Some(Part { cluster, is_mark, is_empty: false })
}

/// Some fonts tell for a mark the cluster that it first stood in: letter and mark. The mark has no
/// width; the letter belongs to a neighbour without text, or was told before.
fn give_letters(parts: &mut [Part]) {
    for at in 0..parts.len() {
        let Some(part) = parts.get(at).filter(|p| !p.cluster.is_actual && !p.is_mark) else {
            continue;
        };
        let Cluster { text, left, right, size, y, .. } = &part.cluster;
        let letters: String = text.chars().filter(|c| !is_mark(*c)).collect();
        let marks: String = text.chars().filter(|c| is_mark(*c)).collect();
        if right - left > size * 0.01 || letters.is_empty() || marks.is_empty() {
            continue;
        }
        let (y, size, left) = (*y, *size, *left);
        let near = |other: &Part| {
            let c = &other.cluster;
            other.is_empty
                && c.right > c.left
                && (c.y - y).abs() < size
                && c.left - size < left
                && left < c.right + size
        };
        let neighbour = [at.checked_sub(1), Some(at + 1)].into_iter().flatten();
        let empty = neighbour.into_iter().find(|at| parts.get(*at).is_some_and(near));
        if let Some(other) = empty.and_then(|at| parts.get_mut(at)) {
            other.cluster.text = letters;
            other.is_empty = false;
        }
        if let Some(part) = parts.get_mut(at) {
            part.cluster.text = marks;
            part.is_mark = true;
        }
    }
}

/// Gives each mark to its letter. Where right-to-left text is drawn from the left, marks come before
/// their letters; else behind. The order of the stream tells more than the places: the origin of a
/// mark often lies over the neighbour.
fn join_marks(parts: Vec<Part>) -> Vec<Cluster> {
    let bases: Vec<usize> = parts
        .iter()
        .enumerate()
        .filter(|(_, p)| !p.is_mark && !p.is_empty && !p.cluster.is_space())
        .map(|(at, _)| at)
        .collect();
    let mut owners: Vec<Option<usize>> = vec![None; parts.len()];
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| part.is_mark) {
        let after = bases.partition_point(|base| *base < at);
        let base = |at: Option<usize>| at.and_then(|at| bases.get(at)).copied();
        let get = |at: Option<usize>| at.and_then(|at| parts.get(at)).map(|p| &p.cluster);
        let on_line = |c: &&Cluster| {
            (c.y - part.cluster.y).abs() < c.size
                && (c.middle() - part.cluster.left).abs() < 2. * c.size
        };
        let (before, next) = (base(after.checked_sub(1)), base(Some(after)));
        let (b, n) = (get(before).filter(on_line), get(next).filter(on_line));
        let rises = match (b, n) {
            (Some(b), Some(n)) => b.middle() < n.middle(),
            (Some(b), None) => {
                let third = get(after.checked_sub(2).and_then(|at| base(Some(at)))).filter(on_line);
                third.is_some_and(|third| third.middle() < b.middle())
            }
            _ => true,
        };
        let is_right_to_left = |c: &Cluster| c.text.chars().any(is_right_to_left);
        let next_is_owner = rises && n.is_some_and(is_right_to_left);
        owners[at] = match (next_is_owner, b, n) {
            (true, _, Some(_)) => next,
            (_, Some(_), _) => before,
            (_, None, Some(_)) => next,
            _ => None,
        };
    }
    assemble(parts, &owners)
}

fn assemble(parts: Vec<Part>, owners: &[Option<usize>]) -> Vec<Cluster> {
    let mut marks: std::collections::BTreeMap<usize, Vec<(usize, Cluster)>> = Default::default();
    let mut kept: Vec<(usize, Cluster)> = Vec::new();
    for (at, part) in parts.into_iter().enumerate() {
        match owners.get(at).copied().flatten() {
            Some(owner) => marks.entry(owner).or_default().push((at, part.cluster)),
            None if part.is_empty => {}
            None => kept.push((at, part.cluster)),
        }
    }
    let join = |(at, mut cluster): (usize, Cluster)| {
        let mut own = marks.remove(&at).unwrap_or_default();
        // Marks before the letter came backwards.
        own.sort_by_key(
            |(place, _)| if *place < at { (0, usize::MAX - place) } else { (1, *place) },
        );
        for (_, mark) in &own {
            if mark.right - mark.left > 0.02 * mark.size {
                cluster.widen(mark.left, mark.right);
            }
            cluster.text.push_str(&mark.text);
        }
        if !own.is_empty() {
            cluster.text = shadda_first(&cluster.text);
        }
        cluster
    };
    kept.into_iter().map(join).collect()
}

/// Shadda stands before the vowel, as it is typed, however it was drawn; no mark comes twice.
fn shadda_first(text: &str) -> String {
    const SHADDA: char = '\u{651}';
    let mut letters: Vec<char> = Vec::with_capacity(text.len());
    for c in text.chars() {
        let tail = letters.iter().rposition(|c| !is_mark(*c)).map_or(0, |at| at + 1);
        if is_mark(c) && letters.get(tail..).is_some_and(|marks| marks.contains(&c)) {
            continue;
        }
        match c {
            SHADDA => letters.insert(tail, c),
            _ => letters.push(c),
        }
    }
    letters.into_iter().collect()
}

/// Returns true for letters of scripts that run to the left.
pub(super) fn is_right_to_left(c: char) -> bool {
    is_arabic_letter(c) || is_hebrew(c) || matches!(c, '\u{700}'..='\u{8FF}')
}
