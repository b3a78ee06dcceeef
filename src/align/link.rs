//! Links between a place of the source and the place of the target that corresponds to it.

use serde::{Deserialize, Serialize};

use crate::document::Span;

/// Kind of evidence that links two places.
///
/// The order is the precedence: a word is in one link at most, and the earlier kind wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LinkKind {
    /// Same numeric value.
    Number,
    /// A known term: built in, from a glossary, or learnt from a memory.
    Term,
    /// Names that sound alike.
    Name,
    /// Same spelling in Latin letters.
    Latin,
    /// Similar meaning by word vectors.
    Word,
}

/// A place of the source and the corresponding place of the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Kind of evidence.
    pub kind: LinkKind,
    /// Span in the text of the source document.
    pub source: Span,
    /// Span in the text of the target document.
    pub target: Span,
}
