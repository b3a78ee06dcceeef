//! One side of a pair as the signals read it. Features are computed once per segment.

use super::{Vectors, times};
use crate::text::{
    parted::parted,
    stem::stems,
    tokens::{Token, TokenKind, tokens_of},
};
use crate::{
    document::{BlockKind, Document},
    lang::{Lang, profile::Profile},
    lookup_map::LookupMap,
    segment::{Segment, SegmentOptions, Segmenter},
    text::{View, is_hebrew},
};

/// One side of a pair.
#[derive(Debug, Clone)]
pub struct Side {
    /// Its language.
    pub lang: Lang,
    /// Its segments.
    pub segments: Vec<Features>,
    /// When each subtitle begins, in seconds, in order; empty for other texts.
    pub cues: Vec<f64>,
    /// The distinct tokens in folded form, in the order of their first occurrence.
    pub vocabulary: Vec<Entry>,
}

/// A distinct token of a side.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The folded form that is compared (see [`crate::text`]).
    pub folded: String,
    /// The kind of token.
    pub kind: TokenKind,
    /// The forms by which word lists may hold it, the token itself first (see [`stems`]).
    pub stems: Vec<String>,
    /// True if it occurs without a capital anywhere. A word that is written both ways is not a name.
    pub small: bool,
}

/// The features of a segment that signals use.
#[derive(Debug, Clone, Default)]
pub struct Features {
    /// Number of letters and digits, without diacritics.
    pub chars: f64,
    /// Number of tokens.
    pub words: f64,
    /// The tokens in order: words, numbers and signs.
    pub tokens: Vec<Token>,
    /// For each token its index in [`Side::vocabulary`].
    pub numbers: Vec<u32>,
    /// Number of question marks.
    pub questions: f64,
    /// Number of exclamation marks.
    pub exclamations: f64,
    /// Number of quotation marks of any kind.
    pub quotes: f64,
    /// Number of colons and semicolons.
    pub colons: f64,
    /// Number of brackets.
    pub brackets: f64,
    /// Number of sentences by the built-in segmentation rules. A segment of joined lines has several.
    pub sentences: f64,
    /// True if the segment ends with a sentence-final mark.
    pub closed: bool,
    /// True if the segment begins with a small letter, so probably in mid-sentence.
    pub opens_small: bool,
    /// The paragraph that contains the segment; `None` if the text has no paragraphs.
    pub paragraph: Option<usize>,
    /// When it is spoken, in seconds, in subtitles.
    pub time: Option<(f64, f64)>,
}

impl Side {
    /// Computes the features of a document's segments. Where there are vectors, words that are run
    /// together count as the words that have vectors.
    pub fn new(document: &Document, segments: &[Segment], vectors: Option<&Vectors>) -> Self {
        let segmenter = Segmenter::new(&document.lang, &SegmentOptions::default());
        let mut segments: Vec<Features> = segments
            .iter()
            .map(|s| Features {
                paragraph: (document.blocks[s.block].kind != BlockKind::Sentence)
                    .then_some(s.block),
                time: times::spoken(document, s),
                sentences: segmenter.sentences(s.span.of(&document.text)).len() as f64,
                ..Features::new(s.span.of(&document.text), &document.lang, vectors)
            })
            .collect();
        let vocabulary = number(&mut segments, document.lang.profile());
        let cues = times::beginnings(document);
        Self { lang: document.lang.clone(), segments, cues, vocabulary }
    }

    /// Number of segments.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Returns true if there are no segments.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }
}

/// Numbers the tokens of all segments and returns the vocabulary.
fn number(segments: &mut [Features], profile: &'static Profile) -> Vec<Entry> {
    let mut vocabulary: Vec<Entry> = Vec::new();
    let mut known: LookupMap<&str, u32> = LookupMap::default();
    for Features { tokens, numbers, .. } in segments {
        for token in tokens.iter() {
            let number = *known.get_or(&token.folded, || {
                let folded = token.folded.clone();
                let is_word = token.kind == TokenKind::Word;
                let stems = if is_word { stems(&folded, profile) } else { Vec::new() };
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
    fn new(text: &str, lang: &Lang, vectors: Option<&Vectors>) -> Self {
        let view = View::new(text);
        let signs = Signs::of(view.text());
        let mut tokens = tokens_of(text, &view);
        if let Some(vectors) = vectors {
            tokens = parted(text, tokens, lang, vectors);
        }
        // German and Russian close with the sign that English opens with.
        let low = text.contains(['„', '‚']);
        let closes = |c: char| closes(c) || (low && matches!(c, '“' | '‘'));
        let end = text.trim_end_matches(|c: char| closes(c) || c.is_whitespace());
        Self {
            chars: f64::from(signs.letters),
            words: tokens.len() as f64,
            questions: f64::from(signs.questions),
            exclamations: f64::from(signs.exclamations),
            quotes: f64::from(signs.quotes),
            colons: f64::from(signs.colons),
            sentences: 1.0,
            brackets: f64::from(signs.brackets),
            closed: end.ends_with(ends_sentence),
            opens_small: text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase),
            numbers: Vec::with_capacity(tokens.len()),
            tokens,
            paragraph: None,
            time: None,
        }
    }
}

/// Returns true for quotation marks and brackets that may follow the end of a sentence.
fn closes(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '”'
            | '’'
            | '»'
            | '«'
            | ')'
            | ']'
            | '›'
            | '‹'
            | '」'
            | '』'
            | '）'
            | '］'
            | '》'
            | '〉'
            | '】'
            | '〕'
            | '＂'
            | '＇'
            | '｣'
    )
}

/// Returns true for the signs that end a sentence, in any script.
fn ends_sentence(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '؟'
            | '…'
            | ':'
            | '۔'
            | '。'
            | '．'
            | '｡'
            | '！'
            | '？'
            | '：'
            | '⋯'
            | '।'
            | '॥'
            | '։'
            | '።'
            | '፧'
            | '།'
            | '။'
            | '។'
            | '៕'
            | '⸮'
            | '‼'
            | '⁇'
            | '⁈'
            | '⁉'
    )
}

/// Counts of letters and punctuation marks in a text.
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
        let (mut before, mut chars) = (' ', text.chars().peekable());
        while let Some(c) = chars.next() {
            let mut joins =
                || is_hebrew(before) && chars.peek().is_some_and(|next| is_hebrew(*next));
            match c {
                'a'..='z' | '0'..='9' | '\u{620}'..='\u{64A}' => signs.letters += 1,
                ' ' => {}
                '?' | '؟' | '՞' | '፧' => signs.questions += 1,
                '!' | '՜' => signs.exclamations += 1,
                // A mark within a Hebrew abbreviation.
                '"' if joins() => {}
                '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' =>
                {
                    signs.quotes += 1;
                }
                ':' | ';' | '؛' => signs.colons += 1,
                '(' | ')' | '[' | ']' | '【' | '】' | '〔' | '〕' => signs.brackets += 1,
                _ => signs.letters += u32::from(c.is_alphanumeric()),
            }
            before = c;
        }
        signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_all_scripts_count() {
        let of = |text: &str| {
            let f = Features::new(text, &Lang::arabic(), None);
            let counts = [f.questions, f.exclamations, f.quotes, f.brackets];
            (counts.map(|n| n as u32), f.closed)
        };
        assert_eq!(of("他问：「你好吗？」"), ([1, 0, 2, 0], true));
        assert_eq!(of("“走吧！”（他说）。"), ([0, 1, 2, 2], true));
        assert_eq!(of("¿Qué? ¡No!"), ([1, 1, 0, 0], true));
        assert_eq!(of("יו״ר ארה\"ב אמר: \"כן\""), ([0, 0, 2, 0], false));
        assert_eq!(of("„Gut.“"), ([0, 0, 2, 0], true));
        assert_eq!(of("यह है।"), ([0, 0, 0, 0], true));
        assert_eq!(of("یہ ہے۔"), ([0, 0, 0, 0], true));
        assert_eq!(of("چرا؟ نعم"), ([1, 0, 0, 0], false));
        assert_eq!(Features::new("東京へ行く。", &Lang::arabic(), None).chars as u32, 5);
    }
}
