//! One file a command: its arguments, and what it does with the library.

mod align;
mod completions;
mod output;
mod segment;

use clap::Subcommand;

use crate::{console::Console, exit::Exit};

/// What the program can do.
#[derive(Subcommand)]
pub(crate) enum Command {
    Segment(segment::Args),
    Align(align::Args),
    Completions(completions::Args),
}

impl Command {
    pub(crate) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        match self {
            Self::Segment(args) => segment::run(&args, console),
            Self::Align(args) => align::run(&args, console),
            Self::Completions(args) => completions::run(&args, console),
        }
    }
}
