//! Links: which place of one text answers which of the other.

use serde::{Deserialize, Serialize};

use crate::document::Span;

/// What two places have in common.
///
/// The order is that of precedence: a word stands in one link at most, and where two kinds claim it
/// the earlier one has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LinkKind {
    /// Their value as numbers.
    Number,
    /// An anchor term, one of the user's glossary, or one that a memory taught.
    Term,
    /// The sound of a name.
    Name,
    /// Their spelling in Latin letters.
    Latin,
    /// Their meaning, by word vectors.
    Word,
}

/// A place of the source and the place of the target that answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What they have in common.
    pub kind: LinkKind,
    /// Where it stands in the source document's text.
    pub source: Span,
    /// Where it stands in the target document's text.
    pub target: Span,
}
