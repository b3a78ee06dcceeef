//! Plain text: one paragraph per line, wrapped lines up to a blank one, or one sentence per line,
//! as the options say.

use std::{io, path::Path};

use serde::{Deserialize, Serialize};

use super::wrap::is_wrapped;
use crate::{
    document::{BlockKind, Document},
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::Lang,
    text::decode::decode,
};

/// Options for reading a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    /// The name of the encoding; detected if not given.
    pub encoding: Option<String>,
    /// The language; detected from the script if not given.
    pub lang: Option<Lang>,
    /// True if every line is one sentence already.
    pub segmented: bool,
    /// True if lines are wrapped, so that a paragraph continues up to a blank line; detected from
    /// the line lengths if not given.
    pub wrapped: Option<bool>,
}

/// Reads a document from the bytes of a text file; `origin` is its name in messages.
///
/// ```
/// use muwazi::read::plain::{ReadOptions, read};
/// let doc = read("قال.\n\nثم ذهب.\n".into(), "a.txt", &ReadOptions::default())?;
/// assert_eq!((doc.lang.as_str(), doc.blocks.len()), ("ar", 2));
/// # Ok::<(), muwazi::Error>(())
/// ```
pub fn read(bytes: Vec<u8>, origin: &str, options: &ReadOptions) -> Result<Document> {
    let text = decode(bytes, origin, options.encoding.as_deref())?;
    let lang = match &options.lang {
        Some(lang) => lang.clone(),
        None => Lang::from_script(&text).ok_or_else(|| unknown_language(origin))?,
    };
    let wrapped = options.wrapped.unwrap_or_else(|| is_wrapped(&text));
    Ok(document(origin, lang, text, options.segmented, wrapped))
}

pub(crate) fn document(
    origin: &str,
    lang: Lang,
    text: String,
    segmented: bool,
    wrapped: bool,
) -> Document {
    if segmented {
        Document::from_lines(origin, lang, text, BlockKind::Sentence)
    } else if wrapped {
        Document::from_wrapped(origin, lang, text)
    } else {
        Document::from_lines(origin, lang, text, BlockKind::Paragraph)
    }
}

pub(crate) fn cannot_read(path: &Path, error: io::Error) -> Error {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => Some("check the spelling and the folder"),
        io::ErrorKind::IsADirectory => Some("name a file inside it"),
        _ => None,
    };
    let error = Error::io("cannot read", path, error);
    match hint {
        Some(hint) => error.hint(hint),
        None => error,
    }
}

pub(crate) fn unknown_language(origin: &str) -> Error {
    Error::new(ErrorKind::Language, "cannot detect the language from the script")
        .at(Place::file(origin))
        .hint("say which language it is, such as ar or en")
        .settings(Setting::Lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str, options: &ReadOptions) -> Result<Document> {
        read(text.into(), "a.txt", options)
    }

    #[test]
    fn lines_become_blocks() {
        let text = "One. Two.\r\n\r\n Three.\n";
        let doc = read_text(text, &ReadOptions::default()).unwrap();
        assert_eq!((doc.text.as_str(), doc.lang.as_str()), (text, "en"));
        assert!(doc.blocks.iter().all(|b| b.kind == BlockKind::Paragraph));
        let segmented = ReadOptions { segmented: true, ..Default::default() };
        let doc = read_text(text, &segmented).unwrap();
        assert_eq!(doc.blocks.len(), 2);
        assert!(doc.blocks.iter().all(|b| b.kind == BlockKind::Sentence));
    }

    #[test]
    fn the_language_is_given_or_detected() {
        let error = read_text("1234 !", &ReadOptions::default()).unwrap_err();
        assert_eq!(error.kind, ErrorKind::Language);
        assert!(error.settings.contains(Setting::Lang));
        let given = ReadOptions { lang: Some("ar-EG".parse().unwrap()), ..Default::default() };
        assert_eq!(read_text("1234 !", &given).unwrap().lang.as_str(), "ar-EG");
    }
}
