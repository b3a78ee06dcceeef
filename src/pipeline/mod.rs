//! Pairs of texts as JSON lines, in and out, for pipelines: a line in, a line out, in the same
//! order, many at once, with a bounded number of them in memory.
//!
//! In: `{"id": …, "source": …, "target": …}`; the texts are strings, or arrays of sentences that are
//! not split any further. `source_file` and `target_file` name documents instead, where that is
//! allowed. `source_lang` and `target_lang` may stand there too. Out: [`Answer`], or
//! for a line that cannot be done [`Refusal`]; the work goes on.

mod answer;
mod request;

use std::{
    io::{self, BufRead, Write},
    num::NonZeroUsize,
};

use serde::{Deserialize, Serialize};

pub use self::{
    answer::{Answer, Omissions, PairOut, Refusal, RefusalReason},
    request::{Request, RequestText},
};
use crate::{
    align::Alignment,
    document::Document,
    error::{Error, ErrorKind, Result},
    lang::Lang,
    parallel::{all_cores, guarded, ordered},
    read::{
        bounded::{LineRead, read_line},
        plain::ReadOptions,
    },
    report::ExportOptions,
};

/// No line may be longer, lest one without an end fill the memory.
const LONGEST: usize = 64 * 1024 * 1024;
/// So many lines a thread may be under way: enough that a long one does not hold the others up.
const LINES_A_THREAD: usize = 4;

/// How lines are to be read and answered.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PipelineOptions {
    /// The sources' language, where a line does not say; detected when not given.
    pub source_lang: Option<Lang>,
    /// The targets' language, likewise.
    pub target_lang: Option<Lang>,
    /// Whether texts that are strings hold one sentence a line.
    pub segmented: bool,
    /// How files that lines name are read; none is read when not given.
    pub files: Option<ReadOptions>,
    /// Which pairs go out.
    pub export: ExportOptions,
    /// How many threads; all cores when not given.
    pub threads: Option<NonZeroUsize>,
}

/// What was done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PipelineCounts {
    /// Lines that were answered with an alignment.
    pub aligned: usize,
    /// Lines that were answered with an error.
    pub failed: usize,
    /// Texts aligned that hardly look like translations of each other.
    pub doubtful: usize,
}

/// Answers each line of `input` with a line of `output`; empty lines get none. `align` is given two
/// documents in two languages.
///
/// # Errors
/// What the input or the output says.
pub fn run(
    input: impl BufRead + Send,
    output: &mut dyn Write,
    options: &PipelineOptions,
    align: impl Fn(Document, Document) -> Result<Alignment> + Sync,
) -> Result<PipelineCounts> {
    let threads = options.threads.unwrap_or_else(all_cores);
    let window = threads.get().saturating_mul(LINES_A_THREAD);
    let mut counts = PipelineCounts::default();
    let work = |(number, line): (u64, io::Result<Line>)| answer(number, line, options, &align);
    ordered(Lines { input, number: 0, ended: false }, threads, window, work, |done| {
        let (line, kind) = done?;
        match kind {
            Kind::Aligned { doubtful } => {
                counts.aligned += 1;
                counts.doubtful += usize::from(doubtful);
            }
            Kind::Failed => counts.failed += 1,
        }
        // Whoever sent one line and waits for its answer must get it before sending the next.
        output.write_all(&line).and_then(|()| output.flush()).map_err(Error::cannot_write)
    })?;
    Ok(counts)
}

/// Answers one request, without a line around it.
///
/// # Errors
/// A request that cannot be read, or texts that cannot be aligned.
pub fn answer_one(
    request: &[u8],
    options: &PipelineOptions,
    align: impl Fn(Document, Document) -> Result<Alignment>,
) -> Result<Answer<'static>> {
    let (_, request) = Request::read(request);
    guarded(|| answered(request?, options, &align))
}

enum Kind {
    Aligned { doubtful: bool },
    Failed,
}

/// The answer to a line, as a line.
fn answer(
    number: u64,
    line: io::Result<Line>,
    options: &PipelineOptions,
    align: &impl Fn(Document, Document) -> Result<Alignment>,
) -> Result<(Vec<u8>, Kind)> {
    let (id, done) = match line.map_err(Error::cannot_read)? {
        Line::TooLong => (None, Err(too_long())),
        Line::Whole(bytes) => {
            let (id, request) = Request::read(&bytes);
            let work = || answered(request?, options, align);
            (id, guarded(work))
        }
    };
    let id = id.as_deref();
    match done {
        Ok(answer) => {
            let kind = Kind::Aligned { doubtful: answer.doubtful };
            Ok((to_line(&answer.with_id(id))?, kind))
        }
        Err(e) => Ok((to_line(&Refusal::new(id, &e, number))?, Kind::Failed)),
    }
}

fn answered(
    request: Request,
    options: &PipelineOptions,
    align: &impl Fn(Document, Document) -> Result<Alignment>,
) -> Result<Answer<'static>> {
    let said = request.says_languages();
    let (source, target) = request.sides(options)?;
    crate::align::check(&source.document, &target.document, said)?;
    let alignment = align(source.document, target.document)?;
    Ok(Answer::of(&alignment, &options.export, [&source.numbers, &target.numbers]))
}

fn to_line(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut line = serde_json::to_vec(value).map_err(|e| Error::cannot_write(e.into()))?;
    line.push(b'\n');
    Ok(line)
}

fn too_long() -> Error {
    let message = format!("the line is longer than {} MiB", LONGEST >> 20);
    Error::new(ErrorKind::Format, message).hint("one pair of texts a line; split longer ones")
}

enum Line {
    Whole(Vec<u8>),
    TooLong,
}

/// Lines with their numbers, from 1; those of nothing but white space are left out.
struct Lines<R> {
    input: R,
    number: u64,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// `None` at the end.
    fn line(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let read = read_line(&mut self.input, LONGEST, &mut bytes)?;
        self.number += u64::from(read != LineRead::End);
        Ok(match read {
            LineRead::Whole => Some(Line::Whole(bytes)),
            LineRead::TooLong => Some(Line::TooLong),
            LineRead::End => None,
        })
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = (u64, io::Result<Line>);

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.line() {
                Ok(Some(Line::Whole(bytes))) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(line)) => return Some((self.number, Ok(line))),
                Ok(None) => self.ended = true,
                Err(e) => {
                    self.ended = true;
                    return Some((self.number + 1, Err(e)));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests;
