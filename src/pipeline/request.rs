//! What a line asks for.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use super::PipelineOptions;
use crate::{
    document::{Block, BlockKind, Document, Span, Structure},
    error::{Error, ErrorKind, Place, Result, Setting},
    lang::{Lang, detect_pair},
};

/// A pair of texts to align.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object with a source and a target")]
pub struct Request {
    /// The source.
    source: Text,
    /// The target.
    target: Text,
    source_lang: Option<String>,
    target_lang: Option<String>,
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
        (id, serde_json::from_str(line).map_err(|e| not_a_request(&e)))
    }

    /// The two texts as documents.
    ///
    /// # Errors
    /// A text without anything in it, a language that is unknown.
    pub(super) fn sides(self, options: &PipelineOptions) -> Result<(RequestText, RequestText)> {
        let given = |own: Option<String>, common: &Option<Lang>| -> Result<Option<Lang>> {
            Ok(own.map(|code| code.parse()).transpose()?.or_else(|| common.clone()))
        };
        let source_lang = given(self.source_lang, &options.source_lang)?;
        let target_lang = given(self.target_lang, &options.target_lang)?;
        let (source, target) = (self.source.joined("source")?, self.target.joined("target")?);
        let [source_lang, target_lang] =
            detect_pair([&source, &target], [source_lang.as_ref(), target_lang.as_ref()]);
        let (source, target) = (source.into_owned(), target.into_owned());
        Ok((
            self.source.side("source", source, source_lang, options.segmented)?,
            self.target.side("target", target, target_lang, options.segmented)?,
        ))
    }
}

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
    Error::new(ErrorKind::Format, said)
        .hint(r#"a line is like {"id": 1, "source": "…", "target": "…"}; sentences may be arrays"#)
}

impl Text {
    /// The text, sentences joined by line breaks.
    fn joined(&self, which: &str) -> Result<Cow<'_, str>> {
        let text = match self {
            Self::Whole(text) => Cow::Borrowed(text.as_str()),
            Self::Sentences(sentences) => Cow::Owned(sentences.join("\n")),
        };
        if text.trim().is_empty() {
            return Err(Error::new(ErrorKind::Text, format!("there is nothing in the {which}")));
        }
        Ok(text)
    }

    fn side(
        &self,
        which: &'static str,
        text: String,
        lang: Option<Lang>,
        segmented: bool,
    ) -> Result<RequestText> {
        let lang = lang.ok_or_else(|| {
            let message = format!("the {which} does not tell its language");
            let source = which == "source";
            let setting = if source { Setting::SourceLang } else { Setting::TargetLang };
            Error::new(ErrorKind::Language, message)
                .hint(format!("name it, in the line as \"{which}_lang\" or for all lines"))
                .settings(setting)
        })?;
        let place = Place::file(which);
        let Self::Sentences(sentences) = self else {
            let kind = if segmented { BlockKind::Sentence } else { BlockKind::Paragraph };
            let document = Document::from_lines(place.file, lang, text, kind);
            return Ok(RequestText { document, numbers: None });
        };
        let (blocks, numbers) = blocks(sentences);
        let structure = Structure::default();
        let document = Document { origin: place.file, lang, text, blocks, structure };
        Ok(RequestText { document, numbers: Some(numbers) })
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
