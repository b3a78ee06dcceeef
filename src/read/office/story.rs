//! A flow of blocks: the body of a document, a note, a text box.

use super::{drawing::is_file_name, xml::Run};
use crate::{
    document::{BlockKind, Extra},
    error::{Error, ErrorKind, Place, Result},
    read::{draft::Draft, plain::ReadOptions},
};

/// Maximum depth of text boxes and notes within each other.
const MAX_STORIES: usize = 16;

/// Number of notes and text boxes after which a block is closed early: only hostile files have so many
/// in one, which would be held twice.
const MANY: usize = 50_000;

/// A flow of blocks while it is read.
#[derive(Debug, Default)]
pub(super) struct Story {
    pub(super) draft: Draft,
    /// The index of the part in the skeleton.
    part: usize,
    /// The kind of all blocks, whatever they are by themselves.
    kind: Option<BlockKind>,
    /// Notes and text boxes that stand in the open block and are read after it.
    after: Draft,
    /// The number of them.
    waiting: usize,
    /// The number of tables around.
    pub(super) tables: usize,
}

impl Story {
    pub(super) fn new(part: &str, kind: Option<BlockKind>) -> Self {
        let mut story = Self { kind, ..Self::default() };
        story.part = story.draft.part(part);
        story
    }

    /// Returns the kind of a block that is of a kind by itself. A caption stays one in a text box:
    /// programs put pictures with their captions into such.
    pub(super) fn kind(&self, own: BlockKind) -> BlockKind {
        match self.kind {
            Some(BlockKind::TextBox) if own == BlockKind::Caption => own,
            Some(kind) => kind,
            None if self.tables > 0 => BlockKind::Cell,
            None => own,
        }
    }

    /// Adds text to the open block; opens one where none is open.
    pub(super) fn push(&mut self, run: &Run<'_>) {
        if !self.draft.is_open() {
            self.draft.open(self.kind(BlockKind::Paragraph));
        }
        match &run.bytes {
            Some(bytes) => self.draft.push_from(&run.text, self.part, bytes.clone()),
            None => self.draft.push(&run.text),
        }
    }

    /// Does something while text is taken from another part.
    pub(super) fn within(&mut self, part: usize, add: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.part, part);
        add(self);
        self.part = before;
    }

    /// Adds the blocks of a note or text box after the open block.
    pub(super) fn add_after(&mut self, draft: Draft) {
        self.after.append(draft);
        self.waiting += 1;
        if self.waiting > MANY {
            self.close();
        }
    }

    /// Ends the open block, and adds what comes after it.
    pub(super) fn close(&mut self) {
        self.draft.close();
        if std::mem::take(&mut self.waiting) > 0 {
            let after = std::mem::take(&mut self.after);
            self.draft.append(after);
        }
    }

    /// Returns all blocks.
    pub(super) fn finish(mut self) -> Draft {
        self.close();
        self.draft
    }
}

/// The stories that are open, one within the other.
#[derive(Debug)]
pub(super) struct Stories {
    pub(super) open: Story,
    around: Vec<Story>,
    origin: String,
}

impl Stories {
    pub(super) fn new(open: Story, origin: &str) -> Self {
        Self { open, around: Vec::new(), origin: origin.to_owned() }
    }

    /// Returns the name of the file in messages.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// Begins a story within the open block.
    ///
    /// # Errors
    /// There are too many around.
    pub(super) fn enter(&mut self, story: Story) -> Result<()> {
        if self.around.len() >= MAX_STORIES {
            let message = format!("text boxes are nested more than {MAX_STORIES} deep");
            return Err(Error::new(ErrorKind::Text, message)
                .at(Place::file(&self.origin))
                .hint("no program writes such files; it is damaged or malicious"));
        }
        self.around.push(std::mem::replace(&mut self.open, story));
        Ok(())
    }

    /// Ends the story that was begun last.
    pub(super) fn leave(&mut self) -> Draft {
        match self.around.pop() {
            Some(around) => std::mem::replace(&mut self.open, around).finish(),
            None => Draft::default(),
        }
    }

    /// Ends the story that was begun last, and puts its blocks after the block around.
    pub(super) fn leave_after(&mut self) {
        let inner = self.leave();
        self.open.add_after(inner);
    }

    /// Adds a block of its own after the open one.
    pub(super) fn add_block(&mut self, kind: BlockKind, text: &str) {
        let mut draft = Draft::default();
        draft.block(self.open.kind.unwrap_or(kind), text);
        self.open.add_after(draft);
    }

    /// Adds the text that stands for a picture after the open block. One that only names the file is
    /// left out unless values are asked for.
    pub(super) fn add_alternative(&mut self, text: &str, options: &ReadOptions) {
        if is_file_name(text) && !options.extras.contains(&Extra::Values) {
            self.leave_out(Extra::Values);
            return;
        }
        let mut draft = Draft::default();
        draft.block(BlockKind::Alternative, text);
        self.open.add_after(draft);
    }

    /// Counts what was left out.
    pub(super) fn leave_out(&mut self, extra: Extra) {
        self.open.draft.leave_out(extra, 1);
    }
}
