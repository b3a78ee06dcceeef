//! Byte spans of a text.

use serde::{Deserialize, Serialize};

/// A range of bytes, `start..end`, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Creates the span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// Returns the text that the span covers.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }

    /// Returns the span in characters instead of bytes.
    ///
    /// ```
    /// use muwazi::Span;
    /// assert_eq!(Span::new(5, 13).in_chars("في سلام"), Span::new(3, 7));
    /// ```
    #[must_use]
    pub fn in_chars(&self, text: &str) -> Self {
        let start = text[..self.start].chars().count();
        Self { start, end: start + self.of(text).chars().count() }
    }

    /// Returns the length in bytes.
    pub fn len(&self) -> usize {
        self.end - self.start
    }

    /// Returns true if the span is empty.
    pub fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Returns the span without white space at either end.
    #[must_use]
    pub fn trimmed(&self, text: &str) -> Self {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Self { start, end: start + inner.trim().len() }
    }
}
