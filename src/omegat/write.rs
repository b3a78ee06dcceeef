//! A memory and glossaries, laid into a project of OmegaT.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use super::{PROJECT, TmFolder};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    event::{Event, Report},
    format::{
        tmx::{self, TmxReader},
        units::{Dialect, Outcome, Writing},
    },
    lang::Lang,
    memory::Memory,
    output::write_file,
    unit::Unit,
};

/// What was laid into a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// The files, and how many units went into each.
    pub files: Vec<(PathBuf, u64)>,
    /// Files of ours from another time that hold nothing any more, and were removed.
    pub removed: Vec<PathBuf>,
    /// What could not be written, in words, and how often.
    pub lost: BTreeMap<String, u64>,
    /// Whether the project was made.
    pub made: bool,
}

/// Lays a memory into a project, a TMX a shelf, each named `name.tmx`; the project is made if there
/// is none. A file of that name that we did not write is left alone, which is an error.
///
/// # Errors
/// The project cannot be written, its languages are not known, or the store's own.
pub fn write(
    project: &Path,
    name: &str,
    memory: &Memory,
    writing: &Writing,
    report: &mut Report<'_>,
) -> Result<Written> {
    let mut written = Written { made: make(project, writing)?, ..Written::default() };
    let mut counts: BTreeMap<TmFolder, u64> = BTreeMap::new();
    memory.each_unit(|_, unit| {
        *counts.entry(TmFolder::of(&unit)).or_default() += 1;
        Ok(())
    })?;
    let path = |shelf: TmFolder| project.join(shelf.folder()).join(format!("{name}.tmx"));
    let stale = ours(project, name)?;
    for &shelf in counts.keys() {
        let path = path(shelf);
        if path.exists() && !stale.contains(&path) {
            return Err(Error::new(ErrorKind::Io, "a memory of that name is there already")
                .at(Place::file(path.display().to_string()))
                .hint("move it away, or give ours another name with --name"));
        }
    }
    let total = memory.count()? * counts.len() as u64;
    report(Event::Begin { task: "exporting".into(), total: Some(total) });
    let mut done = 0;
    for &shelf in counts.keys() {
        let path = path(shelf);
        let folder = path.parent().unwrap_or(project);
        fs::create_dir_all(folder).map_err(|e| Error::io("cannot make", folder, e))?;
        let outcome = write_file(&path, |out| {
            write_shelf(memory, shelf, writing, out, &mut |count| {
                done += count;
                report(Event::Advance(done));
            })
        })?;
        written.files.push((path, outcome.units));
        for (what, times) in outcome.lost {
            *written.lost.entry(what).or_default() += times;
        }
    }
    report(Event::End);
    for path in stale {
        if !written.files.iter().any(|(file, _)| *file == path) {
            fs::remove_file(&path).map_err(|e| Error::io("cannot remove", &path, e))?;
            written.removed.push(path);
        }
    }
    Ok(written)
}

/// The units of a memory that belong on a shelf, as OmegaT reads them.
fn write_shelf(
    memory: &Memory,
    shelf: TmFolder,
    writing: &Writing,
    out: &mut dyn Write,
    advance: &mut dyn FnMut(u64),
) -> Result<Outcome> {
    let writing = Writing { dialect: Dialect::OmegaT, ..writing.clone() };
    let begin = tmx::FORMAT.write.ok_or_else(|| Error::new(ErrorKind::Internal, "no TMX"))?;
    let mut writer = begin(out, &writing)?;
    let mut count = 0;
    memory.each_unit(|_, unit| {
        count += 1;
        if count % 1000 == 0 {
            advance(1000);
        }
        if TmFolder::of(&unit) == shelf { writer.write(&unit) } else { Ok(()) }
    })?;
    advance(count % 1000);
    writer.finish()
}

/// Our files of that name on any shelf: those whose header says that we made them.
fn ours(project: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let mine = format!("{name}.tmx");
    let mut out = Vec::new();
    for (path, _) in super::read(project)?.memories {
        if path.file_name().is_none_or(|n| *n != *mine) || !path.starts_with(project.join("tm")) {
            continue;
        }
        let Ok(file) = fs::File::open(&path) else { continue };
        let Ok(reader) = TmxReader::new(file, &mine) else { continue };
        let tool = reader.header().meta.attribute("creationtool");
        if tool == Some(env!("CARGO_PKG_NAME")) {
            out.push(path);
        }
    }
    Ok(out)
}

/// Makes a project where there is none; whether it did.
fn make(project: &Path, writing: &Writing) -> Result<bool> {
    if super::is_project(project) {
        return Ok(false);
    }
    let (Some(source), Some(target)) = (&writing.source_lang, &writing.target_lang) else {
        let message = "the languages of the new project are not known";
        return Err(Error::new(ErrorKind::Language, message)
            .at(Place::file(project.display().to_string()))
            .hint("name them with --source-lang and --target-lang"));
    };
    for folder in ["source", "target", "tm/auto", "glossary", "dictionary", "omegat"] {
        let folder = project.join(folder);
        fs::create_dir_all(&folder).map_err(|e| Error::io("cannot make", &folder, e))?;
    }
    write_file(&project.join(PROJECT), |out| {
        out.write_all(settings(source, target).as_bytes()).map_err(Error::cannot_write)
    })?;
    Ok(true)
}

/// The settings of a project: everything where OmegaT puts it by default.
fn settings(source: &Lang, target: &Lang) -> String {
    let folders: String = ["source_dir", "target_dir", "tm_dir", "glossary_dir", "dictionary_dir"]
        .map(|name| format!("        <{name}>__DEFAULT__</{name}>\n"))
        .concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <omegat>\n    <project version=\"1.0\">\n{folders}\
         \x20       <source_lang>{source}</source_lang>\n\
         \x20       <target_lang>{target}</target_lang>\n\
         \x20       <sentence_seg>true</sentence_seg>\n\
         \x20       <support_default_translations>true</support_default_translations>\n\
         \x20       <remove_tags>false</remove_tags>\n    </project>\n</omegat>\n"
    )
}

/// What our glossaries begin with, so that no other is written over; a comment to OmegaT.
const OURS: &str = "# written by muwazi";

/// Writes a glossary as OmegaT reads it, `glossary/NAME.utf8`: source, target and remark with tabs
/// between them, a line for each form of the one with each of the other. How many lines there are,
/// and how many entries lack one of the languages.
///
/// # Errors
/// The file cannot be written, or there is one of that name that we did not write.
pub fn write_glossary(
    project: &Path,
    name: &str,
    entries: &[Unit],
    (source, target): (&Lang, &Lang),
) -> Result<(u64, u64)> {
    let folder = project.join("glossary");
    fs::create_dir_all(&folder).map_err(|e| Error::io("cannot make", &folder, e))?;
    let path = folder.join(format!("{name}.utf8"));
    if path.exists() && !fs::read(&path).is_ok_and(|old| old.starts_with(OURS.as_bytes())) {
        return Err(Error::new(ErrorKind::Io, "a glossary of that name is there already")
            .at(Place::file(path.display().to_string()))
            .hint("move it away, or give our glossary's file another name"));
    }
    let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    write_file(&path, |out| {
        let (mut lines, mut lacking) = (0, 0);
        writeln!(out, "{OURS}").map_err(Error::cannot_write)?;
        for entry in entries {
            let of = |lang: &Lang| {
                let ours = entry.variants.iter().filter(|v| v.lang.same_language(lang));
                ours.map(|v| clean(&v.text.text)).collect::<Vec<_>>()
            };
            let (from, to) = (of(source), of(target));
            lacking += u64::from(from.is_empty() || to.is_empty());
            let note = clean(&entry.meta.notes.join("; "));
            for (a, b) in from.iter().flat_map(|a| to.iter().map(move |b| (a, b))) {
                lines += 1;
                writeln!(out, "{a}\t{b}\t{note}").map_err(Error::cannot_write)?;
            }
        }
        Ok((lines, lacking))
    })
}
