//! The cells of sheets.

use super::{
    super::{
        names::Ns,
        xml::{Node, Scanner, Tag},
    },
    Walker,
};
use crate::{
    document::{BlockKind, Extra},
    error::Result,
};

/// Maximum number of ranges of columns that a sheet describes.
const MAX_COLUMNS: usize = 16_384;

/// The place in a sheet.
#[derive(Debug, Default)]
struct Columns {
    /// The first and last of columns that are hidden, in order.
    hidden: Vec<(usize, usize)>,
    /// The number of columns described.
    described: usize,
    /// The column of the cell.
    at: usize,
}

impl Columns {
    fn describe(&mut self, tag: &Tag<'_>) {
        let first = self.described;
        self.described = first.saturating_add(repeated(tag, "number-columns-repeated"));
        if is_away(tag) && self.hidden.len() < MAX_COLUMNS {
            self.hidden.push((first, self.described - 1));
        }
    }

    /// Steps over a cell, and returns true if its column is hidden.
    fn step(&mut self, tag: &Tag<'_>) -> bool {
        let at = self.at;
        self.at = at.saturating_add(repeated(tag, "number-columns-repeated"));
        let after = self.hidden.partition_point(|(first, _)| *first <= at);
        let before = after.checked_sub(1).and_then(|before| self.hidden.get(before));
        before.is_some_and(|(_, last)| at <= *last)
    }
}

fn repeated(tag: &Tag<'_>, name: &str) -> usize {
    tag.get(name).and_then(|count| count.parse().ok()).unwrap_or(1).max(1)
}

/// Returns true for a row or a column that is hidden or filtered out.
fn is_away(tag: &Tag<'_>) -> bool {
    tag.get("visibility").is_some_and(|value| value != "visible")
}

impl<'p> Walker<'p> {
    /// Reads the sheets in the element that was just entered.
    pub(super) fn sheets(&mut self, x: &mut Scanner<'p>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            if !tag.is(Ns::Table, "table") {
                continue;
            }
            let style = tag.get("style-name").unwrap_or_default();
            let is_hidden = self.styles.is_away("table", &style);
            let name = tag.get("name").unwrap_or_default();
            self.hidden_if(is_hidden, x, |this, x| {
                if this.hidden == 0 && !super::super::xlsx::is_new(&name) {
                    this.stories.open.draft.block(BlockKind::Heading, &name);
                }
                this.rows(x, &mut Columns::default())
            })?;
            self.stories.open.close();
        }
        Ok(())
    }

    fn rows(&mut self, x: &mut Scanner<'p>, columns: &mut Columns) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            if self.stories.open.draft.is_full() {
                break;
            }
            match (tag.ns, tag.name) {
                (Ns::Table, "table-column") => columns.describe(&tag),
                (Ns::Table, "table-row") => {
                    columns.at = 0;
                    self.hidden_if(is_away(&tag), x, |this, x| this.cells(x, columns))?;
                }
                (Ns::Table, "shapes") => {
                    self.blocks(x)?;
                    self.stories.open.close();
                }
                (Ns::Table, _) => self.rows(x, columns)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn cells(&mut self, x: &mut Scanner<'p>, columns: &mut Columns) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            let is_hidden = columns.step(&tag);
            match (tag.ns, tag.name) {
                (Ns::Table, "table-cell") => {
                    self.hidden_if(is_hidden, x, |this, x| this.sheet_cell(&tag, x))?;
                }
                (Ns::Table, "covered-table-cell") => {
                    self.hidden_if(true, x, |this, x| this.sheet_cell(&tag, x))?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads a cell, which is one block, however many lines it has. One that is repeated comes once.
    fn sheet_cell(&mut self, tag: &Tag<'p>, x: &mut Scanner<'p>) -> Result<()> {
        let kind = tag.get("value-type").unwrap_or_default();
        let is_text = matches!(&*kind, "string" | "") && tag.get("formula").is_none();
        let extra = (!is_text).then_some(Extra::Values);
        self.aside(x, Some(BlockKind::Cell), extra, |this, x| {
            this.stories.open.draft.open(BlockKind::Cell);
            let level = x.level();
            let mut is_first = true;
            while let Some(node) = x.node(level)? {
                let Node::Tag(tag) = node else { continue };
                match (tag.ns, tag.name) {
                    (Ns::Text, "p") => {
                        if !std::mem::take(&mut is_first) {
                            this.stories.open.draft.push("\n");
                        }
                        this.styled(Default::default(), x)?;
                    }
                    (Ns::Office, "annotation") => this.annotation(x)?,
                    (Ns::Drawing, _) => this.shape(&tag, x)?,
                    _ => {}
                }
            }
            Ok(())
        })?;
        self.stories.open.close();
        Ok(())
    }
}
