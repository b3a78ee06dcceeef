//! `muwazi history`

use std::{io::Write, path::PathBuf};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use muwazi::{
    Unit, UnitId,
    memory::{Change, HistoryFilter, Operation, UnitChange},
    service::live::OperationLine,
    text::counted,
};

use super::wait::WaitArgs;
use crate::{
    console::Console,
    exit::Exit,
    screen::{Look, Results},
};

/// Show what was done to a memory, newest first
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi history -m work.muwazi --limit 10
      show the last ten operations: number, time, kind, user, units
  muwazi history -m work.muwazi 7
      show what was done to unit 7, and its texts before each change
  muwazi history -m work.muwazi --since 2026-02-01 --json > history.jsonl
      write one JSON object per operation, with every unit as it was before
  muwazi history -m work.muwazi --prune 100
      forget all but the last hundred; the units stay as they are

The memory keeps the last 10,000 operations, and up to 64 MiB of old units; the last operation is kept
whatever its size. `muwazi undo` takes operations back.")]
pub(crate) struct Args {
    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    /// Only operations of this time or later: 2026-02-19, or 2026-02-19T08:30 (UTC)
    #[arg(long, value_name = "DATE", value_parser = date)]
    since: Option<Timestamp>,
    /// Only the last N operations
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print one JSON object per operation, with its changes
    #[arg(long)]
    json: bool,
    /// Forget all but the last N operations
    #[arg(long, value_name = "N", conflicts_with_all = ["unit", "since", "limit", "json"])]
    prune: Option<u64>,
    /// Only operations on this unit
    unit: Option<UnitId>,
}

/// Reads a date, or a date and a time in UTC.
pub(super) fn date(text: &str) -> Result<Timestamp, String> {
    let time = text.parse::<Timestamp>().ok().or_else(|| {
        let civil = text.parse::<DateTime>().ok()?;
        TimeZone::UTC.to_timestamp(civil).ok()
    });
    time.ok_or_else(|| "not a date such as 2026-02-19 or 2026-02-19T08:30".to_owned())
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    if let Some(keep) = args.prune {
        let forgotten = args.wait.open_to_write(&args.memory)?.prune_history(keep)?;
        console.say(format_args!("{} forgotten", counted(forgotten, "operation")));
        return Ok(Exit::Done);
    }
    let memory = args.wait.open(&args.memory)?;
    let filter = HistoryFilter { unit: args.unit, since: args.since, limit: args.limit };
    let mut out = console.results();
    for operation in memory.history(&filter)? {
        let told = match args.json || args.unit.is_some() {
            true => OperationLine::read(&memory, operation, args.unit, usize::MAX)?,
            false => OperationLine { operation, changes: Vec::new() },
        };
        if args.json {
            out.json(&told)?;
            continue;
        }
        let line = line(&told.operation, out.look);
        writeln!(out, "{line}")?;
        for UnitChange { change, before, .. } in &told.changes {
            write_change(&mut out, *change, before.as_ref())?;
        }
    }
    out.flush()?;
    Ok(Exit::Done)
}

/// An operation in one line.
fn line(o: &Operation, look: Look) -> String {
    let mut line = format!("{}  {}  {}", o.operation, look.part(&readable(&o.at)), o.kind.as_str());
    for word in [&o.origin, &o.user].into_iter().flatten() {
        line.push(' ');
        line.push_str(&look.text(word).to_string());
    }
    let counts = [(o.added, "added"), (o.changed, "changed"), (o.removed, "removed")];
    let counts = counts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    format!("{line}: {}", counts.collect::<Vec<_>>().join(", "))
}

/// `20260219T083000Z` as `2026-02-19 08:30:00`.
fn readable(at: &str) -> String {
    let part = |range| at.get(range).unwrap_or("??");
    let (date, time) =
        ([part(0..4), part(4..6), part(6..8)], [part(9..11), part(11..13), part(13..15)]);
    format!("{} {}", date.join("-"), time.join(":"))
}

fn write_change(out: &mut Results, change: Change, before: Option<&Unit>) -> std::io::Result<()> {
    let look = out.look;
    writeln!(out, "    {}{}", change.as_str(), if before.is_some() { "; before:" } else { "" })?;
    for variant in before.iter().flat_map(|unit| &unit.variants) {
        let (lang, text) = (look.part(variant.lang.as_str()), look.text(&variant.text.text));
        writeln!(out, "      {lang}: {text}")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_or_times() {
        let day = date("2026-02-19").unwrap();
        assert_eq!(day.to_string(), "2026-02-19T00:00:00Z");
        assert_eq!(date("2026-02-19T08:30").unwrap().to_string(), "2026-02-19T08:30:00Z");
        assert_eq!(date("2026-02-19T08:30:00+02:00").unwrap().to_string(), "2026-02-19T06:30:00Z");
        assert!(date("yesterday").is_err() && date("").is_err());
    }

    #[test]
    fn a_time_is_readable_whatever_it_is() {
        assert_eq!(readable("20260219T083000Z"), "2026-02-19 08:30:00");
        assert_eq!(readable("é"), "??-??-?? ??:??:??");
    }
}
