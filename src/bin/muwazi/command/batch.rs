//! `muwazi align --pairs` and `--pairs-in`: many pairs of texts in one run.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use anyhow::anyhow;
use muwazi::{
    Error, ErrorKind, Lang,
    batch::{DocumentSummary, Files, Job, Plan, Totals, find, is_newer, read_list},
    error::Place,
    format::Format,
    output,
    parallel::{all_cores, guarded, ordered},
    report::export::ExportCounts,
};
use serde::Serialize;

use super::{
    align::{To, export_options, read_pair, write},
    input::text_of,
    output::creation_date,
    pair_aligner::PairAligner,
};
use crate::{console::Console, exit::Exit};

/// Arguments for many pairs in one run.
#[derive(clap::Args)]
#[command(next_help_heading = "Many pairs")]
pub(crate) struct Many {
    /// Align the pairs of a list: source, tab, target, tab, name a line; - for standard input
    ///
    /// Relative paths start from the list's folder. Lines that begin with # are comments.
    #[arg(
        long,
        value_name = "LIST",
        requires = "out_dir",
        conflicts_with_all = ["source", "target", "output", "beads", "pairs_in", "jsonl"],
    )]
    pairs: Option<PathBuf>,
    /// Align the pairs in a folder: NAME.ar.txt or NAME.ar with NAME.en.txt or NAME.en
    ///
    /// The languages are those of --source-lang and --target-lang, ar and en when not given.
    #[arg(
        long,
        value_name = "FOLDER",
        requires = "out_dir",
        conflicts_with_all = ["source", "target", "output", "beads", "jsonl"],
    )]
    pairs_in: Option<PathBuf>,
    /// The folder of the results, one file a pair, in the format of --to (tmx when not given); made
    /// if there is none
    #[arg(long, value_name = "DIR", conflicts_with_all = ["source", "target", "jsonl"])]
    out_dir: Option<PathBuf>,
    /// Leave out pairs whose result is there and newer than both texts
    #[arg(long, requires = "out_dir", conflicts_with_all = ["source", "target", "jsonl"])]
    resume: bool,
    /// Write the summary, with every document, to standard output as JSON
    #[arg(long, requires = "out_dir", conflicts_with_all = ["source", "target", "jsonl"])]
    json: bool,
    /// Align pairs from standard input, a JSON object a line; one answer a line, in the same order
    ///
    /// {"id": …, "source": …, "target": …}: texts, or arrays of sentences. "source_lang" and
    /// "target_lang" may stand there too.
    #[arg(long, conflicts_with_all = ["source", "target", "output", "beads", "to", "encoding"])]
    pub(super) jsonl: bool,
    /// How many threads work; as many as there are cores when not given
    #[arg(
        long,
        value_name = "N",
        value_parser = threads,
        conflicts_with_all = ["source", "target"],
    )]
    pub(super) threads: Option<NonZeroUsize>,
}

impl Many {
    /// Whether all pairs are of the two languages of the options, or the usual ones.
    pub(super) fn knows_languages(&self) -> bool {
        self.pairs_in.is_some()
    }
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .ok()
        .filter(|n: &NonZeroUsize| n.get() <= 256)
        .ok_or_else(|| "it is not a number from 1 to 256".to_owned())
}

/// What became of a pair.
enum Outcome {
    Aligned {
        summary: DocumentSummary,
        counts: ExportCounts,
        /// What is to stand in its file.
        content: Vec<u8>,
    },
    Skipped,
    Failed(Error),
}

/// So many pairs may be done while one before them is not: their results wait in memory.
const AHEAD: usize = 1000;

impl Outcome {
    /// Itself once its content is in its file.
    fn kept(self, path: &Path) -> Self {
        let Self::Aligned { content, .. } = &self else { return self };
        let put = |out: &mut dyn Write| out.write_all(content).map_err(Error::cannot_write);
        match output::write_file(path, put) {
            Ok(()) => self,
            Err(error) => Self::Failed(error),
        }
    }
}

/// A pair in the JSON summary.
#[derive(Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
enum Line {
    Aligned {
        #[serde(flatten)]
        document: DocumentSummary,
        left_out: usize,
        output: String,
    },
    Skipped {
        name: String,
        output: String,
    },
    Failed {
        name: String,
        error: Failure,
    },
}

#[derive(Serialize)]
struct Failure {
    message: String,
    file: Option<String>,
    line: Option<u64>,
    hint: Option<String>,
    /// The line of the list that asks for the pair.
    list_line: Option<u64>,
}

impl Failure {
    fn of(error: &Error, asked: Option<&Place>) -> Self {
        let at = error.place.as_ref();
        Self {
            message: error.message.clone(),
            file: at.map(|at| at.file.clone()),
            line: at.and_then(|at| at.line),
            hint: error.hint.clone(),
            list_line: asked.and_then(|place| place.line),
        }
    }
}

#[derive(Serialize)]
struct Report<'a> {
    #[serde(flatten)]
    totals: &'a Totals,
    documents: &'a [Line],
}

pub(super) fn run(args: &super::align::Args, console: &Console) -> anyhow::Result<Exit> {
    let many = &args.many;
    let out_dir = many.out_dir.as_deref().ok_or_else(|| anyhow!("--out-dir is missing"))?;
    let format = args.to.map_or(Format::Tmx, To::format);
    let date = creation_date()?;
    let aligner = PairAligner::new(args, console)?;
    let mut jobs = jobs(args)?;
    let glossaries = args.glossary.iter();
    let kept: Vec<&Path> = glossaries.chain(&many.pairs).map(PathBuf::as_path).collect();
    let plan = Plan::new(out_dir, format.extension(), &mut jobs, &kept)?;
    let options = export_options(args);

    let align = |name: &str, files: &Files| {
        let (source, target) = read_pair(args, &files.source, &files.target)?;
        let alignment = aligner.align(source, target)?;
        let mut content = Vec::new();
        let counts = write(&alignment, format, &options, date, None, &mut content)?;
        Ok(Outcome::Aligned { summary: DocumentSummary::of(name, &alignment), counts, content })
    };
    let work = |job: Job| {
        let path = plan.output(&job.name);
        let outcome = guarded(|| {
            let files = job.files?;
            if many.resume && is_newer(&path, &files) {
                return Ok(Outcome::Skipped);
            }
            align(&job.name, &files)
        });
        (job.name, job.place, path, outcome.unwrap_or_else(Outcome::Failed))
    };

    let bar = console.bar(Some(jobs.len() as u64));
    bar.set_message("aligning");
    let threads = many.threads.unwrap_or_else(all_cores);
    let mut tally = Tally::new(console, many.json);
    ordered(jobs.into_iter(), threads, AHEAD, work, |(name, place, path, outcome)| {
        // Here and not where it is made, so that no thread that aligns waits for the disk.
        let outcome = outcome.kept(&path);
        bar.suspend(|| tally.add(name, place, &path, outcome));
        bar.inc(1);
        Ok::<_, anyhow::Error>(())
    })?;
    bar.finish_and_clear();
    Ok(tally.finish()?.max(aligner.finish()))
}

fn jobs(args: &super::align::Args) -> anyhow::Result<Vec<Job>> {
    if let Some(folder) = &args.many.pairs_in {
        let lang = |told: &Option<Lang>, usual| told.clone().unwrap_or(usual);
        let source = lang(&args.source_lang, Lang::arabic());
        let target = lang(&args.target_lang, Lang::english());
        return Ok(find(folder, &source, &target)?);
    }
    let list = args.many.pairs.as_deref().unwrap_or(Path::new("-"));
    let origin = list.display().to_string();
    let text = text_of(list, None)?;
    let jobs = read_list(&text, &origin, list.parent().unwrap_or(Path::new("")));
    if jobs.is_empty() {
        return Err(Error::new(ErrorKind::Format, "there are no pairs in the list")
            .at(Place::file(origin))
            .hint("write source, tab, target, tab, name, a line a pair")
            .into());
    }
    Ok(jobs)
}

/// Sums up and tells what became of each pair, in order.
struct Tally<'a> {
    console: &'a Console,
    /// Whether every document is kept for the JSON summary.
    keep: bool,
    totals: Totals,
    lines: Vec<Line>,
    /// What a server that serves all pairs did wrong, and how many pairs failed for it after the one
    /// that it was told of.
    again: BTreeMap<String, usize>,
}

impl<'a> Tally<'a> {
    fn new(console: &'a Console, keep: bool) -> Self {
        Self { console, keep, totals: Totals::default(), lines: Vec::new(), again: BTreeMap::new() }
    }
}

impl Tally<'_> {
    fn add(&mut self, name: String, place: Option<Place>, path: &Path, outcome: Outcome) {
        let output = path.display().to_string();
        let line = match outcome {
            Outcome::Aligned { summary, counts, .. } => {
                self.aligned(&summary, counts);
                let mut document = summary;
                document.summary = document.summary.rounded();
                Line::Aligned { document, left_out: counts.below, output }
            }
            Outcome::Skipped => {
                self.totals.skipped += 1;
                Line::Skipped { name, output }
            }
            Outcome::Failed(error) => {
                self.totals.failed += 1;
                let failure = Failure::of(&error, place.as_ref());
                self.failed(&name, place, error);
                Line::Failed { name, error: failure }
            }
        };
        if self.keep {
            self.lines.push(line);
        }
    }

    fn failed(&mut self, name: &str, place: Option<Place>, error: Error) {
        if error.kind == ErrorKind::Service {
            match self.again.get_mut(&error.to_string()) {
                Some(more) => {
                    *more += 1;
                    return;
                }
                None => _ = self.again.insert(error.to_string(), 0),
            }
        }
        // An error of the list's own line says where it is already.
        let place = place.filter(|place| Some(place) != error.place.as_ref());
        let error = anyhow::Error::from(error);
        self.console.error(&match place {
            Some(place) => error.context(format!("{place}: the pair '{name}' failed")),
            None => error,
        });
    }

    fn aligned(&mut self, document: &DocumentSummary, counts: ExportCounts) {
        let name = &document.name;
        if counts.controls > 0 {
            self.console.warn(format_args!(
                "{name}: {} control characters left out: XML has none",
                counts.controls
            ));
        }
        if document.doubtful {
            self.console.warn(format_args!(
                "{name}: these texts hardly look like translations of each other"
            ));
        }
        self.totals.left_out += counts.below;
        self.totals.add(document.clone());
    }

    fn finish(self) -> anyhow::Result<Exit> {
        for (reason, more) in self.again.iter().filter(|(_, more)| **more > 0) {
            let pairs = if *more == 1 { "pair" } else { "pairs" };
            self.console.error(&anyhow!("and {more} more {pairs} for the same reason: {reason}"));
        }
        if self.keep {
            let totals = &self.totals.clone().rounded();
            let report = Report { totals, documents: &self.lines };
            let mut out = io::BufWriter::new(io::stdout().lock());
            serde_json::to_writer_pretty(&mut out, &report).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
            out.flush()?;
        }
        show(&self.totals, self.console);
        let look = self.totals.failed + self.totals.doubtful > 0;
        Ok(if look { Exit::Look } else { Exit::Done })
    }
}

/// The table at the end.
fn show(totals: &Totals, console: &Console) {
    let row = |what: &str, value: &dyn std::fmt::Display| {
        console.say(format_args!("{what:<24}{value:>8}"));
    };
    row("documents aligned", &totals.aligned);
    for (what, count) in [
        ("  skipped, done before", totals.skipped),
        ("  failed", totals.failed),
        ("  doubtful", totals.doubtful),
    ] {
        if count > 0 {
            row(what, &count);
        }
    }
    if totals.aligned == 0 {
        return;
    }
    row("beads", &totals.beads);
    row("  pairs", &totals.pairs);
    row("  source omissions", &totals.source_omitted);
    row("  target omissions", &totals.target_omitted);
    if totals.left_out > 0 {
        row("  pairs left out", &totals.left_out);
    }
    row("mean confidence", &format_args!("{:.2}", totals.mean_confidence));
    if totals.aligned > 1 {
        console.say("weakest documents: confidence, pairs, omissions, name");
        for document in &totals.weakest {
            let sum = document.summary;
            console.say(format_args!(
                "  {:.2} {:>6} {:>6}  {}",
                sum.mean_confidence,
                sum.pairs,
                sum.source_omitted + sum.target_omitted,
                document.name
            ));
        }
    }
}
