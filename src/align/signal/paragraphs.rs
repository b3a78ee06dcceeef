//! Paragraphs: translators keep them mostly, so a bead seldom joins the end of one to the start of
//! the next. Silent where the texts show none: with `--segmented`, and on a side whose every
//! sentence stands on a line of its own, for there the lines say nothing of paragraphs.

use super::Signal;
use crate::align::{grid::Reach, side::Side};

pub(super) struct Paragraphs {
    sides: [Vec<Option<usize>>; 2],
}

impl Paragraphs {
    pub(super) fn new(source: &Side, target: &Side) -> Self {
        Self {
            sides: [source, target].map(|side| {
                let list: Vec<_> = side.segments.iter().map(|f| f.paragraph).collect();
                let telling = list.windows(2).any(|w| w[0] == w[1]);
                if telling { list } else { vec![None; list.len()] }
            }),
        }
    }
}

impl Signal for Paragraphs {
    fn parts(&self) -> &'static [&'static str] {
        &["paragraphs.joined"]
    }

    fn evidence(&self, bead: Reach, out: &mut [f64]) {
        let joined = |side: &[Option<usize>]| side.windows(2).filter(|w| w[0] != w[1]).count();
        let (s, t) = (&self.sides[0][bead.source()], &self.sides[1][bead.target()]);
        out[0] = (joined(s) + joined(t)) as f64;
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
        let signal = Paragraphs { sides: [vec![Some(0), Some(0), Some(1)], vec![Some(0)]] };
        let said = |i, a| {
            let mut out = [0.0];
            signal.evidence(Reach { i, a, j: 0, b: 1 }, &mut out);
            out[0]
        };
        assert_eq!((said(0, 2), said(1, 2), said(0, 3)), (0.0, 1.0, 1.0));
    }
}
