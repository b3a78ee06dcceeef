//! Numbers as placeables: where a query differs from a text in its numbers only, the translation
//! can be given them.

use serde::{Deserialize, Serialize};

use super::diff::{Difference, Side};
use crate::{document::Span, lang::Lang};

/// A translation that was given the query's numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adapted {
    /// The translation with them.
    pub text: String,
    /// What was changed, in order.
    pub changes: Vec<Change>,
}

/// A number that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Where it stands in the adapted text.
    pub span: Span,
    /// As it stands in the translation.
    pub from: String,
    /// As it stands here.
    pub to: String,
}

/// The translation with the query's numbers, where only numbers differ and all is certain.
pub(super) fn adapt(
    _query: Side<'_>,
    _found: Side<'_>,
    _differences: &[Difference],
    _target: &str,
    _lang: &Lang,
) -> Option<Adapted> {
    None
}
