//! Files that come and go as bytes: imports and exports with progress that others can watch. No name
//! of a request leads to a file: what comes is kept under a name of our own while it is read.

use std::{
    fs,
    io::Write as _,
    path::PathBuf,
    sync::atomic::{AtomicBool, AtomicU64, Ordering},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::LiveMemory;
use crate::{
    error::{Error, ErrorKind, Result},
    event::Event,
    format::{
        registry,
        units::{Outcome, Reading, Writing},
    },
    lang::Lang,
    memory::{ImportCounts, ImportOptions, Store},
    service::units::{find_units, open_units},
    unit::{Unit, UnitFilter},
};

/// Warnings that are kept of one file.
const MOST_WARNINGS: usize = 100;

/// Work whose progress others watch, and that they can end.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    /// 0 where it is not known.
    total: AtomicU64,
    stopped: AtomicBool,
}

impl Progress {
    /// The amount of work that is done.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// The amount of all work, if it is known.
    pub fn total(&self) -> Option<u64> {
        Some(self.total.load(Ordering::Relaxed)).filter(|total| *total > 0)
    }

    /// Asks the work to end; nothing of it is kept.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn check(&self) -> Result<()> {
        match self.stopped.load(Ordering::Relaxed) {
            true => Err(Error::new(ErrorKind::Usage, "it was ended")),
            false => Ok(()),
        }
    }

    fn take(&self, event: &Event) {
        match event {
            Event::Begin { total, .. } => {
                self.total.store(total.unwrap_or(0), Ordering::Relaxed);
                self.done.store(0, Ordering::Relaxed);
            }
            Event::Advance(done) => self.done.store(*done, Ordering::Relaxed),
            _ => {}
        }
    }
}

/// How a file is imported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImportRequest {
    /// The name of the file, for the history; its ending tells the format.
    pub name: Option<String>,
    /// The format; recognised when not given.
    pub format: Option<String>,
    /// The language of the sources, if the file does not tell.
    pub from: Option<Lang>,
    /// The language of the targets, likewise.
    pub to: Option<Lang>,
    /// The encoding of plain text; recognised when not given.
    pub encoding: Option<String>,
    /// Units replace older translations of their sources.
    pub update: bool,
}

/// Fields that all units of an import get.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Labels {
    /// The project.
    pub project: Option<String>,
    /// The client.
    pub client: Option<String>,
    /// The subject field.
    pub domain: Option<String>,
}

impl Labels {
    /// Sets the fields of a unit.
    pub fn apply(&self, unit: &mut Unit) {
        let fields =
            [("x-project", &self.project), ("x-client", &self.client), ("x-domain", &self.domain)];
        for (kind, value) in fields {
            if let Some(value) = value.as_ref().filter(|value| !value.is_empty()) {
                unit.meta.set_prop(kind, value);
            }
        }
    }
}

/// The outcome of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The name of the file.
    pub file: String,
    /// The counts.
    #[serde(flatten)]
    pub counts: ImportCounts,
    /// Units of which nothing could be used.
    pub skipped: u64,
    /// What was odd about it; the first hundred.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
}

/// What is exported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExportRequest {
    /// The name of the format; TMX when not given.
    pub format: Option<String>,
    /// The language of the source; that which every unit has when not given.
    pub from: Option<Lang>,
    /// The language of the target, for formats with two languages.
    pub to: Option<Lang>,
    /// Conditions on units.
    #[serde(rename = "where")]
    pub filter: UnitFilter,
}

/// A file that was exported.
pub struct Exported {
    /// The name that it could have.
    pub name: String,
    /// The file, which is removed with this value.
    pub file: tempfile::NamedTempFile,
    /// The counts.
    pub outcome: Outcome,
}

impl LiveMemory {
    /// Imports a file, whole or not at all.
    ///
    /// # Errors
    /// A file that cannot be read, or the store's own.
    pub fn import(
        &self,
        content: &[u8],
        asked: &ImportRequest,
        progress: &Progress,
    ) -> Result<Vec<Imported>> {
        self.import_labelled(content, asked, &Labels::default(), progress)
    }

    /// Imports a file as [`LiveMemory::import`] does, and sets fields of its units.
    ///
    /// # Errors
    /// As [`LiveMemory::import`].
    pub fn import_labelled(
        &self,
        content: &[u8],
        asked: &ImportRequest,
        labels: &Labels,
        progress: &Progress,
    ) -> Result<Vec<Imported>> {
        let store = self.to_write()?;
        let format = asked.format.as_deref().map(registry::by_name).transpose()?;
        let name = asked.name.as_deref().map_or("upload", base_name);
        let cannot = |e| Error::cannot_write(e);
        let folder = tempfile::tempdir().map_err(cannot)?;
        let path = folder.path().join(own_name(name));
        fs::write(&path, content).map_err(cannot)?;
        let reading = Reading {
            source_lang: asked.from.clone(),
            target_lang: asked.to.clone(),
            encoding: asked.encoding.clone(),
            ..Reading::default()
        };
        let options = ImportOptions { update: asked.update };
        let mut warnings = Vec::new();
        let mut observe = |event: Event| {
            progress.take(&event);
            if let Event::Warning { place, message, .. } = event
                && warnings.len() < MOST_WARNINGS
            {
                let line = place.line.map(|line| format!("line {line}: ")).unwrap_or_default();
                warnings.push(format!("{line}{message}"));
            }
        };
        let sources = find_units(&path, format, false, &mut observe)?;
        let mut all = Vec::new();
        let several = sources.len() > 1;
        for source in sources {
            let file = match several {
                true => format!("{name}/{}", base_name(source.name())),
                false => name.to_owned(),
            };
            let opened = open_units(source, format, &reading)?;
            let deleted = opened.deleted();
            let (counts, read) = opened.read("importing", &mut observe, |units| {
                let watched = units.map(|unit| {
                    progress.check()?;
                    let mut unit = unit?;
                    labels.apply(&mut unit);
                    Ok(unit)
                });
                store.import_corrected(&file, Timestamp::now(), &options, watched, &deleted)
            })?;
            all.push(Imported { file, counts, skipped: read.skipped, warnings: Vec::new() });
        }
        if let Some(last) = all.last_mut() {
            last.warnings = warnings;
        }
        Ok(all)
    }

    /// Writes the memory as a file of units.
    ///
    /// # Errors
    /// An unknown format, languages that do not fit it, or the store's own.
    pub fn export(&self, asked: &ExportRequest, progress: &Progress) -> Result<Exported> {
        let format = registry::by_name(asked.format.as_deref().unwrap_or("tmx"))?;
        // All of it as it is at one moment.
        let store = self.store().snapshot()?;
        let units = match asked.filter.is_empty() {
            true => None,
            false => Some(store.units_where(&asked.filter)?),
        };
        let total = units.as_ref().map_or_else(|| store.count(), |units| Ok(units.len() as u64))?;
        progress.take(&Event::Begin { task: String::new(), total: Some(total) });
        let source = match &asked.from {
            Some(lang) => Some(lang.clone()),
            None => store.common_language()?,
        };
        let mut others = store.languages()?;
        others.retain(|l| source.as_ref().is_none_or(|s| l.lang != *s));
        let target = others.into_iter().max_by_key(|l| l.texts).map(|l| l.lang);
        let writing = Writing {
            source_lang: source,
            target_lang: asked.to.clone().or(target),
            ..Writing::new(Timestamp::now())
        };
        let mut file = tempfile::NamedTempFile::new().map_err(Error::cannot_write)?;
        let mut out = std::io::BufWriter::new(file.as_file_mut());
        let mut writer = format.begin(&mut out, &writing)?;
        let mut done = 0;
        store.each_unit(&mut |id, unit| {
            progress.check()?;
            if units.as_ref().is_some_and(|units| units.binary_search(&id).is_err()) {
                return Ok(());
            }
            done += 1;
            progress.done.store(done, Ordering::Relaxed);
            writer.write(&unit)
        })?;
        let outcome = writer.finish()?;
        out.flush().map_err(Error::cannot_write)?;
        drop(out);
        let ending = format.extensions.first().unwrap_or(&"txt");
        Ok(Exported { name: format!("{}.{ending}", self.name()), file, outcome })
    }
}

/// The name without folders.
fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().filter(|name| !name.is_empty()).unwrap_or("upload")
}

/// A name of our own with the ending of another, as far as that is plain: formats are told by it.
fn own_name(name: &str) -> PathBuf {
    let is_plain = |part: &&str| {
        !part.is_empty() && part.len() <= 16 && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let mut endings: Vec<&str> = name.rsplit('.').take_while(is_plain).take(2).collect();
    // A name without a dot is no ending.
    if endings.len() == name.split('.').count() {
        endings.pop();
    }
    endings.reverse();
    let mut own = "upload".to_owned();
    endings.iter().for_each(|ending| own = format!("{own}.{ending}"));
    own.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_requests_are_not_names_of_files() {
        for (name, own) in [
            ("a.tmx", "upload.tmx"),
            ("ذاكرة.tmx.gz", "upload.tmx.gz"),
            ("../../etc/passwd", "upload"),
            ("tmx", "upload"),
            ("a.b/c", "upload"),
            ("..", "upload"),
            ("x.tm\u{0}x", "upload"),
            ("a.memory.json", "upload.memory.json"),
        ] {
            assert_eq!(own_name(base_name(name)), PathBuf::from(own), "{name}");
        }
        assert_eq!(base_name("C:\\work\\a.tmx"), "a.tmx");
        assert_eq!(base_name("a/"), "upload");
    }
}
