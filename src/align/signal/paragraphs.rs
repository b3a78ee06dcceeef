//! Paragraphs: translators keep them mostly, so a bead seldom joins the end of one to the start of
//! the next. Silent where the texts show none (`--segmented`).

use super::Signal;
use crate::align::{grid::Reach, side::Side};

pub(super) struct Paragraphs {
    sides: [Vec<Option<usize>>; 2],
}

impl Paragraphs {
    pub(super) fn new(source: &Side, target: &Side) -> Self {
        Self { sides: [source, target].map(|s| s.segments.iter().map(|f| f.paragraph).collect()) }
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
