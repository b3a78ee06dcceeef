//! Glossaries in files.

use std::{borrow::Cow, fs, path::Path};

use super::{entries_of, forms};
use crate::{
    error::{Error, Place, Result},
    event::Event,
    format::{
        files, registry,
        units::{ReadUnits, Reading},
    },
    lang::Lang,
    text::decode,
    unit::Unit,
};

/// The content of a glossary file.
#[derive(Debug, Clone)]
pub struct GlossaryFile {
    content: Content,
    warnings: Vec<Event>,
}

#[derive(Debug, Clone)]
enum Content {
    /// A simple list, whose languages may have to be given by the caller.
    List { origin: String, text: String },
    /// The entries of a file in another format.
    Entries(Vec<Unit>),
}

impl GlossaryFile {
    /// Reads a glossary: a simple list from `.tsv` or `.txt` (see [`entries_of`]), or a file in any
    /// format of [`registry`] such as TBX, UTX, CSV and XLSX.
    ///
    /// # Errors
    /// The file cannot be read or is malformed.
    pub fn open(path: &Path, reading: &Reading) -> Result<Self> {
        let extension = path.extension().unwrap_or_default();
        let is_list =
            ["tsv", "txt", "utf8", "tab"].iter().any(|e| extension.eq_ignore_ascii_case(e));
        if is_list {
            let origin = path.display().to_string();
            let bytes = fs::read(path).map_err(|e| Error::io("cannot read", path, e))?;
            let text = decode::decode(bytes, &origin, reading.encoding.as_deref())?;
            if !text.starts_with("#UTX") {
                return Ok(Self { content: Content::List { origin, text }, warnings: Vec::new() });
            }
        }
        let found = files::sources(path, None)?;
        let skipped = |other| {
            let message = "not a glossary; skipped".to_owned();
            Event::warning(Place::file(other), message)
        };
        let mut warnings: Vec<Event> = found.others.into_iter().map(skipped).collect();
        let mut entries = Vec::new();
        for source in found.sources {
            let mut reader: Box<dyn ReadUnits> = registry::open(source, None, reading)?;
            for entry in reader.by_ref() {
                entries.extend(split_forms(entry?));
            }
            warnings.extend(reader.take_warnings());
        }
        Ok(Self { content: Content::Entries(entries), warnings })
    }

    /// The entries. `languages` are the languages of a simple list that does not name them.
    ///
    /// # Errors
    /// See [`entries_of`].
    pub fn entries(&self, languages: Option<(&Lang, &Lang)>) -> Result<Cow<'_, [Unit]>> {
        Ok(match &self.content {
            Content::List { origin, text } => Cow::Owned(entries_of(text, origin, languages)?),
            Content::Entries(entries) => Cow::Borrowed(entries),
        })
    }

    /// The warnings of the reader.
    pub fn warnings(&self) -> &[Event] {
        &self.warnings
    }
}

/// Splits texts with several forms, separated by `|`, into one text per form. Returns `None` for an
/// entry without texts.
fn split_forms(entry: Unit) -> Option<Unit> {
    if entry.variants.iter().all(|v| !v.text.text.contains('|')) {
        return Some(entry).filter(|e| !e.variants.is_empty());
    }
    let mut out = Unit { variants: Vec::new(), meta: entry.meta };
    for variant in entry.variants {
        out.variants.extend(forms(&variant.lang, &variant.text.text, &variant.meta));
    }
    Some(out).filter(|e| !e.variants.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glossaries_in_an_archive_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("terms.zip");
        let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
        for (name, text) in [("LICENSE", "CC0"), ("terms.csv", "en,ar\nwater,ماء\n")] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let file = GlossaryFile::open(&path, &Reading::default()).unwrap();
        assert_eq!(file.entries(None).unwrap().len(), 1);
        let [Event::Warning { place, .. }] = file.warnings() else {
            panic!("{:?}", file.warnings())
        };
        assert!(place.file.ends_with("terms.zip:LICENSE"), "{place}");
    }
}
