//! Why the beads of `muwazi align` look as they do: on the screen, and as a page.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::builder::styling::{AnsiColor, Style};
use muwazi::{
    Error, ErrorKind, Span,
    align::{Alignment, Bead, Explainer, Link, LinkKind, Segmented},
    format::AlignmentLayout,
    report::html::{self, length},
};

use super::output;
use crate::{
    console::Console,
    screen::{Look, Results},
};

#[derive(clap::Args)]
pub(super) struct Why {
    /// Show the reasons for each pair: the words that match, and the value of each signal. Written as
    /// fields in .jsonl, otherwise to standard output
    #[arg(long, conflicts_with_all = ["pairs", "pairs_in", "jsonl"])]
    explain: bool,
    /// Also write a page for the browser: both texts side by side, with weak pairs marked
    #[arg(long, value_name = "FILE", conflicts_with_all = ["pairs", "pairs_in", "jsonl"])]
    report: Option<PathBuf>,
}

impl Why {
    /// Whether the explanation is printed for a person, not written into JSON lines.
    pub(super) fn prints(&self, layout: Option<AlignmentLayout>) -> bool {
        self.explain && layout != Some(AlignmentLayout::Objects)
    }

    /// Whether pairs and explanation want the same place; said before the work, not after it.
    pub(super) fn check(
        &self,
        layout: Option<AlignmentLayout>,
        named: bool,
        output: Option<&Path>,
    ) -> muwazi::Result<()> {
        if self.prints(layout) && is_stdout(output) && (named || output.is_some()) {
            let message = "--explain and the pairs cannot both go to standard output";
            let hint =
                "name a file for the pairs with -o, or take --format jsonl, which holds both";
            return Err(Error::new(ErrorKind::Usage, message).hint(hint));
        }
        if self.report.as_deref().is_some_and(|path| path == Path::new("-")) && is_stdout(output) {
            let message = "the report and the pairs cannot both go to standard output";
            return Err(Error::new(ErrorKind::Usage, message).hint("name a file for one of them"));
        }
        Ok(())
    }

    /// The page, where one is asked for.
    pub(super) fn report_file(&self) -> Option<&Path> {
        self.report.as_deref()
    }

    /// Whether an explanation is asked for.
    pub(super) fn is_wanted(&self) -> bool {
        self.explain || self.report.is_some()
    }

    /// Writes the page, where one is asked for.
    pub(super) fn write_report(
        &self,
        alignment: &Alignment,
        explainer: &Explainer,
        console: &Console,
    ) -> muwazi::Result<()> {
        let Some(path) = &self.report else { return Ok(()) };
        output::write(Some(path), console, |out| {
            html::write(alignment, explainer, out).map_err(Error::cannot_write)
        })
    }

    /// Says where the page is.
    pub(super) fn tell(&self, console: &Console) {
        if let Some(path) = self.report.as_deref().filter(|path| *path != Path::new("-")) {
            console.say(format_args!("wrote a report to {}", console.name(path)));
        }
    }

    /// The explainer for formats that hold explanations.
    pub(super) fn for_fields<'e>(&self, explainer: Option<&'e Explainer>) -> Option<&'e Explainer> {
        explainer.filter(|_| self.explain)
    }
}

/// Whether results go to standard output.
pub(super) fn is_stdout(output: Option<&Path>) -> bool {
    output.is_none_or(|path| path == Path::new("-"))
}

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();
const FOR: Style = AnsiColor::Green.on_default();
const AGAINST: Style = AnsiColor::Red.on_default();

/// The beads that go out, and those without a partner, for a person to read.
pub(super) fn show(
    alignment: &Alignment,
    explainer: &Explainer,
    going: &[&Bead],
    out: &mut Results,
) -> io::Result<()> {
    let (bold, dim) = (out.look.style(BOLD), out.look.style(DIM));
    let mut going = going.iter().peekable();
    for (at, bead) in alignment.beads.iter().enumerate() {
        let goes = going.next_if(|next| std::ptr::eq(**next, bead)).is_some();
        if !goes && !bead.is_omission() {
            continue;
        }
        write!(out, "{bold}{}", at + 1)?;
        if let Some(confidence) = bead.confidence {
            write!(out, "  {confidence:.2}")?;
        }
        let numbers = |range: &std::ops::Range<usize>| range.clone().collect::<Vec<_>>();
        let (source, target) = (numbers(&bead.source), numbers(&bead.target));
        writeln!(out, "{bold:#}  {dim}{source:?}:{target:?}{dim:#}")?;
        text(&alignment.source, &bead.source, out)?;
        text(&alignment.target, &bead.target, out)?;
        let why = explainer.explain(bead);
        links(alignment, &why.links, out)?;
        signals(bead, why.length_surprise, out)?;
        writeln!(out)?;
    }
    Ok(())
}

fn text(side: &Segmented, range: &std::ops::Range<usize>, out: &mut Results) -> io::Result<()> {
    let (look, dim) = (out.look, out.look.style(DIM));
    let lang = look.part(side.document.lang.as_str());
    if range.is_empty() {
        return writeln!(out, "  {dim}{lang}  no partner{dim:#}");
    }
    writeln!(out, "  {dim}{lang}{dim:#}  {}", look.text(&side.text(range)))
}

fn links(alignment: &Alignment, links: &[Link], out: &mut Results) -> io::Result<()> {
    if links.is_empty() {
        return Ok(());
    }
    let (look, dim) = (out.look, out.look.style(DIM));
    let of = |side: &Segmented, span: Span| look.text(span.of(&side.document.text)).to_string();
    let link = |link: &Link| {
        let (source, target) =
            (of(&alignment.source, link.source), of(&alignment.target, link.target));
        let kind = match link.kind {
            LinkKind::Number => "",
            LinkKind::Term => " (term)",
            LinkKind::Name => " (name)",
            LinkKind::Latin => " (same word)",
            LinkKind::Word => " (meaning)",
            _ => "",
        };
        format!("{source} = {target}{dim}{kind}{dim:#}")
    };
    writeln!(out, "  {}", links.iter().map(link).collect::<Vec<_>>().join(", "))
}

fn signals(bead: &Bead, surprise: Option<f64>, out: &mut Results) -> io::Result<()> {
    let look: Look = out.look;
    let signal = |said: &muwazi::align::Evidence| {
        let style = look.style(if said.nats < 0.0 { AGAINST } else { FOR });
        format!("{} {style}{:+.1}{style:#}", said.signal, said.nats)
    };
    let signals = bead.evidence.iter().map(signal).collect::<Vec<_>>().join(", ");
    write!(out, "  {signals}{}", if signals.is_empty() { "no signal" } else { " nats" })?;
    match surprise {
        Some(surprise) => writeln!(out, "; {}", length(surprise)),
        None => writeln!(out),
    }
}
