//! `muwazi undo`

use std::path::PathBuf;

use jiff::Timestamp;
use muwazi::{
    memory::{Conflict, ConflictReason, Undone},
    service::live::{UndoAnswer, UndoRequest},
    text::counted,
};

use super::{
    history::date,
    output::{Answers, creation_date},
    refresh::refresh,
    wait::WaitArgs,
};
use crate::{console::Console, exit::Exit, signals::Writing};

/// Take back operations on a memory
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi undo -m work.muwazi --last
      take back the last operation; a second time, put it there again
  muwazi undo -m work.muwazi 12 --dry-run
      tell what taking back operation 12 would change; `muwazi history` shows the numbers
  muwazi undo -m work.muwazi 12 --yes
      take it back, though more than one unit changes
  muwazi undo -m work.muwazi --since 2026-02-19 --yes
      put the memory back to what it was when the day began

A unit that was changed again since is a conflict: it is told and left as it is. An undo is an operation
itself, and can be undone.
Exit status 1: there were conflicts, or nothing was done because --yes is missing.")]
pub(crate) struct Args {
    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    /// The last operation
    #[arg(long, conflicts_with_all = ["since", "operation"])]
    last: bool,
    /// All operations of this time or later: 2026-02-19, or 2026-02-19T08:30 (UTC)
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "operation")]
    since: Option<Timestamp>,
    /// Tell what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Take back changes of more than one unit, instead of counting them
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
    /// The name of the person who does it, for the history
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Print the result as one JSON object
    #[arg(long)]
    json: bool,
    /// The number of the operation
    #[arg(required_unless_present_any = ["last", "since"])]
    operation: Option<i64>,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let writing = Writing::begin();
    let memory = args.wait.open_to_write(&args.memory)?;
    let asked = UndoRequest {
        operation: args.operation,
        since: args.since,
        last: args.last,
        dry_run: args.dry_run,
        yes: args.yes,
    };
    let answer = asked.run(&memory, creation_date()?, args.user.as_deref())?;
    let UndoAnswer { done, undone } = &answer;
    let mut exit = tell(&answer, args, console);
    if *done && undone.operation.is_some() {
        exit = exit.max(refresh(&memory, console));
    }
    drop((memory, writing));
    let waits = !*done && !args.dry_run && undone.units() > 0;
    Ok(exit.max(Exit::look_if(waits || !undone.conflicts.is_empty())))
}

fn tell(answer: &UndoAnswer, args: &Args, console: &Console) -> Exit {
    let UndoAnswer { done, undone } = answer;
    if args.json {
        let mut answers = Answers::new(console);
        answers.json(answer);
        let so_far = if *done { "it is undone" } else { "nothing was done" };
        return answers.finish(so_far, console);
    }
    for Conflict { unit, operation, reason, .. } in &undone.conflicts {
        let why = match reason {
            ConflictReason::HeldBy(other) => format!("unit {other} holds the same texts"),
            _ => "it was changed again since".to_owned(),
        };
        console.warn(format_args!("unit {unit} stays as it is: operation {operation}, {why}"));
    }
    let (of, counts) = (counted(undone.undone.len(), "operation"), counts(undone));
    match (*done, args.dry_run || undone.units() == 0) {
        (true, _) => console.say(format_args!("{of} undone: {counts}")),
        (false, true) => console.say(format_args!("{of} would be undone: {counts}")),
        (false, false) => {
            let all = counted(undone.units(), "unit");
            console.say(format_args!("{of}, {all} found: {counts}; --yes undoes them"));
        }
    }
    Exit::Done
}

fn counts(undone: &Undone) -> String {
    let all =
        [(undone.added, "put back"), (undone.changed, "changed"), (undone.removed, "removed")];
    let some: Vec<String> =
        all.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    if some.is_empty() { "nothing to change".to_owned() } else { some.join(", ") }
}
