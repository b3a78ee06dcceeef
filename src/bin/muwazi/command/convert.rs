//! `muwazi convert`

use std::path::PathBuf;

use muwazi::{
    format::units::Writing,
    service::{Converted, convert},
};

use super::{
    exchange::{self, InArgs, OutArgs},
    output::{self, ReplaceArgs, creation_date},
};
use crate::{console::Console, exit::Exit, wildcard::one_file};

/// Convert a file of units to another format
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi convert old.tmx -o new.tmx
      write a TMX that every tool accepts
  muwazi convert messages.po -o messages.tmx --to ar
      write translated messages as TMX
  muwazi convert work.tmx -o work.xlsx --from en --to ar
      write a spreadsheet

No memory is used: the units stay in their order, and none is merged.
Exit status 1: written, but something was left out; warnings say what.")]
pub(crate) struct Args {
    /// The input file; - for standard input
    #[arg(value_name = "FILE", value_parser = one_file())]
    file: PathBuf,
    /// The output file, whose name gives the format; - for standard output
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    #[command(flatten)]
    input: InArgs,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    replace: ReplaceArgs,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let format = args.out.format(&args.output)?;
    let mut files = args.replace.files(console);
    files.reads(&args.file, "the input");
    output::declare(&mut files, Some(&args.output), "the output", format, None)?;
    let mut sources = args.input.sources(&args.file, console)?;
    if sources.len() > 1 {
        let message = format!("an archive of {} files", sources.len());
        return Err(muwazi::Error::new(muwazi::ErrorKind::Usage, message)
            .at(muwazi::Place::file(args.file.display().to_string()))
            .hint("unpack it and convert each, or import them all into a memory and export that")
            .into());
    }
    let input = args.input.open(sources.remove(0))?;
    let writing = Writing {
        source_lang: args.input.source_lang.clone(),
        target_lang: args.input.target_lang.clone(),
        ..args.out.writing(creation_date()?)
    };
    let Converted { written, read, .. } = output::write(Some(&args.output), console, |out| {
        convert(input, format, writing, out, &mut console.progress())
    })?;
    let look = Exit::look_if(read.skipped > 0 || read.warnings > 0);
    Ok(exchange::tell(&written, format, console).max(look))
}
