//! The law of swapped sides: aligning a translation with its source gives each bead the same
//! probability as aligning the source with the translation. docs/alignment.md states its limits.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    Aligner, Search, Segmented,
    aligner::{Scored, UNLIKELY},
    decode::Decoder,
    grid::{Grid, Posterior, Reach},
};
use crate::{
    document::{BlockKind, Document},
    lang::Lang,
};

/// Words and their translations, with lookalikes, numbers and names among them.
#[rustfmt::skip]
const WORDS: &[[&str; 2]] = &[
    ["الكتاب", "book"], ["مدينة", "city"], ["ذهب", "went"], ["الرئيس", "president"], ["البيت", "house"],
    ["كبير", "large"], ["النهر", "river"], ["وقال", "said"], ["القانون", "law"], ["يوم", "day"],
    ["المدرسة", "school"], ["ترامب", "Trump"], ["واشنطن", "Washington"], ["١٢", "12"], ["2019", "2019"],
    ["ثلاثة", "three"], ["Google", "Google"], ["لا", "not"], ["من", "of"], ["في", "in"], ["و", "and"],
    ["الماء", "water"], ["كتب", "wrote"], ["الناس", "people"], ["القديمة", "old"], ["مليون", "million"],
];
/// Segment endings.
const ENDS: &[[&str; 2]] =
    &[[".", "."], ["؟", "?"], ["!", "!"], ["،", ","], [":", ":"], ["»", "\""], ["", ""]];
/// Whole segments with almost no content.
const BARE: &[[&str; 2]] = &[["-", "-"], ["…", "…"], ["١.", "1."], ["نعم", "Yes"], ["(أ)", "(a)"]];

/// Indices of words, and the index of an ending. A line without words is a bare segment.
type Line = (Vec<usize>, usize);

fn line() -> impl Strategy<Value = Line> {
    let words = prop::collection::vec(0..WORDS.len(), 1..12);
    prop_oneof![
        6 => (words, 0..ENDS.len()),
        1 => (Just(Vec::new()), 0..BARE.len()),
                // One of three lines that recur.
        1 => (0..3_usize).prop_map(|k| (vec![k, k + 3], 0)),
    ]
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    prop::collection::vec(line(), 1..26)
}

/// Two unrelated texts, or a text and a translation that joins and omits lines.
fn pair() -> impl Strategy<Value = [Vec<Line>; 2]> {
    let apart = (lines(), lines()).prop_map(|(a, b)| [a, b]);
    let translated = (lines(), prop::collection::vec(0..8_u8, 26)).prop_map(|(source, acts)| {
        let mut target: Vec<Line> = Vec::new();
        for (line, act) in source.iter().zip(acts) {
            match (act, target.last_mut()) {
                (0, _) => {}
                (1 | 2, Some(last)) => {
                    last.0.extend(&line.0);
                    last.1 = line.1 % ENDS.len();
                }
                _ => target.push(line.clone()),
            }
        }
        if target.is_empty() {
            target.push((vec![0], 0));
        }
        [source, target]
    });
    prop_oneof![apart, translated]
}

fn text(lines: &[Line], side: usize, lang: Lang) -> Segmented {
    let line = |(words, end): &Line| match words.is_empty() {
        true => BARE[*end][side].to_owned(),
        false => {
            let words: Vec<&str> = words.iter().map(|w| WORDS[*w][side]).collect();
            words.join(" ") + ENDS[*end][side]
        }
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    Segmented::new(Document::from_lines("-", lang, lines.join("\n"), BlockKind::Sentence))
}

/// The languages, whether word vectors are used, and the extent of the search.
#[derive(Debug, Clone, Copy)]
struct Kind {
    langs: [&'static str; 2],
    vectors: bool,
    search: Search,
}

fn kind() -> impl Strategy<Value = Kind> {
    let langs = prop_oneof![
        Just((["ar", "en"], true)),
        Just((["ar", "en"], false)),
        Just((["de", "fr"], true))
    ];
    let search = prop_oneof![Just(Search::Exact), Just(Search::Fast)];
    (langs, search).prop_map(|((langs, vectors), search)| Kind { langs, vectors, search })
}

/// A bead in unswapped order: source start and count, target start and count.
type Key = [usize; 4];

/// The probabilities of all beads, and the best path.
struct Outcome {
    probabilities: BTreeMap<Key, f64>,
    path: Vec<Key>,
    /// The value of beads with the first text as the source.
    decoder: Decoder,
    turn: bool,
    /// Beads whose first-pass probability is so close to the pruning threshold that rounding decides.
    borderline: BTreeSet<Key>,
}

impl Outcome {
    fn of(aligner: &Aligner, texts: [&Segmented; 2], turn: bool) -> Self {
        let key = |bead: Reach| match turn {
            false => [bead.i, bead.a, bead.j, bead.b],
            true => [bead.j, bead.b, bead.i, bead.a],
        };
        let all = |grid: &Grid, posterior: &Posterior| -> BTreeMap<Key, f64> {
            grid.likely(posterior, 0.0).map(|(bead, p)| (key(bead), p)).collect()
        };
        let sides = aligner.sides(texts[0], texts[1]);
        let scored = aligner.scored(&sides, None).1;
        let path = scored.best().iter().map(|b| key(b.0)).collect();
        let Scored { grid, posterior, decoder, .. } = scored;
        let first = aligner.prepared(&sides, None, |texts, weights| {
            let grid = texts.whole(&weights.first).1;
            all(&grid, &grid.posterior())
        });
        let near = |p: f64| (p / f64::from(UNLIKELY) - 1.0).abs() < 1e-3;
        Self {
            probabilities: all(&grid, &posterior),
            path,
            decoder,
            turn,
            borderline: first.into_iter().filter(|(_, p)| near(*p)).map(|(k, _)| k).collect(),
        }
    }

    fn probability(&self, bead: &Key) -> f64 {
        self.probabilities.get(bead).copied().unwrap_or(0.0)
    }

    /// The expected gain of a path under these probabilities.
    fn expected_gain(&self, path: &[Key]) -> f64 {
        let reach = |[i, a, j, b]: Key| match self.turn {
            false => Reach { i, a, j, b },
            true => Reach { i: j, a: b, j: i, b: a },
        };
        path.iter().map(|bead| self.decoder.value(reach(*bead), self.probability(bead))).sum()
    }

    /// The largest difference between the two outcomes in the probability of a bead.
    fn furthest(&self, other: &Self) -> f64 {
        let all = self.probabilities.keys().chain(other.probabilities.keys());
        all.map(|bead| (self.probability(bead) - other.probability(bead)).abs()).fold(0.0, f64::max)
    }

    /// The total probability of borderline beads that the first pass kept in only one of the outcomes.
    fn kept_by_one(&self, other: &Self) -> f64 {
        let both = self.borderline.intersection(&other.borderline);
        let seen = both.map(|k| [self.probability(k), other.probability(k)]);
        seen.filter(|p| p.contains(&0.0)).map(|[a, b]| a + b).sum()
    }
}

/// Aligns two texts in both orders and returns both outcomes in unswapped order.
fn both_ways(lines: &[Vec<Line>; 2], kind: Kind) -> [Outcome; 2] {
    let vectors = Aligner::default().vectors.filter(|_| kind.vectors);
    let aligner = Aligner { search: kind.search, vectors, ..Aligner::default() };
    let [source, target] = [0, 1].map(|side| {
        let lang: Lang = kind.langs[side].parse().unwrap();
        text(&lines[side], usize::from(!lang.is_rtl()), lang)
    });
    [
        Outcome::of(&aligner, [&source, &target], false),
        Outcome::of(&aligner, [&target, &source], true),
    ]
}

proptest! {
    #[test]
        fn swapped_sides_give_the_same_alignment(lines in pair(), kind in kind()) {
            // The fast search selects runs of nodes row by row. With swapped sides the rows are columns, so
            // it drops other beads of negligible probability; only the exact search is symmetric.
        let [there, back] = both_ways(&lines, Kind { search: Search::Exact, ..kind });
                // Sums in another order may be rounded to neighbouring 32-bit numbers, which are 4e-6 nats
                // apart for long beads, and a path holds dozens of beads. Probability that one outcome gives
                // to additional beads is missing from its other beads.
                let besides = there.kept_by_one(&back);
        let furthest = there.furthest(&back);
        prop_assert!(furthest < 5e-5 + besides, "{furthest}, {besides}");
                // The paths may differ only if they are equally good.
        if there.path != back.path {
            let less = there.expected_gain(&there.path) - there.expected_gain(&back.path);
            let slack = 5e-5 + besides * there.path.len() as f64;
            prop_assert!(less.abs() < slack, "{less}: {:?} and {:?}", there.path, back.path);
        }
    }

    #[test]
        fn each_segment_is_in_exactly_one_bead(lines in pair(), kind in kind()) {
        for Outcome { path, .. } in both_ways(&lines, kind) {
            let (mut i, mut j) = (0, 0);
            for [from_i, a, from_j, b] in path {
                prop_assert_eq!((from_i, from_j), (i, j));
                prop_assert!(a + b > 0);
                (i, j) = (i + a, j + b);
            }
            prop_assert_eq!((i, j), (lines[0].len(), lines[1].len()));
        }
    }
}
