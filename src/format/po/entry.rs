//! An entry of a PO file while its lines are read.

/// An entry of a PO file.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) line: u64,
    pub(super) context: Option<String>,
    pub(super) id: Option<String>,
    pub(super) plural: Option<String>,
    /// Translations with their plural form index.
    pub(super) strings: Vec<(usize, String)>,
    /// Field that a continuation line, which has only a string, is appended to.
    pub(super) open: Option<Field>,
    pub(super) notes: Vec<String>,
    /// True if the last line was a non-empty translator comment.
    pub(super) in_note: bool,
    pub(super) props: Vec<(&'static str, String)>,
    pub(super) fuzzy: bool,
    pub(super) obsolete: bool,
    /// True if an empty line followed the `msgid`.
    pub(super) parted: bool,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Field {
    Context,
    Id,
    Plural,
    /// Index in `strings`.
    String(usize),
    /// A dropped field.
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

/// Returns true if a line begins a new entry, false if it may continue one.
pub(super) fn starts_entry(line: &str) -> bool {
    let word =
        |word: &str| line.strip_prefix(word).is_some_and(|r| r.trim_start().starts_with('"'));
    word("msgid") || word("msgctxt")
}
