//! Paths that are longer than Windows takes in their usual form.

use std::{borrow::Cow, path::Path};

/// Number of UTF-16 units from which a path needs the verbatim form. The limit is 260 with the NUL;
/// SQLite appends `-journal`.
const LONG: usize = 240;

/// Returns the path for SQLite, which hands it to the system as it is. The standard library does this
/// by itself, and other systems need none of it.
pub(super) fn for_system(path: &Path) -> Cow<'_, Path> {
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn other_systems_take_any_path() {
        let path = format!("/{}", "a".repeat(2 * LONG));
        if !cfg!(windows) {
            assert_eq!(for_system(path.as_ref()), Path::new(&path));
        }
    }
}
