//! `muwazi align --jsonl`: pairs of texts from standard input to standard output.

use std::io::{self, BufReader};

use muwazi::pipeline::{self, PipelineOptions};

use super::{
    align::{Args, export_options},
    pair_aligner::PairAligner,
};
use crate::{console::Console, exit::Exit};

/// Enough for most lines in one piece.
const BUFFER: usize = 256 * 1024;

pub(super) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let options = PipelineOptions {
        source_lang: args.source_lang.clone(),
        target_lang: args.target_lang.clone(),
        segmented: args.segmented,
        export: export_options(args),
        threads: args.many.threads,
    };
    let aligner = PairAligner::new(args, console)?;
    // Not the console's way: what looks like a colour in a text is the text's own.
    let mut out = io::BufWriter::new(io::stdout().lock());
    let input = BufReader::with_capacity(BUFFER, io::stdin());
    let counts = pipeline::run(input, &mut out, &options, |s, t| aligner.align(s, t))?;
    let mut said = format!("pairs of texts aligned: {}", counts.aligned);
    if counts.doubtful > 0 {
        said += &format!("; hardly translations of each other: {}", counts.doubtful);
    }
    if counts.failed > 0 {
        said += &format!("; failed, with the reason in the answer: {}", counts.failed);
    }
    console.say(said);
    let look = counts.failed + counts.doubtful > 0;
    let exit = if look { Exit::Look } else { Exit::Done };
    Ok(exit.max(aligner.finish()))
}
