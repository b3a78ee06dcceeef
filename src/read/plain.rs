//! Plain text: one paragraph per line, wrapped lines up to a blank one, or one sentence per line,
//! as the options say.

use std::{collections::BTreeSet, io, path::Path};

use serde::{Deserialize, Serialize};

use super::{marked::refused, wrap::is_wrapped};
use crate::{
    document::{BlockKind, Document, Extra},
    error::{Error, ErrorKind, Place, Result, Setting},
    event::Event,
    lang::{Detected, Lang, detect},
    text::decode::decode,
};

/// Options for reading a text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReadOptions {
    /// The name of the encoding; detected if not given.
    pub encoding: Option<String>,
    /// The language; detected if not given.
    pub lang: Option<Lang>,
    /// English, if it may be assumed of a text in Latin script that does not tell its language.
    /// Whoever allows it checks that it fits; see [`PairAligner`](crate::service::PairAligner).
    pub assumed_english: bool,
    /// True if every line is one sentence already.
    pub segmented: bool,
    /// True if lines are wrapped, so that a paragraph continues up to a blank line; detected from
    /// the line lengths if not given.
    pub wrapped: Option<bool>,
    /// The name of the format of the document; detected if not given. See
    /// [`registry`](super::registry).
    pub format: Option<String>,
    /// Content that readers leave out unless it is asked for.
    pub extras: BTreeSet<Extra>,
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
    // Whoever names the format gets the text as it is.
    if options.format.is_none()
        && let Some(error) = refused(&text, origin)
    {
        return Err(error);
    }
    let lang = language(&text, origin, options)?;
    let wrapped = options.wrapped.unwrap_or_else(|| is_wrapped(&text));
    Ok(document(origin, lang, text, options.segmented, wrapped))
}

/// Returns the language of a text, given or detected.
pub(super) fn language(text: &str, origin: &str, options: &ReadOptions) -> Result<Lang> {
    if let Some(lang) = &options.lang {
        return Ok(lang.clone());
    }
    let seen = detect(text);
    let english = options.assumed_english && seen.is_perhaps_english();
    seen.assumed()
        .or_else(|| english.then(Lang::english))
        .ok_or_else(|| unknown_language(origin, &seen))
}

/// Returns the notice that a language was detected, with the setting that names another; none for
/// Arabic and English, which users of this program expect.
pub fn detected(origin: &str, lang: &Lang, setting: Setting) -> Option<Event> {
    let is_usual = [Lang::arabic(), Lang::english()].iter().any(|usual| usual.same_language(lang));
    (!is_usual).then(|| taken_to_be(origin, lang, "", setting))
}

/// Returns the notice that a text was taken to be in a language, for a reason.
pub(crate) fn taken_to_be(origin: &str, lang: &Lang, reason: &str, setting: Setting) -> Event {
    let name = lang.name_in_english();
    Event::Notice {
        place: Place::file(origin),
        message: format!(
            "taken to be {name} ({lang}){reason}; if it is not, say which language it is"
        ),
        settings: setting.into(),
    }
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

pub(crate) fn unknown_language(origin: &str, seen: &Detected) -> Error {
    let (message, hint) = match seen.candidates_in_words() {
        Some(all) => (
            "cannot detect the language from the words",
            format!("say which language it is: {all}"),
        ),
        None => {
            let hint = "say which language it is, such as ar or en".to_owned();
            ("cannot detect the language from the script", hint)
        }
    };
    Error::new(ErrorKind::Language, message)
        .at(Place::file(origin))
        .hint(hint)
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
        let english = ReadOptions { assumed_english: true, ..Default::default() };
        let doc = read_text(text, &english).unwrap();
        assert_eq!((doc.text.as_str(), doc.lang.as_str()), (text, "en"));
        assert!(doc.blocks.iter().all(|b| b.kind == BlockKind::Paragraph));
        let segmented = ReadOptions { segmented: true, ..english };
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
        let error = read_text("Hello world", &ReadOptions::default()).unwrap_err();
        assert!(error.hint.unwrap().contains("English (en), French (fr)"));
        let english = ReadOptions { assumed_english: true, ..Default::default() };
        assert_eq!(read_text("Hello world", &english).unwrap().lang.as_str(), "en");
        assert!(read_text("L’hôtel à Orléans", &english).is_err());
        let persian = "این کتاب را دیروز در بازار خریدم و خواندم";
        let doc = read_text(persian, &ReadOptions::default()).unwrap();
        assert_eq!(doc.lang.as_str(), "fa");
        let Some(Event::Notice { message, .. }) = detected("a.txt", &doc.lang, Setting::Lang)
        else {
            panic!()
        };
        assert!(message.starts_with("taken to be Persian (fa)"));
        assert_eq!(detected("a.txt", &"ar-EG".parse().unwrap(), Setting::Lang), None);
    }
}
