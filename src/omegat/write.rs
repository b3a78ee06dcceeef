//! Writing a memory and glossaries into an OmegaT project folder.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use super::{PROJECT, TmFolder};
use crate::{
    batch::check_name,
    error::{Error, ErrorKind, Place, Result, Setting, Settings},
    event::{Event, Report},
    format::{
        tmx::{self, TmxReader},
        units::{Dialect, Outcome, Writing},
    },
    lang::Lang,
    memory::Store,
    output::{one_separator, write_file},
    unit::Unit,
};

/// The result of an export into a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The files written, with their numbers of units.
    pub files: Vec<(PathBuf, u64)>,
    /// Files of an earlier export that would now be empty and were removed.
    pub removed: Vec<PathBuf>,
    /// Content that TMX cannot hold: description and count.
    pub lost: BTreeMap<String, u64>,
    /// True if the project was created.
    pub made: bool,
}

/// Exports a memory into a project: one TMX file named `name.tmx` per folder. The project is created if
/// it does not exist. A file of that name that Muwazi did not write is not overwritten.
///
/// # Errors
/// The project cannot be written, the languages of a new project are unknown, a file of that name by
/// another program exists, or the store fails.
pub fn write(
    project: &Path,
    name: &str,
    memory: &dyn Store,
    writing: &Writing,
    report: &mut Report<'_>,
) -> Result<Written> {
    check_names(name, [])?;
    let mut written = Written { made: create(project, writing)?, ..Written::default() };
    let mut counts: BTreeMap<TmFolder, u64> = BTreeMap::new();
    memory.each_unit(&mut |_, unit| {
        *counts.entry(TmFolder::of(&unit)).or_default() += 1;
        Ok(())
    })?;
    let path =
        |folder: TmFolder| one_separator(project.join(folder.folder()).join(format!("{name}.tmx")));
    let stale = own_files(project, name)?;
    for &tm_folder in counts.keys() {
        let path = path(tm_folder);
        if path.exists() && !stale.contains(&path) {
            return Err(Error::new(ErrorKind::Io, "a memory of that name already exists")
                .at(Place::file(path.display().to_string()))
                .hint("move it away, or export under another name")
                .settings(Setting::FileName));
        }
    }
    let total = memory.count()? * counts.len() as u64;
    report(Event::Begin { task: "exporting".into(), total: Some(total) });
    let mut done = 0;
    for &tm_folder in counts.keys() {
        let path = path(tm_folder);
        let folder = path.parent().unwrap_or(project);
        fs::create_dir_all(folder).map_err(|e| Error::io("cannot create", folder, e))?;
        let outcome = write_file(&path, |out| {
            write_folder(memory, tm_folder, writing, out, &mut |count| {
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

/// Refuses names that cannot be files' names on every system, before anything is written: that of the
/// memory in the project, and those of glossaries.
///
/// # Errors
/// [`ErrorKind::Usage`], with the reason.
pub fn check_names<'n>(name: &str, glossaries: impl IntoIterator<Item = &'n str>) -> Result<()> {
    check_name(name).map_err(|e| {
        e.hint("give the files in the project another name").settings(Setting::FileName)
    })?;
    glossaries.into_iter().try_for_each(check_glossary_name)
}

fn check_glossary_name(name: &str) -> Result<()> {
    let renamed = |e: Error| e.hint(RENAME_GLOSSARY).settings(Settings::default());
    check_name(name).map_err(renamed)
}

const RENAME_GLOSSARY: &str = "rename the glossary that is exported";

/// Writes the units of a memory that belong in a folder, as TMX for OmegaT.
fn write_folder(
    memory: &dyn Store,
    folder: TmFolder,
    writing: &Writing,
    out: &mut dyn Write,
    advance: &mut dyn FnMut(u64),
) -> Result<Outcome> {
    let writing = Writing { dialect: Dialect::OmegaT, ..writing.clone() };
    let begin = tmx::FORMAT.write.ok_or_else(|| Error::new(ErrorKind::Internal, "no TMX"))?;
    let mut writer = begin(out, &writing)?;
    let mut count = 0;
    memory.each_unit(&mut |_, unit| {
        count += 1;
        if count % 1000 == 0 {
            advance(1000);
        }
        if TmFolder::of(&unit) == folder { writer.write(&unit) } else { Ok(()) }
    })?;
    advance(count % 1000);
    writer.finish()
}

/// The files of that name, in any folder, that Muwazi wrote according to their header.
fn own_files(project: &Path, name: &str) -> Result<Vec<PathBuf>> {
    let file_name = format!("{name}.tmx");
    let mut out = Vec::new();
    for (path, _) in super::read(project)?.memories {
        if path.file_name().is_none_or(|n| *n != *file_name)
            || !path.starts_with(project.join("tm"))
        {
            continue;
        }
        let Ok(file) = fs::File::open(&path) else { continue };
        let Ok(reader) = TmxReader::new(file, &file_name) else { continue };
        let tool = reader.header().meta.attribute("creationtool");
        if tool == Some(env!("CARGO_PKG_NAME")) {
            out.push(path);
        }
    }
    Ok(out)
}

/// Creates the project if it does not exist. Returns true if it was created.
fn create(project: &Path, writing: &Writing) -> Result<bool> {
    if super::is_project(project) {
        return Ok(false);
    }
    let (Some(source), Some(target)) = (&writing.source_lang, &writing.target_lang) else {
        let message = "the languages of the new project are unknown";
        return Err(Error::new(ErrorKind::Language, message)
            .at(Place::file(project.display().to_string()))
            .hint("name the languages")
            .settings([Setting::SourceLang, Setting::TargetLang]));
    };
    for folder in ["source", "target", "tm/auto", "glossary", "dictionary", "omegat"] {
        let folder = project.join(folder);
        fs::create_dir_all(&folder).map_err(|e| Error::io("cannot create", &folder, e))?;
    }
    write_file(&project.join(PROJECT), |out| {
        out.write_all(settings(source, target).as_bytes()).map_err(Error::cannot_write)
    })?;
    Ok(true)
}

/// The settings of a project, with OmegaT's default folders.
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

/// The first line of exported glossaries, a comment in OmegaT. Other files are not overwritten.
const SIGNATURE: &str = "# written by muwazi";

/// Writes a glossary for OmegaT, `glossary/NAME.utf8`: source, target and note, separated by tabs, with
/// one line for each pair of a source form and a target form. Returns the number of lines, and the
/// number of entries that lack one of the languages.
///
/// # Errors
/// The file cannot be written, or a file of that name exists that Muwazi did not write.
pub fn write_glossary(
    project: &Path,
    name: &str,
    entries: &[Unit],
    (source, target): (&Lang, &Lang),
) -> Result<(u64, u64)> {
    check_glossary_name(name)?;
    let folder = project.join("glossary");
    fs::create_dir_all(&folder).map_err(|e| Error::io("cannot create", &folder, e))?;
    let path = one_separator(folder.join(format!("{name}.utf8")));
    if path.exists() && !fs::read(&path).is_ok_and(|old| old.starts_with(SIGNATURE.as_bytes())) {
        return Err(Error::new(ErrorKind::Io, "a glossary of that name already exists")
            .at(Place::file(path.display().to_string()))
            .hint("move it away, or rename the glossary that is exported"));
    }
    let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ");
    write_file(&path, |out| {
        let (mut lines, mut lacking) = (0, 0);
        writeln!(out, "{SIGNATURE}").map_err(Error::cannot_write)?;
        for entry in entries {
            let of = |lang: &Lang| {
                let variants = entry.variants.iter().filter(|v| v.lang.same_language(lang));
                variants.map(|v| clean(&v.text.text)).collect::<Vec<_>>()
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
