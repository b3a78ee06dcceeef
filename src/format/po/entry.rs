//! An entry of a PO file while its lines are read.

/// An entry as it stands.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) line: u64,
    pub(super) context: Option<String>,
    pub(super) id: Option<String>,
    pub(super) plural: Option<String>,
    /// By the number of the form.
    pub(super) strings: Vec<(usize, String)>,
    /// What a line of nothing but a string goes on with.
    pub(super) open: Option<Field>,
    pub(super) notes: Vec<String>,
    /// Whether the last line was a comment with something in it.
    pub(super) in_note: bool,
    pub(super) props: Vec<(&'static str, String)>,
    pub(super) fuzzy: bool,
    pub(super) obsolete: bool,
    /// Whether there was an empty line after its `msgid`.
    pub(super) parted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Field {
    Context,
    Id,
    Plural,
    /// A place in `strings`.
    String(usize),
    /// Something that is left out.
    Nothing,
}

impl Entry {
    pub(super) fn is_complete(&self) -> bool {
        !self.strings.is_empty() || (self.id.is_some() && self.parted)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.id.is_none()
            && self.context.is_none()
            && self.strings.is_empty()
            && self.notes.is_empty()
            && self.props.is_empty()
            && !self.fuzzy
    }

    pub(super) fn is_header(&self) -> bool {
        self.id.as_deref() == Some("") && self.context.is_none() && !self.obsolete
    }

    pub(super) fn text(&mut self, field: Field) -> Option<&mut String> {
        match field {
            Field::Context => self.context.as_mut(),
            Field::Id => self.id.as_mut(),
            Field::Plural => self.plural.as_mut(),
            Field::String(at) => self.strings.get_mut(at).map(|(_, text)| text),
            Field::Nothing => None,
        }
    }
}

/// Whether a line begins an entry, rather than going on with one.
pub(super) fn starts_entry(line: &str) -> bool {
    let word =
        |word: &str| line.strip_prefix(word).is_some_and(|r| r.trim_start().starts_with('"'));
    word("msgid") || word("msgctxt")
}
