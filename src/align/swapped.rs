//! The law of swapped sides: what is thought of a text and its translation is thought of the
//! translation and the text, bead by bead. docs/alignment.md tells what holds and what cannot.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{
    Aligner, Search, Segmented,
    aligner::{Scored, UNLIKELY, expected_gain, sides},
    grid::{Grid, Posterior, Reach},
};
use crate::{
    document::{BlockKind, Document},
    lang::Lang,
};

/// Words and their translations, some that look alike, numbers, and names.
#[rustfmt::skip]
const WORDS: &[[&str; 2]] = &[
    ["الكتاب", "book"], ["مدينة", "city"], ["ذهب", "went"], ["الرئيس", "president"], ["البيت", "house"],
    ["كبير", "large"], ["النهر", "river"], ["وقال", "said"], ["القانون", "law"], ["يوم", "day"],
    ["المدرسة", "school"], ["ترامب", "Trump"], ["واشنطن", "Washington"], ["١٢", "12"], ["2019", "2019"],
    ["ثلاثة", "three"], ["Google", "Google"], ["لا", "not"], ["من", "of"], ["في", "in"], ["و", "and"],
    ["الماء", "water"], ["كتب", "wrote"], ["الناس", "people"], ["القديمة", "old"], ["مليون", "million"],
];
/// How segments end, and whole segments that say next to nothing.
const ENDS: &[[&str; 2]] =
    &[[".", "."], ["؟", "?"], ["!", "!"], ["،", ","], [":", ":"], ["»", "\""], ["", ""]];
const BARE: &[[&str; 2]] = &[["-", "-"], ["…", "…"], ["١.", "1."], ["نعم", "Yes"], ["(أ)", "(a)"]];

/// Words by number, and an end by number; a bare segment has none.
type Line = (Vec<usize>, usize);

fn line() -> impl Strategy<Value = Line> {
    let words = prop::collection::vec(0..WORDS.len(), 1..12);
    prop_oneof![
        6 => (words, 0..ENDS.len()),
        1 => (Just(Vec::new()), 0..BARE.len()),
        // One of three, which come again and again.
        1 => (0..3_usize).prop_map(|k| (vec![k, k + 3], 0)),
    ]
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    prop::collection::vec(line(), 1..26)
}

/// Two texts: of nothing in common, or the second a translation of the first that joins and leaves
/// out lines.
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

/// The languages, whether word vectors have a say, and how far to look.
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

/// A bead as its source and target would have it, were they not swapped.
type Key = [usize; 4];

/// The probabilities of all beads, and the best path.
struct Seen {
    probabilities: BTreeMap<Key, f64>,
    path: Vec<Key>,
    /// Beads that the first pass finds about as probable as what it leaves out: rounding decides.
    on_the_edge: BTreeSet<Key>,
}

impl Seen {
    fn of(aligner: &Aligner, texts: [&Segmented; 2], turn: bool) -> Self {
        let key = |bead: Reach| match turn {
            false => [bead.i, bead.a, bead.j, bead.b],
            true => [bead.j, bead.b, bead.i, bead.a],
        };
        let all = |grid: &Grid, posterior: &Posterior| -> BTreeMap<Key, f64> {
            grid.likely(posterior, 0.0).map(|(bead, p)| (key(bead), p)).collect()
        };
        let sides = sides(texts[0], texts[1]);
        let Scored { grid, posterior, .. } = aligner.scored(&sides, None).1;
        let first = aligner.prepared(&sides, None, |texts, weights| {
            let grid = texts.whole(&weights.first).1;
            all(&grid, &grid.posterior())
        });
        let near = |p: f64| (p / f64::from(UNLIKELY) - 1.0).abs() < 1e-3;
        Self {
            probabilities: all(&grid, &posterior),
            path: grid.best(&posterior, expected_gain).iter().map(|b| key(b.0)).collect(),
            on_the_edge: first.into_iter().filter(|(_, p)| near(*p)).map(|(k, _)| k).collect(),
        }
    }

    fn probability(&self, bead: &Key) -> f64 {
        self.probabilities.get(bead).copied().unwrap_or(0.0)
    }

    /// What a path is worth as this sees it.
    fn expected_gain(&self, path: &[Key]) -> f64 {
        let reach = |[i, a, j, b]: Key| Reach { i, a, j, b };
        path.iter().map(|bead| expected_gain(reach(*bead), self.probability(bead))).sum()
    }

    /// By how much two differ in a bead's probability at most.
    fn furthest(&self, other: &Self) -> f64 {
        let all = self.probabilities.keys().chain(other.probabilities.keys());
        all.map(|bead| (self.probability(bead) - other.probability(bead)).abs()).fold(0.0, f64::max)
    }

    /// How probable the beads are together that the first pass left to one of two only, for they were
    /// on the edge for both.
    fn left_to_one(&self, other: &Self) -> f64 {
        let both = self.on_the_edge.intersection(&other.on_the_edge);
        let seen = both.map(|k| [self.probability(k), other.probability(k)]);
        seen.filter(|p| p.contains(&0.0)).map(|[a, b]| a + b).sum()
    }
}

/// What is seen of two texts, and of the same swapped, turned back.
fn both_ways(lines: &[Vec<Line>; 2], kind: Kind) -> [Seen; 2] {
    let vectors = Aligner::default().vectors.filter(|_| kind.vectors);
    let aligner = Aligner { search: kind.search, vectors, ..Aligner::default() };
    let [source, target] = [0, 1].map(|side| {
        let lang: Lang = kind.langs[side].parse().unwrap();
        text(&lines[side], usize::from(!lang.is_rtl()), lang)
    });
    [Seen::of(&aligner, [&source, &target], false), Seen::of(&aligner, [&target, &source], true)]
}

proptest! {
    #[test]
    fn swapped_sides_find_the_same(lines in pair(), kind in kind()) {
        // The fast search looks at runs of nodes row by row, and leaves out other beads that hardly
        // count where the rows are columns.
        let [there, back] = both_ways(&lines, Kind { search: Search::Exact, ..kind });
        // Scores of sums in another order may be rounded to neighbouring numbers of 32 bits, 4e-6 nats
        // apart for long beads, and paths hold dozens. What one side has besides, all others lack.
        let besides = there.left_to_one(&back);
        let furthest = there.furthest(&back);
        prop_assert!(furthest < 5e-5 + besides, "{furthest}, {besides}");
        // Of two paths as good as each other either may be taken; else there is but one.
        if there.path != back.path {
            let less = there.expected_gain(&there.path) - there.expected_gain(&back.path);
            let slack = 5e-5 + besides * there.path.len() as f64;
            prop_assert!(less.abs() < slack, "{less}: {:?} and {:?}", there.path, back.path);
        }
    }

    #[test]
    fn each_segment_stands_in_one_bead(lines in pair(), kind in kind()) {
        for Seen { path, .. } in both_ways(&lines, kind) {
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
