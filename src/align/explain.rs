//! Why two stretches were paired: which places of one answer which of the other, and how far their
//! lengths are off. Worked out when someone asks, from the same items that the signals count.

use std::{cmp::Reverse, collections::BTreeMap, ops::Range};

use serde::{Deserialize, Serialize};

use super::{
    Alignment, Bead, Segmented, Side, Vectors,
    link::{Link, LinkKind},
    signal::{
        self, Length, WordLinks, WordPlace,
        places::{Placed, PlacedItems},
    },
};
use crate::{document::Span, glossary::Terms};

/// Why a bead looks as it does; what each signal made of it stands in [`Bead::evidence`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// What answers what, in the order of the source.
    pub links: Vec<Link>,
    /// By how many standard deviations the target is longer than its source leads to expect, below
    /// 0 shorter; none where a side is empty.
    pub length_surprise: Option<f64>,
}

/// Explains the beads of an alignment.
pub struct Explainer<'a> {
    alignment: &'a Alignment,
    /// In order of precedence.
    kinds: Vec<(LinkKind, PlacedItems)>,
    words: Option<WordLinks>,
    length: Length,
}

/// Explains every bead of an alignment, with the terms and the word vectors that it was made with.
///
/// ```
/// use muwazi::{BlockKind, Document, Lang, align::{Segmented, Terms, Vectors, align, explain}};
/// let doc = |lang: Lang, text| Segmented::new(Document::from_lines("-", lang, text, BlockKind::Paragraph));
/// let source = doc(Lang::arabic(), "بقي في باريس ٣ أيام.");
/// let target = doc(Lang::english(), "He stayed three days in Paris.");
/// let pair = align(source, target);
/// let why = explain::explain(&pair, &[Terms::built_in()], Vectors::built_in());
/// let links: Vec<(&str, &str)> = why[0]
///     .links
///     .iter()
///     .map(|l| (l.source.of(&pair.source.document.text), l.target.of(&pair.target.document.text)))
///     .collect();
/// assert!(links.contains(&("باريس", "Paris")) && links.contains(&("٣", "three")));
/// ```
pub fn explain(
    alignment: &Alignment,
    terms: &[&Terms],
    vectors: Option<&Vectors>,
) -> Vec<Explanation> {
    let explainer = Explainer::new(alignment, terms, vectors);
    alignment.beads.iter().map(|bead| explainer.of(bead)).collect()
}

impl<'a> Explainer<'a> {
    /// Reads both texts once more, with the terms and word vectors that they were aligned with.
    pub fn new(alignment: &'a Alignment, terms: &[&Terms], vectors: Option<&Vectors>) -> Self {
        let [source, target] = [&alignment.source, &alignment.target]
            .map(|side| Side::new(&side.document, &side.segments));
        let kinds = signal::anchors_by_kind(&source, &target, terms).into();
        let words = vectors.and_then(|v| WordLinks::new(&source, &target, v));
        Self { alignment, kinds, words, length: Length::new(&source, &target) }
    }

    /// Why a bead of the alignment looks as it does.
    pub fn of(&self, bead: &Bead) -> Explanation {
        if bead.is_omission() {
            return Explanation::default();
        }
        let mut linker = Linker::default();
        for (kind, items) in &self.kinds {
            let [source, target] = [
                in_document(&self.alignment.source, &items[0], &bead.source),
                in_document(&self.alignment.target, &items[1], &bead.target),
            ];
            linker.link(*kind, &source, &target);
        }
        if let Some(words) = &self.words {
            for (here, there) in words.pairs(bead.source.clone(), bead.target.clone()) {
                let source = at(&self.alignment.source, here);
                linker.link_one(LinkKind::Word, source, at(&self.alignment.target, there));
            }
        }
        linker.links.sort_by_key(|link| link.source);
        Explanation {
            links: linker.links,
            length_surprise: Some(self.length.deviations(&bead.source, &bead.target)),
        }
    }
}

/// Where a word of a segment stands in the document.
fn at(side: &Segmented, (segment, span): WordPlace) -> Span {
    let start = side.segments[segment].span.start;
    Span::new(start + span.start, start + span.end)
}

/// The items of a range of segments, by their places in the document.
fn in_document(side: &Segmented, items: &[Vec<Placed>], range: &Range<usize>) -> Vec<Placed> {
    let segments = side.segments[range.clone()].iter().zip(&items[range.clone()]);
    segments
        .flat_map(|(segment, items)| {
            let start = segment.span.start;
            items.iter().map(move |p| Placed {
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
    /// Where a stretch of one segment stands in what [`Segmented::text`] gives for a range of
    /// segments; none where it lies in none of them.
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
    use crate::{
        align::align,
        document::{BlockKind, Document},
        lang::Lang,
    };

    fn side(lang: &str, text: &str) -> Segmented {
        let lang: Lang = lang.parse().unwrap();
        Segmented::new(Document::from_lines("-", lang, text, BlockKind::Paragraph))
    }

    /// The links of a single bead over both texts.
    fn links(source: &str, target: &str, terms: &[&Terms]) -> Vec<(LinkKind, String, String)> {
        let (source, target) = (side("ar", source), side("en", target));
        let bead = Bead {
            source: 0..source.segments.len(),
            target: 0..target.segments.len(),
            confidence: None,
            evidence: Vec::new(),
        };
        let alignment = Alignment { source, target, beads: vec![bead] };
        let why = explain(&alignment, terms, None).remove(0);
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
                &[&terms],
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
        let found = align(source, target);
        let why = explain(&found, &[], Vectors::built_in()).remove(0);
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
        let found = links("٣ ثم ٣ ثم ٤ ثم ٣", "3, 4, 3", &[]);
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
            links("وصل وزير النقل", "The minister of transport arrived", &[&ours, &theirs]),
            [pair(LinkKind::Term, "وزير النقل", "minister of transport")]
        );
    }

    #[test]
    fn places_in_the_text_of_a_bead_hold_the_same_words() {
        let read = |path: &str| std::fs::read_to_string(path).unwrap();
        let source = side("ar", &read("examples/news/article.ar.txt").replace(". ", ".\r\n  "));
        let target = side("en", &read("examples/news/article.en.txt"));
        let terms = [Terms::built_in()];
        let pair = align(source, target);
        let mut count = 0;
        for (bead, why) in pair.beads.iter().zip(explain(&pair, &terms, Vectors::built_in())) {
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
        let bead = Bead { source: 0..1, target: 0..1, confidence: None, evidence: Vec::new() };
        let alignment = Alignment { source, target, beads: vec![bead] };
        let surprise = explain(&alignment, &[], None)[0].length_surprise.unwrap();
        assert!(surprise > 0.5, "{surprise}");
    }
}
