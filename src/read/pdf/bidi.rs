//! From the order on the page to the order of reading, within a line.
//!
//! The rules are those by which text is laid out (UAX #9), turned round. Where two texts are laid
//! out alike, the likelier one is taken.

use super::cluster::{Cluster, is_right_to_left};
use crate::text::is_mark;

/// An element of a line from left to right.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// The index of its cluster; `None` for a space that only a gap shows.
    pub cluster: Option<usize>,
    class: Class,
    /// The first character that tells something.
    sign: char,
    op: usize,
    reversed: bool,
    /// Odd if it runs to the left.
    level: u8,
}

impl Item {
    /// True if it runs to the left, so that brackets are mirrored.
    pub(super) fn is_odd(&self) -> bool {
        self.level % 2 == 1
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// A letter that runs to the left.
    Right,
    /// Any other letter.
    Left,
    Digit,
    Space,
    Neutral,
}

/// Units of measure, which stand behind their number.
const UNITS: [&str; 46] = [
    "mm", "cm", "m", "km", "mm²", "cm²", "m²", "km²", "mm³", "cm³", "m³", "g", "kg", "mg", "t",
    "l", "L", "ml", "mL", "A", "mA", "V", "kV", "W", "kW", "MW", "GW", "kWh", "MWh", "Hz", "kHz",
    "MHz", "GHz", "KB", "MB", "GB", "TB", "bar", "Pa", "kPa", "s", "ms", "h", "K", "C", "F",
];

/// Makes the item of a cluster.
pub(super) fn item(at: usize, cluster: &Cluster) -> Item {
    let tells = |c: &char| c.is_alphanumeric();
    let sign = cluster.text.chars().find(tells).or_else(|| cluster.text.chars().next());
    let sign = sign.unwrap_or(' ');
    let class = match sign {
        // A filler lengthens an Arabic word.
        _ if cluster.is_filler() => Class::Right,
        ' ' => Class::Space,
        c if is_right_to_left(c) => Class::Right,
        c if c.is_ascii_digit() || matches!(c, '٠'..='٩' | '۰'..='۹') => Class::Digit,
        // Powers and fractions are neutral; a power belongs to what it follows.
        '²' | '³' | '¹' => Class::Left,
        c if c.is_alphabetic() => Class::Left,
        c if is_mark(c) => Class::Right,
        _ => Class::Neutral,
    };
    let Cluster { op, reversed, .. } = *cluster;
    Item { cluster: Some(at), class, sign, op, reversed, level: 0 }
}

/// Makes the item of a gap that is a space.
pub(super) fn space() -> Item {
    Item { cluster: None, class: Class::Space, sign: ' ', op: 0, reversed: false, level: 0 }
}

/// Brings the items of a line into logical order.
pub(super) fn logical(mut items: Vec<Item>, right_to_left: bool) -> Vec<Item> {
    if right_to_left {
        levels_right_to_left(&mut items);
        items.reverse();
        reverse_runs(&mut items, |level| level == 2);
    } else {
        levels_left_to_right(&mut items);
        reverse_runs(&mut items, |level| level > 0);
        reverse_runs(&mut items, |level| level == 2);
    }
    items
}

fn reverse_runs(items: &mut [Item], is: impl Fn(u8) -> bool) {
    let mut from = 0;
    while from < items.len() {
        let end =
            items.iter().skip(from).position(|i| !is(i.level)).map_or(items.len(), |n| from + n);
        if let Some(run) = items.get_mut(from..end) {
            run.reverse();
        }
        from = end + 1;
    }
}

fn levels_right_to_left(items: &mut [Item]) {
    for item in items.iter_mut() {
        item.level = if matches!(item.class, Class::Left | Class::Digit) { 2 } else { 1 };
    }
    join_numbers(items);
    let latin = latin_runs(items);
    for at in 0..items.len() {
        if items.get(at).is_some_and(|item| item.level == 1 && is_weak(item)) {
            resolve(items, &latin, at);
        }
    }
    brackets(items);
}

fn is_weak(item: &Item) -> bool {
    matches!(item.class, Class::Space | Class::Neutral)
}

/// Joins the separators within numbers, and signs of numbers that do not follow Arabic.
fn join_numbers(items: &mut [Item]) {
    let digit = |items: &[Item], at: Option<usize>| {
        at.and_then(|at| items.get(at)).is_some_and(|item| item.class == Class::Digit)
    };
    for at in 0..items.len() {
        let Some(sign) = items.get(at).filter(|item| item.class == Class::Neutral).map(|i| i.sign)
        else {
            continue;
        };
        let (before, after) = (digit(items, at.checked_sub(1)), digit(items, Some(at + 1)));
        let joins = match sign {
            '.' | ',' | ':' | '/' | '٫' | '٬' => before && after,
            '-' | '+' | '\u{2212}' => before && after && !follows_arabic(items, at),
            '%' | '$' | '€' | '£' | '°' | '#' | '٪' => {
                (before || after) && !follows_arabic(items, at)
            }
            _ => false,
        };
        if let Some(item) = items.get_mut(at).filter(|_| joins) {
            item.level = 2;
        }
    }
}

/// Returns true if the letter before, which stands to the right, runs to the left.
fn follows_arabic(items: &[Item], at: usize) -> bool {
    let letter = items.iter().skip(at + 1).find(|i| matches!(i.class, Class::Left | Class::Right));
    letter.is_some_and(|letter| letter.class == Class::Right)
}

/// For each item, true if it belongs to a run with Latin letters and without spaces: `AX-200`.
fn latin_runs(items: &[Item]) -> Vec<bool> {
    let mut latin = vec![false; items.len()];
    let mut from = 0;
    while from < items.len() {
        let length = items
            .iter()
            .skip(from)
            .take_while(|i| matches!(i.class, Class::Left | Class::Digit) || i.level == 2);
        let end = from + length.count();
        if let Some(run) = items.get(from..end).filter(|run| run.iter().any(is_latin)) {
            let run = run.len();
            latin.iter_mut().skip(from).take(run).for_each(|is| *is = true);
        }
        from = end + 1;
    }
    latin
}

fn is_latin(item: &Item) -> bool {
    item.class == Class::Left
}

/// Resolves a run of spaces and neutral signs by what stands on either side.
fn resolve(items: &mut [Item], latin: &[bool], at: usize) {
    let weak = |i: &Item| i.level == 1 && is_weak(i);
    let end = at + items.iter().skip(at).take_while(|i| weak(i)).count();
    let left = at.checked_sub(1);
    let (Some(left), Some(right)) = (left.and_then(|at| items.get(at)), items.get(end)) else {
        return;
    };
    if left.level != 2 || right.level != 2 {
        return;
    }
    let of = |at: Option<usize>| at.and_then(|at| latin.get(at)).copied().unwrap_or_default();
    let run = items.get(at..end).unwrap_or_default();
    let has_space = run.iter().any(|i| i.class == Class::Space);
    let has_bracket = run.iter().any(|i| matches!(i.sign, '(' | ')' | '[' | ']' | '«' | '»'));
    let joins = match (of(at.checked_sub(1)), of(Some(end))) {
        (true, true) => true,
        // A bracket takes the direction of the line but within Latin.
        _ if has_bracket => false,
        // Signs without a space: a code such as BP-01/B.
        (true, false) | (false, true) if !has_space => true,
        (true, false) => one_latin_run(items, at, end),
        (false, true) => true,
        (false, false) => false,
    };
    if joins {
        items.iter_mut().take(end).skip(at).for_each(|item| item.level = 2);
    }
}

/// Tells, of a Latin word and a number that follows it on the page, whether they were written so:
/// `IELTS 8.0` is laid out as it is, but `2.5 mm` is laid out as `mm 2.5`.
fn one_latin_run(items: &[Item], at: usize, end: usize) -> bool {
    let (Some(left), Some(right)) =
        (at.checked_sub(1).and_then(|at| items.get(at)), items.get(end))
    else {
        return false;
    };
    if items.get(at..end).is_some_and(|run| run.iter().any(|space| space.reversed)) {
        return false;
    }
    let same = left.op == right.op && left.op != 0;
    if same && !items.iter().any(|i| i.op == left.op && i.class == Class::Right) {
        return true;
    }
    let word: Vec<char> = items
        .iter()
        .take(at)
        .rev()
        .take_while(|i| i.class == Class::Left)
        .map(|i| i.sign)
        .collect();
    let word: String = word.into_iter().rev().collect();
    !UNITS.contains(&word.as_str())
}

/// A bracket within Latin takes its partner along.
fn brackets(items: &mut [Item]) {
    let mut open: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match item.sign {
            '(' | '[' if item.class == Class::Neutral => open.push(at),
            ')' | ']' if item.class == Class::Neutral => {
                pairs.extend(open.pop().map(|first| (first, at)));
            }
            _ => {}
        }
    }
    for (first, last) in pairs {
        let level = |at: usize| items.get(at).map_or(1, |item| item.level);
        let inside = items.get(first + 1..last).unwrap_or_default();
        let is_latin = inside.iter().all(|item| item.level == 2);
        if level(first) != level(last) {
            let level = if is_latin && level(first) == 2 { 2 } else { 1 };
            for at in [first, last] {
                if let Some(item) = items.get_mut(at) {
                    item.level = level;
                }
            }
        }
    }
}

/// In a line that runs to the right, Arabic words with what stands between them run to the left, and
/// numbers within keep their order.
fn levels_left_to_right(items: &mut [Item]) {
    let rights: Vec<usize> = items
        .iter()
        .enumerate()
        .filter(|(_, i)| i.class == Class::Right)
        .map(|(at, _)| at)
        .collect();
    for at in &rights {
        if let Some(item) = items.get_mut(*at) {
            item.level = 1;
        }
    }
    for pair in rights.windows(2) {
        let &[first, last] = pair else { continue };
        let between = items.get(first + 1..last).unwrap_or_default();
        if between.iter().any(is_latin) {
            continue;
        }
        for item in items.iter_mut().take(last).skip(first + 1) {
            item.level = if item.class == Class::Digit { 2 } else { 1 };
        }
    }
    // Separators within a number stay within it.
    for at in 1..items.len().saturating_sub(1) {
        let level = |at: usize| items.get(at).map_or(0, |i| i.level);
        let is_sign = items.get(at).is_some_and(|i| matches!(i.sign, '.' | ',' | ':' | '/'));
        let is_within = is_sign && level(at) == 1 && level(at - 1) == 2 && level(at + 1) == 2;
        if let Some(item) = items.get_mut(at).filter(|_| is_within) {
            item.level = 2;
        }
    }
}
