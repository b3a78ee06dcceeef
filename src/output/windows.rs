//! The rules of Windows for names of files: devices, separators. Elsewhere they change nothing. What is
//! a device is a function over text, so that its tests run on every system.

use std::path::{Path, PathBuf};

/// Returns true for a name that means a device or a pipe on Windows: `NUL`, `CON`, `nul.tmx`,
/// `\\.\pipe\x`. Devices of other systems are files of another kind, which the file system tells.
pub(crate) fn is_device(path: &Path) -> bool {
    // Which names are devices depends on the version of Windows; it tells by the path that it makes.
    cfg!(windows)
        && std::path::absolute(path).is_ok_and(|whole| whole.to_str().is_some_and(is_device_path))
}

/// Returns true if a complete path is that of a device or a pipe. A drive and what lies on it is none,
/// whatever the path begins with.
fn is_device_path(whole: &str) -> bool {
    let is_pipe = |name: &str| ["pipe", "mailslot"].iter().any(|p| name.eq_ignore_ascii_case(p));
    let local = whole.strip_prefix(r"\\.\").or_else(|| whole.strip_prefix(r"\\?\"));
    if let Some(rest) = local {
        return match rest.split_once('\\') {
            Some((first, _)) => is_pipe(first),
            None => !rest.is_empty() && !rest.ends_with(':'),
        };
    }
    // A pipe of another machine.
    let share = whole.strip_prefix(r"\\").and_then(|rest| rest.split('\\').nth(1));
    share.is_some_and(is_pipe)
}

/// Returns a path as it is shown, with one kind of separator: `proj\tm/auto` is `proj\tm\auto`.
pub(crate) fn one_separator(path: PathBuf) -> PathBuf {
    if cfg!(windows) { path.components().collect() } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_told_from_files() {
        for device in [
            r"\\.\NUL",
            r"\\.\CON",
            r"\\.\nul",
            r"\\.\COM1",
            r"\\.\CONOUT$",
            r"\\?\NUL",
            r"\\.\pipe\a",
            r"\\.\PIPE\a\b",
            r"\\?\pipe\a",
            r"\\server\pipe\a",
            r"\\.\mailslot\a",
        ] {
            assert!(is_device_path(device), "{device}");
        }
        for file in [
            "",
            r"\\.\",
            r"C:\a.tmx",
            r"C:\NUL.d\a",
            r"\\.\C:",
            r"\\.\C:\a.tmx",
            r"\\?\C:\a.tmx",
            r"\\?\UNC\server\share\a",
            r"\\server\share\a",
            r"\\server\share\pipe\a",
            "/dev/null",
            r"\\?\Volume{b75e2c83}\a",
            r"\\server",
            r"C:\pipe\a",
        ] {
            assert!(!is_device_path(file), "{file}");
        }
    }

    #[test]
    fn other_systems_have_none_of_this() {
        if !cfg!(windows) {
            for path in ["NUL", r"\\.\NUL", "a/NUL", r"a\b/c"] {
                assert!(!is_device(Path::new(path)));
                assert_eq!(one_separator(path.into()), Path::new(path));
            }
        }
    }

    #[cfg(windows)]
    #[test]
    fn devices_are_written_to() {
        use crate::error::Error;
        let put = |path: &Path| {
            super::super::write_file(path, |out| out.write_all(b"x").map_err(Error::cannot_write))
        };
        for name in ["NUL", "nul", r"\\.\NUL", "//./nul"] {
            assert!(is_device(Path::new(name)), "{name}");
            put(Path::new(name)).unwrap();
        }
        // A device before Windows 11, a file since.
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nul.tmx");
        put(&path).unwrap();
        assert_eq!(path.is_file(), !is_device(&path));
        for name in ["nulla", "null.tmx", "CONTENTS", "com", r"C:\x.tmx", r"\\.\C:\x.tmx", "-"] {
            assert!(!is_device(Path::new(name)), "{name}");
        }
    }
}
