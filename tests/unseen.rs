//! Sentence rules held against cases that they were not made for: `tests/data/segment`.

#![allow(clippy::print_stdout, reason = "the score")]

use std::collections::BTreeMap;

use muwazi::{Lang, SegmentOptions, Segmenter};

/// Ends of sentences, counted in characters that are no white space.
fn ends<'t>(sentences: impl Iterator<Item = &'t str>) -> Vec<usize> {
    let mut at = 0;
    sentences
        .map(|s| {
            at += s.chars().filter(|c| !c.is_whitespace()).count();
            at
        })
        .collect()
}

/// Sentences that stand in both: both ends right.
fn common(a: &[usize], b: &[usize]) -> usize {
    let spans = |ends: &[usize]| -> Vec<(usize, usize)> {
        std::iter::once(0).chain(ends.iter().copied()).zip(ends.iter().copied()).collect()
    };
    let b = spans(b);
    spans(a).iter().filter(|span| b.contains(span)).count()
}

/// Sentence F1 in percent.
fn score(lang: Lang, cases: &str) -> f64 {
    let segmenter = Segmenter::new(&lang, &SegmentOptions::default());
    let (mut right, mut found, mut gold) = (0, 0, 0);
    let mut kinds: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for line in cases.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [paragraph, sentences, kind] = columns[..] else { panic!("three columns: {line}") };
        let wanted = ends(sentences.split(" ‖ "));
        let own = ends(segmenter.sentences(paragraph).iter().map(|span| span.of(paragraph)));
        assert_eq!(wanted.last(), own.last(), "the same text: {line}");
        right += common(&wanted, &own);
        found += own.len();
        gold += wanted.len();
        let whole = kinds.entry(kind).or_default();
        whole[0] += usize::from(wanted == own);
        whole[1] += 1;
    }
    let f1 = 200.0 * right as f64 / (found + gold) as f64;
    println!("{lang}: {f1:.2}, {kinds:?}");
    f1
}

#[test]
fn arabic() {
    let f1 = score(Lang::arabic(), include_str!("data/segment/editor.ar.tsv"));
    assert!(f1 >= 94.5, "{f1}");
}

#[test]
fn english() {
    let f1 = score(Lang::english(), include_str!("data/segment/editor.en.tsv"));
    assert!(f1 >= 98.5, "{f1}");
}
