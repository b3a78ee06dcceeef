//! An alignment as an HTML page: both texts side by side, one row for each bead, links marked. The page
//! is one file without network requests or fonts, and is complete without scripts.
//!
//! The page is well-formed XML too, so that a test can read it. All texts are escaped, and each has a
//! block and a bidi isolate of its own, so that it cannot change the direction of the text around it.

mod escape;
mod mark;
mod totals;

use std::{
    io::{self, Write},
    ops::Range,
    path::Path,
};

use self::{
    escape::Escaped,
    mark::{Mark, marked},
    totals::Totals,
};
use crate::{
    align::{Alignment, Bead, Explainer, Explanation, Link, Segmented},
    document::Span,
};

const CSS: &str = include_str!("../page/report.css");
const JS: &str = include_str!("../page/report.js");

/// Beads from this confidence on need no review.
const SURE: f64 = 0.8;
/// Beads below this confidence are more likely wrong than right.
const WEAK: f64 = 0.5;

/// Writes the page of an alignment.
///
/// # Errors
/// Errors of the output.
pub fn write(alignment: &Alignment, explainer: &Explainer, out: &mut dyn Write) -> io::Result<()> {
    let totals = Totals::of(alignment);
    let [source, target] = [&alignment.source, &alignment.target];
    head(&name(source), &name(target), out)?;
    totals.write(source, target, out)?;
    if totals.is_doubtful() {
        writeln!(out, "{DOUBTFUL}")?;
    }
    strip(&alignment.beads, out)?;
    writeln!(out, "</header>")?;
    bar(source, target, out)?;
    writeln!(out, "<main>")?;
    if totals.has_nothing_below() {
        writeln!(out, "{NOTHING_BELOW}")?;
    }
    writeln!(out, "<ol class=\"beads\">")?;
    for (at, bead) in alignment.beads.iter().enumerate() {
        row(alignment, at, &explainer.explain(bead), out)?;
    }
    writeln!(out, "</ol>\n</main>\n{FOOT}<script>\n{JS}</script>\n</body>\n</html>")
}

const DOUBTFUL: &str = "<p class=\"doubt\" role=\"note\"><b>Look at this first:</b> these texts \
    hardly look like translations of each other. Check that the two files are a pair.</p>";

const FOOT: &str = "\
<footer>
<p>A pair’s confidence is the chance that it is exactly right, from 0 to 1. Open a number to see what
each signal said, in nats: above 0 for the pair, below 0 against it. Sentences are counted from 0, as
in bead lists and JSON lines.</p>
</footer>
";

/// Stands where the filter leaves no row.
const NOTHING_BELOW: &str = "<p class=\"none\">Nothing is below 0.8.</p>";

/// The name of a side's file, without its folder. A name is shown from left to right whatever its
/// first letter is, so that its ending stays at its end.
fn name(side: &Segmented) -> String {
    let origin = side.document.origin.as_str();
    let name = Path::new(origin).file_name();
    name.map_or_else(|| origin.to_owned(), |name| name.display().to_string())
}

fn head(source: &str, target: &str, out: &mut dyn Write) -> io::Result<()> {
    let (source, target) = (Escaped(source), Escaped(target));
    write!(
        out,
        "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\"/>
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
         style-src 'unsafe-inline'; script-src 'unsafe-inline'\"/>
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>
<title>\u{2066}{source}\u{2069} and \u{2066}{target}\u{2069}: alignment</title>
<style>
{CSS}</style>
</head>
<body>
<header>
<p class=\"brand\"><b>Muwazi</b> <span lang=\"ar\" dir=\"rtl\">موازٍ</span> · alignment</p>
<h1><bdi dir=\"ltr\">{source}</bdi> <span class=\"and\">and</span> <bdi dir=\"ltr\">{target}</bdi></h1>
"
    )
}

/// At most so many columns in the picture of the whole.
const COLUMNS: usize = 160;

/// The whole at a glance: the weakest pair of each stretch as a column, omissions beneath the line.
fn strip(beads: &[Bead], out: &mut dyn Write) -> io::Result<()> {
    let columns = beads.len().min(COLUMNS);
    if columns == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "<figure class=\"strip\" aria-hidden=\"true\">\n\
         <svg viewBox=\"0 -100 {columns} 120\" preserveAspectRatio=\"none\" \
         style=\"max-width: {}rem\">\
         <line class=\"mark\" x1=\"0\" x2=\"{columns}\" y1=\"-80\" y2=\"-80\"/>",
        columns as f64 * 1.5
    )?;
    for column in 0..columns {
        let first = column * beads.len() / columns;
        let end = (column + 1) * beads.len() / columns;
        let confidence = |at: &usize| beads[*at].confidence.unwrap_or(1.0);
        let pairs = (first..end).filter(|at| !beads[*at].is_omission());
        if let Some(weakest) = pairs.min_by(|a, b| confidence(a).total_cmp(&confidence(b))) {
            let height = 100.0 * confidence(&weakest);
            writeln!(
                out,
                "<a href=\"#b{}\" tabindex=\"-1\"><rect class=\"{}\" x=\"{column}.1\" \
                 y=\"{:.0}\" width=\"0.8\" height=\"{height:.0}\"/></a>",
                weakest + 1,
                band(&beads[weakest]),
                -height,
            )?;
        }
        if let Some(omission) = (first..end).find(|at| beads[*at].is_omission()) {
            writeln!(
                out,
                "<a href=\"#b{}\" tabindex=\"-1\"><rect class=\"gap\" x=\"{column}.1\" y=\"4\" \
                 width=\"0.8\" height=\"14\"/></a>",
                omission + 1,
            )?;
        }
    }
    arcs(beads, columns, out)?;
    writeln!(
        out,
        "<line x1=\"0\" x2=\"{columns}\" y1=\"0\" y2=\"0\"/></svg>\n\
         <figcaption>Confidence from the beginning of the texts to their end; the dashed line is \
         0.8, what has no partner stands beneath.</figcaption>\n</figure>"
    )
}

/// Each moved passage as an arc from its place to the place where its target stands.
fn arcs(beads: &[Bead], columns: usize, out: &mut dyn Write) -> io::Result<()> {
    let column = |at: usize| at * columns / beads.len();
    let mut before = false;
    for (at, bead) in beads.iter().enumerate() {
        if bead.moved && !before {
            let behind = beads.iter().position(|other| {
                !other.moved && !other.target.is_empty() && other.target.start >= bead.target.end
            });
            let (from, to) = (column(at), behind.map_or(columns, column));
            let middle = (from + to) / 2;
            writeln!(out, "<path class=\"arc\" d=\"M{from} -100 Q{middle} -130 {to} -100\"/>")?;
        }
        before = bead.moved;
    }
    Ok(())
}

fn bar(source: &Segmented, target: &Segmented, out: &mut dyn Write) -> io::Result<()> {
    let meter = |c: f64| format!("<span class=\"meter\"><i style=\"--c:{c}\"></i></span>");
    let head = |side: &Segmented| {
        let count = side.segments.len();
        format!(
            "<div><span class=\"code\">{}</span><b><bdi dir=\"ltr\">{}</bdi></b> · {count} {}</div>",
            Escaped(side.document.lang.as_str()),
            Escaped(&name(side)),
            if count == 1 { "sentence" } else { "sentences" }
        )
    };
    write!(
        out,
        "<div class=\"bar\">
<div class=\"tools\">
<button id=\"weakest\" type=\"button\" aria-pressed=\"false\" hidden=\"hidden\">Weakest first</button>
<label class=\"switch\"><input id=\"below\" type=\"checkbox\"/>Below 0.8</label>
<label class=\"switch\"><input id=\"evidence\" type=\"checkbox\"/>Show evidence</label>
<ul class=\"legend\" aria-label=\"Confidence\">
<li>{}0.8 to 1</li>
<li class=\"look\">{}0.5 to 0.8</li>
<li class=\"weak\">{}below 0.5</li>
<li><span class=\"blank\"></span>no partner</li>
</ul>
</div>
<ul class=\"evidence\" aria-label=\"Evidence\">
<li><mark class=\"number\">45</mark>same number</li>
<li><mark class=\"term\">World Bank</mark>known term</li>
<li><mark class=\"name\">Lindqvist</mark>name by its sound</li>
<li><mark class=\"latin\">FIFA</mark>same word</li>
<li><mark class=\"word\">river</mark>like meaning</li>
</ul>
<div class=\"heads row\"><div>Confidence</div>{}{}</div>
</div>
",
        meter(1.0),
        meter(0.7),
        meter(0.4),
        head(source),
        head(target),
    )
}

/// Returns true if the filter for weak rows leaves a bead.
fn is_below(bead: &Bead) -> bool {
    bead.confidence.is_some_and(|c| c < SURE)
}

/// The class that gives a bead its colour and its pattern.
fn band(bead: &Bead) -> &'static str {
    match bead.confidence {
        _ if bead.is_omission() => "gap",
        Some(c) if c < WEAK => "weak",
        Some(c) if c < SURE => "look",
        _ => "sure",
    }
}

fn row(alignment: &Alignment, at: usize, why: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    let bead = &alignment.beads[at];
    let firm = if bead.confidence.is_none_or(|c| c >= SURE) { " firm" } else { "" };
    let confidence = bead.confidence.unwrap_or(1.0);
    writeln!(
        out,
        "<li class=\"bead row {}{firm}\" id=\"b{}\" data-c=\"{confidence:.4}\">",
        band(bead),
        at + 1
    )?;
    summary(at, bead, confidence, out)?;
    reasons(bead, why, out)?;
    let links = |of: fn(&Link) -> Span| {
        let mut marks: Vec<Mark> = why
            .links
            .iter()
            .enumerate()
            .map(|(i, link)| Mark { number: i + 1, kind: link.kind, span: of(link) })
            .collect();
        marks.sort_by_key(|mark| mark.span);
        marks
    };
    side("source", &alignment.source, &bead.source, &links(|link| link.source), out)?;
    side("target", &alignment.target, &bead.target, &links(|link| link.target), out)?;
    writeln!(out, "</li>")
}

fn summary(at: usize, bead: &Bead, confidence: f64, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<details><summary title=\"Why\"><span class=\"at\"><span class=\"n\">{}</span>",
        at + 1
    )?;
    let (n, m) = (bead.source.len(), bead.target.len());
    if (n, m) != (1, 1) {
        write!(out, "<span class=\"shape\">{n}–{m}</span>")?;
    }
    if bead.moved {
        write!(out, "<span class=\"moved\" title=\"out of the order of the others\">moved</span>")?;
    }
    match bead.confidence {
        Some(c) => write!(out, "<span class=\"c\">{c:.2}</span>")?,
        None => write!(out, "<span class=\"c\">by hand</span>")?,
    }
    writeln!(
        out,
        "</span><span class=\"meter\"><i style=\"--c:{confidence:.2}\"></i></span></summary>"
    )
}

/// What each signal said, in nats, and how far the lengths are off.
fn reasons(bead: &Bead, why: &Explanation, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "<ul class=\"why\">")?;
    for said in &bead.evidence {
        let class = if said.nats < 0.0 { " class=\"against\"" } else { "" };
        let sign = if said.nats < 0.0 { '−' } else { '+' };
        let nats = said.nats.abs();
        write!(out, "<li{class}>{} <b>{sign}{nats:.1}</b></li>", Escaped(&said.signal))?;
    }
    if let Some(surprise) = why.length_surprise {
        write!(out, "<li class=\"note\">{}</li>", length(surprise))?;
    }
    let numbers = |range: &Range<usize>| format!("{:?}", range.clone().collect::<Vec<_>>());
    let (source, target) = (numbers(&bead.source), numbers(&bead.target));
    writeln!(out, "<li class=\"note\">sentences {source}:{target}</li></ul></details>")
}

/// How far a target's length is off, in words, from [`Explanation::length_surprise`].
pub fn length(surprise: f64) -> String {
    let far = surprise.abs();
    if far < 0.05 {
        return "target as long as expected".to_owned();
    }
    let way = if surprise < 0.0 { "shorter" } else { "longer" };
    format!("target {way} than expected by {far:.1} standard deviations")
}

/// One side of a bead, a sentence a paragraph.
fn side(
    class: &str,
    side: &Segmented,
    range: &Range<usize>,
    marks: &[Mark],
    out: &mut dyn Write,
) -> io::Result<()> {
    if range.is_empty() {
        return writeln!(out, "<div class=\"side {class} blank\"><span>no partner</span></div>");
    }
    let lang = &side.document.lang;
    let direction = if lang.is_rtl() { "rtl" } else { "ltr" };
    write!(
        out,
        "<div class=\"side {class}\" lang=\"{}\" dir=\"{direction}\">",
        Escaped(lang.as_str())
    )?;
    for segment in &side.segments[range.clone()] {
        write!(out, "<p><bdi dir=\"{direction}\">")?;
        let inside =
            |m: &&Mark| segment.span.start <= m.span.start && m.span.end <= segment.span.end;
        marked(&side.document.text, segment.span, marks.iter().filter(inside), out)?;
        write!(out, "</bdi></p>")?;
    }
    writeln!(out, "</div>")
}

#[cfg(test)]
mod tests;
