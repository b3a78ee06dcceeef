//! Bead lists of files and folders, for [`super::score`]: each gold list with the list to evaluate.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::beads::{self, Pair};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    text::decode::decode,
};

/// The file name endings by which the two lists of a document are matched in their folders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Endings {
    /// The ending of gold lists.
    pub gold: String,
    /// The endings of found lists. The first ending for which the document has a file is used.
    pub found: Vec<String>,
}

impl Default for Endings {
    fn default() -> Self {
        Self { gold: "gold".into(), found: ["out", "beads", "gold"].map(Into::into).into() }
    }
}

/// The gold and the found bead list of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    /// The file name without ending, or the full gold file name if two files are compared.
    pub name: String,
    /// The gold list.
    pub gold: Vec<Pair>,
    /// The found list; `None` if the folder has no list for the document.
    pub found: Option<Vec<Pair>>,
}

/// The bead lists of two files or two folders, ready for comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    /// The gold documents, by name.
    pub documents: Vec<Lists>,
    /// Found lists without a gold document.
    pub extra: Vec<PathBuf>,
    /// Documents whose gold list is compared with itself.
    pub same_file: Vec<String>,
}

/// Reads two bead lists, or two folders of bead lists.
///
/// # Errors
/// A file is compared with a folder, a folder has no gold lists, a file cannot be read, or a line is
/// not a bead.
pub fn gather(gold: &Path, found: &Path, endings: &Endings) -> Result<Gathered> {
    match (gold.is_dir(), found.is_dir()) {
        (true, true) => gather_folders(gold, found, endings),
        (false, false) => {
            let name = gold.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let lists = Lists { name: name.clone(), gold: read(gold)?, found: Some(read(found)?) };
            let same_file = if is_same(gold, found) { vec![name] } else { vec![] };
            Ok(Gathered { documents: vec![lists], extra: vec![], same_file })
        }
        (gold_is_folder, _) => {
            let (folder, file) = if gold_is_folder { (gold, found) } else { (found, gold) };
            // A missing file is the likelier mistake, so report it first.
            fs::metadata(file).map_err(|e| Error::io("cannot read", file, e))?;
            Err(Error::new(ErrorKind::Usage, "a file cannot be compared with a folder")
                .at(Place::file(file.display().to_string()))
                .hint(format!("name a file in '{}', or two folders", folder.display())))
        }
    }
}

fn gather_folders(gold: &Path, found: &Path, endings: &Endings) -> Result<Gathered> {
    let names = names(gold, &endings.gold)?;
    if names.is_empty() {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("the folder holds no files that end in .{}", endings.gold),
        )
        .at(Place::file(gold.display().to_string()))
        .hint("name the folder of the gold first, or set the ending of its files")
        .settings(Setting::GoldEnding));
    }
    let mut out = Gathered::default();
    for name in &names {
        let gold = gold.join(format!("{name}.{}", endings.gold));
        let candidates = endings.found.iter().map(|ending| found.join(format!("{name}.{ending}")));
        let path = candidates.into_iter().find(|path| path.is_file());
        if path.as_deref().is_some_and(|path| is_same(&gold, path)) {
            out.same_file.push(name.clone());
        }
        let found = path.as_deref().map(read).transpose()?;
        out.documents.push(Lists { name: name.clone(), gold: read(&gold)?, found });
    }
    for ending in &endings.found {
        let others = self::names(found, ending)?.into_iter().filter(|name| !names.contains(name));
        out.extra.extend(others.map(|name| found.join(format!("{name}.{ending}"))));
    }
    Ok(out)
}

fn is_same(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// The names of a folder's files that have an ending, without it. Hidden files are ignored.
fn names(folder: &Path, ending: &str) -> Result<BTreeSet<String>> {
    let cannot = |e| Error::io("cannot read", folder, e);
    let mut out = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let stem = name.strip_suffix(ending).and_then(|stem| stem.strip_suffix('.'));
        if let Some(stem) = stem.filter(|stem| !stem.is_empty() && !stem.starts_with('.'))
            && path.is_file()
        {
            out.insert(stem.to_owned());
        }
    }
    Ok(out)
}

/// Reads a bead list. An empty file is a list without beads.
fn read(path: &Path) -> Result<Vec<Pair>> {
    let bytes = fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
    if bytes.trim_ascii().is_empty() {
        return Ok(Vec::new());
    }
    let origin = path.display().to_string();
    beads::read(&decode(bytes, &origin, None)?, &origin)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_two_folders_are_matched_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let (gold, out) = (folder.path().join("gold"), folder.path().join("out"));
        for (path, text) in [
            (gold.join("a.b.gold"), "[0]:[0]\n"),
            (gold.join("c.gold"), "[0]:[0]\n"),
            (gold.join(".d.gold"), "no list"),
            (out.join("a.b.out"), ""),
            (out.join("a.b.beads"), "[0]:[0]\n"),
            (out.join("e.out"), ""),
        ] {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let all = gather(&gold, &out, &Endings::default()).unwrap();
        let seen: Vec<_> = all.documents.iter().map(|d| (d.name.as_str(), &d.found)).collect();
        assert_eq!(seen, [("a.b", &Some(vec![])), ("c", &None)]);
        assert_eq!((all.extra, all.same_file), (vec![out.join("e.out")], vec![]));
        let beads = Endings { found: vec!["beads".into()], ..Endings::default() };
        assert_eq!(
            gather(&gold, &out, &beads).unwrap().documents[0].found.as_ref().unwrap().len(),
            1
        );
        assert_eq!(gather(&gold, &gold, &Endings::default()).unwrap().same_file, ["a.b", "c"]);
        let mixed = gather(&gold, &out.join("e.out"), &Endings::default()).unwrap_err();
        assert_eq!(mixed.kind, ErrorKind::Usage);
        let none = gather(&out, &gold, &Endings::default()).unwrap_err();
        assert!(none.to_string().ends_with("holds no files that end in .gold"));
    }
}
