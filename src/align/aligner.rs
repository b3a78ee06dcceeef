//! The aligner: from two segmented texts to beads. A first pass scores every bead with the signals
//! that are cheap to compute; a second scores the beads that are left with all signals.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    Alignment, Bead, Evidence, Explainer, Model, Segmented, SentenceVectors, Side, Vectors,
    Weights,
    decode::Decoder,
    grid::{Grid, Posterior, Reach},
    search::Texts,
    signal::{
        self, AllItems, Fit, WordVectors, embeddings::Embeddings, habits::Habits,
        own_words::own_words,
    },
    weights::content,
};
use crate::{error::Result, glossary::Terms};

/// Beads below this first-pass posterior are pruned before the second pass.
pub(super) const UNLIKELY: f32 = 1e-4;

/// Aligns segmented texts. It owns its parts, is cheap to clone, and can be shared by threads.
#[derive(Debug, Clone)]
pub struct Aligner {
    /// Anchor terms: the built-in list, glossaries, and terms learnt from memories.
    pub terms: Vec<Arc<Terms>>,
    /// Word vectors; used where they cover both languages.
    pub vectors: Option<Arc<Vectors>>,
    /// Signal weights. Without any, the built-in weights that suit the texts are used.
    pub weights: Option<Arc<Weights>>,
    /// The extent of the search.
    pub search: Search,
}

/// The extent of the search.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Search {
    /// Scores every bead of short texts, and in longer ones the beads near the likely nodes, in
    /// time linear in the lengths.
    #[default]
    Fast,
    /// Scores every bead; time and memory grow with the product of both lengths.
    Exact,
}

impl Default for Aligner {
    fn default() -> Self {
        Self {
            terms: vec![Terms::built_in()],
            vectors: Vectors::built_in(),
            weights: None,
            search: Search::Fast,
        }
    }
}

/// Pairs the segments of two texts with the built-in data; see [`Aligner::align`].
pub fn align(source: Segmented, target: Segmented) -> Alignment {
    Aligner::default().align(source, target)
}

impl Aligner {
    /// Pairs the segments of two texts. The beads cover each side once, in order.
    ///
    /// Time and memory grow linearly with long texts (see [`Search`]).
    ///
    /// ```
    /// use muwazi::{Document, Lang, align::{Aligner, Segmented}};
    /// let text = |lang, text| Segmented::new(Document::new(text, lang));
    /// let source = text(Lang::arabic(), "زار الرئيس باريس. وبقي فيها ثلاثة أيام.");
    /// let target = text(Lang::english(), "The president visited Paris and stayed three days.");
    /// let pair = Aligner::default().align(source, target);
    /// assert_eq!((pair.beads[0].source.clone(), pair.beads[0].target.clone()), (0..2, 0..1));
    /// ```
    pub fn align(&self, source: Segmented, target: Segmented) -> Alignment {
        // The features are not kept beside those of the second comparison, in which passages are moved.
        let beads = self.beads(&self.sides(&source, &target), None);
        let beads = self.with_moved(&source, &target, beads);
        Alignment { source, target, beads }
    }

    /// Pairs the segments of two texts and returns the alignment with its explainer, which uses
    /// the same terms, word vectors and features. The explainer does its work at the first question.
    ///
    /// Sentence vectors are optional, one for each segment.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`](crate::ErrorKind::Usage) where there is not one sentence vector for each
    /// segment.
    ///
    /// ```
    /// use muwazi::{Document, Lang, align::{Aligner, Segmented}};
    /// let text = |lang, text| Segmented::new(Document::new(text, lang));
    /// let source = text(Lang::arabic(), "بقي في باريس ٣ أيام.");
    /// let target = text(Lang::english(), "He stayed three days in Paris.");
    /// let (pair, explainer) = Aligner::default().align_explained(source, target, None)?;
    /// let why = explainer.explain(&pair.beads[0]);
    /// let links: Vec<(&str, &str)> = why
    ///     .links
    ///     .iter()
    ///     .map(|l| (l.source.of(&pair.source.document.text), l.target.of(&pair.target.document.text)))
    ///     .collect();
    /// assert!(links.contains(&("باريس", "Paris")) && links.contains(&("٣", "three")));
    /// # Ok::<(), muwazi::Error>(())
    /// ```
    pub fn align_explained(
        &self,
        source: Segmented,
        target: Segmented,
        sentences: Option<&SentenceVectors>,
    ) -> Result<(Alignment, Explainer)> {
        if let Some(sentences) = sentences {
            sentences.check(&source, &target)?;
        }
        let sides = self.sides(&source, &target);
        let beads = self.beads(&sides, sentences);
        let beads = self.with_moved(&source, &target, beads);
        let alignment = Alignment { source, target, beads };
        let explainer = Explainer::new(&alignment, sides, self.terms.clone(), self.vectors.clone());
        Ok((alignment, explainer))
    }

    /// The features of both texts.
    pub(super) fn sides(&self, source: &Segmented, target: &Segmented) -> [Side; 2] {
        let vectors = self.vectors.as_deref();
        [source, target].map(|s| Side::new(&s.document, &s.segments, vectors))
    }

    /// The best beads, with their confidence and evidence.
    pub(super) fn beads(
        &self,
        sides: &[Side; 2],
        sentences: Option<&SentenceVectors>,
    ) -> Vec<Bead> {
        let (weights, mut scored) = self.scored(sides, sentences);
        let best = scored.best();
        let Scored { model, decoder, .. } = &mut scored;
        best.into_iter()
            .map(|(reach, p)| {
                let evidence = model.by_signal(reach);
                let content = content(evidence.iter().copied());
                Bead {
                    source: reach.source(),
                    target: reach.target(),
                    confidence: Some(decoder.confidence(reach, p, content, &weights)),
                    evidence: named(evidence),
                    moved: false,
                }
            })
            .collect()
    }

    /// The weights that suit two texts, and the scores of their beads under them.
    pub(super) fn scored(
        &self,
        sides: &[Side; 2],
        sentences: Option<&SentenceVectors>,
    ) -> (Arc<Weights>, Scored) {
        self.prepared(sides, sentences, |texts, weights| {
            (Arc::clone(weights), Scored::new(texts, weights, self.search))
        })
    }

    /// Calls `score` with what both passes read of two texts, and the weights that suit them.
    pub(super) fn prepared<T>(
        &self,
        sides: &[Side; 2],
        sentences: Option<&SentenceVectors>,
        score: impl FnOnce(&Texts<'_>, &Arc<Weights>) -> T,
    ) -> T {
        let sides = [&sides[0], &sides[1]];
        let terms: Vec<&Terms> = self.terms.iter().map(AsRef::as_ref).collect();
        let items = AllItems::new(sides[0], sides[1], &terms);
        let words = self.vectors.as_deref().and_then(|v| WordVectors::of_both(sides, v));
        let weights = self.weights.clone().unwrap_or_else(|| match sentences {
            Some(_) => Weights::with_sentences(words.is_some()),
            None => Weights::built_in(words.is_some()),
        });
        score(
            &Texts { sides, items: &items, words: words.as_ref(), sentences, frame: None },
            &weights,
        )
    }
}

/// Evidence as beads hold it.
pub(super) fn named(evidence: Vec<(&'static str, f64)>) -> Vec<Evidence> {
    let named = |(signal, nats): (&'static str, f64)| Evidence { signal: signal.into(), nats };
    evidence.into_iter().map(named).collect()
}

/// The beads of a pair of texts as both passes score them.
pub(super) struct Scored {
    /// The model of the second pass.
    pub(super) model: Model,
    /// The beads that the first pass has left; runs of omissions are split.
    pub(super) grid: Grid,
    pub(super) posterior: Posterior,
    pub(super) decoder: Decoder,
}

impl Scored {
    pub(super) fn new(texts: &Texts<'_>, weights: &Weights, search: Search) -> Self {
        let Likely { model, mut grid } = Likely::new(texts, weights, search);
        let mut posterior = grid.posterior();
        grid.part_runs(&mut posterior);
        let decoder = Decoder::new(&grid, &posterior);
        Self { model, grid, posterior, decoder }
    }

    /// The best path with the probabilities of its beads.
    pub(super) fn best(&self) -> Vec<(Reach, f64)> {
        self.grid.best(&self.posterior, |bead, p| self.decoder.value(bead, p))
    }

    /// The best path where an omission has no price, for comparison.
    #[cfg(feature = "training")]
    pub(super) fn best_unpriced(&self) -> Vec<(Reach, f64)> {
        self.grid.best(&self.posterior, Decoder::unpriced)
    }
}

/// The beads that the first pass has left, scored by the second.
pub(super) struct Likely {
    /// The model of the second pass.
    pub(super) model: Model,
    /// The beads with runs of omissions.
    pub(super) grid: Grid,
}

impl Likely {
    pub(super) fn new(texts: &Texts<'_>, weights: &Weights, search: Search) -> Self {
        let (mut model, mut grid) = match search {
            Search::Fast => texts.likely(&weights.first),
            Search::Exact => texts.whole(&weights.first),
        };
        prepare_second(&mut grid, &mut model, texts, |bead| {
            texts.frame.is_some_and(|frame| frame.holds(bead))
        });
        model.weigh(&weights.second);
        grid.rescore(|bead| model.score(bead));
        Self { model, grid }
    }
}

/// Prunes the beads that the first pass finds unlikely and that are not `wanted`, and adds the signals
/// of the second pass.
pub(super) fn prepare_second(
    grid: &mut Grid,
    model: &mut Model,
    texts: &Texts<'_>,
    wanted: impl Fn(Reach) -> bool,
) {
    let mut first = grid.posterior();
    // What is learnt from the first pass needs no beads that are pruned.
    grid.prune(&mut first, UNLIKELY, wanted);
    let habits = Habits::new(grid, &first);
    let fit = Fit::new(texts.sides[0], texts.sides[1], grid, &first);
    let own_words = own_words(texts.sides[0], texts.sides[1], grid, &first);
    drop(first);
    let beads = grid.beads().map(|(_, bead)| bead);
    model.add(signal::second(texts.items, texts.words, beads, habits, fit));
    model.add([own_words]);
    model.add(texts.sentences.map(Embeddings::signal));
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn assert_send_sync<T: Send + Sync>() {}

    const _: () = assert_send_sync::<Aligner>();

    #[test]
    fn built_in_parts_are_shared_and_not_copied() {
        let [a, b] = [Aligner::default(), Aligner::default()];
        assert!(Arc::ptr_eq(&a.terms[0], &b.terms[0]));
        assert!(Arc::ptr_eq(&a.vectors.unwrap(), &b.vectors.unwrap()));
    }
}
