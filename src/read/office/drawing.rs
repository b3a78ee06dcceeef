//! DrawingML: the text of shapes on slides and sheets, of charts and diagrams.

use std::borrow::Cow;

use super::{
    names::Ns,
    opc::{Opc, Relations},
    story::Story,
    xml::{Part, Run, Scanner, Tag},
};
use crate::{
    document::{BlockKind, Extra, MarkKind},
    error::Result,
    read::{draft::Draft, plain::ReadOptions},
};

/// Reads all paragraphs of a chart or a diagram, wherever they stand in it.
pub(super) fn texts(part: &Part) -> Result<Draft> {
    fn descend(x: &mut Scanner<'_>, story: &mut Story) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            match (tag.ns, tag.name) {
                (Ns::Draw, "p") => paragraph(x, story, BlockKind::TextBox)?,
                _ => descend(x, story)?,
            }
        }
        Ok(())
    }
    let mut story = Story::new(&part.name, None);
    descend(&mut Scanner::new(part), &mut story)?;
    Ok(story.finish())
}

/// Reads the paragraphs in the element that was just entered.
fn paragraphs(x: &mut Scanner<'_>, story: &mut Story, kind: BlockKind) -> Result<()> {
    let level = x.level();
    while let Some(tag) = x.child(level)? {
        if tag.is(Ns::Draw, "p") {
            paragraph(x, story, kind)?;
        }
    }
    Ok(())
}

fn paragraph(x: &mut Scanner<'_>, story: &mut Story, kind: BlockKind) -> Result<()> {
    story.draft.open(kind);
    let level = x.level();
    while let Some(tag) = x.child(level)? {
        match (tag.ns, tag.name) {
            (Ns::Draw, "pPr") if kind == BlockKind::Paragraph => {
                let level = x.level();
                while let Some(tag) = x.child(level)? {
                    if matches!(tag.name, "buChar" | "buAutoNum" | "buBlip") {
                        story.draft.set_kind(BlockKind::ListItem);
                    }
                }
            }
            (Ns::Draw, "r" | "fld") => run(x, story)?,
            (Ns::Draw, "br") => story.draft.push("\n"),
            (Ns::Draw, _) => {}
            _ => math(x, story)?,
        }
    }
    story.close();
    Ok(())
}

fn run(x: &mut Scanner<'_>, story: &mut Story) -> Result<()> {
    let (level, mut marks) = (x.level(), Vec::new());
    while let Some(tag) = x.child(level)? {
        match tag.name {
            "rPr" => {
                for (name, mark) in [("b", MarkKind::Bold), ("i", MarkKind::Italic)] {
                    if tag.flag(name) && !marks.contains(&mark) {
                        marks.push(mark);
                    }
                }
                let level = x.level();
                while let Some(tag) = x.child(level)? {
                    if tag.name == "hlinkClick" && !marks.contains(&MarkKind::Link) {
                        marks.push(MarkKind::Link);
                    }
                }
            }
            "t" => {
                marks.iter().for_each(|mark| story.draft.begin(*mark));
                story.push(&coded(x.text()?));
                marks.iter().for_each(|mark| story.draft.end(*mark));
            }
            _ => {}
        }
    }
    Ok(())
}

/// Reads the letters of a formula, in their order; one of its forms.
fn math(x: &mut Scanner<'_>, story: &mut Story) -> Result<()> {
    let level = x.level();
    while let Some(tag) = x.child(level)? {
        match (tag.ns, tag.name) {
            (Ns::Math, "t") => story.push(&x.text()?),
            (Ns::Compatibility, "Fallback") => {}
            _ => math(x, story)?,
        }
    }
    Ok(())
}

/// Resolves the codes that spreadsheets and slides have for characters that XML does not allow, as in
/// `_x000D_`. The vertical tab is a line break.
pub(super) fn coded(run: Run<'_>) -> Run<'_> {
    if !run.text.contains("_x") && !run.text.contains('\u{B}') {
        return run;
    }
    let mut text = String::with_capacity(run.text.len());
    let mut rest = &*run.text;
    while let Some(at) = rest.find("_x") {
        let (before, code) = rest.split_at(at);
        text.push_str(before);
        let digits = code.get(2..6).filter(|_| code.get(6..7) == Some("_"));
        match digits.and_then(|digits| char::from_u32(u32::from_str_radix(digits, 16).ok()?)) {
            Some(c) => {
                text.push(c);
                rest = code.get(7..).unwrap_or_default();
            }
            None => {
                text.push_str("_x");
                rest = code.get(2..).unwrap_or_default();
            }
        }
    }
    text.push_str(rest);
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if matches!(c, '\u{B}' | '\r') { '\n' } else { c })
        .filter(|c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect();
    let is_same = text == run.text;
    Run { text: Cow::Owned(text), bytes: run.bytes.filter(|_| is_same) }
}

/// Walks over the shapes of a slide or a sheet.
pub(super) struct Shapes<'o, 'r> {
    pub(super) opc: &'o mut Opc<'r>,
    /// The relationships of the part with the shapes.
    pub(super) relations: Relations,
    pub(super) options: &'o ReadOptions,
    pub(super) story: Story,
    /// The kind of all text, for the notes of a slide.
    pub(super) kind: Option<BlockKind>,
}

/// What a shape is.
#[derive(Debug, Default)]
struct Shape {
    /// The kind of placeholder that it fills.
    placeholder: Option<String>,
    alternative: String,
    is_hidden: bool,
}

impl Shapes<'_, '_> {
    /// Reads the shapes in the element that was just entered.
    pub(super) fn read(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            if self.story.draft.is_full() {
                break;
            }
            self.child(&tag, x)?;
        }
        Ok(())
    }

    fn child(&mut self, tag: &Tag<'_>, x: &mut Scanner<'_>) -> Result<()> {
        match (tag.ns, tag.name) {
            (Ns::Compatibility, "AlternateContent") => self.alternate(x),
            (Ns::Slide | Ns::Placed, "sp" | "pic" | "graphicFrame" | "grpSp" | "cxnSp") => {
                self.shape(x)
            }
            (Ns::Draw, "tbl") => self.table(x),
            (Ns::Chart, "chart") => self.other_part(tag.get_prefixed("id").as_deref()),
            (Ns::Diagram, "relIds") => self.other_part(tag.get_prefixed("dm").as_deref()),
            _ => self.read(x),
        }
    }

    fn alternate(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let (level, mut is_read) = (x.level(), false);
        while let Some(tag) = x.child(level)? {
            if !is_read && matches!(tag.name, "Choice" | "Fallback") {
                is_read = true;
                self.read(x)?;
            }
        }
        Ok(())
    }

    /// Reads what `read` does, or counts it where it is to be left out.
    pub(super) fn unless_left_out(
        &mut self,
        extra: Option<Extra>,
        read: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<()> {
        let Some(extra) = extra.filter(|extra| !self.options.extras.contains(extra)) else {
            return read(self);
        };
        let story = std::mem::take(&mut self.story);
        read(self)?;
        let left_out = std::mem::replace(&mut self.story, story).finish();
        if !left_out.is_empty() {
            self.story.draft.leave_out(extra, 1);
        }
        Ok(())
    }

    fn shape(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let (level, mut shape) = (x.level(), Shape::default());
        while let Some(tag) = x.child(level)? {
            match tag.name {
                "nvSpPr" | "nvPicPr" | "nvGraphicFramePr" | "nvGrpSpPr" | "nvCxnSpPr" => {
                    shape.describe(x)?;
                    let text = std::mem::take(&mut shape.alternative);
                    let value = is_file_name(&text).then_some(Extra::Values);
                    let extra = if shape.is_hidden { Some(Extra::Hidden) } else { value };
                    self.unless_left_out(extra, |this| {
                        this.story.draft.block(BlockKind::Alternative, &text);
                        Ok(())
                    })?;
                }
                "txBody" => self.text(&shape, x)?,
                "spPr" | "grpSpPr" | "style" | "blipFill" => {}
                _ => {
                    let hidden = shape.is_hidden.then_some(Extra::Hidden);
                    self.unless_left_out(hidden, |this| this.child(&tag, x))?;
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, shape: &Shape, x: &mut Scanner<'_>) -> Result<()> {
        let (kind, extra) = match shape.placeholder.as_deref() {
            None => (BlockKind::TextBox, None),
            Some("title" | "ctrTitle") => (BlockKind::Heading, None),
            Some("hdr") => (BlockKind::Header, Some(Extra::Furniture)),
            Some("ftr" | "dt" | "sldNum") => (BlockKind::Footer, Some(Extra::Furniture)),
            Some(_) => (BlockKind::Paragraph, None),
        };
        let kind = if extra.is_some() { kind } else { self.kind.unwrap_or(kind) };
        let extra = if shape.is_hidden { Some(Extra::Hidden) } else { extra };
        self.unless_left_out(extra, |this| paragraphs(x, &mut this.story, kind))
    }

    fn table(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            if !tag.is(Ns::Draw, "tr") {
                continue;
            }
            let level = x.level();
            while let Some(tag) = x.child(level)? {
                if !tag.is(Ns::Draw, "tc") {
                    continue;
                }
                // The first cell of those merged is shown.
                let is_merged = tag.flag("hMerge") || tag.flag("vMerge");
                let kind = self.kind.unwrap_or(BlockKind::Cell);
                self.unless_left_out(is_merged.then_some(Extra::Hidden), |this| {
                    let level = x.level();
                    while let Some(tag) = x.child(level)? {
                        if tag.name == "txBody" {
                            paragraphs(x, &mut this.story, kind)?;
                        }
                    }
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    fn other_part(&mut self, id: Option<&str>) -> Result<()> {
        let Some(relation) = id.and_then(|id| self.relations.by_id(id)) else { return Ok(()) };
        let target = relation.target.clone();
        if let Some(part) = self.opc.part(&target)? {
            self.story.draft.append(texts(&part)?);
        }
        Ok(())
    }
}

impl Shape {
    /// Reads the properties of a shape that are not seen.
    fn describe(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            match tag.name {
                "cNvPr" => {
                    self.is_hidden = tag.flag("hidden");
                    self.alternative = alternative(&tag);
                }
                "nvPr" => {
                    let level = x.level();
                    while let Some(tag) = x.child(level)? {
                        if tag.name == "ph" {
                            self.placeholder = Some(tag.get("type").unwrap_or_default().into());
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Returns true for an alternative text that only names a file: some programs put the name of the
/// picture there.
pub(super) fn is_file_name(text: &str) -> bool {
    const ENDINGS: [&str; 10] =
        ["jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "svg", "emf", "wmf"];
    let ending = text.trim().rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// Returns the text that stands for a shape: its description, or else its title.
pub(super) fn alternative(tag: &Tag<'_>) -> String {
    let is_text = |text: &Cow<'_, str>| !text.trim().is_empty();
    let text = tag.get("descr").filter(is_text).or_else(|| tag.get("title").filter(is_text));
    text.unwrap_or_default().into_owned()
}
