//! Paragraphs: translators mostly keep them, so a bead seldom spans a paragraph break. There is no
//! evidence on a side without visible paragraphs: with `--segmented`, and if each sentence is on a line
//! of its own, because then lines do not show paragraphs.

use super::Signal;
use crate::align::{grid::Reach, side::Side};

pub(super) struct Paragraphs {
    /// For each segment the number of paragraph breaks before it; empty if paragraphs are not visible.
    sides: [Vec<u32>; 2],
}

impl Paragraphs {
    pub(super) fn new(source: &Side, target: &Side) -> Self {
        Self {
            sides: [source, target].map(|side| {
                let list: Vec<_> = side.segments.iter().map(|f| f.paragraph).collect();
                let visible = list.windows(2).any(|w| w[0].is_some() && w[0] == w[1]);
                if visible { breaks(&list) } else { Vec::new() }
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
    fn one_sentence_per_line_shows_no_paragraphs() {
        let side = |text: &str| {
            let doc = Document::from_lines("-", Lang::english(), text, BlockKind::Paragraph);
            let Segmented { document, segments } = Segmented::new(doc);
            Side::new(&document, &segments, None)
        };
        let (lines, paragraphs) = (side("One.\nTwo.\nThree."), side("One. Two.\nThree."));
        let evidence = |side: &Side| {
            let mut out = [0.0];
            Paragraphs::new(side, &lines).evidence(Reach { i: 0, a: 3, j: 0, b: 1 }, &mut out);
            out[0]
        };
        assert_eq!((evidence(&lines), evidence(&paragraphs)), (0.0, 1.0));
    }

    #[test]
    fn a_bead_over_a_paragraph_break_is_counted() {
        let signal =
            Paragraphs { sides: [breaks(&[Some(0), Some(0), Some(1)]), breaks(&[Some(0)])] };
        let evidence = |i, a| {
            let mut out = [0.0];
            signal.evidence(Reach { i, a, j: 0, b: 1 }, &mut out);
            out[0]
        };
        assert_eq!((evidence(0, 2), evidence(1, 2), evidence(0, 3)), (0.0, 1.0, 1.0));
    }
}
