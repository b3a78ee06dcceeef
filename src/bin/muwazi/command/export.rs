//! `muwazi export`

use std::path::{Path, PathBuf};

use muwazi::{
    Lang, Memory,
    event::Event,
    format::{
        Format,
        tmx::{Header, TmxWriter},
    },
};

use super::output::{self, creation_date};
use crate::{console::Console, exit::Exit};

/// Write a memory as TMX, with all that is known of its units
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi export -m work.muwazi -o work.tmx
      the whole memory
  muwazi export -m work.muwazi -o - | gzip > work.tmx.gz
      to standard output")]
pub(crate) struct Args {
    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    /// The TMX file; - for standard output
    #[arg(short, long, value_name = "OUT.tmx")]
    output: PathBuf,
    /// The language to name as the source; the first that every unit has when not given
    #[arg(long, value_name = "LANG")]
    source_lang: Option<Lang>,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    if args.output != Path::new("-") && Format::from_path(&args.output)? != Format::Tmx {
        return Err(muwazi::Error::new(
            muwazi::ErrorKind::Usage,
            "a memory is exported as TMX only",
        )
        .hint("give the output a name that ends in .tmx")
        .into());
    }
    let memory = Memory::open(&args.memory)?;
    let total = memory.count()?;
    let source = match &args.source_lang {
        Some(lang) => Some(lang.clone()),
        None => memory.common_language()?,
    };
    let header = Header::new(source.as_ref(), creation_date()?);
    let mut progress = console.progress();
    progress(Event::Begin { task: "exporting".into(), total: Some(total) });
    let written = output::write(Some(&args.output), console, |out| {
        let mut writer = TmxWriter::new(out, &header)?;
        let mut done = 0;
        memory.each_unit(|_, unit| {
            done += 1;
            if done % 1000 == 0 {
                progress(Event::Advance(done));
            }
            writer.write(&unit)
        })?;
        writer.finish()
    })?;
    progress(Event::End);
    console.say(format_args!("{} units written", written.units));
    if written.dropped_characters > 0 {
        let n = written.dropped_characters;
        console.warn(format_args!("{n} control characters left out: XML has no way to write them"));
        return Ok(Exit::Look);
    }
    Ok(Exit::Done)
}
