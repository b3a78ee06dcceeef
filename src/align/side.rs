//! One side of a pair as the signals read it. Features are computed once per segment.

use std::ops::Range;

use super::{Vectors, lists::Lists, times};
use crate::text::{
    Span,
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
    /// The tokens of each segment in order: words, numbers and signs.
    pub(crate) tokens: Lists<Occurrence>,
}

/// A token in a segment. It is small, because a book has millions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occurrence {
    /// Its index in [`Side::vocabulary`].
    pub(crate) entry: u32,
    from: u32,
    to: u32,
    gap: Option<char>,
}

impl Occurrence {
    /// Its place in the segment's text.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.from as usize, self.to as usize)
    }
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
        let mut vocabulary = Vocabulary::new(document.lang.profile());
        let mut tokens = Lists::default();
        let segments = segments.iter().map(|s| {
            let text = s.span.of(&document.text);
            let view = View::new(text);
            let mut of_segment = tokens_of(text, &view);
            if let Some(vectors) = vectors {
                of_segment = parted(text, of_segment, &document.lang, vectors);
            }
            let words = of_segment.len() as f64;
            tokens.push(of_segment.into_iter().map(|token| vocabulary.occurrence(token)));
            Features {
                words,
                paragraph: (document.blocks[s.block].kind != BlockKind::Sentence)
                    .then_some(s.block),
                time: times::spoken(document, s),
                sentences: segmenter.sentences(text).len() as f64,
                ..Features::new(text, &view)
            }
        });
        let segments = segments.collect();
        tokens.shrink();
        let cues = times::beginnings(document);
        let vocabulary = vocabulary.entries;
        Self { lang: document.lang.clone(), segments, cues, vocabulary, tokens }
    }

    /// The words of neighbouring segments in folded form, without numbers and signs.
    pub(crate) fn words(&self, segments: Range<usize>) -> Vec<&str> {
        let entries = self.tokens.of_all(segments).iter().map(|t| self.entry(t));
        entries.filter(|e| e.kind == TokenKind::Word).map(|e| e.folded.as_str()).collect()
    }

    /// The entry of a token.
    pub(crate) fn entry(&self, token: &Occurrence) -> &Entry {
        &self.vocabulary[token.entry as usize]
    }

    /// The tokens of a segment with their text.
    pub(crate) fn tokens_of(&self, segment: usize) -> Vec<Token> {
        let token = |t: &Occurrence| {
            let entry = self.entry(t);
            let (folded, kind) = (entry.folded.clone(), entry.kind);
            Token { folded, span: t.span(), kind, capital: false, gap: t.gap }
        };
        self.tokens.get(segment).iter().map(token).collect()
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

/// The distinct tokens of a side under way.
struct Vocabulary {
    entries: Vec<Entry>,
    numbers: LookupMap<String, u32>,
    profile: &'static Profile,
}

impl Vocabulary {
    fn new(profile: &'static Profile) -> Self {
        Self { entries: Vec::new(), numbers: LookupMap::default(), profile }
    }

    fn occurrence(&mut self, token: Token) -> Occurrence {
        let Token { folded, span, kind, capital, gap } = token;
        let entry = match self.numbers.get(folded.as_str()) {
            Some(number) => *number,
            None => {
                let is_word = kind == TokenKind::Word;
                let mut stems = if is_word { stems(&folded, self.profile) } else { Vec::new() };
                stems.shrink_to_fit();
                self.entries.push(Entry { folded: folded.clone(), kind, stems, small: false });
                *self.numbers.get_or(folded, || self.entries.len() as u32 - 1)
            }
        };
        self.entries[entry as usize].small |= !capital;
        Occurrence { entry, from: span.start as u32, to: span.end as u32, gap }
    }
}

impl Features {
    /// The features that the text shows; those of its tokens and its document are left open.
    fn new(text: &str, view: &View) -> Self {
        let signs = Signs::of(view.text());
        // German and Russian close with the sign that English opens with.
        let low = text.contains(['„', '‚']);
        let closes = |c: char| closes(c) || (low && matches!(c, '“' | '‘'));
        let end = text.trim_end_matches(|c: char| closes(c) || c.is_whitespace());
        Self {
            chars: f64::from(signs.letters),
            words: 0.0,
            questions: f64::from(signs.questions),
            exclamations: f64::from(signs.exclamations),
            quotes: f64::from(signs.quotes),
            colons: f64::from(signs.colons),
            sentences: 1.0,
            brackets: f64::from(signs.brackets),
            closed: end.ends_with(ends_sentence),
            opens_small: text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase),
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
            let f = Features::new(text, &View::new(text));
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
        let tokyo = "東京へ行く。";
        assert_eq!(Features::new(tokyo, &View::new(tokyo)).chars as u32, 5);
    }
}
