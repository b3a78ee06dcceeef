//! The patterns of rules: regular expressions of Java and ICU, parsed into a tree ([`parse`]), then
//! lowered to what the engine runs ([`lower`]) and, if look-around or back-references require it,
//! printed as a pattern for `fancy-regex` ([`print`]).
//!
//! Both notations are accepted in either dialect; [`Dialect`] determines what `\s`, `\w`, `\d`,
//! `\b` and `(?i)` include. `\b` knows all letters even in Java's dialect, as it did there up to
//! version 18: rules such as `\bد\.` rely on that.

mod class;
mod lower;
mod parse;
mod print;
mod set;

use regex_syntax::hir::ClassUnicode;
use serde::{Deserialize, Serialize};

pub(super) use lower::{Lowered, RuleSide, lower, plain};
pub(super) use parse::parse;
pub(super) use print::print;

/// The dialect of the regular expressions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Dialect {
    /// ICU's, which the SRX standard specifies, and memoQ's in this respect: `\s`, `\w`, `\d` and
    /// `(?i)` cover all of Unicode.
    #[default]
    Icu,
    /// Java's, as LanguageTool and OmegaT run them: ASCII only, so that a no-break space does not
    /// match `\s`, unless a pattern contains `(?U)`.
    Java,
}

/// An error in a pattern, with a suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) hint: String,
}

impl Fault {
    fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }
}

/// The greediness of a repetition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    /// Takes all it can and gives nothing back.
    Possessive,
}

/// A pattern as a tree. Flags are resolved: every class is the set of characters that it stands
/// for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// One character of a set; an empty set never matches.
    Class(ClassUnicode),
    Concat(Vec<Node>),
    Alt(Vec<Node>),
    Repeat {
        node: Box<Node>,
        min: u32,
        max: Option<u32>,
        greed: Greed,
    },
    /// A group that a back-reference may refer to.
    Capture(u32, Box<Node>),
    Atomic(Box<Node>),
    Look {
        behind: bool,
        negative: bool,
        node: Box<Node>,
    },
    /// `\b` or `\B`, with the set of word characters.
    Word {
        negative: bool,
        word: ClassUnicode,
    },
    /// The start of the text.
    Start,
    /// The end of the text.
    End,
    BackReference(u32),
}

impl Node {
    /// Returns true if it can match two different lengths of one text from the same start.
    pub(super) fn has_choice(&self) -> bool {
        match self {
            Node::Class(_) | Node::Start | Node::End | Node::Look { .. } | Node::Word { .. } => {
                false
            }
            Node::Concat(nodes) => nodes.iter().any(Node::has_choice),
            Node::Repeat { node, min, max, .. } => *max != Some(*min) || node.has_choice(),
            Node::Capture(_, node) | Node::Atomic(node) => node.has_choice(),
            Node::Alt(_) | Node::BackReference(_) => true,
        }
    }
}
