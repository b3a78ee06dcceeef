//! A memory that is imported into another.

use std::{
    fs::{self, File},
    io::Read,
    path::Path,
    sync::{Arc, mpsc::sync_channel},
    thread,
};

use muwazi::{
    Error, ErrorKind, Place, SqliteStore, Store, event::Event, memory::ImportOptions,
    service::live::Imported,
};

use super::Args;
use crate::{
    command::{losses, output::creation_date},
    console::Console,
    exit::Exit,
    signals,
};

/// Returns true for the file of a memory.
pub(super) fn is_memory(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_ok() && muwazi::output::is_memory(&head)
}

/// Bytes that tell a memory from other files.
const HEAD: u64 = 100;
/// Units that wait to be written.
const WAITING: usize = 1000;

/// Imports all units of a memory as they are at one moment, with their metadata.
pub(super) fn import(
    memory: &SqliteStore,
    path: &Path,
    args: &Args,
    console: &Console,
) -> muwazi::Result<(Imported, Exit)> {
    let (file, at) = (path.display().to_string(), creation_date()?);
    let is_same = match (fs::canonicalize(path), fs::canonicalize(&args.memory)) {
        (Ok(one), Ok(other)) => one == other,
        _ => path == args.memory,
    };
    if is_same {
        return Err(Error::new(ErrorKind::Usage, "a memory cannot be imported into itself")
            .at(Place::file(file)));
    }
    let other = args.wait.open(path)?.snapshot()?;
    let read = Arc::clone(&other);
    let mut progress = console.progress();
    let task = format!("importing {file}");
    progress(Event::Begin { task, total: Some(other.count()?) });
    let options = ImportOptions { update: args.update };
    let counts = thread::scope(|scope| {
        let (sender, units) = sync_channel(WAITING);
        scope.spawn(move || {
            // An error of the sender means that nobody reads any more.
            let gone = |_| Error::new(ErrorKind::Io, "stopped");
            let sent = other.each_unit(&mut |_, unit| sender.send(Ok(unit)).map_err(gone));
            if let Err(e) = sent {
                let _ = sender.send(Err(e));
            }
        });
        let units = units.into_iter().enumerate().map(|(done, unit)| {
            signals::check()?;
            if done % 1000 == 0 {
                progress(Event::Advance(done as u64));
            }
            unit
        });
        memory.import_with(&file, at, &options, units)
    })?;
    progress(Event::End);
    let exit = losses::tell(&*read, console);
    Ok((Imported { file, counts, skipped: 0, warnings: Vec::new() }, exit))
}
