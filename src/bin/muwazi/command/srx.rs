//! `muwazi srx`

use std::path::{Path, PathBuf};

use muwazi::{Lang, segment::srx::export};

use super::output;
use crate::{console::Console, exit::Exit};

/// Write our sentence rules as SRX 2.0, for CAT tools to split as we do
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi srx -o muwazi.srx
      Arabic and English rules, to load into OmegaT, Okapi, memoQ and others
  muwazi srx --lang ar
      the Arabic ones alone, on the screen
  muwazi segment --srx muwazi.srx article.txt
      try the file on a text, as a CAT tool would run it

In OmegaT: copy the file to segmentation.srx in the configuration folder or into the project's
folder omegat, then reload the project. docs/srx.md tells of other tools.")]
pub(crate) struct Args {
    /// The languages whose rules to write
    #[arg(long, value_name = "LANGS", value_delimiter = ',', default_value = "ar,en")]
    lang: Vec<Lang>,
    /// The file; - for standard output, as without it
    #[arg(short, long, value_name = "OUT.srx")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    // What is wrong with the languages is said before a file is begun.
    let file = export(&args.lang)?;
    output::write(args.output.as_deref(), console, |out| {
        out.write_all(file.text.as_bytes()).map_err(muwazi::Error::cannot_write)
    })?;
    if let Some(path) = args.output.as_deref().filter(|path| *path != Path::new("-")) {
        console.say(format_args!("wrote {} rules to {}", file.rules, path.display()));
    }
    Ok(Exit::Done)
}
