//! The cells of a sheet.

use super::{
    super::{
        drawing::coded,
        names::Ns,
        story::Story,
        xml::{Run, Scanner, Tag},
    },
    strings::{Strings, is_text, rich},
};
use crate::{
    document::{BlockKind, Extra},
    error::Result,
    read::plain::ReadOptions,
};

/// Maximum number of ranges of columns that a sheet describes; it has no more columns.
const MAX_COLUMNS: usize = 16_384;

/// A sheet while it is read.
pub(super) struct Sheet<'o> {
    story: Story,
    strings: &'o Strings,
    options: &'o ReadOptions,
    is_hidden: bool,
    /// The first and last of columns that are hidden.
    hidden_columns: Vec<(usize, usize)>,
    /// The column of the last cell, counted from 1.
    column: usize,
}

impl<'o> Sheet<'o> {
    pub(super) fn new(
        story: Story,
        strings: &'o Strings,
        options: &'o ReadOptions,
        is_hidden: bool,
    ) -> Self {
        Self { story, strings, options, is_hidden, hidden_columns: Vec::new(), column: 0 }
    }

    pub(super) fn finish(self) -> Story {
        self.story
    }

    /// Reads the part of a sheet.
    pub(super) fn read(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        x.child(0)?;
        while let Some(tag) = x.child(1)? {
            match (tag.ns, tag.name) {
                (Ns::Sheet, "cols") => self.columns(x)?,
                (Ns::Sheet, "sheetData") => {
                    while let Some(tag) = x.child(2)? {
                        if self.story.draft.is_full() {
                            return Ok(());
                        }
                        self.row(&tag, x)?;
                    }
                }
                (Ns::Sheet, "headerFooter") => self.furniture(x)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn columns(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let (level, mut is_more) = (x.level(), false);
        while let Some(tag) = x.child(level)? {
            let number = |name: &str| tag.get(name).and_then(|value| value.parse().ok());
            let (Some(min), Some(max)) = (number("min"), number("max")) else { continue };
            if tag.flag("hidden") && self.hidden_columns.len() < MAX_COLUMNS {
                self.hidden_columns.push((min, max));
                is_more = true;
            }
        }
        if is_more {
            self.hidden_columns.sort_unstable();
        }
        Ok(())
    }

    fn row(&mut self, tag: &Tag<'_>, x: &mut Scanner<'_>) -> Result<()> {
        let (level, is_hidden) = (x.level(), tag.flag("hidden"));
        self.column = 0;
        while let Some(tag) = x.child(level)? {
            if tag.is(Ns::Sheet, "c") {
                self.column = tag.get("r").and_then(|r| column(&r)).unwrap_or(self.column + 1);
                let is_hidden = is_hidden || self.is_hidden || self.is_column_hidden();
                self.cell(&tag, x, is_hidden)?;
            }
        }
        Ok(())
    }

    fn is_column_hidden(&self) -> bool {
        let after = self.hidden_columns.partition_point(|(min, _)| *min <= self.column);
        let before = after.checked_sub(1).and_then(|at| self.hidden_columns.get(at));
        before.is_some_and(|(_, max)| self.column <= *max)
    }

    fn cell(&mut self, tag: &Tag<'_>, x: &mut Scanner<'_>, is_hidden: bool) -> Result<()> {
        let kind = tag.get("t").unwrap_or_default();
        let (level, mut is_formula) = (x.level(), false);
        while let Some(tag) = x.child(level)? {
            match tag.name {
                "f" => is_formula = true,
                "is" => {
                    let mut story = Story::new(&x.part().name, None);
                    story.draft.open(BlockKind::Cell);
                    rich(x, &mut |run, look| look.push(run, &mut story))?;
                    let draft = story.finish();
                    if !draft.is_empty() && self.takes(false, is_hidden) {
                        self.story.draft.append(draft);
                    }
                }
                "v" => {
                    let value = x.text()?;
                    match &*kind {
                        "s" if !is_formula => self.shared(&value.text, is_hidden),
                        kind => {
                            let is_value = is_formula || kind != "str";
                            self.value(coded(value), is_value, kind == "b", is_hidden);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds a text that cells share.
    fn shared(&mut self, number: &str, is_hidden: bool) {
        let Ok(at) = number.trim().parse() else { return };
        if self.strings.is_text(at) && self.takes(false, is_hidden) {
            self.story.draft.open(BlockKind::Cell);
            self.strings.push(at, &mut self.story);
            self.story.close();
        }
    }

    /// Adds what a cell holds itself.
    fn value(&mut self, run: Run<'_>, is_value: bool, is_switch: bool, is_hidden: bool) {
        if !is_text(&run.text) || !self.takes(is_value, is_hidden) {
            return;
        }
        self.story.draft.open(BlockKind::Cell);
        match (is_switch, &*run.text) {
            (true, "0") => self.story.draft.push("FALSE"),
            (true, "1") => self.story.draft.push("TRUE"),
            _ => self.story.push(&run),
        }
        self.story.close();
    }

    /// Returns true for a cell that is wanted; counts any other.
    fn takes(&mut self, is_value: bool, is_hidden: bool) -> bool {
        for (is, extra) in [(is_hidden, Extra::Hidden), (is_value, Extra::Values)] {
            if is && !self.options.extras.contains(&extra) {
                self.story.draft.leave_out(extra, 1);
                return false;
            }
        }
        true
    }

    /// Reads the running heads and feet of a printed sheet.
    fn furniture(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            let text = without_codes(&x.text()?.text);
            if !is_text(&text) {
                continue;
            }
            if !self.options.extras.contains(&Extra::Furniture) {
                self.story.draft.leave_out(Extra::Furniture, 1);
                continue;
            }
            let is_head = tag.name.ends_with("Header");
            let kind = if is_head { BlockKind::Header } else { BlockKind::Footer };
            self.story.draft.block(kind, &text);
        }
        Ok(())
    }
}

/// Returns the column of a cell's name, counted from 1: 28 of `AB12`.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let number =
        letters.fold(0, |n, letter| n * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    (number > 0).then_some(number)
}

/// Returns a running head without its codes: `&C` for the middle, `&"Arial,Bold"` for the type, `&P`
/// for the number of the page.
fn without_codes(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, code)) = rest.split_once('&') {
        plain.push_str(before);
        let mut chars = code.chars();
        rest = match chars.next() {
            Some('&') => {
                plain.push('&');
                chars.as_str()
            }
            Some('"') => chars.as_str().split_once('"').map_or("", |(_, rest)| rest),
            Some('0'..='9') => chars.as_str().trim_start_matches(|c: char| c.is_ascii_digit()),
            Some('K') => chars.as_str().get(6..).unwrap_or_default(),
            // The three parts of the line.
            Some('L' | 'C' | 'R') => {
                plain.push(' ');
                chars.as_str()
            }
            _ => chars.as_str(),
        };
    }
    plain.push_str(rest);
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_cells_and_codes_are_read() {
        assert_eq!((column("A1"), column("AB12"), column("12")), (Some(1), Some(28), None));
        assert_eq!(without_codes("&L&\"Arial,Bold\"&12تقرير &P&Rأ && ب"), "تقرير  أ & ب");
    }
}
