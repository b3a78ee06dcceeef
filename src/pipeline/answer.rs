//! What a line is answered.

use std::ops::Range;

use serde::Serialize;
use serde_json::value::RawValue;

use super::request::Numbers;
use crate::{
    align::{Alignment, Segmented},
    error::{Error, ErrorKind, Settings},
    report::{ExportOptions, Summary, select},
};

/// The alignment of a pair of texts.
#[derive(Debug, Serialize)]
pub struct Answer<'a> {
    /// The request's identifier, as it was written; null where it had none.
    pub id: Option<&'a RawValue>,
    /// The source's language.
    pub source_lang: String,
    /// The target's.
    pub target_lang: String,
    /// The pairs, in order.
    pub pairs: Vec<PairOut>,
    /// How many sentences have no partner.
    pub omissions: Omissions,
    /// How many pairs were left out because their confidence is too low.
    pub left_out: usize,
    /// Mean confidence of all pairs, those left out among them.
    pub mean_confidence: f64,
    /// Whether the two texts hardly look like translations of each other.
    pub doubtful: bool,
}

/// A bead with both sides.
#[derive(Debug, Serialize)]
pub struct PairOut {
    /// The text of the source's sentences.
    pub source: String,
    /// The text of the target's.
    pub target: String,
    /// Which sentences of the source, from 0.
    pub source_segments: Vec<usize>,
    /// Which of the target.
    pub target_segments: Vec<usize>,
    /// How sure it is, from 0 to 1.
    pub confidence: Option<f64>,
}

/// Sentences without a partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Omissions {
    /// In the source.
    pub source: usize,
    /// In the target.
    pub target: usize,
}

impl Answer<'static> {
    /// The answer for an alignment, yet without identifier.
    pub(super) fn of(
        alignment: &Alignment,
        options: &ExportOptions,
        numbers: [&Option<Numbers>; 2],
    ) -> Self {
        let summary = Summary::of(alignment);
        let (selected, counts) = select(alignment, options);
        let rounded = |x: f64| (x * 1000.0).round() / 1000.0;
        let (source, target) = (&alignment.source, &alignment.target);
        let pairs = selected.into_iter().map(|bead| PairOut {
            source: source.text(&bead.source),
            target: target.text(&bead.target),
            source_segments: segments(source, &bead.source, numbers[0]),
            target_segments: segments(target, &bead.target, numbers[1]),
            confidence: bead.confidence.map(rounded),
        });
        let empty = numbers.map(|numbers| numbers.as_ref().map_or(0, |numbers| numbers.empty));
        Self {
            id: None,
            source_lang: source.document.lang.to_string(),
            target_lang: target.document.lang.to_string(),
            pairs: pairs.collect(),
            omissions: Omissions {
                source: summary.source_omitted + empty[0],
                target: summary.target_omitted + empty[1],
            },
            left_out: counts.below,
            mean_confidence: rounded(summary.mean_confidence),
            doubtful: summary.is_doubtful(),
        }
    }

    pub(super) fn with_id(self, id: Option<&RawValue>) -> Answer<'_> {
        Answer { id, ..self }
    }
}

/// The numbers of segments: those of the sentences that were given, else their own.
fn segments(side: &Segmented, range: &Range<usize>, numbers: &Option<Numbers>) -> Vec<usize> {
    match numbers {
        Some(numbers) => {
            side.segments[range.clone()].iter().map(|s| numbers.of_block[s.block]).collect()
        }
        None => range.clone().collect(),
    }
}

/// The answer to a line that could not be done.
#[derive(Debug, Serialize)]
pub struct Refusal<'a> {
    /// The request's identifier; null where it had none or it could not be read.
    pub id: Option<&'a RawValue>,
    /// Why.
    pub error: RefusalReason<'a>,
}

/// Why a line could not be done.
#[derive(Debug, Serialize)]
pub struct RefusalReason<'a> {
    /// The sort of error.
    pub kind: ErrorKind,
    /// What went wrong.
    pub message: &'a str,
    /// The file that it is in, where the line names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<&'a str>,
    /// Advice, in words for people.
    pub hint: Option<&'a str>,
    /// The settings that the hint is about.
    #[serde(skip_serializing_if = "Settings::is_empty")]
    pub settings: Settings,
    /// The line of the input, from 1.
    pub line: u64,
}

impl<'a> Refusal<'a> {
    pub(super) fn new(id: Option<&'a RawValue>, error: &'a Error, line: u64) -> Self {
        let place = error.place.as_ref().map(|place| place.file.as_str());
        let reason = RefusalReason {
            kind: error.kind,
            message: &error.message,
            // Texts in the line have these names.
            file: place.filter(|file| !["source", "target"].contains(file)),
            hint: error.hint.as_deref(),
            settings: error.settings,
            line,
        };
        Self { id, error: reason }
    }
}
