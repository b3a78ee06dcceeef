//! Tab-separated pairs: source, target, confidence. No header, so that it can go straight into a
//! parallel corpus; a tab or a line break inside a text becomes a space.

use std::io::{self, Write};

use crate::align::{Alignment, Bead};

/// Writes a line a bead.
///
/// # Errors
/// What the output says.
pub fn write(alignment: &Alignment, beads: &[&Bead], out: &mut dyn Write) -> io::Result<()> {
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
