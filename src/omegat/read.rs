//! Reading an OmegaT project folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{SAVED, TmFolder};
use crate::{
    error::{Error, Result},
    output::one_separator,
};

/// The memories and glossaries of a project.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Contents {
    /// Memories with their folders, sorted by path after the project's own translations.
    pub memories: Vec<(PathBuf, TmFolder)>,
    /// Glossaries, sorted by path.
    pub glossaries: Vec<PathBuf>,
    /// Files in `tm` that are not memories, or that OmegaT uses for other languages.
    pub others: Vec<PathBuf>,
}

/// Maximum nesting of folders.
const MAX_DEPTH: usize = 20;

/// Finds the memories and glossaries of a project: its own translations, and all files in `tm` and
/// `glossary` and their subfolders.
///
/// # Errors
/// A folder cannot be read.
pub fn read(project: &Path) -> Result<Contents> {
    let mut contents = Contents::default();
    let saved = one_separator(project.join(SAVED));
    if saved.is_file() {
        contents.memories.push((saved, TmFolder::Auto));
    }
    for file in files_in(&project.join("tm"))? {
        let folder = file.strip_prefix(project.join("tm")).ok().and_then(|inner| {
            let first = inner.components().next()?;
            (inner.components().count() > 1)
                .then(|| first.as_os_str().to_string_lossy().into_owned())
        });
        let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let is_memory = [".tmx", ".tmx.gz", ".tmx.zip", ".zip"].iter().any(|e| name.ends_with(e));
        // `tmx2source` holds translations into third languages, which OmegaT shows as the source.
        if !is_memory || folder.as_deref() == Some("tmx2source") {
            contents.others.push(file);
            continue;
        }
        let folder = folder.as_deref().and_then(TmFolder::of_folder).unwrap_or(TmFolder::Plain);
        contents.memories.push((file, folder));
    }
    contents.glossaries = files_in(&project.join("glossary"))?;
    Ok(contents)
}

/// The files of a folder and its subfolders, sorted by path. Hidden files are skipped; a missing folder
/// has no files.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut waiting = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = waiting.pop() {
        if !folder.is_dir() {
            continue;
        }
        let failed = |e| Error::io("cannot read", &folder, e);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let path = one_separator(entry.map_err(failed)?.path());
            let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
            if hidden {
                continue;
            }
            if path.is_dir() {
                if depth < MAX_DEPTH {
                    waiting.push((path, depth + 1));
                }
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
