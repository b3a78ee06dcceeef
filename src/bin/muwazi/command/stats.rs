//! `muwazi stats`

use std::{io::Write, path::PathBuf};

use muwazi::Store;

use super::{filter::FilterArgs, losses, wait::WaitArgs};
use crate::{console::Console, exit::Exit};

/// Show what is in a memory
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi stats -m work.muwazi
  muwazi stats -m work.muwazi --where origin=aligned --min-confidence 0.8
      count the units that fit, and their texts
  muwazi stats -m work.muwazi --json")]
pub(crate) struct Args {
    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    #[command(flatten)]
    filter: FilterArgs,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let memory = args.wait.open(&args.memory)?;
    let mut stats = memory.stats()?;
    if !args.filter.is_empty() {
        let filtered = args.filter.apply(&memory);
        (stats.units, stats.languages) = (filtered.count()?, filtered.languages()?);
        if stats.units == 0 {
            console.say(format_args!("no unit has {}", console.text(&args.filter.in_words())));
        }
    }
    let exit = losses::tell(&memory, console);
    let mut out = console.results();
    let look = out.look;
    if args.json {
        out.json(&stats)?;
        out.flush()?;
        return Ok(exit);
    }
    writeln!(out, "units       {:>12}", stats.units)?;
    for l in &stats.languages {
        let lang = look.part(l.lang.as_str());
        writeln!(out, "{lang:<11} {:>12} texts {:>12} characters", l.texts, l.chars)?;
    }
    writeln!(out, "size        {:>12} bytes", stats.bytes)?;
    for i in &stats.imports {
        let c = &i.counts;
        writeln!(
            out,
            "imported    {} {} ({} read, {} new, {} merged, {} updated, {} unchanged)",
            look.part(&i.at.to_string()),
            look.text(&i.origin),
            c.read,
            c.new,
            c.merged,
            c.updated,
            c.unchanged
        )?;
    }
    out.flush()?;
    Ok(exit)
}
