//! The patterns of rules: Java's and ICU's regular expressions, read into a tree ([`parse`]), then
//! turned into what the engine runs ([`lower`]) and, where look-around or back-references need it,
//! into a pattern for `fancy-regex` ([`print`]).
//!
//! Both notations are read in either dialect; [`Dialect`] tells what `\s`, `\w`, `\d`, `\b` and
//! `(?i)` take in. `\b` knows all letters even in Java's, as it did there up to version 18: rules
//! such as `\bد\.` are written for that.

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

/// Whose regular expressions the patterns are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// ICU's, which the SRX standard names, and memoQ's in this: `\s`, `\w`, `\d` and `(?i)` take
    /// in all that Unicode does.
    #[default]
    Icu,
    /// Java's, as LanguageTool and OmegaT run them: ASCII alone, so that a no-break space is no
    /// `\s`, unless a pattern says `(?U)`.
    Java,
}

/// What is wrong with a pattern, and what could be done.
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

/// How a repetition takes what it could take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    /// Takes all it can and gives nothing back.
    Possessive,
}

/// A pattern as a tree. Flags are resolved: every class is the set of characters that it means.
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
    /// A group that a back-reference may name.
    Capture(u32, Box<Node>),
    Atomic(Box<Node>),
    Look {
        behind: bool,
        negative: bool,
        node: Box<Node>,
    },
    /// `\b`, or `\B`, with the set of characters that make words.
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
    /// Whether one text could be matched by it in two lengths from the same start.
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
