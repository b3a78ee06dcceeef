//! Frames, text boxes and slides.

use super::{
    super::{
        names::Ns,
        xml::{Scanner, Tag},
    },
    Walker,
};
use crate::{
    document::{BlockKind, Extra},
    error::Result,
};

impl<'p> Walker<'p> {
    /// Reads a slide, or a page of a drawing.
    pub(super) fn page(&mut self, tag: &Tag<'p>, x: &mut Scanner<'p>) -> Result<()> {
        let style = tag.get("style-name").unwrap_or_default();
        let is_hidden = self.styles.is_away("drawing-page", &style);
        self.hidden_if(is_hidden, x, Self::blocks)?;
        self.stories.open.close();
        Ok(())
    }

    /// Reads a frame or another shape.
    pub(super) fn shape(&mut self, tag: &Tag<'p>, x: &mut Scanner<'p>) -> Result<()> {
        if matches!(tag.name, "g" | "a") {
            return self.shape_content(x);
        }
        let (kind, extra) = match tag.get("class").as_deref() {
            Some("title") => (BlockKind::Heading, None),
            Some("subtitle" | "outline" | "text") => (BlockKind::Paragraph, None),
            Some("notes") => (BlockKind::Note, None),
            Some("header") => (BlockKind::Header, Some(Extra::Furniture)),
            Some("footer" | "date-time" | "page-number") => {
                (BlockKind::Footer, Some(Extra::Furniture))
            }
            _ => (BlockKind::TextBox, None),
        };
        self.aside(x, Some(kind), extra, Self::shape_content)
    }

    fn shape_content(&mut self, x: &mut Scanner<'p>) -> Result<()> {
        let (level, mut title, mut description) = (x.level(), String::new(), String::new());
        while let Some(tag) = x.child(level)? {
            match (tag.ns, tag.name) {
                (Ns::Svg, "title") => title = x.text()?.text.into_owned(),
                (Ns::Svg, "desc") => description = x.text()?.text.into_owned(),
                (Ns::Drawing, "text-box") => self.blocks(x)?,
                // What shows a picture or another document holds no text of this one.
                (Ns::Drawing, "image" | "object" | "object-ole" | "plugin") => {}
                (Ns::Table, "table") => {
                    self.aside(x, None, None, |this, x| this.block(&tag, x))?;
                }
                (Ns::Text | Ns::Drawing, _) => self.block(&tag, x)?,
                _ => {}
            }
        }
        let text = if description.trim().is_empty() { title } else { description };
        if !text.trim().is_empty() && self.shows(&text) {
            self.stories.add_alternative(&text, self.options);
        }
        Ok(())
    }
}
