//! `muwazi align --pairs` and `--pairs-in`: many pairs of texts in one run.

use std::{
    collections::BTreeMap,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use anyhow::anyhow;
use muwazi::{
    Error, ErrorKind, Lang,
    batch::{DocumentSummary, Job, Plan, Totals, find, read_list},
    error::{Place, Settings},
    format::registry,
    report::ExportCounts,
    service::{BatchOptions, FinishedJob, JobOutcome, align_all},
    text::counted,
};
use serde::Serialize;

use super::{
    align::{export_options, files, open_aligner},
    input::{name_of, text_of},
    output::Answers,
};
use crate::{console::Console, exit::Exit};

/// Arguments for many pairs in one run.
#[derive(clap::Args)]
#[command(next_help_heading = "Many pairs")]
pub(crate) struct Many {
    /// Align the pairs of a list, one per line: source, tab, target, tab, name; - for standard input
    ///
    /// Relative paths start from the folder of the list. Lines that begin with # are comments.
    #[arg(
        long,
        value_name = "LIST",
        requires = "out_dir",
        conflicts_with_all = ["source", "target", "output", "beads", "pairs_in", "jsonl"],
    )]
    pairs: Option<PathBuf>,
    /// Align the pairs in a folder: NAME.ar.txt, NAME.ar.docx or NAME.ar with NAME.en.txt, NAME.en.docx
    /// or NAME.en
    ///
    /// --from and --to give the two languages; ar and en if not given.
    #[arg(
        long,
        value_name = "FOLDER",
        requires = "out_dir",
        conflicts_with_all = ["source", "target", "output", "beads", "jsonl"],
    )]
    pairs_in: Option<PathBuf>,
    /// The folder for the results, one file per pair, in the format of --format (tmx if not given). It
    /// is created if it does not exist
    #[arg(long, value_name = "DIR", conflicts_with_all = ["source", "target", "jsonl"])]
    out_dir: Option<PathBuf>,
    /// Skip pairs that have a result which is newer than both texts
    #[arg(long, requires = "out_dir", conflicts_with_all = ["source", "target", "jsonl"])]
    resume: bool,
    /// Print the summary, with every document, as JSON
    #[arg(long, requires = "out_dir", conflicts_with_all = ["source", "target", "jsonl"])]
    json: bool,
    /// Read pairs from standard input, one JSON object per line; write one answer per line, in the same
    /// order
    ///
    /// An object is {"id": …, "source": …, "target": …}, with texts or arrays of sentences. It can
    /// also have "source_lang" and "target_lang", and with --files "source_file" and "target_file".
    #[arg(long, conflicts_with_all = ["source", "target", "output", "beads", "format", "encoding"])]
    pub(super) jsonl: bool,
    /// With --jsonl, also read the files that lines name as "source_file" and "target_file" instead
    /// of giving texts
    ///
    /// Relative names start from the current folder. Whoever writes the lines can then have any file
    /// read that you can read.
    #[arg(long, requires = "jsonl", conflicts_with_all = ["source", "target"])]
    pub(super) files: bool,
    /// The number of threads; one per core if not given
    #[arg(
        long,
        value_name = "N",
        value_parser = threads,
        conflicts_with_all = ["source", "target"],
    )]
    pub(super) threads: Option<NonZeroUsize>,
}

fn threads(text: &str) -> Result<NonZeroUsize, String> {
    text.parse()
        .ok()
        .filter(|n: &NonZeroUsize| n.get() <= 256)
        .ok_or_else(|| "it is not a number from 1 to 256".to_owned())
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
    kind: ErrorKind,
    message: String,
    file: Option<String>,
    line: Option<u64>,
    hint: Option<String>,
    #[serde(skip_serializing_if = "Settings::is_empty")]
    settings: Settings,
    /// The line of the list that asks for the pair.
    list_line: Option<u64>,
}

impl Failure {
    fn of(error: &Error, asked: Option<&Place>) -> Self {
        let at = error.place.as_ref();
        Self {
            kind: error.kind,
            message: error.message.clone(),
            file: at.map(|at| at.file.clone()),
            line: at.and_then(|at| at.line),
            hint: error.hint.clone(),
            settings: error.settings,
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
    let format = args.format.map_or_else(|| registry::by_name("tmx"), Ok)?;
    let options =
        BatchOptions { export: export_options(args)?, resume: many.resume, threads: many.threads };
    let aligner = open_aligner(args, console)?;
    if many.pairs_in.is_some() {
        let (source, target) = languages(args);
        aligner.prepare(&source, &target, &mut console.progress())?;
    }
    let mut jobs = jobs(args)?;
    let mut files = files(args, console);
    many.pairs.iter().for_each(|list| files.reads(list, "the list of pairs"));
    let plan = Plan::new(out_dir, format, &mut jobs, &mut files)?;
    drop(files);

    let bar = console.bar(Some(jobs.len() as u64));
    bar.set_message("aligning");
    let mut tally = Tally::new(console, many.json);
    let report = |event| bar.suspend(|| console.tell(event));
    align_all(&aligner, jobs, &plan, format, &options, &report, |job| {
        bar.suspend(|| tally.add(job));
        bar.inc(1);
        Ok::<_, anyhow::Error>(())
    })?;
    bar.finish_and_clear();
    let exit = tally.finish();
    Ok(exit.max(Exit::look_if(aligner.finish(&mut console.progress()))))
}

/// The languages of the pairs in a folder.
fn languages(args: &super::align::Args) -> (Lang, Lang) {
    let lang = |told: &Option<Lang>, usual| told.clone().unwrap_or(usual);
    (lang(&args.source_lang, Lang::arabic()), lang(&args.target_lang, Lang::english()))
}

fn jobs(args: &super::align::Args) -> anyhow::Result<Vec<Job>> {
    if let Some(folder) = &args.many.pairs_in {
        let (source, target) = languages(args);
        return Ok(find(folder, &source, &target)?);
    }
    let list = args.many.pairs.as_deref().unwrap_or(Path::new("-"));
    let origin = name_of(list);
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
    fn add(&mut self, job: FinishedJob) {
        let FinishedJob { name, place, output, outcome, .. } = job;
        let output = output.display().to_string();
        let line = match outcome {
            JobOutcome::Aligned { summary, counts } => {
                self.aligned(&summary, counts);
                let mut document = summary;
                document.summary = document.summary.rounded();
                Line::Aligned { document, left_out: counts.below, output }
            }
            JobOutcome::Skipped => {
                self.totals.skipped += 1;
                Line::Skipped { name, output }
            }
            JobOutcome::Failed(error) => {
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
            Some(place) => {
                let place = self.console.place(&place);
                error.context(format!("{place}: the pair '{name}' failed"))
            }
            None => error,
        });
    }

    fn aligned(&mut self, document: &DocumentSummary, counts: ExportCounts) {
        let place = || Place::file(document.name.as_str());
        if counts.controls > 0 {
            let controls = counted(counts.controls, "control character");
            self.console.warn_of(place(), format!("{controls} left out: XML has none"));
        }
        if document.doubtful {
            let message = "these texts hardly look like translations of each other";
            self.console.warn_of(place(), message);
        }
        self.totals.left_out += counts.below;
        self.totals.add(document.clone());
    }

    fn finish(self) -> Exit {
        for (reason, more) in self.again.iter().filter(|(_, more)| **more > 0) {
            let more = counted(*more, "more pair");
            self.console.error(&anyhow!("and {more} for the same reason: {reason}"));
        }
        let mut exit = Exit::Done;
        if self.keep {
            let totals = &self.totals.clone().rounded();
            let report = Report { totals, documents: &self.lines };
            let mut answers = Answers::new(self.console);
            answers.pretty_json(&report);
            exit = answers.finish("the results of the pairs are written", self.console);
        }
        show(&self.totals, self.console);
        exit.max(Exit::look_if(self.totals.failed + self.totals.doubtful > 0))
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
                console.text(&document.name)
            ));
        }
    }
}
