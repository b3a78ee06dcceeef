//! A query, prepared once, and what is told of each text that was found for it.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::{
    diff::{self, Difference, Op, Side},
    numbers,
    placeables::{self, Adapted},
    score::{self, Findings, Penalty, PenaltyKind, ScoreOptions},
    similarity::Similarity,
};
use crate::{
    lang::Lang,
    normalize::Words,
    unit::{Mark, Unit, Variant},
};

/// A query, prepared once for all texts that it is compared with.
///
/// ```
/// use muwazi::{Lang, Unit, lookup::{Asked, Match, ScoreOptions, Similarity}};
/// let unit = Unit::pair((Lang::english(), "It rose by 3 percent."), (Lang::arabic(), "ارتفع 3 في المئة."));
/// let asked = Asked::new("It rose by 5 percent.");
/// let found = Match::new(&asked, 1, &unit, 0, Some(1), Similarity::new(1, 5), &ScoreOptions::default());
/// assert_eq!((found.score, found.similarity), (80, 80.0));
/// ```
#[derive(Debug, Clone)]
pub struct Asked<'q> {
    text: &'q str,
    words: Words,
    marks: Option<&'q [Mark]>,
}

impl<'q> Asked<'q> {
    /// A query of which only the text is known; tags of the texts found are not held against it.
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
pub struct Match {
    /// What the match is worth, from 0 to 101 (see [`score`]).
    pub score: u32,
    /// Similarity in words, to two places.
    pub similarity: f64,
    /// How alike they are.
    pub kind: MatchKind,
    /// What was taken off the score, and why.
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
    /// What differs, in order; empty where the texts are identical.
    pub differences: Vec<Difference>,
    /// Whether the unit stood in the query's context.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_context: bool,
    /// The unit's number in the memory.
    pub unit: i64,
    /// The memory that it is from, when several are asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    /// When the unit was made, in TMX's form, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// Where it comes from, such as `aligned`, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<String>,
    /// The confidence of its alignment, where it was aligned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// Whether somebody has looked at it since.
    #[serde(default, skip_serializing_if = "is_false")]
    pub reviewed: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// How alike a query and a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MatchKind {
    /// The same text in the same context.
    Context,
    /// Letter for letter the same.
    Exact,
    /// The same words; spelling, case, punctuation or tags differ.
    SameWords,
    /// Other words too.
    Fuzzy,
}

impl Match {
    /// What is told of a unit that was found. `source` and `target` are places in its variants: the
    /// text that was found and its translation.
    pub fn new(
        asked: &Asked<'_>,
        unit_id: i64,
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
        if !identical || tagged {
            let words = Words::new(source_text);
            length = words.len().max(asked.words.len());
            let side = |text, words, marks| Side { text, words, marks };
            let found = side(source_text, &words, Some(found_marks));
            let query = side(asked.text, &asked.words, asked.marks);
            differences = diff::compare(query, found);
            adapted = target.and_then(|target| {
                placeables::adapt(query, found, &differences, &target.text.text, &target.lang)
            });
        }
        let same = identical && differences.is_empty();
        let in_context = same && in_context(unit, source, options);
        let origin = Origin::of(unit);
        let numbers = adapted.is_none() && numbers_differ(asked, source_text, &differences);
        let (score, penalties) = score::score(
            &Findings {
                differences: &differences,
                length,
                same,
                in_context,
                numbers,
                origin: &origin.penalties(options),
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
            in_context,
            unit: unit_id,
            memory: None,
            created: unit.meta.attribute("creationdate").map(str::to_owned),
            origin: origin.name.map(str::to_owned),
            confidence: origin.confidence,
            reviewed: origin.reviewed,
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

/// Whether a number differs, in digits or as a word.
fn numbers_differ(asked: &Asked<'_>, source: &str, differences: &[Difference]) -> bool {
    let number = |text: &str| {
        let words = Words::new(text);
        words.iter().any(|(folded, _)| numbers::is_number(folded))
    };
    differences.iter().any(|d| match d.op {
        Op::Number => true,
        Op::Replace | Op::Insert | Op::Delete => {
            number(d.query.of(asked.text)) || number(d.source.of(source))
        }
        Op::Punctuation => {
            numbers::is_within(asked.text, d.query) || numbers::is_within(source, d.source)
        }
        _ => false,
    })
}

/// Where a unit comes from.
struct Origin<'u> {
    name: Option<&'u str>,
    confidence: Option<f64>,
    reviewed: bool,
}

impl<'u> Origin<'u> {
    fn of(unit: &'u Unit) -> Self {
        let prop = |kind| unit.meta.prop(kind);
        let yes = |value: &str| matches!(value, "yes" | "true" | "1");
        let good = |value: &str| matches!(value, "reviewed" | "approved" | "accepted" | "final");
        Self {
            name: prop("x-origin"),
            confidence: prop("x-confidence")
                .and_then(|c| c.parse().ok())
                .filter(|c: &f64| c.is_finite()),
            reviewed: prop("x-reviewed").is_some_and(yes) || prop("x-status").is_some_and(good),
        }
    }

    fn penalties(&self, options: &ScoreOptions) -> Vec<Penalty> {
        let mut out = Vec::new();
        let mut take = |kind, points| {
            if points > 0 {
                out.push(Penalty { kind, points });
            }
        };
        match self.name {
            Some("aligned") if !self.reviewed => {
                let points = score::unreviewed(options.unreviewed, self.confidence);
                take(PenaltyKind::Unreviewed, points);
            }
            Some("machine" | "mt") if !self.reviewed => take(PenaltyKind::Machine, options.machine),
            _ => {}
        }
        take(PenaltyKind::Memory, options.penalty);
        out
    }
}

/// Names under which units hold the segment before, and the one after.
const BEFORE: &[&str] = &["x-context-before", "x-context-pre", "prev", "x-prev"];
const AFTER: &[&str] = &["x-context-after", "x-context-post", "next", "x-next"];

/// Whether all of the context that is asked with is what the unit holds; not where none is.
fn in_context(unit: &Unit, source: Option<&Variant>, options: &ScoreOptions) -> bool {
    let held = |names: &[&str]| {
        let of_variant = source.into_iter().flat_map(|v| &v.meta.props);
        of_variant
            .chain(&unit.meta.props)
            .find(|p| names.contains(&p.kind.as_str()))
            .map(|p| p.value.as_str())
    };
    let same = |asked: &Option<String>, names: &[&str]| {
        asked.as_ref().map(|asked| held(names).is_some_and(|held| same_view(asked, held)))
    };
    match (same(&options.context_before, BEFORE), same(&options.context_after, AFTER)) {
        (None, None) => false,
        (before, after) => before != Some(false) && after != Some(false),
    }
}

/// Whether two texts have the same words; without words, whether they are the same.
fn same_view(a: &str, b: &str) -> bool {
    let (x, y) = (Words::new(a), Words::new(b));
    if x.is_empty() && y.is_empty() { a.trim() == b.trim() } else { x.same(&y) }
}
