//! The heaviest rising chain of beads.

/// The heaviest chains by the target segment at which they end: a Fenwick tree of running maxima.
pub(super) struct Heaviest(Vec<(usize, Option<usize>)>);

impl Heaviest {
    pub(super) fn new(end: usize) -> Self {
        Self(vec![(0, None); end + 2])
    }

    pub(super) fn up_to(&self, end: usize) -> (usize, Option<usize>) {
        let (mut at, mut best) = (end + 1, (0, None));
        while at > 0 {
            if self.0[at].0 > best.0 {
                best = self.0[at];
            }
            at &= at - 1;
        }
        best
    }

    pub(super) fn add(&mut self, end: usize, weight: usize, bead: usize) {
        let mut at = end + 1;
        while at < self.0.len() {
            if weight > self.0[at].0 {
                self.0[at] = (weight, Some(bead));
            }
            at += at & at.wrapping_neg();
        }
    }
}
