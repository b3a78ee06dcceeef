//! Atomic writing of files: the new content is written to a temporary file in the same folder,
//! which replaces the old file only when it is complete.

pub(crate) mod leftovers;
mod run_files;
mod windows;

use std::{
    fs::{self, File, Metadata},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use self::leftovers::{Part, Use};
pub(crate) use self::windows::{is_device, one_separator};
pub use self::{
    leftovers::remove_unfinished,
    run_files::{RunFiles, is_memory},
};
use crate::error::{Error, ErrorKind, Place, Result};

#[cfg(feature = "sqlite")]
pub(crate) use self::run_files::MEMORY;

const BUFFER: usize = 64 * 1024;

/// Writes a file completely, or on any error not at all: the old content stays.
///
/// An existing file keeps its permissions, and a symbolic link keeps its target. A pipe or a device
/// cannot be replaced and is written to directly.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("out.txt");
/// muwazi::output::write_file(&path, |out| {
///     out.write_all("سلام".as_bytes()).map_err(muwazi::Error::cannot_write)
/// })?;
/// assert_eq!(std::fs::read_to_string(&path)?, "سلام");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_file<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    if is_device(path) {
        return write_through(path, write);
    }
    let old = fs::metadata(path).ok();
    match &old {
        Some(old) if old.is_dir() => return Err(is_folder(path)),
        Some(old) if !old.is_file() => return write_through(path, write),
        Some(old) if old.permissions().readonly() => return Err(is_read_only(path)),
        _ => {}
    }
    let target = link_target(path);
    let mut temp = beside(&target, old.as_ref()).map_err(|e| cannot_make(path, &target, e))?;
    let file = temp.file_mut().map_err(|e| cannot_write(path, e))?;
    let value = write_all_of(path, file, write)?;
    file.sync_all().map_err(|e| cannot_write(path, e))?;
    replace(temp, &target).map_err(|e| cannot_replace(path, e))?;
    Ok(value)
}

/// Renames a finished file to its place, and has the folder remember it: without that a power cut
/// could bring the old file back after the new one was reported.
fn replace(temp: Part, target: &Path) -> io::Result<()> {
    temp.rename(target)?;
    #[cfg(unix)]
    File::open(folder_of(target)).and_then(|folder| folder.sync_all()).ok();
    Ok(())
}

/// Creates a temporary file in the target's folder: a rename is atomic only within one file system.
fn beside(target: &Path, old: Option<&Metadata>) -> io::Result<Part> {
    // Opened with the default permissions: the crate's own way makes a file that only its owner can
    // read.
    let temp = Part::create(folder_of(target), Use::Output, |path| {
        File::options().write(true).create_new(true).open(path)
    })?;
    if let Some(old) = old {
        temp.file()?.set_permissions(old.permissions())?;
    }
    Ok(temp)
}

fn write_through<T>(path: &Path, write: impl FnOnce(&mut dyn Write) -> Result<T>) -> Result<T> {
    let mut file = File::options().write(true).open(path).map_err(|e| cannot_write(path, e))?;
    write_all_of(path, &mut file, write)
}

fn write_all_of<T>(
    path: &Path,
    file: &mut File,
    write: impl FnOnce(&mut dyn Write) -> Result<T>,
) -> Result<T> {
    let mut out = BufWriter::with_capacity(BUFFER, file);
    let value = write(&mut out).map_err(|e| match e.kind {
        ErrorKind::Io if e.place.is_none() => e.at(Place::file(path.display().to_string())),
        _ => e,
    })?;
    out.flush().map_err(|e| cannot_write(path, e))?;
    Ok(value)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Returns the target of a symbolic link, so that the file is replaced and not the link.
fn link_target(path: &Path) -> PathBuf {
    let is_link = fs::symlink_metadata(path).is_ok_and(|m| m.is_symlink());
    let resolved = if is_link { fs::canonicalize(path).ok() } else { None };
    resolved.unwrap_or_else(|| path.to_owned())
}

fn cannot_write(path: &Path, error: io::Error) -> Error {
    Error::io("cannot write", path, error)
}

fn cannot_replace(path: &Path, error: io::Error) -> Error {
    // On Windows: access denied, sharing violation.
    let open_elsewhere = cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32));
    let error = cannot_write(path, error);
    if open_elsewhere {
        error.hint("is the file open in another program? close it there")
    } else {
        error
    }
}

fn cannot_make(path: &Path, target: &Path, error: io::Error) -> Error {
    let folder = folder_of(target);
    let shown = folder.display();
    if !folder.exists() {
        return cannot_write(path, error).hint(format!("create the folder '{shown}' first"));
    }
    if !folder.is_dir() {
        return cannot_write(path, error).hint(format!("'{shown}' is a file, not a folder"));
    }
    match error.kind() {
        io::ErrorKind::PermissionDenied => cannot_write(path, error)
            .hint(format!("no permission to write in '{shown}'; name a file in another folder")),
        _ => cannot_write(path, error),
    }
}

fn is_folder(path: &Path) -> Error {
    cannot_write(path, io::ErrorKind::IsADirectory.into()).hint("name a file inside it")
}

fn is_read_only(path: &Path) -> Error {
    Error::new(ErrorKind::Io, "cannot write: the file is read-only")
        .at(Place::file(path.display().to_string()))
        .hint("name another file, or make this one writable")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(path: &Path, text: &str) -> Result<()> {
        write_file(path, |out| out.write_all(text.as_bytes()).map_err(Error::cannot_write))
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn writes_and_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("نص.tmx");
        put(&path, "one").unwrap();
        put(&path, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(names(folder.path()), ["نص.tmx"]);
    }

    #[test]
    fn an_error_leaves_the_old_file_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        for before in [None, Some("old")] {
            if let Some(before) = before {
                put(&path, before).unwrap();
            }
            let failed = write_file(&path, |out| -> Result<()> {
                out.write_all(&[b'x'; 3 * BUFFER]).map_err(Error::cannot_write)?;
                Err(Error::new(ErrorKind::Format, "no"))
            });
            assert_eq!(failed.unwrap_err().message, "no");
            assert_eq!(fs::read_to_string(&path).ok().as_deref(), before);
            assert_eq!(names(folder.path()).len(), usize::from(before.is_some()));
        }
    }

    #[test]
    fn targets_that_cannot_be_written_are_reported() {
        let folder = tempfile::tempdir().unwrap();
        let missing = put(&folder.path().join("no/such/a.tmx"), "x").unwrap_err();
        assert!(missing.to_string().ends_with("cannot write: no such file or folder"), "{missing}");
        assert!(missing.hint.unwrap().starts_with("create the folder"));
        let is_folder = put(folder.path(), "x").unwrap_err();
        assert!(is_folder.to_string().ends_with("it is a folder"));
        let path = folder.path().join("a");
        put(&path, "old").unwrap();
        assert!(put(&path.join("b"), "x").unwrap_err().hint.unwrap().contains("not a folder"));
        let writable = fs::metadata(&path).unwrap().permissions();
        let mut locked = writable.clone();
        locked.set_readonly(true);
        fs::set_permissions(&path, locked).unwrap();
        let read_only = put(&path, "new").unwrap_err();
        assert!(read_only.to_string().ends_with("the file is read-only"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        fs::set_permissions(&path, writable).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, plain) = (folder.path().join("a"), folder.path().join("plain"));
        put(&path, "x").unwrap();
        fs::write(&plain, "x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), mode(&plain));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link");
        symlink("a", &link).unwrap();
        put(&link, "y").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), mode(&path)), ("y", 0o640));
    }

    #[test]
    fn a_full_disk_is_reported() {
        let full = Path::new("/dev/full");
        if full.exists() {
            assert!(put(full, "x").unwrap_err().to_string().ends_with("the disk is full"));
        }
    }
}
