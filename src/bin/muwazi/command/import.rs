//! `muwazi import`

use std::path::{Path, PathBuf};

use muwazi::{
    SqliteStore,
    format::source::Source,
    memory::{ImportCounts, ImportOptions},
    omegat::TmFolder,
    service::live::Imported,
    text::counted,
};

use super::{
    exchange::InArgs,
    omegat,
    output::{Answers, creation_date},
    refresh::refresh,
    wait::WaitArgs,
};
use crate::{
    console::Console,
    exit::Exit,
    signals::{self, Writing},
    wildcard,
};

mod of_memory;

/// Put files of units into a memory, which is created if it does not exist
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi import -m work.muwazi article.tmx
      import one file
  muwazi import -m work.muwazi old/*.tmx memories.zip
      import many files; a file with an error is not imported at all
  muwazi import -m work.muwazi messages.po --from en --to ar
      import another format than TMX; 'muwazi formats' lists all formats
  muwazi import -m work.muwazi colleague.muwazi
      import another memory, with everything that is known of its units
  muwazi import -m work.muwazi --update corrected.tmx
      replace old translations of the same text in the same place

From a folder with an OmegaT project, its translations and the memories in its tm folder are imported;
those in tm/mt count as machine translation, those in tm/penalty-NN keep that penalty.
Rows that a corrected spreadsheet marks delete remove the unit with these texts from the memory.
A unit that the memory has already is merged with it; nothing of either is lost. With --update a new
unit replaces the unit with the same source text and languages, if both have the same context, or no
context and the same tuid, or neither. The unit keeps its number. If two units fit, or the unit in the
memory has a later date, nothing is replaced.
Exit status 1: all files are imported, but units were skipped or have no translation; 2: a file was
not imported.")]
pub(crate) struct Args {
    /// The memory, one file
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    #[command(flatten)]
    wait: WaitArgs,
    /// Replace older translations of the same source text
    #[arg(long)]
    update: bool,
    /// Print the result of each file as a line of JSON
    #[arg(long)]
    json: bool,
    /// Files, memories, OmegaT projects, or archives (.gz, .zip); - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    input: InArgs,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    args.input.format()?;
    let writing = Writing::begin();
    let memory = args.wait.open_or_create(&args.memory)?;
    let mut answers = Answers::new(console);
    let mut exit = Exit::Done;
    let mut took = false;
    for path in &wildcard::files(&args.files)? {
        if args.input.is_any_format() && of_memory::is_memory(path) {
            match of_memory::import(&memory, path, args, console) {
                Ok((file, read)) => {
                    took = true;
                    exit = exit.max(read);
                    tell(&file, args, &mut answers, console);
                }
                Err(_) if signals::is_stopped() => return Ok(Exit::Failed),
                Err(e) => {
                    console.error(&e.into());
                    exit = Exit::Failed;
                }
            }
            continue;
        }
        let sources = match sources(path, args, console) {
            Ok(sources) => sources,
            Err(e) => {
                console.error(&e.into());
                exit = Exit::Failed;
                continue;
            }
        };
        for source in sources {
            match import(&memory, source, args, console) {
                Ok(file) => {
                    took = true;
                    let look = file.skipped > 0 || file.counts.untranslated > 0;
                    exit = exit.max(if look { Exit::Look } else { Exit::Done });
                    tell(&file, args, &mut answers, console);
                }
                Err(_) if signals::is_stopped() => return Ok(Exit::Failed),
                // The other files are none the worse for it.
                Err(e) => {
                    console.error(&e.into());
                    exit = Exit::Failed;
                }
            }
        }
    }
    exit = exit.max(answers.finish(IMPORTED, console));
    if took {
        exit = exit.max(refresh(&memory, console));
    }
    drop((memory, writing));
    Ok(exit)
}

const IMPORTED: &str = "the units are in the memory, as far as no error says otherwise";

/// The files that a path names, and the shelf of each where it is a project of OmegaT.
fn sources(
    path: &Path,
    args: &Args,
    console: &Console,
) -> muwazi::Result<Vec<(Source, Option<TmFolder>)>> {
    if muwazi::omegat::is_project(path) {
        return omegat::sources(path, console);
    }
    Ok(args.input.sources(path, console)?.into_iter().map(|source| (source, None)).collect())
}

fn import(
    memory: &SqliteStore,
    (source, shelf): (Source, Option<TmFolder>),
    args: &Args,
    console: &Console,
) -> muwazi::Result<Imported> {
    let opened = args.input.open(source)?;
    let (at, file) = (creation_date()?, opened.origin().to_owned());
    let options = ImportOptions { update: args.update };
    let (mut progress, deleted) = (console.progress(), opened.deleted());
    let (counts, read) = opened.read("importing", &mut progress, |units| {
        let shelved = units.map(|unit| {
            signals::check()?;
            let mut unit = unit?;
            if let Some(shelf) = shelf {
                shelf.mark(&mut unit);
            }
            Ok(unit)
        });
        memory.import_corrected(&file, at, &options, shelved, &deleted)
    })?;
    // Warnings are events here.
    Ok(Imported { file, counts, skipped: read.skipped, warnings: Vec::new() })
}

fn tell(imported: &Imported, args: &Args, answers: &mut Answers, console: &Console) {
    if args.json {
        answers.json(imported);
        answers.flush();
        return;
    }
    let ImportCounts { read, new, merged, updated, unchanged, untranslated, .. } = imported.counts;
    let updated = if args.update { format!("{updated} updated, ") } else { String::new() };
    let untranslated =
        if untranslated > 0 { format!(", {untranslated} untranslated") } else { String::new() };
    let removed = imported.counts.removed;
    let removed = if removed > 0 { format!(", {removed} removed") } else { String::new() };
    let (file, skipped) = (console.text(&imported.file), imported.skipped);
    let read = counted(read, "unit");
    console.say(format_args!(
        "{file}: {read} read, {new} new, {merged} merged, {updated}{unchanged} unchanged{untranslated}, {skipped} skipped{removed}"
    ));
}
