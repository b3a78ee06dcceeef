//! Signals: what speaks for or against a bead. Each looks at one thing, can be tested alone, and
//! gives a few named parts; the weights of the parts are data (see [`super::weights`]).
//!
//! A new signal is one file here, one line in `first` or `second`, and weights for its parts.

mod anchors;
pub(super) mod habits;
mod latin;
mod length;
pub(super) mod meaning;
mod names;
pub mod numbers;
pub(super) mod own_words;
mod paragraphs;
pub(crate) mod places;
mod punctuation;
mod shape;

pub(crate) use anchors::Items;
pub(crate) use length::Length;

use super::{grid::Reach, side::Side, terms::Terms};

/// One thing that speaks for or against a bead, prepared for a pair of texts.
pub trait Signal: Send {
    /// The names of its parts, such as `length.square`: keys of the weights.
    fn parts(&self) -> &'static [&'static str];

    /// What each part says of a bead, unweighted: `out` has a place for each part, set to 0.
    fn evidence(&self, bead: Reach, out: &mut [f64]);
}

/// The signals of the first pass, prepared for a pair of texts: those that are cheap to ask.
pub fn first(source: &Side, target: &Side, terms: &[&Terms]) -> Vec<Box<dyn Signal>> {
    vec![
        Box::new(shape::Shape::new(source, target)),
        Box::new(paragraphs::Paragraphs::new(source, target)),
        Box::new(length::Length::new(source, target)),
        Box::new(punctuation::Punctuation::new(source, target)),
        Box::new(anchors::Anchors::new(anchors::NUMBERS, source, target, numbers::items)),
        Box::new(anchors::Anchors::new(anchors::LATIN, source, target, latin::items)),
        Box::new(anchors::Anchors::new(anchors::NAMES, source, target, names::items)),
        Box::new(anchors::Anchors::new(anchors::TERMS, source, target, |a, b| {
            super::terms::items(terms, a, b)
        })),
    ]
}

/// The signals that the second pass adds.
pub(super) fn second(
    meaning: Option<meaning::Meaning>,
    habits: habits::Habits,
) -> Vec<Box<dyn Signal>> {
    let mut out: Vec<Box<dyn Signal>> = Vec::new();
    if let Some(meaning) = meaning {
        out.push(Box::new(meaning));
    }
    out.push(Box::new(habits));
    out
}

/// The items of every kind of anchor, for a path through long texts.
pub(crate) fn rare_items(source: &Side, target: &Side, terms: &[&Terms]) -> [Items; 4] {
    [
        numbers::items(source, target),
        latin::items(source, target),
        names::items(source, target),
        super::terms::items(terms, source, target),
    ]
}
