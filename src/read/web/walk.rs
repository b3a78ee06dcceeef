//! The walk through a page: from tags to blocks. The stack of open elements follows the HTML standard
//! as far as blocks can tell: end tags that may be left out, marks that go on over blocks.

use std::{borrow::Cow, ops::Range};

use super::{
    attributes::{self, is_bullet, is_call, is_code, is_hidden, is_note},
    chunks::{Chunks, Context},
    elements::{self, Name, is_scope, mark},
    page::{Page, Sort},
    tokens::{Tag, Token, Tokens},
};
use crate::{
    document::{BlockKind, MarkKind},
    read::limits::MAX_DEPTH,
};

/// Number of open elements beyond which further ones only begin and end blocks.
const MAX_OPEN: usize = MAX_DEPTH;

/// How a page is to be walked through.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Manner {
    /// True for XHTML, where tags may close themselves.
    pub(super) is_xml: bool,
    /// True for a chapter of a book or a part of a text, which has no menus around it.
    pub(super) is_chapter: bool,
    /// True if hidden text is to be read too.
    pub(super) hidden: bool,
    /// True if comments are to be read too.
    pub(super) comments: bool,
}

/// Walks through a page.
pub(super) fn walk(source: &str, manner: Manner) -> Page {
    let mut walk = Walk {
        source,
        manner,
        chunks: Chunks::new(),
        stack: Vec::new(),
        unknown: 0,
        paragraphs: 0,
        beyond: 0,
        saw_hidden: false,
        sup: None,
    };
    for token in Tokens::new(source, manner.is_xml) {
        match token {
            Token::Start(tag) => walk.start(&tag),
            Token::End(name) => walk.end(&name),
            Token::Text(text, bytes) => walk.text(&text, bytes),
            Token::Comment(text) => walk.comment(&text),
        }
        if walk.chunks.page.check_full() {
            break;
        }
    }
    while !walk.stack.is_empty() {
        walk.pop();
    }
    walk.chunks.finish()
}

/// An open element.
struct Element {
    name: Cow<'static, str>,
    is_block: bool,
    inside: Context,
    /// Marks that its style began.
    styled: Vec<MarkKind>,
}

struct Walk<'t> {
    source: &'t str,
    manner: Manner,
    chunks: Chunks,
    stack: Vec<Element>,
    /// Number of open elements that the tables do not know.
    unknown: usize,
    /// Number of open paragraphs.
    paragraphs: usize,
    /// Number of open elements that the stack has no place for.
    beyond: usize,
    /// True if the hidden element that is open has text.
    saw_hidden: bool,
    /// The raised text that is open: the number of elements around it, its beginning, and whether it
    /// holds or is a link within the page.
    sup: Option<(usize, usize, bool)>,
}

impl Walk<'_> {
    fn inside(&self) -> Context {
        self.stack.last().map_or_else(Context::default, |top| top.inside)
    }

    fn start(&mut self, tag: &Tag) {
        if matches!(tag.name.as_str(), "html" | "body" | "head") {
            self.chunks.close();
            let lang = tag.get("lang").or_else(|| tag.get("xml:lang"));
            if let Some(lang) = lang.filter(|lang| !lang.trim().is_empty()) {
                self.chunks.page.lang = Some(lang.trim().to_owned());
            }
            return;
        }
        let name = elements::name(&tag.name);
        self.end_implied(name);
        if elements::is_of_table(name.text) && self.find_open("table").is_none() {
            return self.chunks.close();
        }
        if !tag.is_plain() {
            self.beside(tag);
        }
        if elements::is_void(&tag.name) {
            return self.void(tag);
        }
        let around = self.inside();
        let inside = self.context(tag, name);
        let is_shown = !inside.hidden && !inside.dropped;
        if let Some(kind) = mark(&tag.name).filter(|_| is_shown) {
            return self.begin_mark(tag, kind);
        }
        let sets_kind = !tag.is_plain() && attributes::kind(tag).is_some();
        let is_block = is_shown && (name.is_block || sets_kind);
        if is_block {
            self.chunks.close();
        }
        let matters = !name.text.is_empty() || inside != around || !is_shown;
        if tag.is_empty || !matters {
            return;
        }
        if self.stack.len() >= MAX_OPEN {
            self.beyond += 1;
            return;
        }
        if name.text == "sup" {
            self.sup = Some((self.stack.len(), self.chunks.end(), self.chunks.in_local_link()));
        }
        let is_run = matches!(name.text, "span" | "font") && is_shown;
        let styled: Vec<MarkKind> =
            if is_run { attributes::styled(tag).collect() } else { Vec::new() };
        let depth = self.stack.len();
        styled.iter().for_each(|kind| self.chunks.begin(*kind, depth, false));
        let text = match name.text {
            "" => Cow::Owned(tag.name.clone()),
            known => Cow::Borrowed(known),
        };
        self.paragraphs += usize::from(text == "p");
        self.unknown += usize::from(name.text.is_empty());
        self.stack.push(Element { name: text, is_block, inside, styled });
    }

    /// Returns how text within an element is to be taken.
    fn context(&mut self, tag: &Tag, name: Name) -> Context {
        let around = self.inside();
        let mut inside = around;
        let is_plain = tag.is_plain();
        if elements::is_machinery(&tag.name) || (!is_plain && is_call(tag)) {
            inside.dropped = true;
            return inside;
        }
        let is_unseen = elements::is_unseen(name.text) || (!is_plain && is_hidden(tag));
        inside.hidden |= is_unseen && !self.manner.hidden;
        inside.is_bullet = !is_plain && attributes::is_aria_hidden(tag);
        inside.notes |= !is_plain && is_note(tag);
        if let Some(kind) = attributes::kind(tag).or(name.kind) {
            inside.kind = kind;
            inside.is_title = attributes::is_title(tag);
        }
        if inside.notes && inside.kind != BlockKind::Heading {
            inside.kind = BlockKind::Note;
        }
        let is_pre = matches!(name.text, "pre" | "listing" | "xmp" | "plaintext");
        let keeps_lines = is_pre || name.text == "textarea";
        inside.pre |= keeps_lines;
        inside.code |= is_code(tag, is_pre) && (is_pre || name.is_block);
        if around.pre && matches!(name.text, "code" | "samp" | "kbd") && self.chunks.is_blank() {
            inside.code = true;
        }
        if keeps_lines && !around.pre {
            self.chunks.skip_line_end();
        }
        let sort = if self.manner.is_chapter {
            attributes::region_of_chapter(tag, name)
        } else {
            attributes::region(tag, name, around)
        };
        if let Some(sort) = sort.filter(|sort| !inside.notes && self.is_new(around, *sort)) {
            inside.region = self.chunks.page.region(around.region, sort);
            inside.in_article |= matches!(sort, Sort::Main | Sort::Article);
        }
        inside.in_section |= matches!(name.text, "section" | "article" | "main" | "aside" | "nav");
        inside
    }

    /// Returns true unless the region is a list within a list.
    fn is_new(&self, around: Context, sort: Sort) -> bool {
        let region = self.chunks.page.regions.get(around.region as usize);
        sort != Sort::List || region.is_none_or(|region| region.sort != Sort::List)
    }

    /// Ends the elements that the beginning of this one ends.
    fn end_implied(&mut self, name: Name) {
        let is_heading = name.kind == Some(BlockKind::Heading) && name.text != "title";
        let top = self.stack.last().map_or("", |top| top.name.as_ref());
        if is_heading && matches!(top, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            self.pop();
        }
        if elements::closes_others(name.text) {
            let mut end = self.stack.len();
            for (at, open) in self.stack.iter().enumerate().rev() {
                if elements::closes(name.text, &open.name) {
                    end = at;
                } else if elements::is_wall(name.text, &open.name) {
                    break;
                }
            }
            self.cut(end);
        }
        let in_paragraph = self.paragraphs > 0 && elements::ends_paragraph(name);
        if in_paragraph && let Some(at) = self.find_open("p") {
            self.cut(at);
        }
    }

    /// Returns the place of an open element, unless a cell or the like is nearer.
    fn find_open(&self, name: &str) -> Option<usize> {
        let is_table = elements::is_of_table(name);
        let known = elements::name(name);
        let is_inline = !known.is_block;
        if known.text.is_empty() && self.unknown == 0 {
            return None;
        }
        for (at, open) in self.stack.iter().enumerate().rev() {
            if open.name == name {
                return Some(at);
            }
            let is_wall = match (is_table, name) {
                (true, _) => open.name == "table",
                (false, "table") => false,
                _ => is_scope(&open.name) || open.name == "table" || (is_inline && open.is_block),
            };
            if is_wall {
                return None;
            }
        }
        None
    }

    fn break_line(&mut self) {
        let in_paragraph = self.paragraphs > 0 && self.find_open("p").is_some();
        self.chunks.line_break(self.inside(), in_paragraph);
    }

    fn end(&mut self, name: &str) {
        match name {
            "br" => return self.break_line(),
            "html" | "body" | "head" => return self.chunks.close(),
            _ => {}
        }
        if self.beyond > 0 && mark(name).is_none() {
            self.beyond -= 1;
            if elements::name(name).is_block {
                self.chunks.close();
            }
            return;
        }
        let is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let open = match self.stack.last() {
            Some(top)
                if is_heading && elements::name(&top.name).kind == Some(BlockKind::Heading) =>
            {
                Some(self.stack.len() - 1)
            }
            _ => self.find_open(name),
        };
        match (open, mark(name)) {
            (Some(at), _) => {
                self.chunks.is_whole = name == "p";
                self.cut(at);
                self.chunks.is_whole = false;
            }
            (None, Some(kind)) => {
                if kind == MarkKind::Link
                    && let Some((_, start, _)) = &self.sup
                {
                    let is_local = self.chunks.ends_local_link(*start);
                    self.sup =
                        self.sup.map(|(depth, start, local)| (depth, start, local || is_local));
                }
                self.chunks.end_mark(kind);
            }
            (None, None) if elements::name(name).is_block => self.chunks.close(),
            _ => {}
        }
    }

    /// Ends all elements from this place of the stack on.
    fn cut(&mut self, at: usize) {
        while self.stack.len() > at {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(element) = self.stack.pop() else { return };
        let depth = self.stack.len();
        self.paragraphs -= usize::from(element.name == "p");
        self.unknown -= usize::from(matches!(element.name, Cow::Owned(_)));
        element.styled.iter().for_each(|kind| self.chunks.end_mark(*kind));
        if let Some((at, start, is_local)) = self.sup
            && at == depth
        {
            self.sup = None;
            self.chunks.drop_call(start, is_local);
        }
        if element.inside.hidden && !self.inside().hidden {
            self.chunks.page.hidden += usize::from(self.saw_hidden);
            self.saw_hidden = false;
        }
        if element.is_block {
            self.chunks.close();
        }
        if is_scope(&element.name) {
            self.chunks.end_marks_within(depth);
        }
    }

    fn begin_mark(&mut self, tag: &Tag, kind: MarkKind) {
        let target = tag.get("href").or_else(|| tag.get("xlink:href"));
        if kind == MarkKind::Link {
            self.chunks.end_mark(kind);
            if target.is_none() {
                return;
            }
        }
        let is_local = target.is_some_and(|to| to.contains('#'));
        if !tag.is_empty {
            self.chunks.begin(kind, self.stack.len(), is_local);
        }
    }

    fn void(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "br" => self.break_line(),
            "hr" => self.chunks.close(),
            _ => {}
        }
    }

    /// Reads the texts that stand in attributes.
    fn beside(&mut self, tag: &Tag) {
        let mut inside = self.inside();
        if inside.dropped {
            return;
        }
        let name = tag.name.as_str();
        let is_picture = matches!(name, "img" | "image" | "area")
            || (name == "input" && tag.is_any("type", &["image"]));
        if is_picture {
            self.attribute(tag, "alt", inside, is_hidden(tag));
        } else if tag.is_any("role", &["img"]) {
            self.attribute(tag, "aria-label", inside, is_hidden(tag));
        }
        if matches!(name, "input" | "textarea") && !self.manner.is_chapter {
            inside.region = self.chunks.page.region(inside.region, Sort::Control);
            self.attribute(tag, "placeholder", inside, is_hidden(tag));
            if tag.is_any("type", &["submit", "button", "reset"]) {
                self.attribute(tag, "value", inside, is_hidden(tag));
            }
        }
        if !matches!(name, "link" | "style" | "script" | "iframe" | "html" | "meta") {
            self.attribute(tag, "title", inside, true);
        }
    }

    fn attribute(&mut self, tag: &Tag, name: &str, inside: Context, is_hidden: bool) {
        let Some(text) = tag.get(name).filter(|text| text.contains(char::is_alphabetic)) else {
            return;
        };
        if (is_hidden || inside.hidden) && !self.manner.hidden {
            self.chunks.page.hidden += usize::from(!inside.hidden);
            self.saw_hidden |= inside.hidden;
            return;
        }
        let is_field = matches!(name, "placeholder" | "value");
        let kind = if is_field { BlockKind::Paragraph } else { BlockKind::Alternative };
        self.chunks.beside(kind, text, value_bytes(self.source, tag.bytes(name)), inside);
    }

    fn text(&mut self, text: &str, bytes: Range<usize>) {
        let inside = self.inside();
        if inside.dropped {
            return;
        }
        if inside.hidden {
            if inside.is_bullet && is_bullet(text) {
                self.chunks.bullet();
            } else {
                self.saw_hidden |= text.contains(char::is_alphanumeric);
            }
            return;
        }
        self.chunks.text(text, bytes, self.source, inside);
    }

    fn comment(&mut self, text: &str) {
        let text = text.trim();
        let is_switch =
            text.starts_with("[if") || text.starts_with("<![endif") || text.starts_with('?');
        if is_switch || !text.contains(char::is_alphabetic) || self.inside().dropped {
            return;
        }
        if self.manner.comments {
            self.chunks.beside(BlockKind::Note, text, 0..0, self.inside());
        } else {
            self.chunks.page.comments += 1;
        }
    }
}

/// Returns the bytes of a value from those of its attribute.
fn value_bytes(source: &str, bytes: Range<usize>) -> Range<usize> {
    let raw = source.get(bytes.clone()).unwrap_or_default();
    let Some((_, value)) = raw.split_once('=') else { return bytes };
    let value = value.trim_ascii_start();
    let start = bytes.end - value.len();
    let length = match value.as_bytes() {
        [quote @ (b'"' | b'\''), inner @ ..] => {
            let length = memchr::memchr(*quote, inner).unwrap_or(inner.len());
            return start + 1..start + 1 + length;
        }
        _ => value.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(value.len()),
    };
    start..start + length
}
