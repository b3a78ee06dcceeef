use proptest::prelude::*;

use super::*;
use crate::{Document, Lang};

fn news() -> (Segmented, Segmented) {
    let side = |lang: &str, name: &str| {
        let text = std::fs::read_to_string(format!("examples/news/{name}")).unwrap();
        Segmented::new(Document::from_lines(
            name,
            lang.parse::<Lang>().unwrap(),
            text,
            crate::BlockKind::Sentence,
        ))
    };
    (side("ar", "article.ar.sentences.txt"), side("en", "article.en.sentences.txt"))
}

fn pairs(beads: &[Bead]) -> Vec<(Range<usize>, Range<usize>)> {
    beads.iter().map(|b| (b.source.clone(), b.target.clone())).collect()
}

#[test]
fn without_fixed_beads_it_is_the_alignment() {
    let (source, target) = news();
    let aligner = Aligner::default();
    let beads = aligner.align_around(&source, &target, &Fixed::default()).beads();
    assert_eq!(beads, aligner.align(source, target).beads);
}

#[test]
fn beadings_hold_the_right_one_where_a_wrong_one_stands() {
    let (source, target) = news();
    let right = pairs(&Aligner::default().align(source.clone(), target.clone()).beads);
    // Two neighbours shifted against each other by one segment.
    let at = (2..right.len() - 2)
        .find(|at| right[*at..at + 2].iter().all(|(s, t)| s.len() == 1 && t.len() == 1))
        .unwrap();
    let (a, b) = (right[at].clone(), right[at + 1].clone());
    let mut wrong = right.clone();
    wrong[at] = (a.0.clone(), a.1.start..a.1.start);
    wrong[at + 1] = (b.0.clone(), a.1.start..b.1.end);
    let mut anew = Aligner::default().align_around(&source, &target, &Fixed::default());
    let found = anew.beadings(&wrong, at, 3);
    assert_eq!(pairs(&found[0].beads), right[at..at + 2], "{found:?}");
    assert!(found[0].probability > 0.5);
    for beading in anew.beadings(&right, at, 3) {
        assert!(beading.probability < 0.5 && pairs(&beading.beads) != right[at..at + 2]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn fixed_beads_stay_and_each_segment_is_in_one_bead(
        cuts in proptest::collection::vec((0_usize..22, 0_usize..22, 0_usize..4, 0_usize..4), 0..5),
    ) {
        let (source, target) = news();
        let (n, m) = (source.segments.len(), target.segments.len());
        let (mut beads, mut i, mut j) = (Vec::new(), 0, 0);
        for (di, dj, a, b) in cuts {
            let (from, to) = ((i + di).min(n), (j + dj).min(m));
            let bead = (from..(from + a).min(n), to..(to + b).min(m));
            (i, j) = (bead.0.end, bead.1.end);
            if !bead.0.is_empty() || !bead.1.is_empty() {
                beads.push(bead);
            }
        }
        let fixed = Fixed { beads: beads.clone(), borders: vec![] };
        let found = pairs(&Aligner::default().align_around(&source, &target, &fixed).beads());
        for bead in &beads {
            prop_assert!(found.contains(bead), "{bead:?} {found:?}");
        }
        let sources: Vec<usize> = found.iter().flat_map(|(s, _)| s.clone()).collect();
        let targets: Vec<usize> = found.iter().flat_map(|(_, t)| t.clone()).collect();
        prop_assert_eq!(sources, (0..n).collect::<Vec<_>>());
        prop_assert_eq!(targets, (0..m).collect::<Vec<_>>());
    }
}
