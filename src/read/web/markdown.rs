//! Markdown: CommonMark with tables, footnotes, task lists, struck out text and front matter. What a
//! file holds of HTML is read as a page is. Only the name tells Markdown from plain text.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::{
    attributes, check_size, elements, fill, finish,
    tokens::{Token, Tokens},
    walk,
};
use crate::{
    document::{BlockKind, Document, Extra, MarkKind},
    error::Result,
    read::{
        draft::Draft,
        input::{Input, Sample},
        plain::ReadOptions,
        registry::Reader,
    },
};

/// Texts in Markdown.
pub static READER: Reader =
    Reader { name: "markdown", title: "Markdown", extensions: &["md", "markdown"], is, read };

/// Maximum size of a text, in bytes: the parser holds a node for each of its signs.
const MAX_TEXT: usize = 3 << 20;

fn is(sample: &Sample) -> bool {
    let is_named = READER.extensions.iter().any(|extension| sample.has_extension(extension));
    is_named && !sample.text.is_empty()
}

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let origin = input.origin().to_owned();
    let bytes = input.bytes()?;
    check_size(bytes.len(), MAX_TEXT, &origin)?;
    let text = crate::text::decode::decode(bytes, &origin, options.encoding.as_deref())?;
    let with = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    let mut draft = Draft::default();
    let part = draft.part("");
    let mut reading = Reading {
        draft,
        part,
        text: &text,
        options,
        origin: &origin,
        kinds: Vec::new(),
        inside: Inside::Text,
        gathered: String::new(),
        from: None,
        later: Vec::new(),
    };
    for (event, bytes) in Parser::new_ext(&text, with).into_offset_iter() {
        reading.event(event, bytes)?;
        if reading.draft.is_full() {
            break;
        }
    }
    reading.close();
    finish(reading.draft, &origin, options)
}

/// What the events belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    Text,
    /// The description of a picture, within so many pictures.
    Picture(usize),
    /// A block of HTML.
    Html,
    /// A block of code.
    Code,
    /// Front matter.
    Data,
}

struct Reading<'t> {
    draft: Draft,
    part: usize,
    text: &'t str,
    options: &'t ReadOptions,
    origin: &'t str,
    /// The kinds of block that the open containers give.
    kinds: Vec<BlockKind>,
    inside: Inside,
    /// The text of what is no ordinary text, and the place of its beginning if it is in one piece.
    gathered: String,
    from: Option<Range<usize>>,
    /// Descriptions of pictures and comments, which come after the open block.
    later: Vec<(BlockKind, String, Option<Range<usize>>)>,
}

impl Reading<'_> {
    fn event(&mut self, event: Event<'_>, bytes: Range<usize>) -> Result<()> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag)?,
            Event::Text(text) | Event::Html(text) if self.inside != Inside::Text => {
                self.gather(&text, bytes);
            }
            Event::Text(text) => self.push(&text, Some(bytes)),
            Event::Code(text) => {
                let inner = self.inner(&text, &bytes);
                self.push(&text, inner);
            }
            Event::InlineHtml(text) => self.inline(&text),
            Event::SoftBreak => self.white(" "),
            Event::HardBreak => self.white("\n"),
            Event::Rule => self.close(),
            _ => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag<'_>) {
        let kind = self.kinds.last().copied();
        match tag {
            Tag::Paragraph | Tag::BlockQuote(_) | Tag::Table(_) | Tag::List(_) => self.close(),
            Tag::Heading { .. } => self.container(BlockKind::Heading),
            Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                let is_note = kind == Some(BlockKind::Note);
                self.container(if is_note { BlockKind::Note } else { BlockKind::ListItem });
            }
            Tag::FootnoteDefinition(_) => self.container(BlockKind::Note),
            Tag::TableCell => self.container(BlockKind::Cell),
            Tag::Emphasis => self.draft.begin(MarkKind::Italic),
            Tag::Strong => self.draft.begin(MarkKind::Bold),
            Tag::Link { title, .. } => {
                self.draft.begin(MarkKind::Link);
                self.draft.leave_out(Extra::Hidden, usize::from(!title.is_empty()));
            }
            Tag::Image { title, .. } => {
                self.draft.leave_out(Extra::Hidden, usize::from(!title.is_empty()));
                match &mut self.inside {
                    Inside::Picture(depth) => *depth += 1,
                    _ => self.begin(Inside::Picture(0)),
                }
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.close();
                self.begin(Inside::Code);
            }
            Tag::HtmlBlock => {
                self.close();
                self.begin(Inside::Html);
            }
            Tag::MetadataBlock(MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle) => {
                self.begin(Inside::Data);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) -> Result<()> {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::FootnoteDefinition
            | TagEnd::TableCell => {
                self.close();
                self.kinds.pop();
            }
            TagEnd::Paragraph | TagEnd::BlockQuote(_) | TagEnd::List(_) => self.close(),
            TagEnd::Emphasis => self.draft.end(MarkKind::Italic),
            TagEnd::Strong => self.draft.end(MarkKind::Bold),
            TagEnd::Link => self.draft.end(MarkKind::Link),
            TagEnd::Image => match &mut self.inside {
                Inside::Picture(depth) if *depth > 0 => *depth -= 1,
                _ => {
                    let (text, bytes) = self.gathered();
                    self.later.push((BlockKind::Alternative, text, bytes));
                }
            },
            TagEnd::CodeBlock => self.aside(Extra::Code),
            TagEnd::MetadataBlock(_) => self.aside(Extra::Values),
            TagEnd::HtmlBlock => return self.html(),
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, inside: Inside) {
        self.inside = inside;
        self.gathered.clear();
        self.from = None;
    }

    fn gather(&mut self, text: &str, bytes: Range<usize>) {
        let is_next = self.text.get(bytes.clone()) == Some(text);
        self.from = match self.from.take() {
            _ if !is_next => None,
            None if self.gathered.is_empty() => Some(bytes),
            Some(from) if from.end == bytes.start => Some(from.start..bytes.end),
            _ => None,
        };
        self.gathered.push_str(text);
    }

    /// Ends what is no ordinary text.
    fn gathered(&mut self) -> (String, Option<Range<usize>>) {
        self.inside = Inside::Text;
        (std::mem::take(&mut self.gathered), self.from.take())
    }

    /// Ends a block that is left out unless it is asked for.
    fn aside(&mut self, extra: Extra) {
        let (text, bytes) = self.gathered();
        if extra == Extra::Values {
            let lang = text.lines().find_map(|line| line.strip_prefix("lang:"));
            super::declare(&mut self.draft, lang.map(|lang| lang.trim().trim_matches(['"', '\''])));
        }
        if text.trim().is_empty() {
            return;
        }
        if !self.options.extras.contains(&extra) {
            return self.draft.leave_out(extra, 1);
        }
        self.draft.open(BlockKind::Paragraph);
        self.add(&text, bytes);
        self.draft.close();
    }

    fn html(&mut self) -> Result<()> {
        let (text, bytes) = self.gathered();
        let page = walk::walk(&text, fill::manner(self.options, false, true));
        let part = bytes.map(|bytes| (self.part, bytes.start));
        fill::fill(&mut self.draft, &page, part, self.origin, self.options)
    }

    /// Reads a tag or a comment within a paragraph.
    fn inline(&mut self, html: &str) {
        match Tokens::new(html, false).next() {
            Some(Token::Start(tag)) if tag.name == "br" => self.white("\n"),
            Some(Token::Start(tag)) if tag.name == "img" => {
                let alt = tag.get("alt").filter(|alt| alt.contains(char::is_alphabetic));
                let alt = alt.filter(|_| !attributes::is_hidden(&tag));
                self.later.extend(alt.map(|alt| (BlockKind::Alternative, alt.to_owned(), None)));
            }
            Some(Token::Start(tag)) => {
                let mark = elements::mark(&tag.name);
                let mark = mark.filter(|kind| *kind != MarkKind::Link || tag.get("href").is_some());
                mark.into_iter().for_each(|kind| self.draft.begin(kind));
            }
            Some(Token::End(name)) => {
                elements::mark(&name).into_iter().for_each(|kind| self.draft.end(kind));
            }
            Some(Token::Comment(text)) if self.options.extras.contains(&Extra::Comments) => {
                self.later.push((BlockKind::Note, text, None));
            }
            Some(Token::Comment(_)) => self.draft.leave_out(Extra::Comments, 1),
            _ => {}
        }
    }

    fn container(&mut self, kind: BlockKind) {
        self.close();
        self.kinds.push(kind);
    }

    fn push(&mut self, text: &str, bytes: Option<Range<usize>>) {
        if !matches!(self.inside, Inside::Text) {
            return self.gather(text, bytes.unwrap_or_default());
        }
        if !self.draft.is_open() {
            self.draft.open(self.kinds.last().copied().unwrap_or(BlockKind::Paragraph));
        }
        self.add(text, bytes);
    }

    /// Adds text, with its place where that is known.
    fn add(&mut self, text: &str, bytes: Option<Range<usize>>) {
        match bytes {
            Some(bytes) if !bytes.is_empty() => self.draft.push_from(text, self.part, bytes),
            _ => self.draft.push(text),
        }
    }

    /// Returns the place of a span of code without the signs around it, if it is in one piece: the
    /// signs of a quotation may stand in it.
    fn inner(&self, text: &str, bytes: &Range<usize>) -> Option<Range<usize>> {
        let raw = self.text.get(bytes.clone())?;
        let signs = raw.len() - raw.trim_start_matches('`').len();
        let inner = raw.get(signs..raw.len().checked_sub(signs)?)?;
        let at = inner.find(text)?;
        let start = bytes.start + signs + at;
        Some(start..start + text.len())
    }

    fn white(&mut self, space: &str) {
        if self.inside != Inside::Text {
            self.gathered.push_str(space);
        } else if self.draft.is_open() {
            self.draft.push(space);
        }
    }

    fn close(&mut self) {
        self.draft.close();
        for (kind, text, bytes) in std::mem::take(&mut self.later) {
            self.draft.open(kind);
            self.add(text.trim(), bytes);
            self.draft.close();
        }
    }
}
