//! Sentence vectors as one more signal: plain numbers computed elsewhere. Nothing here knows of
//! models or servers; a [`SentenceEncoder`] turns texts into such vectors.

use super::{Aligner, Alignment, Segmented};
use crate::error::{Error, ErrorKind, Result};

/// Turns texts into vectors. Texts with the same meaning should have similar directions in any
/// language.
pub trait SentenceEncoder: Sync {
    /// Returns a vector for each text, in the same order, all of one length.
    ///
    /// # Errors
    /// Any failure; there is no vector that stands for one.
    fn encode(&self, texts: &[String]) -> Result<Vec<Vec<f32>>>;
}

/// A vector for each segment of two texts.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceVectors {
    source: Vec<Vec<f32>>,
    target: Vec<Vec<f32>>,
}

impl SentenceVectors {
    /// Takes one vector for each segment, in order.
    ///
    /// # Errors
    /// [`ErrorKind::Format`] where the vectors differ in length or hold a number that is not finite.
    pub fn new(source: Vec<Vec<f32>>, target: Vec<Vec<f32>>) -> Result<Self> {
        let all = || source.iter().chain(&target);
        let dims = all().next().map_or(0, Vec::len);
        let wrong = |what: String| Err(Error::new(ErrorKind::Format, what));
        if let Some(other) = all().find(|vector| vector.len() != dims) {
            return wrong(format!(
                "the sentence vectors differ in length: {dims} and {} numbers",
                other.len()
            ));
        }
        if all().flatten().any(|x| !x.is_finite()) {
            return wrong("a sentence vector holds a number that is not finite".into());
        }
        Ok(Self { source, target })
    }

    /// Encodes the segments of two texts.
    ///
    /// # Errors
    /// Errors of the encoder and of [`SentenceVectors::new`].
    pub fn of(
        source: &Segmented,
        target: &Segmented,
        encoder: &dyn SentenceEncoder,
    ) -> Result<Self> {
        // In one go, so that small texts fill a batch together.
        let texts: Vec<String> = [source, target]
            .into_iter()
            .flat_map(|side| (0..side.segments.len()).map(|at| side.text(&(at..at + 1))))
            .collect();
        let mut vectors = encoder.encode(&texts)?;
        if vectors.len() != texts.len() {
            let message = format!("{} vectors for {} sentences", vectors.len(), texts.len());
            return Err(Error::new(ErrorKind::Internal, message));
        }
        let target = vectors.split_off(source.segments.len());
        Self::new(vectors, target)
    }

    /// Checks that there is one vector for each segment of two texts.
    pub(super) fn check(&self, source: &Segmented, target: &Segmented) -> Result<()> {
        let there = [source.segments.len(), target.segments.len()];
        let given = self.sides().map(<[_]>::len);
        if there != given {
            let message = format!(
                "there are {} and {} sentence vectors for {} and {} segments",
                given[0], given[1], there[0], there[1]
            );
            return Err(Error::new(ErrorKind::Usage, message));
        }
        Ok(())
    }

    /// The vectors of either side.
    pub(super) fn sides(&self) -> [&[Vec<f32>]; 2] {
        [&self.source, &self.target]
    }
}

impl Aligner {
    /// Pairs the segments of two texts as [`Aligner::align`] does, with sentence vectors as one more
    /// signal.
    ///
    /// # Errors
    /// Where there is not one vector for each segment.
    pub fn align_with(
        &self,
        source: Segmented,
        target: Segmented,
        sentences: &SentenceVectors,
    ) -> Result<Alignment> {
        sentences.check(&source, &target)?;
        let beads = self.beads(&self.sides(&source, &target), Some(sentences));
        let beads = self.with_moved(&source, &target, beads);
        Ok(Alignment { source, target, beads })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        document::{BlockKind, Document},
        lang::Lang,
    };

    fn side(lang: &str, text: &str) -> Segmented {
        let lang: Lang = lang.parse().unwrap();
        Segmented::new(Document::from_lines("-", lang, text, BlockKind::Sentence))
    }

    /// A vector by the first letter: a, b, c … are the directions.
    struct ByLetter;

    impl SentenceEncoder for ByLetter {
        fn encode(&self, texts: &[String]) -> Result<Vec<Vec<f32>>> {
            let letter = |text: &String| text.to_lowercase().bytes().next().unwrap_or(b'a');
            let place = |text| usize::from(letter(text).saturating_sub(b'a')).min(7);
            Ok(texts
                .iter()
                .map(|text| (0..8).map(|k| f32::from(u8::from(k == place(text)))).collect())
                .collect())
        }
    }

    #[test]
    fn sentence_vectors_decide_where_nothing_else_tells() {
        // Five lines against four of one shape: which has no partner, only the vectors know.
        let source = side("de", "Alle da.\nBrot da.\nClub da.\nDorf da.\nEcke da.\n");
        let target = side("fr", "alors un.\nbain un.\ndame un.\nelle un.\n");
        let vectors = SentenceVectors::of(&source, &target, &ByLetter).unwrap();
        let found = Aligner::default().align_with(source, target, &vectors).unwrap();
        let omitted = found.beads.iter().find(|bead| bead.is_omission()).unwrap();
        assert_eq!(omitted.source, 2..3, "{:?}", found.beads);
        let said = |bead: &super::super::Bead| {
            bead.evidence.iter().any(|e| e.signal == "embeddings" && e.nats > 0.0)
        };
        assert!(found.beads.iter().filter(|bead| !bead.is_omission()).all(said));
    }

    #[test]
    fn vectors_that_do_not_fit_are_refused() {
        let (source, target) = (side("de", "Eins\nZwei\n"), side("fr", "un\n"));
        let vectors = |n: usize, dims: usize| vec![vec![0.5_f32; dims]; n];
        let few = SentenceVectors::new(vectors(1, 3), vectors(1, 3)).unwrap();
        let error = Aligner::default().align_with(source, target, &few).unwrap_err();
        assert!(error.to_string().contains("1 and 1 sentence vectors for 2 and 1"), "{error}");
        let error = SentenceVectors::new(vectors(2, 3), vectors(1, 4)).unwrap_err();
        assert!(error.to_string().contains("3 and 4 numbers"), "{error}");
        assert!(SentenceVectors::new(vec![vec![f32::NAN]], Vec::new()).is_err());
    }
}
