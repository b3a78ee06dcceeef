//! `muwazi import`

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use muwazi::{
    Error, Memory,
    event::Event,
    format::tmx::TmxReader,
    memory::{ImportCounts, ImportOptions},
};

use super::{output::creation_date, refresh::refresh};
use crate::{console::Console, exit::Exit};

/// Put TMX files into a memory, which is made if there is none
#[derive(clap::Args)]
#[command(after_long_help = "\
Examples:
  muwazi import -m work.muwazi article.tmx
      one file into a memory
  muwazi import -m work.muwazi old/*.tmx
      many; each goes in whole or, if something is wrong with it, not at all
  muwazi import -m work.muwazi --update corrected.tmx
      new translations take the place of the old ones of the same text in the same place

A unit that the memory holds already is merged with it, and nothing of either is lost. With --update a
unit replaces the one of the same source text and languages, if both have the same context, or without
any the same tuid, or neither of them; it keeps its number. Where two would do, or the memory's is
dated later, none is replaced.
Exit status 1: all files went in, but units of them were skipped; 2: a file did not go in.")]
pub(crate) struct Args {
    /// The memory: one file
    #[arg(short, long, value_name = "MEMORY")]
    memory: PathBuf,
    /// Let new translations replace the older ones of the same source
    #[arg(long)]
    update: bool,
    /// TMX files; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args, console: &Console) -> anyhow::Result<Exit> {
    let mut memory = Memory::open_or_create(&args.memory)?;
    let mut exit = Exit::Done;
    let mut took = false;
    for file in &args.files {
        match import(&mut memory, file, args.update, console) {
            Ok((counts, skipped)) => {
                tell(file, counts, skipped, args.update, console);
                took = true;
                exit = exit.max(if skipped > 0 { Exit::Look } else { Exit::Done });
            }
            // The other files are none the worse for it.
            Err(e) => {
                console.error(&e);
                exit = Exit::Failed;
            }
        }
    }
    if took {
        refresh(&memory, console)?;
    }
    Ok(exit)
}

fn import(
    memory: &mut Memory,
    path: &Path,
    update: bool,
    console: &Console,
) -> anyhow::Result<(ImportCounts, u64)> {
    let (input, size): (Box<dyn Read>, Option<u64>) = if path == Path::new("-") {
        (Box::new(io::stdin().lock()), None)
    } else {
        let failed = |e| Error::io("cannot read", path, e);
        if path.is_dir() {
            return Err(failed(io::ErrorKind::IsADirectory.into())
                .hint("name a file in it")
                .into());
        }
        let file = File::open(path).map_err(failed)?;
        let size = file.metadata().map_err(failed)?.len();
        (Box::new(file), Some(size))
    };
    let origin = path.display().to_string();
    let done = Arc::new(AtomicU64::new(0));
    let counted = Counted { input, done: Arc::clone(&done) };
    let mut reader = TmxReader::new(counted, &origin)?;
    let mut progress = console.progress();
    progress(Event::Begin { task: format!("importing {origin}"), total: size });
    let outcome = memory.import_with(
        &origin,
        creation_date()?,
        &ImportOptions { update },
        reader.by_ref().enumerate().map(|(i, unit)| {
            if i % 1000 == 0 {
                progress(Event::Advance(done.load(Ordering::Relaxed)));
            }
            unit
        }),
    );
    progress(Event::End);
    for warning in reader.take_warnings() {
        progress(warning);
    }
    Ok((outcome?, reader.skipped()))
}

fn tell(path: &Path, counts: ImportCounts, skipped: u64, update: bool, console: &Console) {
    let ImportCounts { read, new, merged, updated, unchanged } = counts;
    let path = path.display();
    let updated = if update { format!("{updated} updated, ") } else { String::new() };
    console.say(format_args!(
        "{path}: {read} units read, {new} new, {merged} merged, {updated}{unchanged} unchanged, {skipped} skipped"
    ));
}

/// Counts the bytes that are read, for the bar.
struct Counted<R> {
    input: R,
    done: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(buffer)?;
        self.done.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
