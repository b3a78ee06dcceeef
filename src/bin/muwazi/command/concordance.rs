//! `muwazi concordance`

use std::{io::Write, path::PathBuf, sync::Arc};

use muwazi::{
    Error, ErrorKind, Lang, Store,
    lookup::{Concordance, Lookup, Pattern, search_pattern},
    memory::{Direction, LanguageStats, direction},
    text::counted,
};

use super::{
    language::LangParser, losses, matches, occurrences, offsets::OffsetArgs, wait::WaitArgs,
};
use crate::{console::Console, exit::Exit};

/// Find all places of a phrase in a memory, with context and translation
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi concordance -m work.muwazi \"مجلس الوزراء\"
      also finds لمجلس الوزراء and ومجلس الوزراء, with Arabic clitics
  muwazi concordance -m work.muwazi --limit 50 \"prime minister\"
      show the first fifty places
  muwazi concordance -m work.muwazi --regex \"budget(ary)? (deficit|gap)\"
      search with a regular expression; case, diacritics, the forms of hamza and of digits
      make no difference

Case, diacritics, the forms of hamza, ya and ta marbuta, and punctuation between the words make no
difference, and a number is found in every form. Exit status 1: the phrase was not found.")]
pub(crate) struct Args {
    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    /// The language of the phrase; detected if not given
    #[arg(
        long = "from",
        aliases = ["lang", "source-lang"],
        value_name = "LANG",
        value_parser = LangParser, hide_possible_values = true
    )]
    lang: Option<Lang>,
    /// The language of the translation; the other language of the memory if not given
    #[arg(long, alias = "target-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    to: Option<Lang>,
    /// Search with a regular expression; reads every text, which takes seconds in a large memory
    #[arg(long)]
    regex: bool,
    /// Find only the exact words, without Arabic clitics
    #[arg(long, conflicts_with = "regex")]
    exact: bool,
    /// The number of places to show; all are counted
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// Print {"total": …, "occurrences": [{"unit": …, "source": …, "span": …, "target": …}]}
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    offsets: OffsetArgs,
    /// The phrase
    #[arg(value_name = "TEXT")]
    text: String,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let memory = Arc::new(args.wait.open(&args.memory)?);
    let languages = memory.languages()?;
    let mut progress = console.progress();
    // Signs alone are in no index.
    let signs = muwazi::text::words(&args.text).is_empty();
    if signs && args.text.trim().is_empty() {
        return Err(Error::new(ErrorKind::Text, "the phrase is empty").into());
    }
    let mut found = if args.regex || signs {
        let pattern = match args.regex {
            true => Pattern::new(&args.text)?,
            false => Pattern::new(&literal(args.text.trim()))?,
        };
        search_pattern(&*memory, &meant(args, &languages)?, &pattern, args.limit, &mut progress)?
    } else {
        let meant = meant(args, &languages)?;
        let lookup =
            Lookup::in_direction(Arc::clone(&memory) as Arc<dyn Store>, meant, &mut progress)?;
        let found = lookup.concordance(&args.text, !args.exact, args.limit)?;
        lookup.warnings().into_iter().for_each(&mut progress);
        found
    };
    drop(progress);
    if args.json {
        args.offsets.unit.convert_concordance(&mut found);
    }
    write(args, &found, console)?;
    let exit = losses::tell(&*memory, console);
    Ok(exit.max(Exit::look_if(found.total == 0)))
}

/// A pattern that stands for a text as it is.
fn literal(text: &str) -> String {
    let escaped = |c: char| [c.is_ascii_punctuation().then_some('\\'), Some(c)];
    text.chars().flat_map(escaped).flatten().collect()
}

fn meant(args: &Args, languages: &[LanguageStats]) -> muwazi::Result<Direction> {
    direction(languages, args.lang.as_ref(), args.to.as_ref(), &args.text)
}

fn write(args: &Args, found: &Concordance, console: &Console) -> anyhow::Result<()> {
    let mut out = console.results();
    if args.json {
        out.json(found)?;
    } else {
        for occurrence in &found.occurrences {
            occurrences::show(&mut out, occurrence)?;
        }
    }
    out.flush()?;
    let shown = found.occurrences.len();
    match found.total {
        0 => console.say(format_args!("'{}' was not found", matches::short(&args.text))),
        total if total > shown => {
            let places = counted(total, "place");
            console.say(format_args!("{places}, the first {shown} shown; --limit shows more"));
        }
        total => console.say(counted(total, "place")),
    }
    Ok(())
}
