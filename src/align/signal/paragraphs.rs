//! Paragraphs: translators keep them mostly, so a bead seldom joins the end of one to the start of
//! the next. Silent where the texts show none: with `--segmented`, and on a side whose every
//! sentence stands on a line of its own, for there the lines say nothing of paragraphs.

use super::Signal;
use crate::align::{grid::Reach, side::Side};

pub(super) struct Paragraphs {
    /// For each segment how many breaks there are up to it; empty where paragraphs tell nothing.
    sides: [Vec<u32>; 2],
}

impl Paragraphs {
    pub(super) fn new(source: &Side, target: &Side) -> Self {
        Self {
            sides: [source, target].map(|side| {
                let list: Vec<_> = side.segments.iter().map(|f| f.paragraph).collect();
                let telling = list.windows(2).any(|w| w[0].is_some() && w[0] == w[1]);
                if telling { breaks(&list) } else { Vec::new() }
            }),
        }
    }
}

fn breaks(paragraphs: &[Option<usize>]) -> Vec<u32> {
    let mut breaks = 0;
    let mut before = paragraphs.first();
    paragraphs
        .iter()
        .map(|paragraph| {
            breaks += u32::from(before.replace(paragraph) != Some(paragraph));
            breaks
        })
        .collect()
}

impl Signal for Paragraphs {
    fn parts(&self) -> &'static [&'static str] {
        &["paragraphs.joined"]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        let joined = |side: &[u32], from: usize, count: usize| match count {
            0 => 0,
            _ if side.is_empty() => 0,
            _ => side[from + count - 1] - side[from],
        };
        let [source, target] = &self.sides;
        out[0] = f64::from(joined(source, bead.i, bead.a) + joined(target, bead.j, bead.b));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Lang,
        align::Segmented,
        document::{BlockKind, Document},
    };

    #[test]
    fn a_sentence_a_line_makes_no_paragraphs() {
        let side = |text: &str| {
            let doc = Document::from_lines("-", Lang::english(), text, BlockKind::Paragraph);
            let Segmented { document, segments } = Segmented::new(doc);
            Side::new(&document, &segments)
        };
        let (lines, paragraphs) = (side("One.\nTwo.\nThree."), side("One. Two.\nThree."));
        let said = |side: &Side| {
            let mut out = [0.0];
            Paragraphs::new(side, &lines).evidence(Reach { i: 0, a: 3, j: 0, b: 1 }, &mut out);
            out[0]
        };
        assert_eq!((said(&lines), said(&paragraphs)), (0.0, 1.0));
    }

    #[test]
    fn a_bead_over_a_paragraph_break_is_told() {
        let signal =
            Paragraphs { sides: [breaks(&[Some(0), Some(0), Some(1)]), breaks(&[Some(0)])] };
        let said = |i, a| {
            let mut out = [0.0];
            signal.evidence(Reach { i, a, j: 0, b: 1 }, &mut out);
            out[0]
        };
        assert_eq!((said(0, 2), said(1, 2), said(0, 3)), (0.0, 1.0, 1.0));
    }
}
