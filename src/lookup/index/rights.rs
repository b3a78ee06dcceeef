//! The rights of the files of an index: those of the memory.

use std::{
    fs::{self, File, Permissions},
    io,
    path::Path,
};

/// Gives a file or a folder the rights of a memory's file. Its owner can always write it: an index of
/// a memory that is only read is still built again. Where that cannot be done the old rights stay.
/// Returns whether they were others before.
#[cfg(unix)]
pub(super) fn set(path: &Path, memory: &Permissions, folder: bool) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let mode = memory.mode() & 0o666 | 0o600;
    // Who may read a folder must be able to enter it.
    let mode = if folder { mode | (mode & 0o444) >> 2 } else { mode };
    // A link may lead to anything, and its rights are not for us to change.
    let current = fs::symlink_metadata(path).ok().filter(|meta| !meta.is_symlink());
    let differ = current.is_some_and(|meta| meta.permissions().mode() & 0o777 != mode);
    differ && fs::set_permissions(path, Permissions::from_mode(mode)).is_ok()
}

/// On other systems files have the rights of their folder.
#[cfg(not(unix))]
pub(super) fn set(_path: &Path, _memory: &Permissions, _folder: bool) -> bool {
    false
}

/// Creates a folder, if it is not there, that nobody else can look into yet.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.recursive(true).create(path) {
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        other => other,
    }
}

/// Creates a file that was not there; nobody else can read it yet.
pub(super) fn create_file(path: &Path) -> io::Result<File> {
    private().create_new(true).open(path)
}

/// Opens a file, or creates it likewise. What it holds stays: a link may have led to it.
pub(super) fn open_file(path: &Path) -> io::Result<File> {
    private().create(true).truncate(false).open(path)
}

fn private() -> fs::OpenOptions {
    let mut options = File::options();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.write(true);
    options
}
