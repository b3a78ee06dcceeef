//! The score of a match, and its parts. `docs/scores.md` defines it with examples.

use serde::{Deserialize, Serialize};

use super::{
    diff::{Difference, Op},
    spelling::Detail,
};

/// Penalties in points, and the context of the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoreOptions {
    /// The same words in another spelling.
    pub spelling: u32,
    /// Upper and lower case.
    pub case: u32,
    /// Punctuation.
    pub punctuation: u32,
    /// Spaces and invisible characters.
    pub spacing: u32,
    /// Numbers that differ and could not be put into the translation.
    pub numbers: u32,
    /// Inline tags.
    pub tags: u32,
    /// An alignment that was not reviewed, at confidence 0; less at a higher one.
    pub unreviewed: u32,
    /// A machine translation that was not reviewed.
    pub machine: u32,
    /// The user's penalty for every match of this memory.
    pub penalty: u32,
    /// The segment before the query, if known.
    pub context_before: Option<String>,
    /// The segment after the query, if known.
    pub context_after: Option<String>,
}

impl Default for ScoreOptions {
    fn default() -> Self {
        Self {
            spelling: 1,
            case: 1,
            punctuation: 1,
            spacing: 1,
            numbers: 2,
            tags: 1,
            unreviewed: 6,
            machine: 10,
            penalty: 0,
            context_before: None,
            context_after: None,
        }
    }
}

/// A penalty: a number of points and the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Penalty {
    /// The reason.
    pub kind: PenaltyKind,
    /// The number of points.
    pub points: u32,
}

/// The reason of a penalty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PenaltyKind {
    /// The same words in another spelling: diacritics, hamza, ta marbuta, digits of another script.
    Spelling,
    /// Upper and lower case.
    Case,
    /// Punctuation.
    Punctuation,
    /// Spaces and invisible characters.
    Spacing,
    /// Numbers that differ and could not be put into the translation.
    Numbers,
    /// Inline tags.
    Tags,
    /// An alignment that was not reviewed.
    Unreviewed,
    /// A machine translation that was not reviewed.
    Machine,
    /// The user's penalty for a memory or a unit (`x-penalty`).
    Memory,
}

impl PenaltyKind {
    /// Returns whether the reason is the origin of the unit, not its text.
    pub fn is_of_origin(self) -> bool {
        matches!(self, Self::Unreviewed | Self::Machine | Self::Memory)
    }
}

/// The least score of the same words, whatever their spelling and punctuation.
pub(crate) const SAME_WORDS: u32 = 95;
/// The most where a word differs.
pub(crate) const MOST_FUZZY: u32 = 94;

/// The input of the score.
#[derive(Debug, Clone, Copy)]
pub(super) struct Findings<'a> {
    pub(super) differences: &'a [Difference],
    /// The number of words of the longer text.
    pub(super) length: usize,
    /// The texts are the same, and so are their tags, if known.
    pub(super) same: bool,
    pub(super) in_context: bool,
    /// Numbers differ that were not put into the translation.
    pub(super) numbers: bool,
    pub(super) origin: &'a [Penalty],
}

/// Returns the score and its penalties.
pub(super) fn score(findings: &Findings<'_>, options: &ScoreOptions) -> (u32, Vec<Penalty>) {
    let has = |test: &dyn Fn(&Difference) -> bool| findings.differences.iter().any(test);
    let case = |d: &Difference| d.detail == Some(Detail::Case);
    let space = |d: &Difference| d.detail == Some(Detail::Space);
    let is = |op: Op| move |d: &Difference| d.op == op;
    let mut penalties: Vec<Penalty> = Vec::new();
    let mut take = |kind, points, told: bool| {
        if told && points > 0 {
            penalties.push(Penalty { kind, points });
        }
    };
    if !findings.differences.is_empty() {
        let spelling = has(&|d| is(Op::Spelling)(d) && !case(d));
        take(PenaltyKind::Spelling, options.spelling, spelling);
        take(PenaltyKind::Case, options.case, has(&case));
        let number = |d: &Difference| d.detail == Some(Detail::Number);
        let punctuation = has(&|d| is(Op::Punctuation)(d) && !space(d) && !number(d));
        take(PenaltyKind::Punctuation, options.punctuation, punctuation);
        take(PenaltyKind::Spacing, options.spacing, has(&space));
        take(PenaltyKind::Numbers, options.numbers, findings.numbers);
        take(PenaltyKind::Tags, options.tags, has(&is(Op::Tag)));
    }
    let taken: u32 = penalties.iter().fold(0, |sum, p| sum.saturating_add(p.points));
    let words = has(&|d| d.op.is_word());
    let before_origin = if findings.same {
        100
    } else if words {
        weighed(findings.differences, findings.length).min(MOST_FUZZY).saturating_sub(taken)
    } else if findings.length == 0 {
        // Nothing but signs, and other ones.
        0
    } else {
        100_u32.saturating_sub(taken).clamp(SAME_WORDS, 99)
    };
    penalties.extend_from_slice(findings.origin);
    let origin: u32 = findings.origin.iter().fold(0, |sum, p| sum.saturating_add(p.points));
    let context = findings.same && findings.in_context && origin == 0;
    (before_origin.saturating_sub(origin) + u32::from(context), penalties)
}

/// 100 (1 - weighed distance / length), rounded down: a word that differs by clitics or by a typing
/// error weighs half.
fn weighed(differences: &[Difference], length: usize) -> u32 {
    let halves: usize = differences
        .iter()
        .map(|d| match d.op {
            Op::Clitic => 1,
            Op::Replace if d.detail == Some(Detail::Typo) => 1,
            op if op.is_word() => 2,
            _ => 0,
        })
        .sum();
    let all = 2 * length.max(1);
    (100 * all.saturating_sub(halves) / all) as u32
}

/// The penalty for an alignment that was not reviewed: the full one at confidence 0, at least one point.
pub(crate) fn unreviewed(points: u32, confidence: Option<f64>) -> u32 {
    let doubt = 1.0 - confidence.unwrap_or(0.0).clamp(0.0, 1.0);
    // A hair less, so that 6 (1 - 0.5) is 3 whatever a float makes of it.
    let graded = (f64::from(points) * doubt - 1e-9).ceil().max(1.0) as u32;
    graded.min(points)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confidence_grades_what_an_alignment_costs() {
        let points = |confidence| unreviewed(6, confidence);
        assert_eq!(points(Some(1.0)), 1);
        assert_eq!(points(Some(0.9)), 1);
        assert_eq!(points(Some(0.75)), 2);
        assert_eq!(points(Some(0.5)), 3);
        assert_eq!(points(Some(f64::NAN)), 1);
        assert_eq!(points(None), 6);
        assert_eq!(unreviewed(0, None), 0);
    }
}
