//! The files of one run: nothing that is read is ever written over, and nothing is replaced that
//! is not known to be of the same kind.

use std::{
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use file_id::{FileId, get_file_id};

use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    lookup_map::LookupMap,
};

/// Number of bytes at the beginning of a file by which its kind is told.
const HEAD: usize = 64 * 1024;

/// The files that a run reads and writes. Each output is declared before anything is written: it
/// must be no input, no other output and no memory, and what it replaces must be of its own kind.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let (source, other) = (folder.path().join("a.txt"), folder.path().join("b.tmx"));
/// # std::fs::write(&source, "سلام")?;
/// use muwazi::output::RunFiles;
/// let mut files = RunFiles::default();
/// files.reads(&source, "the source");
/// files.writes(&other, "the output", "TMX", &|head| head.starts_with(b"<?xml"))?;
/// assert!(files.writes(&source, "the report", "HTML", &|_| true).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct RunFiles<'a> {
    /// The roles of inputs, by all names that their files can have.
    inputs: LookupMap<Key, &'static str>,
    /// The roles of outputs.
    outputs: LookupMap<Key, &'static str>,
    /// Asked for each file that holds something else than its new content: may it be replaced?
    replace: Option<Ask<'a>>,
}

type Ask<'a> = Box<dyn FnMut(&Path) -> bool + 'a>;

/// Tells whether two paths mean one file. No file is kept open for it: there may be thousands.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    /// The file itself, which may have several names.
    File(FileId),
    /// The path without links, `.` and `..`; of a file that is not there, in its folder's.
    Path(PathBuf),
    /// That path in small letters: two outputs whose names differ by case are one file on most
    /// systems.
    Folded(String),
}

impl<'a> RunFiles<'a> {
    /// Sets what is asked before a file is replaced that holds something else. Without it such a
    /// file is never replaced.
    pub fn replace_if(mut self, ask: impl FnMut(&Path) -> bool + 'a) -> Self {
        self.replace = Some(Box::new(ask));
        self
    }

    /// Declares a file that the run reads; `role` names it in messages: `the glossary`.
    pub fn reads(&mut self, path: &Path, role: &'static str) {
        for key in keys(path).into_iter().filter(|key| !matches!(key, Key::Folded(_))) {
            self.inputs.get_or(key, || role);
        }
    }

    /// Declares a memory that the run reads or changes, with the files that lie beside it.
    pub fn uses_memory(&mut self, path: &Path) {
        self.reads(path, "the memory");
        for ending in ["-wal", "-shm", "-journal"] {
            let mut beside = path.as_os_str().to_owned();
            beside.push(ending);
            self.reads(Path::new(&beside), "a part of the memory");
        }
    }

    /// Declares a file that the run writes. `kind` names its format; `same` tells from the first
    /// 64 KiB of an existing file whether it is of that format. A pipe, a device and `-` are not
    /// looked at.
    ///
    /// # Errors
    /// [`ErrorKind::Usage`] if it is an input, another output or a memory, or if it holds something
    /// else and may not be replaced; [`ErrorKind::Io`] if it cannot be read.
    pub fn writes(
        &mut self,
        path: &Path,
        role: &'static str,
        kind: &str,
        same: &dyn Fn(&[u8]) -> bool,
    ) -> Result<()> {
        let keys = keys(path);
        if let Some(other) = keys.iter().find_map(|key| self.inputs.get(key)) {
            return Err(in_the_way(path, format!("{role} would replace {other}")));
        }
        if let Some(other) = keys.iter().find_map(|key| self.outputs.get(key)) {
            return Err(in_the_way(path, format!("{role} and {other} would be one file")));
        }
        if keys.iter().any(|key| matches!(key, Key::File(_))) {
            self.may_replace(path, kind, same)?;
        }
        for key in keys {
            self.outputs.get_or(key, || role);
        }
        Ok(())
    }

    fn may_replace(&mut self, path: &Path, kind: &str, same: &dyn Fn(&[u8]) -> bool) -> Result<()> {
        let head = head(path)?;
        if is_memory(&head) {
            return Err(refusal(path, "this is a memory, which no other file replaces".to_owned())
                .hint("name another file; delete the memory yourself if you want it gone"));
        }
        let is_same = head.is_empty() || same(&head);
        if is_same || self.replace.as_mut().is_some_and(|ask| ask(path)) {
            return Ok(());
        }
        Err(refusal(path, format!("the file is there already, and its format is not {kind}"))
            .hint("name another file, or allow this one to be replaced")
            .settings(Setting::Force))
    }
}

/// Returns what tells a file from others; nothing for standard input and output, pipes and devices.
fn keys(path: &Path) -> Vec<Key> {
    if path == Path::new("-") || super::is_device(path) {
        return Vec::new();
    }
    let metadata = fs::metadata(path).ok();
    if metadata.as_ref().is_some_and(|m| !m.is_file() && !m.is_dir()) {
        return Vec::new();
    }
    let is_file = metadata.is_some_and(|m| m.is_file());
    let id = if is_file { get_file_id(path).ok() } else { None };
    let path = resolved(path);
    let folded = Key::Folded(path.to_string_lossy().to_lowercase());
    id.map(Key::File).into_iter().chain([Key::Path(path), folded]).collect()
}

/// Returns a path without links, as far as the file system knows it.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(whole) = fs::canonicalize(path) {
        return whole;
    }
    let path = super::link_target(path);
    let absolute = std::path::absolute(&path).unwrap_or(path);
    match (absolute.parent(), absolute.file_name()) {
        (Some(folder), Some(name)) => resolved(folder).join(name),
        _ => absolute,
    }
}

fn head(path: &Path) -> Result<Vec<u8>> {
    let cannot = |e| Error::io("cannot read", path, e);
    let mut head = Vec::new();
    let file = File::open(path).map_err(cannot)?;
    file.take(HEAD as u64).read_to_end(&mut head).map_err(cannot)?;
    Ok(head)
}

/// Returns true if a file begins like a memory: SQLite's header, with the application identifier of
/// Muwazi at byte 68.
pub fn is_memory(head: &[u8]) -> bool {
    head.starts_with(b"SQLite format 3\0") && head.get(68..72) == Some(&MEMORY)
}

/// The application identifier of memories in the header of SQLite: `Muwz`.
pub(crate) const MEMORY: [u8; 4] = *b"Muwz";

fn in_the_way(path: &Path, message: String) -> Error {
    refusal(path, message).hint("name another file for the output")
}

fn refusal(path: &Path, message: String) -> Error {
    Error::new(ErrorKind::Usage, message).at(Place::file(path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_tmx(head: &[u8]) -> bool {
        head.starts_with(b"<tmx")
    }

    #[test]
    fn an_input_is_never_an_output() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        fs::write(at("نص.txt"), "<tmx").unwrap();
        fs::hard_link(at("نص.txt"), at("hard")).unwrap();
        let same = [at("نص.txt"), at("sub/../نص.txt"), at("./نص.txt"), at("hard")];
        #[cfg(unix)]
        let same = {
            std::os::unix::fs::symlink("نص.txt", at("link")).unwrap();
            [&same[..], &[at("link")]].concat()
        };
        for path in &same {
            let mut files = RunFiles::default().replace_if(|_| true);
            files.reads(&at("نص.txt"), "the source");
            let error = files.writes(path, "the report", "TMX", &is_tmx).unwrap_err();
            assert!(error.to_string().ends_with("the report would replace the source"), "{error}");
        }
    }

    #[test]
    fn two_outputs_are_two_files() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for (a, b) in [("a.tmx", "a.tmx"), ("a.tmx", "./a.tmx"), ("a.tmx", "A.TMX")] {
            let mut files = RunFiles::default();
            files.writes(&at(a), "the output", "TMX", &is_tmx).unwrap();
            let error = files.writes(&at(b), "the report", "TMX", &is_tmx).unwrap_err();
            assert!(error.to_string().ends_with("would be one file"), "{error}");
        }
    }

    #[test]
    fn only_its_own_kind_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let writes = |files: &mut RunFiles<'_>| files.writes(&path, "the output", "TMX", &is_tmx);
        for (content, is_fine) in [("", true), ("<tmx>", true), ("a text", false)] {
            fs::write(&path, content).unwrap();
            assert_eq!(writes(&mut RunFiles::default()).is_ok(), is_fine, "{content}");
            assert!(writes(&mut RunFiles::default().replace_if(|_| true)).is_ok());
        }
        assert!(writes(&mut RunFiles::default()).unwrap_err().settings.contains(Setting::Force));
    }

    #[test]
    fn a_memory_is_replaced_by_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.tmx");
        let mut memory = b"SQLite format 3\0".to_vec();
        memory.resize(68, 0);
        memory.extend(MEMORY);
        fs::write(&path, memory).unwrap();
        let mut files = RunFiles::default().replace_if(|_| true);
        assert!(files.writes(&path, "the output", "TMX", &|_| true).is_err());
        let mut files = RunFiles::default();
        files.uses_memory(&folder.path().join("other"));
        let log = folder.path().join("other-wal");
        assert!(files.writes(&log, "the output", "TMX", &|_| true).is_err());
    }
}
