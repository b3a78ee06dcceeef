//! From beads to translation units: which beads are exported, and with which metadata.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    align::{Alignment, Bead},
    unit::{Unit, tmx_date},
};

/// Options of an export. The default exports every bead with two sides.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExportOptions {
    /// Least confidence of an exported bead, from 0 to 1. Beads without a confidence, made by hand,
    /// are always exported.
    pub min_confidence: Option<f64>,
    /// Writes units also in formats with a layout of their own for alignments (TSV, JSON lines, XLSX).
    pub units: bool,
    /// Creation date of units and files; the current time when not given.
    pub created: Option<Timestamp>,
    /// Adds the source segments before and after a bead as `x-context-before` and
    /// `x-context-after`. A look-up ranks a match in the same context higher.
    pub context: bool,
    /// Name of the document, added as `x-document`; in TSV a column.
    pub document: Option<String>,
    /// Gives the offsets of JSON lines in characters, not in bytes.
    pub char_offsets: bool,
    /// Puts an apostrophe before the cells of CSV and TSV that a spreadsheet would take for formulas.
    pub quote_formulas: bool,
}

impl ExportOptions {
    /// The creation date.
    pub(super) fn created(&self) -> Timestamp {
        self.created.unwrap_or_else(Timestamp::now)
    }

    /// Returns `true` where a bead is below the least confidence.
    pub(super) fn is_below(&self, bead: &Bead) -> bool {
        self.min_confidence.is_some_and(|least| bead.confidence.is_some_and(|c| c < least))
    }
}

/// Counts of an export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExportCounts {
    /// Beads written.
    pub written: usize,
    /// Segments left out because they have no partner.
    pub omitted: usize,
    /// Beads left out because their confidence is too low.
    pub below: usize,
    /// Control characters removed from texts because the format cannot hold them.
    pub controls: u64,
    /// Dates, properties and other metadata left out because the format cannot hold them.
    pub details: u64,
}

/// Selects the beads to export, those with two sides and enough confidence, and counts the others.
pub fn select<'a>(
    alignment: &'a Alignment,
    options: &ExportOptions,
) -> (Vec<&'a Bead>, ExportCounts) {
    let mut counts = ExportCounts::default();
    let mut selected = Vec::new();
    for bead in &alignment.beads {
        if bead.is_omission() {
            counts.omitted += bead.source.len() + bead.target.len();
        } else if options.is_below(bead) {
            counts.below += 1;
        } else {
            counts.written += 1;
            selected.push(bead);
        }
    }
    (selected, counts)
}

impl Alignment {
    /// Returns the beads to export as translation units, in order.
    ///
    /// ```
    /// use muwazi::{Document, Lang, align::{Segmented, align}, report::ExportOptions};
    /// let text = |text, lang| Segmented::new(Document::new(text, lang));
    /// let source = text("وصل الوزير. وغادر الأحد.", Lang::arabic());
    /// let target = text("The minister arrived. He left on Sunday.", Lang::english());
    /// let units = align(source, target).units(&ExportOptions::default());
    /// assert_eq!(units.len(), 2);
    /// assert_eq!(units[0].variants[1].text.text, "The minister arrived.");
    /// ```
    pub fn units(&self, options: &ExportOptions) -> Vec<Unit> {
        let created = options.created();
        let (beads, _) = select(self, options);
        beads.into_iter().map(|bead| unit_from_bead(self, bead, options, created)).collect()
    }
}

/// Makes a translation unit of a bead, with its confidence and origin as properties.
pub(super) fn unit_from_bead(
    alignment: &Alignment,
    bead: &Bead,
    options: &ExportOptions,
    created: Timestamp,
) -> Unit {
    let (source, target) = (&alignment.source, &alignment.target);
    let mut unit = Unit::pair(
        (source.document.lang.clone(), &source.text(&bead.source)),
        (target.document.lang.clone(), &target.text(&bead.target)),
    );
    unit.meta.set_attribute("creationdate", tmx_date(created));
    if let Some(confidence) = bead.confidence {
        unit.meta.add_prop("x-confidence", format!("{confidence:.2}"));
    }
    unit.meta.add_prop("x-origin", "aligned");
    if bead.moved {
        unit.meta.add_prop("x-moved", "yes");
    }
    if options.context {
        add_context(&mut unit, alignment, bead);
    }
    if let Some(document) = &options.document {
        unit.meta.add_prop("x-document", document);
    }
    unit
}

/// Adds the source segments before and after a bead.
fn add_context(unit: &mut Unit, alignment: &Alignment, bead: &Bead) {
    let source = &alignment.source;
    let beside = [
        ("x-context-before", bead.source.start.checked_sub(1)),
        ("x-context-after", Some(bead.source.end).filter(|at| *at < source.segments.len())),
    ];
    for (kind, at) in beside {
        if let Some(at) = at {
            unit.meta.add_prop(kind, source.text(&(at..at + 1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        align::{Segmented, align},
        document::Document,
        lang::Lang,
    };

    #[test]
    fn units_carry_what_the_options_ask_for() {
        let text = |text: &str, lang| Segmented::new(Document::new(text, lang));
        let source = text("وصل الوزير. وغادر الأحد.", Lang::arabic());
        let target = text("The minister arrived. He left on Sunday.", Lang::english());
        let pair = align(source, target);
        let mut options = ExportOptions {
            created: Some(Timestamp::UNIX_EPOCH),
            document: Some("a.txt".to_owned()),
            context: true,
            ..ExportOptions::default()
        };
        let units = pair.units(&options);
        let props: Vec<Vec<&str>> = units
            .iter()
            .map(|unit| unit.meta.props.iter().map(|p| p.kind.as_str()).collect())
            .collect();
        let around = |context| vec!["x-confidence", "x-origin", context, "x-document"];
        assert_eq!(props, [around("x-context-after"), around("x-context-before")]);
        assert_eq!(units[0].meta.attribute("creationdate"), Some("19700101T000000Z"));
        options.min_confidence = Some(1.0);
        assert!(pair.units(&options).is_empty());
        assert_eq!(select(&pair, &options).1.below, 2);
    }
}
