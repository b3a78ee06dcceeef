//! Sentence rules held against cases that they were not made for: `tests/data/segment`.

use std::collections::BTreeMap;

use muwazi::{Lang, SegmentOptions, Segmenter};

use super::sentences::Found;

/// Sentence F1 in percent.
fn score(lang: Lang, cases: &str) -> f64 {
    let segmenter = Segmenter::new(&lang, &SegmentOptions::default());
    let mut all = Found::default();
    let mut kinds: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for line in cases.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        let [paragraph, sentences, kind] = columns[..] else { panic!("three columns: {line}") };
        let found = segmenter.sentences(paragraph);
        let exact = all.add(sentences.split(" ‖ "), found.iter().map(|span| span.of(paragraph)));
        let whole = kinds.entry(kind).or_default();
        whole[0] += usize::from(exact);
        whole[1] += 1;
    }
    let f1 = all.f1();
    println!("{lang}: {f1:.2}, {kinds:?}");
    f1
}

#[test]
fn arabic() {
    let f1 = score(Lang::arabic(), include_str!("../../data/segment/editor.ar.tsv"));
    assert!(f1 >= 94.5, "{f1}");
}

#[test]
fn english() {
    let f1 = score(Lang::english(), include_str!("../../data/segment/editor.en.tsv"));
    assert!(f1 >= 98.5, "{f1}");
}
