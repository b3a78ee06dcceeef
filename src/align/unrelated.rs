//! Texts that hardly translate each other: their doubtful pairs are taken apart.

use super::{Alignment, Bead};

/// The mean confidence of the pairs below which two texts are unrelated. Translations of a few
/// lines have less at times; long ones never did.
const UNRELATED: f64 = 0.3;
/// The pairs of unrelated texts below this confidence are chance.
const CHANCE: f64 = 0.5;

/// Takes the doubtful pairs of two unrelated texts apart, and returns their number: 0 where the texts
/// translate each other. Beads without a confidence were made by hand and stay, and so do moved ones.
///
/// ```
/// use muwazi::{Document, Lang, align::{self, Aligner, Segmented}};
/// let text = |lang, text| Segmented::new(Document::new(text, lang));
/// let source = text(Lang::arabic(), "تنمو الأشجار ببطء في الجبال العالية.");
/// let target = text(Lang::english(), "He repaired the old radio with a borrowed screwdriver.");
/// let mut alignment = Aligner::default().align(source, target);
/// assert_eq!(align::unpair_unrelated(&mut alignment), 1);
/// assert!(alignment.beads.iter().all(|bead| bead.is_omission()));
/// ```
pub fn unpair_unrelated(alignment: &mut Alignment) -> usize {
    let confidences = || {
        let pairs = alignment.beads.iter().filter(|bead| !bead.is_omission());
        pairs.map(|bead| bead.confidence.unwrap_or(1.0))
    };
    let count = confidences().count();
    if confidences().sum::<f64>() >= UNRELATED * count as f64 {
        return 0;
    }
    let is_chance = |bead: &Bead| {
        !bead.is_omission() && !bead.moved && bead.confidence.is_some_and(|c| c < CHANCE)
    };
    let mut unpaired = 0;
    let mut beads = Vec::with_capacity(alignment.beads.len() + count);
    for bead in std::mem::take(&mut alignment.beads) {
        if is_chance(&bead) {
            unpaired += 1;
            beads.extend(bead.parted());
        } else {
            beads.push(bead);
        }
    }
    alignment.beads = beads;
    unpaired
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{align::Segmented, document::Document, lang::Lang};

    fn alignment(confidences: &[f64]) -> Alignment {
        let text = |line: &str, lang| {
            let lines = vec![line; confidences.len()].join("\n");
            Segmented::new(Document::new(&lines, lang))
        };
        let beads = confidences.iter().enumerate().map(|(at, confidence)| Bead {
            source: at..at + 1,
            target: at..at + 1,
            confidence: Some(*confidence),
            evidence: Vec::new(),
            moved: false,
        });
        Alignment {
            source: text("جملة.", Lang::arabic()),
            target: text("A line.", Lang::english()),
            beads: beads.collect(),
        }
    }

    #[test]
    fn doubtful_pairs_of_related_texts_stay() {
        for confidences in [&[0.9, 0.1][..], &[0.3], &[]] {
            let mut related = alignment(confidences);
            let before = related.beads.clone();
            assert_eq!(unpair_unrelated(&mut related), 0);
            assert_eq!(related.beads, before);
        }
    }

    #[test]
    fn every_segment_of_an_unpaired_bead_is_told_without_partner() {
        let mut unrelated = alignment(&[0.1, 0.6, 0.05]);
        assert_eq!(unpair_unrelated(&mut unrelated), 2);
        let places: Vec<_> =
            unrelated.beads.iter().map(|b| (b.source.clone(), b.target.clone())).collect();
        assert_eq!(places, [(0..1, 0..0), (1..1, 0..1), (1..2, 1..2), (2..3, 2..2), (3..3, 2..3)]);
    }
}
