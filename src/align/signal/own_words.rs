//! A lexicon of the texts themselves: translations learnt from the confident beads of the first pass
//! are anchors in the second. Long texts repeat their vocabulary; for languages without word vectors
//! this is the main evidence about words.

use super::{
    Signal,
    anchors::{Anchors, LEXICON},
    terms,
};
use crate::{
    align::{
        grid::{Grid, Posterior},
        lexicon::{LexiconOptions, Teacher},
        lists::Lists,
        side::Side,
    },
    glossary::Terms,
};

/// Least number of segments per side: the lexicon of 30 segments is noise, that of 60 helps
/// (docs/alignment.md has the figures).
const LEAST: usize = 50;
/// Least first-pass probability of the beads to learn from.
const SURE: f32 = 0.7;
/// Maximum number of segments in a bead to learn from; in larger beads the pairing is unclear.
const SMALL: usize = 3;

/// Prepares the signal. It gives no evidence if the texts are too short.
pub(crate) fn own_words(
    source: &Side,
    target: &Side,
    grid: &Grid,
    first: &Posterior,
) -> Box<dyn Signal> {
    let items = if source.len().min(target.len()) < LEAST {
        [Lists::empty(source.len()), Lists::empty(target.len())]
    } else {
        terms::items(&[&learnt(source, target, grid, first)], source, target)
    };
    Box::new(Anchors::new(LEXICON, &items))
}

fn learnt(source: &Side, target: &Side, grid: &Grid, first: &Posterior) -> Terms {
    // Three units instead of two: chance matters more in a few beads than in a memory's many units.
    let options = LexiconOptions { least_units: 3, least_share: 0.3, ..LexiconOptions::default() };
    let mut teacher = Teacher::new(&options).between(&source.lang, &target.lang);
    for (bead, _) in grid.likely(first, SURE) {
        if !bead.is_omission() && bead.a + bead.b <= SMALL {
            let words = [source.words(bead.source()), target.words(bead.target())];
            teacher.add_words([&words[0], &words[1]]);
        }
    }
    teacher.finish().terms(&source.lang, &target.lang)
}

#[cfg(test)]
mod tests {
    use crate::align::{Aligner, Segmented};
    use crate::document::{BlockKind, Document};

    /// Returns true if the signal gives evidence for a bead in texts of `lines` lines, in which every
    /// seventh line has a special word.
    fn has_evidence(lines: usize) -> bool {
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
    fn only_long_texts_give_evidence() {
        assert!(has_evidence(60));
        assert!(!has_evidence(40), "too short to learn from");
    }
}
