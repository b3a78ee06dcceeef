//! Brackets of right-to-left text. Some fonts tell the bracket as it is drawn, some as it is meant;
//! which, the balance of all brackets of the font shows.

use std::collections::{BTreeMap, BTreeSet};

use super::line::Line;

/// Pairs of brackets.
const PAIRS: [(char, char); 6] =
    [('(', ')'), ('[', ']'), ('{', '}'), ('«', '»'), ('‹', '›'), ('<', '>')];

/// Returns true for a bracket.
pub(super) fn is_bracket(c: char) -> bool {
    mirrored(c).is_some()
}

fn mirrored(c: char) -> Option<char> {
    PAIRS.iter().find_map(|(open, close)| match c {
        c if c == *open => Some(*close),
        c if c == *close => Some(*open),
        _ => None,
    })
}

/// The balance of the brackets of one font, as the font tells them and mirrored.
#[derive(Debug, Default)]
struct Balance {
    told: Count,
    mirrored: Count,
}

#[derive(Debug, Default)]
struct Count {
    open: BTreeMap<char, usize>,
    faults: usize,
}

impl Count {
    fn add(&mut self, c: char) {
        let Some((open, _)) = PAIRS.iter().find(|(open, close)| c == *open || c == *close) else {
            return;
        };
        let depth = self.open.entry(*open).or_default();
        match (c == *open, *depth) {
            (true, _) => *depth += 1,
            (false, 0) => self.faults += 1,
            (false, _) => *depth -= 1,
        }
    }

    fn faults(&self) -> usize {
        self.faults + self.open.values().sum::<usize>()
    }
}

/// The balance of the brackets of each font over a document.
#[derive(Debug, Default)]
pub(super) struct Brackets(BTreeMap<usize, Balance>);

impl Brackets {
    /// Adds the brackets of a line; lines come in the order of reading.
    pub(super) fn add(&mut self, line: &Line) {
        for (at, font) in &line.brackets {
            let c = line.text.get(*at..).and_then(|rest| rest.chars().next());
            if let Some((c, other)) = c.and_then(|c| Some((c, mirrored(c)?))) {
                let balance = self.0.entry(*font).or_default();
                balance.told.add(c);
                balance.mirrored.add(other);
            }
        }
    }

    /// The fonts whose brackets are told as they are drawn.
    pub(super) fn drawn(&self) -> BTreeSet<usize> {
        let is_drawn = |(font, balance): (&usize, &Balance)| {
            (balance.mirrored.faults() <= balance.told.faults()).then_some(*font)
        };
        self.0.iter().filter_map(is_drawn).collect()
    }
}

/// Mirrors the brackets of a line that are told as they are drawn.
pub(super) fn mirror(line: &mut Line, drawn: &BTreeSet<usize>) {
    for (at, _) in line.brackets.iter().filter(|(_, font)| drawn.contains(font)) {
        let c = line.text.get(*at..).and_then(|rest| rest.chars().next());
        if let Some((c, other)) = c.and_then(|c| Some((c, mirrored(c)?))) {
            line.text.replace_range(*at..*at + c.len_utf8(), other.encode_utf8(&mut [0; 4]));
        }
    }
    line.close_brackets();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balance_tells_brackets_that_are_drawn() {
        let line = |text: &str, font| Line {
            text: text.into(),
            brackets: text
                .char_indices()
                .filter(|(_, c)| is_bracket(*c))
                .map(|(at, _)| (at, font))
                .collect(),
            ..Line::default()
        };
        let (mut drawn, meant) = (line("»نص« ثم )كلام(", 1), line("«نص» (كلام)", 2));
        let mut brackets = Brackets::default();
        brackets.add(&drawn);
        brackets.add(&meant);
        assert_eq!(brackets.drawn(), BTreeSet::from([1]));
        mirror(&mut drawn, &brackets.drawn());
        assert_eq!(drawn.text, "«نص» ثم (كلام)");
    }
}
