//! Cases of each kind in Arabic and English: numbers of sections, markers, notes, units, dates,
//! quotations, initials, talks.

use std::fs;

use super::{SegmentOptions, Segmenter};

/// Checks the cases of a file, in which ` ‖ ` or `‖` marks each place where a sentence ends.
#[track_caller]
fn check(lang: &str) {
    let segmenter = Segmenter::new(&lang.parse().unwrap(), &SegmentOptions::default());
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/segment");
    let cases = fs::read_to_string(format!("{folder}/kinds.{lang}.txt")).unwrap();
    let mut wrong = Vec::new();
    for case in cases.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        let text = case.replace(" ‖ ", " ").replace('‖', "");
        let expected: Vec<&str> = case.split('‖').map(str::trim).collect();
        let found: Vec<&str> = segmenter.sentences(&text).iter().map(|s| s.of(&text)).collect();
        if found != expected {
            wrong.push((case.to_owned(), found.join(" ‖ ")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn arabic() {
    check("ar");
}

#[test]
fn english() {
    check("en");
}

#[test]
fn no_segment_consists_of_signs() {
    for (lang, text) in [
        ("ar", "؟ ! ؟ هل جئت ؟ ! . نعم . ... ! — ؟"),
        ("ar", "! — ! — ! — ؟"),
        ("en", "! ? . Well ! ? ... No . * * * !"),
        ("en", "(Applause) ! (Laughter) ..."),
        ("zh", "！ 他来了！ ！"),
    ] {
        let segmenter = Segmenter::new(&lang.parse().unwrap(), &SegmentOptions::default());
        let found = segmenter.sentences(text);
        let words = |s: &&str| s.contains(char::is_alphanumeric);
        let held = found.iter().map(|s| s.of(text)).filter(words).count();
        let whole = !text.contains(char::is_alphanumeric);
        assert!(held == found.len() || whole && found.len() == 1, "{text}");
    }
}

#[test]
fn brackets_that_do_not_close_are_no_notes() {
    let segmenter = Segmenter::new(&"en".parse().unwrap(), &SegmentOptions::default());
    for text in
        ["It fell.[ … when", "It fell.[a… b]", "It fell.[ب\nx]", "It fell. [1 … 2]", "(Music…)"]
    {
        let joined: String = segmenter.sentences(text).iter().map(|s| s.of(text)).collect();
        assert_eq!(joined.replace([' ', '\n'], ""), text.replace([' ', '\n'], ""));
    }
}

#[test]
fn items_of_one_paragraph_are_explained() {
    let segmenter = Segmenter::new(&"en".parse().unwrap(), &SegmentOptions::default());
    let text = "It ended. (Applause) • 1. Rest • 2. Go";
    let rules: Vec<String> = segmenter.explain(text).into_iter().map(|d| d.rule).collect();
    assert_eq!(
        rules,
        [
            "stop",
            "sound in brackets",
            "list marker (1)",
            "bullet of the next item",
            "list marker (2)"
        ]
    );
}

#[test]
fn the_users_own_kinds() {
    let words = super::read_words("[sound]\nplop\n[continues]\nnamely\n", "mine").unwrap();
    let options = SegmentOptions { abbreviations: words };
    let segmenter = Segmenter::new(&"en".parse().unwrap(), &options);
    let text = "It fell. (Plop) Silence in 1990. Namely in May.";
    let found: Vec<&str> = segmenter.sentences(text).iter().map(|s| s.of(text)).collect();
    assert_eq!(found, ["It fell.", "(Plop)", "Silence in 1990. Namely in May."]);
}
