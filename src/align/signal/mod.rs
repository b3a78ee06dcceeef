//! Signals: independent sources of evidence for or against a bead. Each can be tested alone and has a
//! few named parts; the weights of the parts are data (see [`super::weights`]).
//!
//! A new signal needs one file here, one line in `first` or `second`, and weights for its parts.

mod anchors;
mod dot;
pub(super) mod embeddings;
mod fit;
pub(super) mod habits;
mod latin;
mod length;
mod meaning;
mod names;
mod numbers;
pub(super) mod own_words;
mod paragraphs;
pub(crate) mod places;
mod punctuation;
mod shape;
mod terms;
mod times;

pub(crate) use anchors::Items;
pub(crate) use fit::Fit;
pub(crate) use length::Length;

pub(crate) use meaning::{Meaning, Summed, Sums, WordLinks, WordPairs, WordPlace, WordVectors};

use super::{band::Band, grid::Reach, link::LinkKind, side::Side};
use crate::glossary::Terms;

/// A source of evidence for or against a bead, prepared for a pair of texts.
pub(crate) trait Signal {
    /// The names of its parts, such as `length.square`. They are the keys of the weights.
    fn parts(&self) -> &'static [&'static str];

    /// Computes the unweighted evidence of each part for a bead. `out` has one element per part and is
    /// initialised with 0.
    fn evidence(&self, bead: Reach, out: &mut [f64]);
}

/// The anchors of a pair of texts, by kind.
pub(crate) struct AllItems {
    numbers: Items,
    latin: Items,
    names: Items,
    terms: Items,
}

impl AllItems {
    /// Collects the anchors of both sides.
    pub(crate) fn new(source: &Side, target: &Side, terms: &[&Terms]) -> Self {
        Self {
            numbers: numbers::items(source, target),
            latin: latin::items(source, target),
            names: names::items(source, target),
            terms: self::terms::items(terms, source, target),
        }
    }

    /// The items of all kinds.
    pub(crate) fn kinds(&self) -> [&Items; 4] {
        [&self.numbers, &self.latin, &self.names, &self.terms]
    }

    fn signals(&self) -> Vec<Box<dyn Signal>> {
        vec![
            Box::new(anchors::Anchors::new(anchors::NUMBERS, &self.numbers)),
            Box::new(anchors::Anchors::new(anchors::LATIN, &self.latin)),
            Box::new(anchors::Anchors::new(anchors::NAMES, &self.names)),
            Box::new(anchors::Anchors::new(anchors::TERMS, &self.terms)),
        ]
    }
}

/// The signals of the first pass over a band: those that are cheap to compute. If words have vectors,
/// the sums of word vectors are used; otherwise the anchors are.
pub(super) fn first(
    source: &Side,
    target: &Side,
    items: &AllItems,
    summed: Option<&Summed>,
    band: &Band,
) -> Vec<Box<dyn Signal>> {
    let mut out: Vec<Box<dyn Signal>> = vec![
        Box::new(shape::Shape::new(source, target)),
        Box::new(paragraphs::Paragraphs::new(source, target)),
        Box::new(length::Length::new(source, target)),
        Box::new(punctuation::Punctuation::new(source, target)),
        Box::new(times::Times::new(source, target)),
    ];
    match summed {
        Some(summed) => out.push(Box::new(Sums::new(summed, band))),
        None => out.extend(items.signals()),
    }
    out
}

/// The signals that the second pass adds, for the beads that the first pass keeps.
pub(super) fn second(
    items: &AllItems,
    words: Option<&[WordVectors; 2]>,
    beads: impl Iterator<Item = Reach>,
    habits: habits::Habits,
    fit: Fit,
) -> Vec<Box<dyn Signal>> {
    let mut out: Vec<Box<dyn Signal>> = Vec::new();
    if let Some(words) = words {
        out.extend(items.signals());
        out.push(Box::new(Meaning::new(words, beads)));
    }
    out.push(Box::new(habits));
    out.push(Box::new(fit));
    out
}

/// All kinds of anchors of a pair with their places, in order of precedence (see [`LinkKind`]).
pub(crate) fn anchors_by_kind(
    source: &Side,
    target: &Side,
    lists: &[&Terms],
) -> [(LinkKind, places::PlacedItems); 4] {
    [
        (LinkKind::Number, numbers::placed(source, target)),
        (LinkKind::Term, terms::placed(lists, source, target)),
        (LinkKind::Name, names::placed(source, target)),
        (LinkKind::Latin, latin::placed(source, target)),
    ]
}
