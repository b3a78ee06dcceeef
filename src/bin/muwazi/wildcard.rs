//! Patterns in names of files: `*.tmx`, `texts\??.txt`. On Windows the shells hand them on as they are
//! typed; elsewhere the shell replaces them, and `*` and `?` may be part of a name.
//!
//! Only arguments that name input files are patterns. A text that is looked up may hold a `?`, and a
//! pattern for an output could be replaced by a file that is there.

use std::{
    fs,
    path::{Component, Path, PathBuf},
};

use clap::builder::{PathBufValueParser, TypedValueParser};
use muwazi::{Error, ErrorKind, Place, Result};

/// Returns the files of a list of paths, with those that fit a pattern in its place.
pub(crate) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    if !cfg!(windows) {
        return Ok(paths.to_vec());
    }
    let mut files = Vec::new();
    for path in paths {
        files.extend(expand(path)?);
    }
    Ok(files)
}

/// Parses an argument that names one file. A pattern must fit one file only.
pub(crate) fn one_file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| if cfg!(windows) { only(path) } else { Ok(path) })
}

fn only(path: PathBuf) -> Result<PathBuf> {
    let mut files = expand(&path)?;
    match files.len() {
        1 => Ok(files.remove(0)),
        count => {
            let message = format!("{count} files fit the pattern, and only one can be used here");
            Err(Error::new(ErrorKind::Usage, message))
        }
    }
}

/// Returns the files that fit a pattern, sorted by name; a path that is no pattern as it is.
fn expand(path: &Path) -> Result<Vec<PathBuf>> {
    let pattern_of = |component: Component<'_>| match component {
        // `\\?\C:` is a prefix and no pattern.
        Component::Normal(name) => {
            name.to_str().filter(|n| n.contains(['*', '?'])).map(str::to_owned)
        }
        _ => None,
    };
    if !path.components().any(|component| pattern_of(component).is_some()) {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = vec![PathBuf::new()];
    for component in path.components() {
        found = match pattern_of(component) {
            None => found.into_iter().map(|folder| folder.join(component)).collect(),
            Some(pattern) => found.iter().flat_map(|folder| fitting(folder, &pattern)).collect(),
        };
    }
    // After a pattern for folders, a name may be missing in some.
    found.retain(|path| fs::symlink_metadata(path).is_ok());
    if found.is_empty() {
        return Err(Error::new(ErrorKind::Io, "no file fits this pattern")
            .at(Place::file(path.display().to_string())));
    }
    Ok(found)
}

/// Returns what lies in a folder and fits a pattern. Nothing lies in a folder that cannot be read.
fn fitting(folder: &Path, pattern: &str) -> Vec<PathBuf> {
    let list = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = fs::read_dir(list).into_iter().flatten().flatten();
    let mut names: Vec<(String, PathBuf)> = entries
        .map(|entry| (lower(&entry.file_name().to_string_lossy()), folder.join(entry.file_name())))
        .filter(|(name, _)| fits(name, &lower(pattern)))
        .collect();
    names.sort();
    names.into_iter().map(|(_, path)| path).collect()
}

/// Names are equal whatever their case.
fn lower(name: &str) -> String {
    name.to_lowercase()
}

/// Returns true if a name fits a pattern; both in small letters.
fn fits(name: &str, pattern: &str) -> bool {
    // Hidden files, such as those that are being written, are meant only by name.
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    // As ever on Windows, also for names without a dot.
    let pattern = if pattern == "*.*" { "*" } else { pattern };
    let (name, pattern): (Vec<_>, Vec<_>) = (name.chars().collect(), pattern.chars().collect());
    let (mut at, mut next) = (0, 0);
    // The pattern after the last star, and the end of what that star stands for.
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        match (pattern.get(next), star) {
            (Some('*'), _) => {
                next += 1;
                star = Some((next, at));
            }
            (Some(c), _) if *c == '?' || *c == name[at] => (at, next) = (at + 1, next + 1),
            (_, Some((after, end))) => {
                (at, next) = (end + 1, after);
                star = Some((after, at));
            }
            (_, None) => return false,
        }
    }
    pattern[next..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_patterns() {
        for (pattern, name) in [
            ("*", "a"),
            ("*.*", "a"),
            ("*.tmx", "b.tmx"),
            ("b1*.tsv", "b1.tsv"),
            ("?.t", "ع.t"),
            ("*a*b*", "xaaybz"),
            ("a**", "a"),
            ("n?w*.ar.txt", "news.x.ar.txt"),
            (".*", ".a"),
        ] {
            assert!(fits(name, pattern), "{pattern} {name}");
        }
        for (pattern, name) in [
            ("*", ".a"),
            ("*.tmx", "a.tmx.gz"),
            ("?", ""),
            ("?", "ab"),
            ("a", "ab"),
            ("a?", "a"),
            ("*ab", "aba"),
            ("[a]", "a"),
            ("", "a"),
        ] {
            assert!(!fits(name, pattern), "{pattern} {name}");
        }
    }

    #[test]
    fn files_that_fit_come_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        for name in ["B.TMX", "a.tmx", "c.tsv", "ن.tmx", "x/1.txt", "y/1.txt", "y/2.txt", "z/3.txt"]
        {
            fs::create_dir_all(at(name).parent().unwrap()).unwrap();
            fs::write(at(name), "").unwrap();
        }
        for (pattern, expected) in [
            ("*.tmx", &["a.tmx", "B.TMX", "ن.tmx"][..]),
            ("?.ts?", &["c.tsv"]),
            ("?/1.txt", &["x/1.txt", "y/1.txt"]),
            ("[a].tmx", &["[a].tmx"]),
            ("none", &["none"]),
        ] {
            let expected: Vec<_> = expected.iter().map(|name| at(name)).collect();
            assert_eq!(expand(&at(pattern)).unwrap(), expected, "{pattern}");
        }
        let none = expand(&at("*.po")).unwrap_err();
        assert!(none.to_string().ends_with("*.po: no file fits this pattern"), "{none}");
        assert!(expand(&at("no/*/a")).is_err());
        assert_eq!(only(at("c*")).unwrap(), at("c.tsv"));
        assert!(only(at("*.tmx")).unwrap_err().to_string().starts_with("3 files"));
        assert_eq!(only("-".into()).unwrap(), Path::new("-"));
    }

    #[test]
    fn the_shell_does_it_elsewhere() {
        let given = [PathBuf::from("a"), PathBuf::from("no-such-*")];
        assert_eq!(files(&given).ok(), (!cfg!(windows)).then(|| given.to_vec()));
    }
}
