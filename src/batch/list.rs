//! Lists of pairs: source, tab, target, tab, name a line.

use std::path::Path;

use super::{Files, Job, check_name};
use crate::{
    error::{Error, ErrorKind, Place, Result, Setting},
    output::one_separator,
};

/// The pairs of a list. Relative paths start from `folder`, where the list lies. Lines that begin
/// with `#` are comments, empty ones are nothing, columns past the third are remarks. A bad line
/// becomes a job that says what is wrong with it.
///
/// ```
/// use muwazi::batch::read_list;
/// let jobs = read_list("# ours\na.ar.txt\ta.en.txt\ta\nb.txt\n", "list.tsv", "texts".as_ref());
/// let files = jobs[0].files.as_ref().unwrap();
/// assert_eq!((jobs[0].name.as_str(), &*files.source), ("a", "texts/a.ar.txt".as_ref()));
/// assert!(jobs[1].files.is_err());
/// ```
pub fn read_list(text: &str, origin: &str, folder: &Path) -> Vec<Job> {
    // A list whose lines end in CR alone must not pass for one long line.
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace("\r\n", "\n");
    let lines = text.split(['\n', '\r']).zip(1..);
    lines
        .filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|(line, number)| job(line, Place::line(origin, number), folder))
        .collect()
}

fn job(line: &str, place: Place, folder: &Path) -> Job {
    let mut columns = line.split('\t').map(str::trim);
    let mut next = || columns.next().unwrap_or_default();
    let (source, target, name) = (next(), next(), next());
    let files = files([source, target, name], folder).map_err(|e| e.at(place.clone()));
    Job { name: name.to_owned(), place: Some(place), files }
}

fn files([source, target, name]: [&str; 3], folder: &Path) -> Result<Files> {
    if [source, target, name].contains(&"") {
        return Err(Error::new(ErrorKind::Format, "a line needs a source, a target and a name")
            .hint("write source, tab, target, tab, name, as in: a.ar.txt, tab, a.en.txt, tab, a"));
    }
    if [source, target].contains(&"-") {
        return Err(Error::new(ErrorKind::Usage, "standard input cannot be in a list of pairs")
            .hint("give such pairs as JSON lines instead")
            .settings(Setting::JsonLines));
    }
    check_name(name)?;
    let path = |name: &str| one_separator(folder.join(name));
    Ok(Files { source: path(source), target: path(target) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_all_kinds() {
        let text =
            "\u{FEFF}#c\r\n\r\n a.ar \ta.en\ta\tremark\r\n/x/b.ar\tb.en\t../b\na\tb\n-\tb\tc\r";
        let jobs = read_list(text, "l", Path::new("t"));
        let first = jobs[0].files.as_ref().unwrap();
        assert_eq!((&*first.source, &*first.target), ("t/a.ar".as_ref(), "t/a.en".as_ref()));
        assert_eq!(jobs[0].place, Some(Place::line("l", 3)));
        let errors: Vec<String> =
            jobs[1..].iter().map(|job| job.files.as_ref().unwrap_err().to_string()).collect();
        assert_eq!(
            errors,
            [
                "l:4: '../b' cannot be a file's name: it holds '/'",
                "l:5: a line needs a source, a target and a name",
                "l:6: standard input cannot be in a list of pairs",
            ]
        );
    }

    #[test]
    fn an_absolute_path_stays() {
        let root = std::env::temp_dir();
        let line = format!("{}\tb.en\tb", root.join("b.ar").display());
        let jobs = read_list(&line, "l", Path::new("t"));
        assert_eq!(jobs[0].files.as_ref().unwrap().source, root.join("b.ar"));
    }
}
