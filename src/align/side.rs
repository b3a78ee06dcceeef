//! What the signals read of one side of a pair, worked out once a segment.

use crate::text::{
    stem::stems,
    tokens::{Token, TokenKind, tokens_of},
};
use crate::{
    document::{BlockKind, Document},
    lang::Lang,
    lookup_map::LookupMap,
    segment::{Segment, SegmentOptions, Segmenter},
    text::View,
};

/// One side of a pair.
#[derive(Debug, Clone)]
pub struct Side {
    /// Its language.
    pub lang: Lang,
    /// Its segments.
    pub segments: Vec<Features>,
    /// Its tokens as they are compared, each once, in the order of their first place.
    pub vocabulary: Vec<Entry>,
}

/// A token of a side, wherever it stands.
#[derive(Debug, Clone)]
pub struct Entry {
    /// As it is compared (see [`crate::text`]).
    pub folded: String,
    /// What it is.
    pub kind: TokenKind,
    /// The forms under which lists may have it, itself first (see [`stems`]).
    pub stems: Vec<String>,
    /// Whether it stands somewhere without a capital: what is written both ways is no name.
    pub small: bool,
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
    /// For each token its number in [`Side::vocabulary`].
    pub numbers: Vec<u32>,
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
    /// Sentences, as our own rules see them: lines that were joined hold several.
    pub sentences: f64,
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
        let segmenter = Segmenter::new(&document.lang, &SegmentOptions::default());
        let mut segments: Vec<Features> = segments
            .iter()
            .map(|s| Features {
                paragraph: (document.blocks[s.block].kind == BlockKind::Paragraph)
                    .then_some(s.block),
                sentences: segmenter.sentences(s.span.of(&document.text)).len() as f64,
                ..Features::new(s.span.of(&document.text))
            })
            .collect();
        let vocabulary = number(&mut segments);
        Self { lang: document.lang.clone(), segments, vocabulary }
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

/// Numbers the tokens of all segments.
fn number(segments: &mut [Features]) -> Vec<Entry> {
    let mut vocabulary: Vec<Entry> = Vec::new();
    let mut known: LookupMap<&str, u32> = LookupMap::default();
    for Features { tokens, numbers, .. } in segments {
        for token in tokens.iter() {
            let number = *known.get_or(&token.folded, || {
                let folded = token.folded.clone();
                let stems = if token.kind == TokenKind::Word { stems(&folded) } else { Vec::new() };
                vocabulary.push(Entry { folded, kind: token.kind, stems, small: false });
                vocabulary.len() as u32 - 1
            });
            vocabulary[number as usize].small |= !token.capital;
            numbers.push(number);
        }
    }
    vocabulary
}

impl Features {
    fn new(text: &str) -> Self {
        let view = View::new(text);
        let signs = Signs::of(view.text());
        let tokens = tokens_of(text, &view);
        let end = text.trim_end_matches(|c: char| {
            matches!(c, '"' | '\'' | '”' | '’' | '»' | '«' | ')' | ']') || c.is_whitespace()
        });
        Self {
            chars: f64::from(signs.letters),
            words: tokens.len() as f64,
            questions: f64::from(signs.questions),
            exclamations: f64::from(signs.exclamations),
            quotes: f64::from(signs.quotes),
            colons: f64::from(signs.colons),
            sentences: 1.0,
            brackets: f64::from(signs.brackets),
            closed: end.ends_with(['.', '!', '?', '؟', '…', ':', '۔']),
            opens_small: text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase),
            numbers: Vec::with_capacity(tokens.len()),
            tokens,
            paragraph: None,
        }
    }
}

/// How often each sign stands in a text.
#[derive(Default)]
struct Signs {
    letters: u32,
    questions: u32,
    exclamations: u32,
    quotes: u32,
    colons: u32,
    brackets: u32,
}

impl Signs {
    fn of(text: &str) -> Self {
        let mut signs = Self::default();
        for c in text.chars() {
            match c {
                'a'..='z' | '0'..='9' | '\u{620}'..='\u{64A}' => signs.letters += 1,
                ' ' => {}
                '?' | '؟' => signs.questions += 1,
                '!' => signs.exclamations += 1,
                '"' | '“' | '”' | '„' | '«' | '»' | '‹' | '›' => signs.quotes += 1,
                ':' | ';' | '؛' => signs.colons += 1,
                '(' | ')' | '[' | ']' => signs.brackets += 1,
                _ => signs.letters += u32::from(c.is_alphanumeric()),
            }
        }
        signs
    }
}
