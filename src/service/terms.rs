//! Terms of glossaries: read once, and prepared once for each pair of languages.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    error::Result,
    event::Report,
    format::units::Reading,
    glossary::{Glossary, GlossaryFile},
    lang::Lang,
};

/// Glossaries that serve any pair of languages. The aligner takes their [`Glossary::terms`] as
/// anchors; beside look-ups they find the terms of a text.
#[derive(Default)]
pub struct Glossaries {
    files: Vec<GlossaryFile>,
    prepared: Mutex<BTreeMap<(Lang, Lang), Arc<Glossary>>>,
}

impl Glossaries {
    /// Reads glossaries and reports their warnings.
    ///
    /// # Errors
    /// See [`GlossaryFile::open`].
    pub fn open(paths: &[PathBuf], reading: &Reading, report: &mut Report<'_>) -> Result<Self> {
        let mut open = |path: &PathBuf| open_one(path, reading, report);
        let files = paths.iter().map(&mut open).collect::<Result<_>>()?;
        Ok(Self { files, ..Self::default() })
    }

    /// Returns `true` where there are no glossaries.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The glossaries as they were read, in the order of their paths.
    pub fn files(&self) -> &[GlossaryFile] {
        &self.files
    }

    /// Returns all entries as one glossary for a pair of languages, prepared at the first call.
    ///
    /// # Errors
    /// See [`GlossaryFile::entries`].
    pub fn between(&self, source: &Lang, target: &Lang) -> Result<Arc<Glossary>> {
        let mut prepared = self.prepared.lock().unwrap_or_else(PoisonError::into_inner);
        let pair = (source.clone(), target.clone());
        if let Some(glossary) = prepared.get(&pair) {
            return Ok(Arc::clone(glossary));
        }
        let mut entries = Vec::new();
        for file in &self.files {
            entries.extend(file.entries(Some((source, target)))?.into_owned());
        }
        let glossary = Arc::new(Glossary::new(entries));
        Ok(Arc::clone(prepared.entry(pair).or_insert(glossary)))
    }
}

fn open_one(path: &Path, reading: &Reading, report: &mut Report<'_>) -> Result<GlossaryFile> {
    let file = GlossaryFile::open(path, reading)?;
    file.warnings().iter().cloned().for_each(report);
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::silent;

    #[test]
    fn a_pair_of_languages_is_prepared_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("terms.tsv");
        std::fs::write(&path, "مدينة\tcity\n").unwrap();
        let opened = Glossaries::open(&[path], &Reading::default(), &mut silent()).unwrap();
        let (arabic, english) = (Lang::arabic(), Lang::english());
        let first = opened.between(&arabic, &english).unwrap();
        assert!(Arc::ptr_eq(&first, &opened.between(&arabic, &english).unwrap()));
        assert_eq!(first.terms().len(), 1);
        assert_eq!(first.find("towns and a city", &english, &arabic).len(), 1);
    }
}
