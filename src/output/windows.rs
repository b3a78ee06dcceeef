//! The rules of Windows for names of files: devices, long paths, separators. They are functions over
//! text, so that their tests run on every system; elsewhere no path is changed.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
};

/// Number of UTF-16 units from which a path needs the verbatim form. The limit is 260 with the NUL;
/// SQLite appends `-journal`.
const LONG: usize = 240;

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

/// Returns the path for functions of the system that take no long path as it is. Those of the
/// standard library need none of this.
pub(crate) fn for_system(path: &Path) -> Cow<'_, Path> {
    if cfg!(windows)
        && let Ok(whole) = std::path::absolute(path)
        && let Some(long) = whole.to_str().and_then(verbatim)
    {
        return Cow::Owned(long.into());
    }
    Cow::Borrowed(path)
}

/// Returns the verbatim form of a complete path that is too long: `\\?\C:\…`, `\\?\UNC\server\…`.
fn verbatim(whole: &str) -> Option<String> {
    if whole.encode_utf16().count() < LONG
        || whole.starts_with(r"\\?\")
        || whole.starts_with(r"\\.\")
    {
        return None;
    }
    Some(match whole.strip_prefix(r"\\") {
        Some(share) => format!(r"\\?\UNC\{share}"),
        None => format!(r"\\?\{whole}"),
    })
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
    fn long_paths_are_verbatim() {
        let long = format!(r"a\{}", "ع".repeat(LONG));
        let of = |start: &str| verbatim(&format!("{start}{long}"));
        assert_eq!(of(r"C:\"), Some(format!(r"\\?\C:\{long}")));
        assert_eq!(of(r"\\server\share\"), Some(format!(r"\\?\UNC\server\share\{long}")));
        for unchanged in [r"\\?\C:\", r"\\?\UNC\s\s\", r"\\.\C:\"] {
            assert_eq!(of(unchanged), None, "{unchanged}");
        }
        assert_eq!(verbatim(r"C:\work.muwazi"), None);
    }

    #[test]
    fn other_systems_have_none_of_this() {
        if !cfg!(windows) {
            for path in ["NUL", r"\\.\NUL", "a/NUL", r"a\b/c"] {
                assert!(!is_device(Path::new(path)));
                assert_eq!(one_separator(path.into()), Path::new(path));
            }
            let long = PathBuf::from(format!("/{}", "a".repeat(2 * LONG)));
            assert_eq!(for_system(&long), long);
        }
    }

    #[cfg(windows)]
    #[test]
    fn devices_are_written_to() {
        use crate::error::Error;
        for name in ["NUL", "nul", "NUL:", "nul.tmx", r".\NUL", r"\\.\NUL", "//./nul"] {
            let path = Path::new(name);
            assert!(is_device(path), "{name}");
            super::super::write_file(path, |out| out.write_all(b"x").map_err(Error::cannot_write))
                .unwrap();
        }
        for name in ["nulla", "null.tmx", "CONTENTS", "com", r"C:\x.tmx", r"\\.\C:\x.tmx", "-"] {
            assert!(!is_device(Path::new(name)), "{name}");
        }
    }
}
