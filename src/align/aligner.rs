//! From two segmented texts to beads: a first pass over every bead with what is cheap to reckon, a
//! second over what that has left, with everything.

use serde::{Deserialize, Serialize};

use super::{
    Alignment, Bead, Evidence, Model, Segmented, SentenceVectors, Side, Vectors, Weights,
    grid::{Grid, Posterior, Reach},
    search::Texts,
    signal::{
        self, AllItems, Fit, WordVectors, embeddings::Embeddings, habits::Habits,
        own_words::own_words,
    },
};
use crate::glossary::Terms;

/// What the first pass finds less probable the second does not look at.
pub(super) const UNLIKELY: f32 = 1e-4;

/// What an alignment is made with, beside the texts.
#[derive(Debug, Clone)]
pub struct Aligner<'a> {
    /// Anchor terms: ours, the user's glossaries, what memories taught.
    pub terms: Vec<&'a Terms>,
    /// Word vectors, which serve where they know both languages.
    pub vectors: Option<&'a Vectors>,
    /// Weights; ours for texts with or without vectors where none are given.
    pub weights: Option<&'a Weights>,
    /// How far to look.
    pub search: Search,
}

/// How far the search looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Search {
    /// At every bead of short texts; of longer ones at those near the likely nodes, in linear time.
    #[default]
    Fast,
    /// At every bead, in time and memory that grow with the product of both lengths.
    Exact,
}

impl Default for Aligner<'_> {
    fn default() -> Self {
        Self {
            terms: vec![Terms::built_in()],
            vectors: Vectors::built_in(),
            weights: None,
            search: Search::Fast,
        }
    }
}

/// Pairs the segments of two texts with what comes with Muwazi; see [`Aligner::align`].
pub fn align(source: Segmented, target: Segmented) -> Alignment {
    Aligner::default().align(source, target)
}

impl Aligner<'_> {
    /// Pairs the segments of two texts. The beads cover each side once, in order.
    ///
    /// Time and memory grow linearly with long texts (see [`Search`]).
    ///
    /// ```
    /// use muwazi::{BlockKind, Document, Lang, align::{Aligner, Segmented}};
    /// let doc = |lang: Lang, text| Segmented::new(Document::from_lines("-", lang, text, BlockKind::Paragraph));
    /// let source = doc(Lang::arabic(), "زار الرئيس باريس. وبقي فيها ثلاثة أيام.");
    /// let target = doc(Lang::english(), "The president visited Paris and stayed three days.");
    /// let pair = Aligner::default().align(source, target);
    /// assert_eq!((pair.beads[0].source.clone(), pair.beads[0].target.clone()), (0..2, 0..1));
    /// ```
    pub fn align(&self, source: Segmented, target: Segmented) -> Alignment {
        self.run(source, target, None)
    }

    /// With a vector for each segment, where they are given.
    pub(super) fn run(
        &self,
        source: Segmented,
        target: Segmented,
        sentences: Option<&SentenceVectors>,
    ) -> Alignment {
        let (weights, mut judged) = self.judged(&source, &target, sentences);
        let Scored { model, grid, posterior } = &mut judged;
        let beads = grid
            .best(posterior, expected_gain)
            .into_iter()
            .map(|(reach, p)| Bead {
                source: reach.source(),
                target: reach.target(),
                confidence: Some(weights.calibration.confidence(p)),
                evidence: model
                    .by_signal(reach)
                    .into_iter()
                    .map(|(signal, nats)| Evidence { signal: signal.to_owned(), nats })
                    .collect(),
            })
            .collect();
        Alignment { source, target, beads }
    }

    /// The weights that suit two texts, and what is thought of their beads under them.
    pub(super) fn judged(
        &self,
        source: &Segmented,
        target: &Segmented,
        sentences: Option<&SentenceVectors>,
    ) -> (&Weights, Scored) {
        self.read(source, target, sentences, |texts, weights| {
            (weights, Scored::new(texts, weights, self.search))
        })
    }

    /// Has `judge` look at what both passes read of two texts, with the weights that suit them.
    pub(super) fn read<'a, T>(
        &'a self,
        source: &Segmented,
        target: &Segmented,
        sentences: Option<&SentenceVectors>,
        judge: impl FnOnce(&Texts<'_>, &'a Weights) -> T,
    ) -> T {
        let sides = [source, target].map(|s| Side::new(&s.document, &s.segments));
        let items = AllItems::new(&sides[0], &sides[1], &self.terms);
        let words = self.vectors.and_then(|v| WordVectors::of_both([&sides[0], &sides[1]], v));
        let weights = self.weights.unwrap_or(match sentences {
            Some(_) => Weights::with_sentences(words.is_some()),
            None => Weights::built_in(words.is_some()),
        });
        let sides = [&sides[0], &sides[1]];
        judge(&Texts { sides, items: &items, words: words.as_ref(), sentences }, weights)
    }
}

/// What both passes think of the beads of a pair of texts.
pub(super) struct Scored {
    /// The second pass's.
    pub(super) model: Model,
    /// What the first pass has left; runs of omissions are parted.
    pub(super) grid: Grid,
    pub(super) posterior: Posterior,
}

impl Scored {
    pub(super) fn new(texts: &Texts<'_>, weights: &Weights, search: Search) -> Self {
        let (mut model, mut grid) = match search {
            Search::Fast => texts.likely(&weights.first),
            Search::Exact => texts.whole(&weights.first),
        };
        prepare_second(&mut grid, &mut model, texts, |_| false);
        model.weigh(&weights.second);
        grid.rescore(|bead| model.score(bead));
        let mut posterior = grid.posterior();
        grid.part_runs(&mut posterior);
        Self { model, grid, posterior }
    }
}

/// Leaves what the first pass finds likely or is `wanted`, and adds the signals of the second.
pub(super) fn prepare_second(
    grid: &mut Grid,
    model: &mut Model,
    texts: &Texts<'_>,
    wanted: impl Fn(Reach) -> bool,
) {
    let first = grid.posterior();
    let habits = Habits::new(grid, &first);
    let fit = Fit::new(texts.sides[0], texts.sides[1], grid, &first);
    let own_words = own_words(texts.sides[0], texts.sides[1], grid, &first);
    grid.prune(&first, UNLIKELY, wanted);
    let beads = grid.beads().map(|(_, bead)| bead);
    model.add(signal::second(texts.items, texts.words, beads, habits, fit));
    model.add([own_words]);
    model.add(texts.sentences.map(Embeddings::signal));
}

/// What a bead of a probability is worth: as many right beads as can be expected. An omission is
/// half a bead, for it is one segment; the small price of a bead keeps unlikely ones together.
pub fn expected_gain(bead: Reach, probability: f64) -> f64 {
    if bead.is_omission() { 0.5 * probability } else { probability - 0.1 }
}
