//! Presentations (PPTX, PPTM, PPSX, PPSM, POTX, POTM).
//!
//! Slides are read in the order in which they are shown, each with its notes behind it. Hidden slides
//! are left out, and so are slide numbers, dates and footers.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::{
    drawing::Shapes,
    names::Ns,
    opc::{self, Opc, Relations},
    story::Story,
    xml::{Part, Scanner},
};
use crate::{
    document::{BlockKind, Document, Extra},
    error::Result,
    read::{
        draft::Draft,
        input::{Input, Sample},
        plain::ReadOptions,
        registry::Reader,
    },
};

/// The reader of presentations.
pub(crate) static READER: Reader = Reader {
    name: "pptx",
    title: "PowerPoint presentation",
    extensions: &["pptx", "pptm", "ppsx", "ppsm", "potx", "potm"],
    is,
    read,
};

/// The main part, as PowerPoint names it.
const MAIN: &str = "ppt/presentation.xml";

fn is(sample: &Sample) -> bool {
    let types = [
        "presentationml.presentation.main+xml",
        "presentationml.slideshow.main+xml",
        "presentationml.template.main+xml",
        "ms-powerpoint.presentation.macroEnabled.main+xml",
        "ms-powerpoint.slideshow.macroEnabled.main+xml",
        "ms-powerpoint.template.macroEnabled.main+xml",
    ];
    opc::is(sample, &types, MAIN)
}

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let origin = input.origin().to_owned();
    let mut opc = Opc::open(input)?;
    let main = opc.main(MAIN)?;
    let relations = opc.relations(&main)?;
    let main = opc.required(&main)?;
    let mut draft = Draft::default();
    for slide in slides(&main, &relations)? {
        if draft.is_full() {
            break;
        }
        draft.append(read_slide(&mut opc, &slide, options)?);
    }
    draft.finish(&origin, options)
}

/// Returns the names of the slides, in their order.
fn slides(main: &Part, relations: &Relations) -> Result<Vec<String>> {
    let (mut x, mut names, mut seen) = (Scanner::new(main), Vec::new(), BTreeSet::new());
    x.child(0)?;
    while let Some(tag) = x.child(1)? {
        if tag.is(Ns::Slide, "sldIdLst") {
            while let Some(tag) = x.child(2)? {
                let id = tag.get_prefixed("id");
                let slide = id.and_then(|id| relations.by_id(&id));
                let slide = slide.map(|slide| slide.target.clone());
                names.extend(slide.filter(|name| seen.insert(name.clone())));
            }
        }
    }
    Ok(names)
}

fn read_slide(opc: &mut Opc<'_>, name: &str, options: &ReadOptions) -> Result<Draft> {
    let Some(part) = opc.part(name)? else { return Ok(Draft::default()) };
    let relations = opc.relations(name)?;
    let target = |kind: &str| relations.of_kind(kind).next().map(|r| r.target.clone());
    let (notes, comments) = (target("notesSlide"), target("comments"));
    let mut shapes = Shapes { opc, relations, options, story: Story::new(name, None), kind: None };
    let mut x = Scanner::new(&part);
    let Some(root) = x.child(0)? else { return Ok(Draft::default()) };
    let is_hidden = root.get("show").is_some_and(|show| matches!(&*show, "0" | "false"));
    shapes.unless_left_out(is_hidden.then_some(Extra::Hidden), |shapes| {
        shapes.read(&mut x)?;
        if let Some(name) = notes {
            read_notes(shapes, &name)?;
        }
        Ok(())
    })?;
    if let Some(part) = comments.map(|name| shapes.opc.part(&name)).transpose()?.flatten() {
        read_comments(&part, &mut shapes.story.draft, options)?;
    }
    Ok(shapes.story.finish())
}

/// Reads the speaker's notes of a slide.
fn read_notes(shapes: &mut Shapes<'_, '_>, name: &str) -> Result<()> {
    let Some(part) = shapes.opc.part(name)? else { return Ok(()) };
    let relations = shapes.opc.relations(name)?;
    let mut notes = Shapes {
        opc: &mut *shapes.opc,
        relations,
        options: shapes.options,
        story: Story::new(name, None),
        kind: Some(BlockKind::Note),
    };
    notes.read(&mut Scanner::new(&part))?;
    let notes = notes.story.finish();
    shapes.story.draft.append(notes);
    Ok(())
}

/// Reads the comments on a slide, of the older form and of the newer.
fn read_comments(part: &Part, draft: &mut Draft, options: &ReadOptions) -> Result<()> {
    fn descend(x: &mut Scanner<'_>, text: &mut String) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            match tag.name {
                "text" | "t" => text.push_str(&x.text()?.text),
                _ => descend(x, text)?,
            }
        }
        Ok(())
    }
    let mut x = Scanner::new(part);
    x.child(0)?;
    while x.child(1)?.is_some() {
        let mut text = String::new();
        descend(&mut x, &mut text)?;
        if options.extras.contains(&Extra::Comments) {
            draft.block(BlockKind::Note, &text);
        } else if !text.trim().is_empty() {
            draft.leave_out(Extra::Comments, 1);
        }
    }
    Ok(())
}
