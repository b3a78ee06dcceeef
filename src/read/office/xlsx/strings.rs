//! Texts of cells, with the type of their parts.

use std::ops::Range;

use super::super::{
    drawing::coded,
    names::Ns,
    story::Story,
    xml::{Part, Run, Scanner},
};
use crate::{
    document::MarkKind,
    error::{Error, ErrorKind, Place, Result},
    read::limits::MAX_BLOCKS,
};

/// The type of a part of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Look {
    bold: bool,
    italic: bool,
}

impl Look {
    /// Adds text of this type to a block.
    pub(super) fn push(self, run: &Run<'_>, story: &mut Story) {
        let marks = [(self.bold, MarkKind::Bold), (self.italic, MarkKind::Italic)];
        for (_, mark) in marks.iter().filter(|(is_on, _)| *is_on) {
            story.draft.begin(*mark);
        }
        story.push(run);
        for (_, mark) in marks.iter().filter(|(is_on, _)| *is_on) {
            story.draft.end(*mark);
        }
    }
}

/// The texts that the cells of all sheets share.
#[derive(Debug, Default)]
pub(super) struct Strings {
    /// The name of their part.
    name: String,
    text: String,
    runs: Vec<Stored>,
    /// Where the runs of each string end.
    ends: Vec<usize>,
}

#[derive(Debug)]
struct Stored {
    text: Range<usize>,
    bytes: Option<Range<usize>>,
    look: Look,
}

impl Strings {
    /// Reads the part with the shared strings.
    pub(super) fn read(part: &Part) -> Result<Self> {
        let mut all = Self { name: part.name.clone(), ..Self::default() };
        let mut x = Scanner::new(part);
        x.child(0)?;
        while let Some(tag) = x.child(1)? {
            if !tag.is(Ns::Sheet, "si") {
                continue;
            }
            rich(&mut x, &mut |run, look| {
                let start = all.text.len();
                all.text.push_str(&run.text);
                let text = start..all.text.len();
                all.runs.push(Stored { text, bytes: run.bytes.clone(), look });
            })?;
            all.ends.push(all.runs.len());
            if all.ends.len().max(all.runs.len()) > MAX_BLOCKS {
                let message = format!("the workbook has more than {MAX_BLOCKS} texts");
                return Err(Error::new(ErrorKind::Text, message)
                    .at(Place::file(&part.origin))
                    .hint("split it into several files"));
            }
        }
        Ok(all)
    }

    /// Returns true if the string has a letter or other sign.
    pub(super) fn is_text(&self, at: usize) -> bool {
        self.runs(at).iter().any(|run| self.text.get(run.text.clone()).is_some_and(is_text))
    }

    /// Returns a story with this string, in a block that the caller has opened elsewhere.
    pub(super) fn push(&self, at: usize, story: &mut Story) {
        let part = story.draft.part(&self.name);
        for run in self.runs(at) {
            let text = self.text.get(run.text.clone()).unwrap_or_default();
            let run_of = Run { text: text.into(), bytes: run.bytes.clone() };
            story.within(part, |story| run.look.push(&run_of, story));
        }
    }

    fn runs(&self, at: usize) -> &[Stored] {
        let Some(end) = self.ends.get(at) else { return &[] };
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or(&0);
        self.runs.get(*start..*end).unwrap_or_default()
    }
}

/// Returns true if there is more than white space.
pub(super) fn is_text(text: &str) -> bool {
    !text.trim().is_empty()
}

/// Reads a text with its parts; the readings of Japanese words beside it are passed over.
pub(super) fn rich<'p>(x: &mut Scanner<'p>, add: &mut dyn FnMut(&Run<'p>, Look)) -> Result<()> {
    let level = x.level();
    while let Some(tag) = x.child(level)? {
        match tag.name {
            "t" => add_some(&coded(x.text()?), Look::default(), add),
            "r" => {
                let (level, mut look) = (x.level(), Look::default());
                while let Some(tag) = x.child(level)? {
                    match tag.name {
                        "rPr" => look = read_look(x)?,
                        "t" => add_some(&coded(x.text()?), look, add),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

fn add_some<'p>(run: &Run<'p>, look: Look, add: &mut dyn FnMut(&Run<'p>, Look)) {
    if !run.text.is_empty() {
        add(run, look);
    }
}

fn read_look(x: &mut Scanner<'_>) -> Result<Look> {
    let (level, mut look) = (x.level(), Look::default());
    while let Some(tag) = x.child(level)? {
        match tag.name {
            "b" => look.bold = tag.is_on(),
            "i" => look.italic = tag.is_on(),
            _ => {}
        }
    }
    Ok(look)
}
