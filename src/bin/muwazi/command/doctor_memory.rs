//! `muwazi doctor` on a memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
    path::Path,
};

use muwazi::{
    Error, ErrorKind, Lang, Place, SqliteStore,
    format::units::{Outcome, Writing},
    memory::{DamagedMemory, Findings},
    text::counted,
};
use serde::Serialize;
use serde_json::json;

use super::{
    exchange::OutArgs,
    losses::list,
    output::{self, ReplaceArgs, creation_date},
};
use crate::{console::Console, exit::Exit};

/// What was saved.
#[derive(Default, Serialize)]
struct Saved {
    units: u64,
    /// Units that the format or the new memory cannot hold, by reason.
    lost: Vec<(String, u64)>,
}

pub(super) fn run(
    file: &Path,
    repair: Option<&Path>,
    json: bool,
    (out, replace): (&OutArgs, &ReplaceArgs),
    console: &Console,
) -> anyhow::Result<Exit> {
    if let Some(path) = repair {
        check(file, path, out, replace, console)?;
    }
    let memory = DamagedMemory::open(file)?;
    let found = memory.examine(&mut console.progress())?;
    let saved = repair.map(|path| save(&memory, path, out, console)).transpose()?;
    if json {
        let whole = json!({
            "file": file.display().to_string(), "memory": found, "repair": saved,
        });
        writeln!(console.results(), "{whole}")?;
    } else {
        tell(&mut console.results(), file, &found)?;
        if let (Some(saved), Some(path)) = (&saved, repair) {
            tell_saved(&mut console.results(), path, saved)?;
        }
    }
    Ok(Exit::look_if(!found.findings.is_empty()))
}

fn is_new_memory(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("muwazi"))
}

/// Checks the output before anything is done.
fn check(
    file: &Path,
    path: &Path,
    out: &OutArgs,
    replace: &ReplaceArgs,
    console: &Console,
) -> muwazi::Result<()> {
    let mut files = replace.files(console);
    files.uses_memory(file);
    if !is_new_memory(path) {
        let format = out.format(path)?;
        return output::declare(&mut files, Some(path), "the repaired file", format, None);
    }
    files.writes(path, "the repaired memory", "memory", &|_| false)?;
    if path.exists() {
        return Err(Error::new(ErrorKind::Usage, "this file is there already")
            .at(Place::file(path.display().to_string()))
            .hint("name a new file for the repaired memory"));
    }
    Ok(())
}

fn save(
    memory: &DamagedMemory,
    path: &Path,
    out: &OutArgs,
    console: &Console,
) -> muwazi::Result<Saved> {
    let at = creation_date()?;
    if is_new_memory(path) {
        let (counts, _) = memory.save(&SqliteStore::open_or_create(path)?, at)?;
        let lost = [
            ("units of one text", counts.untranslated),
            ("equal units", counts.merged + counts.unchanged),
        ];
        let lost = lost.into_iter().filter(|(_, n)| *n > 0).map(|(what, n)| (what.to_owned(), n));
        return Ok(Saved { units: counts.new, lost: lost.collect() });
    }
    let format = out.format(path)?;
    let [source_lang, target_lang] = languages(memory)?;
    let writing = Writing { source_lang, target_lang, ..out.writing(at) };
    let Outcome { units, lost, .. } = output::write(Some(path), console, |to| {
        let mut writer = format.begin(to, &writing)?;
        memory.each_unit(&mut |_, unit| writer.write(&unit))?;
        writer.finish()
    })?;
    Ok(Saved { units, lost: lost.into_iter().collect() })
}

/// The language of most texts that come first in their units, and that of most others.
fn languages(memory: &DamagedMemory) -> muwazi::Result<[Option<Lang>; 2]> {
    let mut counts = [const { BTreeMap::<Lang, u64>::new() }; 2];
    memory.each_unit(&mut |_, unit| {
        for (place, variant) in unit.variants.into_iter().enumerate() {
            *counts[place.min(1)].entry(variant.lang).or_default() += 1;
        }
        Ok(())
    })?;
    let most = |counts: BTreeMap<Lang, u64>| counts.into_iter().max_by_key(|(_, n)| *n);
    let [first, mut others] = counts;
    let source = most(first).map(|(lang, _)| lang);
    others.retain(|lang, _| Some(lang) != source.as_ref());
    Ok([source, most(others).map(|(lang, _)| lang)])
}

fn tell(out: &mut dyn Write, file: &Path, found: &Findings) -> io::Result<()> {
    for finding in &found.findings {
        write!(out, "{}", finding.message)?;
        if !finding.units.is_empty() {
            let which: BTreeSet<_> = finding.units.iter().copied().collect();
            write!(out, ": {}", list(&which))?;
        }
        writeln!(out)?;
    }
    let version = match found.version {
        Some(version) => format!("memory of version {version}"),
        None => "memory".to_owned(),
    };
    let what = match found.findings.len() {
        0 => "nothing is wrong".to_owned(),
        1 => "1 finding".to_owned(),
        n => format!("{n} findings"),
    };
    let units = counted(found.units, "unit");
    writeln!(out, "{}: {version}, {units} can be read, {what}", file.display())
}

fn tell_saved(out: &mut dyn Write, path: &Path, saved: &Saved) -> io::Result<()> {
    let units = counted(saved.units, "unit");
    writeln!(out, "{}: {units} written", path.display())?;
    for (what, times) in &saved.lost {
        writeln!(out, "  left out: {times} {what}")?;
    }
    Ok(())
}
