//! `muwazi edit`

use std::path::PathBuf;

use muwazi::{
    Error, ErrorKind, Lang, Text, UnitId,
    memory::Edited,
    service::live::{UnitOutcome, check_script},
};

use super::{
    language::LangParser,
    output::{Answers, confirmed, creation_date},
    refresh::refresh,
    wait::WaitArgs,
};
use crate::{console::Console, exit::Exit, signals::Writing};

/// Change a text of a unit in a memory
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi edit -m work.muwazi 7 --lang en \"The meeting began on Monday.\"
      change the English text of unit 7; `muwazi lookup --json` shows the numbers
  muwazi edit -m work.muwazi 7 --lang ar --user anna \"بدأ الاجتماع يوم الاثنين.\"
      also record who did it

If the unit is then the same as another, both are merged. An edited unit counts as reviewed. A text in
another script than that of its language is a question at a terminal, and an error elsewhere.
Exit status 1: the old text had inline tags, and the new one has none.")]
pub(crate) struct Args {
    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    /// The language of the text
    #[arg(long, value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    lang: Lang,
    /// The name of the person who edits it
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Also take a text in another script than that of the language
    #[arg(long)]
    yes: bool,
    /// Print one JSON object: {"unit": 7, "outcome": "changed"}
    #[arg(long)]
    json: bool,
    /// The number of the unit
    unit: UnitId,
    /// The new text
    text: String,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    if args.text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Text, "the new text is empty")
            .hint("to take the unit out: muwazi remove")
            .into());
    }
    let writing = Writing::begin();
    let memory = args.wait.open_to_write(&args.memory)?;
    let old = memory.unit(args.unit)?;
    let held = old.variants.iter().find(|v| v.lang == args.lang);
    let tags = held.or_else(|| old.variant(&args.lang)).map_or(0, |v| v.text.marks.len());
    if let Some(held) = held.or_else(|| old.variant(&args.lang)) {
        confirm_script(args, &held.text.text, console)?;
    }
    let text = Text::plain(args.text.as_str());
    let at = creation_date()?;
    let edited = memory.edit(args.unit, &args.lang, text, at, args.user.as_deref())?;
    let outcome = UnitOutcome::of_edit(args.unit, edited);
    let unit = outcome.unit;
    let mut exit = Exit::Done;
    if args.json {
        let mut answers = Answers::new(console);
        answers.json(&outcome);
        exit = answers.finish("the new text is in the memory", console);
    } else {
        match edited {
            Edited::Changed => console.say(format_args!("unit {unit} changed")),
            Edited::Unchanged => console.say(format_args!("unit {unit} holds this text already")),
            Edited::MergedInto(_) => console.say(format_args!(
                "unit {unit} holds the same texts; unit {} was merged with it",
                args.unit
            )),
        }
    }
    exit = exit.max(refresh(&memory, console));
    drop((memory, writing));
    if tags > 0 && edited != Edited::Unchanged {
        console.warn(format_args!("the old text held {tags} inline tags; the new one holds none"));
        return Ok(Exit::Look);
    }
    Ok(exit)
}

/// Asks where the new text is in another script than its language and the old text.
fn confirm_script(args: &Args, old: &str, console: &Console) -> anyhow::Result<()> {
    let Err(odd) = check_script(&args.lang, &args.text, old) else { return Ok(()) };
    let name = args.lang.name_in_english();
    if args.yes || confirmed(console, format_args!("{}. Is it the {name} text?", odd.message)) {
        return Ok(());
    }
    Err(odd
        .hint("name the language of the text with --lang, or take it as it is with --yes")
        .into())
}
