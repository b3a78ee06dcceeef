//! Texts prepared for training: the likely beads and the evidence of each part for them.

use std::{collections::BTreeSet, ops::Range};

use super::{Example, TextKind};
use crate::{
    align::{
        Model, Vectors,
        aligner::{Scored, Search, prepare_second},
        band::Band,
        grid::{Grid, Reach, SHAPES},
        search::Texts,
        signal::{AllItems, WordVectors},
        weights::{Parts, Weights},
    },
    glossary::Terms,
};

/// Rough weights that select the beads to train on. They need not be exact, because only beads with a
/// probability below [`ROUGHLY`] are dropped.
const ROUGH: &[(&str, f64)] = &[
    ("shape.1-1", 1.5),
    ("shape.1-2", 1.0),
    ("shape.1-3", 0.4),
    ("shape.omission", -2.5),
    ("shape.n-m", -0.5),
    ("shape.beyond", -0.2),
    ("length.off", -0.8),
    ("numbers.found", 0.2),
    ("meaning.cosine", 5.0),
    ("latin.found", 0.3),
    ("names.found", 0.2),
    ("terms.found", 0.25),
];
/// Beads with a lower probability under the rough weights are dropped.
const ROUGHLY: f32 = 1e-7;

/// The likely beads of a text with the evidence of one pass.
pub(super) struct Sample {
    pub(super) set: usize,
    pub(super) parts: Vec<&'static str>,
    pub(super) gold_beads: usize,
    grid: Grid,
    /// One value per bead and part, ordered by bead, then by part.
    evidence: Vec<f32>,
    /// The cells of beads that are compatible with the gold.
    allowed: BTreeSet<usize>,
}

impl Sample {
    fn new(text: &Text<'_>, grid: Grid, model: &mut Model) -> Self {
        let mut evidence = Vec::new();
        let mut allowed = BTreeSet::new();
        for (cell, bead) in grid.beads() {
            evidence.extend(model.evidence(bead).iter().map(|e| *e as f32));
            if text.allows(bead) {
                allowed.insert(cell);
            }
        }
        let parts = model.parts().to_vec();
        let (set, gold_beads) = (text.example.set, text.example.gold.len());
        Self { set, parts, gold_beads, grid, evidence, allowed }
    }

    /// Returns true if the evidence of a part is 0 for all beads.
    pub(super) fn is_silent(&self, part: usize) -> bool {
        self.evidence.chunks(self.parts.len()).all(|row| row[part] == 0.0)
    }

    /// The gradient of the log-probability of the gold beads; 0 if the gold beads are not in order.
    pub(super) fn slope(&self, weights: &[f64]) -> Vec<f64> {
        let mut grid = self.grid.clone();
        let mut rows = self.evidence.chunks(weights.len());
        grid.rescore(|_| {
            let row = rows.next().unwrap_or(&[]);
            row.iter().zip(weights).map(|(e, w)| f64::from(*e) * w).sum()
        });
        let mut slope = vec![0.0; weights.len()];
        let all = grid.posterior();
        let gold = grid.posterior_among(|cell| self.allowed.contains(&cell));
        if gold.log_sum.is_finite() {
            for ((cell, _), row) in grid.beads().zip(self.evidence.chunks(weights.len())) {
                let more = f64::from(gold.probabilities[cell]) - f64::from(all.probabilities[cell]);
                if more.abs() > 1e-7 {
                    slope.iter_mut().zip(row).for_each(|(sum, e)| *sum += more * f64::from(*e));
                }
            }
        }
        slope
    }
}

/// The evidence for a bead, by signal.
type EvidenceBySignal = Vec<(&'static str, f64)>;

/// The alignment of a text.
pub(super) struct Aligned {
    /// The best path, with the probability and the evidence of each bead.
    pub(super) priced: Vec<(Reach, f64, EvidenceBySignal)>,
    /// The best path where an omission has no price.
    pub(super) unpriced: Vec<Reach>,
    /// How doubtful the omissions are.
    pub(super) doubt: f64,
}

/// A pair of texts, prepared for training.
pub(super) struct Text<'e> {
    pub(super) example: &'e Example,
    pub(super) first: Sample,
    items: AllItems,
    words: Option<[WordVectors; 2]>,
    gold: BTreeSet<[usize; 4]>,
    /// For each segment of either side, true if it is in a gold bead.
    covered: [Vec<bool>; 2],
}

impl<'e> Text<'e> {
    pub(super) fn new(example: &'e Example, terms: &[&Terms], vectors: Option<&Vectors>) -> Self {
        let mut covered = [vec![false; example.source.len()], vec![false; example.target.len()]];
        // A gold bead of a shape that the search lacks would leave no path at all.
        let known = |(s, t): &&(Range<usize>, Range<usize>)| {
            SHAPES.iter().any(|(a, b)| (s.len(), t.len()) == (usize::from(*a), usize::from(*b)))
        };
        for (source, target) in example.gold.iter().filter(known) {
            covered[0][source.clone()].fill(true);
            covered[1][target.clone()].fill(true);
        }
        let gold = example.gold.iter().map(|(s, t)| key(s.clone(), t.clone())).collect();
        let empty = Sample {
            set: example.set,
            parts: Vec::new(),
            gold_beads: 0,
            grid: Grid::new(Band::whole(0, 0), |_| 0.0),
            evidence: Vec::new(),
            allowed: BTreeSet::new(),
        };
        let (source, target) = (&example.source, &example.target);
        let items = AllItems::new(source, target, terms);
        let words = vectors.and_then(|v| WordVectors::of_both([source, target], v));
        let mut text = Self { example, first: empty, items, words, gold, covered };
        let rough = ROUGH.iter().map(|(part, w)| ((*part).to_owned(), *w)).collect();
        let (mut model, mut grid) = text.texts().whole(&rough);
        let mut posterior = grid.posterior();
        grid.prune(&mut posterior, ROUGHLY, |bead| text.allows(bead));
        text.first = Sample::new(&text, grid, &mut model);
        text
    }

    fn texts(&self) -> Texts<'_> {
        let sides = [&self.example.source, &self.example.target];
        Texts {
            sides,
            items: &self.items,
            words: self.words.as_ref(),
            sentences: self.example.sentences.as_ref(),
            frame: None,
        }
    }

    /// Prepares the second pass with these weights for the first. `with_gold` keeps the gold beads,
    /// even if the first pass would prune them; training needs them.
    pub(super) fn second(&self, first: &Parts, with_gold: bool) -> Sample {
        let texts = self.texts();
        let (mut model, mut grid) = texts.whole(first);
        prepare_second(&mut grid, &mut model, &texts, |bead| with_gold && self.allows(bead));
        Sample::new(self, grid, &mut model)
    }

    /// Aligns the text with these weights.
    pub(super) fn align(&self, weights: &Weights) -> Aligned {
        let mut scored = Scored::new(&self.texts(), weights, Search::Exact);
        let (priced, unpriced) = (scored.best(), scored.best_unpriced());
        let Scored { model, decoder, .. } = &mut scored;
        let with_evidence = |(bead, p)| (bead, p, model.by_signal(bead));
        Aligned {
            priced: priced.into_iter().map(with_evidence).collect(),
            unpriced: unpriced.into_iter().map(|(bead, _)| bead).collect(),
            doubt: decoder.doubt(),
        }
    }

    pub(super) fn is_learnt(&self) -> bool {
        self.example.kind == TextKind::Clean
    }

    pub(super) fn is_gold(&self, bead: Reach) -> bool {
        self.gold.contains(&key(bead.source(), bead.target()))
    }

    fn allows(&self, bead: Reach) -> bool {
        let free = !self.covered[0][bead.source()].contains(&true)
            && !self.covered[1][bead.target()].contains(&true);
        let run = bead.is_omission() && bead.a + bead.b > 1;
        free || self.is_gold(bead) || (run && bead.singles().all(|single| self.is_gold(single)))
    }
}

/// A bead as a key. The position of an omission on the empty side is ignored.
fn key(source: Range<usize>, target: Range<usize>) -> [usize; 4] {
    let [s, t] = [source, target].map(|side| if side.is_empty() { 0..0 } else { side });
    [s.start, s.end, t.start, t.end]
}
