//! The cues of a film while they are read.

use std::ops::Range;

use crate::{
    document::{BlockKind, Document, Extra, Label, MarkKind},
    error::Result,
    read::{draft::Draft, limits::MAX_BLOCKS, plain::ReadOptions},
};

/// Maximum number of runs of text.
const MAX_RUNS: usize = 4 << 20;

/// Marks of a run, as bits.
pub(super) mod marks {
    pub(in super::super) const BOLD: u8 = 1;
    pub(in super::super) const ITALIC: u8 = 2;
}

/// A run of text with the same marks.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Its place in the text of the film.
    pub(super) text: Range<u32>,
    /// The bytes that it was read from.
    pub(super) bytes: Range<u32>,
    pub(super) marks: u8,
    /// True if a line begins with it.
    pub(super) breaks: bool,
}

/// A cue, or a comment.
#[derive(Debug)]
pub(super) struct Cue {
    /// The times, unless it is a comment without.
    pub(super) time: Option<(u64, u64)>,
    pub(super) runs: Range<usize>,
    pub(super) is_comment: bool,
}

/// The cues of a file.
pub(super) struct Film<'t> {
    pub(super) source: &'t str,
    pub(super) text: String,
    pub(super) runs: Vec<Run>,
    pub(super) cues: Vec<Cue>,
    /// The language that the file says that it is in.
    pub(super) lang: Option<String>,
    with_comments: bool,
    comments: usize,
    first: usize,
}

impl<'t> Film<'t> {
    pub(super) fn new(source: &'t str, with_comments: bool) -> Self {
        Self {
            source,
            text: String::new(),
            runs: Vec::new(),
            cues: Vec::new(),
            lang: None,
            with_comments,
            comments: 0,
            first: 0,
        }
    }

    /// Returns true if there are no cues with text.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// Returns true if there are more cues than the limits allow.
    pub(super) fn is_full(&self) -> bool {
        self.cues.len() >= MAX_BLOCKS || self.runs.len() >= MAX_RUNS
    }

    /// Adds text to the cue that is read; an empty range of bytes says that it is in no place of the
    /// file.
    pub(super) fn push(&mut self, text: &str, bytes: Range<usize>, marks: u8, breaks: bool) {
        if text.is_empty() || self.is_full() {
            return;
        }
        let start = self.text.len() as u32;
        self.text.push_str(text);
        self.runs.push(Run {
            text: start..self.text.len() as u32,
            bytes: bytes.start as u32..bytes.end as u32,
            marks,
            breaks: breaks && self.runs.len() > self.first,
        });
    }

    /// Returns the text of a run.
    pub(super) fn get(&self, run: &Run) -> &str {
        self.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default()
    }

    /// Ends a cue: what was pushed since the last one is its text.
    pub(super) fn cue(&mut self, time: (u64, u64)) {
        self.end(Some(time), false);
    }

    /// Ends a comment, which is kept if comments are asked for.
    pub(super) fn comment(&mut self, time: Option<(u64, u64)>) {
        if self.with_comments {
            return self.end(time, true);
        }
        self.comments += usize::from(self.runs.len() > self.first);
        self.runs.truncate(self.first);
    }

    /// Counts a comment within a cue.
    pub(super) fn comment_within(&mut self) {
        self.comments += 1;
    }

    fn end(&mut self, time: Option<(u64, u64)>, is_comment: bool) {
        let runs = self.first..self.runs.len();
        self.first = runs.end;
        if !runs.is_empty() && !self.is_full() {
            self.cues.push(Cue { time, runs, is_comment });
        }
    }

    /// Makes the document.
    pub(super) fn finish(self, origin: &str, options: &ReadOptions) -> Result<Document> {
        let mut draft = Draft::default();
        let part = draft.part("");
        if let Some(lang) = self.lang.as_deref().and_then(|lang| lang.parse().ok()) {
            draft.declare(lang);
        }
        for cue in &self.cues {
            draft.open(if cue.is_comment { BlockKind::Note } else { BlockKind::Cue });
            if let Some((from, to)) = cue.time {
                draft.label(Label::Time { from, to });
            }
            let mut marks = 0;
            for run in self.runs.get(cue.runs.clone()).unwrap_or_default() {
                if run.breaks {
                    draft.push("\n");
                }
                turn(&mut draft, marks, run.marks);
                marks = run.marks;
                let bytes = run.bytes.start as usize..run.bytes.end as usize;
                if bytes.is_empty() {
                    draft.push(self.get(run));
                } else {
                    draft.push_from(self.get(run), part, bytes);
                }
            }
            turn(&mut draft, marks, 0);
            draft.close();
        }
        draft.leave_out(Extra::Comments, self.comments);
        draft.finish(origin, options)
    }
}

/// Ends the marks that a run does not have, and begins those that it has.
fn turn(draft: &mut Draft, from: u8, to: u8) {
    for (bit, kind) in [(marks::BOLD, MarkKind::Bold), (marks::ITALIC, MarkKind::Italic)] {
        match (from & bit > 0, to & bit > 0) {
            (true, false) => draft.end(kind),
            (false, true) => draft.begin(kind),
            _ => {}
        }
    }
}
