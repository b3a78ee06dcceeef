//! Look-up as its users meet it, and the big memory that it is scored on.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[path = "support/shared.rs"]
mod shared;

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use muwazi::{
    Lang, Memory, Unit,
    lookup::{Lookup, LookupOptions, MatchKind, diff::Op},
};
use shared::shared;

fn memory(folder: &Path, pairs: &[(&str, &str)]) -> Memory {
    let mut memory = Memory::open_or_create(&folder.join("m.muwazi")).unwrap();
    let units = pairs
        .iter()
        .map(|(ar, en)| Ok(Unit::pair((Lang::arabic(), ar), ("en-US".parse().unwrap(), en))));
    memory.import("test", jiff::Timestamp::UNIX_EPOCH, units).unwrap();
    memory
}

#[test]
fn both_directions_and_all_spellings() {
    let folder = tempfile::tempdir().unwrap();
    let pairs = [
        ("أعلنت الحكومةُ خطةً جديدة.", "The government announced a new plan."),
        ("أعلنت الحكومة خطة قديمة.", "The government announced an old plan."),
    ];
    let memory = memory(folder.path(), &pairs);
    let options = LookupOptions::default();
    let from_arabic = Lookup::new(&memory, &Lang::arabic(), &Lang::english()).unwrap();
    let found = from_arabic.find("اعلنت الحكومه خطه جديده", &options).unwrap();
    assert_eq!((found[0].score, found[0].kind), (98, MatchKind::SameWords));
    assert_eq!(found[0].similarity, 100.0);
    assert!(found[0].differences.iter().all(|d| matches!(d.op, Op::Spelling | Op::Punctuation)));
    assert_eq!(found[0].source, pairs[0].0, "the text comes back as it went in");
    assert_eq!((found[1].score, found[1].target.as_str()), (73, pairs[1].1));
    assert_eq!(found[1].similarity, 75.0);

    let from_english = Lookup::new(&memory, &Lang::english(), &Lang::arabic()).unwrap();
    let found = from_english.find("The government announced a new plan.", &options).unwrap();
    assert_eq!((found[0].kind, found[0].target.as_str()), (MatchKind::Exact, pairs[0].0));
    assert!(found[0].differences.is_empty());
    assert_eq!(found.len(), 1, "two words of six differ in the other, and 66 is under 70");
}

#[test]
fn the_threshold_is_exact() {
    let folder = tempfile::tempdir().unwrap();
    let memory =
        memory(folder.path(), &[("نص", "one two three four five six seven eight nine ten")]);
    let lookup = Lookup::new(&memory, &Lang::english(), &Lang::arabic()).unwrap();
    let find = |query: &str, min| {
        lookup.find(query, &LookupOptions { min, ..LookupOptions::default() }).unwrap().len()
    };
    let three_off = "one two three four five six seven X Y Z";
    assert_eq!((find(three_off, 70.0), find(three_off, 70.1)), (1, 0));
    assert_eq!(find("", 0.0), 1, "everything reaches nothing");
    assert_eq!(find("", 1.0), 0);
}

/// Recall of known neighbours in 100,000 units; the data and the scorer lie in `../shared`.
#[test]
fn a_big_memory_is_answered_completely() {
    let Some(tools) = shared("eval/lookup") else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let run = |command: &mut Command| assert!(command.status().unwrap().success(), "{command:?}");
    run(Command::new("python3")
        .arg(tools.join("make_memory.py"))
        .arg(folder.path())
        .args(["--units", "100000"]));
    let muwazi = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_muwazi"));
        command.arg("-q").current_dir(folder.path());
        command
    };
    run(muwazi().args(["import", "-m", "m.muwazi", "memory.tmx"]));
    for (from, to) in [("en", "ar"), ("ar", "en")] {
        let queries = fs::read_to_string(file(&format!("queries.{from}.tsv"))).unwrap();
        let texts: Vec<&str> = queries.lines().filter_map(|l| l.split('\t').nth(1)).collect();
        fs::write(file("queries.txt"), texts.join("\n") + "\n").unwrap();
        let answers = fs::File::create(file("answers.jsonl")).unwrap();
        run(muwazi()
            .args(["lookup", "-m", "m.muwazi", "--from", from, "--to", to, "--json"])
            .args(["--input", "queries.txt"])
            .stdout(Stdio::from(answers)));
        // The same answers by comparing with every unit, ties included.
        fs::write(file("few.txt"), texts[..20].join("\n") + "\n").unwrap();
        let few = |exhaustive: &[&str]| {
            let mut command = muwazi();
            command.args(["lookup", "-m", "m.muwazi", "--from", from, "--to", to, "--json"]);
            command.args(["--input", "few.txt"]).args(exhaustive).output().unwrap().stdout
        };
        assert!(!few(&[]).is_empty() && few(&[]) == few(&["--exhaustive"]));
        run(Command::new("python3")
            .arg(tools.join("score_lookup.py"))
            .args([&file("memory.tsv"), &file(&format!("queries.{from}.tsv"))])
            .arg(file("answers.jsonl"))
            .args(["--lang", from]));
    }
}
