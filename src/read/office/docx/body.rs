//! Paragraphs and tables.

use super::{
    super::{
        names::Ns,
        roles::Role,
        xml::{Scanner, Tag},
    },
    MAX_FURNITURE, Walker,
    styles::{Shape, Type},
};
use crate::{
    document::{BlockKind, Extra, MarkKind},
    error::Result,
};

/// Elements around paragraphs, rows, cells or runs that say nothing of the text: content controls, marks
/// of smart tags and custom XML, insertions.
pub(super) fn is_wrapper(tag: &Tag<'_>) -> bool {
    const WRAPPERS: [&str; 10] = [
        "body",
        "sdt",
        "sdtContent",
        "customXml",
        "smartTag",
        "ins",
        "moveTo",
        "dir",
        "bdo",
        "subDoc",
    ];
    tag.ns == Ns::Word && WRAPPERS.contains(&tag.name)
}

/// Elements around what a tracked change takes away.
pub(super) fn is_deletion(tag: &Tag<'_>) -> bool {
    tag.ns == Ns::Word && matches!(tag.name, "del" | "moveFrom")
}

impl Walker<'_, '_, '_> {
    /// Reads the blocks in the element that was just entered, which is a story, a cell or the like.
    pub(super) fn blocks(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        self.read_blocks(x)?;
        self.settle();
        Ok(())
    }

    fn read_blocks(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            if self.stories.open.draft.is_full() {
                break;
            }
            if is_wrapper(&tag) {
                self.read_blocks(x)?;
            } else if is_deletion(&tag) {
                self.omit(Extra::Deleted);
                self.read_blocks(x)?;
                self.end_omitting(Extra::Deleted);
            } else if tag.is(Ns::Compatibility, "AlternateContent") {
                self.alternate(x, Self::read_blocks)?;
            } else if tag.ns == Ns::Math {
                self.math(x)?;
            } else if tag.ns == Ns::Word {
                match tag.name {
                    "p" => self.paragraph(x)?,
                    "tbl" => self.table(x)?,
                    "sectPr" => self.section(x)?,
                    "altChunk" => self.chunk(&tag)?,
                    _ => self.inline_child(&tag, x)?,
                }
            }
        }
        Ok(())
    }

    /// Ends the open block where no other can go on with it.
    pub(super) fn settle(&mut self) {
        self.is_joined = false;
        self.stories.open.close();
    }

    fn paragraph(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        if !std::mem::take(&mut self.is_joined) {
            self.settle();
            self.stories.open.draft.open(BlockKind::Paragraph);
        }
        let (level, mut style, mut shape) = (x.level(), None, Shape::default());
        let mut is_mark_deleted = false;
        self.shape(None, shape);
        while let Some(tag) = x.child(level)? {
            if !tag.is(Ns::Word, "pPr") {
                self.inline_child(&tag, x)?;
                continue;
            }
            let level = x.level();
            while let Some(tag) = x.child(level)? {
                match tag.name {
                    "pStyle" => style = tag.get("val"),
                    "rPr" => is_mark_deleted |= self.is_mark_deleted(x)?,
                    "sectPr" => self.section(x)?,
                    _ => shape.set(&tag, x)?,
                }
            }
            self.shape(style.as_deref(), shape);
        }
        if is_mark_deleted {
            self.is_joined = true;
        } else {
            self.stories.open.close();
        }
        Ok(())
    }

    /// Sets the kind of the open paragraph.
    fn shape(&mut self, style: Option<&str>, own: Shape) {
        self.paragraph = self.styles.paragraph(style);
        let kind = match self.paragraph.role_of(own) {
            Some(Role::Heading) => BlockKind::Heading,
            Some(Role::Caption) => BlockKind::Caption,
            Some(Role::ListItem) => BlockKind::ListItem,
            None => BlockKind::Paragraph,
        };
        let kind = self.stories.open.kind(kind);
        self.stories.open.draft.set_kind(kind);
    }

    /// Reads the properties of a paragraph mark, and returns true if it is deleted: the paragraph and
    /// the next are one then.
    fn is_mark_deleted(&mut self, x: &mut Scanner<'_>) -> Result<bool> {
        let (level, mut is_deleted) = (x.level(), false);
        while let Some(tag) = x.child(level)? {
            is_deleted |= is_deletion(&tag);
        }
        Ok(is_deleted && !self.options.extras.contains(&Extra::Deleted))
    }

    /// Takes note of the running heads and feet of a section.
    fn section(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            let kind = match tag.name {
                "headerReference" => BlockKind::Header,
                "footerReference" => BlockKind::Footer,
                _ => continue,
            };
            if let Some(id) = tag.get("id").filter(|_| self.furniture.len() < MAX_FURNITURE) {
                self.furniture.push((id.into_owned(), kind));
            }
        }
        Ok(())
    }

    fn table(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        self.settle();
        self.stories.open.tables += 1;
        self.rows(x)?;
        self.stories.open.tables = self.stories.open.tables.saturating_sub(1);
        Ok(())
    }

    fn rows(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            if is_wrapper(&tag) {
                self.rows(x)?;
            } else if tag.is(Ns::Compatibility, "AlternateContent") {
                self.alternate(x, Self::rows)?;
            } else if tag.is(Ns::Word, "tr") {
                self.row(x)?;
            }
        }
        Ok(())
    }

    fn row(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let (level, mut omitted) = (x.level(), Vec::new());
        while let Some(tag) = x.child(level)? {
            if !tag.is(Ns::Word, "trPr") {
                self.cells(&tag, x)?;
                continue;
            }
            let level = x.level();
            while let Some(tag) = x.child(level)? {
                let extra = match tag.name {
                    "del" => Extra::Deleted,
                    "hidden" if tag.is_on() => Extra::Hidden,
                    _ => continue,
                };
                self.omit(extra);
                omitted.push(extra);
            }
        }
        omitted.iter().for_each(|extra| self.end_omitting(*extra));
        Ok(())
    }

    /// Reads a cell, or the cells within an element.
    fn cells(&mut self, tag: &Tag<'_>, x: &mut Scanner<'_>) -> Result<()> {
        if tag.is(Ns::Word, "tc") {
            return self.cell(x);
        }
        if is_wrapper(tag) {
            let level = x.level();
            while let Some(tag) = x.child(level)? {
                self.cells(&tag, x)?;
            }
        }
        Ok(())
    }

    fn cell(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let properties = {
            // They stand first; the rest of the cell is read from its beginning.
            let (level, mut found) = (x.level(), CellState::Shown);
            match x.child(level)? {
                Some(tag) if tag.is(Ns::Word, "tcPr") => {
                    let level = x.level();
                    while let Some(tag) = x.child(level)? {
                        found = found.or(&tag);
                    }
                }
                Some(tag) => self.first_block(&tag, x)?,
                None => return Ok(()),
            }
            found
        };
        let extra = match properties {
            CellState::Shown => None,
            // Word shows the first cell of those merged; what the others hold is not seen.
            CellState::Continued => Some(Extra::Hidden),
            CellState::Deleted => Some(Extra::Deleted),
        };
        extra.into_iter().for_each(|extra| self.omit(extra));
        self.blocks(x)?;
        extra.into_iter().for_each(|extra| self.end_omitting(extra));
        Ok(())
    }

    /// Reads the first child of a cell that has no properties.
    fn first_block(&mut self, tag: &Tag<'_>, x: &mut Scanner<'_>) -> Result<()> {
        match tag.name {
            "p" => self.paragraph(x),
            "tbl" => self.table(x),
            "altChunk" => self.chunk(tag),
            _ if is_wrapper(tag) => self.read_blocks(x),
            _ => Ok(()),
        }
    }

    /// Begins marks around what `read` reads.
    pub(super) fn marked(
        &mut self,
        mark: Option<MarkKind>,
        x: &mut Scanner<'_>,
        read: impl FnOnce(&mut Self, &mut Scanner<'_>) -> Result<()>,
    ) -> Result<()> {
        mark.into_iter().for_each(|mark| self.stories.open.draft.begin(mark));
        read(self, x)?;
        mark.into_iter().for_each(|mark| self.stories.open.draft.end(mark));
        Ok(())
    }

    /// Returns the type that the paragraph has by its style.
    pub(super) fn paragraph_type(&self) -> Type {
        self.paragraph.run
    }
}

/// What the properties of a cell say of its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CellState {
    Shown,
    Continued,
    Deleted,
}

impl CellState {
    /// Takes note of a property.
    fn or(self, tag: &Tag<'_>) -> Self {
        match tag.name {
            "vMerge" | "hMerge" if tag.get("val").is_none_or(|value| value != "restart") => {
                Self::Continued
            }
            "cellMerge" if tag.get("vMerge").is_some_and(|value| value == "cont") => {
                Self::Continued
            }
            "cellDel" => Self::Deleted,
            _ => self,
        }
    }
}
