//! Where the results of many pairs go, so that none takes the place of another or of a text.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use super::{Files, Job, name::folded};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    format::{Format, replace::is_in},
    output::{RunFiles, one_separator},
};

/// The folder of the results, and what may not be overwritten in it.
#[derive(Debug)]
pub struct Plan {
    folder: PathBuf,
    ending: &'static str,
}

impl Plan {
    /// Makes the folder if there is none, and turns jobs into errors whose result would take the
    /// place of an earlier one's, of a file that the run reads, or of a file that is not in
    /// `format`.
    ///
    /// # Errors
    /// A folder that cannot be made.
    pub fn new(
        folder: &Path,
        format: &Format,
        jobs: &mut [Job],
        files: &mut RunFiles<'_>,
    ) -> Result<Self> {
        if folder.is_file() {
            return Err(Error::new(ErrorKind::Usage, "this is a file, not a folder")
                .at(Place::file(folder.display().to_string()))
                .hint("name another folder for the results")
                .settings(Setting::OutputFolder));
        }
        fs::create_dir_all(folder).map_err(|e| Error::io("cannot make the folder", folder, e))?;
        let plan = Self { folder: folder.to_owned(), ending: format.extension() };
        for texts in jobs.iter().filter_map(|job| job.files.as_ref().ok()) {
            files.reads(&texts.source, "an input");
            files.reads(&texts.target, "an input");
        }
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for job in jobs {
            if job.files.is_err() {
                continue;
            }
            let clear = is_new(&job.name, &mut names).and_then(|()| {
                let output = plan.output(&job.name);
                let same = |head: &[u8]| is_in(format, format.alignment, head);
                files.writes(&output, "the result", format.name, &same).map_err(|mut e| {
                    // The place will be the line that asks for the pair.
                    e.message = format!("{}: {}", output.display(), e.message);
                    e
                })
            });
            if let Err(e) = clear {
                job.files = Err(match &job.place {
                    Some(place) => e.at(place.clone()),
                    None => e,
                });
            }
        }
        Ok(plan)
    }

    /// The file of a result.
    pub fn output(&self, name: &str) -> PathBuf {
        // Not `with_extension`: a name may hold dots.
        one_separator(self.folder.join(format!("{name}.{}", self.ending)))
    }
}

/// Notes the name of a result, which no earlier one may have.
fn is_new(name: &str, names: &mut BTreeMap<String, String>) -> Result<()> {
    if let Some(earlier) = names.get(&folded(name)) {
        let message = if earlier == name {
            format!("the name '{name}' stands twice")
        } else {
            format!("the names '{name}' and '{earlier}' are one file's on some systems")
        };
        return Err(Error::new(ErrorKind::Usage, message)
            .hint("give each pair a name of its own; the first one keeps it"));
    }
    names.insert(folded(name), name.to_owned());
    Ok(())
}

/// Whether a result is there and newer than both texts.
pub fn is_newer(output: &Path, files: &Files) -> bool {
    let time = |path: &Path| -> io::Result<SystemTime> { fs::metadata(path)?.modified() };
    match (time(output), time(&files.source), time(&files.target)) {
        (Ok(output_time), Ok(source), Ok(target)) => {
            output.is_file() && output_time > source.max(target)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::format::registry;

    fn job(name: &str, folder: &Path) -> Job {
        let side = |lang: &str| folder.join(format!("{name}.{lang}.tsv"));
        let files = Ok(Files { source: side("ar"), target: side("en") });
        Job { name: name.to_owned(), place: None, files }
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let list = folder.join("list.tsv");
        fs::write(&list, "").unwrap();
        let names = ["a", "A", "a", "list", "b", "b.en", "c.d"];
        let mut jobs = names.map(|name| job(name, folder));
        let tsv = registry::by_name("tsv").unwrap();
        fs::write(folder.join("c.d.tsv"), "a text, not a table\n").unwrap();
        let mut files = RunFiles::default();
        files.reads(&list, "the list of pairs");
        let plan = Plan::new(&folder.join("new/.."), tsv, &mut jobs, &mut files).unwrap();
        let wanted = [
            "",
            "are one file's",
            "stands twice",
            "would replace the list of pairs",
            "",
            "would replace an input",
            "its format is not tsv",
        ];
        for (job, wanted) in jobs.iter().zip(wanted) {
            let message = job.files.as_ref().err().map_or("", |e| e.message.as_str());
            assert!(
                message.contains(wanted) && message.is_empty() == wanted.is_empty(),
                "{message}"
            );
        }
        assert_eq!(plan.output("c.d"), folder.join("new/..").join("c.d.tsv"));
        let error = Plan::new(&list, tsv, &mut [], &mut RunFiles::default()).unwrap_err();
        assert!(error.message.contains("not a folder"));
    }

    #[test]
    fn newer_than_both() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let files = Files { source: path("a"), target: path("b") };
        let now = SystemTime::now();
        let set = |name: &str, seconds: u64| {
            let file = fs::File::create(path(name)).unwrap();
            file.set_modified(now - Duration::from_secs(seconds)).unwrap();
        };
        set("out", 10);
        set("a", 20);
        assert!(!is_newer(&path("out"), &files), "a text is missing");
        set("b", 20);
        assert!(is_newer(&path("out"), &files));
        assert!(!is_newer(&path("none"), &files));
        set("b", 5);
        assert!(!is_newer(&path("out"), &files));
        set("b", 10);
        assert!(!is_newer(&path("out"), &files), "as old as a text: it may be older");
    }
}
