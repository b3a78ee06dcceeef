//! The sums over many pairs, and the documents that a person should look at first.

use serde::{Deserialize, Serialize};

use crate::{align::Alignment, report::Summary};

/// So many documents of least confidence are named.
pub const WEAKEST: usize = 10;

/// A document's alignment in numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentSummary {
    /// Its name.
    pub name: String,
    /// Segments of the source.
    pub source_segments: usize,
    /// Segments of the target.
    pub target_segments: usize,
    /// Beads, those without a partner among them.
    pub beads: usize,
    /// The rest.
    #[serde(flatten)]
    pub summary: Summary,
    /// Whether the two texts hardly look like translations of each other.
    pub doubtful: bool,
}

impl DocumentSummary {
    /// Sums a document's alignment up.
    pub fn of(name: &str, alignment: &Alignment) -> Self {
        let summary = Summary::of(alignment);
        Self {
            name: name.to_owned(),
            source_segments: alignment.source.segments.len(),
            target_segments: alignment.target.segments.len(),
            beads: alignment.beads.len(),
            doubtful: summary.is_doubtful(),
            summary,
        }
    }
}

/// The sums over many documents.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Totals {
    /// Documents that were aligned.
    pub aligned: usize,
    /// Documents whose result was there and new enough.
    pub skipped: usize,
    /// Documents that failed.
    pub failed: usize,
    /// Documents whose texts hardly look like translations of each other.
    pub doubtful: usize,
    /// Segments of the sources.
    pub source_segments: usize,
    /// Segments of the targets.
    pub target_segments: usize,
    /// Beads, those without a partner among them.
    pub beads: usize,
    /// Beads with both sides.
    pub pairs: usize,
    /// Source segments without a partner.
    pub source_omitted: usize,
    /// Target segments without a partner.
    pub target_omitted: usize,
    /// Pairs whose confidence is below one half.
    pub weak: usize,
    /// Pairs left out of the results because their confidence is too low.
    pub left_out: usize,
    /// Mean confidence of all pairs; 0 without any.
    pub mean_confidence: f64,
    /// The documents of least mean confidence, the least first, in the order given among equals.
    pub weakest: Vec<DocumentSummary>,
}

impl Totals {
    /// The same with confidences of three decimals, for files: more mean nothing.
    #[must_use]
    pub fn rounded(mut self) -> Self {
        self.mean_confidence = (self.mean_confidence * 1000.0).round() / 1000.0;
        self.weakest.iter_mut().for_each(|d| d.summary = d.summary.rounded());
        self
    }

    /// Adds a document.
    pub fn add(&mut self, document: DocumentSummary) {
        let summary = document.summary;
        let sum = self.mean_confidence * self.pairs as f64
            + summary.mean_confidence * summary.pairs as f64;
        self.aligned += 1;
        self.doubtful += usize::from(document.doubtful);
        self.source_segments += document.source_segments;
        self.target_segments += document.target_segments;
        self.beads += document.beads;
        self.pairs += summary.pairs;
        self.source_omitted += summary.source_omitted;
        self.target_omitted += summary.target_omitted;
        self.weak += summary.weak;
        self.mean_confidence = sum / self.pairs.max(1) as f64;
        let weaker = |other: &DocumentSummary| {
            other.summary.mean_confidence.total_cmp(&summary.mean_confidence).is_le()
        };
        let at = self.weakest.partition_point(weaker);
        self.weakest.insert(at, document);
        self.weakest.truncate(WEAKEST);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(name: &str, pairs: usize, mean_confidence: f64) -> DocumentSummary {
        let summary = Summary {
            pairs,
            moved: 0,
            source_omitted: 1,
            target_omitted: 2,
            weak: 0,
            mean_confidence,
        };
        DocumentSummary {
            name: name.to_owned(),
            source_segments: pairs + 1,
            target_segments: pairs + 2,
            beads: pairs + 3,
            doubtful: summary.is_doubtful(),
            summary,
        }
    }

    #[test]
    fn sums_and_the_weakest() {
        let mut totals = Totals::default();
        totals.add(document("long", 30, 0.9));
        totals.add(document("short", 10, 0.4));
        assert_eq!((totals.aligned, totals.pairs, totals.beads, totals.doubtful), (2, 40, 46, 1));
        assert!((totals.mean_confidence - 0.775).abs() < 1e-12);
        for i in 0..20 {
            totals.add(document(&format!("d{i}"), 1, 0.8));
        }
        let names: Vec<&str> = totals.weakest.iter().map(|d| d.name.as_str()).collect();
        assert_eq!(names, ["short", "d0", "d1", "d2", "d3", "d4", "d5", "d6", "d7", "d8"]);
    }
}
