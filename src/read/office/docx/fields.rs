//! Fields: a code, which is no text, and a result, which is; one within the other.

use crate::read::limits::MAX_DEPTH;

/// Number of bytes of a code that are looked at.
const LOOK: usize = 64;

/// The fields that are open.
#[derive(Debug)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// Fields beyond the depth that is kept.
    beyond: usize,
    /// The number of open fields of which the code is read.
    codes: usize,
    /// False if fields are not heeded.
    is_on: bool,
    /// True if the story stands in the code of a field.
    is_inside: bool,
}

#[derive(Debug, Default)]
struct Field {
    code: String,
    is_result: bool,
    is_link: bool,
}

impl Fields {
    pub(super) fn new(is_on: bool) -> Self {
        Self { open: Vec::new(), beyond: 0, codes: 0, is_on, is_inside: false }
    }

    /// Returns the fields of a story that stands in this one.
    pub(super) fn inner(&self) -> Self {
        Self { is_inside: self.is_muted(), ..Self::new(self.is_on) }
    }

    /// Returns true unless fields are not heeded.
    pub(super) fn is_on(&self) -> bool {
        self.is_on
    }

    /// Returns true in the code of a field.
    pub(super) fn is_muted(&self) -> bool {
        self.codes > 0 || self.is_inside
    }

    /// Returns true in the code of a field of this story.
    pub(super) fn is_in_code(&self) -> bool {
        self.codes > 0
    }

    /// Begins a field.
    pub(super) fn begin(&mut self) {
        if self.open.len() >= MAX_DEPTH {
            self.beyond += 1;
        } else if self.is_on {
            self.open.push(Field::default());
            self.codes += 1;
        }
    }

    /// Adds to the code of the field.
    pub(super) fn add_code(&mut self, code: &str) {
        if let Some(field) = self.open.last_mut().filter(|field| !field.is_result) {
            let room = LOOK.saturating_sub(field.code.len());
            field.code.extend(code.chars().take(room));
        }
    }

    /// Begins the result of the field, and returns true if that is a link.
    pub(super) fn separate(&mut self) -> bool {
        let Some(field) = self.open.last_mut().filter(|_| self.beyond == 0) else { return false };
        if field.is_result {
            return false;
        }
        field.is_result = true;
        field.is_link = is_link(&field.code);
        self.codes -= 1;
        field.is_link
    }

    /// Ends the field, and returns true if its result was a link.
    pub(super) fn end(&mut self) -> bool {
        if self.beyond > 0 {
            self.beyond -= 1;
            return false;
        }
        let Some(field) = self.open.pop() else { return false };
        self.codes -= usize::from(!field.is_result);
        field.is_link
    }
}

/// Returns true for the code of a link.
pub(super) fn is_link(code: &str) -> bool {
    let word = code.split_whitespace().next().unwrap_or_default();
    word.eq_ignore_ascii_case("HYPERLINK")
}
