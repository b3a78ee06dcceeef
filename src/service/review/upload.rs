//! Files that a front uploads: kept in a folder of their own, so that the review can go on later.

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{ReviewId, Reviews};
use crate::{
    batch,
    error::{Error, ErrorKind, Result},
    output,
};

/// Maximum length in bytes of a name that is kept.
const LONGEST: usize = 100;

/// A file that was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The name that the browser gave. It tells the format, and is never a path here.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl Reviews {
    /// Keeps two uploaded files and begins their review.
    ///
    /// # Errors
    /// Where uploads are not possible; errors of the file system; see [`Reviews::add_pair`].
    pub fn upload(&self, source: &Upload, target: &Upload) -> Result<ReviewId> {
        let Some(folder) = &self.options.uploads else {
            return Err(Error::new(ErrorKind::Usage, "no folder for uploaded files was named"));
        };
        let folder = new_folder(folder)?;
        let outcome = self.keep(&folder, source, target);
        if outcome.is_err() {
            // Nothing refers to it.
            fs::remove_dir_all(&folder).ok();
        }
        outcome
    }

    fn keep(&self, folder: &Path, source: &Upload, target: &Upload) -> Result<ReviewId> {
        let names = [safe_name(&source.name, "source"), safe_name(&target.name, "target")];
        // Two files of one name get a folder each, which keeps the name that people know.
        let is_same = names[0].to_lowercase() == names[1].to_lowercase();
        let mut paths = Vec::new();
        for (at, (upload, name)) in [source, target].into_iter().zip(&names).enumerate() {
            let mut own = folder.to_owned();
            if is_same && at == 1 {
                own.push("target");
                fs::create_dir(&own).map_err(|e| Error::io("cannot make", &own, e))?;
            }
            let path = own.join(name);
            output::write_file(&path, |out| {
                out.write_all(&upload.content).map_err(Error::cannot_write)
            })?;
            paths.push(path);
        }
        self.add_pair(&paths[0], &paths[1], None)
    }
}

/// Makes a folder whose name is the time.
fn new_folder(within: &Path) -> Result<PathBuf> {
    let cannot = |path: &Path, e| Error::io("cannot make", path, e);
    fs::create_dir_all(within).map_err(|e| cannot(within, e))?;
    let stamp = Timestamp::now().strftime("%Y%m%d-%H%M%S").to_string();
    for attempt in 1..1000 {
        let path = match attempt {
            1 => within.join(&stamp),
            _ => within.join(format!("{stamp}-{attempt}")),
        };
        match fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(e) => return Err(cannot(&path, e)),
        }
    }
    Err(cannot(within, std::io::ErrorKind::AlreadyExists.into()))
}

/// The last part of a name that a browser gave, if it can be a file's name on every system; or another
/// name with its ending.
fn safe_name(given: &str, other: &str) -> String {
    let name = given.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    let is_safe = |name: &str| {
        name.len() <= LONGEST && !name.starts_with('.') && batch::check_name(name).is_ok()
    };
    if is_safe(name) {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
    let named = format!("{other}.{ending}");
    if is_safe(&named) && ending.len() < 20 { named } else { other.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        for (given, name) in [
            ("خبر.ar.txt", "خبر.ar.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\texts\\a.docx", "a.docx"),
            ("..", "source"),
            ("", "source"),
            (".bashrc", "source.bashrc"),
            ("CON.txt", "source.txt"),
            ("a\u{0}b.txt", "source.txt"),
            ("x/", "source"),
        ] {
            assert_eq!(safe_name(given, "source"), name, "{given}");
        }
        assert_eq!(safe_name(&format!("{}.pdf", "ن".repeat(99)), "target"), "target.pdf");
    }
}
