//! Learns the weights from texts that were aligned by hand.
//!
//! The weights are those of a conditional random field over beads (Lafferty, McCallum and Pereira
//! 2001): they make the gold beads as probable as they can be among all ways to cover the two
//! texts, less a penalty for large weights. The climb is by Rprop (Riedmiller and Braun 1993),
//! which needs no rate to be set. Confidence is calibrated (Platt 1999) on texts held out in turn.

use std::{collections::BTreeSet, ops::Range};

use super::{
    grid::{Band, Grid, Posterior, Reach, SHAPES},
    model::{Model, adapt},
    side::Side,
    terms::Terms,
    weights::{Calibration, Weights},
    worth,
};

/// A pair of texts with its right beads.
pub struct Example {
    /// The source.
    pub source: Side,
    /// The target.
    pub target: Side,
    /// The right beads. Segments that stand in none may go anywhere.
    pub gold: Vec<(Range<usize>, Range<usize>)>,
    /// The number of the set that it belongs to: each set weighs the same, however large.
    pub set: usize,
    /// The number of its document: versions of one document are held out together.
    pub document: usize,
}

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct TrainOptions {
    /// Steps of the climb.
    pub rounds: usize,
    /// Half the penalty on the square of each weight, where each set counts as 500 beads.
    pub penalty: f64,
    /// See [`Weights::adapt`].
    pub adapt: f64,
    /// In how many parts the texts are held out in turn.
    pub folds: usize,
}

impl Default for TrainOptions {
    fn default() -> Self {
        Self { rounds: 60, penalty: 1.0, adapt: 0.5, folds: 4 }
    }
}

/// What was learnt, and how well texts were aligned that it had not been learnt from.
pub struct Trained {
    /// The weights, learnt from all texts.
    pub weights: Weights,
    /// Strict precision, recall and F1 of each set's held-out texts, pairs only.
    pub held_out: Vec<[f64; 3]>,
}

/// Learns from examples. Holds the evidence of every bead of every text in memory: 4 bytes a part
/// and bead, about 5 MB for a pair of 30 and 30 segments.
pub fn train(examples: &[Example], terms: &[&Terms], options: &TrainOptions) -> Trained {
    let texts: Vec<Text<'_>> = examples.iter().map(|e| Text::new(e, terms)).collect();
    let mut judged = Vec::new();
    let sets = examples.iter().map(|e| e.set + 1).max().unwrap_or(0);
    let mut counts = vec![[0.0; 3]; sets];
    for fold in 0..options.folds {
        let (held, rest): (Vec<&Text<'_>>, Vec<&Text<'_>>) =
            texts.iter().partition(|text| text.example.document % options.folds == fold);
        let weights = climb(&rest, sets, options);
        for text in held {
            text.judge(&weights, options.adapt, &mut counts[text.example.set], &mut judged);
        }
    }
    let all: Vec<&Text<'_>> = texts.iter().collect();
    let learnt = climb(&all, sets, options);
    let parts = texts.first().map(|t| t.model.parts.clone()).unwrap_or_default();
    // What the texts say nothing of, such as paragraphs in texts of one sentence a line, keeps the
    // weight that it has.
    let silent =
        |k: usize| texts.iter().all(|t| t.evidence.chunks(parts.len()).all(|row| row[k] == 0.0));
    let rounded = |x: f64| (x * 1000.0).round() / 1000.0;
    let weights = Weights {
        provenance: String::new(),
        parts: parts
            .iter()
            .zip(learnt)
            .enumerate()
            .map(|(k, (part, learnt))| {
                let weight = if silent(k) { Weights::built_in().of(part) } else { rounded(learnt) };
                ((*part).to_owned(), weight)
            })
            .collect(),
        adapt: options.adapt,
        calibration: calibrate(&judged),
    };
    let held_out = counts
        .iter()
        .map(|[right, found, gold]| {
            let (p, r) = (right / found, right / gold);
            [p, r, 2.0 * p * r / (p + r)]
        })
        .collect();
    Trained { weights, held_out }
}

/// A pair of texts with the evidence of all its beads.
struct Text<'e> {
    example: &'e Example,
    model: Model,
    evidence: Vec<f32>,
    /// For each segment of either side, whether it stands in a gold bead.
    covered: [Vec<bool>; 2],
    gold: BTreeSet<[usize; 4]>,
}

impl<'e> Text<'e> {
    fn new(example: &'e Example, terms: &[&Terms]) -> Self {
        let mut model = Model::new(&example.source, &example.target, terms);
        let mut evidence = Vec::new();
        let mut covered = [vec![false; example.source.len()], vec![false; example.target.len()]];
        // A bead of a shape that the search does not know would leave no path at all.
        let known = |(s, t): &&(Range<usize>, Range<usize>)| {
            SHAPES.iter().any(|(a, b)| (s.len(), t.len()) == (usize::from(*a), usize::from(*b)))
        };
        for (source, target) in example.gold.iter().filter(known) {
            covered[0][source.clone()].fill(true);
            covered[1][target.clone()].fill(true);
        }
        Grid::new(Band::whole(example.source.len(), example.target.len()), |bead| {
            evidence.extend(model.evidence(bead).iter().map(|e| *e as f32));
            0.0
        });
        let gold = example.gold.iter().map(|(s, t)| key(s.clone(), t.clone())).collect();
        Self { example, model, evidence, covered, gold }
    }

    /// Grids ask for their beads always in the same order, that of the evidence.
    fn grid(&self, weights: &[f64]) -> Grid {
        let mut rows = self.evidence.chunks(weights.len());
        Grid::new(Band::whole(self.example.source.len(), self.example.target.len()), |_| {
            let row = rows.next().unwrap_or(&[]);
            row.iter().zip(weights).map(|(e, w)| f64::from(*e) * w).sum()
        })
    }

    fn is_gold(&self, bead: Reach) -> bool {
        self.gold.contains(&key(bead.source(), bead.target()))
    }

    fn is_allowed(&self, bead: Reach) -> bool {
        let free = !self.covered[0][bead.source()].contains(&true)
            && !self.covered[1][bead.target()].contains(&true);
        free || self.is_gold(bead)
    }

    /// Adds the slope of the gold beads' log-probability to `slope`; texts whose gold beads are
    /// out of order have none.
    fn add_slope(&self, weights: &[f64], scale: f64, slope: &mut [f64]) {
        let grid = self.grid(weights);
        let all = grid.posterior(|_| true);
        let gold = grid.posterior(|bead| self.is_allowed(bead));
        if gold.log_sum.is_finite() {
            self.add_expected(&grid, &gold, scale, slope);
            self.add_expected(&grid, &all, -scale, slope);
        }
    }

    fn add_expected(&self, grid: &Grid, posterior: &Posterior, scale: f64, slope: &mut [f64]) {
        for (row, p) in self.evidence.chunks(slope.len()).zip(grid.probabilities(posterior)) {
            if p > 1e-6 {
                for (sum, e) in slope.iter_mut().zip(row) {
                    *sum += scale * p * f64::from(*e);
                }
            }
        }
    }

    /// Aligns the text and counts: pairs right, found, in the gold; and each pair's probability
    /// beside whether it was right.
    fn judge(
        &self,
        weights: &[f64],
        strength: f64,
        counts: &mut [f64; 3],
        judged: &mut Vec<(f64, bool)>,
    ) {
        let mut grid = self.grid(weights);
        let first = grid.posterior(|_| true);
        adapt(&mut grid, &first, strength);
        let posterior = grid.posterior(|_| true);
        for (bead, p) in grid.best(&posterior, worth) {
            if !bead.is_omission() {
                let right = self.is_gold(bead);
                counts[0] += f64::from(right);
                counts[1] += 1.0;
                judged.push((p, right));
            }
        }
        let pairs = self.example.gold.iter().filter(|(s, t)| !s.is_empty() && !t.is_empty());
        counts[2] += pairs.count() as f64;
    }
}

/// A bead as a key. Where an omission stands on the other side is no matter.
fn key(source: Range<usize>, target: Range<usize>) -> [usize; 4] {
    let [s, t] = [source, target].map(|side| if side.is_empty() { 0..0 } else { side });
    [s.start, s.end, t.start, t.end]
}

fn climb(texts: &[&Text<'_>], sets: usize, options: &TrainOptions) -> Vec<f64> {
    let mut beads = vec![0.0; sets];
    for text in texts {
        beads[text.example.set] += text.example.gold.len() as f64;
    }
    let parts = texts.first().map_or(0, |t| t.model.parts.len());
    let (mut weights, mut steps) = (vec![0.0_f64; parts], vec![0.1_f64; parts]);
    let mut before = vec![0.0_f64; parts];
    for _ in 0..options.rounds {
        let mut slope: Vec<f64> = weights.iter().map(|w| -options.penalty * w).collect();
        for own in slopes(texts, |text, own| {
            text.add_slope(&weights, 500.0 / beads[text.example.set], own);
        }) {
            slope.iter_mut().zip(own).for_each(|(sum, s)| *sum += s);
        }
        for k in 0..parts {
            let turn = slope[k] * before[k];
            if turn > 0.0 {
                steps[k] = (steps[k] * 1.2).min(2.0);
            } else if turn < 0.0 {
                steps[k] *= 0.5;
                slope[k] = 0.0;
            }
            before[k] = slope[k];
            if slope[k] != 0.0 {
                weights[k] += steps[k] * slope[k].signum();
            }
        }
    }
    weights
}

/// Each text's own slope, in order, so that their sum is the same on any number of threads.
fn slopes(texts: &[&Text<'_>], work: impl Fn(&Text<'_>, &mut [f64]) + Sync) -> Vec<Vec<f64>> {
    let parts = texts.first().map_or(0, |t| t.model.parts.len());
    let mut out = vec![vec![0.0; parts]; texts.len()];
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = texts.len().div_ceil(threads).max(1);
    std::thread::scope(|scope| {
        for (texts, out) in texts.chunks(share).zip(out.chunks_mut(share)) {
            let work = &work;
            scope.spawn(move || {
                texts.iter().zip(out).for_each(|(text, own)| work(text, own));
            });
        }
    });
    out
}

/// The logistic curve under which the judgements are most probable, by plain ascent.
fn calibrate(judged: &[(f64, bool)]) -> Calibration {
    let mut curve = Calibration { slope: 1.0, offset: 0.0 };
    let logits: Vec<(f64, f64)> = judged
        .iter()
        .map(|(p, right)| {
            let p = p.clamp(1e-6, 1.0 - 1e-6);
            ((p / (1.0 - p)).ln(), f64::from(*right))
        })
        .collect();
    for _ in 0..3000 {
        let (mut slope, mut offset) = (0.0, 0.0);
        for (logit, right) in &logits {
            let miss = right - 1.0 / (1.0 + (-(curve.slope * logit + curve.offset)).exp());
            slope += miss * logit;
            offset += miss;
        }
        curve.slope += 0.05 * slope / logits.len().max(1) as f64;
        curve.offset += 0.2 * offset / logits.len().max(1) as f64;
    }
    curve
}
