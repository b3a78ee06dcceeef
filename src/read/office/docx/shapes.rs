//! Pictures, text boxes, charts and diagrams.

use super::{
    super::{
        drawing,
        names::Ns,
        xml::{Scanner, Tag},
    },
    MAX_ALTERNATIVES, Walker,
};
use crate::{document::BlockKind, error::Result};

impl Walker<'_, '_, '_> {
    /// Reads what is text in a drawing: text boxes, and what stands for pictures.
    pub(super) fn drawing(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            match (tag.ns, tag.name) {
                (Ns::Word, "txbxContent") => self.inner(x, BlockKind::TextBox)?,
                (Ns::Compatibility, "AlternateContent") => self.alternate(x, Self::drawing)?,
                (Ns::Placed, "docPr") | (Ns::Shape, "cNvPr") => self.alternative(&tag),
                (Ns::Chart, "chart") => self.other_part(tag.get_prefixed("id").as_deref())?,
                (Ns::Diagram, "relIds") => self.other_part(tag.get_prefixed("dm").as_deref())?,
                (Ns::Vml, "textpath") => {
                    if let Some(text) = tag.get("string").filter(|text| self.shows(text)) {
                        self.stories.add_block(BlockKind::TextBox, &text);
                    }
                }
                (Ns::Vml, _) => {
                    self.add_alternative(tag.get("alt").as_deref());
                    self.drawing(x)?;
                }
                _ => self.drawing(x)?,
            }
        }
        Ok(())
    }

    /// Reads the text that stands for a picture: its description, or else its title.
    fn alternative(&mut self, tag: &Tag<'_>) {
        self.add_alternative(Some(&drawing::alternative(tag)));
    }

    /// Adds such a text, once for a drawing.
    fn add_alternative(&mut self, text: Option<&str>) {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return };
        if self.alternatives.iter().any(|known| known == text) || !self.shows(text) {
            return;
        }
        if self.alternatives.len() < MAX_ALTERNATIVES {
            self.alternatives.push(text.to_owned());
        }
        self.stories.add_alternative(text, self.options);
    }

    /// Reads the text of a chart or a diagram, which is a part of its own.
    fn other_part(&mut self, id: Option<&str>) -> Result<()> {
        let Some(relation) = id.and_then(|id| self.relations.by_id(id)) else { return Ok(()) };
        let target = relation.target.clone();
        if !self.shows("") {
            return Ok(());
        }
        if let Some(part) = self.opc.part(&target)? {
            let draft = drawing::texts(&part)?;
            self.stories.open.add_after(draft);
        }
        Ok(())
    }
}
