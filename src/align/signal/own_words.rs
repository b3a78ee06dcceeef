//! Own words: what the sure beads of the first pass teach of the texts' own vocabulary takes part in
//! the second. A long text says the same things again; for languages without word vectors this is
//! most of what is known of their words.

use super::{
    Signal,
    anchors::{Anchors, LEXICON},
    terms,
};
use crate::{
    align::{
        grid::{Grid, Posterior},
        lexicon::{LexiconOptions, Teacher},
        side::{Features, Side},
    },
    glossary::Terms,
    text::tokens::TokenKind,
};

/// Texts of fewer segments on a side teach nothing worth knowing: on 30 what is learnt is noise, on
/// 60 it helps (docs/alignment.md has the figures).
const LEAST: usize = 50;
/// Beads as probable as this teach.
const SURE: f32 = 0.7;
/// Of a bead of more segments it is not plain what answers what.
const SMALL: usize = 3;

/// The signal; it is silent where the texts are too short.
pub(crate) fn own_words(
    source: &Side,
    target: &Side,
    grid: &Grid,
    first: &Posterior,
) -> Box<dyn Signal> {
    let items = if source.len().min(target.len()) < LEAST {
        [vec![Vec::new(); source.len()], vec![Vec::new(); target.len()]]
    } else {
        terms::items(&[&learnt(source, target, grid, first)], source, target)
    };
    Box::new(Anchors::new(LEXICON, &items))
}

fn learnt(source: &Side, target: &Side, grid: &Grid, first: &Posterior) -> Terms {
    // Three places rather than two: chance is greater among few beads than among a memory's units.
    let options = LexiconOptions { least_units: 3, least_share: 0.3, ..LexiconOptions::default() };
    let mut teacher = Teacher::new(&options);
    for (bead, _) in grid.likely(first, SURE) {
        if !bead.is_omission() && bead.a + bead.b <= SMALL {
            let source = words(&source.segments[bead.source()]);
            teacher.add_words([&source, &words(&target.segments[bead.target()])]);
        }
    }
    teacher.finish().terms(&source.lang, &target.lang)
}

fn words(segments: &[Features]) -> Vec<&str> {
    let tokens = segments.iter().flat_map(|s| &s.tokens);
    tokens.filter(|t| t.kind == TokenKind::Word).map(|t| t.folded.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use crate::align::{Aligner, Segmented};
    use crate::document::{BlockKind, Document};

    /// Whether any bead of so many lines, every seventh with a word of its own, is told by it.
    fn speaks(lines: usize) -> bool {
        let text = |lang: &str, word: &str, rest: &str| {
            let line = |i: usize| {
                let word = if i.is_multiple_of(7) { word } else { "" };
                format!("{} {word} {}.\n", rest.repeat(1 + i % 5), 1000 + i)
            };
            let text = (0..lines).map(line).collect::<String>();
            let lang = lang.parse().unwrap();
            Segmented::new(Document::from_lines("-", lang, text, BlockKind::Sentence))
        };
        let source = text("de", "Gletscher", "und so weiter ");
        let target = text("fr", "montagne", "et ainsi de suite ");
        let beads = Aligner::default().align(source, target).beads;
        beads.iter().flat_map(|b| &b.evidence).any(|e| e.signal == "lexicon" && e.nats > 0.0)
    }

    #[test]
    fn long_texts_teach_themselves() {
        assert!(speaks(60));
        assert!(!speaks(40), "too short to learn from");
    }
}
