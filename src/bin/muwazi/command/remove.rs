//! `muwazi remove`

use std::path::PathBuf;

use muwazi::{
    Store,
    service::live::Removed,
    text::counted,
    unit::{Condition, UnitFilter, UnitId},
};

use super::{
    offered,
    output::{Answers, creation_date},
    refresh::refresh,
    wait::WaitArgs,
};
use crate::{console::Console, exit::Exit, signals::Writing};

/// Remove units from a memory
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi remove -m work.muwazi 7 12
      remove units 7 and 12; `muwazi lookup --json` shows the numbers
  muwazi remove -m work.muwazi --where origin=aligned --where document=draft.txt
      count the units that would be removed
  muwazi remove -m work.muwazi --where origin=aligned --where document=draft.txt --yes
      remove them

Fields of --where: domain, client, project, document, creator, origin (person, aligned, machine),
reviewed (yes, no). A number is never given to another unit.
`muwazi undo` puts removed units back.
Exit status 1: a unit does not exist, or nothing was removed because --yes is missing.")]
pub(crate) struct Args {
    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    /// All units with this value, such as domain=news; with several, all must fit
    #[arg(long = "where", value_name = "FIELD=VALUE", conflicts_with = "units",
          value_parser = offered::condition(), hide_possible_values = true)]
    wanted: Vec<Condition>,
    /// Remove the units that --where finds, instead of counting them
    #[arg(long, requires = "wanted")]
    yes: bool,
    /// The name of the person who removes them, for the history
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Print one JSON object: {"found": 2, "removed": [7, 12], "missing": []}
    #[arg(long)]
    json: bool,
    /// The numbers of the units
    #[arg(required_unless_present = "wanted", value_name = "UNIT")]
    units: Vec<UnitId>,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let writing = Writing::begin();
    let memory = args.wait.open_to_write(&args.memory)?;
    let by_number = args.wanted.is_empty();
    let named = if by_number {
        args.units.clone()
    } else {
        memory.units_where(&args.wanted.iter().cloned().collect::<UnitFilter>())?
    };
    let answer = match by_number || args.yes {
        true => Removed::from_store(&memory, &named, creation_date()?, args.user.as_deref())?,
        false => Removed { found: named.len(), ..Removed::default() },
    };
    let mut exit = Exit::Done;
    if args.json {
        let mut answers = Answers::new(console);
        answers.json(&answer);
        let done = match answer.removed.is_empty() {
            true => "nothing was to be removed",
            false => "the units are removed",
        };
        exit = answers.finish(done, console);
    } else if by_number || args.yes {
        console.say(format_args!("{} removed", counted(answer.removed.len(), "unit")));
    } else {
        console.say(format_args!("{} found; --yes removes them", counted(answer.found, "unit")));
    }
    for id in &answer.missing {
        console.warn(format_args!("there is no unit {id}"));
    }
    if !answer.removed.is_empty() {
        exit = exit.max(refresh(&memory, console));
    }
    drop((memory, writing));
    let undone = answer.removed.len() < answer.found || !answer.missing.is_empty();
    Ok(exit.max(Exit::look_if(undone)))
}
