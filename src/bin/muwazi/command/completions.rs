//! `muwazi completions`

use std::io::Write;

use clap::CommandFactory;

use crate::{Cli, console::Console, exit::Exit};

/// Write a completion script for a shell
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi completions bash > ~/.local/share/bash-completion/completions/muwazi
  muwazi completions powershell >> $PROFILE")]
pub(crate) struct Args {
    /// The shell
    shell: clap_complete::Shell,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "muwazi", &mut script);
    let mut out = console.results();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Done)
}
