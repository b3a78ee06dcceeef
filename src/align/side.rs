//! What the signals read of one side of a pair, worked out once a segment.

use std::collections::BTreeSet;

use super::tokens::{Token, tokens};
use crate::{
    document::{BlockKind, Document},
    lang::Lang,
    normalize::View,
    segment::Segment,
};

/// One side of a pair.
#[derive(Debug, Clone)]
pub struct Side {
    /// Its language.
    pub lang: Lang,
    /// Its segments.
    pub segments: Vec<Features>,
    /// Its words without a capital: what is written both ways is no name.
    pub small_words: BTreeSet<String>,
}

/// A segment as the signals see it.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Letters and digits, without diacritics.
    pub chars: f64,
    /// Words.
    pub words: f64,
    /// Words, numbers and signs in order.
    pub tokens: Vec<Token>,
    /// Question marks.
    pub questions: f64,
    /// Exclamation marks.
    pub exclamations: f64,
    /// Quotation marks of any kind.
    pub quotes: f64,
    /// Colons and semicolons.
    pub colons: f64,
    /// Brackets.
    pub brackets: f64,
    /// Whether it ends as sentences end.
    pub closed: bool,
    /// Whether it begins in the middle of a sentence, as far as letters show.
    pub opens_small: bool,
    /// The paragraph that it stands in; none where the text shows no paragraphs.
    pub paragraph: Option<usize>,
}

impl Side {
    /// The side that a document's segments make.
    pub fn new(document: &Document, segments: &[Segment]) -> Self {
        let segments: Vec<Features> = segments
            .iter()
            .map(|s| Features {
                paragraph: (document.blocks[s.block].kind == BlockKind::Paragraph)
                    .then_some(s.block),
                ..Features::new(s.span.of(&document.text))
            })
            .collect();
        let small_words = segments
            .iter()
            .flat_map(|s| &s.tokens)
            .filter(|t| !t.capital)
            .map(|t| t.folded.clone())
            .collect();
        Self { lang: document.lang.clone(), segments, small_words }
    }

    /// How many segments.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }
}

impl Features {
    fn new(text: &str) -> Self {
        let view = View::new(text);
        let count =
            |wanted: fn(char) -> bool| view.text().chars().filter(|c| wanted(*c)).count() as f64;
        let tokens = tokens(text);
        let end = text.trim_end_matches(|c: char| {
            matches!(c, '"' | '\'' | '”' | '’' | '»' | '«' | ')' | ']') || c.is_whitespace()
        });
        Self {
            chars: count(char::is_alphanumeric),
            words: tokens.len() as f64,
            questions: count(|c| matches!(c, '?' | '؟')),
            exclamations: count(|c| c == '!'),
            quotes: count(|c| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›')),
            colons: count(|c| matches!(c, ':' | ';' | '؛')),
            brackets: count(|c| matches!(c, '(' | ')' | '[' | ']')),
            closed: end.ends_with(['.', '!', '?', '؟', '…', ':', '۔']),
            opens_small: text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase),
            tokens,
            paragraph: None,
        }
    }
}
