//! The figures on top of the page.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    io::{self, Write},
};

use super::{Escaped, SURE, is_below, name};
use crate::{
    align::{Alignment, Segmented},
    report::Summary,
};

/// An alignment in numbers, with what a summary leaves out.
pub(super) struct Totals {
    summary: Summary,
    /// Pairs below 0.8.
    below: usize,
    /// How many beads of each shape, commonest first.
    shapes: Vec<((usize, usize), usize)>,
    /// Rows that the filter for weak ones leaves.
    left: usize,
}

impl Totals {
    pub(super) fn of(alignment: &Alignment) -> Self {
        let pairs = alignment.beads.iter().filter(|bead| !bead.is_omission());
        let below = pairs.filter(|bead| bead.confidence.is_some_and(|c| c < SURE)).count();
        let mut shapes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for bead in &alignment.beads {
            *shapes.entry((bead.source.len(), bead.target.len())).or_default() += 1;
        }
        let mut shapes: Vec<_> = shapes.into_iter().collect();
        shapes.sort_by_key(|(shape, count)| (Reverse(*count), *shape));
        let left = alignment.beads.iter().filter(|bead| is_below(bead)).count();
        Self { summary: Summary::of(alignment), below, shapes, left }
    }

    /// Returns true if the texts hardly look like translations of each other.
    pub(super) fn is_doubtful(&self) -> bool {
        self.summary.is_doubtful()
    }

    /// Returns true if the filter for weak rows leaves none.
    pub(super) fn has_nothing_below(&self) -> bool {
        self.left == 0
    }

    pub(super) fn write(
        &self,
        source: &Segmented,
        target: &Segmented,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let summary = &self.summary;
        let figure = |class: &str, count: usize, label: &str| {
            let zero = if count == 0 { " zero" } else { "" };
            format!("<div class=\"{class}{zero}\"><dt>{label}</dt><dd>{count}</dd></div>\n")
        };
        let omitted = |count: usize, side: &Segmented| {
            let label = format!("only in <bdi dir=\"ltr\">{}</bdi>", Escaped(&name(side)));
            figure("gaps", count, &label)
        };
        write!(
            out,
            "<dl class=\"totals\">\n{}<div><dt>mean confidence</dt><dd>{:.2}</dd></div>\n\
             {}{}{}{}</dl>\n<ul class=\"shapes\" aria-label=\"Shapes of beads\">\n<li>Shapes</li>",
            figure("pairs", summary.pairs, "pairs"),
            summary.mean_confidence,
            figure("look", self.below, "below 0.8"),
            figure("weak", summary.weak, "below 0.5"),
            omitted(summary.source_omitted, source),
            omitted(summary.target_omitted, target),
        )?;
        for ((n, m), count) in &self.shapes {
            write!(out, "\n<li>{n}–{m} <b>{count}</b></li>")?;
        }
        writeln!(out, "\n</ul>")
    }
}
