//! Paragraphs, lists, tables and the text in them.

use super::{
    super::{
        names::Ns,
        roles::Role,
        xml::{Index, Node, Run, Scanner, Tag},
    },
    Walker,
    styles::Look,
};
use crate::{
    document::{BlockKind, Extra, MarkKind},
    error::Result,
};

/// Maximum number of spaces that one element stands for.
const MAX_SPACES: usize = 1_000;

impl<'p> Walker<'p> {
    /// Reads the blocks in the element that was just entered.
    pub(super) fn blocks(&mut self, x: &mut Scanner<'p>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            if self.stories.open.draft.is_full() {
                break;
            }
            self.block(&tag, x)?;
        }
        Ok(())
    }

    /// Reads a block, or the blocks within an element.
    pub(super) fn block(&mut self, tag: &Tag<'p>, x: &mut Scanner<'p>) -> Result<()> {
        match (tag.ns, tag.name) {
            (Ns::Text, "p" | "h") => self.paragraph(tag, x),
            (Ns::Text, "list") => {
                self.lists += 1;
                self.blocks(x)?;
                self.lists -= 1;
                Ok(())
            }
            (Ns::Text, "tracked-changes") => {
                let level = x.level();
                let key = |tag: &Tag<'p>| tag.get("id").map(|id| id.into_owned());
                self.deletions = Some(Index::of_children(x, level, key)?);
                Ok(())
            }
            (Ns::Text, "change") => self.deletion(tag),
            // Patterns of indexes and lists of variables.
            (Ns::Text, name) if name.ends_with("-source") || name.ends_with("-decls") => Ok(()),
            (Ns::Text, "section") => {
                let is_hidden = tag.get("display").is_some_and(|value| value == "none");
                self.hidden_if(is_hidden, x, Self::blocks)
            }
            (Ns::Table, "table") => self.table(x),
            (Ns::Table, "table-cell") => {
                self.blocks(x)?;
                self.stories.open.close();
                Ok(())
            }
            (Ns::Table, "covered-table-cell") => self.hidden_if(true, x, Self::blocks),
            (Ns::Drawing, "page") => self.page(tag, x),
            (Ns::Drawing, _) => self.shape(tag, x),
            (Ns::Office, "annotation") => self.annotation(x),
            (Ns::Office, "forms" | "scripts" | "event-listeners" | "binary-data") => Ok(()),
            _ => self.blocks(x),
        }
    }

    fn table(&mut self, x: &mut Scanner<'p>) -> Result<()> {
        self.stories.open.close();
        self.stories.open.tables += 1;
        self.blocks(x)?;
        self.stories.open.tables = self.stories.open.tables.saturating_sub(1);
        Ok(())
    }

    pub(super) fn paragraph(&mut self, tag: &Tag<'p>, x: &mut Scanner<'p>) -> Result<()> {
        let name = tag.get("style-name").unwrap_or_default();
        let (role, look) = self.styles.paragraph(&name);
        let own = match role {
            _ if tag.name == "h" => BlockKind::Heading,
            Some(Role::Heading) => BlockKind::Heading,
            Some(Role::Caption) => BlockKind::Caption,
            _ if self.lists > 0 => BlockKind::ListItem,
            _ => BlockKind::Paragraph,
        };
        self.stories.open.close();
        let kind = self.stories.open.kind(own);
        self.stories.open.draft.open(kind);
        self.styled(look, x)?;
        self.stories.open.close();
        Ok(())
    }

    /// Reads text with a look.
    pub(super) fn styled(&mut self, look: Look, x: &mut Scanner<'p>) -> Result<()> {
        let around = self.looks.last().copied().unwrap_or_default();
        let look = look.or(around);
        self.looks.push(look);
        // A span may show again what the one around hides.
        let is_hidden = look.hidden == Some(true);
        self.hidden_if(is_hidden, x, Self::inline)?;
        self.looks.pop();
        Ok(())
    }

    fn inline(&mut self, x: &mut Scanner<'p>) -> Result<()> {
        let level = x.level();
        while let Some(node) = x.node(level)? {
            match node {
                Node::Text(run) => self.push(run),
                Node::Tag(tag) => self.inline_child(&tag, x)?,
            }
        }
        Ok(())
    }

    fn inline_child(&mut self, tag: &Tag<'p>, x: &mut Scanner<'p>) -> Result<()> {
        match (tag.ns, tag.name) {
            (Ns::Text, "span") => {
                let look = self.styles.span(&tag.get("style-name").unwrap_or_default());
                self.styled(look, x)?;
            }
            (Ns::Text, "a") => {
                self.stories.open.draft.begin(MarkKind::Link);
                self.inline(x)?;
                self.stories.open.draft.end(MarkKind::Link);
            }
            (Ns::Text, "s") => {
                let count = tag.get("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.push_plain(&" ".repeat(MAX_SPACES.min(count)));
            }
            (Ns::Text, "tab") => self.push_plain("\t"),
            (Ns::Text, "line-break") => self.push_plain("\n"),
            (Ns::Text, "note") => self.note(x)?,
            (Ns::Text, "ruby-text") => {
                let (kind, extra) = (Some(BlockKind::Note), Some(Extra::Comments));
                self.aside(x, kind, extra, Self::inline)?;
            }
            (Ns::Text, "change") => self.deletion(tag)?,
            (Ns::Text, "script") => {}
            (Ns::Office, "annotation") => self.annotation(x)?,
            (Ns::Drawing, "a") => self.inline(x)?,
            (Ns::Drawing, _) => self.shape(tag, x)?,
            // Fields and marks: what is in them is text.
            (Ns::Text | Ns::Presentation, _) => self.inline(x)?,
            _ => {}
        }
        Ok(())
    }

    fn note(&mut self, x: &mut Scanner<'p>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            if tag.is(Ns::Text, "note-body") {
                self.aside(x, Some(BlockKind::Note), None, Self::blocks)?;
            }
        }
        Ok(())
    }

    /// Reads a comment. Its author and date are no text of it.
    pub(super) fn annotation(&mut self, x: &mut Scanner<'p>) -> Result<()> {
        self.aside(x, Some(BlockKind::Note), Some(Extra::Comments), |this, x| {
            let level = x.level();
            while let Some(tag) = x.child(level)? {
                if tag.ns == Ns::Text {
                    this.block(&tag, x)?;
                }
            }
            Ok(())
        })
    }

    /// Counts or reads the text that was deleted here.
    fn deletion(&mut self, tag: &Tag<'p>) -> Result<()> {
        let id = tag.get("change-id").unwrap_or_default();
        let Some(mut x) = self.deletions.as_mut().and_then(|all| all.take(&id)) else {
            return Ok(());
        };
        x.child(0)?;
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            if !tag.is(Ns::Text, "deletion") {
                continue;
            }
            if self.options.extras.contains(&Extra::Deleted) {
                let level = x.level();
                while let Some(tag) = x.child(level)? {
                    if tag.ns == Ns::Text {
                        self.inline(&mut x)?;
                    }
                }
            } else {
                self.aside(&mut x, None, Some(Extra::Deleted), |this, x| {
                    let level = x.level();
                    while let Some(tag) = x.child(level)? {
                        if matches!(tag.ns, Ns::Text | Ns::Table) {
                            this.block(&tag, x)?;
                        }
                    }
                    Ok(())
                })?;
            }
        }
        Ok(())
    }

    /// Adds text in which white space is layout: each run of it is one space, and none begins a block.
    fn push(&mut self, mut run: Run<'_>) {
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        let before = self.stories.open.draft.open_text();
        let is_after_space = before.is_empty() || before.ends_with([' ', '\n']);
        let has_layout = run.text.contains(['\t', '\n', '\r'])
            || run.text.contains("  ")
            || (is_after_space && run.text.starts_with(' '));
        if has_layout {
            let mut folded = String::with_capacity(run.text.len());
            for c in run.text.chars() {
                let ends_blank =
                    if folded.is_empty() { is_after_space } else { folded.ends_with(' ') };
                match is_blank(c) {
                    true if ends_blank => {}
                    true => folded.push(' '),
                    false => folded.push(c),
                }
            }
            run.text = folded.into();
        }
        self.add(&run);
    }

    fn push_plain(&mut self, text: &str) {
        self.add(&Run { text: text.into(), bytes: None });
    }

    fn add(&mut self, run: &Run<'_>) {
        if run.text.is_empty() || !self.shows(&run.text) {
            return;
        }
        let look = self.looks.last().copied().unwrap_or_default();
        let marks = [(look.bold, MarkKind::Bold), (look.italic, MarkKind::Italic)];
        let marks = marks.into_iter().filter(|(is, _)| *is == Some(true)).map(|(_, mark)| mark);
        marks.clone().for_each(|mark| self.stories.open.draft.begin(mark));
        self.stories.open.push(run);
        marks.for_each(|mark| self.stories.open.draft.end(mark));
    }
}
