//! Tab-separated pairs: source, target, confidence. There is no heading, so that the lines can go
//! straight into a parallel corpus; a tab or a line break inside a text becomes a space.

use std::io::{self, Write};

use super::ExportOptions;
use crate::{
    align::{Alignment, Bead},
    format::table::quoted,
};

/// Writes one line for each bead.
pub(super) fn write(
    alignment: &Alignment,
    beads: &[&Bead],
    options: &ExportOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let cell = |text: String| {
        let text = text.replace(['\t', '\n', '\r'], " ");
        if options.quote_formulas { quoted(&text).into_owned() } else { text }
    };
    for bead in beads {
        let source = cell(alignment.source.text(&bead.source));
        let target = cell(alignment.target.text(&bead.target));
        write!(out, "{source}\t{target}")?;
        match bead.confidence {
            Some(confidence) => writeln!(out, "\t{confidence:.2}")?,
            None => writeln!(out, "\t")?,
        }
    }
    Ok(())
}
