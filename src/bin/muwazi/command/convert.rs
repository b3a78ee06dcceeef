//! `muwazi convert`

use std::path::PathBuf;

use muwazi::{Unit, format::units::Writing};

use super::{
    exchange::{self, InArgs, OutArgs, Rest},
    output::{self, creation_date},
};
use crate::{console::Console, exit::Exit};

/// As many units are looked at to know the languages of a file.
const LOOKED_AT: usize = 1000;

/// Write a file of units in another format
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi convert old.tmx -o new.tmx
      a TMX that every tool accepts
  muwazi convert messages.po -o messages.tmx --target-lang ar
      translated messages as a memory
  muwazi convert work.tmx -o work.xlsx --source-lang en --target-lang ar
      as a spreadsheet

Nothing goes through a memory: units stay as many as they are, and in their order.
Exit status 1: written, but something was left out, which is told.")]
pub(crate) struct Args {
    /// The file; - for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The file to write, whose name tells the format; - for standard output
    #[arg(short, long, value_name = "OUT")]
    output: PathBuf,
    #[command(flatten)]
    input: InArgs,
    #[command(flatten)]
    out: OutArgs,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let format = args.out.format(&args.output)?;
    let mut sources = args.input.sources(&args.file, console)?;
    if sources.len() > 1 {
        let message = format!("an archive of {} files", sources.len());
        return Err(muwazi::Error::new(muwazi::ErrorKind::Usage, message)
            .at(muwazi::Place::file(args.file.display().to_string()))
            .hint("unpack it and convert each, or import them all into a memory and export that")
            .into());
    }
    let opened = args.input.open(sources.remove(0))?;
    let (header, created) = (opened.header(), creation_date()?);
    let (outcome, rest) = opened.read("converting", console, |units| {
        let first: Vec<Unit> = (&mut *units).take(LOOKED_AT).collect::<muwazi::Result<_>>()?;
        let mut found = exchange::languages(&first);
        let declared = header.as_ref().and_then(|h| h.srclang()?.parse().ok());
        let source = args.input.source_lang.clone().or(declared).or(found.first().cloned());
        found.retain(|lang| source.as_ref() != Some(lang));
        let writing = Writing {
            target_lang: args.input.target_lang.clone().or(found.first().cloned()),
            source_lang: source,
            header,
            ..args.out.writing(created)
        };
        output::write(Some(&args.output), console, |out| {
            let mut writer = exchange::begin(format, out, &writing)?;
            first.iter().try_for_each(|unit| writer.write(unit))?;
            for unit in units {
                writer.write(&unit?)?;
            }
            writer.finish()
        })
    })?;
    Ok(exchange::tell(&outcome, format, console).max(exit_of(&rest)))
}

fn exit_of(rest: &Rest) -> Exit {
    if rest.skipped > 0 || rest.warned { Exit::Look } else { Exit::Done }
}
