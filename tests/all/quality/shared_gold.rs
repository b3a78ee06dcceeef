//! Floors on the gold data of `../shared`, just under what is reached.

use std::{fs, path::Path};

use crate::support::{shared::shared, tools::python};
use muwazi::{
    BlockKind, Document, Lang,
    align::{Segmented, align, beads},
    segments,
};

fn document(path: &Path, lang: Lang, kind: BlockKind) -> Document {
    let text = fs::read_to_string(path).unwrap();
    Document::from_lines(path.display().to_string(), lang, text, kind)
}

/// The paragraphs of a file of gold sentences.
fn paragraphs(gold: &str) -> Vec<Vec<&str>> {
    let paragraphs =
        gold.split("\n\n").map(|p| p.lines().filter(|l| !l.trim().is_empty()).collect());
    paragraphs.filter(|p: &Vec<&str>| !p.is_empty()).collect()
}

/// Sentence F1 of gold sentences, whose paragraphs are given.
fn segmentation(name: &str, lang: Lang, gold: &[Vec<&str>], script: &Path) -> f64 {
    let texts: Vec<String> = gold.iter().map(|sentences| sentences.join(" ")).collect();
    let document = Document::from_lines(name, lang, texts.join("\n"), BlockKind::Paragraph);
    let mut found = String::new();
    let mut block = 0;
    for segment in segments(&document) {
        if segment.block != block {
            found.push('\n');
        }
        block = segment.block;
        found.push_str(segment.span.of(&document.text));
        found.push('\n');
    }
    let scratch = tempfile::tempdir().unwrap();
    let (wanted, out) = (scratch.path().join("gold"), scratch.path().join("found"));
    let gold: Vec<String> = gold.iter().map(|sentences| sentences.join("\n")).collect();
    fs::write(&wanted, gold.join("\n\n") + "\n").unwrap();
    fs::write(&out, found).unwrap();
    let line = python(script, [&wanted, &out]);
    assert!(!line.contains("TEXT DIFFERS"), "{line}");
    println!("{name}: {}", line.split('\t').skip(1).collect::<Vec<_>>().join(" ").trim_end());
    let f = line.split("sent P").nth(1).and_then(|rest| rest.split(" F ").nth(1)).unwrap();
    f.split_whitespace().next().unwrap().parse().unwrap()
}

/// Holds a file of gold sentences against a floor.
fn sentences(name: &str, lang: &str, floor: f64) {
    let folder = shared("eval/segment");
    let text = fs::read_to_string(folder.join(name)).unwrap();
    let paragraphs = paragraphs(&text);
    let script = folder.join("score_segment.py");
    let f = segmentation(name, lang.parse().unwrap(), &paragraphs, &script);
    assert!(f >= floor, "{name}: {f} is under {floor}");
    if name == "ewt-dev.gold" {
        // Rules were looked over with the first half only.
        let (first, second) = paragraphs.split_at(paragraphs.len() / 2);
        for (half, gold) in [("first half", first), ("second half", second)] {
            segmentation(half, lang.parse().unwrap(), gold, &script);
        }
    }
}

#[test]
#[ignore = "needs ../shared"]
fn the_users_own_article_is_split_exactly() {
    let article = shared("seed/article.ar.txt");
    let document = document(&article, Lang::arabic(), BlockKind::Paragraph);
    let found: Vec<&str> = segments(&document).iter().map(|s| s.span.of(&document.text)).collect();
    let gold = fs::read_to_string(shared("eval/segment/seed.gold")).unwrap();
    let gold: Vec<&str> = gold.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(found, gold);
    assert_eq!(found.len(), 17);
}

#[test]
#[ignore = "needs ../shared"]
fn arabic_sentences() {
    sentences("arpud.gold", "ar", 99.5);
}

#[test]
#[ignore = "needs ../shared"]
fn english_sentences() {
    sentences("enpud.gold", "en", 99.6);
}

#[test]
#[ignore = "needs ../shared"]
fn english_of_the_web() {
    sentences("ewt-dev.gold", "en", 86.0);
}

/// Most of these break at commas and colons, which we do not; see docs/segmentation.md.
#[test]
#[ignore = "needs ../shared"]
fn arabic_sentences_of_another_taste() {
    sentences("pysbd-golden.gold", "ar", 56.0);
}

#[test]
#[ignore = "needs ../shared"]
fn hard_cases_of_arabic() {
    let folder = shared("eval/segment");
    let text = fs::read_to_string(folder.join("hardcases.tsv")).unwrap();
    let cases: Vec<Vec<&str>> = text
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(_, sentences)| sentences.split(" ‖ ").collect())
        .collect();
    let script = folder.join("score_segment.py");
    let f = segmentation("hardcases.tsv", Lang::arabic(), &cases, &script);
    assert!(f >= 99.0, "{f}");
}

/// Strict F1 of a set whose texts hold one sentence a line.
fn alignment(set: &str, source: &str, target: &str) -> f64 {
    let folder = shared("eval/align");
    let scratch = tempfile::tempdir().unwrap();
    let mut documents = 0;
    for entry in fs::read_dir(folder.join(set)).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|e| e != "gold") {
            continue;
        }
        let side = |lang: &str| {
            let lang: Lang = lang.parse().unwrap();
            let path = path.with_extension(lang.as_str());
            Segmented::new(document(&path, lang, BlockKind::Sentence))
        };
        let pair = align(side(source), side(target));
        let out = scratch.path().join(path.with_extension("out").file_name().unwrap());
        beads::write(&pair.beads, &mut fs::File::create(out).unwrap()).unwrap();
        documents += 1;
    }
    let set_folder = folder.join(set);
    let json = python(&folder.join("score_align.py"), [set_folder.as_path(), scratch.path()]);
    println!("{set}, {documents} documents: {}", json.trim());
    let scores: serde_json::Value = serde_json::from_str(&json).unwrap();
    scores["strict_f1"].as_f64().unwrap()
}

#[track_caller]
fn at_least(set: &str, floor: f64) {
    let f = alignment(set, "ar", "en");
    assert!(f >= floor, "{set}: {f} is under {floor}");
}

#[test]
#[ignore = "needs ../shared"]
fn news() {
    at_least("ntrex-dev", 0.989);
}

#[test]
#[ignore = "needs ../shared"]
fn news_with_missing_passages() {
    at_least("ntrex-hard-dev", 0.984);
}

#[test]
#[ignore = "needs ../shared"]
fn scripture() {
    at_least("bible-dev", 0.946);
}

#[test]
#[ignore = "needs ../shared"]
fn law_and_literature() {
    at_least("alignar-dev", 0.930);
}

/// Languages that no vectors and no terms are for.
#[test]
#[ignore = "needs ../shared"]
fn german_and_french() {
    let f = alignment("textberg-dev", "de", "fr");
    assert!(f >= 0.840, "{f}");
}
