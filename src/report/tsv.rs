//! Tab-separated pairs: source, target, confidence. There is no heading, so that the lines can go
//! straight into a parallel corpus; a tab or a line break inside a text becomes a space.

use std::io::{self, Write};

use crate::align::{Alignment, Bead};

/// Writes one line for each bead.
pub(super) fn write(alignment: &Alignment, beads: &[&Bead], out: &mut dyn Write) -> io::Result<()> {
    for bead in beads {
        let cell = |text: String| text.replace(['\t', '\n', '\r'], " ");
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
