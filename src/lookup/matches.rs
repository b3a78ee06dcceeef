//! A query, prepared once, and its comparison with each text that was found.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{
    diff::{self, Compared, Difference},
    numbers,
    placeables::{self, Adapted},
    score::{self, Findings, Penalty, PenaltyKind, ScoreOptions},
    similarity::Similarity,
};
use crate::{
    lang::{Lang, profile::of_texts},
    text::Words,
    unit::{Mark, Origin, Unit, UnitId, Variant},
};

/// A query, prepared once for all texts that it is compared with.
///
/// ```
/// use muwazi::{Lang, Unit, UnitId, lookup::{Query, Match, ScoreOptions, Similarity}};
/// let unit = Unit::pair((Lang::english(), "It rose by 3 percent."), (Lang::arabic(), "ارتفع 3 في المئة."));
/// let asked = Query::new("It rose by 5 percent.");
/// let found = Match::new(&asked, UnitId::new(1), &unit, 0, Some(1), Similarity::new(1, 5), &ScoreOptions::default());
/// assert_eq!((found.score, found.similarity), (80, 80.0));
/// ```
#[derive(Debug, Clone)]
pub struct Query<'q> {
    text: &'q str,
    words: Words,
    marks: Option<&'q [Mark]>,
}

impl<'q> Query<'q> {
    /// A query without tags; tags of the texts found cost nothing.
    pub fn new(text: &'q str) -> Self {
        Self { text, words: Words::new(text), marks: None }
    }

    /// A query with its inline tags, which may be none.
    pub fn with_marks(text: &'q str, marks: &'q [Mark]) -> Self {
        Self { marks: Some(marks), ..Self::new(text) }
    }

    /// The query as it was asked.
    pub fn text(&self) -> &'q str {
        self.text
    }

    /// Its words as they are compared.
    pub fn words(&self) -> &Words {
        &self.words
    }
}

/// A unit that is like the query.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Match {
    /// The score, from 0 to 101 (see `docs/scores.md`).
    pub score: u32,
    /// Similarity in words, to two places.
    pub similarity: f64,
    /// The sort of match.
    pub kind: MatchKind,
    /// The points taken off the score, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub penalties: Vec<Penalty>,
    /// The text that was found.
    pub source: String,
    /// Its translation.
    pub target: String,
    /// The translation with the query's numbers, where only numbers differ and that is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adapted: Option<Adapted>,
    /// The language of the text that was found.
    pub source_lang: Lang,
    /// The language of the translation.
    pub target_lang: Lang,
    /// The differences, in order; empty where the texts are identical.
    pub differences: Vec<Difference>,
    /// No match, but the nearest by letters: words count as equal that differ by a typing error.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nearest: bool,
    /// The unit has the query's context.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_context: bool,
    /// The unit's number in the memory.
    pub unit: UnitId,
    /// The memory that it is from, when several are asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    /// The creation date as in TMX, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// The origin of the unit, if not a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The confidence of its alignment, where it was aligned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// A person has reviewed what did not come from a person.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reviewed: bool,
}

impl Match {
    /// Turns offsets in bytes into offsets in characters.
    pub fn count_in_chars(&mut self, query: &str) {
        for difference in &mut self.differences {
            difference.query = difference.query.in_chars(query);
            difference.source = difference.source.in_chars(&self.source);
        }
        if let Some(adapted) = &mut self.adapted {
            for change in &mut adapted.changes {
                change.span = change.span.in_chars(&adapted.text);
            }
        }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The sort of match between a query and a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum MatchKind {
    /// The same text in the same context.
    Context,
    /// The same text, letter for letter.
    Exact,
    /// The same words; spelling, case, punctuation or tags differ.
    SameWords,
    /// Other words too.
    Fuzzy,
}

impl Match {
    /// Compares a query with a unit that was found. `source` and `target` are indexes of its variants:
    /// the text that was found and its translation.
    pub fn new(
        asked: &Query<'_>,
        unit_id: UnitId,
        unit: &Unit,
        source: usize,
        target: Option<usize>,
        similarity: Similarity,
        options: &ScoreOptions,
    ) -> Self {
        let source = unit.variants.get(source);
        let target = target.and_then(|target| unit.variants.get(target));
        let text = |v: Option<&Variant>| v.map(|v| v.text.text.clone()).unwrap_or_default();
        let lang = |v: Option<&Variant>| v.map_or_else(Lang::english, |v| v.lang.clone());
        let source_text = source.map_or("", |v| v.text.text.as_str());

        let identical = asked.text.trim() == source_text.trim();
        let found_marks = source.map_or(&[][..], |v| v.text.marks.as_slice());
        let tagged = asked.marks.is_some_and(|marks| !marks.is_empty() || !found_marks.is_empty());
        let (mut differences, mut length, mut adapted) = (Vec::new(), similarity.length(), None);
        let mut numbers = false;
        if !identical || tagged {
            let words = Words::new(source_text);
            length = words.len().max(asked.words.len());
            let profile = of_texts(source.map(|v| v.lang.profile()), [asked.text, source_text]);
            let side = |text, words, marks| Compared { text, words, marks, profile };
            let found = side(source_text, &words, Some(found_marks));
            let query = side(asked.text, &asked.words, asked.marks);
            differences = diff::compare(query, found, similarity.distance());
            adapted = target.and_then(|target| {
                placeables::adapt(query, found, &differences, &target.text.text, &target.lang)
            });
            numbers = adapted.is_none() && numbers::any_differs(query, found, &differences);
        }
        let same = identical && differences.is_empty();
        let in_context = same && in_context(unit, options);
        let (score, penalties) = score::score(
            &Findings {
                differences: &differences,
                length,
                same,
                in_context,
                numbers,
                origin: &origin_penalties(unit, options),
            },
            options,
        );
        let kind = if in_context {
            MatchKind::Context
        } else if same {
            MatchKind::Exact
        } else if length > 0 && !differences.iter().any(|d| d.op.is_word()) {
            MatchKind::SameWords
        } else {
            MatchKind::Fuzzy
        };
        Self {
            score,
            similarity: similarity.rounded(),
            kind,
            penalties,
            source: source_text.to_owned(),
            target: text(target),
            adapted,
            source_lang: lang(source),
            target_lang: lang(target),
            differences,
            nearest: false,
            in_context,
            unit: unit_id,
            memory: None,
            created: unit.created().map(str::to_owned),
            origin: (unit.origin() != Origin::Person).then(|| unit.origin()),
            confidence: unit.confidence(),
            reviewed: unit.origin() != Origin::Person && unit.is_reviewed(),
        }
    }

    /// The order of matches: score falling, then similarity, then the older unit.
    pub fn order(&self, other: &Self) -> Ordering {
        let by = |m: &Self| (m.score, m.similarity);
        let ((score, similarity), (other_score, other_similarity)) = (by(self), by(other));
        other_score
            .cmp(&score)
            .then(other_similarity.total_cmp(&similarity))
            .then(self.unit.cmp(&other.unit))
    }
}

/// The points taken off for the origin of a unit.
fn origin_penalties(unit: &Unit, options: &ScoreOptions) -> Vec<Penalty> {
    let mut out = Vec::new();
    let mut take = |kind, points| {
        if points > 0 {
            out.push(Penalty { kind, points });
        }
    };
    match unit.origin() {
        _ if unit.is_reviewed() => {}
        Origin::Aligned => {
            take(PenaltyKind::Unreviewed, score::unreviewed(options.unreviewed, unit.confidence()));
        }
        Origin::Machine => take(PenaltyKind::Machine, options.machine),
        Origin::Person => {}
    }
    take(PenaltyKind::Memory, options.penalty.saturating_add(unit.penalty()));
    out
}

/// Returns whether the unit has all of the query's context; `false` for a query without context.
fn in_context(unit: &Unit, options: &ScoreOptions) -> bool {
    if options.context_before.is_none() && options.context_after.is_none() {
        return false;
    }
    let held = unit.context();
    let same = |asked: &Option<String>, held: Option<&str>| {
        asked.as_ref().is_none_or(|asked| held.is_some_and(|held| same_view(asked, held)))
    };
    same(&options.context_before, held.before) && same(&options.context_after, held.after)
}

/// Returns whether two texts have the same words or, without words, are the same.
fn same_view(a: &str, b: &str) -> bool {
    let (x, y) = (Words::new(a), Words::new(b));
    if x.is_empty() && y.is_empty() { a.trim() == b.trim() } else { x.same(&y) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lookup::similarity;
    use proptest::prelude::*;

    fn similarity(a: &str, b: &str) -> Similarity {
        let (x, y) = (Words::new(a), Words::new(b));
        match x.is_empty() && y.is_empty() {
            true => Similarity::of_wordless(a.trim() == b.trim()),
            false => similarity::of_words(&x, &y),
        }
    }

    fn unit(source: &str, target: &str) -> Unit {
        let lang = |text| crate::lang::detect(text).assumed().unwrap_or_else(Lang::english);
        Unit::pair((lang(source), source), (lang(target), target))
    }

    fn found_in(asked: &Query<'_>, unit: &Unit, options: &ScoreOptions) -> Match {
        let similarity = similarity(asked.text(), &unit.variants[0].text.text);
        Match::new(asked, UnitId::new(1), unit, 0, Some(1), similarity, options)
    }

    fn found(query: &str, source: &str) -> Match {
        found_in(&Query::new(query), &unit(source, "x"), &ScoreOptions::default())
    }

    /// Score, kind and penalties: `98 SameWords Spelling 1, Punctuation 1`.
    fn told(m: &Match) -> String {
        let taken = m.penalties.iter().map(|p| format!("{:?} {}", p.kind, p.points));
        let taken: Vec<String> = taken.collect();
        format!("{} {:?} {}", m.score, m.kind, taken.join(", ")).trim_end().to_owned()
    }

    #[test]
    fn the_score_is_what_the_docs_say() {
        for (query, source, wanted) in [
            ("The council met on Monday.", "The council met on Monday.", "100 Exact"),
            ("ارتفعت الأسعار", "ارتفعت الأسعار ", "100 Exact"),
            ("the council met", "The council met.", "98 SameWords Case 1, Punctuation 1"),
            ("ارتفعت الاسعار 3", "ارتفعت الأسعارُ ٣", "99 SameWords Spelling 1"),
            ("بلغ ٣٫٥ طن", "بلغ 3.5 طن", "99 SameWords Spelling 1"),
            ("في المدينه", "في المدينة", "99 SameWords Spelling 1"),
            ("a b", "a  b", "99 SameWords Spacing 1"),
            ("a 1.5 b", "a 1,5 b", "99 SameWords Spelling 1"),
            ("It cost 84,300 then", "It cost 84300 then", "99 SameWords Spelling 1"),
            ("It cost 84,300 then", "It cost 84.3 then", "73 Fuzzy Numbers 2"),
            ("It cost 84.300 then", "It cost 84.3 then", "99 SameWords Spelling 1"),
            ("مسئول الشئون", "مسؤول الشؤون", "99 SameWords Spelling 1"),
            ("وصل عبدالرحيم", "وصل عبد الرحيم", "99 SameWords Spacing 1"),
            ("The counicl met on Monday", "The council met on Monday", "90 Fuzzy"),
            ("Press <b>Save</b> now", "Press Save now", "99 SameWords Tags 1"),
            ("The council met on Monday.", "The council met on Sunday.", "80 Fuzzy"),
            (
                "The council met on Monday",
                "the council met on Sunday.",
                "78 Fuzzy Case 1, Punctuation 1",
            ),
            ("اجتمع المجلس بالوزير أمس", "اجتمع المجلس والوزير أمس", "87 Fuzzy"),
            ("It rose 5 percent", "It rose 3 percent", "73 Fuzzy Numbers 2"),
            ("…", "!", "0 Fuzzy Punctuation 1"),
        ] {
            assert_eq!(told(&found(query, source)), wanted, "{query} | {source}");
        }
    }

    #[test]
    fn numbers_that_the_translation_was_given_cost_nothing_more() {
        let unit = unit("Prices rose by 3 percent.", "ارتفعت الأسعار ٣ في المئة.");
        let asked = Query::new("Prices rose by 5 percent.");
        let m = found_in(&asked, &unit, &ScoreOptions::default());
        assert_eq!(told(&m), "80 Fuzzy");
        assert_eq!(m.adapted.map(|a| a.text).as_deref(), Some("ارتفعت الأسعار ٥ في المئة."));
    }

    #[test]
    fn where_a_unit_comes_from_costs_points() {
        let options = ScoreOptions::default();
        let asked = Query::new("The council met.");
        let of = |props: &[(&str, &str)], options: &ScoreOptions| {
            let mut unit = unit("The council met.", "اجتمع المجلس.");
            props.iter().for_each(|(kind, value)| unit.meta.add_prop(*kind, *value));
            told(&found_in(&asked, &unit, options))
        };
        let aligned = ("x-origin", "aligned");
        assert_eq!(of(&[aligned, ("x-confidence", "0.93")], &options), "99 Exact Unreviewed 1");
        assert_eq!(of(&[aligned, ("x-confidence", "0.50")], &options), "97 Exact Unreviewed 3");
        assert_eq!(of(&[aligned, ("x-reviewed", "yes")], &options), "100 Exact");
        assert_eq!(of(&[("x-origin", "machine")], &options), "90 Exact Machine 10");
        assert_eq!(of(&[("x-penalty", "30")], &options), "70 Exact Memory 30");
        let own = ScoreOptions { penalty: 200, ..options };
        assert_eq!(of(&[], &own), "0 Exact Memory 200");
    }

    #[test]
    fn the_same_text_in_the_same_context_is_more_than_the_same_text() {
        let mut held = unit("The council met.", "اجتمع المجلس.");
        held.meta.add_prop("x-context-before", "The mayor spoke.");
        let asked = Query::new("The council met.");
        let context = |before: Option<&str>, after: Option<&str>| {
            let own = |text: Option<&str>| text.map(str::to_owned);
            let options = ScoreOptions {
                context_before: own(before),
                context_after: own(after),
                ..ScoreOptions::default()
            };
            told(&found_in(&asked, &held, &options))
        };
        assert_eq!(context(Some("the mayor spoke"), None), "101 Context");
        assert_eq!(context(Some("The mayor slept."), None), "100 Exact");
        assert_eq!(context(Some("The mayor spoke."), Some("They agreed.")), "100 Exact");
        assert_eq!(context(None, None), "100 Exact");
    }

    #[test]
    fn tags_are_compared_where_the_query_has_them() {
        let mark = |at, raw: &str| Mark::from_tmx(at, raw);
        let mut held = unit("Press Save now.", "اضغط حفظ الآن.");
        held.variants[0].text.marks = vec![mark(6, "<bpt i=\"1\"/>"), mark(10, "<ept i=\"1\"/>")];
        let options = ScoreOptions::default();
        let with = |text: &str, marks: &[Mark]| {
            told(&found_in(&Query::with_marks(text, marks), &held, &options))
        };
        let both = held.variants[0].text.marks.clone();
        assert_eq!(with("Press Save now.", &both), "100 Exact");
        assert_eq!(with("Press Save now.", &both[..1]), "99 SameWords Tags 1");
        assert_eq!(with("Press Save now.", &[]), "99 SameWords Tags 1");
        let moved = [mark(0, &both[0].code.to_tmx()), mark(10, &both[1].code.to_tmx())];
        assert_eq!(with("Press Save now.", &moved), "99 SameWords Tags 1");
        let shifted = [mark(6, &both[0].code.to_tmx()), mark(10, &both[1].code.to_tmx())];
        assert_eq!(with("Press Save then.", &shifted), "66 Fuzzy");
        // Tags out of place end no one's work.
        let _ = with("اضغط", &[mark(1, "<x/>"), mark(999, "<y/>")]);
        let plain = found_in(&Query::new("Press Save now."), &held, &options);
        assert_eq!(told(&plain), "100 Exact");
    }

    #[test]
    fn a_unit_without_the_text_is_no_panic() {
        let asked = Query::new("a");
        let nothing = Unit::default();
        let m = Match::new(
            &asked,
            UnitId::new(1),
            &nothing,
            3,
            Some(9),
            Similarity::new(1, 1),
            &ScoreOptions::default(),
        );
        assert_eq!((m.source.as_str(), m.target.as_str(), m.score), ("", "", 0));
    }

    fn text() -> impl Strategy<Value = String> {
        let word = prop_oneof![
            "[abAB]{1,2}",
            Just("كتاب".to_owned()),
            Just("والكتاب".to_owned()),
            Just("كِتاب".to_owned()),
            Just("مدرسة".to_owned()),
            Just("مدرسه".to_owned()),
            "[0-9]{1,3}",
            Just("١٬٢٠٠".to_owned()),
            Just("3.5".to_owned()),
        ];
        let gap = prop_oneof![6 => Just(" "), 1 => Just(", "), 1 => Just(". "), 1 => Just("  ")];
        prop::collection::vec((word, gap), 0..7)
            .prop_map(|pairs| pairs.into_iter().map(|(w, g)| w + g).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

        #[test]
        fn the_score_keeps_its_meaning(a in text(), b in text(), aligned in any::<bool>()) {
            let mut unit = unit(&b, "x");
            if aligned {
                unit.meta.add_prop("x-origin", "aligned");
            }
            let m = found_in(&Query::new(&a), &unit, &ScoreOptions::default());
            let same = a.trim() == b.trim();
            prop_assert_eq!(m.score == 100, same && !aligned);
            let words = similarity(&a, &b);
            if !words.is_full() {
                prop_assert!(m.score <= 94);
            } else if !aligned {
                prop_assert!(m.score >= 95);
            }
            prop_assert_eq!(m.similarity, words.rounded());
        }

        #[test]
        fn an_adapted_text_differs_only_where_it_says(
            shape in prop::collection::vec(prop_oneof![
                Just("N"), Just("in"), Just("و"), Just("members"), Just("نقاط،"), Just("(x)"), Just("."),
            ], 1..8),
            old in prop::collection::vec("[0-9]{1,5}(\\.[0-9]{1,2})?", 8),
            new in prop::collection::vec("[0-9٣-٩]{1,5}([.٫][0-9]{1,2})?", 8),
        ) {
            let fill = |numbers: &[String]| {
                let words = shape.iter().enumerate();
                words.map(|(i, w)| if *w == "N" { numbers[i].as_str() } else { w }).collect::<Vec<_>>().join(" ")
            };
            let (source, query) = (fill(&old), fill(&new));
            let unit = unit(&source, &source);
            let m = found_in(&Query::new(&query), &unit, &ScoreOptions::default());
            if let Some(adapted) = m.adapted {
                let mut back = adapted.text.clone();
                for change in adapted.changes.iter().rev() {
                    prop_assert_eq!(change.span.of(&back), &change.to);
                    back.replace_range(change.span.start..change.span.end, &change.from);
                }
                prop_assert_eq!(back, source);
                // The translation of a text into itself is the query, by value: 06 is 6 for look-up.
                prop_assert!(similarity(&adapted.text, &query).is_full(), "{}", adapted.text);
            }
        }
    }
}
