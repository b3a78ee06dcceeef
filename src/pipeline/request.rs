//! What a line asks for.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::PipelineOptions;
use crate::{
    document::{Block, BlockKind, Document, Span, Structure},
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::{Lang, detect, detect_pair},
    read::plain::ReadOptions,
};

/// A pair of texts to align.
#[derive(Debug)]
pub struct Request {
    /// The source.
    source: Content,
    /// The target.
    target: Content,
    source_lang: Option<String>,
    target_lang: Option<String>,
}

/// A request as it stands in a line.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with a source and a target")]
struct Fields {
    source: Option<Text>,
    source_file: Option<String>,
    target: Option<Text>,
    target_file: Option<String>,
    source_lang: Option<String>,
    target_lang: Option<String>,
}

/// What a request gives of a side.
#[derive(Debug, PartialEq, Eq)]
enum Content {
    Text(Text),
    /// The name of a file.
    File(String),
}

/// A text, or its sentences.
#[derive(Debug, PartialEq, Eq)]
enum Text {
    Whole(String),
    Sentences(Vec<String>),
}

/// One side of a pair as a document.
#[derive(Debug)]
pub struct RequestText {
    /// The document.
    pub document: Document,
    /// Which sentences of the request the blocks are, where it gave sentences.
    pub numbers: Option<Numbers>,
}

/// Blocks by the numbers of the sentences that were given, since an empty one makes no block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Of each block, the number of its sentence.
    pub of_block: Vec<usize>,
    /// How many sentences hold nothing.
    pub empty: usize,
}

#[derive(Deserialize)]
struct OnlyId {
    id: Option<Box<RawValue>>,
}

impl Request {
    /// Whether it names both languages.
    pub fn says_languages(&self) -> bool {
        self.source_lang.is_some() && self.target_lang.is_some()
    }

    /// Reads a line. The identifier comes back as it was written, and if it can be read at all even
    /// where the rest cannot.
    pub fn read(line: &[u8]) -> (Option<Box<RawValue>>, Result<Self>) {
        let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line).trim_ascii();
        // What is passed over is not looked at by the parser, and must be sound all the same.
        let line = match std::str::from_utf8(line) {
            Ok(line) => line,
            Err(e) => return (None, Err(not_utf8(e.valid_up_to() + 1))),
        };
        let id = serde_json::from_str::<OnlyId>(line).ok().and_then(|only| only.id);
        let fields = serde_json::from_str::<Fields>(line).map_err(|e| not_a_request(&e));
        (id, fields.and_then(Self::of))
    }

    fn of(fields: Fields) -> Result<Self> {
        Ok(Self {
            source: Content::of("source", fields.source, fields.source_file)?,
            target: Content::of("target", fields.target, fields.target_file)?,
            source_lang: fields.source_lang,
            target_lang: fields.target_lang,
        })
    }

    /// The two texts as documents.
    ///
    /// # Errors
    /// A text without anything in it, a language that is unknown, a file that cannot be read or that
    /// must not be.
    pub(super) fn sides(self, options: &PipelineOptions) -> Result<(RequestText, RequestText)> {
        let given = |own: Option<String>, common: &Option<Lang>| -> Result<Option<Lang>> {
            Ok(own.map(|code| code.parse()).transpose()?.or_else(|| common.clone()))
        };
        let source_lang = given(self.source_lang, &options.source_lang)?;
        let target_lang = given(self.target_lang, &options.target_lang)?;
        let source = self.source.open("source", source_lang, options)?;
        let target = self.target.open("target", target_lang, options)?;
        let [source_lang, target_lang] =
            detect_pair([source.text(), target.text()], [source.lang(), target.lang()]);
        Ok((
            source.side("source", source_lang, options.segmented)?,
            target.side("target", target_lang, options.segmented)?,
        ))
    }
}

impl Content {
    fn of(which: &str, text: Option<Text>, file: Option<String>) -> Result<Self> {
        let wrong = |message: String| Err(Error::new(ErrorKind::Format, message).hint(SHAPE));
        match (text, file) {
            (Some(text), None) => Ok(Self::Text(text)),
            (None, Some(file)) => Ok(Self::File(file)),
            (None, None) => wrong(format!("missing field `{which}`")),
            (Some(_), Some(_)) => {
                wrong(format!("there are both fields, `{which}` and `{which}_file`"))
            }
        }
    }

    /// Reads a file, if it is one.
    fn open(self, which: &str, lang: Option<Lang>, options: &PipelineOptions) -> Result<Opened> {
        match self {
            Self::Text(text) => Ok(Opened::Text { joined: text.joined(which)?, text, lang }),
            Self::File(name) => {
                let Some(reading) = &options.files else { return Err(unasked(which)) };
                let is_given = lang.is_some();
                let reading = ReadOptions { lang, assumed_english: !is_given, ..reading.clone() };
                let document = read_named(&name, &reading)?;
                // English that was only assumed must fit the other text.
                let is_sure = is_given
                    || document.lang != Lang::english()
                    || detect(&document.text).lang().is_some();
                Ok(Opened::File { document, is_sure })
            }
        }
    }
}

/// One side, before its language is known for sure.
enum Opened {
    Text { text: Text, joined: String, lang: Option<Lang> },
    File { document: Document, is_sure: bool },
}

impl Opened {
    fn text(&self) -> &str {
        match self {
            Self::Text { joined, .. } => joined,
            Self::File { document, .. } => &document.text,
        }
    }

    fn lang(&self) -> Option<&Lang> {
        match self {
            Self::Text { lang, .. } => lang.as_ref(),
            Self::File { document, is_sure } => is_sure.then_some(&document.lang),
        }
    }

    fn side(self, which: &'static str, lang: Option<Lang>, segmented: bool) -> Result<RequestText> {
        match self {
            Self::Text { text, joined, .. } => {
                let lang = lang.ok_or_else(|| untold(which))?;
                Ok(text.side(which, joined, lang, segmented))
            }
            Self::File { mut document, .. } => {
                let place = Place::file(&document.origin);
                document.lang = lang.ok_or_else(|| untold(which).at(place))?;
                Ok(RequestText { document, numbers: None })
            }
        }
    }
}

/// Reads a file that a line names. What is no ordinary file, such as a pipe, may never end.
#[cfg(feature = "files")]
fn read_named(name: &str, options: &ReadOptions) -> Result<Document> {
    let path = std::path::Path::new(name);
    if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
        return Err(Error::new(ErrorKind::Io, "this is no ordinary file").at(Place::file(name)));
    }
    crate::read::file::read_file(path, options)
}

#[cfg(not(feature = "files"))]
fn read_named(name: &str, _: &ReadOptions) -> Result<Document> {
    Err(Error::new(ErrorKind::Usage, "this program was built without files").at(Place::file(name)))
}

fn unasked(which: &str) -> Error {
    let message = format!("`{which}_file` names a file, and files are not to be read");
    Error::new(ErrorKind::Usage, message)
        .hint("whoever writes the lines could have any file read; if you trust them, allow it")
        .settings(Setting::NamedFiles)
}

fn untold(which: &str) -> Error {
    let setting = if which == "source" { Setting::SourceLang } else { Setting::TargetLang };
    Error::new(ErrorKind::Language, format!("the {which} does not tell its language"))
        .hint(format!("name it, in the line as \"{which}_lang\" or for all lines"))
        .settings(setting)
}

/// What a line is to look like.
const SHAPE: &str =
    r#"a line is like {"id": 1, "source": "…", "target": "…"}; sentences may be arrays"#;

fn not_utf8(byte: usize) -> Error {
    Error::new(ErrorKind::Text, format!("this is not valid UTF-8, at byte {byte}"))
        .hint("JSON lines are UTF-8; convert them first")
}

fn not_a_request(error: &serde_json::Error) -> Error {
    // The line is told beside it; each is read alone and would always be line 1.
    let said = error.to_string();
    let said = match said.rsplit_once(" at line ") {
        Some((said, _)) if error.column() > 0 => format!("{said}, at byte {}", error.column()),
        _ => said,
    };
    let said = if error.is_data() { said } else { format!("this is no JSON: {said}") };
    Error::new(ErrorKind::Format, said).hint(SHAPE)
}

impl Text {
    /// The text, sentences joined by line breaks.
    fn joined(&self, which: &str) -> Result<String> {
        let text = match self {
            Self::Whole(text) => text.clone(),
            Self::Sentences(sentences) => sentences.join("\n"),
        };
        if text.trim().is_empty() {
            return Err(Error::new(ErrorKind::Text, format!("there is nothing in the {which}")));
        }
        Ok(text)
    }

    fn side(&self, which: &'static str, text: String, lang: Lang, segmented: bool) -> RequestText {
        let place = Place::file(which);
        let Self::Sentences(sentences) = self else {
            let kind = if segmented { BlockKind::Sentence } else { BlockKind::Paragraph };
            let document = Document::from_lines(place.file, lang, text, kind);
            return RequestText { document, numbers: None };
        };
        let (blocks, numbers) = blocks(sentences);
        let structure = Structure::default();
        let document = Document { origin: place.file, lang, text, blocks, structure };
        RequestText { document, numbers: Some(numbers) }
    }
}

/// Sentences as blocks of the text that they make when joined by line breaks. They may hold line
/// breaks themselves.
fn blocks(sentences: &[String]) -> (Vec<Block>, Numbers) {
    let mut start = 0;
    let mut blocks = Vec::new();
    let mut of_block = Vec::new();
    for (number, sentence) in sentences.iter().enumerate() {
        let inner = Span::new(0, sentence.len()).trimmed(sentence);
        if !inner.is_empty() {
            let span = Span::new(start + inner.start, start + inner.end);
            blocks.push(Block { kind: BlockKind::Sentence, span });
            of_block.push(number);
        }
        start += sentence.len() + 1;
    }
    let empty = sentences.len() - of_block.len();
    (blocks, Numbers { of_block, empty })
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or an array of sentences")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text::Whole(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Text, E> {
        Ok(Text::Whole(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Text, A::Error> {
        let mut sentences = Vec::new();
        while let Some(sentence) = all.next_element()? {
            sentences.push(sentence);
        }
        Ok(Text::Sentences(sentences))
    }
}
