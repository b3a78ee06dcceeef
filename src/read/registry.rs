//! All readers of documents, one line each. `docs/add-a-document-reader.md` describes how to add one.

use super::{
    input::{Input, Sample},
    plain::{self, ReadOptions},
    strings,
};
use crate::{
    document::Document,
    error::{Error, ErrorKind, Place, Result, Setting},
    event::Event,
};

/// A reader of one format of documents.
#[derive(Debug)]
pub struct Reader {
    /// The name, as options give it: `docx`.
    pub name: &'static str,
    /// The name for people: `Word document`.
    pub title: &'static str,
    /// The extensions of its files, in small letters without the stop.
    pub extensions: &'static [&'static str],
    /// Returns true if a file is of this format: by its content, or where that does not tell enough by
    /// content and name together.
    pub is: fn(&Sample) -> bool,
    /// Reads a document.
    pub read: fn(&mut Input<'_>, &ReadOptions) -> Result<Document>,
}

/// Every reader but that of plain text, in the order in which a file is held against them.
pub static ALL: &[&Reader] = &[
    #[cfg(feature = "pdf")]
    &super::pdf::READER,
    &strings::ANDROID,
    &strings::RESX,
    &strings::STRINGSDICT,
    &strings::STRINGS,
    &strings::PROPERTIES,
    &strings::ARB,
    &strings::JSON,
    #[cfg(feature = "documents")]
    &strings::YAML,
    #[cfg(feature = "documents")]
    &super::office::DOCX,
    #[cfg(feature = "documents")]
    &super::office::PPTX,
    #[cfg(feature = "documents")]
    &super::office::XLSX,
    #[cfg(feature = "documents")]
    &super::office::ODT,
    #[cfg(feature = "documents")]
    &super::office::ODS,
    #[cfg(feature = "documents")]
    &super::office::ODP,
    #[cfg(feature = "documents")]
    &super::office::OLD,
    #[cfg(feature = "documents")]
    &super::web::epub::READER,
    #[cfg(feature = "documents")]
    &super::web::markdown::READER,
    &super::subtitles::SRT,
    &super::subtitles::VTT,
    &super::subtitles::ASS,
    &super::subtitles::SUB,
    #[cfg(feature = "documents")]
    &super::web::READER,
];

/// Plain text, which anything is that no other reader knows.
pub static PLAIN: Reader = Reader {
    name: "text",
    title: "plain text",
    extensions: &["txt", "text"],
    is: |_| true,
    read: |input, options| {
        let origin = input.origin().to_owned();
        plain::read(input.bytes()?, &origin, options)
    },
};

/// Returns the reader of that name.
///
/// # Errors
/// [`ErrorKind::Usage`], with the names that there are.
pub fn by_name(name: &str) -> Result<&'static Reader> {
    every().find(|reader| reader.name.eq_ignore_ascii_case(name)).ok_or_else(|| {
        let names: Vec<&str> = every().map(|reader| reader.name).collect();
        Error::new(ErrorKind::Usage, format!("unknown format of documents '{name}'"))
            .hint(format!("formats: {}", names.join(", ")))
            .settings(Setting::InputFormat)
    })
}

/// Returns every reader, plain text first.
pub fn every() -> impl Iterator<Item = &'static Reader> {
    std::iter::once(&PLAIN).chain(ALL.iter().copied())
}

/// Returns the reader of a file: the one that the options name, or that the content tells.
///
/// # Errors
/// The options name one that there is not; the file cannot be read; it is a damaged package, or an archive
/// that is no document.
pub fn of(input: &mut Input<'_>, options: &ReadOptions) -> Result<&'static Reader> {
    if let Some(name) = &options.format {
        return by_name(name);
    }
    let mut sample = input.sample()?;
    if let Some(fault) = sample.fault.take() {
        return Err(fault);
    }
    match ALL.iter().copied().find(|reader| (reader.is)(&sample)) {
        None if sample.is_package() => Err(no_document(input.origin())),
        found => Ok(found.unwrap_or(&PLAIN)),
    }
}

fn no_document(origin: &str) -> Error {
    Error::new(ErrorKind::Text, "this zip archive is no document that can be read")
        .at(Place::file(origin))
        .hint("unpack it, and name the files in it")
}

/// Returns the notice of what a reader left out; none where it left out nothing.
pub fn left_out(document: &Document) -> Option<Event> {
    let parts = document.structure.left_out.iter();
    let parts: Vec<String> = parts.map(|(extra, count)| extra.counted(*count)).collect();
    (!parts.is_empty()).then(|| Event::Notice {
        place: Place::file(&document.origin),
        message: format!("left out: {}", parts.join(", ")),
        settings: Setting::Extras.into(),
    })
}

/// Reads a document of any format.
///
/// ```
/// use muwazi::read::{input::Input, registry::read};
/// let mut input = Input::from_bytes("قال.\n\nثم ذهب.\n", "a.txt")?;
/// assert_eq!(read(&mut input, &Default::default())?.blocks.len(), 2);
/// # Ok::<(), muwazi::Error>(())
/// ```
///
/// # Errors
/// The file cannot be read, is damaged, or holds no text that could be read.
pub fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    (of(input, options)?.read)(input, options)
}

#[cfg(test)]
#[cfg(feature = "files")]
mod tests {
    use std::io::{Cursor, Write};

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::*;

    fn zipped(members: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in members {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn refused(bytes: &[u8], format: Option<&str>) -> String {
        let format = format.map(str::to_owned);
        let options = ReadOptions { format, ..ReadOptions::default() };
        read(&mut Input::from_bytes(bytes, "a").unwrap(), &options).unwrap_err().message
    }

    #[test]
    fn archives_that_are_no_documents_are_told() {
        let archive = zipped(&[("a.txt", "قال ثم ذهب."), ("b.txt", "قال.")]);
        assert_eq!(refused(&archive, None), "this zip archive is no document that can be read");
        assert_eq!(refused(&zipped(&[]), None), "this zip archive is no document that can be read");
        assert_eq!(refused(&archive[..archive.len() / 2], None), "this package is damaged");
        // A text may begin with the letters of such an archive.
        let text = "PK is short for peacekeepers. PKK is not.".as_bytes();
        let options = ReadOptions { assumed_english: true, ..ReadOptions::default() };
        assert!(read(&mut Input::from_bytes(text, "a").unwrap(), &options).is_ok());
        if by_name("docx").is_ok() {
            let message = "this is no package of parts, such as DOCX and EPUB are";
            assert_eq!(refused(text, Some("docx")), message);
        }
    }
}
