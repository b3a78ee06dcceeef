//! `muwazi srx`

use std::path::{Path, PathBuf};

use muwazi::{Lang, format::replace::is_srx, segment::srx::export, text::counted};

use super::output::{self, ReplaceArgs};
use crate::{console::Console, exit::Exit};

/// Write our sentence rules as SRX 2.0, so that CAT tools split as Muwazi does
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi srx -o muwazi.srx
      write Arabic and English rules, for OmegaT, Okapi, memoQ and others
  muwazi srx --lang ar
      print only the Arabic rules
  muwazi srx --lang de,fr -o muwazi.srx
      write German and French rules
  muwazi segment --srx muwazi.srx article.txt
      try the file on a text, as a CAT tool would use it

In OmegaT: copy the file to segmentation.srx in the configuration folder or into the project's
folder omegat, then reload the project. docs/srx.md describes other tools.")]
pub(crate) struct Args {
    /// The languages of the rules: ar, de, en, es, fa, fr, he, ru, tr, ur and others with word lists
    #[arg(long, value_name = "LANGS", value_delimiter = ',', default_value = "ar,en")]
    lang: Vec<Lang>,
    /// The output file; - for standard output, which is the default
    #[arg(short, long, value_name = "OUT.srx")]
    output: Option<PathBuf>,
    #[command(flatten)]
    replace: ReplaceArgs,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    // What is wrong with the languages is said before a file is begun.
    let file = export(&args.lang)?;
    if let Some(path) = &args.output {
        args.replace.files(console).writes(path, "the output", "SRX", &is_srx)?;
    }
    output::write(args.output.as_deref(), console, |out| {
        out.write_all(file.text.as_bytes()).map_err(muwazi::Error::cannot_write)
    })?;
    if let Some(path) = args.output.as_deref().filter(|path| *path != Path::new("-")) {
        console.say(format_args!(
            "wrote {} to {}",
            counted(file.rules, "rule"),
            console.name(path)
        ));
    }
    Ok(Exit::Done)
}
