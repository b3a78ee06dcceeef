//! JSON lines: an object a bead, for programs.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use crate::align::{Alignment, Bead};

/// A bead with its texts.
#[derive(Serialize)]
struct Line<'a> {
    source: String,
    target: String,
    source_lang: &'a str,
    target_lang: &'a str,
    source_segments: Vec<usize>,
    target_segments: Vec<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    /// What each signal said, in nats.
    evidence: BTreeMap<&'a str, f64>,
}

/// Writes an object a bead.
///
/// # Errors
/// What the output says.
pub fn write(alignment: &Alignment, beads: &[&Bead], out: &mut dyn Write) -> io::Result<()> {
    let rounded = |x: f64| (x * 1000.0).round() / 1000.0;
    for bead in beads {
        let line = Line {
            source: alignment.source.text(&bead.source),
            target: alignment.target.text(&bead.target),
            source_lang: alignment.source.document.lang.as_str(),
            target_lang: alignment.target.document.lang.as_str(),
            source_segments: bead.source.clone().collect(),
            target_segments: bead.target.clone().collect(),
            confidence: bead.confidence.map(rounded),
            evidence: bead.evidence.iter().map(|e| (e.signal.as_str(), rounded(e.nats))).collect(),
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
