//! Explanations of beads: which places of one text correspond to which of the other, and how much the
//! lengths differ from what is expected. Computed on demand from the same items that the signals count.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    ops::Range,
    sync::{Arc, OnceLock},
};

use serde::{Deserialize, Serialize};

use super::{
    Alignment, Bead, Segmented, Side, Vectors,
    link::{Link, LinkKind},
    lists::Lists,
    signal::{
        self, Length, WordLinks, WordPlace,
        places::{Placed, PlacedItems},
    },
};
use crate::{document::Span, glossary::Terms};

/// Explanation of a bead, beside the evidence of each signal in [`Bead::evidence`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation {
    /// Links between corresponding places, in the order of the source.
    pub links: Vec<Link>,
    /// Difference of the target's length from the length expected for its source, in standard
    /// deviations: positive where the target is longer. None where a side is empty.
    pub length_surprise: Option<f64>,
}

/// Explains the beads of one alignment. [`Aligner::align_explained`](super::Aligner::align_explained)
/// makes it from the features, terms and word vectors that made the alignment.
///
/// It owns what it needs, so that it can be kept beside the alignment and shared by threads. The
/// links are looked for at the first call of [`Explainer::explain`].
pub struct Explainer {
    sides: [Side; 2],
    /// The first byte of each segment in its document.
    starts: [Vec<usize>; 2],
    terms: Vec<Arc<Terms>>,
    vectors: Option<Arc<Vectors>>,
    anchors: OnceLock<Anchors>,
}

/// Everything that can link two places.
struct Anchors {
    /// In order of precedence.
    kinds: [(LinkKind, PlacedItems); 4],
    words: Option<WordLinks>,
    length: Length,
}

impl Explainer {
    /// An explainer for an alignment, from what it was made with.
    pub(crate) fn new(
        alignment: &Alignment,
        sides: [Side; 2],
        terms: Vec<Arc<Terms>>,
        vectors: Option<Arc<Vectors>>,
    ) -> Self {
        let starts = [&alignment.source, &alignment.target]
            .map(|side| side.segments.iter().map(|segment| segment.span.start).collect());
        Self { sides, starts, terms, vectors, anchors: OnceLock::new() }
    }

    /// Explains a bead of the alignment.
    pub fn explain(&self, bead: &Bead) -> Explanation {
        if bead.is_omission() {
            return Explanation::default();
        }
        let anchors = self.anchors();
        let [source_starts, target_starts] = &self.starts;
        let mut linker = Linker::default();
        for (kind, items) in &anchors.kinds {
            let source = in_document(source_starts, &items[0], &bead.source);
            let target = in_document(target_starts, &items[1], &bead.target);
            linker.link(*kind, &source, &target);
        }
        if let Some(words) = &anchors.words {
            for (here, there) in words.pairs(bead.source.clone(), bead.target.clone()) {
                let (source, target) = (at(source_starts, here), at(target_starts, there));
                linker.link_one(LinkKind::Word, source, target);
            }
        }
        linker.links.sort_by_key(|link| link.source);
        Explanation {
            links: linker.links,
            length_surprise: Some(anchors.length.deviations(&bead.source, &bead.target)),
        }
    }

    fn anchors(&self) -> &Anchors {
        self.anchors.get_or_init(|| {
            let [source, target] = &self.sides;
            let terms: Vec<&Terms> = self.terms.iter().map(AsRef::as_ref).collect();
            Anchors {
                kinds: signal::anchors_by_kind(source, target, &terms),
                words: self.vectors.as_deref().and_then(|v| WordLinks::new(source, target, v)),
                length: Length::new(source, target),
            }
        })
    }
}

/// The span of a word of a segment in the document.
fn at(starts: &[usize], (segment, span): WordPlace) -> Span {
    let start = starts[segment];
    Span::new(start + span.start, start + span.end)
}

/// The items of a range of segments, by their places in the document.
fn in_document(starts: &[usize], items: &Lists<Placed>, range: &Range<usize>) -> Vec<Placed> {
    range
        .clone()
        .flat_map(|segment| {
            let start = starts[segment];
            items.get(segment).iter().map(move |p| Placed {
                item: p.item,
                span: Span::new(start + p.span.start, start + p.span.end),
            })
        })
        .collect()
}

/// Links under way; no place is linked twice.
#[derive(Default)]
struct Linker {
    links: Vec<Link>,
}

impl Linker {
    /// Links what stands on both sides. The longest items come first, for a short one may lie
    /// inside them; where an item stands several times, first goes with first, second with second.
    fn link(&mut self, kind: LinkKind, source: &[Placed], target: &[Placed]) {
        let mut items: BTreeMap<u32, [Vec<Span>; 2]> = BTreeMap::new();
        for (side, placed) in [source, target].into_iter().enumerate() {
            for p in placed {
                items.entry(p.item).or_default()[side].push(p.span);
            }
        }
        let mut shared: Vec<[Vec<Span>; 2]> =
            items.into_values().filter(|[a, b]| !a.is_empty() && !b.is_empty()).collect();
        shared.sort_by_key(|[a, b]| {
            let longest = |spans: &[Span]| spans.iter().map(Span::len).max();
            (Reverse((longest(a), longest(b))), a[0])
        });
        for [source, target] in shared {
            let source = source.into_iter().filter(|s| self.is_free(*s, |link| link.source));
            let target = target.into_iter().filter(|t| self.is_free(*t, |link| link.target));
            let new: Vec<Link> =
                source.zip(target).map(|(source, target)| Link { kind, source, target }).collect();
            self.links.extend(new);
        }
    }

    /// Links two places, if both are free.
    fn link_one(&mut self, kind: LinkKind, source: Span, target: Span) {
        if self.is_free(source, |link| link.source) && self.is_free(target, |link| link.target) {
            self.links.push(Link { kind, source, target });
        }
    }

    fn is_free(&self, span: Span, side: fn(&Link) -> Span) -> bool {
        self.links.iter().map(side).all(|taken| span.end <= taken.start || taken.end <= span.start)
    }
}

impl Segmented {
    /// Translates a span inside one segment to the text that [`Segmented::text`] returns for a range of
    /// segments; none where the span is in none of them.
    pub fn in_text(&self, range: &Range<usize>, span: Span) -> Option<Span> {
        let holds = |at: &usize| {
            let segment = self.segments[*at].span;
            segment.start <= span.start && span.end <= segment.end
        };
        let at = range.clone().find(holds)?;
        let segment = self.segments[at].span;
        let before = self.text(&(range.start..at + 1)).len() - segment.len();
        let start = before + span.start - segment.start;
        Some(Span::new(start, start + span.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{align::Aligner, document::Document, lang::Lang};

    const fn assert_send_sync<T: Send + Sync>() {}

    const _: () = assert_send_sync::<Explainer>();

    /// An aligner and an explainer beside each other.
    #[allow(dead_code, reason = "it only has to compile")]
    struct Together {
        aligner: Aligner,
        aligned: (Alignment, Explainer),
    }

    const _: () = assert_send_sync::<Together>();

    fn side(lang: &str, text: &str) -> Segmented {
        let lang: Lang = lang.parse().unwrap();
        Segmented::new(Document::new(text, lang))
    }

    /// Explains every bead without word vectors.
    fn explain(alignment: &Alignment, terms: Vec<Arc<Terms>>) -> Vec<Explanation> {
        let sides = [&alignment.source, &alignment.target]
            .map(|s| Side::new(&s.document, &s.segments, None));
        let explainer = Explainer::new(alignment, sides, terms, None);
        alignment.beads.iter().map(|bead| explainer.explain(bead)).collect()
    }

    /// The links of a single bead over both texts.
    fn links(
        source: &str,
        target: &str,
        terms: Vec<Arc<Terms>>,
    ) -> Vec<(LinkKind, String, String)> {
        let (source, target) = (side("ar", source), side("en", target));
        let bead = Bead {
            source: 0..source.segments.len(),
            target: 0..target.segments.len(),
            confidence: None,
            evidence: Vec::new(),
            moved: false,
        };
        let alignment = Alignment { source, target, beads: vec![bead] };
        let why = explain(&alignment, terms).remove(0);
        let of = |side: &Segmented, span: Span| span.of(&side.document.text).to_owned();
        let pair =
            |l: &Link| (l.kind, of(&alignment.source, l.source), of(&alignment.target, l.target));
        why.links.iter().map(pair).collect()
    }

    fn pair(kind: LinkKind, source: &str, target: &str) -> (LinkKind, String, String) {
        (kind, source.to_owned(), target.to_owned())
    }

    #[test]
    fn every_kind_is_linked_by_place() {
        let mut terms = Terms::default();
        terms.add_tsv("ar\ten\nالبنك الدولي\tWorld Bank\nبنك\tbank\n", "t", None).unwrap();
        assert_eq!(
            links(
                "قال ليندكفيست إن البنك الدولي (iOS) سيدفع عشرة آلاف.\nودفع بنك آخر ٤٥.",
                "The World Bank (iOS) will pay 10,000, Lindqvist said. Another bank paid 45.",
                vec![Arc::new(terms)],
            ),
            [
                pair(LinkKind::Name, "ليندكفيست", "Lindqvist"),
                pair(LinkKind::Term, "البنك الدولي", "World Bank"),
                pair(LinkKind::Latin, "iOS", "iOS"),
                pair(LinkKind::Number, "عشرة آلاف", "10,000"),
                pair(LinkKind::Term, "بنك", "bank"),
                pair(LinkKind::Number, "٤٥", "45"),
            ]
        );
    }

    #[test]
    fn words_of_like_meaning_are_linked_last() {
        let (source, target) =
            (side("ar", "فاض النهر في ٣ قرى."), side("en", "The river flooded 3 villages."));
        let aligner = Aligner { terms: Vec::new(), ..Aligner::default() };
        let (found, explainer) = aligner.align_explained(source, target, None).unwrap();
        let why = explainer.explain(&found.beads[0]);
        let of = |side: &Segmented, span: Span| span.of(&side.document.text).to_owned();
        let links: Vec<_> = why
            .links
            .iter()
            .map(|l| (l.kind, of(&found.source, l.source), of(&found.target, l.target)))
            .collect();
        assert!(links.contains(&pair(LinkKind::Word, "النهر", "river")), "{links:?}");
        assert!(links.contains(&pair(LinkKind::Number, "٣", "3")), "{links:?}");
    }

    #[test]
    fn what_stands_several_times_is_paired_in_order_and_once() {
        let found = links("٣ ثم ٣ ثم ٤ ثم ٣", "3, 4, 3", Vec::new());
        let numbers =
            [("٣", "3"), ("٣", "3"), ("٤", "4")].map(|(a, b)| pair(LinkKind::Number, a, b));
        assert_eq!(found, numbers);
    }

    #[test]
    fn the_users_longer_term_comes_before_a_shorter_one() {
        let [mut ours, mut theirs] = [Terms::default(), Terms::default()];
        ours.add_tsv("ar\ten\nوزير\tminister\n", "t", None).unwrap();
        theirs.add_tsv("ar\ten\nوزير النقل\tminister of transport\n", "t", None).unwrap();
        assert_eq!(
            links(
                "وصل وزير النقل",
                "The minister of transport arrived",
                vec![Arc::new(ours), Arc::new(theirs)]
            ),
            [pair(LinkKind::Term, "وزير النقل", "minister of transport")]
        );
    }

    #[test]
    fn places_in_the_text_of_a_bead_hold_the_same_words() {
        let read = |path: &str| std::fs::read_to_string(path).unwrap();
        let source = side("ar", &read("examples/news/article.ar.txt").replace(". ", ".\r\n  "));
        let target = side("en", &read("examples/news/article.en.txt"));
        let (pair, explainer) = Aligner::default().align_explained(source, target, None).unwrap();
        let mut count = 0;
        for bead in &pair.beads {
            let why = explainer.explain(bead);
            for (i, link) in why.links.iter().enumerate() {
                for (side, range, span) in [
                    (&pair.source, &bead.source, link.source),
                    (&pair.target, &bead.target, link.target),
                ] {
                    let there = side.in_text(range, span).unwrap();
                    assert_eq!(there.of(&side.text(range)), span.of(&side.document.text));
                }
                let apart = |a: Span, b: Span| a.end <= b.start || b.end <= a.start;
                let others = &why.links[i + 1..];
                assert!(others.iter().all(|o| apart(o.source, link.source)));
                assert!(others.iter().all(|o| apart(o.target, link.target)));
            }
            count += why.links.len();
            assert_eq!(why.length_surprise.is_none(), bead.is_omission());
            assert!(why.length_surprise.is_none_or(|z| z.abs() < 5.0));
        }
        assert!(count > 60, "{count}");
    }

    #[test]
    fn the_surprise_tells_which_side_is_long() {
        let text = |n: usize| "word ".repeat(n);
        let (source, target) = (side("de", &text(20)), side("en", &text(60)));
        let bead = Bead {
            source: 0..1,
            target: 0..1,
            confidence: None,
            evidence: Vec::new(),
            moved: false,
        };
        let alignment = Alignment { source, target, beads: vec![bead] };
        let surprise = explain(&alignment, Vec::new())[0].length_surprise.unwrap();
        assert!(surprise > 0.5, "{surprise}");
    }
}
