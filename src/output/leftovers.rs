//! Temporary files that nothing leaves behind: neither an error nor a signal nor, in the long run, a
//! killed program or a power cut.
//!
//! A file is locked as long as its program lives. What is found unlocked when the next file is made
//! in the folder has no owner any more, and is removed.

use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsStr,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tempfile::NamedTempFile;

const PREFIX: &str = ".muwazi-";
/// A folder is searched again after this time, so that many outputs of one run cost one search.
const SEARCHED: Duration = Duration::from_secs(10);
/// Attempts to make a file. Another program may take a new one for a leftover, but not for ever.
const ATTEMPTS: usize = 8;

/// The temporary files of this process.
static FILES: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());
/// The folders that were searched, and when.
static FOLDERS: Mutex<BTreeMap<PathBuf, Instant>> = Mutex::new(BTreeMap::new());

/// The uses of a temporary file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// An output until it is complete.
    Output,
    /// A copy of an input, which is read through other handles too.
    Copy,
}

impl Use {
    fn suffix(self) -> &'static str {
        match self {
            Self::Output => ".part",
            Self::Copy => ".copy",
        }
    }

    /// Returns false on Windows for a copy: a lock there would keep its readers out.
    fn is_locked(self) -> bool {
        self == Self::Output || !cfg!(windows)
    }
}

/// A temporary file. It is removed on drop, unless it was renamed.
#[derive(Debug)]
pub(crate) struct Part {
    /// `None` only while it is renamed or dropped.
    temp: Option<NamedTempFile<File>>,
    path: PathBuf,
}

impl Part {
    /// Makes a file in a folder, after removing what dead programs left there. `open` creates the
    /// file.
    pub(crate) fn create(
        folder: &Path,
        of: Use,
        open: impl Fn(&Path) -> io::Result<File>,
    ) -> io::Result<Self> {
        if of.is_locked() {
            remove_leftovers(folder, of.suffix());
        }
        for _ in 0..ATTEMPTS {
            let temp = tempfile::Builder::new()
                .prefix(PREFIX)
                .suffix(of.suffix())
                .make_in(folder, |path| listed(path, &open))?;
            let part = Self { path: temp.path().to_owned(), temp: Some(temp) };
            // Some file systems have no locks; then nobody can take it for a leftover either.
            if of.is_locked() {
                let _ = part.file()?.lock();
            }
            if fs::symlink_metadata(&part.path).is_ok() {
                return Ok(part);
            }
        }
        Err(io::Error::new(io::ErrorKind::NotFound, "the temporary file was removed"))
    }

    /// Returns the path, as long as the file is there.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn file(&self) -> io::Result<&File> {
        self.temp.as_ref().map(NamedTempFile::as_file).ok_or_else(gone)
    }

    pub(crate) fn file_mut(&mut self) -> io::Result<&mut File> {
        self.temp.as_mut().map(NamedTempFile::as_file_mut).ok_or_else(gone)
    }

    /// Renames the complete file to its place.
    pub(crate) fn rename(mut self, target: &Path) -> io::Result<()> {
        let (file, path) = self.temp.take().ok_or_else(gone)?.into_parts();
        // Unlocked only afterwards, lest another program removes it. The standard library's rename takes
        // paths of any length on Windows.
        let renamed = fs::rename(&path, target);
        drop(file);
        // Windows renames no open file on some disks.
        if renamed.is_err() && cfg!(windows) {
            fs::rename(&path, target)?;
        } else {
            renamed?;
        }
        // Nothing is left at the temporary path, so nothing is removed.
        let _ = path.keep();
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        drop(self.temp.take());
        files().remove(&self.path);
    }
}

fn gone() -> io::Error {
    io::ErrorKind::NotFound.into()
}

/// Creates a file and lists it in one step, so that a signal finds either both or neither.
fn listed(path: &Path, open: impl Fn(&Path) -> io::Result<File>) -> io::Result<File> {
    let mut files = files();
    let file = open(path)?;
    files.insert(path.to_owned());
    Ok(file)
}

fn files() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    FILES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes the unfinished files of this process, for a program that is about to end by a signal. No
/// more are made afterwards: a thread that tries waits until the process has ended.
pub fn remove_unfinished() {
    let files = files();
    for path in files.iter() {
        let _ = fs::remove_file(path);
    }
    std::mem::forget(files);
}

/// Removes the temporary files of programs that do not live any more.
fn remove_leftovers(folder: &Path, suffix: &str) {
    if !is_due(folder) {
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_ours = is_temporary(&entry.file_name(), suffix);
        // A pipe or a device of that name would keep the opening waiting.
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            remove_if_dead(&entry.path());
        }
    }
}

fn is_due(folder: &Path) -> bool {
    let mut folders = FOLDERS.lock().unwrap_or_else(PoisonError::into_inner);
    let now = Instant::now();
    let last = folders.get(folder).copied();
    if last.is_some_and(|last| now.duration_since(last) < SEARCHED) {
        return false;
    }
    folders.retain(|_, last| now.duration_since(*last) < SEARCHED);
    folders.insert(folder.to_owned(), now);
    true
}

fn is_temporary(name: &OsStr, suffix: &str) -> bool {
    let name = name.as_encoded_bytes();
    name.len() > PREFIX.len() + suffix.len()
        && name.starts_with(PREFIX.as_bytes())
        && name.ends_with(suffix.as_bytes())
}

fn remove_if_dead(path: &Path) {
    // Opened to be written: some network disks lock nothing else exclusively.
    let Ok(file) = File::options().write(true).open(path) else { return };
    if file.try_lock().is_ok() {
        // Removed under the lock: its maker may wait for it and then looks whether the file is there.
        let _ = fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn create(folder: &Path, of: Use) -> Part {
        let open = |path: &Path| File::options().write(true).create_new(true).open(path);
        Part::create(folder, of, open).unwrap()
    }

    #[test]
    fn what_dead_programs_left_is_removed_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let others = [".muwazi-.part", "x.muwazi-a.part", ".muwazi-a.part.txt", ".other-a.part"];
        for name in others.iter().chain(&[".muwazi-dead.part"]) {
            fs::write(at(name), "x").unwrap();
        }
        fs::create_dir(at(".muwazi-folder.part")).unwrap();
        let living = File::create(at(".muwazi-living.part")).unwrap();
        living.lock().unwrap();
        let part = create(folder.path(), Use::Output);
        assert!(!at(".muwazi-dead.part").exists());
        for name in others.iter().chain(&[".muwazi-living.part", ".muwazi-folder.part"]) {
            assert!(at(name).exists(), "{name}");
        }
        remove_if_dead(part.path());
        assert!(part.path().exists(), "it is locked");
        let path = part.path().to_owned();
        drop(part);
        assert!(!path.exists());
        drop(living);
        remove_if_dead(&at(".muwazi-living.part"));
        assert!(!at(".muwazi-living.part").exists());
    }

    #[test]
    fn many_makers_and_cleaners_do_not_disturb_each_other() {
        let folder = tempfile::tempdir().unwrap();
        let ended = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let cleaner = scope.spawn(|| {
                while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                    for entry in fs::read_dir(folder.path()).unwrap().flatten() {
                        if is_temporary(&entry.file_name(), ".part") {
                            remove_if_dead(&entry.path());
                        }
                    }
                }
            });
            let makers: Vec<_> = (0..2)
                .map(|maker| {
                    let folder = folder.path();
                    scope.spawn(move || {
                        for i in 0..200 {
                            let part = create(folder, Use::Output);
                            part.rename(&folder.join(format!("{maker}-{i}"))).unwrap();
                        }
                    })
                })
                .collect();
            // The cleaner ends even if a maker failed.
            let made: Vec<_> = makers.into_iter().map(|maker| maker.join()).collect();
            ended.store(true, std::sync::atomic::Ordering::Relaxed);
            cleaner.join().unwrap();
            made.into_iter().for_each(|made| made.unwrap());
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 400);
    }

    #[test]
    fn files_are_listed_as_long_as_they_are_unfinished() {
        let folder = tempfile::tempdir().unwrap();
        let part = create(folder.path(), Use::Copy);
        let path = part.path().to_owned();
        assert!(files().contains(&path));
        part.rename(&folder.path().join("done")).unwrap();
        assert!(!files().contains(&path));
    }
}
