//! `muwazi export`

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use muwazi::{Error, ErrorKind, Lang, Store, UnitId, event::Event, format::units::Writing};

use super::{
    exchange::{self, OutArgs},
    filter::FilterArgs,
    language::LangParser,
    losses,
    omegat::{self, OmegaTArgs},
    output::{self, ReplaceArgs, creation_date},
    wait::WaitArgs,
};
use crate::{
    console::Console,
    exit::Exit,
    signals::{self, Writing as Guard},
};

/// Write a memory to a file, as TMX or in another format
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi export -m work.muwazi -o work.tmx
      write the whole memory
  muwazi export -m work.muwazi -o - | gzip > work.tmx.gz
      write to standard output
  muwazi export -m work.muwazi -o work.xlsx --from en --to ar
      write a spreadsheet; 'muwazi formats' lists all formats
  muwazi export -m work.muwazi -o medical.tmx --where domain=medical --min-confidence 0.8
      write the units of a domain, without weak pairs of alignments
  muwazi export -m work.muwazi -o - --format jsonl --unit 7
      show unit 7 as JSON, with all that is known of it
  muwazi export -m work.muwazi --omegat PROJECT --glossary terms.tsv
      write into an OmegaT project: reviewed units to tm/auto, the others to their folders

Of a damaged memory everything is written that can be read; a warning names the units that are missing.
Exit status 1: written, but no unit fits, the memory is damaged or the format cannot hold everything;
warnings say what was left out.")]
pub(crate) struct Args {
    /// The memory
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    /// The output file, whose name gives the format; - for standard output
    #[arg(short, long, value_name = "OUT", required_unless_present = "omegat")]
    output: Option<PathBuf>,
    /// The language of the source; the first language that every unit has if not given
    #[arg(long = "from", alias = "source-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    source_lang: Option<Lang>,
    /// The language of the target, for formats with two languages
    #[arg(long = "to", alias = "target-lang", value_name = "LANG", value_parser = LangParser, hide_possible_values = true)]
    target_lang: Option<Lang>,
    #[command(flatten)]
    filter: FilterArgs,
    /// Only the unit with this number; can be given several times
    #[arg(long, value_name = "UNIT", conflicts_with_all = ["conditions", "min_confidence", "omegat"])]
    unit: Vec<UnitId>,
    #[command(flatten)]
    out: OutArgs,
    #[command(flatten)]
    replace: ReplaceArgs,
    #[command(flatten)]
    omegat: OmegaTArgs,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let path = args.output.as_deref().unwrap_or(Path::new("-"));
    let format = args.out.format(path)?;
    let mut files = args.replace.files(console);
    files.uses_memory(&args.memory);
    output::declare(&mut files, Some(path), "the output", format, None)?;
    let guard = Guard::begin();
    let store = args.wait.open(&args.memory)?;
    let filtered = args.filter.apply(&store);
    let memory: &dyn Store = if args.filter.is_empty() { &store } else { &filtered };
    // Before anything is written: a number may be wrong.
    let asked: BTreeSet<UnitId> = args.unit.iter().copied().collect();
    let units = asked.into_iter().map(|id| Ok((id, store.unit(id)?)));
    let units = units.collect::<muwazi::Result<Vec<_>>>()?;
    let total = if units.is_empty() { memory.count()? } else { units.len() as u64 };
    for lang in args.source_lang.iter().chain(&args.target_lang) {
        is_held(memory, lang)?;
    }
    let source = match &args.source_lang {
        Some(lang) => Some(lang.clone()),
        None => memory.common_language()?,
    };
    let writing = Writing {
        target_lang: args.target_lang.clone().or(target(memory, source.as_ref())?),
        source_lang: source,
        ..args.out.writing(creation_date()?)
    };
    if args.omegat.is_wanted() {
        drop(guard);
        let exit = omegat::export(&args.omegat, &args.memory, memory, &writing, console)?;
        return Ok(exit.max(losses::tell(&store, console)));
    }
    let mut progress = console.progress();
    if !output::shows_on_screen(Some(path)) {
        progress(Event::Begin { task: "exporting".into(), total: Some(total) });
    }
    let outcome = output::write(Some(path), console, |out| {
        let mut writer = format.begin(out, &writing)?;
        let mut done = 0;
        let mut take = |_, unit| {
            signals::check()?;
            done += 1;
            if done % 1000 == 0 {
                progress(Event::Advance(done));
            }
            writer.write(&unit)
        };
        match units.is_empty() {
            true => memory.each_unit(&mut take)?,
            false => units.into_iter().try_for_each(|(id, unit)| take(id, unit))?,
        }
        writer.finish()
    })?;
    progress(Event::End);
    drop((progress, guard));
    let mut exit = exchange::tell(&outcome, format, console).max(losses::tell(&store, console));
    if total == 0 && !args.filter.is_empty() {
        console.warn(format_args!("no unit has {}", console.text(&args.filter.in_words())));
        exit = exit.max(Exit::Look);
    }
    Ok(exit)
}

/// Refuses a language in which the memory has no text.
fn is_held(memory: &dyn Store, lang: &Lang) -> muwazi::Result<()> {
    let held = memory.languages()?;
    if held.is_empty() || held.iter().any(|l| l.lang.is_a(lang)) {
        return Ok(());
    }
    let codes: Vec<&str> = held.iter().map(|l| l.lang.as_str()).collect();
    let message = format!("the memory holds no texts in '{lang}'");
    Err(Error::new(ErrorKind::Language, message).hint(format!("it holds: {}", codes.join(", "))))
}

/// The language of most texts beside the source's.
fn target(memory: &dyn Store, source: Option<&Lang>) -> muwazi::Result<Option<Lang>> {
    let languages = memory.languages()?;
    let others = languages.into_iter().filter(|l| source.is_none_or(|s| l.lang != *s));
    Ok(others.max_by_key(|l| l.texts).map(|l| l.lang))
}
