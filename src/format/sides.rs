//! The two texts of a unit, for formats that hold no more than two languages.

use super::units::{Outcome, Writing};
use crate::{
    lang::Lang,
    unit::{Unit, Variant},
};

/// A unit's text and its translation.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sides<'u> {
    pub(crate) source: Option<&'u Variant>,
    pub(crate) target: Option<&'u Variant>,
}

impl<'u> Sides<'u> {
    /// The first texts in the languages that are asked for, else the first two languages there are.
    pub(crate) fn of(unit: &'u Unit, writing: &Writing) -> Self {
        let in_language = |lang: &Lang| {
            let exact = unit.variants.iter().find(|v| v.lang == *lang);
            exact.or_else(|| unit.variant(lang))
        };
        let (from, to) = (writing.source_lang.as_ref(), writing.target_lang.as_ref());
        let free = |side: Option<&Variant>, not: Option<&Lang>| {
            let taken = |v: &Variant| {
                side.is_some_and(|s| s.lang == v.lang) || not.is_some_and(|n| v.lang.is_a(n))
            };
            unit.variants.iter().find(|v| !taken(v))
        };
        match (from, to) {
            (Some(from), Some(to)) => Self { source: in_language(from), target: in_language(to) },
            (Some(from), None) => {
                let source = in_language(from);
                Self { source, target: free(source, Some(from)) }
            }
            (None, Some(to)) => {
                let target = in_language(to);
                Self { source: free(target, Some(to)), target }
            }
            (None, None) => {
                let source = unit.variants.first();
                Self { source, target: free(source, None) }
            }
        }
    }

    /// Counts what a format of two plain texts has no place for.
    pub(crate) fn lose_the_rest(self, unit: &Unit, outcome: &mut Outcome) {
        let held = [self.source, self.target].into_iter().flatten();
        let (mut texts, mut tags) = (0, 0);
        for variant in held {
            texts += 1;
            tags += variant.text.marks.len() as u64;
        }
        outcome.lose("texts in further languages", (unit.variants.len() - texts) as u64);
        outcome.lose("inline tags", tags);
    }
}

/// Words for a unit that has no text in the language that a format must have.
pub(crate) fn without(lang: Option<&Lang>) -> String {
    match lang {
        Some(lang) => format!("units without a text in {lang}"),
        None => "units without a text".to_owned(),
    }
}
