//! JSON lines of an alignment: one object for each bead, for programs.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;

use crate::{
    align::{
        Alignment, Bead, Explainer,
        link::{self, LinkKind},
    },
    document::Span,
};

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
    /// Out of the order of the others.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    moved: bool,
    /// Evidence of each signal, in nats.
    evidence: BTreeMap<&'a str, f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<Vec<Link>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    length_surprise: Option<f64>,
}

/// A place in the object's source and the corresponding place in its target.
#[derive(Serialize)]
struct Link {
    kind: LinkKind,
    source: Span,
    target: Span,
}

/// Writes one object for each bead. With an explainer, an object also holds the links, by byte or by
/// character in its own texts, and the surprise of its length.
pub(super) fn write(
    alignment: &Alignment,
    beads: &[&Bead],
    explainer: Option<&Explainer>,
    char_offsets: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rounded = |x: f64| (x * 1000.0).round() / 1000.0;
    for bead in beads {
        let why = explainer.map(|explainer| explainer.explain(bead));
        let line = Line {
            source: alignment.source.text(&bead.source),
            target: alignment.target.text(&bead.target),
            source_lang: alignment.source.document.lang.as_str(),
            target_lang: alignment.target.document.lang.as_str(),
            source_segments: bead.source.clone().collect(),
            target_segments: bead.target.clone().collect(),
            confidence: bead.confidence.map(rounded),
            moved: bead.moved,
            evidence: bead.evidence.iter().map(|e| (e.signal.as_ref(), rounded(e.nats))).collect(),
            length_surprise: why.as_ref().and_then(|why| why.length_surprise.map(rounded)),
            links: why.map(|why| {
                let [source, target] = [&alignment.source, &alignment.target];
                let offsets = |span: Span, text: &str| {
                    if char_offsets { span.in_chars(text) } else { span }
                };
                let texts = [source.text(&bead.source), target.text(&bead.target)];
                let link = |link: &link::Link| {
                    let of_source = source.in_text(&bead.source, link.source)?;
                    let of_target = target.in_text(&bead.target, link.target)?;
                    Some(Link {
                        kind: link.kind,
                        source: offsets(of_source, &texts[0]),
                        target: offsets(of_target, &texts[1]),
                    })
                };
                why.links.iter().filter_map(link).collect()
            }),
        };
        serde_json::to_writer(&mut *out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
