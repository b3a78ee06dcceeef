//! Office Open XML packages: parts and the relationships between them.

use std::collections::BTreeMap;

use super::xml::{Part, Scanner};
use crate::{
    error::{Error, ErrorKind, Place, Result},
    read::{
        input::{Input, Sample},
        limits::MAX_MEMBERS,
        package::Package,
    },
};

/// Maximum number of times that parts are read.
const MAX_READ: usize = 2 * MAX_MEMBERS;
/// Maximum number of relationships of a part.
const MAX_RELATIONS: usize = 100_000;

/// An open package.
pub(super) struct Opc<'r> {
    package: Package<'r>,
    origin: String,
    /// The names of the members, by their names in small letters: those are the same.
    names: BTreeMap<String, String>,
    /// The number of times that parts were read.
    read: usize,
}

/// A reference of a part to another.
#[derive(Debug)]
pub(super) struct Relation {
    /// The last word of its type: `footnotes`.
    pub(super) kind: String,
    /// The name of the other part.
    pub(super) target: String,
}

/// The relationships of a part.
#[derive(Debug, Default)]
pub(super) struct Relations {
    all: Vec<Relation>,
    by_id: BTreeMap<String, usize>,
}

impl Relations {
    /// Returns the part of an identifier.
    pub(super) fn by_id(&self, id: &str) -> Option<&Relation> {
        self.by_id.get(id).and_then(|at| self.all.get(*at))
    }

    /// Returns the parts of a kind.
    pub(super) fn of_kind(&self, kind: &str) -> impl Iterator<Item = &Relation> {
        self.all.iter().filter(move |relation| relation.kind == kind)
    }
}

/// Returns true for a package of one of the types, or with the part that is the main one by custom.
pub(super) fn is(sample: &Sample, types: &[&str], main: &str) -> bool {
    types.iter().any(|name| sample.declared.contains(name)) || sample.members.contains(main)
}

impl<'r> Opc<'r> {
    /// Opens a file.
    ///
    /// # Errors
    /// It is no package, or a damaged one.
    pub(super) fn open(input: &'r mut Input<'_>) -> Result<Self> {
        let origin = input.origin().to_owned();
        let package = input.package()?;
        let names = package.names().into_iter().map(|name| (plain(&name), name)).collect();
        Ok(Self { package, origin, names, read: 0 })
    }

    /// Returns the name of the main part: the one that the package refers to, or the usual one.
    ///
    /// # Errors
    /// There is neither.
    pub(super) fn main(&mut self, usual: &str) -> Result<String> {
        let relations = self.relations("")?;
        let told = relations.of_kind("officeDocument").next();
        let told = told.map(|r| r.target.clone()).filter(|name| self.has(name));
        if let Some(name) = told.or_else(|| self.has(usual).then(|| usual.to_owned())) {
            return Ok(name);
        }
        Err(Error::new(ErrorKind::Text, format!("the package has no '{usual}'"))
            .at(Place::file(&self.origin))
            .hint("the file is damaged or of another kind; open it and save it again"))
    }

    /// Returns true if there is a part of this name.
    fn has(&self, name: &str) -> bool {
        self.names.contains_key(&plain(name))
    }

    /// Reads a part; `None` if there is none of this name.
    ///
    /// # Errors
    /// It is damaged.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part>> {
        let bytes = self.bytes(name)?;
        bytes.map(|bytes| Part::new(name, &self.origin, bytes)).transpose()
    }

    /// Lets the parts of two packages together, one of them in the other, be as large and as many as
    /// those of one.
    pub(super) fn share(&mut self, other: &Opc<'_>) {
        self.package.share(&other.package);
        self.read = self.read.max(other.read);
    }

    /// Reads the bytes of a part; `None` if there is none of this name.
    ///
    /// # Errors
    /// It is damaged.
    pub(super) fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(name) = self.names.get(&plain(name)) else { return Ok(None) };
        self.read += 1;
        if self.read > MAX_READ {
            return Err(Error::new(ErrorKind::Text, "the package refers to its parts too often")
                .at(Place::file(&self.origin))
                .hint("no program writes such files; it is damaged or malicious"));
        }
        self.package.part(name)
    }

    /// Reads a part that must be there.
    ///
    /// # Errors
    /// It is not, or it is damaged.
    pub(super) fn required(&mut self, name: &str) -> Result<Part> {
        self.part(name)?.ok_or_else(|| {
            Error::new(ErrorKind::Text, format!("the package has no '{name}'"))
                .at(Place::file(&self.origin))
                .hint("open it in the program that made it and save it again")
        })
    }

    /// Reads the relationships of a part, or those of the package if the name is empty.
    ///
    /// # Errors
    /// They are damaged.
    pub(super) fn relations(&mut self, name: &str) -> Result<Relations> {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        let Some(part) = self.part(&format!("{folder}/_rels/{file}.rels"))? else {
            return Ok(Relations::default());
        };
        let mut x = Scanner::new(&part);
        let mut found = Relations::default();
        x.child(0)?;
        while let Some(tag) = x.child(1)? {
            let external = tag.get("TargetMode").is_some_and(|mode| mode == "External");
            let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target")) else { continue };
            if external || found.all.len() >= MAX_RELATIONS {
                continue;
            }
            let kind = tag.get("Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            found.by_id.insert(id.into_owned(), found.all.len());
            found.all.push(Relation { kind, target: resolve(folder, &target) });
        }
        Ok(found)
    }
}

/// Returns a name as names are compared: without case, without a slash at its beginning, and with the
/// slashes that some programs write the wrong way round mended.
fn plain(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// Returns the name of a part that is given relative to a folder.
fn resolve(folder: &str, target: &str) -> String {
    let mut names: Vec<&str> = match target.starts_with('/') {
        true => Vec::new(),
        false => folder.split('/').filter(|name| !name.is_empty()).collect(),
    };
    for name in target.split(['/', '\\']) {
        match name {
            "" | "." => {}
            ".." => {
                names.pop();
            }
            name => names.push(name),
        }
    }
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn targets_are_relative_to_the_part() {
        assert_eq!(resolve("word", "styles.xml"), "word/styles.xml");
        assert_eq!(resolve("ppt/slides", "../notesSlides/a.xml"), "ppt/notesSlides/a.xml");
        assert_eq!(resolve("xl", "/xl/sheets/./a.xml"), "xl/sheets/a.xml");
        assert_eq!(resolve("", "../../a.xml"), "a.xml");
    }
}
