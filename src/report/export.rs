//! Which beads go out, and as what; [`crate::format`] writes them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    align::{Alignment, Bead},
    unit::{Unit, tmx_date},
};

/// What is left out of an export.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ExportOptions {
    /// The least confidence of a bead that goes out; all do without it.
    pub min_confidence: Option<f64>,
}

/// How many beads went out, and how many did not and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportCounts {
    /// Beads that went out.
    pub written: usize,
    /// Segments left out because they have no partner.
    pub omitted: usize,
    /// Beads left out because their confidence is too low.
    pub below: usize,
    /// Control characters left out of texts because the format cannot hold them.
    pub controls: u64,
    /// Dates, properties and whatever else is said of a pair, left out because the format has no
    /// place for it.
    pub details: u64,
}

/// The beads that go out: those with a partner and enough confidence. The rest are counted.
pub fn exported<'a>(
    alignment: &'a Alignment,
    options: &ExportOptions,
) -> (Vec<&'a Bead>, ExportCounts) {
    let mut counts = ExportCounts::default();
    let mut out = Vec::new();
    for bead in &alignment.beads {
        // A bead made by hand has no confidence and needs none.
        let below = options.min_confidence.is_some_and(|m| bead.confidence.is_some_and(|c| c < m));
        if bead.is_omission() {
            counts.omitted += bead.source.len() + bead.target.len();
        } else if below {
            counts.below += 1;
        } else {
            counts.written += 1;
            out.push(bead);
        }
    }
    (out, counts)
}

/// A bead as a translation unit, with its confidence and origin as properties.
pub fn unit(alignment: &Alignment, bead: &Bead, date: Timestamp) -> Unit {
    let (source, target) = (&alignment.source, &alignment.target);
    let mut unit = Unit::pair(
        (source.document.lang.clone(), &source.text(&bead.source)),
        (target.document.lang.clone(), &target.text(&bead.target)),
    );
    unit.meta.set_attribute("creationdate", tmx_date(date));
    if let Some(confidence) = bead.confidence {
        unit.meta.add_prop("x-confidence", format!("{confidence:.2}"));
    }
    unit.meta.add_prop("x-origin", "aligned");
    unit
}

/// Adds to a bead's unit the source segments before and after it, by which look-up tells the same
/// text in the same place.
pub fn add_context(unit: &mut Unit, alignment: &Alignment, bead: &Bead) {
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
