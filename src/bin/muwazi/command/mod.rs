//! The commands, one file each: arguments, and the calls into the library.

mod add;
mod align;
mod batch;
mod completions;
mod concordance;
mod context;
mod convert;
mod doctor;
mod doctor_memory;
mod documents;
mod edit;
mod embeddings;
mod exchange;
mod explain;
mod export;
mod filter;
mod formats;
mod history;
mod import;
mod input;
mod language;
mod live;
mod lookup;
mod losses;
mod matches;
mod mcp;
mod occurrences;
mod offered;
mod offsets;
mod omegat;
mod output;
mod pipeline;
mod prompt;
mod read;
mod refresh;
mod remove;
mod review;
mod review_page;
mod score;
mod segment;
mod serve;
mod splitting;
mod srx;
mod srx_rules;
mod stats;
mod undo;
mod wait;

use clap::Subcommand;

use crate::{console::Console, exit::Exit};

/// The commands of the program.
#[derive(Subcommand)]
pub(crate) enum Command {
    Read(read::Args),
    Segment(segment::Args),
    // Boxed, because it has far more options than the others.
    Align(Box<align::Args>),
    Review(Box<review::Args>),
    Score(score::Args),
    Import(import::Args),
    Add(add::Args),
    Edit(edit::Args),
    Remove(remove::Args),
    History(history::Args),
    Undo(undo::Args),
    Lookup(lookup::Args),
    Concordance(concordance::Args),
    Serve(Box<serve::Args>),
    Context(Box<context::Args>),
    Mcp(mcp::Args),
    Export(export::Args),
    Convert(convert::Args),
    Doctor(doctor::Args),
    Formats(formats::Args),
    Stats(stats::Args),
    Srx(srx::Args),
    Completions(completions::Args),
}

impl Command {
    pub(crate) fn run(self, console: &Console) -> anyhow::Result<Exit> {
        match self {
            Self::Read(args) => read::run(&args, console),
            Self::Segment(args) => segment::run(&args, console),
            Self::Align(args) => align::run(&args, console),
            Self::Review(args) => review::run(&args, console),
            Self::Score(args) => score::run(&args, console),
            Self::Import(args) => import::run(&args, console),
            Self::Add(args) => add::run(&args, console),
            Self::Edit(args) => edit::run(&args, console),
            Self::Remove(args) => remove::run(&args, console),
            Self::History(args) => history::run(&args, console),
            Self::Undo(args) => undo::run(&args, console),
            Self::Lookup(args) => lookup::run(&args, console),
            Self::Concordance(args) => concordance::run(&args, console),
            Self::Serve(args) => serve::run(&args, console),
            Self::Context(args) => context::run(&args, console),
            Self::Mcp(args) => mcp::run(&args, console),
            Self::Export(args) => export::run(&args, console),
            Self::Convert(args) => convert::run(&args, console),
            Self::Doctor(args) => doctor::run(&args, console),
            Self::Formats(args) => formats::run(&args, console),
            Self::Stats(args) => stats::run(&args, console),
            Self::Srx(args) => srx::run(&args, console),
            Self::Completions(args) => completions::run(&args, console),
        }
    }
}
