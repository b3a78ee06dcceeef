//! Quality on gold data, with floors just under what is reached. The data lies in `../shared`,
//! which users do not have: without it these tests say that they were skipped, unless
//! MUWAZI_REQUIRE_GOLD is set, as it is in CI.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests, and what was skipped"
)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use muwazi::{
    BlockKind, Document, Lang,
    align::{Segmented, align},
    format::beads,
    segments,
};

/// The folder of gold data, or `None`, said aloud.
fn gold(what: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(what);
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var_os("MUWAZI_REQUIRE_GOLD").is_none(), "{} is missing", path.display());
    println!("skipped: no {}", path.display());
    None
}

fn document(path: &Path, lang: Lang, kind: BlockKind) -> Document {
    let text = fs::read_to_string(path).unwrap();
    Document::from_lines(path.display().to_string(), lang, text, kind)
}

/// Runs one of the scoring scripts that lie beside the data.
fn score(script: &Path, arguments: &[&Path]) -> String {
    let out = Command::new("python3").arg(script).args(arguments).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Sentence F1 of a file of gold sentences, whose paragraphs are given.
fn segmentation(name: &str, lang: Lang) -> Option<f64> {
    let folder = gold("eval/segment")?;
    let file = folder.join(name);
    let gold = fs::read_to_string(&file).unwrap();
    let paragraphs: Vec<String> = gold
        .split("\n\n")
        .map(|p| p.lines().collect::<Vec<_>>().join(" "))
        .filter(|p| !p.trim().is_empty())
        .collect();
    let document = Document::from_lines(name, lang, paragraphs.join("\n"), BlockKind::Paragraph);
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
    let out = scratch.path().join(name);
    fs::write(&out, found).unwrap();
    let line = score(&folder.join("score_segment.py"), &[&file, &out]);
    assert!(!line.contains("TEXT DIFFERS"), "{line}");
    println!("{}", line.split('\t').skip(1).collect::<Vec<_>>().join(" "));
    let f = line.split("sent P").nth(1)?.split(" F ").nth(1)?.split_whitespace().next()?;
    f.parse().ok()
}

#[test]
fn the_users_own_article_is_split_exactly() {
    let Some(article) = gold("seed/article.ar.txt") else { return };
    let document = document(&article, Lang::arabic(), BlockKind::Paragraph);
    let found: Vec<&str> = segments(&document).iter().map(|s| s.span.of(&document.text)).collect();
    let gold = fs::read_to_string(gold("eval/segment/seed.gold").unwrap()).unwrap();
    let gold: Vec<&str> = gold.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(found, gold);
    assert_eq!(found.len(), 17);
}

#[test]
fn arabic_sentences() {
    if let Some(f) = segmentation("arpud.gold", Lang::arabic()) {
        assert!(f >= 99.3, "{f}");
    }
}

#[test]
fn english_sentences() {
    if let Some(f) = segmentation("enpud.gold", Lang::english()) {
        assert!(f >= 99.4, "{f}");
    }
}

/// Strict F1 of a set whose texts hold one sentence a line.
fn alignment(set: &str, source: &str, target: &str) -> Option<f64> {
    let folder = gold("eval/align")?;
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
    let json = score(&folder.join("score_align.py"), &[&folder.join(set), scratch.path()]);
    println!("{set}, {documents} documents: {}", json.trim());
    let scores: serde_json::Value = serde_json::from_str(&json).unwrap();
    scores["strict_f1"].as_f64()
}

#[track_caller]
fn at_least(set: &str, floor: f64) {
    if let Some(f) = alignment(set, "ar", "en") {
        assert!(f >= floor, "{set}: {f} is under {floor}");
    }
}

#[test]
fn news() {
    at_least("ntrex-dev", 0.983);
}

#[test]
fn news_with_missing_passages() {
    at_least("ntrex-hard-dev", 0.960);
}

#[test]
fn scripture() {
    at_least("bible-dev", 0.934);
}

#[test]
fn law_and_literature() {
    at_least("alignar-dev", 0.904);
}
