//! One file a command: its arguments, and what it does with the library.

mod completions;

use clap::Subcommand;

use crate::{console::Console, exit::Exit};

/// What the program can do.
#[derive(Subcommand)]
pub(crate) enum Command {
    Completions(completions::Args),
}

impl Command {
    pub(crate) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        match self {
            Self::Completions(args) => completions::run(&args, console),
        }
    }
}
