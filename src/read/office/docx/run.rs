//! Runs: the text of paragraphs.

use std::borrow::Cow;

use super::{
    super::{
        names::Ns,
        xml::{Index, Run, Scanner, Tag},
    },
    Walker,
    body::{is_deletion, is_wrapper},
    fields::is_link,
    styles::{Look, Type},
    symbols::symbol,
};
use crate::{
    document::{BlockKind, Extra, MarkKind},
    error::Result,
};

impl<'p> Walker<'p, '_, '_> {
    /// Reads the runs in the element that was just entered.
    pub(super) fn inline(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            self.inline_child(&tag, x)?;
        }
        Ok(())
    }

    /// Reads a child of a paragraph.
    pub(super) fn inline_child(&mut self, tag: &Tag<'_>, x: &mut Scanner<'_>) -> Result<()> {
        if is_wrapper(tag) {
            return self.inline(x);
        }
        if is_deletion(tag) {
            self.omit(Extra::Deleted);
            self.inline(x)?;
            self.end_omitting(Extra::Deleted);
            return Ok(());
        }
        match (tag.ns, tag.name) {
            (Ns::Word, "r") => self.run(x),
            (Ns::Word, "hyperlink") => self.marked(Some(MarkKind::Link), x, Self::inline),
            (Ns::Word, "fldSimple") => {
                let link = tag.get("instr").is_some_and(|code| is_link(&code));
                self.marked(link.then_some(MarkKind::Link), x, Self::inline)
            }
            (Ns::Compatibility, "AlternateContent") => self.alternate(x, Self::inline),
            (Ns::Math, _) => self.math(x),
            _ => Ok(()),
        }
    }

    /// Reads the letters of a formula, in their order.
    pub(super) fn math(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            match (tag.ns, tag.name) {
                (Ns::Math, "t") => {
                    let run = x.text()?;
                    self.push(&run);
                }
                _ => self.math(x)?,
            }
        }
        Ok(())
    }

    fn run(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        let mut look = Type::default().look(Type::default(), self.paragraph_type());
        let mut is_begun = false;
        while let Some(tag) = x.child(level)? {
            if tag.is(Ns::Word, "rPr") {
                if !is_begun {
                    look = self.look(x)?;
                }
                continue;
            }
            if !std::mem::replace(&mut is_begun, true) {
                self.begin(look);
            }
            self.content_child(&tag, x)?;
        }
        if is_begun {
            self.end(look);
        }
        self.is_sign = false;
        Ok(())
    }

    /// Reads the properties of a run.
    fn look(&mut self, x: &mut Scanner<'_>) -> Result<Look> {
        let (level, mut own, mut style) = (x.level(), Type::default(), Type::default());
        while let Some(tag) = x.child(level)? {
            match tag.name {
                "rStyle" => {
                    style = self.styles.character(&tag.get("val").unwrap_or_default());
                }
                _ => own.set(&tag),
            }
        }
        Ok(own.look(style, self.paragraph_type()))
    }

    fn begin(&mut self, look: Look) {
        let draft = &mut self.stories.open.draft;
        if look.bold {
            draft.begin(MarkKind::Bold);
        }
        if look.italic {
            draft.begin(MarkKind::Italic);
        }
        if look.hidden {
            self.omit(Extra::Hidden);
        }
    }

    fn end(&mut self, look: Look) {
        let draft = &mut self.stories.open.draft;
        if look.bold {
            draft.end(MarkKind::Bold);
        }
        if look.italic {
            draft.end(MarkKind::Italic);
        }
        if look.hidden {
            self.end_omitting(Extra::Hidden);
        }
    }

    fn content(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            self.content_child(&tag, x)?;
        }
        Ok(())
    }

    /// Reads a child of a run.
    fn content_child(&mut self, tag: &Tag<'_>, x: &mut Scanner<'_>) -> Result<()> {
        if tag.is(Ns::Compatibility, "AlternateContent") {
            self.alternatives.clear();
            return self.alternate(x, Self::content);
        }
        if tag.ns != Ns::Word {
            return Ok(());
        }
        match tag.name {
            "t" | "delText" => self.text(tag, x)?,
            "instrText" => {
                let code = x.text()?;
                self.fields.add_code(&code.text);
            }
            "fldChar" => self.field(tag),
            "tab" | "ptab" => self.push(&plain("\t")),
            "br" | "cr" => self.push(&plain("\n")),
            "noBreakHyphen" => self.push(&plain("\u{2011}")),
            "sym" => {
                let font = tag.get("font").unwrap_or_default();
                let shown = symbol(&font, &tag.get("char").unwrap_or_default());
                if let Some(c) = shown {
                    self.push(&plain(c.encode_utf8(&mut [0; 4])));
                }
            }
            "footnoteReference" | "endnoteReference" => self.note(tag)?,
            "commentReference" => self.comment(tag)?,
            "drawing" | "pict" | "object" => {
                self.alternatives.clear();
                self.drawing(x)?;
            }
            "ruby" => self.ruby(x)?,
            _ => {}
        }
        Ok(())
    }

    /// Reads text. White space at its ends counts only if the file says so, and line ends are layout.
    fn text(&mut self, tag: &Tag<'_>, x: &mut Scanner<'_>) -> Result<()> {
        let is_kept = tag.get("space").is_some_and(|value| value == "preserve");
        let mut run = x.text()?;
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
        if !is_kept && run.text.starts_with(is_blank) | run.text.ends_with(is_blank) {
            run = trimmed(x, run);
        }
        if run.text.contains(['\n', '\t']) {
            run.text = run.text.replace(['\n', '\t'], " ").into();
        }
        self.push(&run);
        Ok(())
    }

    fn field(&mut self, tag: &Tag<'_>) {
        let draft = &mut self.stories.open.draft;
        match tag.get("fldCharType").as_deref() {
            Some("begin") => self.fields.begin(),
            Some("separate") if self.fields.separate() => draft.begin(MarkKind::Link),
            Some("end") if self.fields.end() => draft.end(MarkKind::Link),
            _ => {}
        }
    }

    /// Reads the note that is called here.
    fn note(&mut self, tag: &Tag<'_>) -> Result<()> {
        let notes = match tag.name {
            "footnoteReference" => &mut self.footnotes,
            _ => &mut self.endnotes,
        };
        let found = take(notes, tag);
        if let Some(mut x) = found {
            x.child(0)?;
            self.inner(&mut x, BlockKind::Note)?;
        }
        // The sign that an author chose for the note follows in the same run.
        self.is_sign = tag.flag("customMarkFollows");
        Ok(())
    }

    fn comment(&mut self, tag: &Tag<'_>) -> Result<()> {
        let Some(mut x) = take(&mut self.comments, tag) else { return Ok(()) };
        if !self.options.extras.contains(&Extra::Comments) {
            self.stories.leave_out(Extra::Comments);
            return Ok(());
        }
        x.child(0)?;
        self.inner(&mut x, BlockKind::Note)
    }

    /// Reads a word with its reading above: the word is text, the reading a comment on it.
    fn ruby(&mut self, x: &mut Scanner<'_>) -> Result<()> {
        let level = x.level();
        while let Some(tag) = x.child(level)? {
            match tag.name {
                "rubyBase" => self.inline(x)?,
                "rt" if self.options.extras.contains(&Extra::Comments) => {
                    self.inner(x, BlockKind::Note)?;
                }
                "rt" => self.stories.leave_out(Extra::Comments),
                _ => {}
            }
        }
        Ok(())
    }
}

fn take<'p>(notes: &mut Option<Index<'p>>, tag: &Tag<'_>) -> Option<Scanner<'p>> {
    notes.as_mut()?.take(&tag.get("id")?)
}

/// Returns text that does not stand in the file as such.
fn plain(text: &str) -> Run<'_> {
    Run { text: text.into(), bytes: None }
}

/// Takes white space off a run, and off its place.
fn trimmed<'p>(x: &Scanner<'p>, run: Run<'p>) -> Run<'p> {
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let text: Cow<'p, str> = run.text.trim_matches(is_blank).to_owned().into();
    let bytes = run.bytes.and_then(|bytes| x.part().trimmed(bytes));
    Run { text, bytes }
}
