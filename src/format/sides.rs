//! Source and target of a unit, for formats with two languages.

use super::units::{Outcome, Writing};
use crate::{
    lang::Lang,
    unit::{Unit, Variant},
};

/// The source and target text of a unit.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sides<'u> {
    pub(crate) source: Option<&'u Variant>,
    pub(crate) target: Option<&'u Variant>,
}

impl<'u> Sides<'u> {
    /// Selects the first texts in the requested languages. Without a request, the first two
    /// languages of the unit are used.
    pub(crate) fn of(unit: &'u Unit, writing: &Writing) -> Self {
        // A text in en-US matches both `en` and `en-US`, but can only be one side.
        let beside = |lang: &Lang, taken: Option<&Variant>| {
            let is_free = |v: &&Variant| taken.is_none_or(|t| !std::ptr::eq(t, *v));
            let free = || unit.variants.iter().filter(is_free);
            free().find(|v| v.lang == *lang).or_else(|| free().find(|v| v.lang.is_a(lang)))
        };
        let in_language = |lang: &Lang| beside(lang, None);
        let (from, to) = (writing.source_lang.as_ref(), writing.target_lang.as_ref());
        let free = |side: Option<&Variant>, not: Option<&Lang>| {
            let taken = |v: &Variant| {
                side.is_some_and(|s| s.lang == v.lang) || not.is_some_and(|n| v.lang.is_a(n))
            };
            unit.variants.iter().find(|v| !taken(v))
        };
        match (from, to) {
            (Some(from), Some(to)) => {
                let source = in_language(from);
                Self { source, target: beside(to, source) }
            }
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

    /// Counts further texts and inline tags, which a format of two plain texts cannot hold.
    pub(crate) fn lose_the_rest(self, unit: &Unit, outcome: &mut Outcome) {
        let held = [self.source, self.target].into_iter().flatten();
        let (mut texts, mut tags) = (0, 0);
        for variant in held {
            texts += 1;
            tags += variant.text.marks.len() as u64;
        }
        outcome
            .lose("texts in further languages", unit.variants.len().saturating_sub(texts) as u64);
        outcome.lose("inline tags", tags);
    }
}

/// Returns the name under which units without a text in a required language are counted as lost.
pub(crate) fn without(lang: Option<&Lang>) -> String {
    match lang {
        Some(lang) => format!("units without a text in {lang}"),
        None => "units without a text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_is_not_used_for_both_sides() {
        let lang = |code: &str| code.parse::<Lang>().unwrap();
        let writing = Writing {
            source_lang: Some(lang("en")),
            target_lang: Some(lang("en-US")),
            ..Writing::new(jiff::Timestamp::UNIX_EPOCH)
        };
        let mut unit = Unit::pair((lang("en-US"), "color"), (lang("ar"), "لون"));
        let sides = Sides::of(&unit, &writing);
        assert_eq!(sides.source.map(|v| v.text.text.as_str()), Some("color"));
        assert!(sides.target.is_none());
        unit.variants.push(Variant { lang: lang("en-GB"), ..unit.variants[0].clone() });
        let mut outcome = Outcome::default();
        Sides::of(&unit, &writing).lose_the_rest(&unit, &mut outcome);
        assert_eq!(outcome.lost["texts in further languages"], 2);
    }
}
