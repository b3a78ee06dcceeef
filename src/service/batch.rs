//! Many pairs of files, aligned by several threads, each result in a file of its own.

use std::{
    io::Write,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::PairAligner;
use crate::{
    batch::{DocumentSummary, Files, Job, Plan, is_newer},
    error::{Error, Place, Result},
    event::Event,
    format::{AlignmentLayout, Format},
    output,
    parallel::{all_cores, guarded, ordered},
    report::{self, ExportCounts, ExportOptions},
};

/// Maximum number of finished results buffered while an earlier pair is running.
const AHEAD: usize = 1000;

/// Options of [`align_all`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BatchOptions {
    /// What is exported of each alignment.
    pub export: ExportOptions,
    /// Skip pairs whose result is newer than both texts.
    pub resume: bool,
    /// Number of threads; all cores when not given.
    pub threads: Option<NonZeroUsize>,
}

/// A pair that is done.
#[non_exhaustive]
pub struct FinishedJob {
    /// Its name.
    pub name: String,
    /// The line of the list that asked for it.
    pub place: Option<Place>,
    /// The file of its result.
    pub output: PathBuf,
    /// The outcome.
    pub outcome: JobOutcome,
}

/// The outcome of a pair.
pub enum JobOutcome {
    /// The result was written.
    Aligned {
        /// Summary of the alignment.
        summary: DocumentSummary,
        /// Counts of the export.
        counts: ExportCounts,
    },
    /// The result was there and new enough.
    Skipped,
    /// The pair was not aligned, or its result not written.
    Failed(Error),
}

/// Result of a pair before its file is written.
enum Work {
    Aligned { summary: DocumentSummary, counts: ExportCounts, content: Vec<u8> },
    Skipped,
}

/// Aligns jobs and writes their results to the files of a plan. `finished` is called for each job, in
/// order; a job that fails does not stop the others. `report` is called from all threads.
///
/// # Errors
/// The first error of `finished`.
pub fn align_all<E>(
    aligner: &PairAligner,
    jobs: Vec<Job>,
    plan: &Plan,
    format: &Format,
    options: &BatchOptions,
    report: &(dyn Fn(Event) + Sync),
    mut finished: impl FnMut(FinishedJob) -> Result<(), E>,
) -> Result<(), E> {
    let is_table = !options.export.units && format.alignment == Some(AlignmentLayout::Pairs);
    let align = |name: &str, files: &Files, notices: &mut Vec<Event>| {
        let (source, target) = aligner.read_pair(&files.source, &files.target)?;
        aligner.tell_of_texts(&source, &target, &mut |event| notices.push(event));
        let alignment = aligner.align(source, target, &mut |event| report(event))?;
        let mut content = Vec::new();
        // Tables of many documents are put together: each row tells its own.
        let document = Some(name.to_owned()).filter(|_| is_table);
        let document = options.export.document.clone().or(document);
        let export = ExportOptions { document, ..options.export.clone() };
        let counts = report::write(&alignment, format, &export, &mut content)?;
        Ok(Work::Aligned { summary: DocumentSummary::of(name, &alignment), counts, content })
    };
    let work = |job: Job| {
        let output = plan.output(&job.name);
        // Reported with the outcome, in the order of the jobs.
        let mut notices = Vec::new();
        let outcome = guarded(|| {
            let files = job.files?;
            if options.resume && is_newer(&output, &files) {
                return Ok(Work::Skipped);
            }
            align(&job.name, &files, &mut notices)
        });
        (job.name, job.place, output, outcome, notices)
    };
    let threads = options.threads.unwrap_or_else(all_cores);
    ordered(jobs.into_iter(), threads, AHEAD, work, |(name, place, output, outcome, notices)| {
        notices.into_iter().for_each(report);
        // Written here and not by the thread that aligned, so that no such thread waits for the disk.
        let outcome = match outcome.and_then(|work| write(work, &output)) {
            Ok(outcome) => outcome,
            Err(error) => JobOutcome::Failed(error),
        };
        finished(FinishedJob { name, place, output, outcome })
    })
}

/// Writes the content of a result to its file.
fn write(work: Work, path: &Path) -> Result<JobOutcome> {
    let Work::Aligned { summary, counts, content } = work else { return Ok(JobOutcome::Skipped) };
    let put = |out: &mut dyn Write| out.write_all(&content).map_err(Error::cannot_write);
    output::write_file(path, put)?;
    Ok(JobOutcome::Aligned { summary, counts })
}
