//! The content of any file that goes in: the blocks of a document, or the texts of a file of units.

use std::{borrow::Cow, io::Cursor, path::Path};

use serde::Serialize;

use super::{UnitInput, open_units};
use crate::{
    document::{BlockKind, Document, Label, MarkKind},
    error::{Error, ErrorKind, Place, Result},
    format::{
        self,
        source::Source,
        units::{Format, Reading},
    },
    lang::Lang,
    read::{
        file::open,
        input::Input,
        plain::ReadOptions,
        registry::{self, PLAIN, Reader},
    },
    unit::{CodeKind, Text, Unit},
};

/// What a file holds.
#[non_exhaustive]
pub enum Content {
    /// A text in one language.
    Document(Document),
    /// Texts and their translations.
    Units(UnitInput),
}

/// A block as programs read it: one JSON object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContentBlock<'a> {
    /// The kind of block.
    pub kind: BlockKind,
    /// Its text.
    pub text: &'a str,
    /// The kinds of marks in it, but for placeholders.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkKind>,
    /// The placeholders in it, such as `%1$s`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub placeholders: Vec<&'a str>,
    /// The key of a string, the number of a unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Cow<'a, str>>,
    /// The time of a subtitle: `HH:MM:SS.mmm --> HH:MM:SS.mmm`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The language, where a file holds several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lang: Option<&'a Lang>,
}

/// Opens a file, in the format that the options name or that its content tells.
///
/// # Errors
/// The file cannot be read, is damaged, or holds no text that could be read.
pub fn open_content(path: &Path, options: &ReadOptions) -> Result<Content> {
    let mut input = open(path)?;
    match format_of(&mut input, options)? {
        Found::Document(reader) => Ok(Content::Document((reader.read)(&mut input, options)?)),
        Found::Units(format) => {
            let sources = Source::open(path)?;
            let [source] = <[Source; 1]>::try_from(sources).map_err(|_| several(path))?;
            open_units(source, Some(format), &reading(options)).map(Content::Units)
        }
    }
}

/// Reads the content of bytes in memory; `origin` is their name in messages.
///
/// # Errors
/// As [`open_content`].
pub fn content_of(bytes: &[u8], origin: &str, options: &ReadOptions) -> Result<Content> {
    let mut input = Input::new(Cursor::new(bytes), origin)?;
    match format_of(&mut input, options)? {
        Found::Document(reader) => Ok(Content::Document((reader.read)(&mut input, options)?)),
        Found::Units(format) => {
            let source = Source::from_bytes(bytes, origin)?;
            open_units(source, Some(format), &reading(options)).map(Content::Units)
        }
    }
}

/// A reader for a file.
enum Found {
    Document(&'static Reader),
    Units(&'static Format),
}

/// The format of a file. Those of documents go before those of units, but plain text comes last.
fn format_of(input: &mut Input<'_>, options: &ReadOptions) -> Result<Found> {
    if let Some(name) = &options.format {
        return match registry::by_name(name) {
            Ok(reader) => Ok(Found::Document(reader)),
            Err(unknown) => match format::registry::by_name(name) {
                Ok(format) if format.read.is_some() => Ok(Found::Units(format)),
                _ => Err(unknown),
            },
        };
    }
    let reader = registry::of(input, options)?;
    if reader.name != PLAIN.name {
        return Ok(Found::Document(reader));
    }
    let sample = input.sample()?;
    let source = Source::from_bytes(sample.bytes, input.origin())?;
    // A text beside its translation is a text.
    let units = format::registry::of(&source).ok().filter(|format| format.name != "moses");
    Ok(units.map_or(Found::Document(reader), Found::Units))
}

fn reading(options: &ReadOptions) -> Reading {
    Reading { encoding: options.encoding.clone(), ..Reading::default() }
}

fn several(path: &Path) -> Error {
    Error::new(ErrorKind::Text, "this is an archive of several files")
        .at(Place::file(path.display().to_string()))
        .hint("unpack it and name one of them")
}

/// Returns the blocks of a document in order.
pub fn blocks_of(document: &Document) -> impl Iterator<Item = ContentBlock<'_>> {
    let structure = &document.structure;
    let mut marks = structure.marks.iter().peekable();
    document.blocks.iter().enumerate().map(move |(at, block)| {
        let (mut kinds, mut placeholders) = (Vec::new(), Vec::new());
        while let Some(mark) = marks.next_if(|mark| mark.span.start < block.span.end) {
            match mark.kind {
                MarkKind::Placeholder => placeholders.push(mark.span.of(&document.text)),
                kind => kinds.push(kind),
            }
        }
        kinds.sort_unstable();
        kinds.dedup();
        let (key, time) = match structure.labels.get(&at) {
            Some(Label::Key(key)) => (Some(Cow::from(key)), None),
            Some(Label::Time { from, to }) => (None, Some(time(*from, *to))),
            None => (None, None),
        };
        let text = block.span.of(&document.text);
        let kind = block.kind;
        ContentBlock { kind, text, marks: kinds, placeholders, key, time, lang: None }
    })
}

/// Returns the texts of a unit. They share its key, or where it has none its number in the file; the
/// forms of a plural have theirs in brackets behind it.
pub fn blocks_of_unit(unit: &Unit, number: usize) -> Vec<ContentBlock<'_>> {
    let key = unit.meta.attribute("tuid");
    let key = key.map_or_else(|| number.to_string().into(), Cow::from);
    let variants = unit.variants.iter().filter(|variant| !variant.text.is_blank());
    variants
        .map(|variant| ContentBlock {
            kind: BlockKind::String,
            text: &variant.text.text,
            marks: marks_of(&variant.text),
            placeholders: Vec::new(),
            key: Some(match variant.meta.prop("x-plural") {
                Some(form) => format!("{key}[{form}]").into(),
                None => key.clone(),
            }),
            time: None,
            lang: Some(&variant.lang),
        })
        .collect()
}

/// Returns the kinds of type that a text has. Codes of the original document are none: whether `<b>`
/// is bold depends on the document.
fn marks_of(text: &Text) -> Vec<MarkKind> {
    let highlights = text.marks.iter().filter(|mark| mark.code.kind() == CodeKind::HighlightOpen);
    let kinds = highlights.filter_map(|mark| mark.code.category());
    let has = |name: &str| kinds.clone().any(|kind| kind.split(' ').any(|word| word == name));
    let named = [("bold", MarkKind::Bold), ("italic", MarkKind::Italic), ("link", MarkKind::Link)];
    named.into_iter().filter(|(name, _)| has(name)).map(|(_, kind)| kind).collect()
}

/// Writes the times of a subtitle.
fn time(from: u64, to: u64) -> String {
    let clock = |t: u64| {
        let (seconds, millis) = (t / 1000, t % 1000);
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        format!("{hours:02}:{minutes:02}:{:02}.{millis:03}", seconds % 60)
    };
    format!("{} --> {}", clock(from), clock(to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::draft::Draft;

    #[test]
    fn blocks_show_their_marks_and_labels() {
        let mut draft = Draft::default();
        draft.open(BlockKind::Cue);
        draft.label(Label::Time { from: 3_723_004, to: 3_725_000 });
        draft.begin(MarkKind::Italic);
        draft.push("صباح الخير");
        draft.end(MarkKind::Italic);
        draft.open(BlockKind::String);
        draft.label(Label::Key("a.b".into()));
        draft.push("نعم");
        let doc = draft.finish("a", &ReadOptions::default()).unwrap();
        let lines: Vec<String> =
            blocks_of(&doc).map(|block| serde_json::to_string(&block).unwrap()).collect();
        assert_eq!(
            lines,
            [
                r#"{"kind":"cue","text":"صباح الخير","marks":["i"],"time":"01:02:03.004 --> 01:02:05.000"}"#,
                r#"{"kind":"string","text":"نعم","key":"a.b"}"#
            ]
        );
    }

    #[test]
    fn files_of_units_are_told_from_texts() {
        let options = ReadOptions::default();
        let tmx = r#"<?xml version="1.0"?><tmx version="1.4"><header srclang="en"/><body><tu tuid="7">
            <tuv xml:lang="en"><seg>Yes</seg></tuv><tuv xml:lang="ar"><seg>نعم</seg></tuv></tu></body></tmx>"#.as_bytes();
        let Ok(Content::Units(units)) = content_of(tmx, "a.tmx", &options) else { panic!() };
        let (read, _) = units
            .read("reading", &mut crate::event::silent(), |units| units.collect::<Result<Vec<_>>>())
            .unwrap();
        let blocks = blocks_of_unit(&read[0], 1);
        assert_eq!((blocks[1].text, blocks[1].lang), ("نعم", Some(&Lang::arabic())));
        let text = content_of("قال.\nثم ذهب.".as_bytes(), "a.txt", &options);
        assert!(matches!(text, Ok(Content::Document(doc)) if doc.blocks.len() == 2));
        let named = ReadOptions { format: Some("tmx".into()), ..options };
        assert!(matches!(content_of(tmx, "a", &named), Ok(Content::Units(_))));
        let unknown = ReadOptions { format: Some("doc".into()), ..named };
        assert!(content_of(tmx, "a", &unknown).is_err());
    }
}
