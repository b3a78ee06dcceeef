//! The whole road in languages other than Arabic: align an article, keep it, look every unit up
//! again without naming a language.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

const LANGUAGES: [&str; 6] = ["fr", "fa", "ur", "he", "de", "zh"];

fn article(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd/languages.in").join(name)
}

fn muwazi(folder: &Path, args: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_muwazi");
    let output = Command::new(program).current_dir(folder).args(args).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| code < 2), "{args:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

/// Aligns the article of a language with its translation into a new memory.
fn memory(folder: &Path, lang: &str) {
    let (source, target) = (article(&format!("{lang}.txt")), article(&format!("{lang}.en.txt")));
    let (source, target) = (source.to_str().unwrap(), target.to_str().unwrap());
    muwazi(folder, &["align", source, target, "--into", "m.muwazi", "--beads", "m.beads"]);
}

#[test]
fn every_unit_is_found_letter_for_letter_without_naming_a_language() {
    for lang in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        memory(folder, lang);
        muwazi(
            folder,
            &["export", "-m", "m.muwazi", "-o", "m.jsonl", "--from", lang, "--to", "en"],
        );
        let units = fs::read_to_string(folder.join("m.jsonl")).unwrap();
        let units: Vec<Value> = units.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert!(units.len() > 15, "{lang}: {}", units.len());
        let texts = |unit: &Value| -> Vec<String> {
            let variants = unit["variants"].as_array().unwrap();
            let text = |v: &Value| v["text"]["text"].as_str().unwrap().replace('\n', " ");
            variants.iter().map(text).collect()
        };
        let queries: Vec<String> = units.iter().flat_map(texts).collect();
        fs::write(folder.join("queries.txt"), queries.join("\n")).unwrap();
        let answers =
            muwazi(folder, &["lookup", "-m", "m.muwazi", "--json", "--input", "queries.txt"]);
        let answers: Vec<Value> =
            answers.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(answers.len(), queries.len(), "{lang}");
        for (query, answer) in queries.iter().zip(&answers) {
            let best = &answer["matches"][0];
            assert_eq!(best["similarity"], 100.0, "{lang}: {query}: {answer}");
            assert_eq!(best["source"].as_str().unwrap(), query, "{lang}");
            let langs = [&best["source_lang"], &best["target_lang"]];
            assert!(langs.iter().any(|l| **l == lang) && langs.iter().any(|l| **l == "en"));
        }
    }
}

/// Counts beads that are not as in the gold: of 114 at most 11. A short sentence that the translator
/// left out stays with its neighbour, which makes two of most.
#[test]
fn articles_align() {
    let mut wrong = 0;
    for lang in LANGUAGES {
        let folder = tempfile::tempdir().unwrap();
        memory(folder.path(), lang);
        let read = |path: PathBuf| -> Vec<String> {
            let text = fs::read_to_string(path).unwrap();
            text.lines().map(|l| l.split(':').take(2).collect::<Vec<_>>().join(":")).collect()
        };
        let gold = read(article(&format!("{lang}.beads")));
        let found = read(folder.path().join("m.beads"));
        let missing: Vec<&String> = gold.iter().filter(|bead| !found.contains(bead)).collect();
        println!(
            "{lang}: {} of {} beads, missing {missing:?}",
            gold.len() - missing.len(),
            gold.len()
        );
        wrong += missing.len();
    }
    assert!(wrong <= 11, "{wrong}");
}
