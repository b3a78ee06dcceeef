//! `muwazi align --jsonl`: pairs of texts from standard input to standard output.

use std::io::{self, BufReader};

use muwazi::{
    pipeline::{self, PipelineOptions},
    read::{plain::ReadOptions, registry::left_out},
    report::ExportOptions,
};

use super::align::{Args, open_aligner};
use crate::{console::Console, exit::Exit};

/// Enough for most lines in one piece.
const BUFFER: usize = 256 * 1024;

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let options = PipelineOptions {
        source_lang: args.source_lang.clone(),
        target_lang: args.target_lang.clone(),
        segmented: args.segmented,
        files: args.many.files.then(|| ReadOptions {
            segmented: args.segmented,
            wrapped: args.splitting.wrapped(),
            format: args.documents.input_format.clone(),
            extras: args.documents.extras(),
            ..ReadOptions::default()
        }),
        export: ExportOptions { min_confidence: args.min_confidence, ..ExportOptions::default() },
        threads: args.many.threads,
    };
    let aligner = open_aligner(args, console)?;
    let align = |source, target| {
        let mut progress = console.progress();
        [&source, &target].into_iter().filter_map(left_out).for_each(&mut progress);
        aligner.align(source, target, &mut progress)
    };
    let mut results = console.results();
    let mut out = results.file();
    let input = BufReader::with_capacity(BUFFER, io::stdin());
    let counts = pipeline::run(input, &mut out, &options, align)?;
    let mut said = format!("pairs of texts aligned: {}", counts.aligned);
    if counts.doubtful > 0 {
        said += &format!("; hardly translations of each other: {}", counts.doubtful);
    }
    if counts.failed > 0 {
        said += &format!("; failed, with the reason in the answer: {}", counts.failed);
    }
    console.say(said);
    let look = counts.failed + counts.doubtful > 0;
    Ok(Exit::look_if(aligner.finish(&mut console.progress()) || look))
}
