//! OpenDocument (LibreOffice): texts, sheets and presentations, as packages or as flat XML.
//!
//! `text` walks over paragraphs, `shapes` over frames and slides, `sheet` over the cells of sheets;
//! `styles` tells what is bold, hidden or a caption.

mod shapes;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;
mod text;

use self::styles::{Look, Styles};
use super::{
    names::Ns,
    story::{Stories, Story},
    xml::{Index, Part, Scanner},
};
use crate::{
    document::{BlockKind, Document, Extra},
    error::{Error, ErrorKind, Place, Result},
    read::{
        draft::Draft,
        input::{Input, Sample},
        plain::ReadOptions,
        registry::Reader,
    },
};

/// The reader of texts.
pub(crate) static TEXT: Reader = Reader {
    name: "odt",
    title: "OpenDocument text",
    extensions: &["odt", "ott", "fodt"],
    is: |sample| is(sample, &["text"]) || is_undeclared(sample),
    read,
};

/// The reader of sheets.
pub(crate) static SHEET: Reader = Reader {
    name: "ods",
    title: "OpenDocument spreadsheet",
    extensions: &["ods", "ots", "fods"],
    is: |sample| is(sample, &["spreadsheet"]),
    read,
};

/// The reader of presentations and drawings.
pub(crate) static PRESENTATION: Reader = Reader {
    name: "odp",
    title: "OpenDocument presentation",
    extensions: &["odp", "otp", "fodp", "odg", "otg", "fodg"],
    is: |sample| is(sample, &["presentation", "graphics"]),
    read,
};

/// What the media types of all these begin with.
const TYPE: &str = "application/vnd.oasis.opendocument.";
const CONTENT: &str = "content.xml";
const MANIFEST: &str = "META-INF/manifest.xml";

/// Returns true for a package or a flat file of one of these kinds.
fn is(sample: &Sample, kinds: &[&str]) -> bool {
    let is_kind = |declared: &str| {
        let rest = declared.strip_prefix(TYPE);
        rest.is_some_and(|rest| kinds.iter().any(|kind| rest.starts_with(kind)))
    };
    if !sample.declared.is_empty() {
        return is_kind(&sample.declared);
    }
    is_flat(&sample.text) && sample.text.find(TYPE).is_some_and(|at| is_kind(&sample.text[at..]))
}

fn is_flat(text: &str) -> bool {
    let start = text.trim_start();
    start.starts_with('<') && start.contains("<office:document ") && start.contains(":mimetype=")
}

fn is_undeclared(sample: &Sample) -> bool {
    let has = |name: &str| sample.members.contains(name);
    sample.declared.is_empty() && has(CONTENT) && has(MANIFEST)
}

/// The parts of a document: one for both in flat XML.
struct Parts {
    content: Part,
    styles: Option<Part>,
}

fn read(input: &mut Input<'_>, options: &ReadOptions) -> Result<Document> {
    let origin = input.origin().to_owned();
    let parts = if input.sample()?.members.is_empty() {
        Parts { content: Part::new("", &origin, input.bytes()?)?, styles: None }
    } else {
        open(input, &origin)?
    };
    let mut styles = Styles::default();
    for part in [Some(&parts.content), parts.styles.as_ref()].into_iter().flatten() {
        styles.read(part)?;
    }
    let mut walker = Walker {
        styles: &styles,
        options,
        stories: Stories::new(Story::new(&parts.content.name, None), &origin),
        deletions: None,
        looks: Vec::new(),
        lists: 0,
        hidden: 0,
        is_lost: false,
    };
    walker.content(&parts.content)?;
    walker.furniture(parts.styles.as_ref().unwrap_or(&parts.content))?;
    walker.stories.open.finish().finish(&origin, options)
}

fn open(input: &mut Input<'_>, origin: &str) -> Result<Parts> {
    let mut package = input.package()?;
    let manifest = package.part(MANIFEST)?.unwrap_or_default();
    if memchr::memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(Error::new(ErrorKind::Text, "this is an encrypted OpenDocument file")
            .at(Place::file(origin))
            .hint("open it with its password and save it without one"));
    }
    let Some(content) = package.part(CONTENT)? else {
        return Err(Error::new(ErrorKind::Text, format!("the package has no '{CONTENT}'"))
            .at(Place::file(origin))
            .hint("open it in the program that made it and save it again"));
    };
    let content = Part::new(CONTENT, origin, content)?;
    let styles = package.part("styles.xml")?;
    let styles = styles.map(|bytes| Part::new("styles.xml", origin, bytes)).transpose()?;
    Ok(Parts { content, styles })
}

/// Walks over the parts of a document.
struct Walker<'p> {
    styles: &'p Styles,
    options: &'p ReadOptions,
    stories: Stories,
    /// The places of deleted text, which a tracked change keeps apart.
    deletions: Option<Index<'p>>,
    /// The looks of the paragraph and of the spans that are open.
    looks: Vec<Look>,
    /// The number of lists around.
    lists: usize,
    /// The number of hidden elements around.
    hidden: usize,
    /// True if there was text in them.
    is_lost: bool,
}

impl<'p> Walker<'p> {
    /// Reads the body.
    fn content(&mut self, part: &'p Part) -> Result<()> {
        let mut x = Scanner::new(part);
        x.child(0)?;
        while let Some(tag) = x.child(1)? {
            if tag.is(Ns::Office, "body") {
                while let Some(tag) = x.child(2)? {
                    if tag.is(Ns::Office, "spreadsheet") {
                        self.sheets(&mut x)?;
                    } else {
                        self.blocks(&mut x)?;
                    }
                }
            }
        }
        self.stories.open.close();
        Ok(())
    }

    /// Reads the running heads and feet of page styles.
    fn furniture(&mut self, part: &'p Part) -> Result<()> {
        let mut x = Scanner::new(part);
        x.child(0)?;
        while let Some(tag) = x.child(1)? {
            if !tag.is(Ns::Office, "master-styles") {
                continue;
            }
            while let Some(tag) = x.child(2)? {
                if !tag.is(Ns::Style, "master-page") {
                    continue;
                }
                while let Some(tag) = x.child(3)? {
                    let kind = match tag.name {
                        "header" | "header-left" | "header-first" => BlockKind::Header,
                        "footer" | "footer-left" | "footer-first" => BlockKind::Footer,
                        _ => continue,
                    };
                    if tag.ns != Ns::Style || tag.get("display").is_some_and(|v| v == "false") {
                        continue;
                    }
                    self.aside(&mut x, Some(kind), Some(Extra::Furniture), Self::blocks)?;
                }
            }
        }
        Ok(())
    }

    /// Reads a story that stands in the open block, whose blocks come after that one; or counts it
    /// where it is to be left out.
    fn aside(
        &mut self,
        x: &mut Scanner<'p>,
        kind: Option<BlockKind>,
        extra: Option<Extra>,
        read: impl FnOnce(&mut Self, &mut Scanner<'p>) -> Result<()>,
    ) -> Result<()> {
        self.stories.enter(Story::new(&x.part().name, kind))?;
        let looks = std::mem::take(&mut self.looks);
        let lists = std::mem::take(&mut self.lists);
        read(self, x)?;
        (self.looks, self.lists) = (looks, lists);
        match extra.filter(|extra| !self.options.extras.contains(extra)) {
            None => self.stories.leave_after(),
            Some(extra) => {
                let left_out: Draft = self.stories.leave();
                if !left_out.is_empty() {
                    self.stories.leave_out(extra);
                }
            }
        }
        Ok(())
    }

    /// Reads what may be hidden.
    fn hidden_if(
        &mut self,
        is_hidden: bool,
        x: &mut Scanner<'p>,
        read: impl FnOnce(&mut Self, &mut Scanner<'p>) -> Result<()>,
    ) -> Result<()> {
        if !is_hidden || self.options.extras.contains(&Extra::Hidden) {
            return read(self, x);
        }
        self.hidden += 1;
        read(self, x)?;
        self.hidden -= 1;
        if self.hidden == 0 && std::mem::take(&mut self.is_lost) {
            self.stories.leave_out(Extra::Hidden);
        }
        Ok(())
    }

    /// Returns true where text is shown; notes a loss where it is not.
    fn shows(&mut self, text: &str) -> bool {
        self.is_lost |= self.hidden > 0 && !text.trim().is_empty();
        self.hidden == 0
    }
}
