//! Pairs by the names of the files in a folder.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use super::{Files, Job, check_name};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::{Lang, names},
    output::one_separator,
    read::registry,
};

/// The files of one name on either side.
type Sides = [Vec<PathBuf>; 2];

/// The pairs of a folder, by name: `NAME.ar.txt` or `NAME.ar` with `NAME.en.txt` or `NAME.en`, for
/// other languages with their codes, in any case of letters. Other files are not looked at. A file
/// without its partner, and a name with several, become jobs that say so.
///
/// # Errors
/// A folder that cannot be read, one language on both sides, a folder without any such file.
pub fn find(folder: &Path, source: &Lang, target: &Lang) -> Result<Vec<Job>> {
    if source == target {
        let message = format!("both texts are said to be in the same language, '{source}'");
        return Err(Error::new(ErrorKind::Language, message)
            .hint(
                "the files are told apart by the languages in their names: say which two they are",
            )
            .settings([Setting::SourceLang, Setting::TargetLang]));
    }
    let cannot = |e| Error::io("cannot read", folder, e);
    let mut found: BTreeMap<String, Sides> = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = one_separator(entry.map_err(cannot)?.path());
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        for (side, lang) in [source, target].into_iter().enumerate() {
            if let Some(name) = name_for(&file, lang).filter(|_| path.is_file()) {
                found.entry(name.to_owned()).or_default()[side].push(path.clone());
            }
        }
    }
    if found.is_empty() {
        return Err(Error::new(
            ErrorKind::Usage,
            format!("the folder holds no files like NAME.{source}.txt and NAME.{target}.txt"),
        )
        .at(Place::file(folder.display().to_string()))
        .hint("for other names, write a list of the pairs")
        .settings(Setting::PairList));
    }
    Ok(found.into_iter().map(|(name, sides)| job(name, sides, [source, target])).collect())
}

/// What stands before a language's endings: `.ar.txt`, `.ar`, `.Arabic`; for `ar-EG` those of `ar` too.
fn name_for<'f>(file: &'f str, lang: &Lang) -> Option<&'f str> {
    let extensions = registry::every().flat_map(|reader| reader.extensions);
    let stem = extensions.copied().find_map(|e| without_ending(file, e)).unwrap_or(file);
    let is_it = |ending: &str| {
        [lang.as_str(), lang.primary()].iter().any(|own| own.eq_ignore_ascii_case(ending))
            || names::in_heading(ending)
                .is_some_and(|named| named == *lang || named.as_str() == lang.primary())
    };
    let (name, ending) = stem.rsplit_once('.')?;
    Some(name).filter(|_| is_it(ending)).filter(|name| !name.is_empty() && !name.starts_with('.'))
}

fn without_ending<'f>(file: &'f str, ending: &str) -> Option<&'f str> {
    let (name, own) = file.rsplit_once('.')?;
    own.eq_ignore_ascii_case(ending).then_some(name)
}

fn job(name: String, mut sides: Sides, langs: [&Lang; 2]) -> Job {
    // A folder is listed in any order.
    sides.iter_mut().for_each(|side| side.sort());
    let files = match (sides[0].as_slice(), sides[1].as_slice()) {
        ([source], [target]) => {
            check_name(&name).map(|()| Files { source: source.clone(), target: target.clone() })
        }
        (all @ [_, second, ..], _) | (_, all @ [_, second, ..]) => Err(several(all, second)),
        ([alone], []) => Err(lonely(&name, alone, langs[1])),
        ([], alone) => Err(lonely(&name, &alone[0], langs[0])),
    };
    Job { name, place: None, files }
}

fn lonely(name: &str, path: &Path, missing: &Lang) -> Error {
    Error::new(ErrorKind::Io, "it has no translation beside it")
        .at(Place::file(path.display().to_string()))
        .hint(format!("there should be a file {name}.{missing}.txt or {name}.{missing}"))
}

fn several(all: &[PathBuf], second: &Path) -> Error {
    let names = all.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy());
    let names = names.collect::<Vec<_>>().join(", ");
    Error::new(ErrorKind::Usage, format!("these are one side of the same pair: {names}"))
        .at(Place::file(second.display().to_string()))
        .hint("rename one of them, or write a list of the pairs")
        .settings(Setting::PairList)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(names: &[&str], source: &str, target: &str) -> Result<Vec<(String, Result<Files>)>> {
        let folder = tempfile::tempdir().unwrap();
        names.iter().for_each(|name| fs::write(folder.path().join(name), "x").unwrap());
        fs::create_dir(folder.path().join("folder.ar")).unwrap();
        let jobs = find(folder.path(), &source.parse().unwrap(), &target.parse().unwrap())?;
        Ok(jobs.into_iter().map(|job| (job.name, job.files)).collect())
    }

    #[test]
    fn by_name() {
        let names =
            ["b.ar.txt", "b.en.txt", "a.1.ar", "a.1.EN", "c.ar", "c.en.TXT", "x.gold", ".ar"];
        let pairs = found(&names, "ar", "en").unwrap();
        let seen: Vec<_> =
            pairs.iter().map(|(name, files)| (name.as_str(), files.is_ok())).collect();
        assert_eq!(seen, [("a.1", true), ("b", true), ("c", true)]);
        let german = found(&["a.de", "a.fr", "a.ar"], "de", "fr").unwrap();
        assert_eq!(german.len(), 1);
        assert!(german[0].1.as_ref().unwrap().source.ends_with("a.de"));
        let names = ["a.ara.txt", "a.English.txt", "b.iw", "b.en"];
        assert!(found(&names, "ar", "en").unwrap()[0].1.is_ok());
        assert!(found(&names[2..], "he", "en").unwrap()[0].1.is_ok());
        assert!(found(&["a.ar", "a.en-US.txt"], "ar-EG", "en-US").unwrap()[0].1.is_ok());
    }

    #[test]
    fn what_is_no_pair_is_told() {
        let pairs = found(&["a.ar", "b.en.txt", "c.ar", "c.ar.txt", "c.en"], "ar", "en").unwrap();
        let errors: Vec<_> = pairs.into_iter().map(|(_, files)| files.unwrap_err()).collect();
        assert_eq!(errors[0].hint.as_deref(), Some("there should be a file a.en.txt or a.en"));
        assert!(errors[1].hint.as_deref().unwrap().contains("b.ar.txt"));
        assert!(errors[2].message.ends_with("c.ar, c.ar.txt"));
        assert!(found(&["a.txt"], "ar", "en").is_err());
        assert!(found(&["a.ar"], "ar", "ar").is_err());
    }
}
