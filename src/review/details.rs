//! What stands behind a row: other ways to pair its segments, evidence, and linked words.

use super::{
    anew::Window,
    message::{Details, Proposal},
    row::RowId,
    state::Review,
};
use crate::align::{Aligner, Alignment, Bead, Explainer, Side};

/// The number of rows on either side that are looked at.
const NEAR: usize = 40;
/// The number of proposals.
const MOST: usize = 3;

impl Review {
    /// Looks behind a row; none where it is not there.
    pub fn details(&self, id: RowId, aligner: &Aligner) -> Option<Details> {
        let at = self.find(id)?;
        let rows = at.saturating_sub(NEAR)..(at + NEAR + 1).min(self.rows().len());
        let list = self.rows();
        let window =
            Window::new(self.texts(), list, rows, |row| row == at || !list[row].is_fixed());
        let Some([source, target]) = window.place(at).cloned() else {
            return Some(Details::default());
        };
        let (indices, beads) = window.beads();
        let mut anew = window.align(aligner);
        let place = indices.iter().position(|row| *row == at)?;
        let proposals = anew
            .beadings(&beads, place, MOST)
            .into_iter()
            .filter_map(|beading| {
                let rows = indices.get(beading.replaces.clone())?;
                let (first, last) = (*rows.first()?, *rows.last()?);
                // A moved row between them would be taken along.
                (last - first + 1 == rows.len()).then(|| Proposal {
                    from: list[first].id,
                    to: list[last].id,
                    beads: beading.beads.iter().map(|b| (b.source.len(), b.target.len())).collect(),
                    p: super::journal::rounded(beading.probability),
                })
            })
            .collect();
        let evidence = anew.evidence(&source, &target);
        let bead = Bead { source, target, confidence: None, evidence: Vec::new(), moved: false };
        let [source, target] = window.sides().clone();
        let vectors = aligner.vectors.as_deref();
        let sides = [&source, &target].map(|s| Side::new(&s.document, &s.segments, vectors));
        let alignment = Alignment { source, target, beads: Vec::new() };
        let explainer =
            Explainer::new(&alignment, sides, aligner.terms.clone(), aligner.vectors.clone());
        let why = explainer.explain(&bead);
        Some(Details {
            proposals,
            evidence,
            links: why.links.into_iter().map(Into::into).collect(),
            length: why.length_surprise,
        })
    }
}
