//! Word documents (DOCX, DOCM, DOTX, DOTM), strict and transitional.
//!
//! The text is read as if all tracked changes were accepted. `body` walks over paragraphs and tables,
//! `run` over the text in them, `shapes` over pictures and text boxes; `styles` tells headings, lists,
//! and what is hidden.

mod body;
mod chunk;
#[cfg(test)]
mod chunk_tests;
mod fields;
mod run;
mod shapes;
mod styles;
mod symbols;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use self::{
    fields::Fields,
    styles::{Known, Styles},
};
use super::{
    names::Ns,
    opc::{self, Opc, Relations},
    story::{Stories, Story},
    xml::{Index, Part, Run, Scanner, Tag},
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

/// The reader of Word documents.
pub(crate) static READER: Reader = Reader {
    name: "docx",
    title: "Word document",
    extensions: &["docx", "docm", "dotx", "dotm"],
    is,
    read,
};

/// Maximum number of references to running heads and feet that are followed.
const MAX_FURNITURE: usize = 10_000;
/// Number of alternative texts that are remembered, so that none comes twice.
const MAX_ALTERNATIVES: usize = 16;
/// The part with the text, as Word names it.
const MAIN: &str = "word/document.xml";

fn is(sample: &Sample) -> bool {
    let types = [
        "wordprocessingml.document.main+xml",
        "wordprocessingml.template.main+xml",
        "ms-word.document.macroEnabled.main+xml",
        "ms-word.template.macroEnabledTemplate.main+xml",
    ];
    opc::is(sample, &types, MAIN)
}

/// The parts beside the text that it calls.
struct Called {
    footnotes: Option<Part>,
    endnotes: Option<Part>,
    comments: Option<Part>,
}

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let origin = input.origin().to_owned();
    let mut opc = Opc::open(input)?;
    draft_of(&mut opc, options, 0)?.finish(&origin, options)
}

/// Reads a package; `depth` is the number of documents around.
fn draft_of(opc: &mut Opc<'_>, options: &ReadOptions, depth: usize) -> Result<Draft> {
    let name = opc.main(MAIN)?;
    let relations = opc.relations(&name)?;
    let mut of_kind = |kind: &str| match relations.of_kind(kind).next() {
        Some(relation) => opc.part(&relation.target),
        None => Ok(None),
    };
    let styles = of_kind("styles")?.as_ref().map(Styles::read).transpose()?.unwrap_or_default();
    let called = Called {
        footnotes: of_kind("footnotes")?,
        endnotes: of_kind("endnotes")?,
        comments: of_kind("comments")?,
    };
    let main = opc.required(&name)?;
    let mut read = |with_fields| {
        let around = Around { options, depth, with_fields };
        Walker::document(opc, &main, &called, &styles, around)
    };
    // A field without an end would swallow all that follows.
    match read(true)? {
        Some(draft) => Ok(draft),
        None => Ok(read(false)?.unwrap_or_default()),
    }
}

/// How a document is read.
#[derive(Clone, Copy)]
struct Around<'p> {
    options: &'p ReadOptions,
    /// The number of documents around.
    depth: usize,
    with_fields: bool,
}

/// Walks over the parts of a document.
struct Walker<'p, 'o, 'r> {
    opc: &'o mut Opc<'r>,
    /// The relationships of the part that is read.
    relations: Relations,
    styles: &'p Styles,
    options: &'p ReadOptions,
    footnotes: Option<Index<'p>>,
    endnotes: Option<Index<'p>>,
    comments: Option<Index<'p>>,
    stories: Stories,
    /// The fields that are open in the story.
    fields: Fields,
    /// True if a story ended in the code of a field.
    is_broken: bool,
    /// The style of the paragraph.
    paragraph: Known,
    /// True if the mark of the paragraph before is deleted: the next one goes on in its block.
    is_joined: bool,
    deleted: Omitted,
    hidden: Omitted,
    /// True if the text that follows in the run is the sign of a note.
    is_sign: bool,
    /// The alternative texts of the drawing.
    alternatives: Vec<String>,
    /// The number of documents around.
    depth: usize,
    /// The running heads and feet that sections refer to.
    furniture: Vec<(String, BlockKind)>,
}

/// Text that is left out while elements are open.
#[derive(Debug, Default)]
struct Omitted {
    /// The number of such elements around.
    depth: usize,
    /// True if there was text.
    is_lost: bool,
}

impl<'p, 'o, 'r> Walker<'p, 'o, 'r> {
    /// Reads a document; `None` if it ends in the code of a field.
    fn document(
        opc: &'o mut Opc<'r>,
        main: &'p Part,
        called: &'p Called,
        styles: &'p Styles,
        around: Around<'p>,
    ) -> Result<Option<Draft>> {
        let Around { options, depth, with_fields } = around;
        let index = |part: &'p Option<Part>| part.as_ref().map(|p| Index::of(p, key)).transpose();
        let story = Story::new(&main.name, None);
        let relations = opc.relations(&main.name)?;
        let mut walker = Self {
            stories: Stories::new(story, &main.origin),
            opc,
            relations,
            styles,
            options,
            footnotes: index(&called.footnotes)?,
            endnotes: index(&called.endnotes)?,
            comments: index(&called.comments)?,
            fields: Fields::new(with_fields),
            is_broken: false,
            paragraph: styles.paragraph(None),
            is_joined: false,
            deleted: Omitted::default(),
            hidden: Omitted::default(),
            is_sign: false,
            alternatives: Vec::new(),
            depth,
            furniture: Vec::new(),
        };
        let mut x = Scanner::new(main);
        if x.child(0)?.is_some() {
            walker.blocks(&mut x)?;
        }
        if walker.is_broken || walker.fields.is_in_code() {
            return Ok(None);
        }
        walker.read_furniture()?;
        Ok(Some(walker.stories.open.finish()))
    }

    /// Reads the running heads and feet, each once.
    fn read_furniture(&mut self) -> Result<()> {
        let mut seen = BTreeSet::new();
        let targets: Vec<(String, BlockKind)> = std::mem::take(&mut self.furniture)
            .into_iter()
            .filter_map(|(id, kind)| Some((self.relations.by_id(&id)?.target.clone(), kind)))
            .filter(|(target, _)| seen.insert(target.clone()))
            .collect();
        for (target, kind) in targets {
            let Some(part) = self.opc.part(&target)? else { continue };
            self.relations = self.opc.relations(&target)?;
            self.fields = Fields::new(self.fields.is_on());
            self.stories.enter(Story::new(&part.name, Some(kind)))?;
            let mut x = Scanner::new(&part);
            if x.child(0)?.is_some() {
                self.blocks(&mut x)?;
            }
            let draft = self.stories.leave();
            if self.options.extras.contains(&Extra::Furniture) {
                self.stories.open.add_after(draft);
            } else if !draft.is_empty() {
                self.stories.leave_out(Extra::Furniture);
            }
        }
        Ok(())
    }

    /// Reads a story that stands in the open block; its blocks come after that one.
    fn inner(&mut self, x: &mut Scanner<'_>, kind: BlockKind) -> Result<()> {
        self.stories.enter(Story::new(&x.part().name, Some(kind)))?;
        let inner = self.fields.inner();
        let fields = std::mem::replace(&mut self.fields, inner);
        let (paragraph, is_joined) = (self.paragraph, std::mem::take(&mut self.is_joined));
        let is_sign = std::mem::take(&mut self.is_sign);
        self.blocks(x)?;
        self.is_broken |= self.fields.is_in_code();
        (self.fields, self.paragraph) = (fields, paragraph);
        (self.is_joined, self.is_sign) = (is_joined, is_sign);
        self.stories.leave_after();
        Ok(())
    }

    /// Begins what is left out unless it is asked for.
    fn omit(&mut self, extra: Extra) {
        if !self.options.extras.contains(&extra) {
            self.omitted(extra).depth += 1;
        }
    }

    /// Ends it, and counts it if there was text.
    fn end_omitting(&mut self, extra: Extra) {
        let omitted = self.omitted(extra);
        omitted.depth = omitted.depth.saturating_sub(1);
        if omitted.depth == 0 && std::mem::take(&mut omitted.is_lost) {
            self.stories.leave_out(extra);
        }
    }

    fn omitted(&mut self, extra: Extra) -> &mut Omitted {
        if extra == Extra::Deleted { &mut self.deleted } else { &mut self.hidden }
    }

    /// Returns true where text is shown; notes a loss where there is some and it is not.
    fn shows(&mut self, text: &str) -> bool {
        if self.fields.is_muted() || self.is_sign {
            return false;
        }
        let is_text = !text.trim().is_empty();
        for omitted in [&mut self.deleted, &mut self.hidden] {
            if omitted.depth > 0 {
                omitted.is_lost |= is_text;
                return false;
            }
        }
        true
    }

    /// Adds text.
    fn push(&mut self, run: &Run<'_>) {
        if !run.text.is_empty() && self.shows(&run.text) {
            self.stories.open.push(run);
        }
    }

    /// Reads one of the alternatives of `mc:AlternateContent`: they hold the same for newer and for
    /// older programs.
    fn alternate<'x>(
        &mut self,
        x: &mut Scanner<'x>,
        read: fn(&mut Self, &mut Scanner<'x>) -> Result<()>,
    ) -> Result<()> {
        let (level, mut is_read) = (x.level(), false);
        while let Some(tag) = x.child(level)? {
            if !is_read && matches!(tag.name, "Choice" | "Fallback") {
                is_read = true;
                read(self, x)?;
            }
        }
        Ok(())
    }
}

/// Returns the identifier of a note; none for the lines that separate notes from the text.
fn key(tag: &Tag<'_>) -> Option<String> {
    let is_note = tag.get("type").is_none_or(|kind| kind == "normal");
    tag.get("id").filter(|_| is_note && tag.ns == Ns::Word).map(|id| id.into_owned())
}
