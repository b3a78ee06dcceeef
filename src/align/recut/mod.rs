//! Sentences that the aligner cuts: texts without stops.
//!
//! A text without stops has no sentences that rules could find. Its long segments are cut together with the
//! other text: a first alignment of short stretches of words shows where the texts meet; then cuts are chosen at
//! word borders where sentences readily begin and where few translated words are torn apart.

mod begins;
mod chain;
mod links;
mod long;
mod words;

use std::sync::Arc;

use self::{
    chain::{Chain, Node, cuts, p},
    links::Links,
    words::{Border, Words},
};
use super::{Aligner, Segmented, Side, signal::WordVectors};
use crate::glossary::Terms;

/// The number of words of the stretches that are aligned first: the fewest and the most.
const STRETCH: (usize, usize) = (6, 11);

/// Two texts whose long segments without stops were cut.
#[derive(Debug, Clone)]
pub struct Recut {
    /// The source and the target.
    pub sides: [Segmented; 2],
    /// The numbers of segments of either side that were cut, and of the parts they became.
    pub cut: [(usize, usize); 2],
    /// Where the cuts put both texts: numbers of source and of target segments before each place.
    pub borders: Vec<(usize, usize)>,
}

impl Aligner {
    /// Cuts the segments of two texts that are long for lack of stops, each where the other text shows that
    /// a sentence ends. Texts with stops stay as they are, and so do lines that are sentences already.
    ///
    /// ```
    /// use muwazi::{Document, Lang, align::{Aligner, Segmented}};
    /// let text = |lang, text| Segmented::new(Document::new(text, lang));
    /// let source = text(
    ///     Lang::arabic(),
    ///     "وصل الوزير إلى باريس صباح اليوم والتقى بنظيره الفرنسي وبحث معه الأزمة ثم غادر إلى لندن مساء",
    /// );
    /// let target = text(
    ///     Lang::english(),
    ///     "The minister arrived in Paris this morning. He met his French counterpart and discussed the \
    ///      crisis with him. Then he left for London in the evening.",
    /// );
    /// let recut = Aligner::default().recut(source, target);
    /// assert_eq!(recut.sides[0].segments.len(), 3);
    /// ```
    pub fn recut(&self, source: Segmented, target: Segmented) -> Recut {
        let mut segmented = [source, target];
        let uncut = segmented.each_ref().map(long::without_stops);
        let mut cut = [(0, 0); 2];
        if !uncut.iter().flatten().any(|uncut| *uncut)
            || segmented.iter().any(|side| side.segments.is_empty())
        {
            return Recut { sides: segmented, cut, borders: Vec::new() };
        }
        let sides = self.sides(&segmented[0], &segmented[1]);
        let words = [0, 1].map(|side| Words::new(&segmented[side], &sides[side], &uncut[side]));
        let chain = self.chain(&segmented, &sides, &words);
        let chosen = [cuts(&chain, |node| node.source), cuts(&chain, |node| node.target)];
        for (side, before) in chosen.into_iter().enumerate() {
            let mut hit: Vec<usize> =
                before.iter().map(|at| words[side].words[*at].segment).collect();
            hit.dedup();
            cut[side] = (hit.len(), hit.len() + before.len());
            let own = std::mem::replace(
                &mut segmented[side],
                Segmented::new(crate::document::Document::new("", sides[side].lang.clone())),
            );
            segmented[side] = words[side].cut(own, &before);
        }
        let at = |side: usize, border: Border| {
            let before = segmented[side].segments.iter();
            let words = &words[side].words;
            match words.get(border.at) {
                Some(word) => before.take_while(|s| s.span.start < word.start).count(),
                None => before.count(),
            }
        };
        let borders = chain.iter().map(|node| (at(0, node.source), at(1, node.target))).collect();
        Recut { sides: segmented, cut, borders }
    }

    /// The places at which both texts are cut best.
    fn chain(
        &self,
        segmented: &[Segmented; 2],
        sides: &[Side; 2],
        words: &[Words; 2],
    ) -> Vec<Node> {
        let (path, ratio) = self.path(segmented, words);
        let terms: Vec<&Terms> = self.terms.iter().map(Arc::as_ref).collect();
        let vectors = self
            .vectors
            .as_deref()
            .and_then(|vectors| WordVectors::of_both([&sides[0], &sides[1]], vectors));
        let links = |path: &[(usize, usize)], near: f64| {
            Links::new(words, sides, &terms, vectors.as_ref(), path, near as f32)
        };
        let chain = Chain { words, links: &links(&path, p(12)), ratio }.best();
        if chain.is_empty() {
            return chain;
        }
        // The chain is a better path than the one that led to it.
        let path: Vec<(usize, usize)> =
            chain.iter().map(|node| (node.source.at, node.target.at)).collect();
        Chain { words, links: &links(&path, p(18)), ratio }.best()
    }

    /// The path of an alignment of short stretches, in words, and how many letters of the target stand for
    /// one of the source.
    fn path(&self, segmented: &[Segmented; 2], words: &[Words; 2]) -> (Vec<(usize, usize)>, f64) {
        let stretches = words.each_ref().map(stretches);
        let [source, target] = [0, 1].map(|side| {
            let inner = stretches[side].iter().filter(|border| border.1).map(|border| border.0);
            let before: Vec<usize> = inner.collect();
            words[side].cut(segmented[side].clone(), &before)
        });
        let beads = self.beads(&self.sides(&source, &target), None);
        let word = |side: usize, at: usize| stretches[side][at].0;
        let mut path = vec![(0, 0)];
        let mut letters = [1.0, 1.0];
        for bead in &beads {
            path.push((word(0, bead.source.end), word(1, bead.target.end)));
            if !bead.is_omission() {
                for (side, range) in [&bead.source, &bead.target].into_iter().enumerate() {
                    let range = word(side, range.start)..word(side, range.end);
                    letters[side] += words[side].letters(&range);
                }
            }
        }
        (path, letters[1] / letters[0])
    }
}

/// Borders between short stretches of words: the number of words before each, and `true` inside a segment.
fn stretches(side: &Words) -> Vec<(usize, bool)> {
    let mut out: Vec<(usize, bool)> = Vec::new();
    let mut last = 0;
    let mut at = 0;
    while at < side.borders.len() {
        let border = side.borders[at];
        if !border.inner {
            out.push((border.at, false));
            last = border.at;
            at += 1;
            continue;
        }
        let open = &side.borders[at..];
        let inner = open.iter().take_while(|b| b.inner && b.at <= last + STRETCH.1).count();
        let rest =
            open.get(inner).filter(|next| !next.inner && next.at < last + STRETCH.1 + STRETCH.0);
        if rest.is_some() {
            at += inner;
            continue;
        }
        let fit = open[..inner].iter().enumerate().filter(|(_, b)| b.at >= last + STRETCH.0);
        let best = fit.max_by(|a, b| a.1.gain.total_cmp(&b.1.gain).then(b.0.cmp(&a.0)));
        match best {
            Some((skip, border)) => {
                out.push((border.at, true));
                last = border.at;
                at += skip + 1;
            }
            None => at += inner.max(1),
        }
    }
    out
}
